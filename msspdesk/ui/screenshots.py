"""Pictures of every tab and dialog, light and dark, of the demo business on a fixed day.

Each scene walks the real window to its place, waits until nothing moves any more, and
takes what is there. The demo keeps no local rates and certificates: `scenes_tax` does.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from msspdesk.texts import ENGLISH
from msspdesk.ui.palette import Choice
from msspdesk.ui.scenes import EMPTY, FIRST, FULL, NOW, Scene, Stage, pause
from msspdesk.ui.scenes_dialogs import DIALOGS
from msspdesk.ui.start import speak
from msspdesk.ui.theme import theme

_THEMES: tuple[Choice, ...] = ("dark", "light")


def make(folder: Path, language: str = ENGLISH) -> list[Path]:
    """Save a PNG of every scene in light and dark; returns the files.

    `language` is the code of the window's. Raises TimeoutError when a scene does not
    come, and what a scene itself raises.
    """
    speak(language)
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    with tempfile.TemporaryDirectory(prefix="msspdesk-pictures-") as place:
        for name, scenes, begin in (
            ("none", FIRST, None),
            ("empty", EMPTY, _begin_empty),
            ("demo", FULL, _make_demo),
            ("dialogs", DIALOGS, _make_demo),
        ):
            book = Path(place) / name / "book.sqlite"
            book.parent.mkdir()
            if begin is not None:
                begin(book)
            made += _taken(Stage(book), scenes, folder)
    return made


def _taken(stage: Stage, scenes: tuple[Scene, ...], folder: Path) -> list[Path]:
    made = []
    try:
        for scene in scenes:
            scene.set_up(stage)
            stage.settled()
            if stage.bugs:
                raise stage.bugs[0]
            for choice in _THEMES:
                theme.choose(choice)
                pause(0.1)
                path = folder / f"{scene.name}-{choice}.png"
                if not stage.picture().save(str(path)):
                    raise OSError(f"cannot write {path}")
                made.append(path)
            stage.desk.window.entry.clear()
            stage.close_dialogs()
    finally:
        theme.choose("light")
        stage.leave()
    return made


def _make_demo(path: Path) -> None:
    from msspdesk.services import demo

    demo.make(path, lambda: NOW).close()


def _begin_empty(path: Path) -> None:
    from msspdesk.services import beginning

    facts = beginning.Beginning(
        name="Nordwall Security",
        street="Lindenweg 4",
        postcode="50667",
        city="Köln",
        country="DE",
        small_business=True,
    )
    beginning.begin(path, facts, lambda: NOW).close()
