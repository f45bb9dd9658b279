"""A rule set as boxes: for each intervention, where something objects, and how much.

Interventions to which the same rules apply with the same numbers form one group, so that nothing is proved twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..condition import Compare, Leaf, Number, OneOf, bind, facts_read, leaves, parameters_read
from ..intervention import Intervention
from ..invariant import Demands
from ..outcome import Hold
from ..rule import Rule
from ..ruleset import HELD_FOR, BoundRule, RuleSet
from .boxes import Boxes, Region
from .cells import Scale, scales
from .cover import BUDGET, Point, Pool
from .group import Group, Level, RuleBoxes, demands, union


@dataclass(eq=False)
class World:
    """One rule set over the cells and the pool that it shares with others."""

    ruleset: RuleSet
    scales: Mapping[str, Scale]
    pool: Pool
    boxes: Boxes
    _rules: dict[tuple[Number, ...], RuleBoxes] = field(default_factory=dict)
    _parameters: dict[int, list[str]] = field(default_factory=dict)
    _alone: dict[str, Group] = field(default_factory=dict)
    _typical: dict[str, Point] = field(default_factory=dict)

    @classmethod
    def of(cls, ruleset: RuleSet, variants: Iterable[RuleSet] = (), budget: int = BUDGET) -> World:
        """A world whose cells are fine enough for variants with other values of parameters, too."""
        cells = scales(ruleset.vocabulary.facts, comparisons(ruleset, variants))
        return cls(ruleset, cells, Pool(cells.values(), budget), Boxes(cells, ruleset.derivations))

    def beside(self, ruleset: RuleSet) -> World:
        """Another of the rule sets that this world was made for; what is the same in both is found only once."""
        if ruleset.derivations != self.ruleset.derivations:
            return World(ruleset, self.scales, self.pool, Boxes(self.scales, ruleset.derivations))
        return World(ruleset, self.scales, self.pool, self.boxes, self._rules, self._parameters)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """All interventions, in groups. Raises TooLargeError."""
        found: dict[tuple[RuleBoxes, ...], list[str]] = {}
        for intervention in self.ruleset.interventions.values():
            found.setdefault(self._objecting(intervention), []).append(intervention.id)
        return tuple(self.group_of(tuple(names), objecting) for objecting, names in found.items())

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
        concerning = (rule for rule in self.ruleset.rules.values() if rule.concerns(intervention.tags))
        return tuple(self._rule(rule, values) for rule in concerning)

    def _objecting(self, intervention: Intervention) -> tuple[RuleBoxes, ...]:
        return tuple(each for each in self.rules(intervention) if each.rule.effect.objects)

    def alone(self, intervention: str) -> Group:
        """A group of one, for worlds of which only a few interventions are looked at. Raises TooLargeError."""
        if intervention not in self._alone:
            objecting = self._objecting(self.ruleset.interventions[intervention])
            self._alone[intervention] = self.group_of((intervention,), objecting)
        return self._alone[intervention]

    def group_of(self, interventions: tuple[str, ...], objecting: tuple[RuleBoxes, ...]) -> Group:
        """Interventions with the rules that can stand in their way, which read facts also through derivations."""
        read = frozenset().union(*(each.reads for each in objecting))
        contradictions = union(boxes for name, boxes in self.conflicts.items() if name in read)
        return Group(interventions, objecting, contradictions, self._held)

    def _rule(self, rule: Rule, values: Mapping[str, Number]) -> RuleBoxes:
        if id(rule) not in self._parameters:
            self._parameters[id(rule)] = sorted(parameters_read(rule.when))
        key = (id(rule), *[values[name] for name in self._parameters[id(rule)]])
        found = self._rules.get(key)
        if found is None:
            when = bind(rule.when, values)
            applies, may_apply = (
                self.pool.add(self.boxes.of(when, region)) for region in (Region.FOR, Region.NOT_AGAINST)
            )
            facts = frozenset(fact for box in self.pool.members(applies | may_apply) for fact in box)
            named = facts_read(when)
            keeps = BoundRule(rule, when, named).keeps_a_hold
            reads, kept = self.ruleset.vocabulary.closure(named), self._held(applies | may_apply) if keeps else {}
            asked = demands(rule, applies, may_apply, kept)
            found = self._rules[key] = RuleBoxes(rule, when, applies, may_apply, facts, reads, keeps, asked)
        return found

    def _held(self, boxes: int) -> Mapping[Level, int]:
        """These boxes as far as a session is held for at least so much."""
        if not self.scales[HELD_FOR].words:
            return {}
        held = {hold: tuple(each.value for each in Hold if each >= hold) for hold in Hold if hold > Hold.NONE}
        words = {hold: self.pool.add(self.boxes.of(OneOf(HELD_FOR, each), Region.FOR)) for hold, each in held.items()}
        return {hold: self.pool.common(each, boxes) for hold, each in words.items()}

    @cached_property
    def conflicts(self) -> Mapping[str, int]:
        """For each fact that evidence can contradict itself about, where it does."""
        found = {name: self.pool.add(self.boxes.conflict(name)) for name in self.ruleset.derivations}
        return {name: boxes for name, boxes in found.items() if boxes}

    @cached_property
    def contradictory(self) -> int:
        """Where any fact at all holds a contradiction."""
        return union(self.conflicts.values())

    @cached_property
    def linked(self) -> list[list[int]]:
        """For each derived fact, itself and all facts beneath it, which only make sense together."""
        position, beneath = self.boxes.position, self.ruleset.vocabulary.beneath
        return [[position[other] for other in (name, *beneath[name])] for name in self.ruleset.derivations]

    def typical(self, intervention: str) -> Point:
        """The benign profile of an intervention; no answer where a benign profile has none."""
        if intervention not in self._typical:
            own = self.ruleset.interventions[intervention].typical
            self._typical[intervention] = [scale.usual_cell(own.get(name)) for name, scale in self.scales.items()]
        return self._typical[intervention]


def too_old(world: World) -> int:
    """Where an answer is too old for what is assumed without it to count."""
    return world.pool.add({fact: scale.stale} for fact, scale in enumerate(world.scales.values()) if scale.stale)


def comparisons(ruleset: RuleSet, variants: Iterable[RuleSet]) -> Iterator[Leaf]:
    """Every comparison of a rule set with its number, as any intervention or a derivation meets it.

    Of its variants, which have the same rules, only the numbers can be others.
    """
    promised = [each.promise.when for each in ruleset.invariants if isinstance(each.promise, Demands)]
    found = {leaf for condition in (*ruleset.conditions, *promised) for leaf in leaves(condition)}
    named = [leaf for leaf in found if isinstance(leaf, Compare) and isinstance(leaf.threshold, str)]
    yield from found.difference(named)
    for each in (ruleset, *variants):
        own = [one for one in each.interventions.values() if one.parameters]
        for values in (each.values, *map(each.values_for, own)):
            yield from (Compare(leaf.fact, leaf.operator, values[str(leaf.threshold)]) for leaf in named)
