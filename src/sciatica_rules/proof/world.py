"""A rule set as boxes: for each intervention, where something objects, and how much.

Interventions to which the same rules apply with the same numbers form one group, so that nothing is proved twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..condition import Condition, Number, Value, bind, facts_read, parameters_read
from ..intervention import Intervention
from ..invariant import Demands
from ..outcome import Effect, Outcome
from ..rule import Rule
from ..ruleset import RuleSet
from ..vocabulary import Fact
from .boxes import Boxes, Region
from .cells import Scale, scales
from .cover import BUDGET, Point, Pool

DEMANDS = (Outcome.BLOCKED, Outcome.CONSULT_DOCTOR)
"""The outcomes that can be demanded, the worse one first."""


@dataclass(frozen=True, slots=True, eq=False)
class RuleBoxes:
    """A rule with its numbers, as sets of boxes of the pool."""

    rule: Rule
    when: Condition
    applies: int
    """Where there is evidence for it."""
    may_apply: int
    """Where there is no evidence against it: it applies or is undetermined."""
    reads: frozenset[str]
    """The facts that it names, and all facts beneath them."""


@dataclass(frozen=True, eq=False)
class Group:
    """Interventions that no rule tells apart."""

    interventions: tuple[str, ...]
    objecting: tuple[RuleBoxes, ...]
    """The rules that can stand in the way."""
    contradictions: int
    """Where facts that these rules read hold a contradiction."""

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

    def at_least(self, outcome: Outcome) -> int:
        """Where the outcome is at least this; a contradiction asks for a doctor."""
        found = self.demanding[outcome]
        return found if outcome is Outcome.BLOCKED else found | self.contradictions


@dataclass(eq=False)
class World:
    """One rule set over the cells and the pool that it shares with others."""

    ruleset: RuleSet
    scales: Mapping[str, Scale]
    pool: Pool
    boxes: Boxes
    _rules: dict[tuple[Number, ...], RuleBoxes] = field(default_factory=dict)
    _concerning: dict[str, list[tuple[Rule, tuple[str, ...]]]] = field(default_factory=dict)
    _alone: dict[str, Group] = field(default_factory=dict)

    @classmethod
    def of(cls, ruleset: RuleSet, others: Iterable[RuleSet] = (), budget: int = BUDGET) -> World:
        """A world whose cells are fine enough for other rule sets with the same facts, too."""
        conditions = [condition for each in (ruleset, *others) for condition in conditions_of(each)]
        cells = scales(ruleset.vocabulary, conditions)
        pool = Pool([scale.everything for scale in cells.values()], budget)
        return cls(ruleset, cells, pool, Boxes(cells, ruleset.derivations))

    def beside(self, ruleset: RuleSet) -> World:
        """Another of the rule sets that this world was made for; what is the same in both is found only once."""
        concerning = self._concerning if ruleset.rules is self.ruleset.rules else {}
        if ruleset.derivations == self.ruleset.derivations:
            return World(ruleset, self.scales, self.pool, self.boxes, self._rules, concerning)
        boxes = Boxes(self.scales, ruleset.derivations)
        return World(ruleset, self.scales, self.pool, boxes, _concerning=concerning)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """All interventions, in groups. Raises TooLargeError."""
        found: dict[tuple[RuleBoxes, ...], list[str]] = {}
        for intervention in self.ruleset.interventions.values():
            objecting = tuple(each for each in self.rules(intervention) if each.rule.effect.objects)
            found.setdefault(objecting, []).append(intervention.id)
        return tuple(
            Group(tuple(names), objecting, self.contradictions_read_by(objecting))
            for objecting, names in found.items()
        )

    @cached_property
    def group(self) -> Mapping[str, Group]:
        """For each intervention its group."""
        return {name: group for group in self.groups for name in group.interventions}

    @cached_property
    def forms(self) -> Mapping[str, Mapping[RuleBoxes, list[Group]]]:
        """For each rule what it is with different numbers, each with the groups that it concerns."""
        found: dict[str, dict[RuleBoxes, list[Group]]] = {name: {} for name in self.ruleset.rules}
        for intervention in self.ruleset.interventions.values():
            group = self.group[intervention.id]
            for rule in self.rules(intervention):
                groups = found[rule.rule.id].setdefault(rule, [])
                if group not in groups:
                    groups.append(group)
        return found

    def rules(self, intervention: Intervention) -> tuple[RuleBoxes, ...]:
        """The rules that concern an intervention, with its numbers. Raises TooLargeError."""
        values = self.ruleset.values_for(intervention)
        return tuple(self._rule(rule, read, values) for rule, read in self.concerning(intervention))

    def concerning(self, intervention: Intervention) -> list[tuple[Rule, tuple[str, ...]]]:
        """The rules that concern an intervention, each with the parameters that it names."""
        found = self._concerning.get(intervention.id)
        if found is None:
            found = self._concerning[intervention.id] = [
                (rule, tuple(sorted(parameters_read(rule.when))))
                for rule in self.ruleset.rules.values()
                if rule.concerns(intervention.tags)
            ]
        return found

    def alone(self, intervention: str) -> Group:
        """A group of one, for worlds of which only a few interventions are looked at. Raises TooLargeError."""
        found = self._alone.get(intervention)
        if found is None:
            rules = self.rules(self.ruleset.interventions[intervention])
            objecting = tuple(each for each in rules if each.rule.effect.objects)
            found = Group((intervention,), objecting, self.contradictions_read_by(objecting))
            self._alone[intervention] = found
        return found

    def _rule(self, rule: Rule, read: tuple[str, ...], values: Mapping[str, Number]) -> RuleBoxes:
        key = (id(rule), *(values[name] for name in read))
        found = self._rules.get(key)
        if found is None:
            when = bind(rule.when, values)
            applies, may_apply = (
                self.pool.add(self.boxes.of(when, region)) for region in (Region.FOR, Region.NOT_AGAINST)
            )
            found = self._rules[key] = RuleBoxes(rule, when, applies, may_apply, self.ruleset.vocabulary.closure(facts_read(when)))
        return found

    def contradictions_read_by(self, rules: Iterable[RuleBoxes]) -> int:
        """Where facts that these rules read, also through derivations, hold a contradiction."""
        read = frozenset().union(*(each.reads for each in rules))
        return union(boxes for name, boxes in self.conflicts.items() if name in read)

    def facts_in(self, rule: RuleBoxes) -> frozenset[int]:
        """The facts that a rule in the end depends on."""
        return frozenset(fact for box in self.pool.members(rule.applies | rule.may_apply) for fact in box)

    @cached_property
    def conflicts(self) -> Mapping[str, int]:
        """For each fact that evidence can contradict itself about, where it does."""
        found = {name: self.pool.add(self.boxes.conflict(name)) for name in self.ruleset.derivations}
        return {name: boxes for name, boxes in found.items() if boxes}

    @cached_property
    def contradictory(self) -> int:
        """Where any fact at all holds a contradiction."""
        return union(self.conflicts.values())

    def typical(self, intervention: str) -> Point:
        """The benign profile of an intervention; no answer where a benign profile has none."""
        own = self.ruleset.interventions[intervention].typical
        return [self._usual(scale, own) for scale in self.scales.values()]

    @staticmethod
    def _usual(scale: Scale, own: Mapping[str, Value]) -> int:
        value = usual(scale.fact, own)
        return scale.size if value is None else scale.cell(value)


def usual(fact: Fact, own: Mapping[str, Value]) -> Value | None:
    """The benign value of a fact, over which an intervention's own goes; None where there is none."""
    value = own.get(fact.name, fact.typical)
    return fact.when_unknown if value is None else value


def union(sets: Iterable[int]) -> int:
    """All members of these sets."""
    found = 0
    for each in sets:
        found |= each
    return found


def conditions_of(ruleset: RuleSet) -> Iterator[Condition]:
    """Every condition of a rule set with its numbers, as each intervention and each derivation meets it."""
    open_rules = [rule for rule in ruleset.rules.values() if parameters_read(rule.when)]
    for intervention in ruleset.interventions.values():
        values = ruleset.values_for(intervention)
        for rule in open_rules:
            if rule.concerns(intervention.tags):
                yield bind(rule.when, values)
        for invariant in ruleset.invariants:
            if isinstance(invariant.promise, Demands) and invariant.concerns(intervention.tags):
                yield bind(invariant.promise.when, values)
    yield from (rule.when for rule in ruleset.rules.values() if not parameters_read(rule.when))
    for derivations in ruleset.derivations.values():
        yield from (condition for condition in derivations if condition is not None)
