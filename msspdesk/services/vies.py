"""Asks VIES, the European Commission's service, whether a VAT id is registered.

Only when the owner presses the button, and outside any transaction: an answer can
take seconds. VIES passes the question on to the tax office of the member state, so
three things are told apart: an answer (registered or not, both final), a failure
that passes (office or line busy, no network), and one that does not.
`services/vies_line.py` is the network.
Source: "VIES on-the-Web", technical information and list of errors,
https://ec.europa.eu/taxation_customs/vies/#/technical-information
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from msspdesk.db.book import Book
from msspdesk.domain.customers import Customer
from msspdesk.domain.errors import DomainError, ExternalError
from msspdesk.domain.sellers import Seller
from msspdesk.domain.tax.identifiers import in_vies
from msspdesk.domain.tax.model import in_force
from msspdesk.services.vies_line import Line

ADDRESS = "https://ec.europa.eu/taxation_customs/vies/rest-api/check-vat-number"
SECONDS = 15.0
"""How long a check may take from its first byte to its answer, whatever the server does."""
NAME: Final = "VIES"

_NO_ANSWER: Final = ("", "---")
_ANSWERS: Final = frozenset({"", "VALID", "INVALID"})
_WRONG_REQUESTER: Final = "INVALID_REQUESTER_INFO"
_FINAL: Final = frozenset({"IP_BLOCKED", "VAT_BLOCKED"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What VIES said about `vat_id`. Some member states give no `name`.

    `consultation` is the number that proves the question to a tax office; there is
    one when the owner's own VAT id was sent along.
    """

    vat_id: str
    valid: bool
    name: str = ""
    consultation: str = ""

    @property
    def note(self) -> str:
        """The name and the consultation number, as they are kept with the customer."""
        return " · ".join(each for each in (self.name, self.consultation) if each)


def asked_for(
    book: Book, customer_id: int, cancelled: Callable[[], bool] = lambda: False
) -> Answer:
    """Ask about a customer's VAT id, from the owner's own where there is one.

    Stores nothing. DomainError: vies_not_asked (not an id of the EU), vies_input_wrong.
    ExternalError: vies_busy (try again), vies_refuses, and those of `vies_line`.
    """
    with book.read() as work:
        vat_id = work.get(Customer, customer_id).vat_id
        seller = work.get(Seller, 1)
        requester = _own_id(seller, book)
    if not in_vies(vat_id):
        raise DomainError("vies_not_asked", vat_id=vat_id)
    return ask(vat_id, requester, cancelled)


def ask(vat_id: str, requester: str = "", cancelled: Callable[[], bool] = lambda: False) -> Answer:
    """Ask about one id; both are written with their prefix, EL for Greece, XI for
    Northern Ireland. `cancelled` is looked at while the answer is waited for.
    """
    line = Line(SECONDS, cancelled)
    question = {"countryCode": vat_id[:2], "vatNumber": vat_id[2:]}
    own = {"requesterMemberStateCode": requester[:2], "requesterNumber": requester[2:]}
    told = line.post(ADDRESS, question | own if requester else question)
    if requester and _code(told) == _WRONG_REQUESTER:
        told = line.post(ADDRESS, question)  # the question stands without a consultation number too
    return _answer(vat_id, told)


def _own_id(seller: Seller, book: Book) -> str:
    today = book.today()
    numbers = (
        each.number
        for each in seller.registrations
        if each.jurisdiction == seller.country and in_force(today, each.valid_from, each.valid_to)
    )
    return next((each for each in numbers if in_vies(each)), "")


def _answer(vat_id: str, told: Mapping[str, Any]) -> Answer:
    code, valid = _code(told), told.get("valid")
    if code == "INVALID_INPUT":
        raise DomainError("vies_input_wrong", vat_id=vat_id)
    if code in _FINAL:
        raise ExternalError("vies_refuses", answer=code)
    if code not in _ANSWERS:
        raise ExternalError("vies_busy", temporary=True, answer=code, prefix=vat_id[:2])
    about = f"{told.get('countryCode')}{told.get('vatNumber')}"
    if not isinstance(valid, bool) or about != vat_id:
        raise ExternalError("vies_unreadable", temporary=True)
    return Answer(vat_id, valid, _text(told, "name"), _text(told, "requestIdentifier"))


def _code(told: Mapping[str, Any]) -> str:
    """What went wrong, as VIES names it; empty when it answered."""
    errors = told.get("errorWrappers")
    if isinstance(errors, list) and errors and isinstance(errors[0], dict):
        return _text(errors[0], "error") or "SERVICE_UNAVAILABLE"
    return _text(told, "userError")


def _text(told: Mapping[str, Any], key: str) -> str:
    value = told.get(key)
    line = " ".join(value.split()) if isinstance(value, str) else ""
    return "" if line in _NO_ANSWER else line[:300]
