"""Billing cases: a case's words become a contract, the runs' lines become words.

Nothing here knows a case or a rule; it enters what a case tells through the
services the window uses, and reads what the runs made.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from msspdesk.domain.periods import Period
from msspdesk.domain.timesheets import TimeEntry
from tests import builders
from tests.cases.billing_compare import compare, unanswered
from tests.cases.common import Unsupported
from tests.cases.scene import Billed, Run, Scene, scene

__all__ = ["answer", "compare", "unanswered"]

MONTHS = {"monthly": 1, "quarterly": 3, "semiannual": 6, "yearly": 12}
_ANY_DAY = date(2024, 5, 15)
_LINE = (
    "model timing period service_start service_end_exclusive service start anchor alignment"
    " billing_day unit_price price quantity currency rounding prorated billed_until"
)
_KNOWN = {
    "proration": f"{_LINE} bill_up_to already_billed",
    "amounts": f"{_LINE} bill_up_to already_billed",
    "catch_up": f"{_LINE} bill_up_to already_billed runs",
    "termination": f"{_LINE} bill_up_to",
    "idempotence": f"{_LINE} bill_up_to already_billed runs",
    "calendar": _LINE,
    "due_dates": _LINE,
    "day_count": "period from_ to_exclusive cycle_anchor",
    "credit": "timing period billed price cancel change",
    "pause": "period price stop",
    "zero": "price",
    "hours": "minutes rate",
}


def answer(case: dict[str, Any]) -> dict[str, Any]:
    """The program's answer in the words of `expected`. Unsupported names the key not known."""
    given: dict[str, Any] = case["input"]
    family = case["family"]
    known = _KNOWN.get(family)
    for key in given:
        if key not in (known or _LINE).split():
            raise Unsupported(key)
    if known is None:
        raise Unsupported(f"family {family}")
    return _FAMILIES[family](given)


# --- a contract line ------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A contract line as a case tells it. `end` is the day after the last one."""

    start: date
    end: date | None
    months: int
    anchor_day: int
    timing: str
    price: Decimal
    quantity: Decimal
    currency: str
    billed_until: date | None

    def enter(self, stage: Scene, *, with_end: bool = True, proration: str = "actual_days") -> int:
        """Put it into the book of a scene."""
        common: dict[str, Any] = {
            "cadence_months": self.months,
            "anchor_day": self.anchor_day,
            "timing": self.timing,
            "end": self.end if with_end else None,
            "billed_until": self.billed_until,
            "proration": proration,
        }
        if self.quantity == 1:
            return stage.add_line("fixed_fee", {"price": self.price}, self.start, **common)
        stage.count(self.start, self.quantity)
        terms = {"unit_price": self.price}
        return stage.add_line("per_unit", terms, self.start, count_kind="units", **common)

    def stage(self) -> AbstractContextManager[Scene]:
        """An empty business in the line's currency."""
        return scene(self.currency)


def _line(given: dict[str, Any]) -> Line:
    if given.get("model", "flat") != "flat":
        raise Unsupported(f"model {given['model']}")
    if given.get("prorated", True) is not True:
        raise Unsupported("prorated")
    if given.get("rounding", "half_up_2_per_line") not in {"half_up", "half_up_2_per_line"}:
        raise Unsupported("rounding")
    start, end = _service(given)
    months = _months(given.get("period", "monthly"))
    anchor_day = given.get("billing_day", start.day)
    calendar = given.get("anchor") == "calendar" or "alignment" in given
    if given.get("alignment", "calendar_month") != "calendar_month":
        raise Unsupported("alignment")
    line = Line(
        start=start,
        end=end,
        months=months,
        anchor_day=1 if calendar else anchor_day,
        timing=given.get("timing", "advance"),
        price=Decimal(given.get("unit_price", given.get("price", "100"))),
        quantity=Decimal(given.get("quantity", 1)),
        currency=given.get("currency", "EUR"),
        billed_until=_day(given["billed_until"]) if given.get("billed_until") else None,
    )
    return _on_calendar(line) if calendar else line


def _on_calendar(line: Line) -> Line:
    """Quarters and years of the calendar: the line begins with one and is owed from its start."""
    first = (line.start.month - 1) // line.months * line.months + 1
    if first == line.start.month:
        return line
    begin = date(line.start.year, first, 1)
    return replace(line, start=begin, billed_until=line.billed_until or line.start)


