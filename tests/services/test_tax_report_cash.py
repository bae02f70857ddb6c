"""Cash accounting attacked with payments; the figures expected are worked out in Decimal here."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msspdesk.db.book import Book
from msspdesk.domain.customers import Site
from msspdesk.domain.invoices import InvoiceLine
from msspdesk.domain.sellers import TaxRegistration
from msspdesk.services import credit_notes, crediting, issuing, payments, tax_report
from msspdesk.services.crediting import Refund
from msspdesk.services.payments import NewPayment
from tests.builders import FixedClock, make_book
from tests.services import drafts_for_tests as make

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
RATES = (19, 7, 0)
CENT = Decimal("0.01")


def three_rates(nets: tuple[int, int, int]) -> list[InvoiceLine]:
    """A line at 19 %, one at 7 % and one at none, each stated on the line."""
    return [
        make.line(
            quantity_micro=1_000_000, unit_price_micro=net * 10_000, amount_minor=net, position=at,
            given_rate_micro=rate * 1_000_000, given_category="S" if rate else "Z",
        )
        for at, (net, rate) in enumerate(zip(nets, RATES, strict=True))
    ]  # fmt: skip


def tax_of(net: int, rate: int) -> Decimal:
    """The tax of a group: half up, to the cent."""
    return (Decimal(net) / 100 * rate / 100).quantize(CENT, ROUND_HALF_UP)


def by_rate(book: Book, first: date, last: date, way: str = "") -> Counter[int]:
    found: Counter[int] = Counter()
    for part in tax_report.report(book, "DE", first, last, way).parts:
        for row in part.rows:
            found[int(row.rate)] += row.amount
    return found


def months() -> list[tuple[date, date]]:
    starts = [date(2026, each, 1) for each in range(1, 13)]
    ends = [each - timedelta(days=1) for each in (*starts[1:], date(2027, 1, 1))]
    return list(zip(starts, ends, strict=True))


def summed(book: Book, way: str = "") -> Counter[int]:
    """All months of the year, one report each."""
    found: Counter[int] = Counter()
    for first, last in months():
        found.update(by_rate(book, first, last, way))
    return found


def cash_book(folder: Path, clock: FixedClock | None = None) -> Book:
    """A seller who pays tax on what was received (Ist-Versteuerung, § 20 UStG)."""
    registration = TaxRegistration(
        jurisdiction="DE", number="DE318274650", accounting="cash", valid_from=date(2021, 1, 1)
    )
    return make_book(folder, clock, registrations=[registration])


def invoice(book: Book, nets: tuple[int, int, int], **head: object) -> tuple[int, int]:
    """An issued invoice and what is to be paid on it."""
    draft = make.add_draft(book, make.add_customer(book), *three_rates(nets), **head)
    issuing.issue(book, [draft])
    gross = sum(nets) + sum(int(tax_of(*pair) * 100) for pair in zip(nets, RATES, strict=True))
    return draft, gross - int(str(head.get("prepaid_minor", 0)))


@given(
    nets=st.tuples(*[st.integers(1, 99_999)] * 3),
    cuts=st.lists(st.integers(1, 400), min_size=1, max_size=6, unique=True),
    days=st.lists(st.integers(0, 150), min_size=7, max_size=7),
)
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_split_of_the_payments_adds_up_to_the_tax(
    tmp_path_factory: pytest.TempPathFactory,
    nets: tuple[int, int, int],
    cuts: list[int],
    days: list[int],
) -> None:
    """And up to a day nothing but the share of the money received so far is declared."""
    clock = FixedClock()
    book = cash_book(tmp_path_factory.mktemp("cash"), clock)
    draft, open_ = invoice(book, nets)
    clock.set_day(date(2026, 12, 31))
    marks = sorted({open_ * each // 401 for each in cuts} | {0, open_})
    received = [
        (date(2026, 7, 31) + timedelta(days=day), after - before)
        for day, before, after in zip(days, marks, marks[1:], strict=False)
        if after > before
    ]
    for day, amount in received:
        payments.record_payment(book, NewPayment(draft, day, amount))
    taxes = Counter(
        {rate: int(tax_of(net, rate) * 100) for net, rate in zip(nets, RATES, strict=True)}
    )
    assert summed(book) == taxes
    half_year = date(2026, 9, 30)
    paid = Decimal(sum(amount for day, amount in received if day <= half_year))
    for rate, tax in taxes.items():
        share = (Decimal(tax) * paid / open_).quantize(Decimal(1), ROUND_HALF_UP)
        assert by_rate(book, YEAR[0], half_year)[rate] == share


def test_an_overpayment_bears_no_more_tax(tmp_path: Path) -> None:
    book = cash_book(tmp_path)
    draft, open_ = invoice(book, (100_01, 33_33, 7))
    payments.record_payment(book, NewPayment(draft, book.today(), open_ + 5000, keep_rest=True))
    assert summed(book)[19] == 19_00
    assert summed(book)[7] == 2_33


def test_what_came_before_the_invoice_is_declared_when_it_came(tmp_path: Path) -> None:
    """§ 13 (1) no. 1 b UStG: with the end of the period in which it was received."""
    book = cash_book(tmp_path)
    draft, open_ = invoice(book, (100_00, 0, 0), prepaid_minor=59_50, paid_on=date(2026, 5, 20))
    assert open_ == 59_50
    assert by_rate(book, date(2026, 5, 1), date(2026, 5, 31))[19] == 9_50
    assert by_rate(book, date(2026, 7, 1), date(2026, 7, 31))[19] == 0
    payments.record_payment(book, NewPayment(draft, date(2026, 7, 31), 59_50))
    assert by_rate(book, date(2026, 7, 1), date(2026, 7, 31))[19] == 9_50


def test_an_invoice_paid_in_full_before_it_was_made_is_declared_too(tmp_path: Path) -> None:
    book = cash_book(tmp_path)
    invoice(book, (100_00, 0, 0), prepaid_minor=119_00)
    assert by_rate(book, date(2026, 7, 1), date(2026, 7, 31))[19] == 19_00


def test_by_accrual_an_advance_is_declared_when_it_came(tmp_path: Path) -> None:
    """§ 13 (1) no. 1 a sentence 4 UStG; the rest with the service."""
    book = make_book(tmp_path)
    invoice(book, (100_00, 0, 0), prepaid_minor=23_80, paid_on=date(2026, 5, 20))
    assert by_rate(book, date(2026, 5, 1), date(2026, 5, 31))[19] == 3_80
    assert by_rate(book, date(2026, 7, 1), date(2026, 7, 31))[19] == 15_20


def test_a_payment_taken_back_takes_its_tax_back(tmp_path: Path) -> None:
    book = cash_book(tmp_path)
    draft, open_ = invoice(book, (100_01, 33_33, 7))
    done = payments.record_payment(book, NewPayment(draft, book.today(), open_))
    assert done.undo is not None
    done.undo.job(book)
    assert not any(summed(book).values())


def test_a_credit_note_against_a_part_paid_invoice(tmp_path: Path) -> None:
    """A third was paid: its tax stays until it is paid back."""
    book = cash_book(tmp_path)
    draft, open_ = invoice(book, (90_00, 0, 0))
    payments.record_payment(book, NewPayment(draft, book.today(), open_ // 3))
    note = credit_notes.cancel_invoice(book, draft, "Wrong customer").ids[0]
    assert summed(book)[19] == 5_70
    crediting.pay_back(book, Refund(note, book.today(), open_ // 3))
    assert summed(book)[19] == 0


def test_what_is_never_paid_is_never_declared(tmp_path: Path) -> None:
    """Written off: the invoice is cancelled, nothing was received."""
    book = cash_book(tmp_path)
    draft, _open = invoice(book, (100_01, 33_33, 7))
    assert not any(summed(book).values())
    credit_notes.cancel_invoice(book, draft, "Insolvent")
    assert not any(summed(book).values())


def switched(folder: Path, clock: FixedClock, before: str, after: str) -> Book:
    """Registered in two ways, the second from 1 August 2026."""
    rows = [
        TaxRegistration(
            jurisdiction="DE", number="DE318274650", accounting=before,
            valid_from=date(2021, 1, 1), valid_to=date(2026, 7, 31),
        ),
        TaxRegistration(
            jurisdiction="DE", number="DE318274650", accounting=after,
            valid_from=date(2026, 8, 1),
        ),
    ]  # fmt: skip
    return make_book(folder, clock, registrations=rows)


@pytest.mark.parametrize(
    ("before", "after", "july", "august"),
    [("accrual", "cash", 19_00, 0), ("cash", "accrual", 0, 19_00)],
)
def test_a_change_of_accounting_declares_nothing_twice(
    tmp_path: Path, before: str, after: str, july: int, august: int
) -> None:
    """§ 20 sentence 3 UStG: no sale twice, none not at all. An invoice of July paid in August."""
    clock = FixedClock()
    book = switched(tmp_path, clock, before, after)
    draft, open_ = invoice(book, (100_00, 0, 0))
    clock.set_day(date(2026, 8, 20))
    payments.record_payment(book, NewPayment(draft, date(2026, 8, 20), open_))
    assert by_rate(book, date(2026, 7, 1), date(2026, 7, 31))[19] == july
    assert by_rate(book, date(2026, 8, 1), date(2026, 8, 31))[19] == august


def test_the_tax_offices_currency_comes_in_the_same_shares(tmp_path: Path) -> None:
    """105.00 USD of which 5.00 is VAT, 3.6725 AED a dollar: 18.36 AED in three payments."""
    registration = TaxRegistration(jurisdiction="AE", number="1", accounting="cash")
    book = make_book(tmp_path, country="AE", currency="AED", registrations=[registration])
    place = Site(street="1 Quay", postcode="1", city="Dubai", country="AE")
    customer = make.add_customer(book, currency="USD", vat_id="", sites=[place])
    rate = {"pair": "USD/AED", "rate": "3.6725", "day": "2026-07-31", "source": "CBUAE"}
    line = make.line(
        tax_class="managed_it", quantity_micro=1_000_000, unit_price_micro=100_000_000,
        amount_minor=100_00,
    )  # fmt: skip
    draft = make.add_draft(book, customer, line, currency="USD", exchange=rate)
    issuing.issue(book, [draft])
    for amount in (35_00, 35_01, 34_99):
        payments.record_payment(book, NewPayment(draft, book.today(), amount))
    (part,) = tax_report.report(book, "AE", *YEAR).parts
    assert (part.currency, part.tax) == ("AED", 18_36)


def test_what_the_customer_withholds_counts_with_the_rest(tmp_path: Path) -> None:
    """100.00, 21 % IVA, 15 % IRPF: 106.00 is paid in two parts, 21.00 declared."""
    registration = TaxRegistration(jurisdiction="ES", number="ESB12345674", accounting="cash")
    book = make_book(
        tmp_path, country="ES", person="individual_professional", registrations=[registration]
    )
    place = Site(street="Calle 1", postcode="28001", city="Madrid", country="ES")
    customer = make.add_customer(book, vat_id="", sites=[place])
    line = make.line(
        tax_class="consulting", quantity_micro=1_000_000, unit_price_micro=100_000_000,
        amount_minor=100_00,
    )  # fmt: skip
    draft = make.add_draft(book, customer, line)
    issuing.issue(book, [draft])
    found = []
    for amount in (53_01, 52_99):
        payments.record_payment(book, NewPayment(draft, book.today(), amount))
        (part,) = tax_report.report(book, "ES", *YEAR).parts
        found.append(part.tax)
    assert found == [10_50, 21_00]


def test_any_payment_declares_all_of_it_in_australia(tmp_path: Path) -> None:
    """GST Act 1999 s 29-5 (1): when any of the consideration is received before the invoice."""
    registration = TaxRegistration(jurisdiction="AU", number="51824753556")
    book = make_book(tmp_path, country="AU", currency="AUD", registrations=[registration])
    place = Site(street="1 Quay", postcode="2000", city="Sydney", region="NSW", country="AU")
    customer = make.add_customer(book, currency="AUD", vat_id="", sites=[place])
    line = make.line(
        tax_class="consulting", quantity_micro=1_000_000, unit_price_micro=100_000_000,
        amount_minor=100_00,
    )  # fmt: skip
    paid = {"prepaid_minor": 1_00, "paid_on": date(2026, 5, 20)}
    issuing.issue(book, [make.add_draft(book, customer, line, currency="AUD", **paid)])
    (part,) = tax_report.report(book, "AU", date(2026, 5, 1), date(2026, 5, 31)).parts
    assert part.tax == 10_00
    assert tax_report.report(book, "AU", date(2026, 7, 1), date(2026, 7, 31)).parts == ()
