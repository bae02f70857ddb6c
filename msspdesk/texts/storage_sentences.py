"""What is said about the book's file, its folders and the disk they lie on.

Kept like the table of `error_sentences`.
"""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "book_busy": (
        "The book is being written by another program right now. Nothing was lost; try again in a"
        " moment."
    ),
    "book_damaged": (
        "The file {path} is damaged and was left as it is. Open the newest backup, or restore it "
        "in its place."
    ),
    "book_is_held": (
        "The book is open in another window (process {pid} on {host}, since {since}). Nothing was"
        " changed; go to that window or close it first."
    ),
    "book_is_newer": (
        "The book {path} was written by a newer msspdesk and was left untouched. Install the "
        "newer version to open it."
    ),
    "book_is_read_only": (
        "The book {path} is open for reading only, so nothing was stored. Copy it to a folder you"
        " can write to and open it there."
    ),
    "book_needs_upgrade": (
        "The book {path} is from an older version, and here it is only read. Open it in the window"
        " to bring it up to date; where its folder cannot be written, copy it elsewhere first."
    ),
    "book_read_only": (
        "The book can only be read, so nothing was stored. Check the rights of the file and of "
        "its folder."
    ),
    "book_unreachable": (
        "The book {path} could not be opened. Nothing was changed; check that the drive is "
        "connected and that you may read the file."
    ),
    "copy_failed": (
        "The safety copy {path} could not be made, so the book was left as it is. Free some space"
        " on the disk and open it again."
    ),
    "disk_error": (
        "The disk did not read or write as it should. What was stored before is kept; make a "
        "backup to another disk now."
    ),
    "disk_full": (
        "The disk is full, so this was not stored. What was stored before is kept; free some "
        "space and repeat it."
    ),
    "file_exists": (
        "There is a file at {path} already and it was left as it is. Choose another name."
    ),
    "file_unreadable": (
        "{path} could not be read. Nothing was changed; look whether the file is still there."
    ),
    "file_unwritable": (
        "The file could not be written: {path}. Nothing is lost, the book holds the "
        "document. Choose another folder."
    ),
    "folder_missing": (
        "There is no folder {path}. Nothing is lost, the book holds the document. Choose "
        "another folder."
    ),
    "folder_unwritable": (
        "Nothing can be written to {path}. Nothing was lost; choose another folder."
    ),
    "lock_unwritable": (
        "The file {path}, which shows that the book is open, could not be written. Choose a "
        "folder that you can write to."
    ),
    "no_book_yet": (
        "There is no book yet at {path}. Create one, or look around with msspdesk --demo."
    ),
    "nothing_to_copy": (
        "There is nothing to copy: that week is empty, or all its customers have time in this "
        "week already."
    ),
    "upgrade_failed": (
        "The book could not be brought up to date. Your data is whole in the copy {copy}; open "
        "that one with the version you had."
    ),
}
