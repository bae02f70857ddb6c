"""Editing a draft: each field is stored when it is left, each change can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from msspdesk.domain.errors import InvalidInput, Problem
from msspdesk.domain.money import to_major, to_minor
from msspdesk.domain.tax import PriceMode
from msspdesk.services import catalogue, customer_page, drafts
from msspdesk.services.changes import Changes
from msspdesk.services.customer_page import SiteRow
from msspdesk.services.drafts import DraftLine, DraftPage, NewDraftLine
from msspdesk.services.line_tax import LineTax, line_taxes
from msspdesk.texts import _, formats, language
from msspdesk.texts.documents import sentences
from msspdesk.ui.presenters import choices, draft_line
from msspdesk.ui.presenters.base import OnError, Presenter, Runner
from msspdesk.ui.presenters.draft_line import TIME, LineTold

if TYPE_CHECKING:
    from msspdesk.db.book import Book
    from msspdesk.db.queries.parties import ServiceRow

Change = Callable[["Book", DraftPage], Changes]
_Read = tuple[DraftPage, tuple[LineTax, ...], tuple[SiteRow, ...]]
_FREE: Final = NewDraftLine()


@dataclass(frozen=True, slots=True)
class EditorRow:
    """A line as the table shows and edits it."""

    id: int
    name: str
    note: str
    quantity: str
    quantity_edit: str
    unit: str
    price: str
    price_edit: str
    discount: str
    amount: str
    tax: str
    tax_tone: str
    tax_before: str


class DraftEditor(Presenter):
    """The draft that is open for editing, None when there is none."""

    watches = frozenset("invoices customers seller tax services".split())

    def __init__(self, runner: Runner, today: Callable[[], date]) -> None:
        super().__init__(runner)
        self.today = today
        self.invoice_id: int | None = None
        self.page: DraftPage | None = None
        self.services: tuple[ServiceRow, ...] = ()
        self._sites: tuple[SiteRow, ...] = ()
        self.shown_line: int | None = None
        self.taxes: dict[int, LineTax] = {}
        self.adding = False
        self.fresh: int | None = None
        """A line just added, which does not yet say what it lacks."""
        self._first: dict[int, str] = {}

    # -- reading

    def show(self, invoice_id: int | None) -> None:
        if invoice_id != self.invoice_id:
            self.invoice_id, self.page, self.shown_line = invoice_id, None, None
            self.taxes, self._first, self.adding, self.fresh = {}, {}, False, None
        self.reload()

    def reload(self) -> None:
        wanted = self.invoice_id
        if wanted is not None:
            self.read(lambda book: _read(book, wanted), self._loaded, on_error=lambda _e: None)

    def _loaded(self, read: _Read) -> None:
        page, taxes, sites = read
        if page.id != self.invoice_id:
            return
        self._sites = sites
        known = {each.id for each in self.page.lines} if self.page else set()
        self.page = page
        self._compare({each.line_id: each for each in taxes})
        new = [each.id for each in page.lines if each.id not in known]
        if self.adding and known != {each.id for each in page.lines} and new:
            self.adding, self.fresh, self.shown_line = False, new[-1], new[-1]
        elif self.line is None:
            self.shown_line = page.lines[0].id if page.lines else None
        self.updated()

    def _compare(self, taxes: dict[int, LineTax]) -> None:
        """A line whose rate has moved since the draft was opened says so, and once aloud."""
        for key, now in taxes.items():
            before = self.taxes.get(key)
            words = draft_line.tax_words(now)[0]
            if now.question is None:
                self._first.setdefault(key, words)
            if before is None or before.question or now.question:
                continue
            if (old := draft_line.tax_words(before)[0]) != words:
                moved = _("{line}: the tax is now {now}; it was {before}.")
                line = now.name or _("The line")
                self.runner.notify(moved.format(line=line, now=words, before=old), tone="warn")
        self.taxes = taxes

    def moved(self, line_id: int) -> str:
        """The rate that the line had when the draft was opened, where it is another one now."""
        tax, first = self.taxes.get(line_id), self._first.get(line_id, "")
        same = tax is None or tax.question or draft_line.tax_words(tax)[0] == first
        return "" if same else first

    def sites(self) -> choices.Choices:
        """Where the service of a line is for; only one where the customer has one place."""
        others = [(each.id, each.name or each.city or each.street) for each in self._sites[1:]]
        return [(None, _("Billing address")), *others]

    @property
    def item_code(self) -> str:
        """What the tax office of the seller calls its codes of services, or empty."""
        return choices.item_code(self.page.seller_country) if self.page else ""

    def load_services(self, done: Callable[[], None]) -> None:
        """The catalogue, for a line from it."""

        def keep(found: list[ServiceRow]) -> None:
            self.services = tuple(found)
            done()

        self.read(catalogue.list_rows, keep, key="services")

    def rows(self) -> list[EditorRow]:
        page = self.page
        return [self._row(each, page) for each in page.lines] if page else []

    def _row(self, line: DraftLine, page: DraftPage) -> EditorRow:
        tax, tone = draft_line.tax_words(self.taxes.get(line.id))
        before = self.moved(line.id)
        return EditorRow(
            id=line.id,
            name=line.name,
            note=line.note.replace("\n", ", "),
            quantity=draft_line.quantity(line),
            quantity_edit=draft_line.typed_quantity(line),
            unit="h" if line.unit == TIME else sentences(language()).unit(line.unit, line.quantity),
            price=formats.price(line.unit_price, page.currency),
            price_edit=formats.plain(line.unit_price),
            discount=formats.amount(-line.discount_minor, page.currency)
            if line.discount_minor
            else "",
            amount=formats.amount(line.amount_minor, page.currency),
            tax=tax,
            tax_tone=tone,
            tax_before=_("was {rate}").format(rate=before) if before else "",
        )

    def _line_of(self, line_id: int | None) -> DraftLine | None:
        lines = self.page.lines if self.page else ()
        return next((each for each in lines if each.id == line_id), None)

    @property
    def line(self) -> DraftLine | None:
        """The line whose form is shown."""
        return self._line_of(self.shown_line)

    def line_values(self) -> dict[str, Any]:
        """The values of the form of the line in sight."""
        if self.line is None:
            return {}
        values = draft_line.values(self.line, self.currency)
        at_billing = bool(self._sites) and self.line.site_id == self._sites[0].id
        return values | {"site_id": None if at_billing else self.line.site_id}

    def line_problems(self) -> tuple[Problem, ...]:
        """What the line in sight lacks; a line just added is given the time to be typed."""
        if self.line is None or self.line.id == self.fresh:
            return ()
        return draft_line.problems(self.line, self.taxes.get(self.line.id), self.item_code)

    def why(self) -> LineTold | None:
        """Why the line in sight is taxed as it is."""
        line = self.line
        if line is None:
            return None
        return draft_line.told(line, self.taxes.get(line.id), self.moved(line.id))

    def offers_fund(self) -> bool:
        """Contributions to the fund of a profession are asked for where they are law."""
        page = self.page
        return page is not None and bool(page.fund_percent or page.seller_country == "IT")

    def pick(self, line_id: int) -> None:
        self.shown_line = line_id
        self.updated()

    @property
    def currency(self) -> str:
        return self.page.currency if self.page else ""

    def head(self) -> dict[str, object]:
        """The values of the head's form."""
        page = self.page
        if page is None:
            return {}
        return {
            "intro": page.intro,
            "closing": page.closing,
            "terms_days": Decimal(page.terms_days),
            "price_mode": page.price_mode == PriceMode.INCLUSIVE,
            "fund_percent": page.fund_percent or None,
            "po_number": page.po_number,
            "buyer_reference": page.buyer_reference,
            "discount_percent": page.discount_percent or None,
            "discount_minor": to_major(page.discount_minor, page.currency)
            if page.discount_minor
            else None,
            "prepaid_minor": to_major(page.prepaid_minor, page.currency)
            if page.prepaid_minor
            else None,
            "paid_on": page.paid_on,
        }

    def head_problems(self) -> tuple[Problem, ...]:
        """A day of payment that waits for its amount."""
        page = self.page
        if page is None or page.prepaid_minor or page.paid_on is None:
            return ()
        return (Problem("paid_on_without_amount", "paid_on"),)

    # -- writing

    def _change(self, change: Change, on_error: OnError | None = None) -> None:
        wanted = self.invoice_id
        if wanted is not None:
            self.write(
                lambda book: change(book, drafts.page(book, wanted)),
                on_error=on_error or self._refused,
            )

    def _refused(self, error: Exception) -> None:
        self.runner.notify(self.runner.explain(error), tone="bad")
        self.updated()

    def edit_head(self, key: str, value: Any, on_error: OnError) -> None:
        """Store one field of the head; amounts come in major units, terms as a number."""
        if key in {"discount_minor", "prepaid_minor"}:
            value = to_minor(value or Decimal(0), self.currency)
        elif key == "price_mode":
            value = PriceMode.INCLUSIVE.value if value else PriceMode.EXCLUSIVE.value
        elif key in {"discount_percent", "fund_percent"}:
            value = value or Decimal(0)
        elif key == "terms_days":
            value = int(value or 0)
        fields = {key: value}
        self._change(
            lambda book, page: drafts.edit_head(book, page.id, page.version, **fields), on_error
        )

    def edit_cell(self, line_id: int, column: str, text: str) -> None:
        """Store what was typed into a cell of the table; a bad value is told and dropped."""
        self._edit(line_id, column, text.strip(), self._refused)

    def edit_field(self, key: str, value: Any, on_error: OnError) -> None:
        """Store a field of the form of the line in sight; problems come back to it."""
        if self.line is None:
            return
        self.fresh = None
        if key == "service_id":
            self._take_service(self.line.id, value, on_error)
        else:
            self._edit(self.line.id, key, value, on_error)

    def _edit(self, line_id: int, key: str, value: Any, on_error: OnError) -> None:
        line = self._line_of(line_id)
        if line is None:
            return
        try:
            fields = draft_line.typed(line, key, value, self.currency)
        except InvalidInput as error:
            on_error(error)
            return
        self._change(
            lambda book, page: drafts.edit_line(book, line_id, page.version, **fields),
            lambda error: on_error(draft_line.at_field(error, key)),
        )

    def _take_service(self, line_id: int, service_id: int | None, on_error: OnError) -> None:
        self._change(
            lambda book, page: drafts.take_service(book, line_id, page.version, service_id),
            on_error,
        )

    def begin(self) -> None:
        """The first line of a draft that was just begun counts as just added."""
        if self.page and self.page.lines:
            self.shown_line = self.fresh = self.page.lines[0].id
            self.updated()
        else:
            self.adding = True

    def add_line(self) -> None:
        """A free line at the end, still without a name."""
        self.adding = True
        self._change(lambda book, page: drafts.add_line(book, page.id, page.version, _FREE))

    def add_service(self, service_id: int) -> None:
        """A line from the catalogue, with its unit, price and tax class."""
        self.adding = True
        new = NewDraftLine(service_id=service_id)
        self._change(lambda book, page: drafts.add_line(book, page.id, page.version, new))

    def remove_line(self, line_id: int) -> None:
        self._change(lambda book, page: drafts.remove_line(book, line_id, page.version))

    def move_line(self, line_id: int, step: int) -> None:
        """One place up (-1) or down (1)."""
        order = [each.id for each in self.page.lines] if self.page else []
        if line_id not in order:
            return
        place = order.index(line_id)
        other = place + step
        if 0 <= other < len(order):
            order[place], order[other] = order[other], order[place]
            self._change(lambda book, page: drafts.move_lines(book, page.id, page.version, order))


def _read(book: Book, invoice_id: int) -> _Read:
    page = drafts.page(book, invoice_id)
    sites = customer_page.sites(book, page.customer_id)
    return page, line_taxes(book, invoice_id), sites
