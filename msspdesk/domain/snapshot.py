"""The sealed facts of an issued document: canonical JSON bytes in one hash chain.

The bytes are UTF-8 JSON with sorted keys and no spaces; amounts are integers of
minor units, quantities, prices and rates are strings, days are ISO dates; files
such as a logo are named by their SHA-256. The same facts always give the same
bytes. The seal of a document covers the seal before it, so one altered record
breaks the chain at its place.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

VERSION: Final = 1
FIRST_SEAL: Final = "0" * 64
"""What stands before the first document of a book."""
_EXACT: Final = frozenset({str, int, bool, type(None)})


def canonical(facts: Mapping[str, Any]) -> bytes:
    """The bytes of these facts. A float is refused: it would not be exact."""
    _refuse_floats(facts)
    text = json.dumps(
        facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain
    )
    return text.encode()


def read(content: bytes) -> dict[str, Any]:
    """The facts of a snapshot; ValueError for bytes that are not one."""
    facts = json.loads(content)
    if not isinstance(facts, dict) or facts.get("version") != VERSION:
        raise ValueError("not a snapshot that this program can read")
    return facts


def seal(previous: str, content: bytes) -> str:
    """SHA-256 over the seal before (64 hex digits) and the bytes, as 64 hex digits."""
    return hashlib.sha256(previous.encode() + content).hexdigest()


def digest(content: bytes) -> str:
    """SHA-256 of a file, as 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a snapshot")


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError(f"the float {value} has no place in a snapshot")
    # Most leaves are words and whole numbers: they are passed over without a call.
    if type(value) is dict or isinstance(value, Mapping):
        value = value.values()
    elif not isinstance(value, (list, tuple)):
        return
    for each in value:
        if type(each) not in _EXACT:
            _refuse_floats(each)
