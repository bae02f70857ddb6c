"""Every pricing model keeps the same contract; a new one is one more file."""

from __future__ import annotations

import dataclasses
import json
import sys
import textwrap
import typing
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from msspdesk.domain import pricing
from msspdesk.domain.errors import DomainError
from msspdesk.domain.invoices import line_net
from msspdesk.domain.periods import Horizon, Period, Proration, ServicePeriod
from msspdesk.domain.pricing import CountFact, Facts, Model, Span, TimeFact, models
from msspdesk.services import billing_run, contracts, counts
from msspdesk.services.contracts import NewLine
from tests import builders

JULY = Period(date(2026, 7, 1), date(2026, 8, 1))
FACTS = Facts(
    currency="EUR",
    unit="C62",
    proration=Proration.ACTUAL_DAYS,
    counts=(
        CountFact(date(2026, 6, 1), Decimal(90)),
        CountFact(date(2026, 7, 14), Decimal(96)),
        CountFact(date(2026, 7, 20), Decimal(95)),
    ),
    entries=(
        TimeFact(1, date(2026, 7, 3), 100),
        TimeFact(2, date(2026, 7, 31), 50, Decimal("99.99")),
    ),
    hourly_rate=Decimal(140),
    count_kind="endpoints",
)
MODELS = list(models().values())
every_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.code)


def example(model: Model) -> Any:
    """Terms with a value in every field, made from the types alone."""
    hints = typing.get_type_hints(model.Terms)
    values: dict[Any, Any] = {Decimal: Decimal("12.345678"), int: 3, bool: True, str: "x"}
    values[date] = date(2026, 1, 31)
    plain = {
        name: next(each for each in (hint, *typing.get_args(hint)) if each in values)
        for name, hint in hints.items()
    }
    return model.Terms(**{name: values[kind] for name, kind in plain.items()})


def whole_span() -> Span:
    return Span(ServicePeriod(JULY, JULY), JULY)


def broken_span(start: date, end: date) -> Span:
    part = Period(start, end)
    return Span(ServicePeriod(JULY, part), part)


def test_the_first_three_are_offered_first() -> None:
    assert list(models())[:3] == ["fixed_fee", "per_unit", "hourly"]


@every_model
def test_terms_go_to_json_and_back(model: Model) -> None:
    terms = example(model)
    stored = json.loads(json.dumps(model.write(terms)))
    assert model.read(model.version, stored) == terms
    assert not any(isinstance(value, float) for value in stored.values())


@every_model
def test_optional_terms_may_be_left_open(model: Model) -> None:
    required = {
        each.name for each in dataclasses.fields(model.Terms) if each.default is dataclasses.MISSING
    }
    stored = {
        name: value for name, value in model.write(example(model)).items() if name in required
    }
    again = model.read(model.version, stored)
    assert model.read(model.version, model.write(again)) == again


@every_model
def test_terms_of_a_newer_program_and_foreign_terms_are_refused(model: Model) -> None:
    stored = model.write(example(model))
    with pytest.raises(DomainError, match="terms_are_newer"):
        model.read(model.version + 1, stored)
    for wrong in ({"unheard": 1}, dict.fromkeys(stored, 1.5), dict.fromkeys(stored, "many")):
        with pytest.raises(DomainError, match="terms_unreadable"):
            model.read(model.version, wrong)


@every_model
def test_each_field_has_its_words_for_the_form(model: Model) -> None:
    assert model.label
    for each in dataclasses.fields(model.Terms):
        assert each.metadata["label"], each.name


@every_model
def test_wrong_numbers_are_named_by_field(model: Model) -> None:
    terms = example(model)
    for each in dataclasses.fields(terms):
        if isinstance(getattr(terms, each.name), Decimal):
            for number, code in (
                ("-1", "price_negative"),
                ("NaN", "price_negative"),
                ("0.0000001", "too_many_decimals"),
            ):
                wrong = dataclasses.replace(terms, **{each.name: Decimal(number)})
                assert [(p.code, p.field) for p in model.check(wrong)] == [(code, each.name)]
    assert model.check(terms) == ()


@every_model
@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD"])
@pytest.mark.parametrize(
    "span", [whole_span(), broken_span(date(2026, 7, 2), date(2026, 7, 30))], ids=["whole", "part"]
)
def test_each_part_explains_its_amount_on_paper(model: Model, span: Span, currency: str) -> None:
    answer = model.price(example(model), span, dataclasses.replace(FACTS, currency=currency))
    assert answer.parts
    assert not answer.missing
    for part in answer.parts:
        on_paper = line_net(part.quantity, part.unit_price, part.price_base, 0, currency)
        assert part.amount_minor == on_paper
        assert part.quantity == round(part.quantity, 6)
        assert part.unit_price == round(part.unit_price, 6) >= 0
        assert span.part.start <= part.period.start < part.period.end <= span.part.end
        assert part.why
        json.dumps(dict(part.details))


