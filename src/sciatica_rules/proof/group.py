"""What stands in the way of interventions that no rule tells apart, as sets of boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

from ..condition import Condition
from ..outcome import Effect, Hold, NextStep, Outcome
from ..rule import Rule

DEMANDS = (Outcome.BLOCKED, Outcome.CONSULT_DOCTOR)
"""The outcomes that can be demanded, the worse one first."""

Level = Outcome | NextStep | Hold

LEVELS: tuple[Level, ...] = (
    *DEMANDS,
    *(step for step in reversed(NextStep) if step > NextStep.ANSWER),
    *(hold for hold in reversed(Hold) if hold > Hold.NONE),
)
"""All that a rule can demand: outcomes, then next steps, then holds, the worst first."""


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
    keeps: bool
    """Whether it can keep a session stopped."""
    demands: Mapping[Level, int]
    """Where it demands at least so much, if it can stand in the way."""

    @property
    def kind(self) -> tuple[object, ...]:
        """What two rules must have in common to be the same."""
        return (self.facts, self.rule.effect, self.rule.hold)


@dataclass(frozen=True, eq=False)
class Group:
    """Interventions that no rule tells apart."""

    interventions: tuple[str, ...]
    objecting: tuple[RuleBoxes, ...]
    """The rules that can stand in the way."""
    contradictions: int
    """Where facts that these rules read hold a contradiction."""
    held: Callable[[int], Mapping[Level, int]]
    """Finds how much of a set of boxes a session is held in for at least so much."""

    @property
    def intervention(self) -> str:
        """The one that stands for all."""
        return self.interventions[0]

    @cached_property
    def blocking(self) -> tuple[RuleBoxes, ...]:
        """The rules that can block."""
        return tuple(rule for rule in self.objecting if rule.rule.effect is Effect.BLOCKED)

    @cached_property
    def demanding(self) -> Mapping[Level, int]:
        """Where rules demand at least this, as long as no answers contradict each other."""
        return {level: union(rule.demands[level] for rule in self.objecting) for level in LEVELS}

    @cached_property
    def kept(self) -> Mapping[Level, int]:
        """Where a contradiction keeps a session stopped that is held for at least this: nothing is known to be over."""
        return self.held(self.contradictions) if any(rule.keeps for rule in self.objecting) else {}

    @cached_property
    def alike(self) -> Mapping[tuple[object, ...], list[RuleBoxes]]:
        """The rules with the same effect that depend on the same facts."""
        found: dict[tuple[object, ...], list[RuleBoxes]] = {}
        for rule in self.objecting:
            found.setdefault(rule.kind, []).append(rule)
        return found

    def at_least(self, level: Level) -> int:
        """Where at least this is demanded; a contradiction asks for a doctor, and keeps a hold."""
        if isinstance(level, Hold):
            return self.demanding[level] | self.kept.get(level, 0)
        return self.demanding[level] | (self.contradictions if level is Outcome.CONSULT_DOCTOR else 0)


def union(sets: Iterable[int]) -> int:
    """All members of these sets."""
    return reduce(or_, sets, 0)


def demands(rule: Rule, applies: int, may_apply: int, kept: Mapping[Level, int]) -> Mapping[Level, int]:
    """Where a rule demands at least so much; a session is ``kept`` stopped that is held for at least this."""
    own = {type(each): each for each in (rule.effect.demand, rule.next_step, rule.hold)}
    found: dict[Level, int] = {level: applies if own[type(level)] >= level else 0 for level in LEVELS}
    return found | {Outcome.CONSULT_DOCTOR: may_apply} | {hold: found[hold] | boxes for hold, boxes in kept.items()}
