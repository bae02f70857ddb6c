"""Codes of the tax rules as words: "customer_exempt" is read "customer exempt"."""

from __future__ import annotations

from typing import Final

from msspdesk.texts import _, mark

WORDS: Final = (
    mark(" and {n} transactions"),
    mark(" or {n} transactions"),
    mark("VAT"),
    mark("before effective date"),
    mark("business"),
    mark("consumer"),
    mark("customer certificate"),
    mark("customer exempt"),
    mark("computer"),
    mark("exempt entity"),
    mark("forfettario"),
    mark("general"),
    mark("it"),
    mark("lut"),
    mark("mpu"),
    mark("not business use"),
    mark("not registered"),
    mark("not sourced here"),
    mark("not subject to tax"),
    mark("oss"),
    mark("reduced"),
    mark("resale"),
    mark("reverse charge"),
    mark("reverse charge customer country"),
    mark("service not taxable"),
    mark("small business"),
    mark("standard"),
    mark("surcharge"),
    mark("unregistered"),
    mark("zero rated export"),
)
"""The tax; statuses of customers, schemes, certificates, rates; why nothing is charged."""


def word(code: str) -> str:
    """The words of a code, in the window's language where they are known."""
    return _(code.replace("_", " "))


def tax(name: str) -> str:
    """A tax as the window calls it; those known abroad only keep their name: GST, IVA."""
    return _(name)
