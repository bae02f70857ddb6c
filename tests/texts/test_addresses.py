"""Addresses as the post of each country wants them."""

import pytest

from msspdesk.texts.addresses import Address, lines


@pytest.mark.parametrize(
    ("country", "parts", "written"),
    [
        ("DE", ("28217", "Bremen", "Bremen"), ["28217 Bremen"]),
        ("FR", ("75008", "Paris", ""), ["75008 Paris"]),
        ("NL", ("3088 HH", "Rotterdam", ""), ["3088 HH Rotterdam"]),
        ("GB", ("SW1A 1AA", "London", "Greater London"), ["London", "SW1A 1AA"]),
        ("IE", ("D02 X285", "Dublin 2", ""), ["Dublin 2", "D02 X285"]),
        ("US", ("78701", "Austin", "TX"), ["Austin, TX 78701"]),
        ("US", ("78701", "Austin", ""), ["Austin, 78701"]),
        ("CA", ("K1A 0B1", "Ottawa", "ON"), ["Ottawa ON K1A 0B1"]),
        ("AU", ("2000", "Sydney", "NSW"), ["Sydney NSW 2000"]),
        ("IT", ("00184", "Roma", "RM"), ["00184 Roma RM"]),
        ("KE", ("00100", "Nairobi", "Nairobi County"), ["00100 Nairobi", "Nairobi County"]),
    ],
)
def test_the_place_stands_as_its_country_writes_it(
    country: str, parts: tuple[str, str, str], written: list[str]
) -> None:
    postcode, city, region = parts
    address = Address(
        name="Acme",
        street=("Main 1",),
        postcode=postcode,
        city=city,
        region=region,
        country=country,
    )
    assert lines(address, country) == ["Acme", "Main 1", *written]


def test_abroad_the_country_is_named_in_the_senders_language() -> None:
    address = Address(
        name="Tulpenburg Logistiek B.V.",
        contact="Accounts payable",
        street=("Waalhaven Zuidzijde 12",),
        postcode="3088 HH",
        city="Rotterdam",
        country="NL",
    )
    assert lines(address, "DE", "de") == [
        "Tulpenburg Logistiek B.V.",
        "Accounts payable",
        "Waalhaven Zuidzijde 12",
        "3088 HH Rotterdam",
        "NIEDERLANDE",
    ]


def test_in_hungary_the_city_comes_first() -> None:
    address = Address(
        name="Kft.", street=("Fő utca 1.",), postcode="1011", city="Budapest", country="HU"
    )
    assert lines(address, "HU") == ["Kft.", "Budapest", "Fő utca 1.", "1011"]


def test_a_name_of_two_lines_takes_one() -> None:
    address = Address(name="Acme\nGmbH ", street=("", " "), country="DE")
    assert lines(address, "DE") == ["Acme GmbH"]
