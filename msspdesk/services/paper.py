"""The facts of a document become what stands on paper, in the document's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from msspdesk.documents.epc import epc_payload
from msspdesk.documents.model import (
    AddressWindow,
    Fact,
    PaperInvoice,
    PaperTotal,
    PaymentBox,
    TableHeadings,
    TaxRow,
)
from msspdesk.domain.errors import DomainError
from msspdesk.domain.money import to_major
from msspdesk.domain.tax import PriceMode
from msspdesk.services.paper_annex import annexes
from msspdesk.services.paper_exchange import exchange_notices, exchange_totals
from msspdesk.services.paper_lines import paper_lines
from msspdesk.services.paper_seller import page_size, registration, seller_lines, streets, town
from msspdesk.services.paper_statements import (
    buyer_number_label,
    place_of_supply,
    statements,
    title_name,
)
from msspdesk.texts import addresses, formats
from msspdesk.texts.addresses import Address
from msspdesk.texts.documents import Catalogue, sentences

Facts = Mapping[str, Any]

_US10: Final = frozenset({"US", "CA", "MX", "PH"})
_C5DL: Final = frozenset({"GB", "IE"})
_OTHERS: Final = {"round_off": "Rounded to whole units", "stamp_duty_recharged": "Stamp duty"}
_ZERO_LABELS: Final = {
    "AE": "{tax}, reverse charge",
    "E": "{tax}, exempt",
    "O": "{tax}, outside the scope",
}
_NO_LINE: Final = frozenset({"small_business", "not_registered"})
"""Who is under such a scheme must not name the tax in the sums; the notice says why."""
_WITHHOLDINGS: Final = {"Ritenuta": "Ritenuta d'acconto"}
"""Names in full, where the tax data has the short one."""


def paper_of(facts: Facts, logo: bytes | None = None, *, draft: bool = False) -> PaperInvoice:
    """The printed document of these facts (domain/snapshot.py, version 1)."""
    words = sentences(facts["language"])
    seller, number = facts["seller"], facts["number"] or ""
    credit = facts["kind"] == "credit_note"
    title = _title(facts, words, credit=credit, number=number)
    return PaperInvoice(
        language=facts["language"],
        title=title,
        document_title=f"{title}, {seller['name']}",
        author=seller["name"],
        seller_name=seller["name"],
        seller_lines=seller_lines(
            seller, facts["language"], abroad=facts["buyer"]["country"] != seller["country"]
        ),
        sender_line=", ".join(
            each for each in (seller["name"], *streets(seller), town(seller)) if each
        ),
        address_lines=_address(facts),
        page_size=page_size(seller),
        address_window=_window(seller["country"]),
        accent=seller["accent"] or "#0B6E6E",
        logo=logo,
        logo_alt=words.get("Logo of {name}", name=seller["name"]) if logo else "",
        facts=_head_facts(facts, words, credit=credit),
        intro=_intro(facts, words),
        headings=TableHeadings(
            description=words.get("Service"),
            quantity=words.get("Quantity"),
            price=words.get("Price"),
            amount=facts["currency"],
        ),
        lines=paper_lines(facts, words),
        totals=_totals(facts, words, credit=credit),
        tax_headings=(words.get("Tax"), words.get("Net"), "%", words.get("Amount")),
        tax_rows=_tax_rows(facts, words),
        notices=_notices(facts, words, credit=credit),
        payment=None if credit else _payment(facts, words),
        closing=_paragraphs(facts["closing"]),
        annexes=annexes(facts, words, number=number, credit=credit),
        footer=_footer(facts, words),
        page_label=words.get("Page {page} of {pages}", page="{page}", pages="{pages}"),
        carry_label=words.get("Carried forward"),
        draft_mark=words.get("Draft, not an invoice") if draft else None,
        created=datetime.fromisoformat(facts["issued_at"]),
    )


def _title(facts: Facts, words: Catalogue, *, credit: bool, number: str) -> str:
    name = title_name(facts, credit=credit)
    return words.get(f"{name} {{number}}", number=number) if number else words.get(name)


def _day(facts: Facts, name: str) -> str:
    return formats.day_long(date.fromisoformat(facts[name]), facts["language"])


def _address(facts: Facts) -> tuple[str, ...]:
    buyer, seller = facts["buyer"], facts["seller"]
    address = Address(
        name=buyer["name"],
        country=buyer["country"],
        contact=buyer["contact"],
        street=tuple(streets(buyer)),
        postcode=buyer["postcode"],
        city=buyer["city"],
        region=buyer["region"],
    )
    return tuple(addresses.lines(address, seller["country"], facts["language"]))


def _window(country: str) -> AddressWindow:
    if country in _US10:
        return AddressWindow.US10
    return AddressWindow.C5DL if country in _C5DL else AddressWindow.DIN5008B


def _other_numbers(facts: Facts, words: Catalogue) -> list[tuple[str, str]]:
    """The customer's number in the business register, else the one of its tax office."""
    buyer, register = facts["buyer"], facts.get("paper", {}).get("customer_register")
    if register:
        label = words.get("Your {number}", number=register["name"])
        return [(label, register["number"])]
    return [(words.get("Your tax number"), "" if buyer["vat_id"] else buyer["tax_number"])]


