"""The fields of a customer in words, for the notice that one of them was changed."""

from __future__ import annotations

from msspdesk.texts import _


def changed(customer: str, key: str) -> str:
    """ "Acme Ltd: hourly rate changed"; empty for a field without words of its own."""
    what = _fields().get(key, "")
    if not what or not customer:
        return ""
    return _("{customer}: {what} changed").format(customer=customer, what=what)


def _fields() -> dict[str, str]:
    return {
        "name": _("name"),
        "short": _("word in the entry line"),
        "status": _("business or private person"),
        "evidence": _("proof of business"),
        "vat_id": _("VAT ID"),
        "vat_id_checked_on": _("day of the check"),
        "vat_id_checked_by": _("who checked"),
        "tax_number": _("tax number"),
        "currency": _("currency"),
        "language": _("language of documents"),
        "terms_days": _("days to pay"),
        "hourly_rate": _("hourly rate"),
        "buyer_reference": _("buyer reference"),
        "po_number": _("order number"),
        "price_mode": _("prices with or without tax"),
        "decimal_hours": _("hours on paper"),
        "notes": _("notes"),
        "site": _("address"),
        "contact": _("contact"),
    }
