"""`python -m tests.cases KIND FILE`: puts cases to the program and says where they agree.

One line a case: ok (without keys that have no answer), FAIL (expected and got),
policy (our own documented answer), unsupported (the key that is not known).
Exit code 1 on any FAIL, 2 on wrong use.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.cases.common import Unsupported

KINDS = ("billing", "tax", "einvoice")
_KEPT_BACK = ("expected", "title", "note", "basis", "source")


def main(arguments: list[str]) -> int:
    """Run the cases of one file."""
    if len(arguments) != 2:
        print("usage: python -m tests.cases KIND FILE    KIND: " + ", ".join(KINDS))
        return 2
    kind, file = arguments
    if kind not in KINDS:
        print(f"Cases of the kind {kind!r} cannot be run yet. Kinds: {', '.join(KINDS)}")
        return 2
    adapter = import_module(f"tests.cases.{kind}")
    counts: Counter[str] = Counter()
    found = json.loads(Path(file).read_text(encoding="utf-8"))
    for case in found["cases"] if isinstance(found, dict) else found:
        state, words = judge(adapter, case)
        counts[state] += 1
        print(f"{state} {case['id']} {words}".rstrip())
    names = ("ok", "FAIL", "policy", "unsupported")
    print(", ".join(f"{counts[name]} {name}" for name in names))
    return 1 if counts["FAIL"] else 0


def judge(adapter: Any, case: dict[str, Any]) -> tuple[str, str]:
    """State of a case and the words to it. The adapter never sees what is expected."""
    asked = {key: value for key, value in case.items() if key not in _KEPT_BACK}
    try:
        got = adapter.answer(asked)
    except Unsupported as missing:
        return "unsupported", missing.key
    except Exception as error:  # noqa: BLE001 - one that breaks must not hide those behind it
        return "FAIL", f"{type(error).__name__}: {error}"
    expected = case.get("expected", case)
    differences = adapter.compare(expected, got)
    confidence = case.get("confidence", "strict")
    if confidence == "divergent":
        return ("ok", "") if differences else ("FAIL", "agrees with a source that is wrong")
    if not differences:
        left = adapter.unanswered(expected, got) if hasattr(adapter, "unanswered") else []
        if left and set(left) == set(expected):
            return "unsupported", ", ".join(left)
        return "ok", f"without {', '.join(left)}" if left else ""
    words = "; ".join(differences)
    return ("policy", words) if confidence in {"policy", "debatable"} else ("FAIL", words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
