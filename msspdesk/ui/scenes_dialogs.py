"""The scenes of the dialogs: each opened as the window opens it, nothing is answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Final

from PySide6.QtWidgets import QPushButton

from msspdesk.services.invoice_facts import TaxQuestion
from msspdesk.texts import _, mark
from msspdesk.ui.presenters.month_end_facts import Facts
from msspdesk.ui.scenes import CUSTOMER, Scene, Stage, pause

OVER_NIGHT: Final = timedelta(hours=16)


def action(tab: str, name: str) -> Callable[[Stage], None]:
    """What the palette does under this name."""

    def scene(stage: Stage) -> None:
        stage.go(tab)
        next(
            each for each in stage.desk.window.actions_.all() if each.name == _(name)
        ).action.trigger()
        stage.settled()

    return scene


def _other_day(stage: Stage) -> None:
    stage.go("invoices", 0)
    buttons = stage.page.findChildren(QPushButton)
    next(each for each in buttons if each.text() == _("Other day") and each.isVisible()).click()


def _issue(stage: Stage) -> None:
    from msspdesk.ui.views.month_end_panel import issue_question

    stage.go("invoices", 0)
    issue_question(stage.page, stage.page.month_end.presenter.leaving()).open()


def _asked(open_dialog: Callable[..., Any]) -> Callable[[Stage], None]:
    """A fact that is missing of the customer of the scenes."""

    def scene(stage: Stage) -> None:
        from msspdesk.services import customers

        stage.go("today")
        found: list[Any] = []
        stage.desk.tasks.run_read(lambda book: customers.list_rows(book, CUSTOMER), found.extend)
        stage.until(lambda: found)
        row = found[0]
        open_dialog(stage.desk.window, Facts(stage.desk.tasks), row.id, row.name)
        stage.settled()

    return scene


def _tax(stage: Stage) -> None:
    from msspdesk.ui.views.month_end_dialogs import answer_tax

    stage.go("today")
    asked = TaxQuestion(
        line_id=None,
        line_name="Penetration test",
        code="tax_undecided",
        details={},
        customer_country="BR",
        customer_region="",
        status="business",
        tax_class="penetration_test",
    )
    answer_tax(stage.desk.window, Facts(stage.desk.tasks), "Nordeste Ltda", asked)


def _choose(stage: Stage) -> None:
    from msspdesk.ui.views.choosing import choose

    stage.go("contracts")
    names: Sequence[tuple[int, str]] = [(each, f"Customer {each}") for each in range(1, 40)]
    words = {"title": _("New contract"), "label": _("Customer"), "primary": _("New contract")}
    choose(stage.page, names, lambda _id: None, **words)


def _over_night(stage: Stage) -> None:
    window = stage.desk.window
    stage.go("today")
    window.entry.edit.setText("alpenblick M365 hardening")
    window.timer.start_asked.emit()
    stage.settled()
    stage.now += OVER_NIGHT
    window.stop_timer()
    stage.until(lambda: stage.dialog() is not None)
    pause(0.2)


def _place(*facts: Any) -> None:
    from msspdesk.ui.views.month_end_dialogs import place_time

    place_time(*facts)


def _rate(*facts: Any) -> None:
    from msspdesk.ui.views.month_end_dialogs import set_rate

    set_rate(*facts)


DIALOGS: Final = (
    Scene("new-invoice", action("invoices", mark("New invoice"))),
    Scene("other-day", _other_day),
    Scene("issue", _issue),
    Scene("place-time", _asked(_place)),
    Scene("set-rate", _asked(_rate)),
    Scene("answer-tax", _tax),
    Scene("choose", _choose),
    Scene("timer-question", _over_night),  # last: its clock runs ahead
)
