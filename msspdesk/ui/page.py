"""What a tab is to the window, and what the window is to a tab."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from msspdesk.ui.actions import Actions
from msspdesk.ui.presenters.base import Presenter
from msspdesk.ui.tasks import Tasks
from msspdesk.ui.widgets import ground

if TYPE_CHECKING:
    from msspdesk.ui.presenters.quick_entry import QuickEntry


@dataclass(frozen=True)
class Context:
    """Given to each tab's `build(context)`."""

    tasks: Tasks  # the Runner for presenters
    actions: Actions
    go: Callable[..., None]  # go("customers", 5, "details"): that tab, that item, that part
    now: Callable[[], datetime]
    today: Callable[[], date]
    with_entry: Callable[[Callable[[QuickEntry], None]], None] = lambda _call: None
    """Calls with who answers the entry line: now, or as soon as it is there."""
    language: str = "en"
    show_badge: Callable[[int], None] = lambda _count: None  # the number beside Today
    stop_timer: Callable[[], None] = lambda: None  # asks first where it ran over night
    open_tax: Callable[..., None] = lambda *_where: None
    """The tax window at a part ("report", "what_if" …), and at a record of it."""
    open_settings: Callable[..., None] = lambda *_part: None  # at a part, by its title


class Page(QWidget):
    """A tab's widget on `surface`. Set `filter_field` so that Ctrl+F finds it."""

    help_topic = ""

    def __init__(self, presenter: Presenter | None = None) -> None:
        super().__init__()
        ground(self, "surface")
        self.presenter = presenter
        self.filter_field: QLineEdit | None = None

    def came_into_sight(self) -> None:
        if self.presenter is not None:
            self.presenter.activate()

    def went_out_of_sight(self) -> None:
        if self.presenter is not None:
            self.presenter.deactivate()

    def make_ahead(self) -> bool:
        """Make one part that was left for later; False when there is none."""
        return False

    def topic(self) -> str:
        """The page of the manual that F1 opens here; a page with halves may tell them apart."""
        return self.help_topic

    def focus_filter(self) -> None:
        if self.filter_field is not None:
            self.filter_field.setFocus()
            self.filter_field.selectAll()

    def show_item(self, item_id: int) -> None:
        """Open one item of this tab; called by `context.go(tab, item_id)`."""

    def show_part(self, key: str) -> None:
        """Show one part of the page, such as a customer's "details"; see `context.go`."""
