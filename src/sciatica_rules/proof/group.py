"""What stands in the way of interventions that no rule tells apart, as sets of boxes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..condition import Condition
from ..outcome import Effect, Hold, NextStep, Outcome
from ..rule import Rule

DEMANDS = (Outcome.BLOCKED, Outcome.CONSULT_DOCTOR)
"""The outcomes that can be demanded, the worse one first."""

Beside = NextStep | Hold
"""What a rule asks for beside an outcome: what to do next, and that a session stands still."""

BESIDE: tuple[Beside, ...] = (
    *(step for step in reversed(NextStep) if step > NextStep.ANSWER),
    *(hold for hold in reversed(Hold) if hold > Hold.NONE),
)
"""All of it, each kind from the most to the least."""


@dataclass(frozen=True, slots=True, eq=False)
class RuleBoxes:
    """A rule with its numbers, as sets of boxes of the pool."""

    rule: Rule
    when: Condition
    applies: int
    """Where there is evidence for it."""
    may_apply: int
    """Where there is no evidence against it: it applies or is undetermined."""
    facts: frozenset[int]
    """The facts that it depends on in the end."""
    reads: frozenset[str]
    """The facts that it names, and all facts beneath them."""
    keeps: Mapping[Hold, int]
    """Where it keeps a session stopped that is held for at least this."""

    @property
    def kind(self) -> tuple[object, ...]:
        """What two rules must have in common to be the same."""
        return (self.facts, self.rule.effect, self.rule.hold)

    def asking(self, level: Beside) -> int:
        """Where the rule asks for at least so much."""
        asks = self.rule.hold >= level if isinstance(level, Hold) else self.rule.next_step >= level
        return (self.applies if asks else 0) | (self.keeps.get(level, 0) if isinstance(level, Hold) else 0)


@dataclass(frozen=True, eq=False)
class Group:
    """Interventions that no rule tells apart."""

    interventions: tuple[str, ...]
    objecting: tuple[RuleBoxes, ...]
    """The rules that can stand in the way."""
    contradictions: int
    """Where facts that these rules read hold a contradiction."""
    kept: Mapping[Hold, int] = field(default_factory=dict)
    """Where a contradiction keeps a session stopped that is held for at least this: nothing is known to be over."""

    @property
    def intervention(self) -> str:
        """The one that stands for all."""
        return self.interventions[0]

    @cached_property
    def blocking(self) -> tuple[RuleBoxes, ...]:
        """The rules that can block."""
        return tuple(rule for rule in self.objecting if rule.rule.effect is Effect.BLOCKED)

    @cached_property
    def demanding(self) -> Mapping[Outcome, int]:
        """Where the outcome is at least this, as long as no answers contradict each other."""
        return {
            Outcome.BLOCKED: union(rule.applies for rule in self.blocking),
            Outcome.CONSULT_DOCTOR: union(rule.may_apply for rule in self.objecting),
        }

    @cached_property
    def alike(self) -> Mapping[tuple[object, ...], list[RuleBoxes]]:
        """The rules with the same effect that depend on the same facts."""
        found: dict[tuple[object, ...], list[RuleBoxes]] = {}
        for rule in self.objecting:
            found.setdefault(rule.kind, []).append(rule)
        return found

    def at_least(self, outcome: Outcome) -> int:
        """Where the outcome is at least this; a contradiction asks for a doctor."""
        found = self.demanding[outcome]
        return found if outcome is Outcome.BLOCKED else found | self.contradictions

    @cached_property
    def asking(self) -> Mapping[Beside, int]:
        """Where rules ask for at least this, or a contradiction does."""
        return {
            level: union(rule.asking(level) for rule in self.objecting)
            | (self.kept.get(level, 0) if isinstance(level, Hold) else 0)
            for level in BESIDE
        }


def union(sets: Iterable[int]) -> int:
    """All members of these sets."""
    found = 0
    for each in sets:
        found |= each
    return found
