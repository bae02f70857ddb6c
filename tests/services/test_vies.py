"""VIES is asked over the network, and what it answers is told apart.

The answers have the shape that the service gave in October 2026: a member state
that is closed is an error list in place of an answer, never `valid: false`.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.customers import Customer, Site
from msspdesk.domain.errors import DomainError, ExternalError
from msspdesk.services import customers, sellers, vies
from msspdesk.texts.errors import sentence
from tests.builders import make_book
from tests.services import drafts_for_tests as make

CZECH = "CZ45274649"
VALID = {
    "countryCode": "CZ",
    "vatNumber": "45274649",
    "requestDate": "2026-10-03T21:02:05.340Z",
    "valid": True,
    "requestIdentifier": "WAPIAAAAaEDkvhHx",
    "name": "ČEZ, a. s.",
    "address": "Duhová 1444/2\nPRAHA 4 - MICHLE\n140 00  PRAHA 4",
    "traderName": "---",
}
INVALID = VALID | {"valid": False, "requestIdentifier": "", "name": "---", "address": "---"}


def failed(code: str) -> dict[str, object]:
    return {"actionSucceed": False, "errorWrappers": [{"error": code}]}


class Service:
    """A web server on this machine that says what it was told to say."""

    def __init__(self) -> None:
        self.answers: list[object] = [VALID]
        self.status = 200
        self.asked: list[dict[str, str]] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.asked.append(json.loads(body))
                told = service.answers.pop(0) if len(service.answers) > 1 else service.answers[0]
                self.send_response(service.status)
                self.end_headers()
                self.wfile.write(told if isinstance(told, bytes) else json.dumps(told).encode())

            def log_message(self, *_args: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    made = Service()
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(vies, "ADDRESS", f"http://127.0.0.1:{made.server.server_port}/")
    yield made
    made.close()


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = make_book(tmp_path)
    yield made
    made.close()


def test_a_registered_id_comes_with_its_name_and_the_number_of_the_question(
    service: Service,
) -> None:
    answer = vies.ask(CZECH, "DE136695976")
    assert (answer.valid, answer.note) == (True, "ČEZ, a. s. · WAPIAAAAaEDkvhHx")
    assert service.asked == [
        {
            "countryCode": "CZ",
            "vatNumber": "45274649",
            "requesterMemberStateCode": "DE",
            "requesterNumber": "136695976",
        }
    ]


def test_greece_and_northern_ireland_have_their_own_prefix(service: Service) -> None:
    service.answers = [
        VALID | {"countryCode": "EL", "vatNumber": "094259216"},
        VALID | {"countryCode": "XI", "vatNumber": "980780684"},
    ]
    assert vies.ask("EL094259216").valid
    assert vies.ask("XI980780684").valid
    assert [each["countryCode"] for each in service.asked] == ["EL", "XI"]


def test_not_registered_is_an_answer(service: Service) -> None:
    service.answers = [INVALID]
    assert vies.ask(CZECH) == vies.Answer(CZECH, valid=False)


@pytest.mark.parametrize(
    "code",
    [
        *("MS_UNAVAILABLE", "MS_MAX_CONCURRENT_REQ", "MS_MAX_CONCURRENT_REQ_TIME", "TIMEOUT"),
        *("GLOBAL_MAX_CONCURRENT_REQ", "SERVICE_UNAVAILABLE", "NEVER_HEARD_OF"),
    ],
)
def test_a_closed_office_says_nothing_about_the_id(service: Service, code: str) -> None:
    for told in (failed(code), INVALID | {"userError": code}):
        service.answers = [told]
        with pytest.raises(ExternalError, match="vies_busy") as raised:
            vies.ask(CZECH)
        assert raised.value.temporary
        assert code in sentence(raised.value)
        assert sentence(raised.value).endswith("Nothing was changed; try again later.")


def test_a_refusal_does_not_pass(service: Service) -> None:
    service.answers = [failed("IP_BLOCKED")]
    with pytest.raises(ExternalError, match="vies_refuses") as raised:
        vies.ask(CZECH)
    assert not raised.value.temporary


def test_an_id_that_vies_cannot_read_is_the_owners_to_mend(service: Service) -> None:
    service.status, service.answers = 400, [failed("INVALID_INPUT")]
    with pytest.raises(DomainError, match="vies_input_wrong"):
        vies.ask(CZECH)


def test_an_own_id_that_is_not_registered_yet_does_not_stop_the_question(service: Service) -> None:
    service.answers = [failed("INVALID_REQUESTER_INFO"), VALID | {"requestIdentifier": ""}]
    assert vies.ask(CZECH, "DE136695976") == vies.Answer(CZECH, valid=True, name="ČEZ, a. s.")
    assert "requesterNumber" not in service.asked[1]


@pytest.mark.parametrize(
    "told",
    [
        b"<html>Please log in to the hotel network</html>",
        b"[1, 2]",
        VALID | {"valid": "true"},
        VALID | {"vatNumber": "99999999"},
        VALID | {"countryCode": "SK"},
        b" " * 200_000,
        b"[" * 90_000,
    ],
)
def test_what_is_no_answer_is_never_taken_for_one(service: Service, told: object) -> None:
    service.answers = [told]
    with pytest.raises(ExternalError, match="vies_unreadable"):
        vies.ask(CZECH)


def test_a_server_in_trouble_passes(service: Service) -> None:
    service.status, service.answers = 503, [b"Service Unavailable"]
    with pytest.raises(ExternalError, match="vies_busy") as raised:
        vies.ask(CZECH)
    assert "HTTP 503" in sentence(raised.value)


def test_no_network_is_told_and_passes(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    service.close()
    monkeypatch.setattr(vies, "SECONDS", 2.0)
    with pytest.raises(ExternalError, match="vies_unreachable") as raised:
        vies.ask(CZECH)
    assert raised.value.temporary


def test_the_customers_id_is_asked_with_the_owners_and_the_answer_kept(
    book: Book, service: Service
) -> None:
    page = sellers.page(book)
    (registration,) = page.registrations
    sellers.update_registration(book, page.version, registration.id, number="DE136695976")
    key = make.add_customer(
        book, name="ČEZ", vat_id=CZECH, sites=[Site(city="Praha", country="CZ")]
    )
    answer = vies.asked_for(book, key)
    assert service.asked[0]["requesterNumber"] == "136695976"
    done = customers.record_check(
        book, key, answer.vat_id, valid=answer.valid, by=vies.NAME, note=answer.note
    )
    with book.read() as work:
        row = work.get(Customer, key)
    assert (row.vat_id_check, row.vat_id_checked_on) == ("valid", date(2026, 7, 31))
    assert row.vat_id_check_note == "ČEZ, a. s. · WAPIAAAAaEDkvhHx"
    assert done.undo is not None
    done.undo.job(book)
    with book.read() as work:
        assert work.get(Customer, key).vat_id_check == ""


def test_only_ids_of_the_union_are_asked(book: Book, service: Service) -> None:
    swiss = Site(city="Bern", country="CH")
    key = make.add_customer(book, vat_id="CHE107787577", sites=[swiss])
    with pytest.raises(DomainError, match="vies_not_asked"):
        vies.asked_for(book, key)
    assert service.asked == []


def test_an_answer_about_an_id_that_was_changed_meanwhile_is_not_kept(book: Book) -> None:
    key = make.add_customer(book, vat_id="CZ60727772", sites=[Site(city="Praha", country="CZ")])
    with pytest.raises(DomainError, match="changed_since"):
        customers.record_check(book, key, CZECH, valid=True, by=vies.NAME)
