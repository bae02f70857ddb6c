"""The entry line, phrase by phrase: what is typed beside what it means."""

from datetime import date, time, timedelta
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msspdesk.domain.quick_entry import Names, Reading, complete, parse

FRIDAY = date(2026, 7, 31)
THURSDAY = date(2026, 7, 30)
NOW = time(16, 41)
NAMES = Names.build(
    customers=[
        (1, "Acme GmbH", "ACM"),
        (2, "Globex Handels", ""),
        (3, "Alpenblick Hotels", "ALP"),
        (4, "Alpenrose Klinik", ""),
        (5, "Müller & Söhne", ""),
        (6, "Harrow & Finch", ""),
        (7, "T-Systems Lab", ""),
        (8, "Sun Logistics", ""),
        (9, "24 Seven Doors", ""),
        (10, "Clinique Sainte-Odile", ""),
        (11, "O\u2019Neil Dental", ""),
    ],
    lines={
        2: [(21, "Incident response retainer"), (22, "MDR"), (23, "M365 hardening")],
        3: [(31, "M365 hardening"), (32, "M365 backup")],
    },
    services=[(1, "Consulting"), (2, "Penetration test"), (3, "Vulnerability scan")],
    tags={"sev2": 14, "sev2-followup": 3, "sev2-night": 1, "onsite": 20},
)


def read(text: str) -> Reading:
    return parse(text, FRIDAY, NOW, NAMES)


def shortly(reading: Reading) -> tuple[int | None, date, int | None, str]:
    customer = reading.customer[0] if reading.customer else None
    return customer, reading.day, reading.minutes, reading.note


