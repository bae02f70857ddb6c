"""What can go wrong, told apart by who can act on it.

A `DomainError` is for the owner to mend, an `ExternalError` came from the world
outside (disk, mail server), everything else is a bug. No sentence stands here:
`msspdesk.texts.errors` finds one by the code.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass


class DomainError(Exception):
    """The owner can act on this. `code` names the sentence, `details` fills it."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details


class ExternalError(Exception):
    """The outside world failed. `temporary` says whether trying again can help."""

    def __init__(self, code: str, *, temporary: bool = False, **details: object) -> None:
        super().__init__(code, details)
        self.code = code
        self.temporary = temporary
        self.details = details


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field of a form; a form shows all of them at once."""

    code: str
    field: str
    details: dict[str, object] = dataclasses.field(default_factory=dict)


class InvalidInput(DomainError):
    """Several fields are wrong; nothing was stored."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("invalid_input", problems=tuple(problems))
        self.problems = tuple(problems)
