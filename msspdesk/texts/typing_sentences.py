"""What is said about typed hours, dates, amounts and the entry line."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "amount_ambiguous": (
        "“{value}” can be read in two ways. Write {small} or {large}, so that it is certain."
    ),
    "amount_empty": "Type an amount, for example {example}.",
    "amount_other_writing": (
        "“{value}” is written as in another country. In this book it is written {write}."
    ),
    "amount_too_large": "“{value}” has more digits than an amount can have.",
    "amount_unreadable": "“{value}” is not an amount. Write it like {example}.",
    "clock_range_reversed": (
        "“{value}” would last more than {hours} hours. If the end came before the start, swap "
        "them; else type the time worked, for example 1:30."
    ),
    "clock_unreadable": "“{value}” is not a time of day. Write it like 9:00 or 14:30.",
    "customer_ambiguous": "“{value}” fits {count} customers: {names}. Type a little more.",
    "customer_missing": "Name the customer.",
    "customer_unknown": "No customer is called “{value}”.",
    "date_ambiguous": "“{value}” can be two days. Write {first} or {second}.",
    "date_empty": "Type a date, for example {example}.",
    "date_impossible": "There is no such day as “{value}”.",
    "date_unreadable": "“{value}” is not a date. Write it like {example}.",
    "day_in_future": "{day} is still to come. Time can be noted when it has been worked.",
    "duration_empty": "Type how long it took, for example 1:30 or 45m.",
    "duration_missing": "How long did it take? Add for example 1h30, 45m or 9-10:30.",
    "duration_negative": "Time worked cannot be less than nothing. Write it like 1:30 or 45m.",
    "duration_over_day": "“{value}” is more than the 24 hours of a day. Split it over its days.",
    "duration_unreadable": "“{value}” is not a length of time. Write it like 1:30, 1.5 or 45m.",
    "duration_zero": "“{value}” is no time at all. Write it like 1:30 or 45m.",
    "line_ambiguous": "“{value}” fits {count} contract lines: {names}. Type a little more.",
    "line_needs_customer": "“{value}” names a contract line. Name its customer too.",
    "line_unknown": "{customer} has no contract line and you have no service called “{value}”.",
    "service_ambiguous": "“{value}” fits {count} services: {names}. Type a little more.",
    "service_unknown": "You have no service called “{value}”.",
    "starts_in_future": (
        "{start} today is still to come. Time can be noted when it has been worked."
    ),
    "too_many_decimals": "“{value}” has more than {places} decimal places. Round it and try again.",
}
