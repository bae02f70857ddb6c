"""The words the command line understands. Nothing of the program is imported here."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, NoReturn

EXITS: Final = """\
exit codes:
  0    done
  1    not done, and you can mend it: the sentence says how
  2    the command was written wrong
  3    not done, because disk or system failed
  4    verify or self-check found something wrong
  130  stopped with Ctrl+C; what was finished before is kept
"""


class WrongUsage(Exception):
    """The words make no command. `usage` is the line that shows how it goes."""

    def __init__(self, message: str, usage: str) -> None:
        super().__init__(message)
        self.usage = usage


class _Parser(argparse.ArgumentParser):
    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        raise WrongUsage(message, self.format_usage().strip())


def read(words: Sequence[str]) -> argparse.Namespace:
    """The words as options; `command` is None for the window. WrongUsage otherwise."""
    options = _parser().parse_args(words)
    if options.command is not None and (options.demo or options.fresh):
        raise WrongUsage("--demo and --fresh belong to the window", _parser().format_usage())
    if options.fresh and not options.demo:
        raise WrongUsage("--fresh needs --demo", _parser().format_usage())
    if options.demo and options.book is not None:
        raise WrongUsage("--demo opens its own book, so --book cannot be given", "")
    if options.language and options.command not in (None, "screenshots"):
        raise WrongUsage("--language belongs to the window and its screenshots", "")
    return options


def _parser() -> _Parser:
    parser = _Parser(
        prog="msspdesk",
        description="Time, contracts and invoices of a small security provider. "
        "Without a command the window opens.",
        epilog=EXITS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _shared(parser, None, False)
    parser.add_argument("--demo", action="store_true", help="open an invented business to try out")
    parser.add_argument("--fresh", action="store_true", help="with --demo: begin it anew")
    _language(parser, "")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, help_, add in _COMMANDS:
        each = commands.add_parser(
            name,
            help=help_,
            description=help_[0].upper() + help_[1:] + ".",
            epilog=EXITS,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        # Given before the command they must not be overwritten by its defaults.
        _shared(each, argparse.SUPPRESS, argparse.SUPPRESS)
        add(each)
    return parser


def _shared(parser: argparse.ArgumentParser, book: object, json: object) -> None:
    parser.add_argument(
        "--book", type=_file, metavar="FILE", default=book, help="the book; else the usual one"
    )
    parser.add_argument("--json", action="store_true", default=json, help="answer as JSON")


def _language(parser: argparse.ArgumentParser, code: str) -> None:
    parser.add_argument(
        "--language",
        metavar="CODE",
        default=code,
        help="what the window speaks, en or de; else as in its settings",
    )


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument(
        "--today", type=_day, metavar="DATE", help="as if it were that day (2026-11-22)"
    )


def _time(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("line", metavar="LINE", help='such as "acme 1h30 triage phishing #sev2"')


def _bill(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--until", type=_day, required=True, metavar="DATE", help="last day, such as 2026-11-30"
    )
    parser.add_argument("--issue", action="store_true", help="issue the drafts made")
    parser.add_argument("--pdf", type=Path, metavar="DIR", help="with --issue: save the PDFs there")
    parser.add_argument("--dry-run", action="store_true", help="show it and store nothing")


def _render(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="NUMBER")
    parser.add_argument("folder", type=Path, metavar="DIR")


def _screenshots(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR")
    _language(parser, argparse.SUPPRESS)


def _nothing(parser: argparse.ArgumentParser) -> None:
    del parser


def _file(text: str) -> Path:
    if not text.strip():
        raise argparse.ArgumentTypeError("name a file")
    # Path.expanduser raises for a user it does not know; this leaves the name as it is.
    return Path(os.path.expanduser(text))  # noqa: PTH111


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"“{text}” is not a date; write it like 2026-11-30"
        ) from None
    if not 1900 <= day.year <= 2199:
        raise argparse.ArgumentTypeError(f"“{text}” is no day of 1900 to 2199")
    return day


_COMMANDS: Final = (
    ("demo", "make an invented business with a year of invoices", _demo),
    ("time", "note time, written as one line", _time),
    ("bill", "make drafts of all that is owed up to a day, and issue them", _bill),
    ("render", "save the PDF of an issued document", _render),
    ("verify", "check every issued document of the book", _nothing),
    ("self-check", "check that the program is whole", _nothing),
    ("screenshots", "picture every tab and dialog", _screenshots),
)
