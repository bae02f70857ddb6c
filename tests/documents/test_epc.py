"""The payment code, against the sample and the limits of EPC069-12."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from msspdesk.documents.epc import epc_payload
from msspdesk.domain.errors import DomainError

IBAN = "DE89370400440532013000"
CASES = json.loads((Path(__file__).parents[1] / "data" / "epc_qr.json").read_text("utf-8"))


def test_sample_of_the_guideline() -> None:
    given = CASES["sample"]["input"]
    payload = epc_payload(
        given["name"],
        given["iban"],
        Decimal(given["amount"]),
        text=given["text"],
        bic=given["bic"],
        purpose=given["purpose"],
        info=given["info"],
    )
    assert payload.decode("utf-8").split("\n") == CASES["sample"]["payload_lines"]


def test_without_a_bic_it_is_version_2_and_ends_at_the_last_filled_line() -> None:
    payload = epc_payload("Mara Lindner", "DE89 3704 0044 0532 0130 00", Decimal("2026.29"))
    assert payload == b"BCD\n002\n1\nSCT\n\nMara Lindner\nDE89370400440532013000\nEUR2026.29"


def test_a_line_break_in_a_name_does_not_move_the_fields() -> None:
    lines = epc_payload("Nordwall\r\nSecurity", IBAN, Decimal("1.00"), text="a\tb").split(b"\n")
    assert lines[5:8] == [b"Nordwall Security", IBAN.encode(), b"EUR1.00"]
    assert lines[10] == b"a b"


@pytest.mark.parametrize("amount", ["0.01", "999999999.99"])
def test_amounts_at_the_limits(amount: str) -> None:
    assert f"EUR{amount}".encode() in epc_payload("A", IBAN, Decimal(amount))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": Decimal("0.00")}, "epc_amount_out_of_range"),
        ({"amount": Decimal("-5.00")}, "epc_amount_out_of_range"),
        ({"amount": Decimal("1000000000.00")}, "epc_amount_out_of_range"),
        ({"amount": Decimal("1.001")}, "too_many_decimals"),
        ({"name": "x" * 71}, "epc_name_too_long"),
        ({"name": " "}, "epc_name_missing"),
        ({"text": "x" * 141}, "epc_text_too_long"),
        ({"reference": "R" * 36}, "epc_reference_too_long"),
        ({"reference": "RF18539007547034", "text": "too"}, "epc_reference_or_text"),
        ({"iban": "DE89370400440532013001"}, "epc_iban_invalid"),
        ({"iban": "DE89"}, "epc_iban_invalid"),
        ({"name": "ü" * 70, "text": "ü" * 100}, "epc_too_long"),
    ],
)
def test_what_the_guideline_forbids(change: dict[str, object], code: str) -> None:
    given: dict[str, object] = {"name": "Mara", "iban": IBAN, "amount": Decimal("1.00")} | change
    with pytest.raises(DomainError) as caught:
        epc_payload(**given)  # type: ignore[arg-type]
    assert caught.value.code == code
