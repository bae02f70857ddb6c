"""Parts of a country with a law of their own, told by the postcode.

France: impots.gouv.fr, "TVA sur prestations de services métropole/DOM", and BOFiP
BOI-TVA-GEO-20-40 and BOI-TVA-CHAMP-20-10 (18 January 2023). Others: the places
listed in Art. 6 Directive 2006/112/EC.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from msspdesk import taxdata
from msspdesk.domain.tax import CustomerFacts, Registration, TaxClass
from tests.domain.tax.facts import asked, business, charged, consumer, decided, seller

SAINT_DENIS = business("FR", postcode="97400", city="Saint-Denis")


@pytest.mark.parametrize(
    ("postcode", "place", "rate"),
    [
        ("97110", "FR-971", "8.5"),  # Pointe-à-Pitre
        ("97200", "FR-972", "8.5"),  # Fort-de-France
        ("97400", "FR-974", "8.5"),
        ("97 400", "FR-974", "8.5"),
        ("F-97400", "FR-974", "8.5"),
        ("20000", "FR", "20"),  # Ajaccio: services have the rate of the mainland
        ("75009", "FR", "20"),
        ("98000", "FR", "20"),  # Monaco
    ],
)
def test_services_to_a_business_overseas_bear_the_rate_of_its_department(
    postcode: str, place: str, rate: str
) -> None:
    answer = decided(seller("FR"), business("FR", postcode=postcode))
    assert charged(answer) == [(place, "S", rate)]
    assert "recapitulative_list" not in answer.required


@pytest.mark.parametrize("customer", [SAINT_DENIS, business("RE"), business("RE", vat_id=False)])
def test_the_country_of_the_address_may_be_written_either_way(customer: CustomerFacts) -> None:
    assert charged(decided(seller("FR"), customer)) == [("FR-974", "S", "8.5")]


@pytest.mark.parametrize("customer", [business("GF"), business("FR", postcode="97600")])
def test_no_vat_in_guiana_and_mayotte(customer: CustomerFacts) -> None:
    answer = decided(seller("FR"), customer)
    assert charged(answer) == [("FR", "O", "0")]
    assert answer.notices == ("no_vat_guyane_mayotte",)


@pytest.mark.parametrize("postcode", ["97400", "97300", "97600"])
def test_a_consumer_overseas_is_taxed_where_the_seller_is(postcode: str) -> None:
    customer = consumer("FR", postcode=postcode)
    assert charged(decided(seller("FR"), customer)) == [("FR", "S", "20")]
    there = replace(seller("FR"), region="réunion")
    assert charged(decided(there, customer)) == [("FR-974", "S", "8.5")]


@pytest.mark.parametrize(
    ("customer", "tax_class", "question"),
    [
        (SAINT_DENIS, TaxClass.HARDWARE, "goods_across_borders"),
        (SAINT_DENIS, TaxClass.HARDWARE_MAINTENANCE, "place_of_performance"),
        (consumer("RE"), TaxClass.SOFTWARE_SAAS, "special_territory"),
    ],
)
def test_what_the_law_tells_apart_there_is_asked(
    customer: CustomerFacts, tax_class: TaxClass, question: str
) -> None:
    assert asked(seller("FR"), customer, tax_class) == question


@pytest.mark.parametrize("postcode", ["97133", "97150", "97500", "98600", "98714", "98800"])
def test_other_collectivities_are_abroad(postcode: str) -> None:
    """Saint-Barthélemy, Saint-Martin, Saint-Pierre, Wallis, Tahiti, New Caledonia."""
    answer = decided(seller("FR"), business("FR", postcode=postcode, vat_id=False))
    assert charged(answer) == [("-", "O", "0")]
    assert answer.rule_code == "eu_b2b_third_country"


@pytest.mark.parametrize("customer", [SAINT_DENIS, business("MQ"), business("YT")])
def test_to_sellers_of_other_members_they_are_third_countries(customer: CustomerFacts) -> None:
    assert charged(decided(seller("DE"), customer)) == [("-", "O", "0")]


@pytest.mark.parametrize(
    ("country", "postcode", "question"),
    [
        ("ES", "35001", "special_territory"),  # Las Palmas
        ("ES", "51001", "special_territory"),  # Ceuta
        ("DE", "27498", "special_territory"),  # Helgoland
        ("FI", "22100", "special_territory"),  # Mariehamn
        ("IT", "23041", "special_territory"),  # Livigno
        ("GR", "630 86", "special_territory"),  # Mount Athos
    ],
)
def test_places_outside_the_vat_of_their_country_are_asked(
    country: str, postcode: str, question: str
) -> None:
    assert asked(seller(country), business(country, postcode=postcode)) == question
    assert asked(seller("FR"), business(country, postcode=postcode)) == question


@pytest.mark.parametrize(
    ("country", "postcode", "place", "rate"),
    [
        ("PT", "9000-055", "PT-30", "22"),  # Funchal
        ("PT", "9500-150", "PT-20", "16"),  # Ponta Delgada
        ("PT", "1100-148", "PT", "23"),
        ("AT", "6691", "AT", "20"),
    ],
)
def test_a_part_with_a_rate_of_its_own(country: str, postcode: str, place: str, rate: str) -> None:
    answer = decided(seller(country), business(country, postcode=postcode))
    assert charged(answer) == [(place, "S", rate)]


@pytest.mark.parametrize(
    ("postcode", "place", "rate"), [("6991", "AT-Jungholz", "19"), ("6020", "AT", "20")]
)
def test_jungholz_and_mittelberg_have_19_percent_among_themselves(
    postcode: str, place: str, rate: str
) -> None:
    """UStG 1994 § 10 (4): sales made there by sellers established there."""
    there = replace(seller("AT"), region="jungholz")
    assert charged(decided(there, business("AT", postcode=postcode))) == [(place, "S", rate)]
    assert charged(decided(there, consumer("AT", postcode="1010"))) == [("AT-Jungholz", "S", "19")]


def test_a_seller_in_a_special_place_is_asked() -> None:
    for country, region in (("ES", "canarias"), ("FR", "guyane"), ("IT", "livigno")):
        place = replace(seller(country), region=region)
        assert asked(place, business(country)) == "special_territory"


def test_each_postcode_leads_to_a_place_that_is_known() -> None:
    data = taxdata.load()
    for country in data.countries.values():
        for prefix, place in country.postcodes.items():
            code, _dash, region = place.partition("-")
            assert prefix.isdigit()
            assert data.knows(code)
            named = country.special_places | country.region_jurisdictions.keys()
            assert not region or region in named


def test_goods_of_a_french_seller_by_cash_are_due_with_delivery() -> None:
    """CGI art. 269 (2): services when they are paid, goods when they are delivered."""
    cash = replace(seller("FR"), registrations=(Registration("FR", accounting="cash"),))
    answer = decided(cash, business("FR"), TaxClass.HARDWARE)
    assert charged(answer) == [("FR", "S", "20")]
    assert "goods_due_on_delivery" in [step.code for step in answer.warnings]
    for who, kind in ((seller("FR"), TaxClass.HARDWARE), (cash, TaxClass.MANAGED_IT)):
        told = decided(who, business("FR"), kind).warnings
        assert "goods_due_on_delivery" not in [step.code for step in told]
    overseas = business("FR", postcode="97400")
    assert asked(cash, overseas, TaxClass.HARDWARE) == "goods_across_borders"