def _service(given: dict[str, Any]) -> tuple[date, date | None]:
    if "service" in given:
        first, last = given["service"]
        return _day(first), _day(last)
    start = given.get("service_start") or given.get("start")
    if start is None and given.get("anchor") not in {None, "calendar"}:
        start = given["anchor"]
    end = given.get("service_end_exclusive")
    return (_day(start) if start else _ANY_DAY), (_day(end) if end else None)


def _day(words: str) -> date:
    """A date; "D" is any day, "2018-03-15 inclusive" the day after."""
    text, _, inclusive = words.partition(" ")
    day = _ANY_DAY if text == "D" else date.fromisoformat(text)
    return day + timedelta(days=1) if inclusive else day


def _months(period: str) -> int:
    if period not in MONTHS:
        raise Unsupported(f"period {period}")
    return MONTHS[period]


# --- answers --------------------------------------------------------------------------------


def _told(runs: list[Run]) -> dict[str, Any]:
    """What runs made, in all the ways cases ask for it."""
    lines = [line for run in runs for line in run.lines]
    told: dict[str, Any] = {
        "lines": [_told_line(line) for line in lines],
        "new_lines": [
            {"a": str(line.period.start), "b": str(line.period.end), "amount": str(line.amount)}
            for line in lines
        ],
        "line_count": len(lines),
        "periods_total": str(sum((line.share for line in lines), Fraction(0))),
        "total": str(sum((line.amount for line in lines), Decimal("0.00"))),
        "invoices": [str(run.total) for run in runs if run.drafts],
        "invoice_dates": [str(run.day) for run in runs if run.drafts],
    }
    if len(lines) == 1:
        told["range_inclusive"] = [str(lines[0].period.start), str(lines[0].period.last_day)]
        told["period_end_exclusive"] = str(lines[0].period.end)
        told["days"] = f"{lines[0].days}/{lines[0].whole_days}"
    return told


def _told_line(line: Billed) -> dict[str, Any]:
    return {
        "start": str(line.period.start),
        "end_exclusive": str(line.period.end),
        "last_day": str(line.period.last_day),
        "fraction": str(line.share),
        "days": line.days,
        "amount": str(line.amount),
    }


def _proration(given: dict[str, Any]) -> dict[str, Any]:
    line = _line(given)
    with line.stage() as stage:
        _enter(stage, line, given)
        runs = [stage.run(_until(given, line))]
    return _told(runs)


def _enter(stage: Scene, line: Line, given: dict[str, Any]) -> None:
    """The line, and drafts of what the case says was billed before it ended."""
    if "already_billed" not in given:
        line.enter(stage)
        return
    line_id = line.enter(stage, with_end=False)
    wanted = [Period(_day(first), _day(last)) for first, last in given["already_billed"]]
    if wanted:
        run = stage.run(max(each.end for each in wanted), wanted)
        if sorted(each.period for each in run.lines) != sorted(wanted):
            raise Unsupported("already_billed")
    if line.end is not None:
        stage.end_line(line_id, line.end)


def _until(given: dict[str, Any], line: Line) -> date:
    if "bill_up_to" in given:
        return _day(given["bill_up_to"])
    return line.end or line.start + timedelta(days=400)


def _runs(given: dict[str, Any]) -> dict[str, Any]:
    line = _line(given)
    days = [_day(each) for each in given.get("runs", [])] or [_until(given, line)] * 2
    with line.stage() as stage:
        _enter(stage, line, given)
        runs = [stage.run(day) for day in days]
    told = _told(runs)
    for name, run in zip(("first_run", "second_run"), runs, strict=False):
        told[f"{name}_total"] = str(run.total)
        told[name] = str(run.total) if run.drafts else "no invoice"
    return told


def _calendar(given: dict[str, Any]) -> dict[str, Any]:
    line = _line(given)
    told: dict[str, Any] = {"first_billing_date": {}, "next": {}, "last_covered": {}}
    cadences = [replace(line, months=months, timing="advance") for months in MONTHS.values()]
    *by_cadence, own = _periods([*cadences, line])
    for name, periods in zip(MONTHS, by_cadence, strict=True):
        whole = [each for each in periods if each.share == 1]
        if whole:
            told["first_billing_date"][name] = str(whole[0].period.start)
        told["next"][name] = str(periods[0].period.end)
        told["last_covered"][name] = str(periods[0].period.last_day)
    told["periods_inclusive"] = [
        [str(each.period.start), str(each.period.last_day)] for each in own
    ]
    told["open_ended"] = line.end is None
    with line.stage() as stage:
        line.enter(stage)
        last = line.end or line.start
        told["invoices"] = stage.run(last).drafts + stage.run(last + timedelta(days=31)).drafts
    return told


