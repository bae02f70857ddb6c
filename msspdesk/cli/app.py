"""The command line from its words to its exit code.

Without a command the window opens; nothing heavy is imported before it.
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

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
        sys.stdout.flush()
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
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OK
    return answer.exit


def _run(options: Namespace, clock: Clock | None) -> Answer:
    module = import_module(f"msspdesk.cli.commands.{options.command.replace('-', '_')}")
    answer: Answer = module.run(options, clock)
    return answer


def _print(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        print(_json(answer.facts))
    else:
        for line in answer.lines:
            print(line)


def _refuse(code: str, text: str, exit_code: Exit, *, as_json: bool) -> int:
    if as_json:
        text = _json({"error": code, "sentence": text})
    print(text, file=sys.stderr)
    return exit_code


def _json(facts: Mapping[str, Any]) -> str:
    import json

    return json.dumps(facts, ensure_ascii=False, indent=1)
