"""Tables: the models keep Qt's contract, rows come in pages, the keyboard does all."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from msspdesk.ui.tables import Cell, Check, Column, ListModel, PagedModel, Table, TableView
from msspdesk.ui.tables.cells import RowKind
from msspdesk.ui.tables.models import PAGE, PAGES_KEPT
from msspdesk.ui.theme import theme


@dataclass(frozen=True)
class Row:
    id: int
    name: str
    kind: RowKind = "row"
    locked: bool = False


COLUMNS = (
    Column[Row]("check", "", lambda _r: Cell(check=Check.OFF, action="check"), width=32),
    Column[Row](
        "name",
        "Name",
        lambda r: Cell(r.name, unit="EUR"),
        sortable=True,
        edit=lambda r: None if r.locked else r.name,
    ),
    Column[Row]("do", "", lambda _r: Cell(button="Answer", action="answer"), width=100),
)
Answer = Callable[[Sequence[Row]], None]


def rows(*names: str) -> tuple[Row, ...]:
    return tuple(Row(position, name) for position, name in enumerate(names, 1))


def watched(model: ListModel[Row] | PagedModel[Row]) -> None:
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    model.tester = QAbstractItemModelTester(model, fatal)  # type: ignore[union-attr]


@pytest.fixture
def view(qtbot: QtBot) -> TableView:
    model: ListModel[Row] = ListModel(COLUMNS, rows("a", "b", "c"), kind=lambda r: r.kind)
    result = TableView(model, "Letters")
    result.resize(400, 300)
    qtbot.addWidget(result)
    result.show()
    qtbot.waitExposed(result)
    return result


def test_list_model_keeps_the_contract(qtbot: QtBot) -> None:
    model: ListModel[Row] = ListModel(COLUMNS, (), kind=lambda r: r.kind)
    watched(model)
    model.set_rows(rows("a", "b"))
    model.set_rows(rows("a", "changed"))
    model.set_rows((Row(-1, "Friday", "heading"), *rows("a")))
    model.set_rows(())
    assert model.rowCount() == 0


def test_paged_model_keeps_the_contract(qtbot: QtBot) -> None:
    model = PagedModel(COLUMNS, lambda ids, done: done([Row(each, "x") for each in ids]))
    watched(model)
    model.set_ids(array("q", range(300)))
    model.mark_stale()
    model.set_ids(array("q", range(0, 300, 2)))
    model.set_ids(array("q"))
    assert model.rowCount() == 0


def test_same_ids_repaint_without_a_reset(qtbot: QtBot) -> None:
    model: ListModel[Row] = ListModel(COLUMNS, rows("a", "b"))
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.set_rows(rows("a", "new"))
    assert model.index(1, 1).data() == "new EUR"


def test_paged_model_fetches_only_pages_that_are_asked_for(qtbot: QtBot) -> None:
    asked: list[int] = []

    def load(ids: Sequence[int], done: Answer) -> None:
        asked.append(ids[0])
        done([Row(each, f"row {each}") for each in reversed(ids)])

    model = PagedModel(COLUMNS, load)
    model.set_ids(array("q", range(100, 1_000_100)))
    asked.clear()
    assert model.index(500_000, 1).data() == "row 500100 EUR"
    assert model.index(500_001, 1).data() == "row 500101 EUR"
    assert asked == [100 + 500_000 // PAGE * PAGE]


def test_paged_model_keeps_no_more_than_its_pages(qtbot: QtBot) -> None:
    model = PagedModel(COLUMNS, lambda ids, done: done([Row(each, "x") for each in ids]))
    model.set_ids(array("q", range(PAGE * 100)))
    for page in range(100):
        assert model.row_at(page * PAGE) is not None
    assert len(model._pages) == PAGES_KEPT


def test_an_answer_for_rows_that_are_gone_is_dropped(qtbot: QtBot) -> None:
    waiting: list[tuple[Sequence[int], Answer]] = []
    model = PagedModel(COLUMNS, lambda ids, done: waiting.append((ids, done)))
    model.set_ids(array("q", [1, 2, 3]))
    assert model.index(0, 1).data() is None
    model.set_ids(array("q", [7, 8]))
    assert model.index(0, 1).data() is None
    ids, done = waiting[0]
    done([Row(each, "old") for each in ids])
    assert model.row_at(0) is None
    ids, done = waiting[-1]
    with qtbot.waitSignal(model.dataChanged):
        done([Row(each, "new") for each in ids])
    assert model.index(0, 1).data() == "new EUR"


def test_stale_rows_stay_on_screen_until_the_new_ones_are_here(qtbot: QtBot) -> None:
    waiting: list[tuple[Sequence[int], Answer]] = []
    model = PagedModel(COLUMNS, lambda ids, done: waiting.append((ids, done)))
    model.set_ids(array("q", [1]))
    model.row_at(0)
    waiting.pop()[1]([Row(1, "before")])
    model.mark_stale()
    assert model.index(0, 1).data() == "before EUR"
    waiting.pop()[1]([Row(1, "after")])
    assert model.index(0, 1).data() == "after EUR"


def test_selection_is_kept_by_id_and_tells_nobody(view: TableView, qtbot: QtBot) -> None:
    view.select_id(3)
    model = view.table_model()
    assert isinstance(model, ListModel)
    with qtbot.assertNotEmitted(view.picked):
        model.set_rows((Row(3, "c"), Row(9, "z")))
    assert view.current_id() == 3
    assert view.currentIndex().row() == 0


def test_keys_open_leave_and_remove(view: TableView, qtbot: QtBot) -> None:
    view.setFocus()
    view.select_id(2)
    view.setCurrentIndex(view.model().index(1, 1))
    for key, signal in (
        (Qt.Key.Key_Return, view.opened),
        (Qt.Key.Key_Delete, view.removed),
    ):
        with qtbot.waitSignal(signal) as caught:
            QTest.keyClick(view, key)
        assert caught.args == [2]
    with qtbot.waitSignal(view.left):
        QTest.keyClick(view, Qt.Key.Key_Escape)


def test_space_ticks_and_enter_on_a_button_presses_it(view: TableView, qtbot: QtBot) -> None:
    view.select_id(2)
    with qtbot.waitSignal(view.acted) as caught:
        QTest.keyClick(view, Qt.Key.Key_Space)
    assert caught.args == [2, "check"]
    view.setCurrentIndex(view.model().index(1, 2))
    with qtbot.waitSignal(view.acted) as caught:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert caught.args == [2, "answer"]


def test_a_click_on_a_row_button_acts_and_does_not_open(view: TableView, qtbot: QtBot) -> None:
    where = view.visualRect(view.model().index(0, 2)).center()
    with qtbot.assertNotEmitted(view.opened), qtbot.waitSignal(view.acted) as caught:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert caught.args == [1, "answer"]


def test_a_press_that_slides_off_the_button_does_nothing(view: TableView, qtbot: QtBot) -> None:
    where = view.visualRect(view.model().index(0, 2)).center()
    left = Qt.MouseButton.LeftButton
    with qtbot.assertNotEmitted(view.acted):
        QTest.mousePress(view.viewport(), left, pos=where)
        QTest.mouseRelease(view.viewport(), left, pos=where - QPoint(200, 0))


def test_editing_asks_and_keeps_nothing_itself(view: TableView, qtbot: QtBot) -> None:
    model = view.table_model()
    index = model.index(0, 1)
    with qtbot.waitSignal(model.edited) as caught:
        model.setData(index, "new")
    assert caught.args == [1, "name", "new"]
    assert index.data() == "a EUR"
    with qtbot.assertNotEmitted(model.edited):
        model.setData(index, "a")


def test_a_locked_row_and_a_heading_cannot_be_edited(qtbot: QtBot) -> None:
    model: ListModel[Row] = ListModel(
        COLUMNS,
        (Row(-1, "Friday", "heading"), Row(1, "a", locked=True), Row(2, "b")),
        kind=lambda r: r.kind,
    )
    editable = [
        bool(model.flags(model.index(row, 1)) & Qt.ItemFlag.ItemIsEditable) for row in range(3)
    ]
    assert editable == [False, False, True]
    heading = model.flags(model.index(0, 1))
    assert not heading & Qt.ItemFlag.ItemIsSelectable


def test_a_click_on_a_sortable_header_asks_and_turns_round(view: TableView, qtbot: QtBot) -> None:
    for expected in (["name", False], ["name", True]):
        with qtbot.waitSignal(view.sort_asked) as caught:
            view.header_view.sectionClicked.emit(1)
        assert caught.args == expected
        view.show_sorted(*expected[:1], down=bool(expected[1]))  # type: ignore[arg-type]


def test_a_fitting_table_is_as_high_as_its_rows(qtbot: QtBot) -> None:
    model: ListModel[Row] = ListModel(COLUMNS, rows("a", "b"))
    table = Table(TableView(model, "Letters"), totals=True, fit=True)
    qtbot.addWidget(table)
    assert table.sizeHint().height() == 4 * 32  # header, two rows, totals
    model.set_rows(rows("a", "b", "c"))
    assert table.sizeHint().height() == 5 * 32


def test_a_fitting_table_scrolls_from_its_most_on(qtbot: QtBot) -> None:
    model: ListModel[Row] = ListModel(COLUMNS, rows("a", "b"))
    table = Table(TableView(model, "Letters"), fit=True, most=4 * 32)
    qtbot.addWidget(table)
    model.set_rows(rows(*(str(each) for each in range(300))))
    assert table.view.height() == table.sizeHint().height() == 4 * 32
    table.resize(400, 4 * 32)
    table.show()
    table.view.select_id(300)
    assert table.view.verticalScrollBar().value() == table.view.verticalScrollBar().maximum() > 0
    model.set_rows(rows("a"))
    assert table.view.height() == 2 * 32


def test_words_that_are_cut_are_told_whole(view: TableView, qtbot: QtBot) -> None:
    long = "Zweckverband " * 23
    view.table_model().set_rows(rows("short", long))  # type: ignore[attr-defined]
    model = view.model()
    assert view.cut_words(model.index(0, 1)) == ""
    assert view.cut_words(model.index(1, 1)) == f"{long} EUR"
    assert view.cut_words(model.index(-1, -1)) == ""


def test_every_row_is_painted_in_both_palettes(view: TableView) -> None:
    theme.dress(view)
    theme.choose("light")
    light = view.grab().toImage()
    theme.choose("dark")
    dark = view.grab().toImage()
    theme.choose("light")
    assert light.pixelColor(390, 290).name().upper() == "#FFFFFF"
    assert dark.pixelColor(390, 290).name().upper() == "#1C2024"


def test_headings_keep_their_height_wherever_they_move(qtbot: QtBot) -> None:
    def heights() -> list[int]:
        header = shown.verticalHeader()
        return [header.sectionSize(at) for at in range(header.count())]

    model: ListModel[Row] = ListModel(
        (Column("name", "Name", lambda row: Cell(row.name)),),
        kind=lambda row: "heading" if row.name == "May" else "row",
    )
    shown = TableView(model, "Days", row_height=40)
    qtbot.addWidget(shown)
    model.set_rows(rows("May", "one", "two"))
    assert heights() == [32, 40, 40]
    model.set_rows(rows("one", "May", "two"))  # the same ids: no reset
    assert heights() == [40, 32, 40]
    model.set_rows(rows("one", "two", "three", "May"))
    assert heights() == [40, 40, 40, 32]
    model.set_rows(rows("one"))
    model.set_rows(rows("one", "two", "three", "four"))
    assert heights() == [40, 40, 40, 40]


def test_of_rows_that_hold_all_they_show_only_those_that_differ_are_painted() -> None:
    model: ListModel[Row] = ListModel(COLUMNS, rows("a", "b", "c", "d"))
    painted: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: painted.append((first.row(), last.row())))
    model.set_rows(rows("a", "B", "C", "d"), whole=False)
    model.set_rows(rows("a", "B", "C", "d"), whole=False)
    model.set_rows(rows("a", "B", "C", "d"))
    assert painted == [(1, 2), (0, 3)]


def test_a_row_whose_record_was_closed_is_picked_by_a_click_again(
    view: TableView, qtbot: QtBot
) -> None:
    view.select_id(1)
    assert view.selected_id() == 1
    place = view.visualRect(view.currentIndex()).center()
    with qtbot.assertNotEmitted(view.picked):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    view.clearSelection()
    assert (view.current_id(), view.selected_id()) == (1, None)
    with qtbot.waitSignal(view.picked) as picked:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert picked.args == [1]
