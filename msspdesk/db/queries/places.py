"""Where a line of a document was sold to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from msspdesk.db.tables import customer, invoice_line, site


def place_of_line() -> Any:
    """Joins `site` to a line: its own site, else the first of its customer."""
    first = (
        select(func.min(site.c.position))
        .where(site.c.customer_id == customer.c.id)
        .correlate(customer)
        .scalar_subquery()
    )
    return (site.c.id == invoice_line.c.site_id) | (
        invoice_line.c.site_id.is_(None)
        & (site.c.customer_id == customer.c.id)
        & (site.c.position == first)
    )
