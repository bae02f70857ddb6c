#!/usr/bin/env python3
"""One door to the checkout, the same on Linux, macOS and Windows.

    python3 dev.py setup          make .venv and install everything, pinned by hash
    python3 dev.py run [...]      open the window; without a screen bill the demo business
    python3 dev.py test [...]     every check that must pass; the rest goes to pytest
    python3 dev.py bench          measure speed against fixed baselines
    python3 dev.py words          bring what the window says into its language files
    python3 dev.py screenshots    picture every tab and dialog into docs/pictures
    python3 dev.py soak           the long tests: hours of use, sudden ends
    python3 dev.py package        build a program that needs no Python, into dist
    python3 dev.py lock [...]     pin anew after a change of dependencies in pyproject.toml

Each command sets up first what it needs. Only the standard library is used.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
DEMO = ROOT / "out" / "demo"

BUILD_LOCK = ROOT / "requirements-build.lock"
LOCK = ROOT / "requirements.lock"
PACKAGE_LOCK = ROOT / "requirements-package.lock"

# It offers no `python -m`, and its script breaks when the checkout is moved.
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}

# What Qt loads from the system and a bare Debian lacks: file and package.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    # from here on only a real window needs them: X11, then Wayland
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}


class Stop(Exception):
    """The command cannot go on; the sentence says why and what to do."""


def run(*command: str | Path, env: dict[str, str] | None = None) -> int:
    """Run in the checkout and hand back the exit code; the command is shown first."""
    words = [str(word) for word in command]
    print("+ " + " ".join(words), flush=True)
    surroundings = {**os.environ, **(env or {})}
    return subprocess.run(words, cwd=ROOT, env=surroundings, check=False).returncode


def must(*command: str | Path, failure: str, env: dict[str, str] | None = None) -> None:
    if run(*command, env=env) != 0:
        raise Stop(failure)


# --- set-up ------------------------------------------------------------------


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages() -> list[str]:
    """Debian packages of what this Linux lacks, in the order of LIBRARIES."""
    packages = [package for library, package in LIBRARIES.items() if not loads(library)]
    if importlib.util.find_spec("ensurepip") is None:
        packages.append("python3-venv")
    return packages


def install_system_packages() -> None:
    """Linux only: macOS and Windows wheels of Qt bring all they need."""
    if not sys.platform.startswith("linux"):
        return
    packages = missing_packages()
    if not packages:
        return
    if shutil.which("apt-get") is None:
        print(f"Missing on this system, named as in Debian: {' '.join(packages)}", flush=True)
        return
    if os.geteuid() != 0:
        raise Stop(
            "System libraries are missing. Install them, then try again:\n"
            f"  sudo apt-get update && sudo apt-get install {' '.join(packages)}"
        )
    apt: tuple[str, ...] = ("apt-get", "-qq", "-y", "-o", "DPkg::Lock::Timeout=300")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    # An old list is often good enough, so only the installation has to succeed.
    run(*apt, "update", env=quiet)
    failure = f"apt-get could not install {' '.join(packages)}; its message stands above."
    must(*apt, "install", "--no-install-recommends", *packages, env=quiet, failure=failure)


def make_venv() -> None:
    """Create .venv, or replace one that is broken or belongs to a Python that is gone."""
    if PYTHON.exists():
        check = [str(PYTHON), "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
        try:
            if subprocess.run(check, check=False, capture_output=True).returncode == 0:
                return
        except OSError:
            pass
    failure = f"Python could not make {VENV}; its message stands above."
    must(sys.executable, "-m", "venv", "--clear", VENV, failure=failure)


def digest(*files: Path) -> str:
    """Of what was installed and where: an editable installation knows the checkout's path."""
    parts = [str(ROOT).encode(), *(file.read_bytes() for file in files)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def pip_install(*arguments: str | Path) -> None:
    # Without isolation a source package is built by the pinned tools, not by what
    # the index holds today.
    options = ("-qq", "--disable-pip-version-check", "--no-build-isolation")
    failure = "pip could not install; its message stands above."
    must(PYTHON, "-m", "pip", "install", *options, *arguments, failure=failure)


def setup() -> None:
    """Make the checkout ready; quick when nothing changed since the last time."""
    install_system_packages()
    make_venv()
    stamp = VENV / ".installed"
    wanted = digest(BUILD_LOCK, LOCK, ROOT / "pyproject.toml")
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    for file in (BUILD_LOCK, LOCK):
        pip_install("--require-hashes", "-r", file)
    pip_install("--no-deps", "--editable", ROOT)
    stamp.write_text(wanted, encoding="utf-8")


# --- commands ----------------------------------------------------------------


def has_screen() -> bool:
    """Whether a window can be opened here; asked before Qt, which would end with an abort."""
    from msspdesk.cli import screen  # nothing but the standard library

    platform = os.environ.get("QT_QPA_PLATFORM", "")
    return platform not in {"offscreen", "minimal"} and screen.is_there()


def open_window(arguments: list[str]) -> int:
    setup()
    if has_screen() or arguments not in ([], ["--demo"]):
        return run(PYTHON, "-m", "msspdesk", *arguments)
    print("No screen here, so the demo business is billed on paper.", flush=True)
    return bill_demo()


def bill_demo() -> int:
    """The main job without a window: a year of contracts and time becomes PDF invoices."""
    # The mark lies beside the folder and says that all in it may be thrown away.
    mark = DEMO.with_name("demo.made-by-dev")
    if DEMO.exists():
        if not mark.exists():
            raise Stop(f"{DEMO} was not made by dev.py. Move it away, then try again.")
        shutil.rmtree(DEMO)
    DEMO.parent.mkdir(exist_ok=True)
    mark.touch()
    code = run(PYTHON, "-m", "msspdesk", "demo", DEMO, env=OFFSCREEN)
    pdfs = sorted(DEMO.rglob("*.pdf"))
    if code == 0 and pdfs:
        print(f"{len(pdfs)} PDFs lie in {pdfs[0].parent}, the first is {pdfs[0].name}.")
    return code


def test(arguments: list[str]) -> int:
    """All checks, each even if one before it failed; pytest last."""
    setup()
    python = (PYTHON, "-m")
    checks: dict[str, tuple[str | Path, ...]] = {
        "ruff check": (*python, "ruff", "check", "."),
        "ruff format": (*python, "ruff", "format", "--check", "."),
        "mypy": (*python, "mypy"),
        "import-linter": (PYTHON, "-c", LINT_IMPORTS, "--no-logo"),
        "pytest": (*python, "pytest", *arguments),
    }
    codes = {name: run(*command, env=OFFSCREEN) for name, command in checks.items()}
    failed = [name for name, code in codes.items() if code != 0]
    print()
    for name in codes:
        print(f"  {name:<14} {'FAILED' if name in failed else 'ok'}")
    print(f"Not clean: {', '.join(failed)}." if failed else "All checks are clean.", flush=True)
    return 1 if failed else 0


def bench(arguments: list[str]) -> int:
    setup()
    return run(PYTHON, "-m", "tests.bench", *arguments, env=OFFSCREEN)


def soak(arguments: list[str]) -> int:
    setup()
    return run(PYTHON, "-m", "tests.soak", *arguments, env=OFFSCREEN)


def words(arguments: list[str]) -> int:
    """Every language file gets what is new and loses what is gone; names what is missing."""
    setup()
    return run(PYTHON, "-m", "tests.texts.words", *arguments, env=OFFSCREEN)


def screenshots(arguments: list[str]) -> int:
    setup()
    where = arguments or ["docs/pictures"]
    return run(PYTHON, "-m", "msspdesk", "screenshots", *where, env=OFFSCREEN)


def package(arguments: list[str]) -> int:
    """A folder with the program and its Python inside: dist/msspdesk."""
    setup()
    pip_install("--require-hashes", "-r", PACKAGE_LOCK)
    spec = ROOT / "packaging" / "msspdesk.spec"
    code = run(PYTHON, "-m", "PyInstaller", "--noconfirm", *arguments, spec)
    if code == 0:
        print(f"The program lies in {ROOT / 'dist' / 'msspdesk'}.")
    return code


def lock(arguments: list[str]) -> int:
    """Pin the newest that pyproject.toml allows with `--upgrade`, else keep what still fits."""
    setup()
    compile_ = ["pip", "compile", "--quiet", "--universal", "--generate-hashes"]
    compile_ += ["--python-version", "3.11", "--no-emit-index-url", "--no-emit-find-links"]
    compile_ += ["--custom-compile-command", "python3 dev.py lock", *arguments]
    uv: list[str | Path] = [PYTHON, "-m", "uv", *compile_]
    failure = "uv could not pin; its message stands above."
    must(*uv, "--extra", "dev", "pyproject.toml", "-o", LOCK.name, failure=failure)
    # The same package must not be pinned twice to different versions.
    for group, target in (("build", BUILD_LOCK), ("package", PACKAGE_LOCK)):
        must(*uv, "--group", group, "-c", LOCK.name, "-o", target.name, failure=failure)
    return 0


def set_up(arguments: list[str]) -> int:
    if arguments:
        raise Stop(f"setup takes no more words, but was given: {' '.join(arguments)}")
    setup()
    print("Ready. Open the window with: python3 dev.py run")
    return 0


COMMANDS = {
    "setup": set_up,
    "run": open_window,
    "test": test,
    "bench": bench,
    "words": words,
    "screenshots": screenshots,
    "soak": soak,
    "package": package,
    "lock": lock,
}


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - the sentence is for those who have an older one
        found = ".".join(str(part) for part in sys.version_info[:3])
        print(f"msspdesk needs Python 3.11 or newer; this is Python {found}.", file=sys.stderr)
        return 2
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="handed on to the command")
    options = parser.parse_args()
    try:
        return COMMANDS[options.command](options.arguments)
    except Stop as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
