"""Documents without a window: draft, edit, issue, pay, cancel."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from msspdesk.domain.errors import DomainError, InvalidInput
from msspdesk.services import drafts, payments
from msspdesk.services.invoices import State
from msspdesk.ui.presenters.draft_editor import DraftEditor
from msspdesk.ui.presenters.invoices import InvoiceList
from msspdesk.ui.presenters.invoices_document import Document
from msspdesk.ui.presenters.month_end import MonthEnd
from msspdesk.ui.presenters.new_invoice import NewInvoice
from msspdesk.ui.presenters.payments import RecordPayment
from tests.ui.invoices.conftest import TODAY, Provider, never


class Desk:
    """The three presenters of the list's half, with the drafts of July made."""

    def __init__(self, provider: Provider) -> None:
        month = MonthEnd(provider.runner, lambda: TODAY)
        month.activate()
        month.make_drafts()
        self.list = InvoiceList(provider.runner)
        self.document = Document(provider.runner)
        self.editor = DraftEditor(provider.runner, lambda: TODAY)
        for presenter in (self.list, self.document, self.editor):
            presenter.activate()

    def id_of(self, customer: str) -> int:
        return next(row.id for row in self.list.rows if row.customer.startswith(customer))

    def issue(self, customer: str) -> int:
        invoice_id = self.id_of(customer)
        self.document.show(invoice_id)
        self.document.issue()
        return invoice_id


@pytest.fixture
def desk(provider: Provider) -> Desk:
    return Desk(provider)


def payment(**changed: object) -> dict[str, object]:
    values: dict[str, object] = {
        "amount": Decimal("100.00"),
        "day": TODAY,
        "account": None,
        "reference": "statement 7",
        "keep_rest": False,
    }
    return values | changed


def test_segments_count_and_show_their_documents(desk: Desk) -> None:
    assert desk.list.counts == {"all": 2, "drafts": 2, "open": 0, "overdue": 0, "paid": 0}
    desk.issue("Tulpenburg")
    assert desk.list.counts == {"all": 2, "drafts": 1, "open": 1, "overdue": 0, "paid": 0}
    desk.list.show_segment("open")
    assert [row.customer for row in desk.list.rows] == ["Tulpenburg Logistiek B.V."]


def test_an_open_invoice_is_overdue_after_its_day(provider: Provider, desk: Desk) -> None:
    invoice_id = desk.issue("Globex")
    provider.clock.set_day(date(2026, 8, 17))
    desk.list.reload()
    desk.document.reload()
    assert desk.list.counts["overdue"] == 1
    detail = desk.document.detail
    assert detail is not None
    assert (detail.row.id, detail.state, detail.tone) == (invoice_id, "Overdue", "bad")
    assert detail.due.endswith("3 days overdue")


def test_a_draft_shows_its_preview_its_sums_and_why_this_tax(desk: Desk) -> None:
    desk.document.show(desk.id_of("Globex"))
    detail = desk.document.detail
    assert detail is not None
    assert detail.is_draft
    assert detail.amount == "422.45"
    assert dict(detail.sums)["VAT 19%, Germany"] == "67.45"
    assert [label for label, _text in detail.taxes[0].steps][:2] == ["Customer", "Rule"]
    assert desk.document.pdf is not None
    assert desk.document.pdf.startswith(b"%PDF")


def test_cells_of_a_line_are_edited_and_the_preview_follows(desk: Desk) -> None:
    invoice_id = desk.id_of("Globex")
    desk.document.show(invoice_id)
    desk.editor.show(invoice_id)
    before = desk.document.pdf
    endpoints, hours = desk.editor.rows()
    assert (hours.quantity, hours.unit, hours.price) == ("1:30", "h", "140.00")
    desk.editor.edit_cell(endpoints.id, "quantity", "12")
    desk.editor.edit_cell(hours.id, "quantity", "2:00")
    desk.editor.edit_cell(endpoints.id, "discount", "10%")
    amounts = [row.amount for row in desk.editor.rows()]
    assert amounts == ["156.60", "280.00"]  # 12 * 14.50 less 10 %; 2 * 140.00
    assert desk.document.detail is not None
    assert dict(desk.document.detail.sums)["Net"] == "436.60"
    assert desk.document.pdf != before


def test_what_cannot_be_read_is_told_and_changes_nothing(provider: Provider, desk: Desk) -> None:
    desk.editor.show(desk.id_of("Globex"))
    line = desk.editor.rows()[0]
    desk.editor.edit_cell(line.id, "unit_price", "fourteen")
    assert provider.runner.notices[-1] == "invalid_input"
    assert desk.editor.rows()[0] == line


