"""Whether the program is whole: what it finds at run time, counted.

A frozen build follows imports only. Variants, migrations and data that it did
not collect show here as zero, and the build is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from msspdesk import paths, taxdata
from msspdesk.db import schema, upgrade
from msspdesk.documents import fonts
from msspdesk.domain import pricing
from msspdesk.domain.tax.decide import families
from msspdesk.texts import catalogue, documents


@dataclass(frozen=True, slots=True)
class Count:
    """How many of one kind were found. `fault` says why none could be counted."""

    name: str
    found: int
    fault: str = ""

    @property
    def whole(self) -> bool:
        """Zero of anything means that it was not shipped."""
        return self.found > 0


def counts() -> list[Count]:
    """Every kind of thing that is found at run time."""
    return [_counted(name, count) for name, count in _KINDS]


def _counted(name: str, count: Callable[[], int]) -> Count:
    try:
        return Count(name, count())
    except Exception as error:  # noqa: BLE001 - what breaks here is the answer, whatever it is
        return Count(name, 0, f"{type(error).__name__}: {error}")


def _migrations() -> int:
    """Zero unless Alembic itself ends where this program begins a book."""
    return len(schema.known()) if upgrade.script().get_heads() == [schema.HEAD] else 0


def _tax_rates() -> int:
    return sum(len(each.rates.rows) for each in taxdata.load().countries.values())


def _documents() -> int:
    """Languages whose words of a document can really be read."""
    return sum(1 for each in documents.languages() if documents.sentences(each).get("Invoice"))


def _window() -> int:
    """Languages of the window beside English whose sentences can be read."""
    return sum(1 for each in catalogue.available() if catalogue.read(each).text("Today") != "Today")


def _fonts() -> int:
    """Weights that can be read and have the letters of this sentence."""
    return sum(1 for face in (fonts.regular(), fonts.medium()) if face.widths["ß"] > 0)


def _files(folder: str, pattern: str) -> Callable[[], int]:
    return lambda: sum(1 for _ in paths.resource(folder).rglob(pattern))


_KINDS: Final[tuple[tuple[str, Callable[[], int]], ...]] = (
    ("pricing models", lambda: len(pricing.models())),
    ("tax families", lambda: len(families())),
    ("tax jurisdictions", lambda: len(taxdata.load().countries)),
    ("tax rates", _tax_rates),
    ("migrations", _migrations),
    ("document languages", _documents),
    ("window languages", _window),
    ("fonts", _fonts),
    ("icons", _files("icons", "*.svg")),
    ("demo businesses", _files("demo", "*.toml")),
)
