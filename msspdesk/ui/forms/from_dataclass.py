"""A form for the fields of a frozen dataclass, such as the terms of a pricing model.

A field's metadata may say `label` (a message id, else made from the name), `hint`,
`unit` and `choices` ((value, message id), ...). Types understood: str, bool, int,
Decimal, date, an Enum, and each of them `| None`.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from msspdesk.texts import _
from msspdesk.ui.forms.fields import (
    AmountField,
    CheckField,
    ChoiceField,
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
    key, meta = each.name, each.metadata
    label = _(meta["label"]) if "label" in meta else _from_name(key)
    help_line = _(meta["hint"]) if "hint" in meta else ""
    kind, optional = _plain_type(hint)
    field = _made(key, label, kind, optional, meta, help_line, readers, unit)
    if each.default is not dataclasses.MISSING:
        field.set_value(each.default)
    return field


def _made(  # noqa: PLR0913 - one call, all facts of one field
    key: str,
    label: str,
    kind: type,
    optional: bool,
    meta: Mapping[str, Any],
    help_line: str,
    readers: Mapping[type, tuple[Parser, Writer]],
    unit: str,
) -> Field:
    if "choices" in meta:
        options = [(value, _(title)) for value, title in meta["choices"]]
        return ChoiceField(key, label, options, hint=help_line)
    if issubclass(kind, Enum):
        options = [(member, _(_from_name(member.name.lower()))) for member in kind]
        if optional:
            options.insert(0, (None, "–"))
        return ChoiceField(key, label, options, hint=help_line)
    if kind is bool:
        return CheckField(key, label, hint=help_line)
    if kind is str:
        return TextField(key, label, hint=help_line)
    parse, write = readers[kind]
    if kind is date:
        return DateField(key, label, parse, write, hint=help_line)
    shown_unit = _(meta["unit"]) if "unit" in meta else unit if kind is Decimal else ""
    return AmountField(key, label, parse, write, unit=shown_unit, hint=help_line)


def _plain_type(hint: Any) -> tuple[type, bool]:
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        inner = [each for each in typing.get_args(hint) if each is not types.NoneType]
        return inner[0], True
    return hint, False


def _from_name(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]
