from __future__ import annotations

import sys
from pathlib import Path

import pytest

from msspdesk import paths

HOME = Path("/home/ada").absolute()


def test_a_checkout_has_resources_beside_the_package() -> None:
    assert paths.resources_dir() == Path(paths.__file__).parents[1] / "resources"


def test_a_resource_is_named_by_its_parts() -> None:
    assert paths.resource("icons", "check.svg") == paths.resources_dir() / "icons" / "check.svg"


def test_a_wheel_carries_them_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "msspdesk"
    (package / "resources").mkdir(parents=True)
    (tmp_path / "site-packages" / "resources").mkdir()  # of another program
    monkeypatch.setattr(paths, "__file__", str(package / "paths.py"))
    assert paths.resources_dir() == package / "resources"


def test_a_frozen_build_unpacks_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unpacked = tmp_path / "msspdesk" / "resources"
    unpacked.mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resources_dir() == unpacked


def test_a_broken_installation_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "msspdesk" / "paths.py"))
    with pytest.raises(FileNotFoundError, match="no resources folder"):
        paths.resources_dir()


@pytest.mark.parametrize(
    ("platform", "environ", "expected"),
    [
        ("linux", {}, HOME / ".local/share/msspdesk"),
        ("linux", {"XDG_DATA_HOME": str(HOME / "data")}, HOME / "data/msspdesk"),
        # "All paths must be absolute. If relative, consider the path invalid and
        # ignore it": XDG Base Directory Specification 0.8.
        ("linux", {"XDG_DATA_HOME": "data"}, HOME / ".local/share/msspdesk"),
        ("linux", {"XDG_DATA_HOME": ""}, HOME / ".local/share/msspdesk"),
        ("darwin", {}, HOME / "Library/Application Support/msspdesk"),
        ("win32", {"LOCALAPPDATA": str(HOME / "Local")}, HOME / "Local/msspdesk"),
        ("win32", {}, HOME / "AppData/Local/msspdesk"),
    ],
)
def test_data_lies_where_the_system_keeps_it(
    platform: str, environ: dict[str, str], expected: Path
) -> None:
    assert paths.data_dir(platform, environ, HOME) == expected


def test_the_default_book_lies_in_the_data_folder() -> None:
    assert paths.default_book() == paths.data_dir() / "book.sqlite"
