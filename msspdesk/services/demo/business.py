"""The invented business of resources/demo as rows of a new book.

Only how it starts: who it is, what it sells, to whom and by which contracts.
"""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import takewhile
from typing import Any, Final

from msspdesk import paths
from msspdesk.db.book import Work
from msspdesk.domain.catalogue import Service
from msspdesk.domain.contracts import Contract, ContractLine, Count, LineTerms
from msspdesk.domain.customers import Contact, Customer, Site
from msspdesk.domain.money import to_micro
from msspdesk.domain.periods import Cadence, Period, Timing
from msspdesk.domain.pricing import model
from msspdesk.domain.sellers import BankAccount, Seller, TaxRegistration

MONTHS: Final = 12
"""Full months that the demo has billed."""

_STALE_MONTHS: Final = 2

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Task:
    """Work of a kind (a service's code, or "office") that comes again, on a line or none.

    Without a customer it is the owner's own office.
    """

    code: str
    weight: int
    customer_id: int | None = None
    line: ContractLine | None = None
    service_id: int | None = None


@dataclass
class Business:
    """What later steps need of the stored business."""

    begin: date
    customers: dict[str, Customer] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    tasks: list[Task] = field(default_factory=list)


def read() -> Facts:
    """The business as it is written in resources/demo/business.toml."""
    return tomllib.loads(paths.resource("demo", "business.toml").read_text(encoding="utf-8"))


def month_start(day: date, months_ago: int = 0) -> date:
    """The first day of the month that lies so many months before that of `day`."""
    count = day.year * 12 + day.month - 1 - months_ago
    return date(count // 12, count % 12 + 1, 1)


def seller(facts: Facts) -> Seller:
    """The owner's firm, registered at home for years."""
    own = dict(facts["seller"])
    number, iban, bic = own.pop("vat_id"), own.pop("iban"), own.pop("bic")
    account = BankAccount(
        name="Business account", holder=own["name"], iban=iban, bic=bic, currency=own["currency"]
    )
    return Seller(
        **{key: value for key, value in own.items() if key != "rate_target"},
        rate_target_micro=to_micro(Decimal(own["rate_target"])),
        logo=paths.resource("demo", "logo.png").read_bytes(),
        registrations=[TaxRegistration(jurisdiction=own["country"], number=number)],
        accounts=[account],
    )


def store(work: Work, facts: Facts, today: date) -> Business:
    """Catalogue, customers, contracts and counts, dated back from today."""
    business = Business(begin=month_start(today, MONTHS))
    for each in facts["services"]:
        business.services[each["code"]] = work.add(_service(each))
    for each in facts["customers"]:
        customer = work.add(_customer(each))
        business.customers[customer.short] = customer
        first = today
        for agreed in each["contracts"]:
            contract = work.add(_contract(agreed, customer, business, today))
            first = min(first, contract.start)
            business.tasks += [
                Task(line["service"], line["weight"], customer.id, row, row.service_id)
                for line, row in zip(agreed["lines"], contract.lines, strict=True)
            ]
        for count in _counts(each, customer, max(first, business.begin), today):
            work.add(count)
    return business


def _service(facts: Facts) -> Service:
    values = {key: value for key, value in facts.items() if key != "price"}
    return Service(uuid=_uuid(), price_micro=to_micro(Decimal(facts["price"])), **values)


def _customer(facts: Facts) -> Customer:
    site = Site(**{key: facts[key] for key in ("street", "postcode", "city", "country")})
    site.region = facts.get("region", "")
    email = f"accounts@{facts['short']}.example"
    return Customer(
        uuid=_uuid(),
        **{key: facts[key] for key in ("name", "short", "vat_id", "currency", "language")},
        status=facts.get("status", "business"),
        evidence=facts.get("evidence", ""),
        hourly_rate_micro=to_micro(Decimal(facts["hourly_rate"])),
        sites=[site],
        contacts=[Contact(name=facts["contact"], email=email, gets_invoices=True)],
    )


def _contract(facts: Facts, customer: Customer, business: Business, today: date) -> Contract:
    start = month_start(today, facts["since"]).replace(day=facts.get("day", 1))
    lines = [
        _line(each, business, start, position, today)
        for position, each in enumerate(facts["lines"])
    ]
    return Contract(
        uuid=_uuid(),
        customer_id=customer.id or 0,
        title=facts["title"],
        po_number=facts.get("po", ""),
        start=start,
        lines=lines,
    )


def _line(
    facts: Facts, business: Business, start: date, position: int, today: date
) -> ContractLine:
    terms = [_terms(facts["model"], facts["terms"], start)]
    later = facts.get("later")
    if later:
        terms.append(_terms(facts["model"], later["terms"], month_start(today, later["months"])))
    line = ContractLine(
        service_id=business.services[facts["service"]].id or 0,
        position=position,
        count_kind=facts.get("count", ""),
        cadence_months=facts.get("cadence", 1),
        timing=facts.get("timing", Timing.ARREARS.value),
        start=start,
        terms=terms,
    )
    if start < business.begin:
        line.billed_until = _billed_until(line, business.begin)
    return line


def _terms(code: str, terms: Mapping[str, object], day: date) -> LineTerms:
    known = model(code)
    return LineTerms(
        valid_from=day,
        model=code,
        model_version=known.version,
        terms=dict(known.write(known.read(known.version, terms))),
    )


def _billed_until(line: ContractLine, begin: date) -> date:
    """Where an older program, or paper, had stopped: at the end of a whole period.

    The book's first run is made a month after it begins, so periods in advance
    were billed up to there.
    """
    first_run = month_start(begin, -1)
    starts = (period.start for period in _periods(line))
    if line.timing == Timing.ADVANCE:
        return next(start for start in starts if start >= first_run)
    return list(takewhile(lambda start: start <= begin, starts))[-1]


def _periods(line: ContractLine) -> Iterator[Period]:
    return Cadence(line.cadence_months, line.anchor_day).whole_periods(line.start)


def _counts(facts: Facts, customer: Customer, first: date, today: date) -> Iterator[Count]:
    """Counted anew each month; stale ones stopped some months ago."""
    last = month_start(today, _STALE_MONTHS) if facts.get("stale_counts") else today
    days = [first]
    while month_start(days[-1], -1) <= last:
        days.append(month_start(days[-1], -1))
    for kind, steps in facts["counts"].items():
        for place, day in enumerate(days):
            quantity = steps[place * len(steps) // len(days)]
            yield Count(
                customer_id=customer.id or 0,
                kind=kind,
                day=day,
                quantity_micro=to_micro(Decimal(quantity)),
            )


def _uuid() -> str:
    return str(uuid.uuid4())
