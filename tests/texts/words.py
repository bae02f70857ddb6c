"""`python -m tests.texts.words` (`dev.py words`): what the window says, into its language files.

Each `resources/locale/*/window.po` gets the messages that are new and loses those that
are gone; translations stay. Then it names what is still missing.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import fields
from enum import Enum
from io import BytesIO
from pathlib import Path
from typing import Any, Final, get_type_hints

from babel.messages import catalog as babel_catalog
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

import msspdesk
from msspdesk import taxdata
from msspdesk.domain import pricing
from msspdesk.paths import resource
from msspdesk.texts import catalogue, errors
from msspdesk.ui.deeds import sentences as deeds

PROGRAM: Final = Path(msspdesk.__file__).parent
HEAD: Final = r"""msgid ""
msgstr ""
"Language: {code}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: {plural}\n"
"""
Message = str | tuple[str, str]
Found = tuple[str, Message, str]
"""Where a message stands, the message (with its plural), its context or nothing."""


def messages() -> Iterator[Found]:
    """Every message of the window, some more than once."""
    for path in sorted(PROGRAM.rglob("*.py")):
        place = path.relative_to(PROGRAM.parent).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield from ((place, *found) for found in _asked(node.func.id, node.args))
    for place, message in _tables():
        yield place, message, ""


def _asked(function: str, arguments: list[ast.expr]) -> Iterator[tuple[Message, str]]:
    """The messages of one call: those written there, not those looked up in a table."""
    if function in {"_", "mark"}:
        yield from ((each, "") for each in _written(arguments[0]))
    elif function == "pgettext":
        (context,) = _written(arguments[0])
        yield from ((each, context) for each in _written(arguments[1]))
    elif function == "ngettext":
        (one,), (many,) = _written(arguments[0]), _written(arguments[1])
        yield (one, many), ""


def _written(argument: ast.expr) -> Iterator[str]:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    elif isinstance(argument, ast.IfExp):
        yield from (*_written(argument.body), *_written(argument.orelse))


def _tables() -> Iterator[tuple[str, str]]:
    """What rooms below the texts say in English, and the window translates."""
    for sentence in errors.SENTENCES.values():
        yield "msspdesk/texts/errors.py", sentence
    for deed in deeds():
        yield "msspdesk/ui/deeds.py", deed
    for sentence in taxdata.load().sentences.values():
        yield "resources/tax", sentence
    for model in pricing.models().values():
        yield from (("msspdesk/domain/pricing", each) for each in _model_words(model))


def _model_words(model: Any) -> Iterator[str]:
    yield model.label
    hints = get_type_hints(model.Terms)
    for each in fields(model.Terms):
        yield from (
            str(each.metadata[key]) for key in ("label", "hint", "unit") if key in each.metadata
        )
        yield from (title for _value, title in each.metadata.get("choices", ()))
        kind = hints[each.name]
        if isinstance(kind, type) and issubclass(kind, Enum):
            yield from (member.name.capitalize().replace("_", " ") for member in kind)


def template() -> Catalog:
    """All messages without a translation, in the order of their places."""
    result = Catalog()
    for place, message, context in sorted(messages(), key=lambda found: found[0]):
        result.add(message, locations=[(place, 0)], context=context or None)
    return result


def current(code: str) -> Catalog:
    """The language file as it is; empty where there is none."""
    path = resource("locale", code) / catalogue.NAME
    if not path.exists():
        return Catalog(locale=code)
    with path.open("rb") as file:
        return read_po(file, locale=code)


def synced(code: str) -> Catalog:
    """The language file with every message of the window and no other."""
    result = current(code)
    result.update(template(), no_fuzzy_matching=True, update_creation_date=False)
    result.obsolete.clear()
    return result


def save(code: str, translated: Catalog) -> None:
    """Write the language file: its own head, then each message on one line."""
    body = BytesIO()
    write_po(body, translated, width=0, include_lineno=False, omit_header=True)
    text = f"{_head(code)}\n\n{body.getvalue().decode().strip()}\n"
    (resource("locale", code) / catalogue.NAME).write_text(text, encoding="utf-8")


def _head(code: str) -> str:
    """What the translators wrote above the first message; what a new file begins with."""
    path = resource("locale", code) / catalogue.NAME
    kept = path.read_text(encoding="utf-8").partition("\n\n")[0] if path.exists() else ""
    return kept or HEAD.strip().format(code=code, plural=Catalog(locale=code).plural_forms)


def missing(translated: Catalog) -> list[babel_catalog.Message]:
    """Messages without a translation."""
    return [each for each in translated if each.id and not all(_forms(each.string))]


def _forms(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ("",))


def main() -> int:
    """0 when every language says everything."""
    whole = True
    for code in catalogue.available():
        translated = synced(code)
        save(code, translated)
        for each in missing(translated):
            whole = False
            print(f"{code}: {each.locations[0][0]}: {each.id}")
        print(f"{code}: {len(translated)} messages")
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
