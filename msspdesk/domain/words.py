"""Words as a search sees them."""

from __future__ import annotations

import unicodedata


def fold(typed: str) -> list[str]:
    """Letters and digits of each word, small and without accents."""
    parts = unicodedata.normalize("NFKD", typed.casefold())
    plain = (c if c.isalnum() else " " for c in parts if not unicodedata.combining(c))
    return "".join(plain).split()


def matches(typed: str, *texts: str) -> bool:
    """Whether every typed word begins a word of the texts, whatever case and accents."""
    words = [each for text in texts for each in fold(text)]
    return all(any(each.startswith(word) for each in words) for word in fold(typed))
