"""Where a problem of a draft, or an open question about its tax, is mended."""

from __future__ import annotations

from typing import Final, Literal

from msspdesk.domain.errors import Problem
from msspdesk.texts import _

Place = Literal["tax", "customer", "settings", "rules", "timesheet"]

_QUESTIONS: Final[dict[str, Place]] = {
    "business_evidence_missing": "customer",
    "county_unknown": "customer",
    "customer_country_unknown": "customer",
    "customer_county_missing": "customer",
    "customer_region_missing": "customer",
    "vat_id_of_other_country": "customer",
    "oss_registration_missing": "settings",
    "seller_not_registered_at_home": "settings",
    "seller_region_missing": "settings",
    "seller_scheme_unknown": "settings",
    "owner_rules_contradict": "rules",
}
"""What no answer of the owner would mend: a fact is wrong."""

_FIELDS: Final[dict[str, Place]] = {
    "customer": "customer",
    "registrations": "settings",
    "seller": "settings",
    "time": "timesheet",
}


def of_question(code: str) -> Place:
    """A question is answered, unless a fact behind it is to be corrected."""
    return _QUESTIONS.get(code, "tax")


def of_problem(problem: Problem) -> Place | None:
    """Where the field of the problem stands; None: on the draft itself."""
    return _FIELDS.get(problem.field)


def button(place: Place) -> str:
    """The words of the button that leads there."""
    return {
        "tax": _("Answer"),
        "customer": _("Open customer"),
        "settings": _("Open settings"),
        "rules": _("Open your rules"),
        "timesheet": _("Open timesheet"),
    }[place]
