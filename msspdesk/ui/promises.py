"""What can be begun from anywhere, before the tab that does it was ever opened.

A tab adds its actions when its page is made, and pages are made when they are first
shown: until then these stand for them, in Ctrl+K and by their shortcuts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from msspdesk.texts import _
from msspdesk.ui.actions import Actions


def promise_actions(actions: Actions, tabs: Collection[str], go: Callable[[str], None]) -> None:
    """Those of `tabs`, under the names, places and shortcuts the tabs themselves give."""
    for key, place, name, shortcut in (
        ("customers", _("Customers"), _("New customer"), "Ctrl+Shift+N"),
        ("contracts", _("Contracts"), _("New contract"), ""),
        ("contracts", _("Contracts"), _("Catalogue of services"), ""),
        ("invoices", _("Invoices"), _("Open month end"), "Ctrl+Shift+M"),
        ("invoices", _("Invoices"), _("New invoice"), ""),
    ):
        if key in tabs:
            actions.promise(name, partial(go, key), place=place, shortcut=shortcut)