@pytest.mark.parametrize(
    ("typed", "customer", "day", "minutes", "note"),
    [
        ("acme 1h30 triage phishing #sev2", 1, FRIDAY, 90, "triage phishing"),
        ("yesterday 9-10:30 globex firewall change", 2, THURSDAY, 90, "firewall change"),
        ("globex yesterday 9-10:30 firewall change", 2, THURSDAY, 90, "firewall change"),
        ("1:30 gestern globex", 2, THURSDAY, 90, ""),
        ("triage phishing acme 1h30", 1, FRIDAY, 90, "triage phishing"),
        ("triage acme 1h30 yesterday", 1, THURSDAY, 90, "triage"),
        ("y acme 45m", 1, THURSDAY, 45, ""),
        ("-1 acme 45 min call", 1, THURSDAY, 45, "call"),
        ("mon acme 2h", 1, date(2026, 7, 27), 120, ""),
        ("ACME 1,5 report", 1, FRIDAY, 90, "report"),
        ("acme 1.5 report", 1, FRIDAY, 90, "report"),
        ("acme 1h upgrade to 1.5", 1, FRIDAY, 60, "upgrade to 1.5"),
        ("acme upgrade to 4.2 1h", 1, FRIDAY, 60, "upgrade to 4.2"),
        ("4.3 acme 1h", 1, date(2026, 3, 4), 60, ""),
        ("4.3. acme 1h", 1, date(2026, 3, 4), 60, ""),
        ("2026-07-28 acme 1h", 1, date(2026, 7, 28), 60, ""),
        ("28.7.26, acme, 1h", 1, date(2026, 7, 28), 60, ""),
        ("acme 9 - 10:30 call", 1, FRIDAY, 90, "call"),
        ("acme 1 h 30 min call", 1, FRIDAY, 90, "call"),
        ("acme 16-now call", 1, FRIDAY, 41, "call"),
        ("acm 1h", 1, FRIDAY, 60, ""),
        ("glbx 1h", 2, FRIDAY, 60, ""),
        ("gh 1h", 2, FRIDAY, 60, ""),
        ("hotels 1h", 3, FRIDAY, 60, ""),
        ("alp 1h", 3, FRIDAY, 60, ""),
        ("alpenbl 1h", 3, FRIDAY, 60, ""),
        ("alpen ho 1h", 3, FRIDAY, 60, ""),
        ("alpenblick hotels 45m front desk", 3, FRIDAY, 45, "front desk"),
        ('"alpenblick hotels" 45m hotels moved', 3, FRIDAY, 45, "hotels moved"),
        ("muller 1h", 5, FRIDAY, 60, ""),
        ("mueller 1h", 5, FRIDAY, 60, ""),
        ("MÜLLER 1h", 5, FRIDAY, 60, ""),
        ("harrow & finch 1h", 6, FRIDAY, 60, ""),
        ("t-systems 1h", 7, FRIDAY, 60, ""),
        ("sun 1h", 8, FRIDAY, 60, ""),
        ("sunday acme 1h", 1, date(2026, 7, 26), 60, ""),
        ("24 seven 1h", 9, FRIDAY, 60, ""),
        ("sainte-odile 1h", 10, FRIDAY, 60, ""),
        ("oneil 1h", 11, FRIDAY, 60, ""),
        ("acme 1h restored backup from yesterday", 1, FRIDAY, 60, "restored backup from yesterday"),
        ("acme 1h waited 30m for vendor", 1, FRIDAY, 60, "waited 30m for vendor"),
        ("acme 1h 24/7 monitoring", 1, FRIDAY, 60, "24/7 monitoring"),
        ("acme 1h read /etc/passwd", 1, FRIDAY, 60, "read /etc/passwd"),
        ('acme 1h reset "admin" password', 1, FRIDAY, 60, 'reset "admin" password'),
        ("acme 1h fish\n\tand\u202echips", 1, FRIDAY, 60, "fish andchips"),
        ("acme 3 firewalls 1h", 1, FRIDAY, 60, "3 firewalls"),
    ],
)
def test_a_line_that_can_be_noted(
    typed: str, customer: int, day: date, minutes: int, note: str
) -> None:
    reading = read(typed)
    assert shortly(reading) == (customer, day, minutes, note)
    assert not reading.problems


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("", ["customer_missing", "duration_missing"]),
        ("acme", ["duration_missing"]),
        ("1h", ["customer_missing"]),
        ("nobody 1h", ["customer_unknown"]),
        ("alpen 1h", ["customer_ambiguous"]),
        ("acme 25h", ["duration_over_day"]),
        ("acme -1:30", ["duration_negative"]),
        ("acme 0m", ["duration_zero"]),
        ("acme 9-9", ["duration_zero"]),
        ("acme 26-27", ["clock_unreadable"]),
        ("acme 10:30-9:45", ["clock_range_reversed"]),
        ("tomorrow acme 1h", ["day_in_future"]),
        ("+1 acme 1h", ["day_in_future"]),
        ("acme 18-19", ["starts_in_future"]),
        ("31.2.26 acme 1h", ["date_impossible"]),
        ("3/4/2026 acme 1h", ["date_ambiguous"]),
        ("globex 1h @nothing", ["line_unknown"]),
        ("@m365 1h", ["line_needs_customer", "customer_missing"]),
        ("alpenblick 1h @m365", ["line_ambiguous"]),
        ("acme 1h /nothing", ["service_unknown"]),
    ],
)
def test_a_line_that_cannot_be_noted_yet(typed: str, codes: list[str]) -> None:
    assert [problem.code for problem in read(typed).problems] == codes


def test_an_ambiguous_name_offers_its_customers() -> None:
    reading = read("alpen 1h")
    assert reading.customer is None
    assert reading.candidates == ((3, "Alpenblick Hotels"), (4, "Alpenrose Klinik"))
    assert reading.problems[0].details["value"] == "alpen"


def test_a_range_keeps_its_ends() -> None:
    reading = read("globex 9-10:30 call")
    assert (reading.start, reading.end) == (time(9), time(10, 30))
    assert read("globex 1:30").start is None


def test_noted_after_midnight_a_night_began_yesterday() -> None:
    reading = parse("acme 23:30-00:15 outage", FRIDAY, time(0, 20), NAMES)
    assert (reading.day, reading.minutes) == (THURSDAY, 45)
    assert not reading.problems
    tonight = parse("t acme 23:30-00:15", FRIDAY, time(0, 20), NAMES)
    assert tonight.problems[0].code == "starts_in_future"


