"""The door to the checkout, as far as it can be tried without a fresh machine."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

import dev

LOCKS = [dev.LOCK, dev.BUILD_LOCK, dev.PACKAGE_LOCK]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_every_package_by_hash_and_names_no_server(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    pins = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert pins
    assert [pin for pin in pins if not re.match(r"[\w.-]+==[\w.]+ .*\n +--hash=sha256:", pin)] == []
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host", text)


def test_no_package_is_pinned_to_two_versions() -> None:
    pins = {
        match
        for lock in LOCKS
        for match in re.findall(r"^([\w.-]+)==(\S+)", lock.read_text("utf-8"), re.MULTILINE)
    }
    assert len(pins) == len({name for name, _ in pins})


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="apt-get is of Debian")
def test_who_is_not_root_is_told_the_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "LIBRARIES", {"libnowhere.so.9": "libnowhere9"})
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(dev.Stop, match=r"sudo apt-get update && sudo apt-get install libnowhere9$"):
        dev.install_system_packages()


def test_a_demo_folder_of_someone_else_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = tmp_path / "out" / "demo" / "letter.txt"
    theirs.parent.mkdir(parents=True)
    theirs.touch()
    monkeypatch.setattr(dev, "DEMO", theirs.parent)
    with pytest.raises(dev.Stop, match=r"was not made by dev\.py"):
        dev.bill_demo()
    assert theirs.exists()


def test_all_checks_run_even_if_one_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []

    def run(*command: str | Path, env: dict[str, str]) -> int:
        assert env == {"QT_QPA_PLATFORM": "offscreen"}
        ran.append(" ".join(Path(word).name for word in command[-3:]))
        return 1 if "mypy" in command else 0

    monkeypatch.setattr(dev, "run", run)
    monkeypatch.setattr(dev, "setup", lambda: None)
    assert dev.test(["-x"]) == 1
    assert len(ran) == 5
    assert ran[-1].endswith("pytest -x")
    assert capsys.readouterr().out.endswith("Not clean: mypy.\n")
