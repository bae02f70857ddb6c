"""Forms: stored on leaving, problems at their fields, a reload does not eat what is typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from msspdesk.domain.errors import DomainError, InvalidInput, Problem
from msspdesk.ui.forms import (
    AmountField,
    CheckField,
    ChoiceField,
    Form,
    MultilineField,
    ParsedField,
    TextField,
    dataclass_fields,
)


def whole(text: str) -> int:
    if not text.isdigit():
        raise DomainError("amount_unreadable", text=text)
    return int(text)


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    price = ParsedField(
        "price", "Price", whole, str, reading=lambda v: f"{v} EUR", explain=lambda e: e.code
    )
    result = Form([[TextField("name", "Name"), price], MultilineField("note", "Note")])
    qtbot.addWidget(result)
    result.show()
    qtbot.waitExposed(result)
    return result


def edit(form: Form, key: str) -> QLineEdit:
    found = form.fields[key].editor
    assert isinstance(found, QLineEdit)
    return found


def type_and_leave(line: QLineEdit, text: str) -> None:
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_a_field_is_stored_when_it_is_left(form: Form, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.committed) as caught:
        type_and_leave(edit(form, "name"), "Globex ")
    assert caught.args == ["name", "Globex"]


def test_leaving_without_a_change_stores_nothing(form: Form, qtbot: QtBot) -> None:
    form.show_values({"name": "Globex"})
    with qtbot.assertNotEmitted(form.committed):
        type_and_leave(edit(form, "name"), "Globex")


def test_what_cannot_be_read_is_said_and_not_stored(form: Form, qtbot: QtBot) -> None:
    price = form.fields["price"]
    with qtbot.assertNotEmitted(form.committed):
        type_and_leave(edit(form, "price"), "12x")
    assert price.editor.property("state") == "error"
    assert price.editor.accessibleDescription() == "amount_unreadable"
    type_and_leave(edit(form, "price"), "12")
    assert price.editor.property("state") == ""


def test_the_reading_follows_the_typing(form: Form) -> None:
    price = form.fields["price"]
    QTest.keyClicks(edit(form, "price"), "12")
    assert price._below.text() == "12 EUR"
    QTest.keyClicks(edit(form, "price"), "x")
    assert price._below.text() == ""


def test_problems_stand_all_at_once_at_their_fields(form: Form) -> None:
    form.show_error(
        InvalidInput(
            [
                Problem("customer_missing", "name"),
                Problem("duration_missing", "price"),
                Problem("book_is_read_only", "", {"path": "x"}),
            ]
        )
    )
    marked = {key for key, each in form.fields.items() if each.editor.property("state") == "error"}
    assert marked == {"name", "price"}
    assert form._general.isVisibleTo(form)
    assert form.fields["name"]._below.text() == "Name the customer."
    form.clear_problems()
    assert not form._general.isVisibleTo(form)


def test_a_bug_is_not_shown_as_a_problem_of_the_form(form: Form) -> None:
    with pytest.raises(ZeroDivisionError):
        form.show_error(ZeroDivisionError())


def test_a_reload_leaves_what_is_being_typed(form: Form, qtbot: QtBot) -> None:
    form.show_values({"name": "Globex"})
    line = edit(form, "name")
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    line.end(False)
    QTest.keyClicks(line, "!")
    form.show_values({"name": "Globex", "price": 7})
    assert line.text() == "Globex!"
    assert edit(form, "price").text() == "7"


def test_a_value_that_arrives_in_the_field_in_focus_is_typed_over(form: Form, qtbot: QtBot) -> None:
    line = edit(form, "name")
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    form.show_values({"name": "globex"})
    assert line.selectedText() == "globex"
    QTest.keyClicks(line, "gx")
    form.show_values({"name": "globex"})
    assert line.text() == "gx"


def test_enter_walks_through_a_form_that_walks(form: Form, qtbot: QtBot) -> None:
    form.on_enter = form.walk
    line = edit(form, "name")
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    with qtbot.waitSignal(form.committed) as caught:
        QTest.keyClicks(line, "Globex")
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert caught.args == ["name", "Globex"]
    assert form.field_in_focus() is form.fields["price"]
    form.fields["price"].setEnabled(False)
    form.fields["note"].hide()
    with qtbot.waitSignal(form.finished):
        form.walk(form.fields["name"])


def test_enter_is_left_to_the_dialog_otherwise(form: Form, qtbot: QtBot) -> None:
    line = edit(form, "name")
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert form.field_in_focus() is form.fields["name"]


def test_values_are_read_together_or_all_problems_told(form: Form) -> None:
    form.show_values({"name": "Globex", "price": 7, "note": "two\nlines"})
    assert form.values() == {"name": "Globex", "price": 7, "note": "two\nlines"}
    edit(form, "price").setText("seven")
    with pytest.raises(InvalidInput) as caught:
        form.values()
    assert [problem.field for problem in caught.value.problems] == ["price"]


def test_a_long_choice_is_searched_by_any_part(qtbot: QtBot) -> None:
    countries = [("DE", "Germany"), ("FR", "France"), ("CH", "Switzerland")]
    countries += [(f"X{n}", f"Country {n}") for n in range(20)]
    choice = ChoiceField("country", "Country", countries)
    qtbot.addWidget(choice)
    choice.set_value("DE")
    line = choice.combo.lineEdit()
    assert line is not None
    with qtbot.waitSignal(choice.committed) as caught:
        line.setText("switz")
        line.editingFinished.emit()
    assert caught.args == ["CH"]
    line.setText("nowhere")
    line.editingFinished.emit()
    assert (choice.value(), line.text()) == ("CH", "Switzerland")
    assert "nowhere" in choice._below.text()


def searched(qtbot: QtBot, typed: str) -> ChoiceField:
    countries = [("DZ", "Algeria"), ("AU", "Australia"), ("AT", "Austria"), ("DE", "Germany")]
    countries += [(f"X{n}", f"Country {n}") for n in range(20)]
    choice = ChoiceField("country", "Country", countries)
    qtbot.addWidget(choice)
    line = choice.combo.lineEdit()
    assert line is not None
    line.setText(typed)
    line.editingFinished.emit()
    return choice


@pytest.mark.parametrize(
    ("typed", "found"), [("ger", "DE"), ("at", "AT"), ("austral", "AU"), ("many", "DE")]
)
def test_typed_words_name_the_option_that_begins_so(qtbot: QtBot, typed: str, found: str) -> None:
    assert searched(qtbot, typed).value() == found


def test_words_that_may_be_two_options_name_both(qtbot: QtBot) -> None:
    choice = searched(qtbot, "aus")
    assert choice.value() is None
    assert choice._below.text() == "“aus” may be Australia, Austria"


def test_what_is_typed_stays_when_the_options_come_late(qtbot: QtBot) -> None:
    few = [("FR", "France")]
    many = [("DE", "Germany"), *few, *((f"X{n}", f"Country {n}") for n in range(20))]
    choice = ChoiceField("country", "Country", many)
    qtbot.addWidget(choice)
    choice.show()
    qtbot.waitExposed(choice)
    line = choice.combo.lineEdit()
    assert line is not None
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    line.selectAll()
    line.setText("Ger")
    assert choice.is_editing()
    choice.set_options([*many, ("IT", "Italy")])
    assert line.text() == "Ger"
    line.editingFinished.emit()
    assert choice.value() == "DE"


class Round(Enum):
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True)
class Terms:
    price: Decimal = field(metadata={"label": "Price a month", "hint": "before tax"})
    steps: int = field(default=15, metadata={"unit": "min"})
    rounding: Round = Round.UP
    first_day: date | None = None
    per_site: bool = True
    kind: str = field(default="a", metadata={"choices": (("a", "Endpoints"), ("b", "Users"))})
    note: str = ""


def test_a_form_is_made_from_a_dataclass() -> None:
    readers: dict[type, tuple[Any, Any]] = {
        Decimal: (Decimal, str),
        int: (int, str),
        date: (date.fromisoformat, date.isoformat),
    }
    made = {each.key: each for each in dataclass_fields(Terms, readers, unit="EUR")}
    kinds = {key: type(each).__name__ for key, each in made.items()}
    assert kinds == {
        "price": "AmountField",
        "steps": "AmountField",
        "rounding": "ChoiceField",
        "first_day": "DateField",
        "per_site": "CheckField",
        "kind": "ChoiceField",
        "note": "TextField",
    }
    values = {key: each.value() for key, each in made.items()}
    assert values == {
        "price": None,
        "steps": 15,
        "rounding": Round.UP,
        "first_day": None,
        "per_site": True,
        "kind": "a",
        "note": "",
    }
    price, steps = made["price"], made["steps"]
    assert isinstance(price, AmountField)
    assert isinstance(steps, AmountField)
    assert (price._unit.text(), steps._unit.text()) == ("EUR", "min")
    assert price.editor.accessibleName() == "Price a month"
    assert isinstance(made["per_site"], CheckField)
