"""Safety promises in words that a clinician can read, each with what must hold for every person."""

from __future__ import annotations

from dataclasses import dataclass, field

from .condition import Condition
from .location import Location
from .outcome import Hold, Outcome


@dataclass(frozen=True, slots=True)
class Demands:
    """Whoever meets the condition gets at least this outcome."""

    outcome: Outcome
    when: Condition
    unanswered: tuple[str, ...] = ()
    """Facts that are unanswered, beside the condition."""


@dataclass(frozen=True, slots=True)
class NeverLooserThan:
    """Whatever one of these interventions demands, this one demands too."""

    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllowedOnlyWhere:
    """Nobody is allowed this who is not allowed another intervention, some rules of the other one left aside."""

    other: str
    leaving_aside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleasesToo:
    """Whoever may go on after the worse hold may go on after the milder one."""

    worse: Hold
    milder: Hold


Promise = Demands | NeverLooserThan | AllowedOnlyWhere | ReleasesToo


@dataclass(frozen=True, slots=True)
class Invariant:
    """One promise about some interventions."""

    id: str
    sentence: str
    concerns_tags: tuple[str, ...]
    """Tags; an intervention with any of them is concerned. None: every intervention."""
    promise: Promise
    except_for: tuple[str, ...] = ()
    pack: str = ""
    """Promised only where this pack is loaded."""
    location: Location | None = field(default=None, compare=False)

    def concerns(self, tags: frozenset[str]) -> bool:
        """Whether the promise is about an intervention with these tags."""
        reached = not self.concerns_tags or not tags.isdisjoint(self.concerns_tags)
        return reached and tags.isdisjoint(self.except_for)
