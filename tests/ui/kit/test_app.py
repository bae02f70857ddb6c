"""The start: shell first, then the book, or the first run when there is none."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from msspdesk.ui.app import Desk, tabs
from msspdesk.ui.first_run import FirstRun
from msspdesk.ui.forms import TextField
from msspdesk.ui.not_opened import NotOpened
from msspdesk.ui.single_instance import SingleInstance, address, raise_other
from msspdesk.ui.start import Options
from tests.builders import make_book


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "desk"


def desk_on(path: Path, qtbot: QtBot) -> Desk:
    desk = Desk(Options(path))
    qtbot.addWidget(desk.window)
    desk.show()
    return desk


@pytest.fixture
def desk(folder: Path, qtbot: QtBot) -> Iterator[Desk]:
    result = desk_on(folder / "book.sqlite", qtbot)
    yield result
    result.close()


def first_run(desk: Desk, qtbot: QtBot) -> FirstRun:
    qtbot.waitUntil(lambda: isinstance(desk.window._stack.currentWidget(), FirstRun))
    page = desk.window._stack.currentWidget()
    assert isinstance(page, FirstRun)
    qtbot.waitUntil(lambda: page.country.combo.count() > 200)
    return page


def test_without_a_book_the_first_run_asks_and_names_every_problem(
    desk: Desk, qtbot: QtBot
) -> None:
    page = first_run(desk, qtbot)
    page.begin.click()
    name = page.form.fields["name"]
    qtbot.waitUntil(lambda: name.editor.property("state") == "error")
    assert page.form.fields["tax_id"].editor.property("state") == "error"
    assert page.begin.isEnabled()
    assert not desk._options.book.exists()


def test_the_countries_of_the_first_run_are_there_at_once_and_the_same(qtbot: QtBot) -> None:
    from msspdesk.texts import places

    page = FirstRun(lambda _facts: None, lambda: None)
    qtbot.addWidget(page)
    shown = [page.country.combo.itemText(at) for at in range(page.country.combo.count())]
    assert shown == [name for _code, name in places.countries()]


def test_without_a_book_the_frame_has_nothing_to_press(desk: Desk, qtbot: QtBot) -> None:
    first_run(desk, qtbot)
    window = desk.window
    parts = (window.timer.start, window.timer._search, window.entry.edit, window.tabs)
    assert not any(part.isEnabled() for part in parts)


def test_a_file_that_is_no_book_is_told_and_left_alone(folder: Path, qtbot: QtBot) -> None:
    folder.mkdir()
    path = folder / "book.sqlite"
    path.write_bytes(b"my diary, nothing else" * 100)
    desk = desk_on(path, qtbot)
    qtbot.waitUntil(lambda: isinstance(desk.window._stack.currentWidget(), NotOpened))
    desk.close()
    assert path.read_bytes() == b"my diary, nothing else" * 100


def test_the_first_runs_form_asks_what_a_book_begins_with(desk: Desk, qtbot: QtBot) -> None:
    from dataclasses import fields

    from msspdesk.services.beginning import Beginning

    page = first_run(desk, qtbot)
    assert set(page.form.fields) | {"zone"} == {each.name for each in fields(Beginning)}
    assert isinstance(page.form.fields["iban"], TextField)


def test_the_window_stands_before_sqlalchemy_is_imported() -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from msspdesk.ui.app import Desk, Options, application\n"
        "app = application()\n"
        "desk = Desk(Options(Path('none/book.sqlite')))\n"
        "desk.window.show()\n"
        "heavy = {'sqlalchemy', 'reportlab', 'babel', 'pypdfium2', 'PySide6.QtNetwork'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
        "desk.close()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_frame_stands_before_the_program_is_loaded(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from msspdesk.__main__ import main\n"
        "def stand():\n"
        "    (window,) = (each for each in QApplication.topLevelWidgets() if each.isVisible())\n"
        "    heavy = {'msspdesk.ui.app', 'msspdesk.ui.widgets', 'msspdesk.services.changes'}\n"
        "    print(sorted(heavy & set(sys.modules)), window.centralWidget())\n"
        "    while window.centralWidget() is None or not window.entry.edit.isVisible():\n"
        "        QApplication.processEvents()\n"
        "    print('furnished')\n"
        "    sys.stdout.flush()\n"
        "    __import__('os')._exit(0)\n"
        "QApplication.exec = staticmethod(stand)\n"
        f"sys.argv = ['msspdesk', '--book', {str(tmp_path / 'none.sqlite')!r}]\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines() == ["[] None", "furnished"]


def test_the_other_pages_are_there_before_they_are_asked_for(tmp_path: Path, qtbot: QtBot) -> None:
    book = make_book(tmp_path)
    book.close()
    desk = desk_on(book.path, qtbot)
    qtbot.waitUntil(lambda: set(desk.window._pages) == {key for key, _ in tabs()}, timeout=30_000)
    assert desk.window.current_key() == "today"
    desk.close()


def test_a_second_start_raises_the_first_window(folder: Path, qtbot: QtBot) -> None:
    folder.mkdir()
    where = address(folder / "book.sqlite")
    raised: list[bool] = []
    assert not raise_other(where)
    from PySide6.QtCore import QObject

    owner = QObject()
    first = SingleInstance(where, lambda: raised.append(True), owner)
    assert raise_other(where)
    qtbot.waitUntil(lambda: raised == [True])
    first.close()
    assert not raise_other(where)
