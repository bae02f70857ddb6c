"""What a document states because the seller's law wants it, as it was sealed.

Facts sealed before there was such a part ("paper") state nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msspdesk.texts import places
from msspdesk.texts.documents import Catalogue

Facts = Mapping[str, Any]


def title_name(facts: Facts, *, credit: bool) -> str:
    """The title as a message of the catalogue: "Tax invoice", "Adjustment note"."""
    told: str = _paper(facts).get("credit_title" if credit else "title", "")
    return told or ("Credit note" if credit else "Invoice")


def buyer_number_label(facts: Facts, words: Catalogue) -> str:
    """ "Your ABN" where the customer's country has a name for it, else "Your VAT ID"."""
    name = _paper(facts).get("customer_number")
    return words.get("Your {number}", number=words.name(name)) if name else words.get("Your VAT ID")


def place_of_supply(facts: Facts, language: str) -> str:
    """ "Karnataka (29)", "United States (96)"; empty where no law asks."""
    told = []
    for each in _paper(facts).get("places", ()):
        name = each["region"] or places.country(each["country"], language)
        told.append(f"{name} ({each['code']})")
    return ", ".join(told)


def statements(facts: Facts, words: Catalogue) -> tuple[str, ...]:
    """Sentences that stand below the totals."""
    if not _paper(facts).get("reverse_charge"):
        return ()
    return (words.get("Tax payable on reverse charge: no."),)


def item_code(line: Facts, facts: Facts) -> tuple[str, ...]:
    """ "SAC 998313" below the name of a line, where the tax office has such codes."""
    name, code = _paper(facts).get("item_code"), line.get("item_code")
    return (f"{name} {code}",) if name and code else ()


def _paper(facts: Facts) -> Facts:
    found: Facts = facts.get("paper") or {}
    return found
