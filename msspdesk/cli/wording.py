"""Values as programs read them."""

from __future__ import annotations

from msspdesk.domain.money import to_major


def decimal(minor: int, currency: str) -> str:
    """An amount with the places of its currency and a point: "1234.50"."""
    return f"{to_major(minor, currency):f}"
