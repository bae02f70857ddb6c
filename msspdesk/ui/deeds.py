"""What was done, in a sentence: services name a deed as one asks for it ("Add customer")."""

from __future__ import annotations

from msspdesk.texts import _


def done(label: str) -> str:
    """ "Add customer" becomes "Customer added", in the window's language."""
    return sentences().get(label) or _(label)


def sentences() -> dict[str, str]:
    return {**_parties(), **_agreements(), **_times(), **_documents(), **_taxes()}


def _parties() -> dict[str, str]:
    return {
        "Add customer": _("Customer added"),
        "Change customer": _("Customer changed"),
        "Archive customer": _("Customer archived"),
        "Bring customer back": _("Customer brought back"),
        "Delete customer": _("Customer deleted"),
        "Check VAT ID": _("Check of the VAT ID noted"),
        "Change your details": _("Your details changed"),
        "Add certificate": _("Certificate added"),
        "Change certificate": _("Certificate changed"),
        "Remove certificate": _("Certificate removed"),
    }


def _agreements() -> dict[str, str]:
    return {
        "Add service": _("Service added"),
        "Change service": _("Service changed"),
        "Archive service": _("Service archived"),
        "Bring service back": _("Service brought back"),
        "Delete service": _("Service deleted"),
        "Add contract": _("Contract added"),
        "Change contract": _("Contract changed"),
        "Archive contract": _("Contract archived"),
        "Restore contract": _("Contract brought back"),
        "Remove contract": _("Contract removed"),
        "Add contract line": _("Contract line added"),
        "Change contract line": _("Contract line changed"),
        "Remove contract line": _("Contract line removed"),
        "Change terms": _("Price changed"),
        "Remove terms": _("Price removed"),
        "Enter count": _("Count entered"),
        "Delete count": _("Count deleted"),
    }


def _times() -> dict[str, str]:
    return {
        "Note time": _("Time noted"),
        "Change time": _("Time changed"),
        "Delete time": _("Time deleted"),
        "Place time": _("Time placed"),
        "Copy week": _("Week copied"),
        "Paste hours": _("Hours pasted"),
        "Start timer": _("Timer started"),
        "Change timer": _("Timer changed"),
        "Stop timer": _("Timer stopped, its time is noted"),
        "Switch timer": _("Timer switched, its time is noted"),
        "Discard timer": _("Timer discarded"),
    }


def _documents() -> dict[str, str]:
    return {
        "Make drafts": _("Drafts made"),
        "New draft": _("Draft made"),
        "Change draft": _("Draft changed"),
        "Add line": _("Line added"),
        "Change line": _("Line changed"),
        "Move line": _("Line moved"),
        "Remove line": _("Line removed"),
        "Update draft": _("Draft brought up to date"),
        "Delete draft": _("Draft deleted"),
        "Record payment": _("Payment recorded"),
        "Delete payment": _("Payment deleted"),
        "Pay credit back": _("Repayment noted"),
        "Set credit against invoice": _("Credit set against the invoice"),
        "Take credit back": _("The credit is open again"),
    }


def _taxes() -> dict[str, str]:
    return {
        "Keep tax answer": _("Answer kept"),
        "Forget tax answer": _("Answer forgotten"),
        "Add local rate": _("Local rate added"),
        "Change local rate": _("Local rate changed"),
        "Remove local rate": _("Local rate removed"),
    }
