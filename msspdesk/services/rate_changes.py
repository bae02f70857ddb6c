"""Days on which tax rates change, as far as billing asks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache


def rate_changes(countries: Iterable[str]) -> list[date]:
    """Every day on which a rate of one of the countries begins."""
    from msspdesk import taxdata  # read only when corrections are netted

    data = taxdata.load()
    found = (data.countries[each] for each in countries if each in data.countries)
    return sorted({row.valid_from for country in found for row in country.rates.rows})


def home_cuts(home: str) -> tuple[date, ...]:
    """Days on which the law at home divides a period, for customers there."""
    return rate_cuts(home, frozenset({home}))


@cache
def rate_cuts(home: str, countries: frozenset[str]) -> tuple[date, ...]:
    """Where the law of the seller's country divides a period: the days on which its rate
    changes. Empty for customers with a site elsewhere, who may owe another tax.
    """
    from msspdesk import taxdata  # read only when something is proposed

    data = taxdata.load()
    country = data.country(home)
    if country is None or not country.splits_periods:
        return ()
    places = [data.country(each) for each in countries]
    if not all(each and each.union == country.union for each in places):
        return ()
    return tuple(sorted({row.valid_from for row in country.rates.rows}))
