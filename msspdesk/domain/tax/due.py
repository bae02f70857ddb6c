"""When tax is declared: with the invoice, or as the money comes (cash accounting)."""

from __future__ import annotations

from fractions import Fraction

from msspdesk.domain.money import round_exact


def due_on_payment(tax: int, gross: int, paid_before: int, paid_now: int) -> int:
    """The tax to declare for a payment under cash accounting, all in minor units.

    Computed from the total paid so far, so that the parts of an invoice paid in
    full add up to its tax. A payment above the gross carries no more tax.
    """
    if gross == 0:
        return 0
    return _share(tax, gross, paid_before + paid_now) - _share(tax, gross, paid_before)


def _share(tax: int, gross: int, paid: int) -> int:
    part = min(max(Fraction(paid, gross), Fraction(0)), Fraction(1))
    return round_exact(tax * part)
