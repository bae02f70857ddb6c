"""How many lines of mixed regions are decided and totalled in a second.

The baseline is a bare Decimal loop of the same arithmetic: per document the sum
of the net, tax at one rate, rounded half up, the gross. It decides nothing.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from msspdesk import taxdata
from msspdesk.domain.tax import (
    CustomerFacts,
    DocumentFacts,
    LineFacts,
    OwnerRate,
    Registration,
    SellerFacts,
    TaxClass,
)
from msspdesk.paths import resource
from msspdesk.services.tax import determine_document

LINES = 50_000
ROUNDS = 3
Document = tuple[DocumentFacts, CustomerFacts, list[LineFacts]]

_AUSTIN = OwnerRate("US-TX-Austin", "Local sales tax", Decimal(2), "US", "TX", city="Austin")
_SELLERS = {
    country: SellerFacts(
        country,
        region="QC" if country == "CA" else "",
        registrations=(Registration(country), *(Registration(each) for each in more)),
    )
    for country, more in {"DE": (), "GB": (), "CH": (), "CA": ("CA-QC",), "US": ("US-TX",)}.items()
}
_CUSTOMERS = {
    "DE": [
        CustomerFacts("DE"),
        CustomerFacts("FR", vat_id_state="format"),
        CustomerFacts("US"),
        CustomerFacts("AT", status="consumer"),
    ],
    "GB": [CustomerFacts("GB"), CustomerFacts("FR")],
    "CH": [CustomerFacts("CH"), CustomerFacts("DE")],
    "CA": [CustomerFacts("CA", "QC"), CustomerFacts("CA", "ON"), CustomerFacts("US")],
    "US": [CustomerFacts("US", "TX", city="Austin"), CustomerFacts("US", "OR")],
}
_CLASSES = {"US": [TaxClass.DATA_PROCESSING, TaxClass.PENETRATION_TEST]}
_USUAL = [TaxClass.MANAGED_IT, TaxClass.CONSULTING, TaxClass.SECURITY_MONITORING]


def documents(count: int = LINES, seed: int = 1) -> list[Document]:
    """Documents of one to ten lines, `count` lines in all, the same for a seed."""
    chance = random.Random(seed)
    found: list[Document] = []
    while count > 0:
        country = chance.choice(list(_SELLERS))
        classes = _CLASSES.get(country, _USUAL)
        size = min(chance.randint(1, 10), count)
        count -= size
        facts = DocumentFacts(
            _SELLERS[country],
            date(2025, 1, 1) + timedelta(days=30 * chance.randint(0, 11)),
            "EUR",
            owner_rates=(_AUSTIN,) if country == "US" else (),
        )
        lines = [
            LineFacts(chance.randint(100, 500_000), chance.choice(classes)) for _ in range(size)
        ]
        found.append((facts, chance.choice(_CUSTOMERS[country]), lines))
    return found


def measure() -> list[dict[str, object]]:
    """Milliseconds for `LINES` lines beside the bare loop, and for loading the data."""
    made = documents()
    data = taxdata.load()

    def ours() -> None:
        for facts, customer, lines in made:
            tax = determine_document(facts, customer, lines, data)
            if tax.totals is None:
                raise RuntimeError(f"a question in the bench: {tax.questions}")

    own = _best(ours)
    bare = _best(lambda: _bare(made))
    load = _best(lambda: taxdata.load_from(resource("tax")))
    return [
        {
            "name": f"tax, {LINES} lines of mixed regions",
            "baseline_ms": round(bare, 2),
            "ours_ms": round(own, 2),
            "ratio": round(own / bare, 2),
            "bound_ms": 1000,
        },
        {"name": "tax data loaded", "ours_ms": round(load, 2), "bound_ms": 30},
    ]


def _bare(made: list[Document]) -> None:
    cent, percent = Decimal("0.01"), Decimal(19)
    for _, _, lines in made:
        net = sum((Decimal(line.net) / 100 for line in lines), Decimal(0))
        tax = (net * percent / 100).quantize(cent, ROUND_HALF_UP)
        _ = net + tax


def _best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return min(times)