def _periods(lines: list[Line]) -> list[list[Billed]]:
    """Every period of each line, or those of the first years of one that runs on."""
    longest = max(line.months for line in lines)
    last = lines[0].end or lines[0].start + timedelta(days=370 + 31 * longest)
    with lines[0].stage() as stage:
        keys = [line.enter(stage) for line in lines]
        found = stage.proposed(last)
    return [found[key] for key in keys]


def _due_dates(given: dict[str, Any]) -> dict[str, Any]:
    line = _line(given)
    last = (line.end or line.start + timedelta(days=370)) + timedelta(days=62)
    with line.stage() as stage:
        line.enter(stage)
        runs = stage.run_daily(line.start, last)
        late = stage.run(last + timedelta(days=370)) if line.end else None
    told = _told(runs)
    told["last_days"] = [str(each.period.last_day) for run in runs for each in run.lines]
    told["after"] = "none" if late is not None and not late.drafts else "more"
    told["open_ended"] = line.end is None
    return told


def _day_count(given: dict[str, Any]) -> dict[str, Any]:
    if given.get("cycle_anchor", "from") != "from":
        raise Unsupported("cycle_anchor")
    start, end = _day(given["from_"]), _day(given["to_exclusive"])
    line = _line({"period": given.get("period", "monthly"), "start": str(start)})
    shares = {}
    for name, proration in (("actual", "actual_days"), ("fixed_30", "thirty_day_months")):
        with line.stage() as stage:
            replace(line, end=end).enter(stage, proration=proration)
            lines = stage.run(start).lines
            shares[name] = sum((each.share for each in lines), Fraction(0))
    told = {name: str(share) for name, share in shares.items()}
    nine = round(Decimal(shares["actual"].numerator) / shares["actual"].denominator, 9)
    return told | {"actual_9dp": str(nine)}


def _credit(given: dict[str, Any]) -> dict[str, Any]:
    """Billed in advance, then stopped: what is taken back and what stays."""
    first, last = (_day(each) for each in given.get("billed") or given["period"])
    if ("cancel" in given) + ("change" in given) + ("stop" in given) != 1:
        raise Unsupported("cancel")
    stop = _day(given.get("cancel") or given.get("change") or given["stop"])
    line = _line({"start": str(first), "price": given["price"]})
    with line.stage() as stage:
        line_id = line.enter(stage)
        billed = stage.run(first)
        if [each.period for each in billed.lines] != [Period(first, last)]:
            raise Unsupported("billed")
        stage.end_line(line_id, stop)
        credit = stage.run(stop)
    used = str(billed.total + credit.total)
    return {"credit": str(credit.total), "used_part": used, "used": used, "total": used}


def _zero(given: dict[str, Any]) -> dict[str, Any]:
    line = _line(given)
    with line.stage() as stage:
        line.enter(stage)
        return _told([stage.run(line.start)])


def _hours(given: dict[str, Any]) -> dict[str, Any]:
    day = _ANY_DAY
    with scene() as stage:
        rate = Decimal(given["rate"])
        line_id = stage.add_line("hourly", {"rate": rate}, day.replace(day=1))
        left = given["minutes"]
        with stage.book.write() as work:
            while left > 0:
                minutes = min(left, 600)
                work.add(_entry(stage, line_id, day, minutes))
                left -= minutes
        return _told([stage.run(day + timedelta(days=31))])


def _entry(stage: Scene, line_id: int, day: date, minutes: int) -> TimeEntry:
    return TimeEntry(
        uuid=builders.new_uuid(),
        customer_id=stage.customer_id,
        contract_line_id=line_id,
        day=day,
        minutes=minutes,
        billed_minutes=minutes,
    )


_FAMILIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "proration": _proration,
    "amounts": _proration,
    "termination": _proration,
    "catch_up": lambda given: _runs(given) if "runs" in given else _proration(given),
    "idempotence": _runs,
    "calendar": _calendar,
    "due_dates": _due_dates,
    "day_count": _day_count,
    "credit": _credit,
    "pause": _credit,
    "zero": _zero,
    "hours": _hours,
}