def _head_facts(facts: Facts, words: Catalogue, *, credit: bool) -> tuple[Fact, ...]:
    buyer = facts["buyer"]
    dated = "Credit note date" if credit else "Invoice date"
    rows = [
        (words.get(dated), _day(facts, "issue_date")),
        _service_period(facts, words),
        (buyer_number_label(facts, words), buyer["vat_id"]),
        *_other_numbers(facts, words),
        (words.get("Your order"), facts["po_number"]),
        (words.get("Your reference"), facts["buyer_reference"]),
        (words.get("Place of supply"), place_of_supply(facts, words.language)),
    ]
    found = [Fact(label, value) for label, value in rows if value]
    if not credit and facts["totals"]["due_minor"] > 0:
        found.append(Fact(words.get("Due"), _day(facts, "due_date"), strong=True))
    return tuple(found)


def _service_period(facts: Facts, words: Catalogue) -> tuple[str, str]:
    """First to last day of all lines; lines without one were done on the day of issue."""
    lines = facts["lines"]
    starts = [date.fromisoformat(each["period_start"]) for each in lines if each["period_start"]]
    ends = [date.fromisoformat(each["period_end"]) for each in lines if each["period_end"]]
    if not starts or not ends:
        return words.get("Date of service"), _day(facts, "issue_date")
    first, end = min(starts), max(ends)
    label = "Date of service" if end - first == timedelta(days=1) else "Service period"
    return words.get(label), _short_period(first, end, facts["language"])


def _short_period(first: date, end: date, language: str) -> str:
    """A period that fits beside its label: months by name, else two short days."""
    last = end - timedelta(days=1)
    if (first.year, first.month) == (last.year, last.month):
        return formats.period(first, end, language)
    return f"{formats.day(first, language)} – {formats.day(last, language)}"


def _intro(facts: Facts, words: Catalogue) -> tuple[str, ...]:
    lines: list[str] = []
    corrects = facts["corrects"]
    if corrects:
        verb = "Cancels" if corrects["whole"] else "Corrects"
        day = _day(corrects | {"language": facts["language"]}, "issue_date")
        lines.append(
            words.get(f"{verb} invoice {{number}} of {{day}}.", number=corrects["number"], day=day)
        )
        if corrects["reason"]:
            lines.append(words.get("Reason: {reason}", reason=corrects["reason"]))
    return (*lines, *_paragraphs(facts["intro"]))


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split("\n\n") if each.strip())


