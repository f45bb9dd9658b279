"""What may be screened: the exercise programme, each exercise, each nerve block."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .condition import Number, Value
from .frozen import freeze
from .location import Location
from .source import Citation


@dataclass(frozen=True, slots=True)
class Dose:
    """How often and how long an exercise is done, as the source gives it."""

    repetitions: str
    sides: str
    hold_seconds: tuple[int, int] | None = None
    """Shortest and longest hold, in seconds."""


@dataclass(frozen=True, slots=True)
class Intervention:
    """Something a person may or may not do or have done."""

    id: str
    title: str
    tags: frozenset[str]
    """What rules can name: the listed tags, the id, and for an exercise its complexity and audience."""
    sources: tuple[Citation, ...]
    parameters: Mapping[str, Number] = field(default_factory=dict)
    """Values that take the place of parameters of the same name."""
    typical: Mapping[str, Value] = field(default_factory=dict)
    """Benign answers of its own, over the typical profile: a block needs an indication."""
    complexity: str = ""
    audience: str = ""
    dose: Dose | None = None
    steps: tuple[str, ...] = ()
    note: str = ""
    location: Location | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        freeze(self, "parameters", "typical")
