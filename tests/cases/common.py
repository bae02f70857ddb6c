"""What the adapters of all kinds of cases share."""

from __future__ import annotations


class Unsupported(Exception):
    """A case holds something the program does not know; `key` is its name."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key
