"""The command line from its words to its exit code.

Without a command the window opens; nothing heavy is imported before it.
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import Any, TextIO

from msspdesk.cli.answer import Answer, Clock, Exit
from msspdesk.cli.parser import WrongUsage, read
from msspdesk.domain.errors import DomainError, ExternalError


def main(words: Sequence[str], clock: Clock | None = None) -> int:
    """Run a command and return its exit code. `clock` stands in for the system's."""
    as_json = "--json" in words
    try:
        options = read(words)
        if options.command is None:
            from msspdesk.cli.window import open_window

            return open_window(options, clock)
        answer = _run(options, clock)
        _print(answer, as_json=as_json)
    except WrongUsage as error:
        return _refuse("usage", f"{error}.\n{error.usage}".strip(), Exit.USAGE, as_json=as_json)
    except (DomainError, ExternalError) as error:
        from msspdesk.texts.errors import sentence

        code = Exit.OWNER if isinstance(error, DomainError) else Exit.OUTSIDE
        return _refuse(error.code, sentence(error), code, as_json=as_json)
    except KeyboardInterrupt:
        text = "Stopped. What was finished before is kept."
        return _refuse("stopped", text, Exit.STOPPED, as_json=as_json)
    except BrokenPipeError:
        # The reader went away (`| head`); the interpreter must not complain at its end.
        _let_go()
        return Exit.OK
    return answer.exit


def _run(options: Namespace, clock: Clock | None) -> Answer:
    module = import_module(f"msspdesk.cli.commands.{options.command.replace('-', '_')}")
    answer: Answer = module.run(options, clock)
    return answer


def _print(answer: Answer, *, as_json: bool) -> None:
    """BrokenPipeError when the reader went away, ExternalError("output_failed") otherwise."""
    out: TextIO | None = sys.stdout
    if out is None:  # closed by whoever started the program
        return
    if isinstance(out, TextIOWrapper):
        # A console without the letters of a name shows another sign, and goes on.
        out.reconfigure(errors="backslashreplace")
    try:
        for line in [_json(answer.facts)] if as_json else answer.lines:
            print(line, file=out)
        out.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _let_go()
        raise ExternalError("output_failed", reason=error.strerror) from error


def _let_go() -> None:
    """What could not be written is given up, so that the interpreter's end is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refuse(code: str, text: str, exit_code: Exit, *, as_json: bool) -> int:
    if as_json:
        text = _json({"error": code, "sentence": text})
    print(text, file=sys.stderr)
    return exit_code


def _json(facts: Mapping[str, Any]) -> str:
    import json

    # In plain ASCII, so that it stays JSON whatever the console can write.
    return json.dumps(facts, indent=1)
