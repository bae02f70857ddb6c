"""Terms of a pricing model as JSON and back, and what may be wrong with them."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from msspdesk.domain import checks
from msspdesk.domain.errors import DomainError, Problem


def to_json(terms: Any) -> dict[str, object]:
    """The fields of a frozen dataclass as JSON values; decimals and dates are strings."""
    return {each.name: _out(getattr(terms, each.name)) for each in dataclasses.fields(terms)}


def _out(value: Any) -> object:
    if dataclasses.is_dataclass(value):
        return to_json(value)
    if isinstance(value, tuple):
        return [_out(each) for each in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


def from_json(kind: type, stored: Mapping[str, Any]) -> Any:
    """The frozen dataclass again. DomainError("terms_unreadable") for anything else.

    A field that is not there takes its default, so a new optional field needs no
    new version of the model.
    """
    hints = _hints(kind)
    try:
        if not stored.keys() <= hints.keys():
            raise ValueError(sorted(stored.keys() - hints.keys()))
        return kind(**{name: _in(hints[name], value) for name, value in stored.items()})
    except (TypeError, ValueError, InvalidOperation) as error:
        raise DomainError("terms_unreadable", terms=str(dict(stored))) from error


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _in(hint: Any, value: Any) -> Any:
    if isinstance(hint, types.UnionType):
        if value is None:
            return None
        hint = next(each for each in typing.get_args(hint) if each is not types.NoneType)
    if typing.get_origin(hint) is tuple:
        return tuple(_in(typing.get_args(hint)[0], each) for each in value)
    if dataclasses.is_dataclass(hint):
        return from_json(typing.cast(type, hint), value)
    return _plain(hint, value)


def _plain(kind: type, value: Any) -> Any:
    if kind is Decimal:
        if not isinstance(value, str):
            raise TypeError(value)
        return Decimal(value)
    if kind is date:
        return date.fromisoformat(value)
    if type(value) is not kind:
        raise TypeError(value)
    return value


def problems(terms: Any) -> tuple[Problem, ...]:
    """Numbers of the terms must be finite, not negative, and fit into the store."""
    return tuple(
        problem
        for each in dataclasses.fields(terms)
        if (problem := _problem(each.name, getattr(terms, each.name))) is not None
    )


def _problem(field: str, value: Any) -> Problem | None:
    if not isinstance(value, Decimal):
        return None
    try:
        checks.price_micro(value)
    except DomainError as error:
        return Problem(error.code, field, dict(error.details))
    return None
