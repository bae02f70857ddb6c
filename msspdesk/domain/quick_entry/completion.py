"""How the entry line may go on at the cursor: customers, contract lines, services, tags."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Final

from msspdesk.domain.quick_entry.line import Reading, Token, parse, tokens_of
from msspdesk.domain.quick_entry.names import Index, Name, Names, fold
from msspdesk.domain.reading import duration_kind

_MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on: `text[start:end]` is replaced by `insert`.

    Kinds: customer, line, service, tag. `hint` is the short code of a customer,
    how often a tag was used, or empty.
    """

    kind: str
    insert: str
    label: str
    hint: str
    start: int
    end: int


def complete(text: str, cursor: int, names: Names) -> list[Completion]:
    """The best completions of the word at the cursor, at most eight."""
    token = next((t for t in tokens_of(text) if t.start < cursor <= t.end), None)
    if token is None:
        return []
    typed = text[token.start : cursor]
    if typed[0] == "#":
        return _tags(typed[1:], token, names)
    if typed[0] == "@":
        customer = _rest(text, token, names).customer
        lines = names.lines_of(customer[0]) if customer else Index()
        found = _named("line", "@", typed[1:], token, lines)
        return (found + _named("service", "@", typed[1:], token, names.services))[:_MOST]
    if typed[0] == "/":
        return _named("service", "/", typed[1:], token, names.services)
    return _customers(text, typed, token, names)


def _rest(text: str, token: Token, names: Names) -> Reading:
    """The line as it is without the word at the cursor; the day does not matter."""
    return parse(text[: token.start] + text[token.end :], date.min, time.max, names)


def _tags(typed: str, token: Token, names: Names) -> list[Completion]:
    start = typed.lower()
    fitting = [(-count, tag) for tag, count in names.tags.items() if tag.lower().startswith(start)]
    return [
        Completion("tag", f"#{tag}", f"#{tag}", str(-count), token.start, token.end)
        for count, tag in sorted(fitting)[:_MOST]
    ]


def _named(kind: str, mark: str, typed: str, token: Token, index: Index) -> list[Completion]:
    words = fold(typed)
    found = [name for _, name in index.ranked(words)] if words else list(index.names)
    return [
        Completion(kind, mark + _written(name), name.label, "", token.start, token.end)
        for name in found[:_MOST]
    ]


def _written(name: Name) -> str:
    """Names of several words are quoted, so that their end is certain."""
    plain = name.label.replace('"', "")
    return f'"{plain}"' if any(c.isspace() for c in plain) else plain


def _customers(text: str, typed: str, token: Token, names: Names) -> list[Completion]:
    if duration_kind(typed):
        return []
    before = parse(text[: token.start], date.min, time.max, names)
    start, words = token.start, fold(typed)
    if before.candidates:
        # "alpen ho": the words before it are the beginning of the same name.
        begun = next(span for span in before.spans if span.kind == "candidates")
        if not text[begun.end : token.start].isspace():
            return []
        start, words = begun.start, fold(text[begun.start : begun.end]) + words
    elif _rest(text, token, names).customer:
        return []
    return [
        Completion("customer", _customer_text(name, names), name.label, name.code, start, token.end)
        for _, name in names.customers.ranked(words)[:_MOST]
    ]


def _customer_text(name: Name, names: Names) -> str:
    """The plain name if it reads back as this customer even before a note, else quoted."""
    plain = name.label.replace('"', "")
    read = parse(f"{plain} 1h note", date.min, time.max, names)
    certain = read.customer == (name.id, name.label) and read.note == "note"
    return plain if certain else f'"{plain}"'
