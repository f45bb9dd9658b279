"""Profiles and other documents from a path or from standard input."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..profile import Profile
from ..reading.profiles import read_profile_lines, read_profile_text
from ..rules import Rules
from .exits import BadInput

STDIN = "-"
Kind = Literal["yaml", "json", "ndjson"]
_KINDS: dict[str, Kind] = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".ndjson": "ndjson", ".jsonl": "ndjson"}


@dataclass(frozen=True, slots=True)
class Given:
    """The profiles of one file, each with where it stands."""

    profiles: Sequence[Profile]
    several: bool
    """Whether the file is of a kind that holds several."""


def read_profiles(path: str, rules: Rules) -> Given:
    """All profiles of a file, or ProfileError naming every problem. Raises BadInput on a file that cannot be read."""
    text = read_document(path)
    vocabulary = rules.ruleset.vocabulary
    kind = _KINDS.get(Path(path).suffix.lower()) if path != STDIN else _guess(text)
    if kind is None:
        raise BadInput(f"{path}: a profile file ends in {', '.join(_KINDS)}")
    if kind != "ndjson":
        return Given([read_profile_text(text, kind, shown(path), vocabulary)], several=False)
    profiles = read_profile_lines(text, shown(path), vocabulary)
    if not profiles:
        raise BadInput(f"{shown(path)}: there is no profile in it")
    return Given(profiles, several=True)


def read_one_profile(path: str, rules: Rules) -> Profile:
    """The only profile of a file. Raises ProfileError and BadInput."""
    given = read_profiles(path, rules)
    if len(given.profiles) != 1:
        raise BadInput(f"{shown(path)}: this command takes one profile, and here are {len(given.profiles)}")
    return given.profiles[0]


def read_document(path: str) -> str:
    """The text of a file or of standard input. Raises BadInput."""
    try:
        data = sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
        return data.decode("utf-8")
    except OSError as error:
        raise BadInput(f"cannot read {path}: {(error.strerror or 'it cannot be opened').lower()}") from None
    except UnicodeDecodeError:
        raise BadInput(f"{shown(path)}: this is not UTF-8 text") from None


def shown(path: str) -> str:
    """How messages name a file."""
    return "standard input" if path == STDIN else path


def _guess(text: str) -> Kind:
    """What a pipe holds. An object that ends with its line, before the end of the text, is one of many."""
    first, *more = text.strip().splitlines() or [""]
    if not first.startswith(("{", "[")):
        return "yaml"
    return "ndjson" if more and first.rstrip().endswith("}") else "json"
