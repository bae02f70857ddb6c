"""Documents to look at and to test with; every name and figure is made up."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from PIL import Image, ImageDraw

from msspdesk.documents.epc import epc_payload
from msspdesk.documents.model import (
    AddressWindow,
    Annex,
    AnnexColumn,
    AnnexGroup,
    Attachment,
    Fact,
    PageSize,
    PaperInvoice,
    PaperLine,
    PaperTotal,
    PaymentBox,
    TableHeadings,
    TaxRow,
)

IBAN = "DE89370400440532013000"  # the example of the German banks


def icon(size: int = 160) -> bytes:
    """A square PNG with transparency."""
    image = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.polygon(
        [
            (size // 2, 8),
            (size - 8, size // 3),
            (size - 8, size - 8),
            (8, size - 8),
            (8, size // 3),
        ],
        fill="#0B6E6E",
    )
    draw.rectangle((size * 0.38, size * 0.55, size * 0.62, size - 8), fill=(0, 0, 0, 0))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def reverse_charge() -> PaperInvoice:
    """English, four lines, another member state: the page of the design."""
    payload = epc_payload(
        "Mara Lindner, Nordwall Security", IBAN, Decimal("2026.29"), text="RE-2026-0078"
    )
    return PaperInvoice(
        language="en",
        title="Invoice RE-2026-0078",
        document_title="Invoice RE-2026-0078, Nordwall Security",
        author="Nordwall Security",
        subject="Security services, July 2026",
        seller_name="Nordwall Security",
        seller_lines=(
            "Am Speicher 4, 28217 Bremen, Germany",
            "mara@nordwall.example",
            "+49 421 5550 114",
        ),
        sender_line="Nordwall Security, Am Speicher 4, 28217 Bremen",
        address_lines=(
            "Tulpenburg Logistiek B.V.",
            "Accounts payable",
            "Waalhaven Zuidzijde 12",
            "3088 HH Rotterdam",
            "Netherlands",
        ),
        logo=icon(),
        logo_alt="Nordwall Security",
        facts=(
            Fact("Invoice date", "31 July 2026"),
            Fact("Service period", "1 to 31 July 2026"),
            Fact("Your VAT ID", "NL861204773B01"),
            Fact("Your order", "PO 44-1907"),
            Fact("Due", "14 August 2026", strong=True),
        ),
        headings=TableHeadings("Service", "Quantity", "Price", "EUR"),
        lines=(
            PaperLine("MDR per endpoint", "1,170.00", "90", "endpoints", "13.00", ("July 2026",)),
            PaperLine(
                "MDR per endpoint",
                "45.29",
                "3.483871",
                "endpoints",
                "13.00",
                ("6 added on 14 July, 18 of 31 days",),
            ),
            PaperLine(
                "SIEM log retention", "361.00", "380", "GB", "0.95", ("Kept 90 days, July 2026",)
            ),
            PaperLine(
                "Vulnerability scan", "450.00", "1", "", "450.00", ("Quarter, 1 May to 31 July",)
            ),
        ),
        totals=(
            PaperTotal("Net", "2,026.29"),
            PaperTotal("VAT, reverse charge", "0.00"),
            PaperTotal("To pay", "2,026.29 EUR", strong=True),
        ),
        notices=(
            (
                "Reverse charge: the recipient is liable for VAT"
                " (Articles 44 and 196, Directive 2006/112/EC)."
            ),
        ),
        payment=PaymentBox(
            "Pay by 14 August 2026",
            (
                ("To", "Mara Lindner, Nordwall Security"),
                ("IBAN", "DE89 3704 0044 0532 0130 00"),
                ("Reference", "RE-2026-0078"),
                ("Amount", "2,026.29 EUR"),
            ),
            payload,
            "Scan to pay",
            "Payment code: 2,026.29 EUR to DE89 3704 0044 0532 0130 00, RE-2026-0078",
        ),
        footer=(
            ("Nordwall Security", "Owner: Mara Lindner", "Am Speicher 4, 28217 Bremen"),
            ("VAT ID DE318274650", "Tax number 71 512 04417", "Tax office Bremen"),
            ("Musterbank Bremen", "IBAN DE89 3704 0044 0532 0130 00", "BIC COBADEFFXXX"),
        ),
        page_label="Page {page} of {pages}",
        created=datetime(2026, 7, 31, 15, 2, tzinfo=UTC),
    )


def german() -> PaperInvoice:
    """Long German words, two rates of tax, a discount, a position column."""
    return replace(
        reverse_charge(),
        language="de",
        title="Rechnung RE-2026-0081",
        document_title="Rechnung RE-2026-0081, Nordwall Security",
        address_lines=(
            "Donaudampfschifffahrtsgesellschaft Elektrizitätswerke Betriebsgesellschaft mbH",
            "Kreditorenbuchhaltung, z. Hd. Frau Dr. Größenwahn-Überschär",
            "Straße des 17. Juni 135",
            "10623 Berlin",
        ),
        facts=(
            Fact("Rechnungsdatum", "31. Juli 2026"),
            Fact("Leistungszeitraum", "1. bis 31. Juli 2026"),
            Fact("Ihre Kundennummer", "K-10442"),
            Fact("Ihre Bestellnummer", "4500091882/Sicherheitsüberwachung/2026"),
            Fact("Ihre USt-IdNr.", "DE136695976"),
            Fact("Fällig", "14. August 2026", strong=True),
        ),
        intro=(
            (
                "vielen Dank für Ihren Auftrag. Wir berechnen Ihnen die folgenden Leistungen"
                " aus dem Vertrag über die Überwachung Ihrer Endgeräte vom 3. Februar 2025."
            ),
        ),
        headings=TableHeadings("Leistung", "Menge", "Einzelpreis", "EUR", "Pos."),
        lines=(
            PaperLine(
                "Endgerätesicherheitsüberwachungsdienstleistungspauschale einschließlich"
                " Schwachstellenmanagement",
                "1.170,00",
                "90",
                "Endgeräte",
                "13,00",
                ("Juli 2026",),
                position="1",
            ),
            PaperLine(
                "Vorfallbearbeitung",
                "427,50",
                "4,75",
                "Stunden",
                "100,00",
                (
                    "Siehe Zeitnachweis in der Anlage",
                    (
                        "https://tickets.nordwall.example/vorfall/"
                        "2026-07-14-verdaechtige-anmeldung-aus-unbekanntem-netz?ansicht=vollstaendig"
                    ),
                ),
                discount="Rabatt 10 %: −47,50",
                position="2",
            ),
            PaperLine("Fachbuch „Notfallhandbuch“", "39,00", "1", "Stück", "39,00", position="3"),
            PaperLine("Gutschrift Juni", "−130,00", "−10", "Endgeräte", "13,00", position="4"),
        ),
        totals=(
            PaperTotal("Zwischensumme netto", "1.506,50"),
            PaperTotal("Umsatzsteuer 19 %", "278,83"),
            PaperTotal("Umsatzsteuer 7 %", "2,73"),
            PaperTotal("Rechnungsbetrag", "1.788,06 EUR", strong=True),
        ),
        tax_headings=("Steuer", "Netto", "Satz", "Betrag"),
        tax_rows=(
            TaxRow("Regelsatz", "1.467,50", "19 %", "278,83"),
            TaxRow("Ermäßigt", "39,00", "7 %", "2,73"),
        ),
        notices=(),
        payment=PaymentBox(
            "Zahlbar bis 14. August 2026 ohne Abzug",
            (
                ("Empfänger", "Mara Lindner, Nordwall Security"),
                ("IBAN", "DE89 3704 0044 0532 0130 00"),
                ("Verwendungszweck", "RE-2026-0081"),
                ("Betrag", "1.788,06 EUR"),
            ),
            epc_payload("Mara Lindner", IBAN, Decimal("1788.06"), text="RE-2026-0081"),
            "Mit der Banking-App bezahlen",
            "Zahlungscode über 1.788,06 EUR",
        ),
        closing=("Mit freundlichen Grüßen\nMara Lindner",),
        page_label="Seite {page} von {pages}",
        annexes=(timesheet(),),
    )


def timesheet(days: int = 9) -> Annex:
    """Hours of two services, with sums."""
    rows = tuple(
        (
            f"{day:02d}.07.2026",
            "09:15–10:45",
            "Triage verdächtiger Anmeldungen; Rücksprache mit der IT-Leitung, Sperrung von zwei"
            " Konten und Auswertung der Protokolle"
            if day % 3 == 0
            else "Triage Phishing",
            "M. Lindner",
            "1:30",
        )
        for day in range(1, days + 1)
    )
    return Annex(
        "Zeitnachweis Juli 2026",
        (
            AnnexColumn("Tag"),
            AnnexColumn("Zeit"),
            AnnexColumn("Tätigkeit", grow=True),
            AnnexColumn("Wer"),
            AnnexColumn("Stunden", number=True),
        ),
        (
            AnnexGroup("Vorfallbearbeitung", rows, ("", "", "Summe", "", f"{days * 3 // 2}:30")),
            AnnexGroup("Beratung", rows[:3], ("", "", "Summe", "", "4:30")),
        ),
        ("Alle Zeiten in Europe/Berlin.",),
        ("", "", "Alle Stunden", "", "18:00"),
    )


def many_lines(count: int = 40) -> PaperInvoice:
    """English, `count` lines, sums carried over page breaks."""
    lines = tuple(
        PaperLine(
            f"Managed firewall, site {number}",
            "118.00",
            "1",
            "site",
            "118.00",
            (f"Rules reviewed on {number % 28 + 1} July 2026, ticket NW-{4000 + number}",),
            running=f"{118 * number:,}.00",
        )
        for number in range(1, count + 1)
    )
    return replace(
        reverse_charge(),
        lines=lines,
        carry_label="Carried over",
        totals=(
            PaperTotal("Net", f"{118 * count:,}.00"),
            PaperTotal("VAT, reverse charge", "0.00"),
            PaperTotal("To pay", f"{118 * count:,}.00 EUR", strong=True),
        ),
    )


def few_lines(count: int) -> PaperInvoice:
    """English, one page."""
    return replace(many_lines(count), carry_label="")


def american() -> PaperInvoice:
    """Letter paper, double window envelope, sales tax, no code."""
    return replace(
        reverse_charge(),
        language="en-US",
        title="Invoice 2026-0112",
        document_title="Invoice 2026-0112",
        page_size=PageSize.LETTER,
        address_window=AddressWindow.US10,
        accent="#1F4E9E",
        seller_lines=(
            "418 Mesa Verde Ave, Suite 9",
            "Albuquerque, NM 87102",
            "ar@nordwall.example",
        ),
        address_lines=(
            "Lone Mesa Energy LLC",
            "Attn: Accounts Payable",
            "2200 Lomas Blvd NW",
            "Albuquerque, NM 87104-1200",
        ),
        facts=(
            Fact("Invoice date", "07/31/2026"),
            Fact("Service period", "July 2026"),
            Fact("Terms", "Net 14"),
            Fact("Due", "08/14/2026", strong=True),
        ),
        headings=TableHeadings("Service", "Qty", "Rate", "Amount (USD)"),
        totals=(
            PaperTotal("Subtotal", "2,026.29"),
            PaperTotal("NM gross receipts tax 7.625%", "154.50"),
            PaperTotal("Amount due", "$2,180.79", strong=True),
        ),
        notices=(),
        payment=PaymentBox(
            "Payment",
            (("ACH routing", "107000000"), ("Account", "000123456"), ("Memo", "2026-0112")),
        ),
        footer=(("Nordwall Security LLC", "EIN 00-0000000"),),
    )


def british_draft() -> PaperInvoice:
    """A4 in a C5 or DL envelope, a draft without number, one line."""
    return replace(
        reverse_charge(),
        language="en-GB",
        title="Draft invoice",
        document_title="Draft invoice",
        address_window=AddressWindow.C5DL,
        address_lines=("Harrow & Finch Ltd", "14 Kentish Town Road", "London", "NW1 9NX"),
        lines=reverse_charge().lines[:1],
        draft_mark="Draft – not an invoice",
        notices=(),
        payment=None,
        accent="#7A1F4B",
    )


def hostile() -> PaperInvoice:
    """Names of 300 characters, words without end, a detail taller than a page."""
    word = "Überwachungs" * 30
    return replace(
        german(),
        seller_name="Nordwall Sicherheit und Beratung " * 9,
        address_lines=(
            "Sehr lange Firma " * 18,
            "Zeile eins\nZeile zwei",
            word[:120],
            "10623 Berlin",
        ),
        title="Rechnung " + "RE-2026-0078-" * 12,
        lines=(
            PaperLine("Name " * 60, "1.170,00", "90", "Endgeräte", "13,00", ("a (b) \\ c",)),
            PaperLine(
                word,
                "123.456.789.012,00",
                "1.234.567,123456",
                "Endgerätewochenstunden",
                "99.999.999,999999",
                tuple(f"Absatz {n}: " + "Wort um Wort um Wort " * 12 for n in range(30)),
            ),
        ),
        facts=tuple(Fact(f"Angabe Nummer {n}", f"Wert {n}") for n in range(11)),
        notices=("Satz. " * 400,),
    )


def with_attachment() -> PaperInvoice:
    """A file inside."""
    data = b"<?xml version='1.0'?><note/>"
    return replace(
        reverse_charge(),
        attachments=(Attachment("note.xml", "text/xml", data, "A note", "Supplement"),),
    )


SAMPLES = {
    "reverse_charge": reverse_charge,
    "german": german,
    "many_lines": many_lines,
    "american": american,
    "british_draft": british_draft,
    "hostile": hostile,
    "with_attachment": with_attachment,
}
