"""What several checks need to know about the whole: which rules concern which interventions, with which numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ...condition import Leaf, Number
from ...errors import did_you_mean
from ...intervention import Intervention
from ...invariant import Demands
from ...rule import Rule
from ...ruleset import RuleSet
from ..conditions import ONE_OF, written_leaves
from ..decode import shown
from ..fields import Read, place
from ..nodes import Mapping as MappingNode
from ..nodes import Node, Scalar, Sequence
from ..problems import Problems
from ..shelf import Library
from ..text import Spot

DERIVATIONS = ("implied_by", "defined_by")
TAGGING = ("id", "tags", "complexity", "audience")
"""The keys that give an intervention its tags."""
CHOOSING = ("applies_to", "except_for")
"""The keys that say which interventions a rule concerns."""


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

    @cached_property
    def tags(self) -> frozenset[str]:
        """Every tag that can be read."""
        return frozenset().union(*(each.tags for each in self.ruleset.interventions.values()))

    @cached_property
    def all_tags_known(self) -> bool:
        """Whether there is no other tag, which may stand in a file or at a key with problems."""
        return self.library.interventions.all_trust(*TAGGING)

    def numbers(self, name: str, rule: Rule | None) -> dict[Number, str]:
        """Every number that a parameter stands for in a rule, or in a derivation; each with whose number it is."""
        parameter = self.library.parameters.trusted(name, "value", "min", "max")
        if parameter is None:
            return {}
        concerned = self.concerned[rule.id] if rule is not None else ()
        if not concerned:
            return {self.ruleset.values[name]: ""}
        found: dict[Number, str] = {}
        for each in concerned:
            if self.library.interventions.trusted(each.id, "parameters") is None:
                continue
            number = self._own_values.get(each.id, self.ruleset.values)[name]
            if parameter.minimum <= number <= parameter.maximum:
                found.setdefault(number, each.id if name in each.parameters else "")
        return found


def check_tag(tag: str, spot: Spot, context: Context, problems: Problems) -> bool:
    """Whether an intervention has a tag; noted only if no tag can be missing."""
    if tag in context.tags:
        return True
    if context.all_tags_known:
        problems.add(spot, f"no intervention has the tag {shown(tag)}{did_you_mean(tag, context.tags)}")
    return False


@dataclass(frozen=True, slots=True)
class PlacedLeaf:
    """One comparison, and the places of its parts."""

    read: Read[Any]
    """The rule, fact or invariant in which it stands."""
    key: str
    """The key at which the condition stands there."""
    fact: str
    leaf: Leaf | None
    """None where only the fact can be read."""
    node: Node

    @property
    def fact_spot(self) -> Node:
        return self.node.keys[self.fact] if isinstance(self.node, MappingNode) else self.node

    @property
    def value_spot(self) -> Node:
        """The value, the list of values or the mapping with the operator."""
        return place(self.node, self.fact)

    def operator_spot(self, operator: str) -> Node:
        """What stands behind an operator."""
        return place(self.node, self.fact, operator)

    def member_spot(self, value: int | str) -> Node:
        """One of several values; found by itself, since a list with problems has lost members."""
        around = self.operator_spot(ONE_OF)
        items = around.items if isinstance(around, Sequence) else []
        found = (item for item in items if isinstance(item, Scalar) and not isinstance(item.value, bool))
        return next((item for item in found if item.value == value), around)


def leaves_at(read: Read[Any], *keys: str) -> Iterator[PlacedLeaf]:
    """The comparisons of the conditions at some keys."""
    for key in keys:
        node = read.node_at(key)
        if node is not None:
            yield from (PlacedLeaf(read, key, *written) for written in written_leaves(node))


def all_leaves(library: Library) -> Iterator[PlacedLeaf]:
    """Every comparison of derivations, rules and invariants."""
    for fact in library.facts.items.values():
        yield from leaves_at(fact, *DERIVATIONS)
    for rule in library.rules.items.values():
        yield from leaves_at(rule, "when")
    for invariant in library.invariants.items.values():
        if isinstance(invariant.value.promise, Demands):
            yield from leaves_at(invariant, "when")
