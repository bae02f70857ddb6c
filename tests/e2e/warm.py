"""Imported by the server that the victims are forked from: it bills once and knows how.

A victim then spends its time on the book and not on imports and tax data.
"""

import tempfile
from pathlib import Path

from tests.e2e import month_end

with tempfile.TemporaryDirectory() as folder:
    month_end.run(month_end.make(Path(folder), customers=1))
