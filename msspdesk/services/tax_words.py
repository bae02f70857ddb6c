"""Steps of a tax decision as sentences: spoken in the window's language, sealed in English.

A sealed step keeps its code and details beside its sentence, so that it can be read in
another language later; one without them (older books) stays as it was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from msspdesk import taxdata
from msspdesk.domain.tax.data import TaxData
from msspdesk.domain.tax.model import Step
from msspdesk.domain.tax.telling import Voice, told
from msspdesk.texts import ENGLISH, _, formats, language, places

_SEALED: Final = Voice(country=lambda code: places.within(code, ENGLISH))


def spoken(data: TaxData, step: Step) -> str:
    """The sentence, with places, days and codes as the window says them."""
    return told(data, step, Voice(_, places.within, _day, formats.number, language()))


def sealed(data: TaxData, code: str, details: Mapping[str, str]) -> dict[str, Any]:
    """The step as it is sealed with its document."""
    step = Step(code, dict(details))
    return {"code": code, "text": told(data, step, _SEALED), "details": step.details}


def kept(step: Mapping[str, Any]) -> str:
    """A sealed step in the window's language, in its own words where that cannot be."""
    details = step.get("details")
    if language() == ENGLISH or details is None:
        return str(step["text"])
    try:
        return spoken(taxdata.load(), Step(step["code"], details))
    except KeyError:  # a step that the tax data of today does not know any more
        return str(step["text"])


def _day(written: str) -> str:
    try:
        return formats.day(date.fromisoformat(written))
    except ValueError:
        return written
