"""Time: what was worked, for whom, and how much of it is billed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(eq=False, kw_only=True)
class TimeEntry:
    """Work done. `minutes` is real, `billed_minutes` what the customer sees.

    Without a customer it is the owner's own office. `started_at`/`ended_at` are
    UTC, known when a range or the timer was used, with the `zone` they were made
    in. `invoice_line_id` reserves it for a draft; `locked` once that is issued.
    `tags` are words joined by a space, without their mark.
    """

    id: int | None = None
    uuid: str = ""
    version: int = 1
    customer_id: int | None = None
    contract_line_id: int | None = None
    service_id: int | None = None
    day: date = date.min
    started_at: datetime | None = None
    ended_at: datetime | None = None
    zone: str = ""
    minutes: int = 0
    billed_minutes: int = 0
    billable: bool = True
    note: str = ""
    tags: str = ""
    invoice_line_id: int | None = None
    locked: bool = False


@dataclass(eq=False, kw_only=True)
class Timer:
    """The one running clock. Its state is its start, so it survives a crash."""

    id: int | None = None
    started_at: datetime = datetime.min
    zone: str = ""
    customer_id: int | None = None
    contract_line_id: int | None = None
    service_id: int | None = None
    note: str = ""
    tags: str = ""
