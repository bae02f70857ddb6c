from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from msspdesk import plugins


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An importable, empty package of its own name for each test."""
    folder = tmp_path / f"variants_of_{tmp_path.name}"
    folder.mkdir()
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    return folder


def add(package: Path, module: str, source: str) -> None:
    (package / f"{module}.py").write_text(textwrap.dedent(source), encoding="utf-8")


def model(code: str) -> str:
    return f"""
        class Model:
            code = {code!r}

        MODEL = Model()
    """


def test_each_file_is_one_variant(package: Path) -> None:
    add(package, "zeta", model("a_first"))
    add(package, "alpha", model("b_second"))
    found = plugins.load(package.name, "MODEL")
    assert list(found) == ["a_first", "b_second"]
    assert [variant.code for variant in found.values()] == ["a_first", "b_second"]


def test_helpers_and_folders_are_no_variants(package: Path) -> None:
    add(package, "fixed", model("fixed"))
    add(package, "_helper", "raise RuntimeError('never imported')")
    add(package, "base", "raise RuntimeError('never imported')")
    (package / "data").mkdir()
    add(package / "data", "__init__", "raise RuntimeError('never imported')")
    assert list(plugins.load(package.name, "MODEL")) == ["fixed"]


def test_a_package_without_variants_is_refused(package: Path) -> None:
    with pytest.raises(plugins.PluginError, match="holds no variants"):
        plugins.load(package.name, "MODEL")


@pytest.mark.parametrize("source", ["", "MODEL = object()", model("")])
def test_a_file_without_its_variant_is_refused(package: Path, source: str) -> None:
    add(package, "wrong", source)
    with pytest.raises(plugins.PluginError, match="wrong shows no MODEL with a code"):
        plugins.load(package.name, "MODEL")


def test_two_of_one_code_are_refused(package: Path) -> None:
    add(package, "one", model("fixed"))
    add(package, "two", model("fixed"))
    with pytest.raises(plugins.PluginError, match="one and two are both 'fixed'"):
        plugins.load(package.name, "MODEL")
