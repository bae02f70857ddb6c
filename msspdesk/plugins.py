"""Variants of one file each: a pricing model, a bank format, a document language.

A package of variants holds one module a variant, and each module shows one
object under a name that all of them share (say `MODEL`) with a `code`. Only
`base`, which says what a variant is, and modules whose name begins with an
underscore show none.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Any


class PluginError(Exception):
    """A package of variants is not as it must be: a bug or a broken installation."""


def load(package: str, attribute: str) -> dict[str, Any]:
    """All variants in `package` by their code, in order of the code.

    `attribute` is the name under which every module shows its variant.
    Raises PluginError when there is no variant at all (a frozen build that did
    not collect them), when a module shows none, or when two share one code.
    """
    found: dict[str, Any] = {}
    origin: dict[str, str] = {}
    for info in pkgutil.iter_modules(import_module(package).__path__):
        if info.ispkg or info.name == "base" or info.name.startswith("_"):
            continue
        variant = getattr(import_module(f"{package}.{info.name}"), attribute, None)
        code = getattr(variant, "code", None)
        if not isinstance(code, str) or not code:
            raise PluginError(f"{package}.{info.name} shows no {attribute} with a code")
        if code in found:
            raise PluginError(f"{package}: {origin[code]} and {info.name} are both {code!r}")
        found[code], origin[code] = variant, info.name
    if not found:
        raise PluginError(f"{package} holds no variants")
    return dict(sorted(found.items()))
