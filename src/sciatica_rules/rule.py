"""One rule: a function from facts to true, false or unknown, and what it demands where it is true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .condition import Condition, Value, all_parts
from .frozen import freeze
from .location import Location
from .outcome import Effect, Hold, NextStep, Verdict
from .source import Citation


@dataclass(frozen=True, slots=True)
class Departure:
    """Where the article and current guidance disagree, for clinicians."""

    direction: str
    """``stricter`` or ``laxer``: how the article stands to the guidance."""
    source: Citation
    note: str


@dataclass(frozen=True, slots=True)
class Example:
    """A small profile and what the rule makes of it."""

    given: Mapping[str, Value]
    expect: Verdict
    intervention: str | None = None
    """Set where the threshold depends on the intervention."""
    location: Location | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        freeze(self, "given")


@dataclass(frozen=True, slots=True)
class Rule:
    """A contraindication, a precondition, a limit or a precaution."""

    id: str
    pack: str
    area: str
    title: str
    applies_to: tuple[str, ...]
    """Tags; an intervention with any of them is concerned."""
    when: Condition
    effect: Effect
    message: str
    """To the patient: one sentence."""
    sources: tuple[Citation, ...]
    examples: tuple[Example, ...]
    except_for: tuple[str, ...] = ()
    next_step: NextStep = NextStep.NONE
    action: str = ""
    departs_from_evidence: Departure | None = None
    status: str = "draft"
    reviewed_by: str = ""
    review_by: str = ""
    hold: Hold = Hold.NONE
    """A session that this rule stops stays stopped until its resume rules are known to be false."""
    keep_because: str = ""
    location: Location | None = field(default=None, compare=False)
    part_locations: tuple[Location, ...] = field(default=(), compare=False, repr=False)
    """Where each part of the condition stands, in the order of ``all_parts``; none where no file was read."""

    def location_of(self, part: int) -> Location | None:
        """Where a part of the condition stands, by its number; the place of the rule where that is not known."""
        known = len(self.part_locations) == sum(1 for _ in all_parts(self.when))
        return self.part_locations[part] if known else self.location

    def concerns(self, tags: frozenset[str]) -> bool:
        """Whether an intervention with these tags is subject to the rule."""
        return not tags.isdisjoint(self.applies_to) and tags.isdisjoint(self.except_for)
