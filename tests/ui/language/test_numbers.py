"""What the window writes in a number field it reads there too, in every language."""

from __future__ import annotations

import ast
from pathlib import Path

import msspdesk.ui


def test_no_field_reads_the_separator_of_one_language() -> None:
    """ "1.392,30" offered in German must not be refused as English."""
    folder = Path(msspdesk.ui.__file__).parent
    fixed = [
        f"{file.relative_to(folder)}:{call.lineno}"
        for file in sorted(folder.rglob("*.py"))
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "read_amount"
        and isinstance(call.args[1], ast.Constant)
    ]
    assert fixed == []
