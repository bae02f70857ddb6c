"""`msspdesk self-check`: the program counts its parts."""

from __future__ import annotations

from argparse import Namespace

from msspdesk.cli.answer import Answer, Clock, Exit
from msspdesk.services import self_check


def run(options: Namespace, clock: Clock | None) -> Answer:
    """Exit 4 when something that ships with the program is not there."""
    del options, clock
    counts = self_check.counts()
    missing = [each for each in counts if not each.whole]
    lines = [f"{each.found:>6}  {each.name}  {each.fault}".rstrip() for each in counts]
    lines.append(
        f"Missing: {', '.join(each.name for each in missing)}. Install msspdesk again."
        if missing
        else "The program is whole."
    )
    facts = {
        "whole": not missing,
        "counts": {each.name: each.found for each in counts},
        "faults": {each.name: each.fault for each in counts if each.fault},
    }
    return Answer(facts, lines, Exit.FOUND if missing else Exit.OK)
