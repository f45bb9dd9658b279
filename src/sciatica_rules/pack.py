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
    """Topics that nobody should think are covered, whatever they concern."""
    not_covered_for: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By tag, those of them that matter most for the interventions with it; told first there, and last elsewhere."""
    location: Location | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        freeze(self, "areas", "not_covered_for")
