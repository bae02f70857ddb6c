"""SQLite triggers that refuse to change what was issued.

They stand below every service, so that no bug and no other program writes over
an issued document by accident. Batch migrations drop triggers: `install` is run
after each of them. PostgreSQL will get a twin of this module.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, text

FINAL: Final = "issued_is_final"
LOCKED: Final = "time_is_locked"
NUMBER: Final = "number_goes_back"

_ISSUED_INVOICE: Final = (
    "EXISTS (SELECT 1 FROM invoice WHERE id = {row}.{key} AND number IS NOT NULL)"
)
_ISSUED_LINE: Final = (
    "EXISTS (SELECT 1 FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id"
    " WHERE l.id = {row}.invoice_line_id AND i.number IS NOT NULL)"
)
_FREED: Final = (
    "NEW.locked = 0 AND NEW.invoice_line_id IS NULL AND NEW.minutes = OLD.minutes AND EXISTS"
    " (SELECT 1 FROM invoice c JOIN invoice_line l ON l.invoice_id = c.corrects_id"
    " WHERE l.id = OLD.invoice_line_id AND c.number IS NOT NULL)"
)


def _refuse(name: str, when: str, table: str, condition: str, message: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH ROW WHEN {condition}"
        f" BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _never(table: str) -> list[str]:
    return [
        _refuse(f"keep_{table}_{verb.lower()}", verb, table, "1", FINAL)
        for verb in ("UPDATE", "DELETE")
    ]


def _with_parent(table: str, issued: str) -> list[str]:
    """A child of an issued document is neither added nor changed nor taken away."""
    return [
        _refuse(
            f"keep_{table}_{verb.lower()}",
            verb,
            table,
            issued.format(row=row, key="invoice_id"),
            FINAL,
        )
        for verb, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    ]


TRIGGERS: Final = (
    _refuse("keep_invoice_update", "UPDATE", "invoice", "OLD.number IS NOT NULL", FINAL),
    _refuse("keep_invoice_delete", "DELETE", "invoice", "OLD.number IS NOT NULL", FINAL),
    *_with_parent("invoice_line", _ISSUED_INVOICE),
    *_with_parent("document_allowance", _ISSUED_INVOICE),
    *_with_parent("invoice_tax", _ISSUED_INVOICE),
    *_with_parent("ledger_row", _ISSUED_LINE),
    *_never("issued_document"),
    *_never("rendering"),
    *_never("asset"),
    _refuse(
        "keep_chain_head_update",
        "UPDATE",
        "chain_head",
        "NEW.count <> OLD.count + 1",
        FINAL,
    ),
    _refuse("keep_chain_head_delete", "DELETE", "chain_head", "1", FINAL),
    _refuse(
        "keep_time_update",
        "UPDATE",
        "time_entry",
        f"OLD.locked = 1 AND NOT ({_FREED})",
        LOCKED,
    ),
    _refuse("keep_time_delete", "DELETE", "time_entry", "OLD.locked = 1", LOCKED),
    _refuse(
        "keep_series_update",
        "UPDATE",
        "series",
        "NEW.year < OLD.year OR (NEW.year = OLD.year AND NEW.next_value < OLD.next_value)",
        NUMBER,
    ),
    _refuse("keep_series_delete", "DELETE", "series", "1", NUMBER),
)


def remove(connection: Connection) -> None:
    """Take every trigger away: for a migration, in whose transaction they come back.

    SQLite refuses to rename a rebuilt table while a trigger of another names it.
    """
    rows = connection.execute(
        text(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 5) = 'keep_'"
        )
    )
    for (name,) in rows.all():
        connection.execute(text(f'DROP TRIGGER "{name}"'))


def install(connection: Connection) -> None:
    """Put every trigger in place anew."""
    remove(connection)
    for statement in TRIGGERS:
        connection.execute(text(statement))
