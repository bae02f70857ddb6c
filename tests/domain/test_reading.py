"""What people type for hours, dates and amounts, and what is refused rather than guessed."""

from contextlib import suppress
from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msspdesk.domain.errors import DomainError
from msspdesk.domain.reading import read_amount, read_clock_range, read_date, read_duration

FRIDAY = date(2026, 7, 31)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("1,5", 90),
        ("1.5", 90),
        (".5", 30),
        ("1.25 h", 75),
        ("1,67", 100),
        ("1:30", 90),
        ("0:45", 45),
        ("24:00", 1440),
        ("2", 120),
        ("1h30m", 90),
        ("1h30", 90),
        ("1 h 30 min", 90),
        ("1H30M", 90),
        ("1h", 60),
        ("90m", 90),
        ("45 min", 45),
        ("2 Std", 120),
        ("2 Stunden 10 Minuten", 130),
        ("09:00-10:30", 90),
        ("9-10:30", 90),
        ("9.15 – 10.00", 45),
        ("23:30-00:15", 45),
        ("22-24", 120),
        ("11-1pm", 120),
        ("9-10:30am", 90),
    ],
)
def test_a_length_of_time(typed: str, minutes: int) -> None:
    assert read_duration(typed) == minutes


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "duration_empty"),
        ("soon", "duration_unreadable"),
        ("1.000", "duration_unreadable"),
        ("1,000.5", "duration_unreadable"),
        ("1:60", "duration_unreadable"),
        ("1:5", "duration_unreadable"),
        ("1h75m", "duration_unreadable"),
        ("1.5m", "duration_unreadable"),
        ("1e3", "duration_unreadable"),
        ("\u0661\u0662m", "duration_unreadable"),  # Arabic digits
        ("-1:30", "duration_negative"),
        ("\u22122", "duration_negative"),
        ("0", "duration_zero"),
        ("0:00", "duration_zero"),
        ("9-9", "duration_zero"),
        ("24:01", "duration_over_day"),
        ("1441m", "duration_over_day"),
        ("25-26", "clock_unreadable"),
        ("9:75-10", "clock_unreadable"),
        ("10:30-9:45", "clock_range_reversed"),
    ],
)
def test_a_length_of_time_that_is_refused(typed: str, code: str) -> None:
    with pytest.raises(DomainError) as failure:
        read_duration(typed)
    assert failure.value.code == code


def test_a_night_shift_crosses_midnight() -> None:
    night = read_clock_range("23:30-00:15")
    assert (night.start, night.end, night.minutes) == (time(23, 30), time(0, 15), 45)
    assert night.crosses_midnight
    assert not read_clock_range("9-10:30").crosses_midnight


@given(st.integers(1, 1440))
def test_every_writing_of_the_same_minutes_is_read_alike(minutes: int) -> None:
    hours, rest = divmod(minutes, 60)
    for typed in (f"{minutes}m", f"{hours}:{rest:02}", f"{hours}h{rest}", f"{hours} h {rest} min"):
        assert read_duration(typed) == minutes


@given(st.integers(0, 1439), st.integers(1, 960))
def test_a_range_lasts_from_start_to_end(start: int, minutes: int) -> None:
    end = (start + minutes) % 1440
    typed = f"{start // 60}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
    assert read_clock_range(typed).minutes == minutes


@given(st.text(max_size=12))
def test_any_text_is_minutes_of_a_day_or_a_refusal(typed: str) -> None:
    with suppress(DomainError):
        assert 1 <= read_duration(typed) <= 1440


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("t", FRIDAY),
        ("Today", FRIDAY),
        ("heute", FRIDAY),
        ("y", date(2026, 7, 30)),
        ("gestern", date(2026, 7, 30)),
        ("-1", date(2026, 7, 30)),
        ("\u22123", date(2026, 7, 28)),
        ("+2", date(2026, 8, 2)),
        ("fri", FRIDAY),
        ("Sat", date(2026, 7, 25)),
        ("Montag", date(2026, 7, 27)),
        ("do", date(2026, 7, 30)),
        ("4.3", date(2026, 3, 4)),
        ("4.3.", date(2026, 3, 4)),
        ("4. 3. 26", date(2026, 3, 4)),
        ("4.3.2025", date(2025, 3, 4)),
        ("04.03.26", date(2026, 3, 4)),
        ("2026-03-04", date(2026, 3, 4)),
        ("28/3", date(2026, 3, 28)),
        ("3/28/2026", date(2026, 3, 28)),
        ("4 Mar", date(2026, 3, 4)),
        ("4. März 2026", date(2026, 3, 4)),
        ("March 4, 2026", date(2026, 3, 4)),
        ("1 Mai", date(2026, 5, 1)),
        ("29.2.24", date(2024, 2, 29)),
    ],
)
def test_a_date(typed: str, day: date) -> None:
    assert read_date(typed, FRIDAY) == day


def test_slashes_follow_the_country() -> None:
    assert read_date("04/03/2026", FRIDAY, "dmy") == date(2026, 3, 4)
    assert read_date("04/03/2026", FRIDAY, "mdy") == date(2026, 4, 3)
    with pytest.raises(DomainError) as failure:
        read_date("04/03/2026", FRIDAY)
    assert failure.value.code == "date_ambiguous"
    assert failure.value.details["first"] == "2026-03-04"
    assert failure.value.details["second"] == "2026-04-03"


