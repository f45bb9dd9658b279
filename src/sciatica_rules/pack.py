"""A base or a pack of rules, and what it says about itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .frozen import freeze
from .location import Location


@dataclass(frozen=True, slots=True)
class Pack:
    """Rules that are published together. A base is complete by itself; a pack only tightens."""

    id: str
    is_base: bool
    title: str
    version: str
    date: str
    status: str
    areas: Mapping[str, str]
    """The folders of its rules, each with a heading."""
    covers: tuple[str, ...]
    not_covered: tuple[str, ...]
    location: Location | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        freeze(self, "areas")
