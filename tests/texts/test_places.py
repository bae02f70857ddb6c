"""Countries and currencies to choose from."""

from msspdesk.texts import places


def test_countries_are_those_of_iso_3166() -> None:
    english = dict(places.countries())
    # 249 codes are assigned in ISO 3166-1; Kosovo uses XK, which ISO leaves free.
    assert len(english) == 250
    assert english["GB"] == "United Kingdom"
    assert "EU" not in english
    assert "ZZ" not in english
    assert dict(places.countries("de"))["GR"] == "Griechenland"


def test_names_stand_where_a_reader_looks_for_them() -> None:
    names = [name for _, name in places.countries("de")]
    assert names.index("Ägypten") < names.index("Albanien") < names.index("Österreich")


def test_currencies_are_those_in_use() -> None:
    english = dict(places.currencies())
    assert english["EUR"] == "Euro"
    assert {"USD", "GBP", "CHF", "JPY", "KWD"} <= english.keys()
    assert not {"DEM", "FRF", "XAU", "ITL"} & english.keys()
    assert dict(places.currencies("de"))["CHF"] == "Schweizer Franken"


def test_what_has_no_name_keeps_its_code() -> None:
    assert places.country("Q9") == "Q9"
    assert places.currency("QQQ") == "QQQ"
    assert places.country("DE", "de") == "Deutschland"


def test_english_says_some_countries_with_an_article_inside_a_sentence() -> None:
    assert places.within("US", "en") == "the United States"
    assert places.within("DE", "en") == "Germany"
    assert places.within("US", "de") == "Vereinigte Staaten"