@every_model
@pytest.mark.parametrize("counts", [FACTS.counts, FACTS.counts[:1], ()], ids=len)
@pytest.mark.parametrize("proration", Proration)
@pytest.mark.parametrize(
    "span",
    [
        whole_span(),
        broken_span(date(2026, 7, 2), date(2026, 7, 14)),
        broken_span(date(2026, 7, 2), date(2026, 7, 15)),
        broken_span(date(2026, 7, 20), date(2026, 8, 1)),
    ],
    ids=str,
)
def test_the_quick_amount_is_that_of_the_parts(
    model: Model, span: Span, proration: Proration, counts: tuple[CountFact, ...]
) -> None:
    facts = dataclasses.replace(FACTS, proration=proration, counts=counts)
    answer = model.price(example(model), span, facts)
    quick = model.amount(example(model), span, facts)
    if quick is not None:
        assert not answer.missing
        assert quick == sum(part.amount_minor for part in answer.parts)


def test_the_quick_amount_is_told_where_nothing_changes_inside() -> None:
    known = dataclasses.replace(FACTS, counts=FACTS.counts[:1])
    quick = {each.code: each.amount(example(each), whole_span(), known) for each in MODELS[:3]}
    assert quick == {"fixed_fee": 1235, "per_unit": 111111, "hourly": None}


@every_model
def test_a_period_cut_in_two_costs_the_same_to_a_cent_a_part(model: Model) -> None:
    terms = example(model)
    middle = date(2026, 7, 17)
    whole = model.price(terms, whole_span(), FACTS)
    halves = [
        model.price(terms, broken_span(*days), FACTS)
        for days in ((JULY.start, middle), (middle, JULY.end))
    ]
    parts = [part for half in halves for part in half.parts]
    total = sum(part.amount_minor for part in parts)
    assert abs(total - sum(part.amount_minor for part in whole.parts)) <= len(parts)


@every_model
def test_facts_that_are_missing_are_named_and_never_zero(model: Model) -> None:
    bare = Facts(
        "EUR", "C62", Proration.ACTUAL_DAYS, entries=FACTS.entries[:1], count_kind="endpoints"
    )
    required = [each for each in dataclasses.fields(model.Terms) if each.default is None]
    terms = dataclasses.replace(example(model), **{each.name: None for each in required})
    answer = model.price(terms, whole_span(), bare)
    needs = model.needs_count or model.by_time
    assert bool(answer.missing) == needs
    assert bool(answer.parts) != needs


NEW_MODEL = '''
    """A price for each package of units begun."""

    from dataclasses import dataclass, field
    from decimal import ROUND_CEILING, Decimal

    from msspdesk.domain.money import to_minor
    from msspdesk.domain.pricing import Answer, Model, Part


    @dataclass(frozen=True, slots=True)
    class PackageTerms:
        price: Decimal = field(metadata={"label": "Price per package"})
        size: int = field(metadata={"label": "Units in a package"})


    class Package(Model):
        code = "package"
        label = "Packages"
        rank = 40
        needs_count = True
        Terms = PackageTerms

        def price(self, terms, span, facts):
            units = facts.counts[0].quantity
            packages = (units / terms.size).to_integral_value(ROUND_CEILING)
            amount = to_minor(packages * terms.price, facts.currency)
            details = {"price": str(terms.price), "count": str(units)}
            return Answer((
                Part("whole", span.part, packages, "XPP", terms.price, amount, details=details),
            ))


    MODEL = Package()
'''


@pytest.fixture
def new_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One more file beside the models."""
    folder = tmp_path / "more_models"
    folder.mkdir()
    (folder / "package.py").write_text(textwrap.dedent(NEW_MODEL), encoding="utf-8")
    monkeypatch.setattr(pricing, "__path__", [*pricing.__path__, str(folder)])
    models.cache_clear()
    yield
    sys.modules.pop("msspdesk.domain.pricing.package", None)
    models.cache_clear()


@pytest.mark.usefixtures("new_model")
def test_a_new_model_is_one_file(tmp_path: Path) -> None:
    """121 units in packages of 10 at 100.00 are 13 packages: stored, read, billed."""
    book = builders.make_book(tmp_path)
    with book.write() as work:
        work.add(builders.customer())
        work.add(builders.service())
    terms = models()["package"].Terms(price=Decimal(100), size=10)
    (contract_id,) = contracts.add_contract(book, 1, start=JULY.start).ids
    new = NewLine(service_id=1, model="package", terms=terms, count_kind="logs")
    contracts.add_line(book, contract_id, new)
    counts.record_count(book, 1, "logs", JULY.start, Decimal(121))
    proposal = billing_run.preview(book, Horizon.through(date(2026, 7, 31)))
    book.close()
    (line,) = proposal.customers[0].lines
    assert (line.amount_minor, line.parts[0].quantity) == (130000, Decimal(13))
