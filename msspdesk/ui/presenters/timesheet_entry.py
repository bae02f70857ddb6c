"""One entry, field by field: each is stored when it is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from msspdesk.domain import worktime
from msspdesk.domain.errors import DomainError, InvalidInput, Problem
from msspdesk.domain.rates import RateBook
from msspdesk.services import charging, timesheets
from msspdesk.services.timesheets import EntryRow
from msspdesk.texts import _, formats
from msspdesk.texts.errors import sentence
from msspdesk.ui.presenters.base import OnError, Presenter, Runner
from msspdesk.ui.presenters.timesheet_rows import charge_words

if TYPE_CHECKING:
    from msspdesk.db.book import Book

Choices = list[tuple[Any, str]]


@dataclass(frozen=True, slots=True)
class _Loaded:
    row: EntryRow | None
    rates: RateBook
    customers: Choices
    services: Choices
    warnings: tuple[Problem, ...]
    zone: ZoneInfo
    today: date


class EntryEditor(Presenter):
    """The entry that is open in the panel, None when the panel is closed."""

    watches = frozenset({"time", "customers", "contracts", "services", "invoices"})

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self.entry_id: int | None = None
        self.row: EntryRow | None = None
        self.today = date.min
        self._found: _Loaded | None = None
        self._writing = False
        self._waiting: dict[str, Any] = {}
        self._on_error: OnError | None = None

    # -- what is shown

    def open(self, entry_id: int) -> None:
        self.entry_id = entry_id
        self._waiting.clear()
        self.reload()

    def shut(self) -> None:
        self.entry_id, self.row = None, None
        self.updated()

    def reload(self) -> None:
        entry_id = self.entry_id
        if entry_id is not None:
            self.read(lambda book: _load(book, entry_id), self._loaded)

    def _loaded(self, found: _Loaded) -> None:
        if found.row is None or found.row.id != self.entry_id:
            self.shut()
            return
        self._found, self.row, self.today = found, found.row, found.today
        self.updated()
        if self._waiting and not self._writing:
            fields, self._waiting = self._waiting, {}
            self._store(fields)

    @property
    def locked(self) -> str:
        """Why the entry cannot be changed, empty if it can."""
        if self.row is None or self.row.state != "issued":
            return ""
        words = _("This time stands on invoice {number} and cannot be changed. ") + _(
            "To correct it, cancel the invoice: its time becomes free again."
        )
        return words.format(number=self.row.number or "")

    @property
    def warnings(self) -> str:
        """What looks odd about it, in sentences."""
        found = self._found.warnings if self._found is not None else ()
        return " ".join(sentence(each) for each in found)

    @property
    def charge(self) -> tuple[str, str]:
        """What becomes of the time, and its tone."""
        if self.row is None or self._found is None:
            return "", "muted"
        return charge_words(self.row, self._found.rates)

    def choices(self, key: str) -> Choices:
        """The options of a field: customer_id, contract_line_id or service_id."""
        if self._found is None or self.row is None:
            return []
        if key == "customer_id":
            return _with(self._found.customers, self.row.customer_id, self.row.customer)
        if key == "service_id":
            return _with(self._found.services, self.row.service_id, self.row.service)
        return _with(self._lines(self._found, self.row), self.row.line_id, self.row.line)

    def _lines(self, found: _Loaded, row: EntryRow) -> Choices:
        lines = found.rates.lines.values()
        mine = [line for line in lines if line.customer_id == row.customer_id]
        running = [(line.id, line.label) for line in mine if line.runs_on(row.day)]
        return [(None, _("No contract line")), *running]

    def values(self) -> dict[str, Any]:
        """Values of the form by key; clock times in the zone they were made in."""
        row = self.row
        if row is None:
            return {}
        return {
            "day": row.day,
            "start": _clock(row.started_at, row.zone),
            "end": _clock(row.ended_at, row.zone),
            "minutes": row.minutes,
            "billed_minutes": row.billed_minutes,
            "customer_id": row.customer_id,
            "contract_line_id": row.line_id,
            "service_id": row.service_id,
            "note": row.note,
            "tags": " ".join(f"#{tag}" for tag in row.tags),
            "billable": row.billable,
        }

    # -- deeds

    def change(self, key: str, value: Any, on_error: OnError) -> None:
        """A field was left with a new value."""
        self._on_error = lambda error: on_error(_at(key, error))
        try:
            fields = self._fields(key, value)
        except DomainError as error:
            on_error(_at(key, error))
            return
        if self._writing:
            self._waiting |= fields
        elif fields:
            self._store(fields)

    def _fields(self, key: str, value: Any) -> dict[str, Any]:
        if key in ("start", "end"):
            return self._range(key, value)
        if key == "tags":
            return {"tags": tuple(str(value or "").replace("#", " ").replace(",", " ").split())}
        if key == "day" and value is None:
            raise DomainError("date_empty", example=formats.day(self.today))
        if key in ("minutes", "billed_minutes") and value is None:
            raise DomainError("duration_empty")
        return {key: value}

    def _range(self, key: str, value: time | None) -> dict[str, Any]:
        """Both instants after one clock time was typed; the missing one follows the length."""
        row, found = self.row, self._found
        if row is None or found is None:
            return {}
        if value is None:
            return {"started_at": None, "ended_at": None}
        zone = ZoneInfo(row.zone) if row.zone else found.zone
        length = timedelta(minutes=row.minutes)
        typed = datetime.combine(row.day, value)
        start = _clock(row.started_at, row.zone) or (typed - length).time()
        end = _clock(row.ended_at, row.zone) or (typed + length).time()
        start, end = (value, end) if key == "start" else (start, value)
        first, last = worktime.instants(row.day, start, end, zone)
        return {"started_at": first, "ended_at": last}

    def _store(self, fields: dict[str, Any]) -> None:
        row = self.row
        if row is None:
            return
        self._writing = True
        self.write(
            lambda book: timesheets.update(book, row.id, row.version, **fields),
            lambda _changes: self._stored(),
            on_error=self._refused,
        )

    def _stored(self) -> None:
        self._writing = False
        self.reload()

    def _refused(self, error: Exception) -> None:
        self._writing = False
        self._waiting.clear()
        if self._on_error is not None:
            self._on_error(error)

    def delete(self) -> None:
        entry_id = self.entry_id
        if entry_id is not None:
            self.write(lambda book: timesheets.delete(book, [entry_id]), notice=_("Entry deleted"))


def _at(key: str, error: Exception) -> Exception:
    """The error as a problem of the field it came from."""
    if not isinstance(error, DomainError) or isinstance(error, InvalidInput):
        return error
    return InvalidInput([Problem(error.code, key, error.details)])


def _with(options: Choices, value: Any, title: str) -> Choices:
    """The options, and what is stored even if it can no longer be chosen."""
    known = any(value == key for key, _title in options)
    return options if known else [*options, (value, title)]


def _clock(instant: datetime | None, zone: str) -> time | None:
    if instant is None:
        return None
    return instant.astimezone(ZoneInfo(zone)).time().replace(second=0, microsecond=0)


def _load(book: Book, entry_id: int) -> _Loaded:
    row = next(iter(timesheets.entry_rows(book, [entry_id])), None)
    names = [(each.id, each.name) for each in timesheets.customers_for_time(book)]
    services = [(each.id, each.name) for each in timesheets.services_for_time(book)]
    return _Loaded(
        row=row,
        rates=charging.rate_book(book),
        customers=[(None, _("Own office")), *names],
        services=[(None, _("That of the contract line")), *services],
        warnings=timesheets.warnings(book, entry_id) if row is not None else (),
        zone=book.zone,
        today=book.today(),
    )
