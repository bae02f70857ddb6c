"""A record that is being filled in: stored once it can be, field by field from then on."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from msspdesk.services.changes import Changes
from msspdesk.ui.presenters.base import OnError, Presenter

if TYPE_CHECKING:
    from msspdesk.db.book import Book

Values = dict[str, Any]
Change = Callable[[str, Any, OnError], None]
Service = Callable[..., Changes]
Where = Callable[["Book"], tuple[int, ...]]


def values_of(row: object, names: Iterable[str]) -> Values:
    """The named fields of a row."""
    return {name: getattr(row, name) for name in names}


def records_of(rows: Iterable[Any], names: Sequence[str]) -> list[tuple[int, Values]]:
    """Rows as a list of small records shows them: the id and the named fields."""
    return [(row.id, values_of(row, names)) for row in rows]


class RecordPresenter(Presenter):
    """A presenter of one record whose fields are stored one after the other."""

    @abstractmethod
    def where(self) -> Where | None:
        """Finds, in the writer, what services take: the key of the record that is open
        now, and its version as it is by then. None: there is no record, nothing is stored.
        """

    def store(
        self,
        on_error: OnError | None,
        service: Service,
        *owned: int,
        on_done: Callable[[], None] | None = None,
        notice: str = "",
        **fields: Any,
    ) -> None:
        """Call the service with the record, the owned row's id and the fields."""
        where = self.where()
        if where is None:
            return

        def job(book: Book) -> Changes:
            return service(book, *where(book), *owned, **fields)

        done = None if on_done is None else lambda _changes: on_done()
        self.write(job, done, on_error=on_error, notice=notice)


class Owned:
    """The deeds on what a record has several of (places, people, accounts).

    `with_all()` gives what each adding and changing takes besides the fields.
    """

    def __init__(
        self,
        presenter: RecordPresenter,
        add: Service,
        update: Service,
        remove: Service,
        *,
        with_all: Callable[[], Values] = dict,
    ) -> None:
        self._presenter = presenter
        self._add, self._update, self._remove = add, update, remove
        self._with_all = with_all

    def add(self, values: Values, on_done: Callable[[], None], on_error: OnError) -> None:
        """One more, from its fields."""
        self._presenter.store(on_error, self._add, on_done=on_done, **values, **self._with_all())

    def change(self, id_: int, key: str, value: Any, on_error: OnError) -> None:
        """A field of one of them was left with a new value."""
        self._presenter.store(on_error, self._update, id_, **{key: value}, **self._with_all())

    def remove(self, id_: int) -> None:
        """Take one away; undo brings it back."""
        self._presenter.store(None, self._remove, id_)


class FirstStore:
    """Fields typed before the record is complete wait; those typed while it is being stored follow.

    `add(values, on_done, on_error)` stores the new record; `change` one more field of it.
    """

    def __init__(
        self,
        add: Callable[[Values, Callable[[], None], OnError], None],
        change: Change,
        complete: Callable[[Values], bool],
    ) -> None:
        self._add, self._change, self._complete = add, change, complete
        self.values: Values = {}
        self._later: list[tuple[str, Any, OnError]] = []
        self._sent = False
        self._is_stored = False

    def put(self, key: str, value: Any, on_error: OnError) -> None:
        """A field was left with a new value."""
        if self._is_stored:
            self._change(key, value, on_error)
            return
        if self._sent:
            self._later.append((key, value, on_error))
            return
        self.values[key] = value
        if not self._complete(self.values):
            return
        self._sent = True
        given = {name: each for name, each in self.values.items() if each not in (None, "")}
        self._add(given, self._stored, lambda error: self._failed(error, on_error))

    def _stored(self) -> None:
        self._is_stored = True
        for key, value, on_error in self._later:
            self._change(key, value, on_error)
        self._later.clear()

    def _failed(self, error: Exception, on_error: OnError) -> None:
        """Nothing was stored: what came meanwhile is kept for the next try."""
        self._sent = False
        self.values |= {key: value for key, value, _tell in self._later}
        self._later.clear()
        on_error(error)
