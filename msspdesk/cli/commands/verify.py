"""`msspdesk verify`: is every issued document as it was issued?"""

from __future__ import annotations

from argparse import Namespace

from msspdesk.cli.answer import Answer, Clock, Exit
from msspdesk.cli.opening import Meter, opened
from msspdesk.domain.errors import Problem
from msspdesk.services.verify import Finding, verify
from msspdesk.texts.errors import sentence


def run(options: Namespace, clock: Clock | None) -> Answer:
    """Exit 4 with one line for each finding. Nothing is written."""
    meter = Meter(options)
    with opened(options, clock, read_only=True) as book:
        report = verify(book, progress=meter)
    meter.end()
    lines = [_line(each) for each in report.findings]
    if report.sound:
        lines.append(
            f"All {report.documents} issued documents and {report.renderings} kept files are as"
            " they were issued."
        )
    facts = {
        "sound": report.sound,
        "documents": report.documents,
        "files": report.renderings,
        "findings": [
            {"code": each.code, "number": each.number, "detail": each.detail}
            for each in report.findings
        ],
    }
    return Answer(facts, lines, Exit.OK if report.sound else Exit.FOUND)


def _line(finding: Finding) -> str:
    details: dict[str, object] = {"number": finding.number, "detail": finding.detail}
    return sentence(Problem(finding.code, "", details))
