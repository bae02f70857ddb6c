"""What is said for each finding of `verify`: which record is no longer what was issued.

`{number}` names the document, `{detail}` what is missing or differs.
"""

from __future__ import annotations

from typing import Final

_RESTORE: Final = " Compare it with your newest backup."

SENTENCES: Final[dict[str, str]] = {
    "asset_altered": "A picture used on invoices was altered ({detail})." + _RESTORE,
    "chain_broken": "{number} does not follow the document before it." + _RESTORE,
    "document_missing": "{number} has a number, but not both its entry and its sealed record."
    + _RESTORE,
    "invoice_differs": "The entry of {number} differs from what was issued." + _RESTORE,
    "ledger_differs": "The periods billed by {number} differ from what was issued." + _RESTORE,
    "lines_differ": "The lines of {number} differ from what was issued." + _RESTORE,
    "number_gap": "A number was never issued or was removed: {detail}." + _RESTORE,
    "record_altered": "The sealed record of {number} was altered." + _RESTORE,
    "rendering_altered": "The kept file of {number} was altered ({detail})." + _RESTORE,
    "sequence_gap": "{number} stands in the wrong place of the chain ({detail})." + _RESTORE,
    "sums_differ": "The sums of {number} do not add up." + _RESTORE,
    "tail_cut": "Documents at the end are missing: {detail} are there." + _RESTORE,
    "taxes_differ": "The tax of {number} differs from what was issued." + _RESTORE,
}
