"""A folder of rules as ``check`` and ``diff`` take it: a rule set of its own, or rules beside the shipped ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from ..errors import ParameterError
from ..library import SHIPPED_BASE, load_alone
from ..reading.load import names_of
from ..reading.shipped import shipped_rules
from ..rules import Rules
from .exits import BadInput
from .options import RuleOptions, in_options, read_settings


def load_folders(folders: Sequence[Path], options: RuleOptions | None = None, base: str | None = None) -> Rules:
    """The rules of a folder with a base alone, of any others with the shipped ones.

    Raises RuleFileError and BadInput.
    """
    chosen = options or RuleOptions(folders, None)
    own_base = _base(folders[0]) if folders else None
    if own_base is None:
        return replace(chosen, base=base or SHIPPED_BASE).load()
    try:
        settings = read_settings(chosen.settings or ())
        return load_alone(folders, base or own_base, chosen.without or (), settings, chosen.allow_looser)
    except ParameterError as error:
        raise BadInput(in_options(error)) from None


def places(folders: Sequence[Path]) -> dict[str, Path]:
    """What locations call each folder that is read, and where it lies: from here, or in full if that is elsewhere.

    Those that were given; the shipped one comes first where it is read beside them, and alone where none was given.
    """
    alone = bool(folders) and _base(folders[0]) is not None
    read = folders if alone else [Path(str(shipped_rules())), *folders]
    return {name: _from_here(folder.resolve()) for name, folder in zip(names_of(read), read, strict=True)}


def uri(path: str, folders: Mapping[str, Path]) -> str:
    """Where the file of a location lies, which starts with what messages call its folder, in one part or more."""
    name = max((name for name in folders if path.startswith(f"{name}/")), key=len)
    file = folders[name] / path[len(name) + 1 :]
    return file.as_uri() if file.is_absolute() else quote(file.as_posix())


def _from_here(folder: Path) -> Path:
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def _base(folder: Path) -> str | None:
    """The base among the packs of a folder, if it has one: then it is a rule set of its own."""
    for header in sorted(folder.glob("*/pack.yaml")):
        lines = header.read_text(encoding="utf-8", errors="replace").splitlines()
        if any(line.split("#")[0].split() == ["kind:", "base"] for line in lines):
            return header.parent.name
    return None
