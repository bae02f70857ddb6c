"""A form for the fields of a frozen dataclass, such as the terms of a pricing model.

A field's metadata may say `label` (a message id, else made from the name), `hint`,
`unit` and `choices` ((value, message id), ...). Types understood: str, bool, int,
Decimal, date, an Enum, and each of them `| None`.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from msspdesk.texts import _
from msspdesk.ui.forms.choices import CheckField, ChoiceField
from msspdesk.ui.forms.fields import (
    AmountField,
    DateField,
    Field,
    TextField,
)

Parser = Callable[[str], Any]
Writer = Callable[[Any], str]


def dataclass_fields(
    cls: type, readers: Mapping[type, tuple[Parser, Writer]], *, unit: str = ""
) -> list[Field]:
    """One form field for each dataclass field, in order.

    `readers` gives parser and writer for Decimal, int and date; `unit` stands beside
    Decimals that name none (the currency).
    """
    hints = typing.get_type_hints(cls)
    return [_field(each, hints[each.name], readers, unit) for each in dataclasses.fields(cls)]


def _field(
    each: dataclasses.Field[Any],
    hint: Any,
    readers: Mapping[type, tuple[Parser, Writer]],
    unit: str,
) -> Field:
    meta = each.metadata
    key = each.name
    label = _(meta["label"]) if "label" in meta else _from_name(key)
    help_line = _(meta["hint"]) if "hint" in meta else ""
    kind, optional = _plain_type(hint)
    if "choices" in meta or issubclass(kind, Enum):
        field: Field = ChoiceField(key, label, _options(kind, optional, meta), hint=help_line)
    elif kind is bool:
        field = CheckField(key, label, hint=help_line)
    elif kind is str:
        field = TextField(key, label, hint=help_line)
    else:
        parse, write = readers[kind]
        field = DateField(key, label, parse, write, hint=help_line)
        if kind is not date:
            shown_unit = _(meta["unit"]) if "unit" in meta else unit if kind is Decimal else ""
            field = AmountField(key, label, parse, write, unit=shown_unit, hint=help_line)
    if each.default is not dataclasses.MISSING:
        field.set_value(each.default)
    return field


def _options(kind: type, optional: bool, meta: Mapping[str, Any]) -> list[tuple[Any, str]]:
    if "choices" in meta:
        options = [(value, _(title)) for value, title in meta["choices"]]
    else:
        members: Iterable[Enum] = typing.cast("Iterable[Enum]", kind)
        options = [(member, _(_from_name(member.name.lower()))) for member in members]
    return [(None, "–"), *options] if optional else options


def _plain_type(hint: Any) -> tuple[type, bool]:
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        inner = [each for each in typing.get_args(hint) if each is not types.NoneType]
        return inner[0], True
    return hint, False


def _from_name(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]
