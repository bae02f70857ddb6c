"""What may be wrong with a contract or one of its lines: all of it at once, by field."""

from __future__ import annotations

from datetime import date
from typing import Any

from msspdesk.domain.contracts import Contract, ContractLine
from msspdesk.domain.errors import Problem
from msspdesk.domain.pricing import Model


def contract_problems(contract: Contract) -> list[Problem]:
    """Dates of a contract and of its lines must fit."""
    problems = _order(contract.start, contract.end, "end")
    first = min((line.start for line in contract.lines), default=contract.start)
    if first < contract.start:
        problems.append(Problem("line_starts_before_contract", "start", {"start": contract.start}))
    return problems


def line_problems(line: ContractLine, contract: Contract) -> list[Problem]:
    """Everything but the terms. `end` is the day after the last one."""
    problems = _order(line.start, line.end, "end")
    if line.start < contract.start:
        problems.append(Problem("line_starts_before_contract", "start", {"start": contract.start}))
    if not 1 <= line.anchor_day <= 31:
        problems.append(Problem("anchor_out_of_range", "anchor_day"))
    if not 1 <= line.cadence_months <= 120:
        problems.append(Problem("cadence_out_of_range", "cadence_months"))
    billed = line.billed_until
    if billed is not None and (billed < line.start or (line.end and billed > line.end)):
        problems.append(Problem("billed_until_outside", "billed_until", {"day": billed}))
    return problems


def terms_problems(model: Model, terms: Any, line: ContractLine) -> list[Problem]:
    """The numbers of the terms, and the count they need."""
    problems = list(model.check(terms))
    if model.needs_count and not line.count_kind:
        problems.append(Problem("line_needs_count", "count_kind"))
    return problems


def _order(start: date, end: date | None, field: str) -> list[Problem]:
    if end is None or start < end:
        return []
    return [Problem("ends_before_start", field, {"first": start, "last": end})]
