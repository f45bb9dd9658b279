"""What several checks need to know about the whole: which rules concern which interventions, with which numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ...condition import Always, Condition, Leaf, Number, leaves
from ...intervention import Intervention
from ...rule import Rule
from ...ruleset import RuleSet
from ...vocabulary import Fact
from ..conditions import leaf_spots
from ..fields import Read, place
from ..nodes import Mapping as MappingNode
from ..nodes import Node
from ..shelf import Library


@dataclass(frozen=True)
class Context:
    """The shelves and the rule set that was put together from them."""

    library: Library
    ruleset: RuleSet

    @cached_property
    def concerned(self) -> Mapping[str, tuple[Intervention, ...]]:
        """For each rule, the interventions that are subject to it."""
        interventions = self.ruleset.interventions.values()
        return {
            rule.id: tuple(each for each in interventions if rule.concerns(each.tags))
            for rule in self.ruleset.rules.values()
        }

    @cached_property
    def _own_values(self) -> Mapping[str, Mapping[str, Number]]:
        """The numbers of each intervention that has some of its own."""
        return {
            each.id: self.ruleset.values_for(each) for each in self.ruleset.interventions.values() if each.parameters
        }

    def numbers(self, name: str, rule: Rule | None) -> dict[Number, str]:
        """Every number that a parameter stands for in a rule, or in a derivation; each with whose number it is."""
        parameter = self.library.parameters.sound(name)
        if parameter is None:
            return {}
        concerned = self.concerned[rule.id] if rule is not None else ()
        if not concerned:
            return {self.ruleset.values[name]: ""}
        found: dict[Number, str] = {}
        for each in concerned:
            number = self._own_values.get(each.id, self.ruleset.values)[name]
            if parameter.minimum <= number <= parameter.maximum:
                found.setdefault(number, each.id if name in each.parameters else "")
        return found


@dataclass(frozen=True, slots=True)
class PlacedLeaf:
    """One comparison, and the places of its parts."""

    leaf: Leaf
    node: Node

    @property
    def fact_spot(self) -> Node:
        return self.node.keys[self.leaf.fact] if isinstance(self.node, MappingNode) else self.node

    @property
    def value_spot(self) -> Node:
        """The value, the list of values or the mapping with the operator."""
        return place(self.node, self.leaf.fact)

    def part_spot(self, *path: str | int) -> Node:
        return place(self.node, self.leaf.fact, *path)


def placed_leaves(condition: Condition | None, node: Node) -> Iterator[PlacedLeaf]:
    """The comparisons of a condition with their places; none of one that could not be read."""
    if condition is None or isinstance(condition, Always):
        return
    for leaf, spot in zip(leaves(condition), leaf_spots(node), strict=True):
        yield PlacedLeaf(leaf, spot)


def leaves_of_rule(read: Read[Rule]) -> Iterator[PlacedLeaf]:
    """The comparisons of its condition."""
    return placed_leaves(read.value.when, place(read.node, "when"))


def leaves_of_fact(read: Read[Fact]) -> Iterator[PlacedLeaf]:
    """The comparisons of both derivations."""
    fact = read.value
    for key, condition in (("implied_by", fact.implied_by), ("defined_by", fact.defined_by)):
        yield from placed_leaves(condition, place(read.node, key))
