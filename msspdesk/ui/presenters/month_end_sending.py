"""A run of issuing, as the month end shows it."""

from __future__ import annotations

from dataclasses import dataclass

from msspdesk.services.invoices import InvoiceRow
from msspdesk.ui.presenters.base import Progress


@dataclass
class Sending:
    """A run under way or just ended. Its rows are what left."""

    total: int
    done: int = 0
    progress: Progress | None = None
    running: bool = True
    failure: str = ""
    rows: tuple[InvoiceRow, ...] = ()

    @property
    def waiting(self) -> int:
        """Drafts that were made and did not leave."""
        return self.total - self.done
