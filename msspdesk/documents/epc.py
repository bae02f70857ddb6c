"""The payment code of the European Payments Council (EPC069-12), as bytes for a QR code.

Only credit transfers in euro. The limits are those of the guideline: name 70
characters, structured reference 35, text 140, amount 0.01 to 999999999.99,
331 bytes in all. Errors are `DomainError` with a code that starts with "epc_".
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from msspdesk.domain.errors import DomainError

_MAX_AMOUNT: Final = Decimal("999999999.99")
_MAX_BYTES: Final = 331
_LIMITS: Final = {"name": 70, "reference": 35, "text": 140, "purpose": 4, "info": 70}


def epc_payload(
    name: str,
    iban: str,
    amount: Decimal,
    *,
    reference: str = "",
    text: str = "",
    bic: str = "",
    purpose: str = "",
    info: str = "",
) -> bytes:
    """The payload in UTF-8, lines parted by LF, empty lines at the end left out.

    `amount` is in euro with at most two decimals; other currencies have no such code.
    Either `reference` (ISO 11649)
    or `text` may be given. With a BIC the code is version 001, which every bank
    reads; without one it is 002, where the BIC may be left out inside the EEA.
    """
    if reference.strip() and text.strip():
        raise DomainError("epc_reference_or_text")
    fields = {
        key: _field(key, value)
        for key, value in {
            "name": name,
            "reference": reference,
            "text": text,
            "purpose": purpose,
            "info": info,
        }.items()
    }
    if not fields["name"]:
        raise DomainError("epc_name_missing")
    bic = _compact(bic)
    lines = [
        "BCD",
        "001" if bic else "002",
        "1",
        "SCT",
        bic,
        fields["name"],
        _iban(iban),
        _amount(amount),
        fields["purpose"],
        fields["reference"],
        fields["text"],
        fields["info"],
    ]
    payload = "\n".join(lines).rstrip("\n").encode()
    if len(payload) > _MAX_BYTES:
        raise DomainError("epc_too_long", bytes=len(payload), limit=_MAX_BYTES)
    return payload


def _field(key: str, value: str) -> str:
    # A line break inside a field would move every field after it.
    clean = " ".join(value.split())
    if len(clean) > _LIMITS[key]:
        raise DomainError(f"epc_{key}_too_long", length=len(clean), limit=_LIMITS[key])
    return clean


def _compact(value: str) -> str:
    return "".join(value.split()).upper()


def _iban(value: str) -> str:
    iban = _compact(value)
    if not (15 <= len(iban) <= 34 and iban.isascii() and iban.isalnum()):
        raise DomainError("epc_iban_invalid", iban=value)
    digits = "".join(str(int(character, 36)) for character in iban[4:] + iban[:4])
    if int(digits) % 97 != 1:
        raise DomainError("epc_iban_invalid", iban=value)
    return iban


def _amount(amount: Decimal) -> str:
    if not Decimal("0.01") <= amount <= _MAX_AMOUNT:
        raise DomainError("epc_amount_out_of_range", amount=str(amount))
    if amount != amount.quantize(Decimal("0.01")):
        raise DomainError("too_many_decimals", value=str(amount), places=2)
    places = -min(0, int(amount.as_tuple().exponent))
    return f"EUR{amount:.{min(places, 2)}f}"
