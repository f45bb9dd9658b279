"""Thresholds that the sources leave open."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from .condition import Number
from .location import Location
from .source import Citation


class Stricter(str, Enum):
    """Which way a parameter can only tighten decisions; ``DEPENDS`` where it tightens some and loosens others."""

    LOWER = "lower"
    HIGHER = "higher"
    DEPENDS = "depends"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that a user may set within a range, with the reason for its value."""

    name: str
    title: str
    unit: str
    value: Number
    minimum: Number
    maximum: Number
    stricter: Stricter
    why: str
    sources: tuple[Citation, ...] = ()
    our_proposal: bool = False
    location: Location | None = field(default=None, compare=False)

    @property
    def is_whole(self) -> bool:
        """Whether it counts something: its value and its range are whole numbers as written."""
        return all(isinstance(number, int) for number in (self.value, self.minimum, self.maximum))

    def looser(self, value: Number, than: Number | None = None) -> bool:
        """Whether a value could loosen a decision made with the parameter's own value, or with ``than``."""
        usual = self.value if than is None else than
        if value == usual:
            return False
        match self.stricter:
            case Stricter.LOWER:
                return value > usual
            case Stricter.HIGHER:
                return value < usual
            case Stricter.DEPENDS:
                return True

    def prevails(self, value: Number, own: Number) -> bool:
        """Whether a value that a user sets counts where an intervention has its own: as the stricter of the two."""
        return value != own and not self.looser(value, than=own)

    def why_looser(self, value: Number) -> str:
        """In words, what is looser about a value that is."""
        if self.stricter is Stricter.DEPENDS:
            return f"a value other than {self.value} tightens some decisions and loosens others"
        return f"{value} is looser than the usual {self.value} ({self.stricter} is stricter)"
