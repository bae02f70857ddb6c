"""The schema of the tax files: which fields there are and what each of them holds.

Fields are told apart by their name alone, wherever they stand; which of them a row
needs is for `rows` to say. "to": null is the same as no end.
"""

from __future__ import annotations

from typing import Any, Final

_FIELDS: Final = {
    "text": "above amount answer ask business category charge checked_on code confidence country"
    " country_codes currency due family from jurisdiction kind law level method name note notice"
    " percent read_in reason reason_code region rule scheme sentence share source sourcing system"
    " tax tax_id_prefix text union version warn whole_total word",
    "day": "to",
    "flag": "both compound local_rates parts_for_sellers_there splits_periods",
    "number": "transactions",
    "words": "also business_notices certificates classes persons required sellers special_places"
    " special_territories status unless",
    "rows": "allowed extra_amounts invoice_words own_rules rates taxability withholding",
    "object": "nexus rounding tax_point zero",
    "objects by name": "regions treated_as",
    "words by name": "groups when",
    "texts by name": "postcodes prescribed region_jurisdictions sources texts",
    # A set of rules shared by its name, or rules of one's own.
    "rules": "rules",
    # Those of a country by name, or the words of a withholding tax.
    "schemes": "schemes",
}
_KINDS: Final = {field: kind for kind, fields in _FIELDS.items() for field in fields.split()}


def check(raw: object, place: str = "") -> None:
    """Raise TypeError or ValueError naming the field that holds what it should not."""
    if type(raw) is not dict:
        raise _wrong(place or "the file", "an object", raw)
    before = f"{place}." if place else ""
    for field, value in raw.items():
        kind = _KINDS.get(field)
        if kind == "text":
            # Nearly every field: no call and no name of the place while all is well.
            if type(value) is not str:
                raise _wrong(before + field, "written as text", value)
        elif kind is None:
            raise ValueError(f"{before}{field} is not a field of a tax file")
        else:
            _field(kind, value, before + field)


def _field(kind: str, value: Any, place: str) -> None:
    if kind == "day" and type(value) is not str and value is not None:
        raise _wrong(place, "written as text", value)
    if kind == "flag" and type(value) is not bool:
        raise _wrong(place, "true or false", value)
    if kind == "number" and type(value) is not int:
        raise _wrong(place, "a whole number", value)
    if kind == "words" or (kind == "schemes" and type(value) is list):
        _words(value, place)
    elif kind == "rows" or (kind == "rules" and type(value) is not str):
        _rows(value, place)
    elif kind == "object":
        check(value, place)
    elif kind.endswith("by name") or kind == "schemes":
        _by_name(kind, value, place)


def _by_name(kind: str, value: Any, place: str) -> None:
    if type(value) is not dict:
        raise _wrong(place, "an object", value)
    for name, each in value.items():
        if kind == "words by name":
            _words(each, f"{place}.{name}")
        elif kind != "texts by name":
            check(each, f"{place}.{name}")
        elif type(each) is not str:
            raise _wrong(f"{place}.{name}", "written as text", each)


def _rows(value: Any, place: str) -> None:
    if type(value) is not list:
        raise _wrong(place, "a list", value)
    for number, each in enumerate(value):
        check(each, f"{place}[{number}]")


def _words(value: Any, place: str) -> None:
    if type(value) is not list or any(type(each) is not str for each in value):
        raise _wrong(place, "a list of words", value)


def _wrong(place: str, what: str, value: object) -> TypeError:
    return TypeError(f"{place} must be {what}, not {value!r:.40}")