def test_tags_marks_lines_and_services() -> None:
    reading = read("globex 1h @mdr tuning #Sev2 #onsite, #sev2 !free")
    assert reading.contract_line == (22, "MDR")
    assert reading.tags == ("sev2", "onsite")
    assert not reading.billable
    assert reading.note == "tuning"
    assert read('globex 1h @"m365 hardening"').contract_line == (23, "M365 hardening")
    assert read("globex 1h @m365-hard").contract_line == (23, "M365 hardening")
    assert read("globex 1h @consulting").service == (1, "Consulting")
    assert read("globex /pen 1h").service == (2, "Penetration test")
    assert read("/pen globex 1h").customer == (2, "Globex Handels")


def test_slashes_follow_the_country_of_the_book() -> None:
    american = Names.build([(1, "Acme", "")], date_order="mdy")
    assert parse("7/4/2026 acme 1h", FRIDAY, NOW, american).day == date(2026, 7, 4)


def test_spans_show_what_was_recognised() -> None:
    text = "yesterday globex handels 1h30 @mdr triage #sev2"
    spans = {span.kind: text[span.start : span.end] for span in read(text).spans}
    assert spans == {
        "day": "yesterday",
        "customer": "globex handels",
        "time": "1h30",
        "line": "@mdr",
        "tag": "#sev2",
    }


@given(
    st.text(alphabet=st.sampled_from('acmeglobx 0123456789:-.,h#@/!"\u202e\u00fc\n'), max_size=40)
)
def test_any_text_is_read_without_an_error(text: str) -> None:
    reading = read(text)
    assert reading.minutes is None or 1 <= reading.minutes <= 1440
    for span in reading.spans:
        assert 0 <= span.start < span.end <= len(text)
    for cursor in range(len(text) + 1):
        complete(text, cursor, NAMES)


def inserts(text: str) -> list[str]:
    return [each.insert for each in complete(text, len(text), NAMES)]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("globex 1h30 triage #sev", ["#sev2", "#sev2-followup", "#sev2-night"]),
        ("acme 1h #", ["#onsite", "#sev2", "#sev2-followup", "#sev2-night"]),
        ("glo", ["Globex Handels"]),
        ("1h alpen", ["Alpenblick Hotels", "Alpenrose Klinik"]),
        ("alpen k", ["Alpenrose Klinik"]),
        ("globex tri", []),
        ("globex 1h @m", ['@"M365 hardening"', "@MDR"]),
        ("globex 1h @con", ["@Consulting"]),
        ("globex 1h /v", ['/"Vulnerability scan"']),
        ("24", ["24 Seven Doors"]),
        ("1h", []),
        ("globex ", []),
    ],
)
def test_completions_at_the_end_of_the_line(typed: str, offered: list[str]) -> None:
    assert inserts(typed) == offered


def test_a_completion_says_what_it_replaces() -> None:
    text = "1h alpen ho triage"
    (only,) = complete(text, 11, NAMES)
    assert text[: only.start] + only.insert + text[only.end :] == "1h Alpenblick Hotels triage"
    tag = complete("acme #sev2-n", 12, NAMES)[0]
    assert (tag.kind, tag.label, tag.hint) == ("tag", "#sev2-night", "1")


@pytest.mark.parametrize("key", [name.id for name in NAMES.customers.names])
def test_every_completed_customer_reads_back(key: int) -> None:
    label = next(name.label for name in NAMES.customers.names if name.id == key)
    (insert,) = [c.insert for c in complete(label[:2], 2, NAMES) if c.label == label]
    reading = read(f"{insert} 1h note")
    assert reading.customer == (key, label)
    assert reading.note == "note"


def test_a_thousand_customers_do_not_make_it_slow() -> None:
    """Measured against a regex scan of the same names, so a slow machine does not fail it."""
    labels = [f"{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}ster {i} holding" for i in range(1000)]
    names = Names.build([(i, label, f"K{i}") for i, label in enumerate(labels)])
    line = "yesterday 9-10:30 bcster firewall change and a longer note about it #sev2 #onsite"

    def best_of(run: object) -> float:
        times = []
        for _ in range(20):
            started = perf_counter()
            run()  # type: ignore[operator]
            times.append(perf_counter() - started)
        return min(times)

    scan = best_of(lambda: [label for label in labels if label.casefold().split() == line.split()])
    assert best_of(lambda: parse(line, FRIDAY, NOW, names)) < 8 * scan
    assert parse(line, FRIDAY, NOW, names).day == FRIDAY - timedelta(days=1)
