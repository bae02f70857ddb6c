"""Every part of the kit in one window, to be looked at:

    python -m tests.ui.kit.gallery FOLDER

writes PNG files of the shell and of all states, light and dark.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from msspdesk.domain.errors import DomainError
from msspdesk.ui.app import application
from msspdesk.ui.figures import KeyFigure, KeyFigures
from msspdesk.ui.forms import (
    AmountField,
    CheckBox,
    CheckField,
    ChoiceField,
    DateField,
    Form,
    MultilineField,
    TextField,
)
from msspdesk.ui.main_window import MainWindow
from msspdesk.ui.page import Page
from msspdesk.ui.presenters.shell import Completion, Pair, Reading, TimerState
from msspdesk.ui.tables import Cell, Check, Column, ListModel, Table, TableView
from msspdesk.ui.tables.cells import RowKind
from msspdesk.ui.tasks import Tasks
from msspdesk.ui.theme import theme
from msspdesk.ui.widgets import (
    Button,
    EmptyState,
    Label,
    Line,
    Panel,
    SearchField,
    Section,
    Segments,
    Status,
    hbox,
    vbox,
)
from msspdesk.ui.widgets import Pair as PairRow

NOW = datetime(2026, 7, 31, 15, 0, tzinfo=UTC)


class Entry:
    """Answers the entry line with one fixed reading."""

    def __init__(self) -> None:
        self.committed: list[str] = []

    def reading(self, text: str) -> Reading:
        if not text.strip():
            day = (Pair("Today", "5:45"), Pair("Week", "34:00"))
            return Reading(day, note="Last noted 16:41: Globex Handels 1:30, triage phishing")
        if "1h30" not in text:
            return Reading(
                (Pair("Customer", text.split(maxsplit=1)[0]),), problem="How long did it take?"
            )
        pairs = (
            Pair("Customer", "Globex Handels"),
            Pair("Contract line", "Incident response retainer"),
            Pair("Covered", "0:45"),
            Pair("Left in bucket", "0:00 of 6:00", "warn"),
            Pair("Amount", "105.00 EUR"),
        )
        return Reading(pairs, ok=True, enter="Notes it", other="other line")

    def complete(self, text: str, cursor: int) -> list[Completion]:
        start = text.rfind("#", 0, cursor)
        if start < 0:
            return []
        names = (("#sev2", "14 entries this year"), ("#sev2-followup", "3 entries"))
        return [Completion(name, name + " ", start, cursor, note) for name, note in names]

    def other(self, text: str) -> None:
        self.committed.append("other")

    def commit(self, text: str, done: Callable[[bool], None]) -> None:
        self.committed.append(text)
        done(True)

    def on_update(self, callback: Callable[[], None]) -> None:
        pass


class RunningTimer:
    timer: TimerState | None = TimerState(
        NOW - timedelta(minutes=28, seconds=12), "Alpenblick Hotels", "M365 hardening"
    )

    def start(self, text: str, done: Callable[[bool], None]) -> None: ...
    def stop(self) -> None: ...
    def switch(self, text: str, done: Callable[[bool], None]) -> None: ...
    def on_update(self, callback: Callable[[], None]) -> None: ...


class Head:
    seller = "Nordwall Security"
    badge = 9

    def on_update(self, callback: Callable[[], None]) -> None: ...


@dataclass(frozen=True)
class Row:
    id: int
    kind: RowKind
    name: str
    note: str = ""
    amount: str = ""
    currency: str = ""
    button: str = ""
    icon: str = ""
    tone: str = "muted"


TODAY = (
    Row(-1, "heading", "Bill July"),
    Row(1, "row", "Month end July", "12 due, 9 ready", "14,422.33", "EUR", "Open", "file"),
    Row(2, "row", "Maison Verdier", "endpoints last counted on 12 Jun", "480.50", "EUR",
        "Enter count", "monitor", "warn"),
    Row(3, "row", "Lone Mesa Energy", "no tax rule fits: are you registered in Texas?", "2,832.50",
        "USD", "Answer", "percent", "warn"),
    Row(-2, "heading", "Money in"),
    Row(4, "row", "Wattle Bay Accounting", "RE-2026-0070, 17 days overdue", "910.00", "AUD",
        "Send reminder", "bell", "bad"),
    Row(5, "row", "Harrow & Finch", "notice date 12 Aug: renews for a year", button="Open contract",
        icon="calendar"),
)  # fmt: skip


def today_table() -> Table:
    def icon(row: Row) -> Cell:
        if row.kind == "heading":
            return Cell(row.name, tone="muted", small=True)
        return Cell(icon=row.icon, icon_tone=row.tone)

    def what(row: Row) -> Cell:
        return Cell() if row.kind == "heading" else Cell(row.name, note=row.note, bold=True)

    def button(row: Row) -> Cell:
        return Cell(button=row.button, primary=row.id == 1, action="do" if row.button else "")

    columns: tuple[Column[Row], ...] = (
        Column("icon", "", icon, width=30, name="Kind"),
        Column("what", "What", what),
        Column("sum", "Amount", lambda r: Cell(r.amount, unit=r.currency), width=160, right=True),
        Column("do", "", button, width=140, name="Action"),
    )
    view = TableView(
        ListModel(columns, TODAY, kind=lambda row: row.kind),
        "What needs you",
        row_height=40,
        header=False,
        plain_headings=True,
        inset_left=0,
        inset_right=0,
    )
    return Table(view, fit=True)


class TodayLike(Page):
    def __init__(self) -> None:
        super().__init__()
        row = hbox(self, spacing=0)
        left = vbox(spacing=4, margins=(24, 20, 24, 0))
        head = hbox(spacing=12)
        head.addWidget(Label("Friday 31 July", "title"))
        head.addWidget(Label("4 things need you, 2 of them hold up July", tone="muted"), 1)
        left.addLayout(head)
        left.addWidget(today_table())
        left.addStretch(1)
        row.addLayout(left, 1)
        panel = Panel(440, margin=24)
        panel.body.addWidget(Section("Hours in July", figure="142:15"))
        panel.body.addWidget(Label("142:15", "key"))
        for label, value in (("In fees and retainers", "105:45"), ("Billed by the hour", "11:15")):
            panel.body.addWidget(PairRow(label, value))
        panel.body.addWidget(Line())
        panel.body.addWidget(PairRow("You", "Registered for VAT in Germany since 2021", at=84))
        panel.body.addStretch(1)
        row.addWidget(panel)


@dataclass(frozen=True)
class Bill:
    id: int
    kind: RowKind
    name: str
    what: str
    net: str
    since: str
    tags: tuple[str, ...]
    state: str


BILLS = (
    Bill(
        1, "row", "Lone Mesa Energy", "MDR, Incident hours", "2,832.50", "+648.47", ("hours",), ""
    ),
    Bill(
        2, "row", "Tulpenburg Logistiek", "3 lines", "2,026.29", "+520.94", ("days", "count"), "y"
    ),
    Bill(3, "child", "MDR", "90 × 13.00; 6 more from 14 Jul", "1,215.29", "+45.29", ("days",), "y"),
    Bill(4, "row", "Kranich Maschinenbau", "MDR, 3 more", "3,102.00", "−386.00", ("count",), "y"),
    Bill(5, "muted", "Own office", "", "0.00", "0.00", (), "y"),
)


def bills_table() -> Table:
    def first(r: Bill) -> Cell:
        if r.kind == "child":
            return Cell()
        name = "chevron-down" if r.id == 2 else "chevron-right"
        return Cell(icon=name, icon_tone="muted", action="toggle")

    def state(r: Bill) -> Cell:
        if r.kind == "child":
            return Cell("Explain", link=True, small=True, action="explain")
        if not r.state:
            return Cell("Tax undecided", tone="warn", icon="warning", small=True)
        return Cell("Ready", tone="good", icon="check", small=True)

    def check(r: Bill) -> Cell:
        on = Check.ON if r.state else Check.OFF
        return Cell(check=on, action="check") if r.kind == "row" else Cell()

    def bar(r: Bill) -> Cell:
        return Cell(bar=r.id / 5, target=0.6, tone="warn" if r.id < 3 else "accent")

    def name(r: Bill) -> Cell:
        return Cell(r.name, bold=r.kind == "row")

    def net(r: Bill) -> Cell:
        return Cell(r.net, unit="EUR", bold=r.kind == "row")

    columns: tuple[Column[Bill], ...] = (
        Column("fold", "", first, width=32, name="Lines"),
        Column("check", "", check, width=32, name="Bill it"),
        Column("name", "Customer", name, width=190),
        Column("what", "What", lambda r: Cell(r.what, tone="muted")),
        Column("net", "Net", net, width=140, right=True, edit=lambda r: r.net),
        Column("bar", "Against target", bar, width=120),
        Column("since", "Since June", lambda r: r.since, width=100, right=True, sortable=True),
        Column("why", "Because of", lambda r: Cell("+4:30", tags=r.tags), width=180),
        Column("state", "State", state, width=130),
    )
    view = TableView(
        ListModel(columns, BILLS, kind=lambda r: r.kind),
        "Month end",
        inset_left=14,
        indent_column=2,
    )
    view.show_header_check("check", Check.PART)
    view.show_sorted("since", down=True)
    table = Table(view, totals=True, fit=True)
    if table.totals is not None:
        rates = Cell("EUR, at ECB rates of 30 Jul", tone="muted", small=True)
        table.totals.show_totals({"name": "3 customers", "what": rates, "since": "+1,831.21"})
    return table


class BillsLike(Page):
    def __init__(self) -> None:
        super().__init__()
        column = vbox(self, spacing=12, margins=(0, 16, 0, 16))
        head = hbox(spacing=8, margins=(24, 0, 24, 0))
        head.addWidget(Label("Month end July 2026", "title"))
        head.addStretch(1)
        head.addWidget(Segments([("all", "Invoices"), ("end", "Month end")], "View"))
        filter_field = SearchField("Filter")
        filter_field.setFixedWidth(160)
        head.addWidget(filter_field)
        disabled = Button("Send again")
        disabled.setEnabled(False)
        for button in (
            Button("New invoice"),
            Button("Record payment", look="primary"),
            disabled,
            Button("", look="icon", icon="more", name="More"),
            Button("Undo", look="link"),
        ):
            head.addWidget(button)
        column.addLayout(head)
        column.addWidget(bills_table())
        figures = [KeyFigure("Effective rate, July"), KeyFigure("Hours, July"), KeyFigure("Open")]
        figures[0].show_figure("93.86", "EUR/h", "16.14 below target 110.00", "warn")
        figures[1].show_figure("19:15", "", "6:45 of it incidents")
        figures[2].show_figure("956.12", "EUR", "17 days overdue", "bad")
        row = hbox(margins=(24, 0, 24, 0))
        row.addWidget(KeyFigures(figures))
        column.addLayout(row)
        words = hbox(spacing=16, margins=(24, 0, 24, 0))
        for status in (Status("Ready", "good"), Status("Overdue", "bad"), Status("Draft", "muted")):
            words.addWidget(status)
        words.addStretch(1)
        column.addLayout(words)
        empty = EmptyState(
            "Customers and what you do for them",
            "Add the first one; contracts and time come after.",
            Button("New customer", look="primary"),
            Button("Import from Excel", look="link"),
        )
        column.addWidget(empty, 1)


def _day(text: str) -> str:
    if text == "x":
        raise DomainError("date_unreadable", text=text)
    return text


class FormLike(Page):
    def __init__(self) -> None:
        super().__init__()
        row = hbox(self, spacing=48, margins=(24, 24, 24, 24))
        self.form = Form(
            [
                TextField("name", "Name", hint="As it stands on invoices"),
                [TextField("zip", "Postcode"), TextField("city", "City")],
                ChoiceField("country", "Country", [(str(n), f"Country {n}") for n in range(40)]),
                ChoiceField("terms", "Pays in", [(14, "14 days"), (30, "30 days")]),
                [
                    DateField("start", "Start", _day, str, reading=lambda v: f"read as {v}"),
                    AmountField("price", "Price", str, str, unit="EUR"),
                ],
                MultilineField("note", "Note"),
                CheckField("po", "Wants a purchase order number"),
            ]
        )
        self.form.show_values({"name": "Globex", "terms": 14, "price": "14.50", "po": True})
        self.form.fields["zip"].show_problem("The postcode of Germany has five digits.")
        row.addWidget(self.form, 1)
        side = vbox(spacing=8)
        for check in (CheckBox("Only open"), CheckBox("Disabled")):
            side.addWidget(check)
        check.setEnabled(False)
        disabled = TextField("off", "Disabled", hint="Issued: nothing can be changed")
        disabled.setEnabled(False)
        side.addWidget(disabled)
        side.addStretch(1)
        row.addLayout(side, 1)


def window(tasks: Tasks) -> MainWindow:
    """The shell with three tabs that show the kit."""
    result = MainWindow()
    result.furnish(tasks, lambda: NOW)
    result.register_tab("today", "Today", TodayLike)
    result.register_tab("invoices", "Invoices", BillsLike)
    result.register_tab("customers", "Customers", FormLike)
    result.attach_entry(Entry())
    result.attach_timer(RunningTimer())
    result.attach_head(Head())
    result.book_opened()
    return result


def shoot(folder: Path) -> None:
    app = application()
    tasks = Tasks()
    for choice in ("light", "dark"):
        theme.choose(choice)
        shown = window(tasks)
        shown.resize(1366, 768)
        shown.show()
        for key in ("today", "invoices", "customers"):
            shown.go(key)
            _save(app, shown, folder / f"{key}-{choice}.png")
        shown.entry.take_focus()
        shown.activateWindow()
        shown.entry.edit.setText("globex 1h30 triage phishing #sev2")
        shown.entry.edit.textEdited.emit(shown.entry.text())
        _save(app, shown, folder / f"typing-{choice}.png")
        shown.close()
    tasks.close()


def _save(app: QApplication, widget: QWidget, path: Path) -> None:
    for _turn in range(3):
        app.processEvents()
    widget.grab().save(str(path))


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    shoot(target)