def test_without_a_year_the_nearest_day_is_meant() -> None:
    assert read_date("28.12.", date(2026, 1, 3)) == date(2025, 12, 28)
    assert read_date("5.1.", date(2026, 12, 28)) == date(2027, 1, 5)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "date_empty"),
        ("31.2.", "date_impossible"),
        ("31.4.2026", "date_impossible"),
        ("2026-13-01", "date_impossible"),
        ("13/13/2026", "date_impossible"),
        ("4.3.0026", "date_impossible"),
        ("29.2.2026", "date_impossible"),
        ("next week", "date_unreadable"),
        ("4 Foo", "date_unreadable"),
        ("4.3.126", "date_unreadable"),
        ("2026-3-4", "date_unreadable"),
        ("\u0664.3.", "date_unreadable"),
    ],
)
def test_a_date_that_is_refused(typed: str, code: str) -> None:
    with pytest.raises(DomainError) as failure:
        read_date(typed, FRIDAY)
    assert failure.value.code == code


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_writing_of_the_same_day_is_read_alike(day: date) -> None:
    number = f"{day.day}.{day.month}.{day.year % 100:02}"
    for typed in (day.isoformat(), number, f"{day.day}.{day.month}.{day.year}"):
        assert read_date(typed, FRIDAY) == day
    assert read_date(f"{day.month}/{day.day}/{day.year}", FRIDAY, "mdy") == day


@pytest.mark.parametrize(
    ("typed", "separator", "value"),
    [
        ("1.234,56", ",", "1234.56"),
        ("1,234.56", ".", "1234.56"),
        ("1.234", ",", "1234"),
        ("1,234", ".", "1234"),
        ("1234.56", ",", "1234.56"),
        ("1234.56", ".", "1234.56"),
        ("1.5", ",", "1.5"),
        ("1234,5", ",", "1234.5"),
        (",50", ",", "0.50"),
        ("12.345.678,90", ",", "12345678.90"),
        ("1 234,56", ",", "1234.56"),
        ("1\u202f234,56", ",", "1234.56"),
        ("1\u2019234.50", ".", "1234.50"),
        ("-12", ".", "-12"),
        ("\u221212,50 \u20ac", ",", "-12.50"),
        ("\u20ac 12.50", ".", "12.50"),
        ("-$12.50", ".", "-12.50"),
        ("$-12.50", ".", "-12.50"),
        ("EUR 12,50", ",", "12.50"),
        ("12.50 USD", ".", "12.50"),
        ("EUR -3", ".", "-3"),
        ("1.200", ".", None),
    ],
)
def test_an_amount(typed: str, separator: str, value: str | None) -> None:
    if value is None:
        with pytest.raises(DomainError, match="amount_ambiguous"):
            read_amount(typed, separator)  # type: ignore[arg-type]
    else:
        assert read_amount(typed, separator) == Decimal(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "separator", "places", "code", "hint"),
    [
        ("1.234,56", ".", 2, "amount_other_writing", {"write": "1234.56"}),
        ("1,234.56", ",", 2, "amount_other_writing", {"write": "1234,56"}),
        ("1,5", ".", 2, "amount_other_writing", {"write": "1.5"}),
        ("1.234", ".", 2, "amount_ambiguous", {"small": "1.23", "large": "1234"}),
        ("1.234", ",", 6, "amount_ambiguous", {"small": "1,234", "large": "1234"}),
        ("12.34.56", ",", 2, "amount_unreadable", {"example": "1234,56"}),
        ("1,23,456", ".", 2, "amount_unreadable", {}),
        ("1 23", ".", 2, "amount_unreadable", {}),
        ("12abc", ".", 2, "amount_unreadable", {}),
        ("--5", ".", 2, "amount_unreadable", {}),
        ("1e5", ".", 2, "amount_unreadable", {}),
        ("NaN", ".", 2, "amount_unreadable", {}),
        (".", ".", 2, "amount_unreadable", {}),
        ("\u0661\u0662", ".", 2, "amount_unreadable", {}),
        ("0.125", ".", 2, "too_many_decimals", {"places": 2}),
        ("10.0000001", ".", 6, "too_many_decimals", {"places": 6}),
        ("5.5", ".", 0, "too_many_decimals", {"places": 0}),
        ("1234567890123", ".", 2, "amount_too_large", {}),
        ("", ".", 2, "amount_empty", {"example": "1234.56"}),
    ],
)
def test_an_amount_that_is_refused(
    typed: str, separator: str, places: int, code: str, hint: dict[str, object]
) -> None:
    with pytest.raises(DomainError) as failure:
        read_amount(typed, separator, places)  # type: ignore[arg-type]
    assert failure.value.code == code
    assert hint.items() <= failure.value.details.items()


def test_unit_prices_have_six_decimals() -> None:
    assert read_amount("1.234", ".", 6) == Decimal("1.234")
    assert read_amount("0.125", ",", 6) == Decimal("0.125")
    assert read_amount("0,000001", ",", 6) == Decimal("0.000001")


@given(st.decimals(-(10**11), 10**11, places=2), st.sampled_from(",."))
def test_what_a_book_writes_it_reads_back(value: Decimal, separator: str) -> None:
    english = f"{value:,.2f}"
    written = english.translate(str.maketrans(",.", ".,")) if separator == "," else english
    assert read_amount(written, separator) == value  # type: ignore[arg-type]
    assert read_amount(f"{value:f}", separator) == value  # type: ignore[arg-type]


@given(st.from_regex(r"[0-9.,]{1,9}", fullmatch=True))
def test_both_books_agree_or_one_refuses_unless_it_is_grouped(typed: str) -> None:
    """The two writings differ only where three digits follow every separator."""
    read = []
    for separator in (",", "."):
        try:
            read.append(read_amount(typed, separator))
        except DomainError:
            return
    assert read[0] == read[1]