def test_lines_are_added_moved_and_removed_and_come_back(provider: Provider, desk: Desk) -> None:
    desk.editor.show(desk.id_of("Tulpenburg"))
    desk.editor.add_line()
    scan, new = desk.editor.rows()
    assert (scan.name, new.name, new.amount) == ("Scan", "", "0.00")
    desk.editor.move_line(new.id, -1)
    assert [row.name for row in desk.editor.rows()] == ["", "Scan"]
    desk.editor.remove_line(scan.id)
    assert [row.name for row in desk.editor.rows()] == [""]
    provider.runner.undo()
    assert [row.name for row in desk.editor.rows()] == ["", "Scan"]


def test_a_line_from_the_catalogue_brings_its_price(desk: Desk) -> None:
    desk.editor.show(desk.id_of("Tulpenburg"))
    ready: list[bool] = []
    desk.editor.load_services(lambda: ready.append(True))
    desk.editor.add_service(desk.editor.services[0].id)
    assert desk.editor.rows()[-1].price == "14.50"


def test_the_head_takes_texts_terms_and_a_discount(desk: Desk) -> None:
    desk.editor.show(desk.id_of("Globex"))
    desk.editor.edit_head("intro", "Thank you for July.", never)
    desk.editor.edit_head("terms_days", Decimal(30), never)
    desk.editor.edit_head("discount_percent", Decimal(10), never)
    head = desk.editor.head()
    assert (head["intro"], head["terms_days"]) == ("Thank you for July.", 30)
    desk.editor.edit_head("discount_minor", Decimal("5.00"), never)
    head = desk.editor.head()
    assert (head["discount_percent"], head["discount_minor"]) == (None, Decimal("5.00"))
    refused: list[Exception] = []
    desk.editor.edit_head("discount_percent", Decimal(101), refused.append)
    assert isinstance(refused[0], DomainError)


def test_issuing_a_draft_keeps_its_paper(desk: Desk) -> None:
    desk.document.show(desk.id_of("Globex"))
    asked: list[int] = []
    desk.document.check(lambda ready: asked.append(ready.due_minor))
    assert asked == [422_45]
    desk.document.issue()
    detail = desk.document.detail
    assert detail is not None
    assert (detail.title, detail.state) == ("RE-2026-0001", "Open")
    assert detail.history[0].text == "Issued, record 1 sealed"
    assert desk.document.file_name() == "RE-2026-0001 Globex Handels GmbH.pdf"


def test_a_payment_in_part_then_the_rest(provider: Provider, desk: Desk) -> None:
    desk.issue("Globex")
    assert desk.document.detail is not None
    first = RecordPayment(provider.runner, desk.document.detail.row, TODAY)
    first.activate()
    assert first.amount == Decimal("422.45")
    assert [name for _id, name in first.accounts] == ["Business account"]
    stored: list[bool] = []
    first.record(payment(), lambda: stored.append(True), never)
    assert stored == [True]
    assert desk.document.detail.state == "Part paid"
    second = RecordPayment(provider.runner, desk.document.detail.row, TODAY)
    assert second.amount == Decimal("322.45")
    second.record(payment(amount=second.amount), lambda: stored.append(True), never)
    assert desk.document.detail.state == "Paid"
    provider.runner.undo()
    assert desk.document.detail.state == "Part paid"


def test_too_much_is_kept_only_when_the_owner_says_so(provider: Provider, desk: Desk) -> None:
    desk.issue("Globex")
    assert desk.document.detail is not None
    form = RecordPayment(provider.runner, desk.document.detail.row, TODAY)
    refused: list[DomainError] = []
    too_much = payment(amount=Decimal("500.00"))
    form.record(too_much, never, refused.append)  # type: ignore[arg-type]
    assert refused[0].code == "more_than_open"
    form.record(too_much | {"keep_rest": True}, lambda: None, never)
    assert payments.payments(provider.book)[0].rest_minor == 77_55


def test_a_payment_without_day_or_amount_names_both(provider: Provider, desk: Desk) -> None:
    desk.issue("Globex")
    assert desk.document.detail is not None
    form = RecordPayment(provider.runner, desk.document.detail.row, TODAY)
    refused: list[Exception] = []
    form.record(payment(amount=None, day=None), never, refused.append)
    assert isinstance(refused[0], InvalidInput)
    assert [each.field for each in refused[0].problems] == ["amount", "day"]


