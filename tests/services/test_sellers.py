"""The owner's page: fields, registrations that do not overlap, bank accounts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.errors import DomainError, InvalidInput
from msspdesk.services import sellers
from msspdesk.services.changes import Changes
from tests import builders

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return builders.make_book(tmp_path)


def do(book: Book, deed: Callable[..., Changes], *args: Any, **fields: Any) -> Changes:
    return deed(book, sellers.page(book).version, *args, **fields)


def problem(book: Book, deed: Callable[..., Changes], *args: Any, **fields: Any) -> str:
    with pytest.raises(DomainError) as caught:
        do(book, deed, *args, **fields)
    error = caught.value
    return error.problems[0].code if isinstance(error, InvalidInput) else error.code


def test_the_page_shows_the_seller(book: Book) -> None:
    page = sellers.page(book)
    assert (page.name, page.zone, page.logo) == ("Nordwall Security", "Europe/Berlin", None)
    assert page.registrations[0].number == "DE318274650"
    assert page.accounts[0].iban == "DE89370400440532013000"


def test_fields_change_and_come_back(book: Book) -> None:
    done = do(book, sellers.update, logo=PNG, accent="#112233", rate_target=Decimal("6.5"))
    page = sellers.page(book)
    assert (page.logo, page.accent, page.rate_target) == (PNG, "#112233", Decimal("6.5"))
    assert done.undo is not None
    done.undo.job(book)
    assert sellers.page(book).logo is None


def test_today_follows_the_zone_at_once(book: Book) -> None:
    assert book.today() == date(2026, 7, 31)
    do(book, sellers.update, zone="Pacific/Kiritimati")
    assert book.today() == date(2026, 8, 1)  # 10:00 UTC is already 00:00 there


def test_wrong_fields_are_told(book: Book) -> None:
    with pytest.raises(InvalidInput) as caught:
        do(book, sellers.update, name="", zone="Berlin", paper="A5", number_pattern="RE-{year}")
    assert {each.field: each.code for each in caught.value.problems} == {
        "name": "name_missing",
        "zone": "zone_unknown",
        "paper": "choice_unknown",
        "number_pattern": "number_pattern_without_counter",
    }


def test_registrations_of_one_place_do_not_overlap(book: Book) -> None:
    old = sellers.page(book).registrations[0]
    new = {"jurisdiction": "DE", "scheme": "small_business", "valid_from": date(2027, 1, 1)}
    assert problem(book, sellers.add_registration, **new) == "registrations_overlap"
    do(book, sellers.update_registration, old.id, valid_to=date(2026, 12, 31))
    do(book, sellers.add_registration, **new)
    do(book, sellers.add_registration, jurisdiction="EU", scheme="oss", number="DE318274650")
    found = [(each.jurisdiction, each.scheme) for each in sellers.page(book).registrations]
    assert found == [("DE", "standard"), ("DE", "small_business"), ("EU", "oss")]
    do(book, sellers.remove_registration, sellers.page(book).registrations[2].id)
    assert len(sellers.page(book).registrations) == 2


def test_a_registration_needs_a_place_and_a_number_of_that_place(book: Book) -> None:
    assert problem(book, sellers.add_registration, number="1") == "country_missing"
    assert problem(book, sellers.add_registration, jurisdiction="Bremen") == "country_unknown"
    wrong = {"jurisdiction": "FR", "number": "FR12345"}
    assert problem(book, sellers.add_registration, **wrong) == "vat_id_format"
    assert len(sellers.page(book).registrations) == 1


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"valid_to": date(2020, 1, 1)}, "registration_dates", "valid_to"),
        ({"valid_from": date(206, 7, 1)}, "day_out_of_range", "valid_from"),
        ({"valid_to": date(2260, 7, 1)}, "day_out_of_range", "valid_to"),
        ({"number": "FR96000110899"}, "vat_id_other_country", "number"),
        ({"number": "DE318274651"}, "vat_id_format", "number"),
        ({"scheme": "lut"}, "scheme_not_there", "scheme"),
        ({"scheme": "forfettario"}, "scheme_not_there", "scheme"),
    ],
)
def test_what_is_wrong_with_a_registration_stands_at_its_field(
    book: Book, fields: dict[str, object], code: str, field: str
) -> None:
    (registration,) = sellers.page(book).registrations
    with pytest.raises(InvalidInput) as caught:
        do(book, sellers.update_registration, registration.id, **fields)
    assert [(each.code, each.field) for each in caught.value.problems] == [(code, field)]
    assert sellers.page(book).registrations == (registration,)


def test_an_overlap_is_named_at_the_first_day(book: Book) -> None:
    with pytest.raises(InvalidInput) as caught:
        do(book, sellers.add_registration, jurisdiction="DE")
    assert [each.field for each in caught.value.problems] == ["valid_from"]


def test_a_letter_of_undertaking_stands_beside_the_registration_in_india(book: Book) -> None:
    do(book, sellers.add_registration, jurisdiction="IN")
    do(book, sellers.add_registration, jurisdiction="IN", scheme="lut", number="AD290326001234X")
    do(book, sellers.add_registration, jurisdiction="US-TX", number="3-20123-4567-8")
    do(book, sellers.add_registration, jurisdiction="EU")
    schemes = [(each.jurisdiction, each.scheme) for each in sellers.page(book).registrations[1:]]
    assert schemes == [("IN", "standard"), ("IN", "lut"), ("US-TX", "standard"), ("EU", "oss")]


def test_bank_accounts_are_checked(book: Book) -> None:
    assert problem(book, sellers.add_account, name="Savings") == "account_missing"
    assert problem(book, sellers.add_account, iban="DE89370400440532013001") == "iban_wrong"
    dates = {"valid_from": date(2026, 2, 1), "valid_to": date(2026, 1, 1)}
    assert problem(book, sellers.add_account, number="12", **dates) == "end_before_start"
    done = do(book, sellers.add_account, iban="GB29 NWBK 6016 1331 9268 19", currency="gbp")
    account = sellers.page(book).accounts[1]
    assert (account.iban, account.currency) == ("GB29NWBK60161331926819", "GBP")
    do(book, sellers.update_account, account.id, name="London")
    assert done.undo is not None
    with pytest.raises(DomainError, match="changed_since"):
        done.undo.job(book)
    do(book, sellers.remove_account, account.id)
    assert len(sellers.page(book).accounts) == 1
