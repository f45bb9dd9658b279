"""How the files of a folder of rules are called, and what to say of one that is called otherwise or has no place."""

from __future__ import annotations

import re

from ..errors import FileProblem, did_you_mean
from ..location import Location
from .decode import ID_RULE, is_id

SUFFIX = ".yaml"
_LIKE_SUFFIX = (".yml", ".YAML", ".YML")
PARAMETERS, SOURCES, INVARIANTS = "parameters.yaml", "sources.yaml", "invariants.yaml"
PACK, STATEMENTS, NO_RULE = "pack.yaml", "statements.yaml", "no-rule.yaml"
OF_LIBRARY = (PARAMETERS, SOURCES, INVARIANTS)
OF_PACK = (PACK, STATEMENTS, NO_RULE)

_NO_ID = re.compile(r"[^a-z0-9]+")


def meant(name: str) -> str:
    """The name with the suffix it should have, so that nothing seems to be missing for the sake of a suffix."""
    for suffix in _LIKE_SUFFIX:
        if name.endswith(suffix):
            return name.removesuffix(suffix) + SUFFIX
    return name


def wrong_suffix(name: str, folder: str) -> FileProblem:
    """A file that is read as what it is meant to be, once this is told."""
    return _problem(folder, name, f"the suffix must be {SUFFIX}", f"rename it to {meant(name)}")


def no_id(name: str, folder: str) -> FileProblem:
    """A file that should be named after the one thing it holds."""
    better = _NO_ID.sub("_", name.removesuffix(SUFFIX).lower()).strip("_")
    hint = f"; rename it to {better}{SUFFIX}, with that id inside" if is_id(better) else ""
    return _problem(folder, name, f"the name of the file must be an id with {SUFFIX}", ID_RULE + hint)


def stray(name: str, folder: str, expected: tuple[str, ...]) -> FileProblem:
    """A file that nothing here could be; ``expected`` are those that could."""
    near = "" if name in (*OF_PACK, *OF_LIBRARY) else did_you_mean(name, expected)
    hint = "" if near else _place(name, folder, expected)
    return _problem(folder, name, f"this file does not belong here{near}", hint)


def _place(name: str, folder: str, expected: tuple[str, ...]) -> str:
    if name in OF_PACK:
        return f"it belongs into the folder of a pack, beside its {PACK}"
    if name in OF_LIBRARY:
        return "it belongs beside the folders of packs"
    if not expected:
        return f"files named <id>{SUFFIX} do"
    if name.endswith(SUFFIX):
        around = f"areas are declared in {PACK}" if PACK in expected else f"the areas are declared in {folder}/{PACK}"
        return f"if it is a rule, it stands in the folder of its area: {folder}/<area>/{name}; {around}"
    return f"files that do: {', '.join(expected)}"


def _problem(folder: str, name: str, message: str, hint: str) -> FileProblem:
    return FileProblem(Location(f"{folder}/{name}"), message, hint)