def test_a_recorded_payment_can_be_deleted(desk: Desk, provider: Provider) -> None:
    desk.issue("Globex")
    assert desk.document.detail is not None
    form = RecordPayment(provider.runner, desk.document.detail.row, TODAY)
    form.record(payment(), lambda: None, never)
    paid = next(each for each in desk.document.detail.history if each.payment_id)
    assert paid.text == "Paid 100.00\u00a0EUR, statement 7"
    desk.document.delete_payment(paid.payment_id or 0)
    assert desk.document.detail.state == "Open"


def test_a_credit_note_cancels_and_leaves_a_new_draft(provider: Provider, desk: Desk) -> None:
    invoice_id = desk.issue("Globex")
    refused: list[Exception] = []
    desk.document.cancel("", new_draft=True, done=never, on_error=refused.append)
    assert isinstance(refused[0], InvalidInput)
    shown: list[int] = []
    desk.document.cancel("wrong count", new_draft=True, done=shown.append, on_error=never)
    states = {row.id: row.state for row in desk.list.rows}
    assert states[invoice_id] is State.CANCELLED
    assert states[shown[0]] is State.DRAFT
    assert drafts.page(provider.book, shown[0]).lines_minor == 355_00


def test_a_credit_is_paid_back_in_parts_or_set_against_an_invoice(
    provider: Provider, desk: Desk
) -> None:
    first = desk.issue("Globex")
    open_ = next(row.open_minor for row in desk.list.rows if row.id == first)
    payments.record_payment(provider.book, payments.NewPayment(first, TODAY, open_))
    ids: list[int] = []
    desk.document.reload()
    desk.document.cancel("wrong count", new_draft=True, done=ids.append, on_error=never)
    desk.document.show(ids[0])
    desk.document.issue()
    note = next(row.id for row in desk.list.rows if row.state is State.CREDIT)
    desk.document.show(note)
    detail = desk.document.detail
    assert detail is not None
    assert detail.can_be_paid_back
    assert "customer's credit" in detail.due
    assert [key for key, _words in detail.open_invoices] == [ids[0]]
    refused: list[Exception] = []
    desk.document.pay_back(Decimal(0), TODAY, lambda: None, refused.append)
    assert isinstance(refused[0], InvalidInput)
    desk.document.pay_back(Decimal("5.50"), TODAY, lambda: None, never)
    desk.document.set_against(ids[0])
    detail = desk.document.detail
    assert detail is not None
    assert not detail.can_be_paid_back
    texts = [each.text for each in detail.history if each.settlement_id]
    assert texts[0].replace("\u00a0", " ") == "Paid back 5.50 EUR"
    assert texts[1].startswith("Set against RE-")
    settled = next(each.settlement_id for each in detail.history if each.settlement_id)
    desk.document.take_credit_back(settled)
    assert desk.document.detail is not None
    assert desk.document.detail.row.open_minor == 5_50


def test_only_drafts_are_deleted_and_undo_brings_them_back(provider: Provider, desk: Desk) -> None:
    issued, draft = desk.issue("Globex"), desk.id_of("Tulpenburg")
    desk.list.delete_draft(issued)
    assert "An issued document stays" in provider.runner.notices[-1]
    desk.list.delete_draft(draft)
    assert [row.id for row in desk.list.rows] == [issued]
    provider.runner.undo()
    assert len(desk.list.rows) == 2


def test_the_pdf_is_written_where_it_was_asked(
    desk: Desk, provider: Provider, tmp_path: Path
) -> None:
    desk.issue("Globex")
    target = tmp_path / "out.pdf"
    desk.document.save(target)
    assert target.read_bytes() == desk.document.pdf
    desk.document.save(tmp_path / "missing" / "out.pdf")
    assert provider.runner.notices[-1] == "folder_missing"
    mails: list[Path] = []
    desk.document.mail(mails.append)
    assert mails[0].suffix == ".eml"
    assert b"RE-2026-0001" in mails[0].read_bytes()


def test_a_new_invoice_by_hand_starts_empty(provider: Provider, desk: Desk) -> None:
    desk.list.load_customers(lambda: None)
    assert next(row.name for row in desk.list.customers) == "Globex Handels GmbH"
    made: list[int] = []
    NewInvoice(provider.runner).blank(provider.tulpenburg, made.append)
    desk.document.show(made[0])
    detail = desk.document.detail
    assert detail is not None
    assert detail.begun
    assert [line.name for line in drafts.page(provider.book, made[0]).lines] == [""]
