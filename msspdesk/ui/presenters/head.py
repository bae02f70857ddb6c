"""The head of the window: whose book this is, and how many things need the owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msspdesk.ui.presenters.base import Presenter, Runner

if TYPE_CHECKING:
    from msspdesk.db.book import Book


class Head(Presenter):
    """Seller's name; `badge` is told by Today when it has counted."""

    watches = frozenset({"seller"})

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self.seller = ""
        self.badge = 0

    def reload(self) -> None:
        self.read(_seller_name, self._loaded)

    def show_badge(self, count: int) -> None:
        """The number beside Today, 0 for none."""
        if count != self.badge:
            self.badge = count
            self.updated()

    def _loaded(self, name: str) -> None:
        self.seller = name
        self.updated()


def _seller_name(book: Book) -> str:
    from msspdesk.services import books

    return books.info(book).owner
