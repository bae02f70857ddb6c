"""Words that make no command, help, and what is imported before the window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from msspdesk.cli import app
from tests.cli.conftest import Run

HEAVY = ("PySide6", "sqlalchemy", "alembic", "reportlab", "babel", "stdnum")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["bill"], "--until"),
        (["bill", "--until", "30.11.2026"], "is not a date; write it like 2026-11-30"),
        (["bill", "--until", "2026-11-30", "--pdf", "x"], "--pdf needs --issue"),
        (["bill", "--until", "2026-11-30", "--dry-run", "--issue"], "stores nothing"),
        (["bill", "--until", "0001-01-01"], "is no day of 1900 to 2199"),
        (["demo", "there", "--today", "9999-12-31"], "is no day of 1900 to 2199"),
        (["verify", "--js"], "--js"),
        (["verify", "--book", ""], "name a file"),
        (["dance"], "dance"),
        (["--fresh"], "--fresh needs --demo"),
        (["--demo", "--book", "x"], "its own book"),
        (["--demo", "verify"], "belong to the window"),
        (["--language", "de", "verify"], "belongs to the window"),
    ],
)
def test_wrong_words_are_told_and_give_2(run: Run, words: list[str], said: str) -> None:
    ran = run(*words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_wrong_words_in_json(run: Run) -> None:
    ran = run("bill", "--json")
    assert ran.code == 2
    assert json.loads(ran.err)["error"] == "usage"


@pytest.mark.parametrize("before", [True, False])
def test_book_and_json_stand_before_or_after_the_command(
    run: Run, tmp_path: Path, *, before: bool
) -> None:
    shared = ["--json", "--book", str(tmp_path / "none")]
    ran = run(*shared, "verify") if before else run("verify", *shared)
    told = json.loads(ran.err)
    assert ran.code == 1
    assert told["error"] == "no_book"
    assert str(tmp_path / "none") in told["sentence"]


@pytest.mark.parametrize(
    ("name", "code", "error"),
    [
        ("~nobody-here/book", 1, "no_book"),
        ("a#b?c%20.sqlite", 1, "no_book"),
        ("x" * 300, 3, "book_unreachable"),
    ],
    ids=["a user unknown", "signs of a URL", "too long for a disk"],
)
def test_a_name_no_disk_knows_is_told(run: Run, name: str, code: int, error: str) -> None:
    ran = run("verify", "--json", "--book", name)
    assert (ran.code, json.loads(ran.err)["error"]) == (code, error)


def test_without_a_book_it_says_what_to_do(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("msspdesk.paths.default_book", lambda: tmp_path / "book.sqlite")
    ran = run("verify")
    assert ran.code == 1
    assert "Create one, or look around" in ran.err


@pytest.mark.parametrize("command", [[], ["demo"], ["bill"], ["self-check"]])
def test_help_names_the_exit_codes(
    capsys: pytest.CaptureFixture[str], run: Run, command: list[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(*command, "--help")
    assert ended.value.code == 0
    assert "4    verify or self-check found something wrong" in capsys.readouterr().out


def test_nothing_heavy_is_imported_before_the_window() -> None:
    program = (
        "import sys, types\n"
        "shown = types.ModuleType('msspdesk.ui.start')\n"
        "shown.Options = dict\n"
        "shown.run = lambda options: print(*sorted(sys.modules)) or 0\n"
        "sys.modules['msspdesk.ui.start'] = shown\n"
        "from msspdesk.__main__ import main\n"
        "sys.argv = ['msspdesk']\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert "msspdesk" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_ctrl_c_is_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("msspdesk.services.self_check.counts", stop)
    ran = run("self-check")
    assert ran.code == 130
    assert ran.err == "Stopped. What was finished before is kept.\n"


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"'{sys.executable}' -m msspdesk self-check --json | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"
    assert done.stderr == ""


def test_an_answer_that_cannot_be_printed_is_told() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("only Linux has a device that is always full")
    command = f"'{sys.executable}' -m msspdesk self-check > /dev/full"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert done.stderr.startswith("What was done is done, but it could not be printed")
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of Unix closes it")
def test_a_closed_output_is_no_traceback() -> None:
    command = f"'{sys.executable}' -m msspdesk self-check >&-"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_a_console_without_the_letters_prints_what_it_can(
    demo_copy: Path, words: tuple[str, ...]
) -> None:
    command = [sys.executable, "-m", "msspdesk", "time", "office 0:30 Prüfung 🛡"]
    command += ["--book", str(demo_copy), *words]
    environ = os.environ | {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, capture_output=True, text=True, env=environ, check=True)
    if words:
        assert json.loads(done.stdout)["note"] == "Prüfung 🛡"
    else:
        assert "Pr\\xfcfung" in done.stdout


@pytest.mark.parametrize("display", [":987", "localhost:987.0", "nonsense"])
def test_a_screen_that_does_not_answer_is_told_before_qt_ends_the_process(display: str) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux has no screen at times")
    screens = {"WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environ = {name: value for name, value in os.environ.items() if name not in screens}
    command = [sys.executable, "-m", "msspdesk", "--demo"]
    environ["DISPLAY"] = display
    done = subprocess.run(command, capture_output=True, text=True, env=environ, check=False)
    assert done.returncode == 3
    assert done.stderr.startswith(f"The screen {display} does not answer")


def test_no_screen_is_told_before_qt_ends_the_process() -> None:
    screens = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environ = {name: value for name, value in os.environ.items() if name not in screens}
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux has no screen at times")
    command = [sys.executable, "-m", "msspdesk", "--demo"]
    done = subprocess.run(command, capture_output=True, text=True, env=environ, check=False)
    assert done.returncode == 3
    assert done.stderr.startswith("There is no screen here")


@pytest.mark.parametrize(("words", "language"), [([], ""), (["--language", "de"], "de")])
def test_the_window_is_told_what_to_speak(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: list[str], language: str
) -> None:
    from msspdesk.ui import start

    opened: list[start.Options] = []

    def run(options: start.Options) -> int:
        opened.append(options)
        return 0

    monkeypatch.setattr(start, "run", run)
    assert app.main([*words, "--book", str(tmp_path / "book.sqlite")]) == 0
    assert [each.language for each in opened] == [language]
