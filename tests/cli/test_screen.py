"""A screen is there if its door answers; Qt's platforms without a screen need none."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from msspdesk.cli import screen

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="doors of Linux")


@pytest.fixture
def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A server that listens where display 7 and the session wayland-7 would be."""
    monkeypatch.setattr(screen, "X_SOCKETS", tmp_path)
    return tmp_path


def listening(path: Path) -> socket.socket:
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(path))
    server.listen()
    return server


@pytest.mark.parametrize("display", [":7", ":7.0", "unix:7"])
def test_a_display_is_there_while_its_server_listens(door: Path, display: str) -> None:
    assert not screen.is_there({"DISPLAY": display})
    with listening(door / "X7"):
        assert screen.is_there({"DISPLAY": display})
    assert not screen.is_there({"DISPLAY": display})  # the file stands, nobody listens


def test_a_display_of_another_computer_is_asked_at_its_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1] - screen.X_PORT
        if number < 0:
            pytest.skip("the port given is below those of X")
        assert screen.is_there({"DISPLAY": f"127.0.0.1:{number}"})
    assert not screen.is_there({"DISPLAY": f"127.0.0.1:{number}"})


def test_wayland_is_there_while_its_server_listens(door: Path) -> None:
    session = {"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(door)}
    assert not screen.is_there(session)
    with listening(door / "wayland-7"):
        assert screen.is_there(session)
        assert not screen.is_there(session | {"QT_QPA_PLATFORM": "xcb"})


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=800x600"])
def test_a_platform_without_a_screen_needs_none(platform: str) -> None:
    assert screen.is_there({"QT_QPA_PLATFORM": platform})


def test_words_that_name_no_display_are_no_screen() -> None:
    assert not any(screen.is_there({"DISPLAY": each}) for each in ("", "x", ":", ":x", "host:"))
