"""The steps of a tax decision as sentences, in whatever language they are to be told."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from msspdesk.domain.tax.data import TaxData
from msspdesk.domain.tax.model import Step

# Details that are codes: they are read with spaces.
_CODES = frozenset(("reason", "tax_class", "scheme", "kind", "status", "tax"))
_PLACES = frozenset(("country", "jurisdiction", "place"))
_DAYS = frozenset(("from", "day"))
_NUMBERS = frozenset(("percent", "passed", "total", "limit", "amount"))
_COUNTED = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Voice:
    """How a step is told: `say` translates the English sentence and the words of its codes,
    `country` names a code of ISO 3166, `day` writes an ISO date, `number` a number;
    `language` is that of a notice it quotes.
    """

    say: Callable[[str], str] = str
    country: Callable[[str], str] = str
    day: Callable[[str], str] = str
    number: Callable[[Decimal], str] = "{:,f}".format
    language: str = "en"


PLAIN: Final = Voice()


def told(data: TaxData, step: Step, voice: Voice = PLAIN) -> str:
    """A sentence for a step of a determination."""
    said = {
        key: voice.say(value.replace("_", " ")) if key in _CODES else value
        for key, value in step.details.items()
    }
    for key in _PLACES & said.keys():
        said[key] = voice.country(data.place(said[key]))
    for key in _DAYS & said.keys():
        said[key] = voice.day(said[key])
    for key in _NUMBERS & said.keys():
        said[key] = voice.number(Decimal(said[key].replace(",", "")))
    if counted := said.get("transactions"):
        said["transactions"] = voice.say(_COUNTED.sub("{n}", counted)).format(
            n=_COUNTED.findall(counted)[0]
        )
    if kind := step.details.get("tax_class"):
        said["tax_class"] = voice.say(data.sentences.get(f"class:{kind}", kind.replace("_", " ")))
    if notice := step.details.get("notice"):
        said["notice"] = data.notice(notice, voice.language)
    sentence = voice.say(data.sentences[step.code]).format_map(_Blank(said)).strip()
    return sentence[:1].upper() + sentence[1:]


class _Blank(dict[str, str]):
    """A detail that a step does not carry reads as nothing."""

    def __missing__(self, key: str) -> str:
        return ""