def _totals(facts: Facts, words: Catalogue, *, credit: bool) -> tuple[PaperTotal, ...]:
    sums, language, currency = facts["totals"], facts["language"], facts["currency"]

    def row(label: str, minor: int) -> PaperTotal:
        return PaperTotal(label, formats.amount(minor, currency, language))

    rows = []
    changed = sums["allowance_total_minor"] or sums["charge_total_minor"]
    if changed:
        rows.append(row(words.get("Subtotal"), sums["line_total_minor"]))
        rows += [row(label, minor) for label, minor in _adjustments(facts, words)]
    if _inclusive(facts):
        whole = sums["tax_basis_minor"] + sums["tax_total_minor"]
        rows.append(row(words.get("Total, tax included"), whole))
        changed = 0
    net = "Net after discount" if changed and not sums["charge_total_minor"] else "Net"
    rows.append(row(words.get(net), sums["tax_basis_minor"]))
    rows += [
        row(_tax_label(each, facts, words), each["amount_minor"])
        for each in facts["taxes"]
        if each["reason"] not in _NO_LINE
    ]
    rows += [row(words.get(_OTHERS[each["name"]]), each["amount_minor"]) for each in sums["others"]]
    rest = [row(_prepaid(facts, words), -sums["prepaid_minor"])] if sums["prepaid_minor"] else []
    rest += [row(_withheld(each, words), -each["amount_minor"]) for each in sums["withheld"]]
    if sums["rounding_minor"]:
        rest.append(row(words.get("Rounding"), sums["rounding_minor"]))
    if rest:
        rows.append(row(words.get("Total"), sums["grand_total_minor"]))
        rows += rest
    last = words.get("To your credit" if credit else "To pay")
    due = formats.money(sums["due_minor"], currency, language)
    labels = [_tax_label(each, facts, words) for each in facts["taxes"]]
    converted = exchange_totals(facts, words, labels)
    return (*rows, PaperTotal(last, due, strong=True), *converted)


def _adjustments(facts: Facts, words: Catalogue) -> list[tuple[str, int]]:
    found = []
    discount = facts["totals"]["discount_minor"]
    if discount:
        percent = Decimal(facts["discount_percent"])
        label = words.get("Discount")
        if percent:
            shown = formats.percent(percent, facts["language"])
            label = words.get("Discount {percent}", percent=shown)
        found.append((label, -discount))
    for each in facts["allowances"]:
        sign = 1 if each["kind"] == "charge" else -1
        found.append((each["reason"] or words.get("Amount"), sign * each["amount_minor"]))
    if fund := facts.get("fund"):
        name = fund["name"] or words.get("Contribution to the professional fund")
        shown = formats.percent(Decimal(fund["percent"]), facts["language"])
        found.append((f"{name} {shown}", fund["amount_minor"]))
    return found


def _inclusive(facts: Facts) -> bool:
    """Documents sealed before there was a choice had prices without tax."""
    return bool(facts.get("price_mode") == PriceMode.INCLUSIVE)


def _tax_label(tax: Facts, facts: Facts, words: Catalogue) -> str:
    """ "VAT 19 %"; a zero says why. With several rates their bases stand in a table."""
    rate = Decimal(tax["rate"])
    repaid = tax.get("reason_code") == "VATEX-EU-79-C"  # outlays, beside what is taxed
    known = None if rate else _ZERO_LABELS.get("O" if repaid else tax["category"])
    if known:
        return words.get(known, tax=_tax_name(tax, words))
    shown = formats.percent(rate, facts["language"])
    return words.get("{tax} {rate}", tax=_tax_name(tax, words), rate=shown)


def _tax_name(tax: Facts, words: Catalogue) -> str:
    """VAT in the language of the paper; a tax with a name of its own keeps it, but for
    those that have one in each language of their country.
    """
    return words.name(tax["tax"])


def _prepaid(facts: Facts, words: Catalogue) -> str:
    """Documents sealed before there was a day for it say the amount alone."""
    if not facts.get("paid_on"):
        return words.get("Already paid")
    return words.get("Already paid on {day}", day=_day(facts, "paid_on"))


def _withheld(part: Facts, words: Catalogue) -> str:
    rate = formats.percent(Decimal(part["rate"]), words.language)
    name = _WITHHOLDINGS.get(part["tax"], part["tax"])
    return words.get("Withheld ({tax} {rate})", tax=name, rate=rate)


