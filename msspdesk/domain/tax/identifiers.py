"""VAT ids: the format is right, or it was checked with the office: two facts.

Only the format is decided here, by python-stdnum, without a network.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import Final

from msspdesk.domain.errors import Problem

# VIES and EN 16931 write Greece as EL; ISO 3166 and addresses as GR.
_PREFIX_OF: Final = {"GR": "EL"}
_COUNTRY_OF: Final = {"EL": "GR"}
# Places whose businesses bear the VAT ids of another country.
_SHARED: Final = {"IM": "GB"} | dict.fromkeys(("GF", "GP", "MC", "MQ", "RE", "YT"), "FR")
_FRENCH: Final = frozenset(("FR", "GF", "GP", "MQ", "RE", "YT"))
_PREFIX: Final = re.compile(r"^(?!EU)([A-Z]{2})(?=[0-9A-Z]{2})")
_MEMBERS: Final = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI".split()
)


def normalise_vat_id(country: str, text: str) -> str:
    """The id in the way VIES writes it: upper case, no spaces, prefix, EL for Greece.

    A missing prefix is put in front for an EU country and the United Kingdom.
    """
    compact = re.sub(r"[^0-9A-Za-z+*]", "", text).upper()
    country = _SHARED.get(country, country)
    if compact.startswith("GR"):
        compact = "EL" + compact[2:]
    prefix = _PREFIX_OF.get(country, country)
    needs_prefix = country in _MEMBERS or country == "GB"
    if compact and needs_prefix and not vat_id_country(compact):
        return prefix + compact
    return compact


def vat_id_country(text: str) -> str:
    """The country that the prefix of a VAT id names, or empty without one."""
    found = _PREFIX.match(text.strip().upper())
    prefix = found.group(1) if found else ""
    if prefix in _MEMBERS or prefix in ("EL", "GB", "CH", "NO"):
        return _COUNTRY_OF.get(prefix, prefix)
    return ""


def check_vat_id(country: str, text: str) -> Problem | None:
    """What is wrong with the format of a VAT id, or None.

    Codes: vat_id_missing, vat_id_other_country (details: prefix, country),
    vat_id_format. Countries outside the EU and the UK are not judged here.
    """
    if not text.strip():
        return Problem("vat_id_missing", "vat_id")
    country = _SHARED.get(country, country)
    compact = normalise_vat_id(country, text)
    prefix = vat_id_country(compact)
    if prefix and prefix not in (country, "XI" if country == "GB" else country):
        return Problem("vat_id_other_country", "vat_id", {"prefix": prefix, "country": country})
    if country in _MEMBERS:
        valid = _passes("stdnum.eu.vat", compact)
    elif country == "GB":
        valid = _passes("stdnum.eu.vat" if prefix == "XI" else "stdnum.gb.vat", compact)
    else:
        return None
    return None if valid else Problem("vat_id_format", "vat_id", {"country": country})


def in_vies(vat_id: str) -> bool:
    """Whether VIES can tell if this id is registered: the EU and Northern Ireland."""
    country = vat_id_country(vat_id)
    return country in _MEMBERS and check_vat_id(country, vat_id) is None


# The tax number that a business of the country puts on its invoices.
_NATIONAL: Final = {
    "AU": ("stdnum.au.abn",),
    "CA": ("stdnum.ca.bn",),
    "CH": ("stdnum.ch.uid", "stdnum.ch.vat"),
    "GB": ("stdnum.gb.vat",),
    "IN": ("stdnum.in_.gstin",),
    "IS": ("stdnum.is_.vsk",),
    "JP": ("stdnum.jp.cn",),
    "NO": ("stdnum.no.mva", "stdnum.no.orgnr"),
    "NZ": ("stdnum.nz.ird",),
    "SG": ("stdnum.sg.uen",),
    "US": ("stdnum.us.ein",),
    "ZA": ("stdnum.za.tin",),
}


def register_number(country: str, number: str) -> tuple[str, str]:
    """Name and digits of the number in the business register that a tax number is or
    holds, or two empty texts. France: the SIREN is the end of the VAT id, and the
    beginning of the SIRET (Code de commerce R123-221).
    """
    compact = re.sub(r"[^0-9A-Z]", "", number.upper())
    if country not in _FRENCH:
        return "", ""
    if compact.startswith("FR") and _passes("stdnum.fr.tva", compact):
        return "SIREN", compact[4:]
    for name, module in (("SIREN", "stdnum.fr.siren"), ("SIRET", "stdnum.fr.siret")):
        if _passes(module, compact):
            return name, compact
    return "", ""


def grouped(number: str) -> str:
    """Digits in groups of three, the rest of a SIRET after them: 303 265 045 00012."""
    head, rest = number[:9], number[9:]
    parts = [head[at : at + 3] for at in range(0, len(head), 3)]
    return " ".join((*parts, rest)).strip()


def is_judged(country: str) -> bool:
    """Whether the format of a business's number is known for that country."""
    country = _SHARED.get(country, country)
    return country in _MEMBERS or country in _NATIONAL


def check_tax_id(country: str, text: str) -> Problem | None:
    """What is wrong with the format of a business's tax number, or None.

    EU: the VAT id. Elsewhere the national number (ABN, GSTIN, UID ...). Japan's
    invoice number is a T before the corporate number. Where no rule is known
    nothing is judged. Codes as `check_vat_id`, and tax_id_format.
    """
    country = _SHARED.get(country, country)
    if country in _MEMBERS or country not in _NATIONAL:
        return check_vat_id(country, text)
    if not text.strip():
        return Problem("vat_id_missing", "vat_id")
    compact = text.strip().removeprefix("T") if country == "JP" else text
    if any(_passes(module, compact) for module in _NATIONAL[country]):
        return None
    return Problem("tax_id_format", "vat_id", {"country": country})


def check_gstin_state(text: str, state_code: str) -> Problem | None:
    """A GSTIN begins with the two digits of its state: "29" is Karnataka."""
    compact = text.strip()
    if compact[:2] == state_code:
        return None
    return Problem("gstin_of_other_state", "vat_id", {"number": compact, "state": state_code})


def _passes(module: str, compact: str) -> bool:
    # python-stdnum loads 50 ms of network modules: only when a number is checked.
    return bool(import_module(module).is_valid(compact))
