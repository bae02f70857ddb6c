"""Sellers in France, Spain, Italy and the Netherlands, each with a customer and a draft.

The VAT ids are the examples of python-stdnum; people and streets are made up.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

from msspdesk.db.book import Book
from msspdesk.domain.customers import Contact, Site
from msspdesk.domain.sellers import BankAccount, TaxRegistration
from tests import builders
from tests.services import drafts_for_tests as make

IBANS: Final = {
    "ES": "ES9121000418450200051332",
    "FR": "FR1420041010050500013M02606",
    "IT": "IT60X0542811101000000123456",
    "NL": "NL91ABNA0417164300",
}
"""Examples of the IBAN registry (SWIFT)."""

SELLERS: Final[dict[str, dict[str, str]]] = {
    "FR": {
        "name": "Rempart Cyber",
        "owner": "Élodie Lefèvre",
        "street": "12 rue de la Forêt-Noire",
        "postcode": "67000",
        "city": "Strasbourg",
        "zone": "Europe/Paris",
        "legal_note": "Entreprise individuelle, SIREN 303 265 045, RCS Strasbourg",
    },
    "ES": {
        "name": "Atalaya Seguridad",
        "owner": "Íñigo Muñoz Peña",
        "street": "Calle de Alcalá 45, 3.º B",
        "postcode": "28014",
        "city": "Madrid",
        "zone": "Europe/Madrid",
    },
    "IT": {
        "name": "Bastione Sicurezza",
        "owner": "Niccolò D'Angelo",
        "street": "Via della Libertà 8",
        "postcode": "20121",
        "city": "Milano",
        "region": "MI",
        "zone": "Europe/Rome",
    },
    "NL": {
        "name": "Waterlinie Security",
        "owner": "Daniël van der Veen",
        "street": "Oudegracht 217",
        "postcode": "3511 NK",
        "city": "Utrecht",
        "zone": "Europe/Amsterdam",
    },
}
CUSTOMERS: Final[dict[str, dict[str, Any]]] = {
    "DE": {
        "name": "Globex Handels GmbH",
        "vat_id": "DE136695976",
        "site": {"street": "Kai 7", "postcode": "20457", "city": "Hamburg", "country": "DE"},
    },
    "FR": {
        "name": "Menuiserie Dubœuf SARL",
        "site": {
            "street": "3 quai Kléber",
            "postcode": "67000",
            "city": "Strasbourg",
            "country": "FR",
        },
    },
    "ES": {
        "name": "Almazara Ñora S.L.",
        "vat_id": "ESB58378431",
        "site": {"street": "Av. del Río 9", "postcode": "30830", "city": "Murcia", "country": "ES"},
    },
    "IT": {
        "name": "Officine Però S.r.l.",
        "vat_id": "IT00743110157",
        "site": {
            "street": "Corso Italia 2",
            "postcode": "10121",
            "city": "Torino",
            "region": "TO",
            "country": "IT",
        },
    },
    "NL": {
        "name": "Tulpenburg Logistiek B.V.",
        "vat_id": "NL004495445B01",
        "site": {
            "street": "Waalhaven 12",
            "postcode": "3088 HH",
            "city": "Rotterdam",
            "country": "NL",
        },
    },
    "BE": {
        "name": "Brouwerij Schelde NV",
        "vat_id": "BE0403019261",
        "site": {"street": "Kaai 3", "postcode": "2000", "city": "Antwerpen", "country": "BE"},
    },
}
WORK: Final = {
    "de": ("Überwachung je Endgerät", "Reaktion auf Vorfälle", "Anmeldung geprüft"),
    "en": ("Monitoring per endpoint", "Incident response", "Checked a sign-in"),
    "fr": ("Supervision par poste", "Réponse à incident", "Vérification d'une connexion"),
    "es": ("Supervisión por equipo", "Respuesta a incidentes", "Revisión de un acceso"),
    "it": ("Monitoraggio per postazione", "Risposta agli incidenti", "Verifica di un accesso"),
    "nl": ("Bewaking per werkplek", "Reactie op incidenten", "Aanmelding gecontroleerd"),
}


def draft(
    folder: Path,
    seller: str,
    customer: str,
    language: str,
    number: str,
    *,
    scheme: str = "standard",
    **own: Any,
) -> tuple[Book, int]:
    """A book of that seller with one draft: 90 x 13.00, and 1:40 h at 120.00 with its times.

    `number` is the seller's registration; `own` changes the seller.
    """
    told: dict[str, Any] = {
        **SELLERS[seller],
        "country": seller,
        "email": "post@example.com",
        "registrations": [
            TaxRegistration(
                jurisdiction=seller, number=number, scheme=scheme, valid_from=date(2021, 1, 1)
            )
        ],
        "accounts": [
            BankAccount(
                name="Banca", holder=SELLERS[seller]["owner"], iban=IBANS[seller], currency="EUR"
            )
        ],
    }
    fund = {"fund_percent_micro": own["fund_percent_micro"]} if "fund_percent_micro" in own else {}
    folder.mkdir(parents=True, exist_ok=True)
    book = builders.make_book(folder, **(told | own))
    contact = Contact(name="", email="ap@example.com", gets_invoices=True)
    facts = dict(CUSTOMERS[customer])
    site = Site(**facts.pop("site"))
    who = make.add_customer(book, **facts, sites=[site], language=language, contacts=[contact])
    unit, hours, note = WORK[language]
    lines = make.line(name=unit, unit="device"), make.hours(name=hours)
    key = make.add_draft(book, who, *lines, language=language, **fund)
    make.add_time(book, key, 1, date(2026, 7, 1), 60, note)
    make.add_time(book, key, 1, date(2026, 7, 6), 40, note)
    return book, key


def _of(*facts: str, **own: Any) -> Callable[[Path], tuple[Book, int]]:
    return lambda folder: draft(folder, *facts, **own)


FRENCH: Final = "FR40303265045"
DRAFTS: Final[dict[str, Callable[[Path], tuple[Book, int]]]] = {
    "fr-home": _of("FR", "FR", "fr", FRENCH),
    "fr-reverse-charge": _of("FR", "DE", "fr", FRENCH),
    "fr-to-a-german": _of("FR", "DE", "de", FRENCH),
    "fr-293b": _of("FR", "FR", "fr", "303265045", scheme="small_business"),
    "es-irpf": _of("ES", "ES", "es", "ES54362315K", person="individual_professional"),
    "es-reverse-charge": _of("ES", "BE", "es", "ES54362315K"),
    "it-forfettario": _of("IT", "IT", "it", "IT00743110157", scheme="forfettario"),
    "it-ritenuta": _of(
        "IT",
        "IT",
        "it",
        "IT00743110157",
        person="individual_professional",
        fund_name="Contributo integrativo Inarcassa",
        fund_percent_micro=4_000_000,
    ),
    "nl-home": _of("NL", "NL", "nl", "NL004495445B01"),
    "nl-reverse-charge": _of("NL", "BE", "nl", "NL004495445B01"),
    "nl-kor": _of("NL", "NL", "nl", "NL004495445B01", scheme="small_business"),
    "en-from-france": _of("FR", "DE", "en", FRENCH),
}
