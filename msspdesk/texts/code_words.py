"""Codes of the tax rules as words: "customer_exempt" is read "customer exempt"."""

from __future__ import annotations

from typing import Final

from msspdesk.texts import _, mark

WORDS: Final = (
    mark("before effective date"),
    mark("business"),
    mark("consumer"),
    mark("customer certificate"),
    mark("customer exempt"),
    mark("exempt entity"),
    mark("forfettario"),
    mark("lut"),
    mark("mpu"),
    mark("not business use"),
    mark("not registered"),
    mark("not sourced here"),
    mark("not subject to tax"),
    mark("oss"),
    mark("resale"),
    mark("reverse charge"),
    mark("reverse charge customer country"),
    mark("service not taxable"),
    mark("small business"),
    mark("standard"),
    mark("unregistered"),
    mark("zero rated export"),
)
"""Customers' statuses, schemes, kinds of certificates, reasons for charging nothing."""


def word(code: str) -> str:
    """The words of a code, in the window's language where they are known."""
    return _(code.replace("_", " "))
