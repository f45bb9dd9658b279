"""A folder of rules as ``check`` and ``diff`` take it: a rule set of its own, or rules beside the shipped ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..reading.load import load_ruleset
from ..rules import Rules
from .options import RuleOptions


def load_folder(folder: Path | None, without: Sequence[str] | None = None) -> Rules:
    """The rules of a folder with a base alone, of any other with the shipped ones; those alone where none is named.

    Raises RuleFileError and BadInput.
    """
    base = None if folder is None else _base(folder)
    if folder is not None and base is not None:
        return Rules(load_ruleset([folder], base=base, without=without or ()))
    return RuleOptions([folder] if folder is not None else None, without).load()


def _base(folder: Path) -> str | None:
    """The base among the packs of a folder, if it has one: then it is a rule set of its own."""
    for header in sorted(folder.glob("*/pack.yaml")):
        lines = header.read_text(encoding="utf-8", errors="replace").splitlines()
        if any(line.split("#")[0].split() == ["kind:", "base"] for line in lines):
            return header.parent.name
    return None
