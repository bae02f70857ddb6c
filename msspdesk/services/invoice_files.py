"""Files of documents: a name that every system takes, written whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import Final

from msspdesk.db.book import Book
from msspdesk.domain.errors import ExternalError
from msspdesk.services.invoices import rows_of
from msspdesk.services.rendering import document_pdf

_FORBIDDEN: Final = frozenset('<>:"/\\|?*')
_RESERVED: Final = frozenset(
    "CON PRN AUX NUL COM1 COM2 COM3 COM4 COM5 COM6 COM7 COM8 COM9"
    " LPT1 LPT2 LPT3 LPT4 LPT5 LPT6 LPT7 LPT8 LPT9".split()
)
_QUOTA: Final = getattr(errno, "EDQUOT", errno.ENOSPC)  # Windows knows no quota error
_LONGEST: Final = 120
"""Bytes of a name in UTF-8 without its ending: every file system takes twice as much."""


def safe_file_name(number: str, customer: str, ending: str = "pdf") -> str:
    """A name for the file of a document that every system takes.

    No separators, no reserved device names, no control or direction characters,
    no dots or spaces at the ends, short enough; never empty.
    """
    stem = _short(" ".join(each for each in (_clean(number), _clean(customer)) if each))
    if not stem or stem.split(".")[0].strip().upper() in _RESERVED:
        stem = f"document {stem}".strip()
    return f"{stem}.{ending}"


def _clean(text: str) -> str:
    kept = (
        "-" if each in _FORBIDDEN else each
        for each in unicodedata.normalize("NFC", text)
        if unicodedata.category(each) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    )
    return " ".join("".join(kept).split()).strip(". ")


def _short(text: str) -> str:
    cut = text.encode()[:_LONGEST].decode(errors="ignore")
    return cut.strip(". ")


def save_pdf(book: Book, invoice_id: int, folder: Path) -> Path:
    """Write the kept PDF into a folder, whole or not at all; gives its path.

    A file of that name is replaced. ExternalError: "folder_unwritable",
    "folder_missing", "disk_full", "file_unwritable".
    """
    content = document_pdf(book, invoice_id)
    (row,) = rows_of(book, [invoice_id])
    path = folder / safe_file_name(row.number or "", row.customer)
    write_whole(path, content)
    return path


def write_whole(path: Path, content: bytes) -> None:
    """Write beside, sync, then put in place: a reader never sees half a file."""
    temporary = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".msspdesk-", suffix=".part")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()
        raise _explained(error, path) from error


def _explained(error: OSError, path: Path) -> ExternalError:
    if isinstance(error, FileNotFoundError):
        return ExternalError("folder_missing", path=str(path.parent))
    if isinstance(error, (PermissionError, NotADirectoryError)) or error.errno == errno.EROFS:
        return ExternalError("folder_unwritable", path=str(path.parent))
    if error.errno in {errno.ENOSPC, _QUOTA}:
        return ExternalError("disk_full", temporary=True, path=str(path))
    return ExternalError("file_unwritable", path=str(path))