def _tax_rows(facts: Facts, words: Catalogue) -> tuple[TaxRow, ...]:
    """The bases, where there are several or one that is not the whole net (Texas: 80 %)."""
    net = facts["totals"]["tax_basis_minor"]
    told = [each for each in facts["taxes"] if each["reason"] not in _NO_LINE]
    if not told or (len(told) == 1 and told[0]["base_minor"] == net):
        return ()
    currency, language = facts["currency"], facts["language"]
    return tuple(
        TaxRow(
            label=_tax_name(each, words),
            base=formats.amount(each["base_minor"], currency, language),
            rate=formats.percent(Decimal(each["rate"]), language),
            tax=formats.amount(each["amount_minor"], currency, language),
        )
        for each in told
    )


def _notices(facts: Facts, words: Catalogue, *, credit: bool) -> tuple[str, ...]:
    """Legal sentences, then how the document is settled."""
    legal = [each if each.endswith(".") else f"{each}." for each in facts["notices"]]
    legal += exchange_notices(facts, words)
    legal += statements(facts, words)
    if _inclusive(facts):
        legal.insert(0, words.get("All prices include tax."))
    due = facts["totals"]["due_minor"]
    if credit:
        last = "The amount is set against your open invoices or paid back."
        return (*legal, words.get(last))
    if due <= 0:
        return (*legal, words.get("Nothing to pay."))
    late = facts.get("payment_notices", ())
    if facts["terms_days"] == 0:
        return (*legal, words.get("Payable on receipt without deduction."), *late)
    payable = words.get("Payable by {day} without deduction.", day=_day(facts, "due_date"))
    return (*legal, payable, *late)


def _payment(facts: Facts, words: Catalogue) -> PaymentBox | None:
    account, due = facts["account"], facts["totals"]["due_minor"]
    if not account or due <= 0:
        return None
    number = facts["number"] or ""
    amount = formats.money(due, facts["currency"], facts["language"])
    rows = [
        ("IBAN", _grouped(account["iban"])),
        ("BIC", account["bic"]),
        (words.get("Account number"), account["number"]),
        (words.get("Bank"), "" if account["iban"] else account["name"]),
        (words.get("Payment reference"), number),
        (words.get("Amount"), amount),
    ]
    payload = _payload(facts) if number else None
    return PaymentBox(
        heading=words.get("Pay to {name}", name=account["holder"]),
        lines=tuple((label, value) for label, value in rows if value),
        qr_payload=payload,
        qr_caption=words.get("Scan to pay") if payload else "",
        qr_alt=words.get("Code for paying with a banking app") if payload else "",
    )


def _payload(facts: Facts) -> bytes | None:
    """The EPC code: euro to an IBAN only. An account it does not fit gets no code."""
    account = facts["account"]
    if facts["currency"] != "EUR" or not account["iban"]:
        return None
    try:
        return epc_payload(
            account["holder"],
            account["iban"],
            to_major(facts["totals"]["due_minor"], "EUR"),
            text=facts["number"],
            bic=account["bic"],
        )
    except DomainError:
        return None


def _grouped(iban: str) -> str:
    compact = "".join(iban.split())
    return " ".join(compact[start : start + 4] for start in range(0, len(compact), 4))


def _footer(facts: Facts, words: Catalogue) -> tuple[tuple[str, ...], ...]:
    seller, account = facts["seller"], facts["account"]
    owner = seller["owner"] if seller["owner"] != seller["name"] else ""
    who = (seller["name"], owner, *streets(seller), town(seller))
    numbers = [registration(each, words) for each in seller["registrations"] if each["number"]]
    bank = []
    if account:
        bank = [account["name"], _grouped(account["iban"]), account["bic"], account["number"]]
    columns = (who, (*numbers, seller["legal_note"]), tuple(bank))
    return tuple(tuple(each for each in column if each) for column in columns)
