"""Workers: order, stale answers, undo, errors told apart, long jobs that stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from msspdesk.domain.errors import DomainError
from msspdesk.services.changes import Changes, Undo
from msspdesk.ui.presenters.base import Presenter, Progress
from msspdesk.ui.tasks import JobState, Notice, Tasks

BOOK = cast("Any", object())  # jobs of these tests never look at it


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    result = Tasks(explain=lambda error: f"sentence for {error.code}")
    opened: list[object] = []
    result.open(lambda: BOOK, opened.append, lambda error: pytest.fail(str(error)))
    qtbot.waitUntil(lambda: bool(opened))
    yield result
    result.close()


def test_jobs_run_beside_and_answers_come_back_to_the_window(tasks: Tasks, qtbot: QtBot) -> None:
    threads: list[str] = []
    answers: list[str] = []

    def job(_book: object) -> int:
        threads.append(threading.current_thread().name)
        return 42

    def done(value: int) -> None:
        answers.append(f"{value} in {threading.current_thread().name}")

    tasks.run_read(job, done)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["42 in MainThread"]
    assert threads[0].startswith("reader")


def test_a_question_to_the_world_keeps_no_read_and_no_end_waiting(
    tasks: Tasks, qtbot: QtBot
) -> None:
    gate = threading.Event()
    answers: list[object] = []
    for _ in range(3):
        tasks.run_outside(lambda _book, _stop: gate.wait(30), answers.append)
        tasks.run_read(lambda _book: "read", answers.append)
    qtbot.waitUntil(lambda: len(answers) == 3)
    tasks.run_outside(_refused, answers.append, on_error=answers.append)
    qtbot.waitUntil(lambda: len(answers) == 4)
    assert isinstance(answers[3], DomainError)
    tasks.close()
    gate.set()
    assert len(answers) == 4


def test_a_question_to_the_world_is_stopped_by_its_asker_and_by_the_end(
    tasks: Tasks, qtbot: QtBot
) -> None:
    answers: list[object] = []
    seen = [threading.Event(), threading.Event()]

    def asking(mine: threading.Event) -> Callable[[Any, Callable[[], bool]], str]:
        def ask(_book: object, cancelled: Callable[[], bool]) -> str:
            while not cancelled():
                time.sleep(0.005)
            mine.set()
            return "an answer nobody waits for"

        return ask

    stop = tasks.run_outside(asking(seen[0]), answers.append)
    tasks.run_outside(asking(seen[1]), answers.append)
    stop()
    assert seen[0].wait(5)
    assert not seen[1].is_set()
    tasks.close()
    assert seen[1].wait(5)
    qtbot.wait(20)
    assert answers == []


def _refused(_book: object, _cancelled: object) -> None:
    raise DomainError("not_found")


def test_an_overtaken_answer_is_dropped(tasks: Tasks, qtbot: QtBot) -> None:
    gate = threading.Event()
    answers: list[str] = []

    def slow(_book: object) -> str:
        gate.wait(5)
        return "old"

    tasks.run_read(slow, answers.append, key="list")
    tasks.run_read(lambda _book: "new", answers.append, key="list")
    qtbot.waitUntil(lambda: answers == ["new"])
    gate.set()
    qtbot.waitUntil(lambda: not tasks._tickets)
    assert answers == ["new"]


def test_reads_without_a_key_are_never_dropped(tasks: Tasks, qtbot: QtBot) -> None:
    answers: list[int] = []
    for number in range(20):
        tasks.run_read(lambda _book, number=number: number, answers.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(answers) == 20)
    assert sorted(answers) == list(range(20))


def test_writes_keep_their_order(tasks: Tasks, qtbot: QtBot) -> None:
    written: list[int] = []

    def write(number: int) -> Changes:
        written.append(number)
        return Changes.of("time")

    for number in range(50):
        tasks.run_write(lambda _book, number=number: write(number))  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(written) == 50)
    assert written == list(range(50))


def test_undo_takes_back_the_newest_step_once(tasks: Tasks, qtbot: QtBot) -> None:
    undone: list[str] = []
    notices: list[Notice] = []
    tasks.noticed.connect(notices.append)

    def step(name: str) -> Changes:
        def take_back(_book: object) -> Changes:
            undone.append(name)
            return Changes.of("time", undo=Undo("redo", lambda _b: Changes.of("time")))

        return Changes.of("time", undo=Undo(name, take_back))

    tasks.run_write(lambda _book: step("first"))
    tasks.run_write(lambda _book: step("second"))
    qtbot.waitUntil(lambda: len(notices) == 2)
    for _turn in range(3):
        tasks.undo()
    qtbot.waitUntil(lambda: len(undone) == 2 and not tasks._tickets)
    assert undone == ["second", "first"]
    texts = [notice.text for notice in notices]
    assert sorted(texts[2:]) == ["Nothing to undo", "Undone: first", "Undone: second"]


def test_undo_in_an_old_notice_takes_back_that_step_only(tasks: Tasks, qtbot: QtBot) -> None:
    undone: list[str] = []

    def make(name: str) -> Undo:
        def take_back(_book: object) -> Changes:
            undone.append(name)
            return Changes.of("time")

        return Undo(name, take_back)

    first, second = make("first"), make("second")
    tasks.run_write(lambda _book: Changes.of("time", undo=first))
    tasks.run_write(lambda _book: Changes.of("time", undo=second))
    qtbot.waitUntil(lambda: tasks.undo_stack.top() is second)
    tasks.undo(first)
    qtbot.waitUntil(lambda: undone == ["first"])
    assert tasks.undo_stack.top() is second


def test_an_undo_that_comes_too_late_asks_for_no_other_try(tasks: Tasks, qtbot: QtBot) -> None:
    def refuse(_book: object) -> Changes:
        raise DomainError("changed_since")

    tasks.run_write(lambda _book: Changes.of("time", undo=Undo("Make drafts", refuse)))
    qtbot.waitUntil(lambda: tasks.undo_stack.top() is not None)
    with qtbot.waitSignal(tasks.noticed) as said:
        tasks.undo()
    told = "This cannot be undone any more: it was changed or issued since."
    assert said.args == [Notice(told, "warn")]
    assert tasks.undo_stack.top() is None


def _done_with(step: Undo, _book: object) -> Changes:
    return Changes.of("invoices", undo=step)


def test_an_undo_that_something_final_ended_is_not_offered(tasks: Tasks, qtbot: QtBot) -> None:
    """Issuing ends the undo of making the drafts, not what was done apart from them."""
    issued: list[bool] = []

    def undo(name: str, *, of_the_draft: bool) -> Undo:
        return Undo(name, lambda _b: Changes.of(), lambda _b: not (of_the_draft and issued))

    def issue(_book: object) -> Changes:
        issued.append(True)
        return Changes.of("invoices")

    time = undo("Note time", of_the_draft=False)
    drafts = undo("Make drafts", of_the_draft=True)
    line = undo("Add line", of_the_draft=True)
    for step in (time, drafts, line):
        tasks.run_write(partial(_done_with, step))
    tasks.run_write(lambda _book: Changes.of("time"))
    qtbot.waitUntil(lambda: not tasks._tickets)
    assert tasks.undo_stack.steps() == (time, drafts, line)
    with qtbot.waitSignal(tasks.changed, check_params_cb=lambda told: not told.kinds):
        tasks.run_write(issue)
    assert tasks.undo_stack.steps() == (time,)


def test_what_the_owner_can_act_on_is_said_and_a_bug_crashes(tasks: Tasks, qtbot: QtBot) -> None:
    def refuse(_book: object) -> Changes:
        raise DomainError("changed_since")

    def fail(_book: object) -> Changes:
        raise ZeroDivisionError

    with qtbot.waitSignal(tasks.noticed) as said:
        tasks.run_write(refuse)
    assert said.args == [Notice("sentence for changed_since", "bad")]
    mine: list[Exception] = []
    tasks.run_write(refuse, on_error=mine.append)
    qtbot.waitUntil(lambda: bool(mine))
    with qtbot.waitSignal(tasks.crashed) as crashed:
        tasks.run_write(fail, on_error=mine.append)
    assert crashed.args is not None
    assert isinstance(crashed.args[0], ZeroDivisionError)
    assert len(mine) == 1


def test_a_long_job_reports_and_stops_when_asked(tasks: Tasks, qtbot: QtBot) -> None:
    states: list[JobState | None] = []
    sent: list[int] = []
    tasks.job_changed.connect(states.append)
    gate = threading.Event()

    def issue(_book: object, progress: Progress) -> Changes:
        for number in range(9):
            if progress.cancelled():
                break
            sent.append(number)
            progress(len(sent), 9)
            gate.wait(5)
        return Changes.of("invoices", ids=tuple(sent))

    results: list[Changes] = []
    progress = tasks.run_long(issue, results.append, label="Issuing")
    qtbot.waitUntil(lambda: any(state is not None and state.done for state in states))
    progress.cancel()
    gate.set()
    qtbot.waitUntil(lambda: bool(results))
    assert results[0].ids == (0,)
    assert states[-1] is None


def test_jobs_wait_for_the_book(qtbot: QtBot) -> None:
    tasks = Tasks()
    gate = threading.Event()
    answers: list[object] = []
    tasks.run_read(lambda book: book, answers.append)

    def slow_open() -> Any:
        gate.wait(5)
        return BOOK

    tasks.open(slow_open, lambda _book: None, lambda error: pytest.fail(str(error)))
    assert answers == []
    gate.set()
    qtbot.waitUntil(lambda: answers == [BOOK])
    tasks.close()


def test_a_book_that_does_not_open_leaves_no_thread_waiting(qtbot: QtBot) -> None:
    tasks = Tasks()
    errors: list[Exception] = []
    tasks.run_read(lambda book: book, lambda _book: pytest.fail("there is no book"))

    def refuse() -> Any:
        raise DomainError("not_a_book")

    tasks.open(refuse, lambda _book: pytest.fail("it did not open"), errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    tasks.close()


class Counting(Presenter):
    watches = frozenset({"time"})
    reloads = 0

    def reload(self) -> None:
        self.reloads += 1


def test_a_presenter_reloads_when_it_watches_and_is_in_sight(tasks: Tasks, qtbot: QtBot) -> None:
    presenter = Counting(tasks)

    def change(kind: str) -> None:
        with qtbot.waitSignal(tasks.changed):
            tasks.run_write(lambda _book: Changes.of(kind))

    presenter.activate()
    assert presenter.reloads == 1
    change("time")
    assert presenter.reloads == 2
    change("customers")
    assert presenter.reloads == 2
    presenter.deactivate()
    change("time")
    change("time")
    assert presenter.reloads == 2
    presenter.activate()
    presenter.activate()
    assert presenter.reloads == 3
    presenter.close()
    change("time")
    assert presenter.reloads == 3
