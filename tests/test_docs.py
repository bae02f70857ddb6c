"""What the documents promise stands in the program."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVICES = sorted((ROOT / "msspdesk" / "services").rglob("*.py"))
NAMED_BY = {"undo_of", "Undo", "_done", "_change", "_changes", "_time_changes", "told", "delete"}
"""Functions whose text argument names a deed that can be taken back."""


def undo_labels(source: str) -> set[str]:
    """The names of deeds in a service: arguments, defaults and assignments of `label`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            if getattr(node.func, "id", getattr(node.func, "attr", "")) in NAMED_BY:
                found |= _texts(*node.args)
        elif isinstance(node, ast.Assign):
            names = {each.id for each in node.targets if isinstance(each, ast.Name)}
            if "label" in names:
                found |= _texts(node.value)
        elif isinstance(node, ast.FunctionDef):
            found |= _defaults(node)
    return {text for text in found if text[:1].isupper()}


def _texts(*nodes: ast.expr) -> set[str]:
    constants = (part for node in nodes for part in ast.walk(node))
    return {
        part.value
        for part in constants
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


def _defaults(node: ast.FunctionDef) -> set[str]:
    every = node.args.args
    with_default = every[len(every) - len(node.args.defaults) :]
    return {
        text
        for argument, default in zip(with_default, node.args.defaults, strict=True)
        if argument.arg == "label"
        for text in _texts(default)
    }


def test_every_deed_that_can_be_taken_back_stands_in_the_undo_table() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = " ".join(line for line in page.splitlines() if line.startswith("| `"))
    sources = (path.read_text(encoding="utf-8") for path in SERVICES)
    undoing = [source for source in sources if "undo_of(" in source or "Undo(" in source]
    labels = {label for source in undoing for label in undo_labels(source)}
    assert len(labels) > 30
    assert {label for label in labels if label not in table} == set()
