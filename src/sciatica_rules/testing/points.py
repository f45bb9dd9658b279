"""The values of a fact that are worth trying: those at, just below and just above everything it is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import pairwise

from ..condition import Compare, Condition, Number, OneOf, Value, bind, leaves
from ..ruleset import RuleSet
from ..vocabulary import Fact, FactType

NEAR = Decimal("0.1")
NEARER = Decimal("0.001")
"""How far a decimal number stands from a threshold; halfway to the next one where that is closer."""


def points(ruleset: RuleSet) -> Mapping[str, tuple[Value, ...]]:
    """For every fact the values worth trying, in order."""
    compared: dict[str, set[Number]] = {name: set() for name in ruleset.vocabulary.facts}
    for condition in _conditions(ruleset):
        for leaf in leaves(condition):
            if isinstance(leaf, Compare) and not isinstance(leaf.threshold, str):
                compared[leaf.fact].add(leaf.threshold)
            elif isinstance(leaf, OneOf):
                compared[leaf.fact].update(value for value in leaf.values if not isinstance(value, str))
    return {name: values_of(fact, compared[name]) for name, fact in ruleset.vocabulary.facts.items()}


def _conditions(ruleset: RuleSet) -> Iterable[Condition]:
    """Every condition of the rule set, with its numbers; a condition without names of numbers only once."""
    for derived in ruleset.derivations.values():
        yield from (condition for condition in derived if condition is not None)
    for intervention in ruleset.interventions.values():
        values = ruleset.values_for(intervention)
        yield from (bind(rule.when, values) for rule in ruleset.rules.values() if rule.concerns(intervention.tags))


def values_of(fact: Fact, compared: Iterable[Number] = ()) -> tuple[Value, ...]:
    """The values of one fact that are worth trying, where it is compared with these numbers."""
    match fact.type:
        case FactType.BOOLEAN:
            return (False, True)
        case FactType.CHOICE:
            return tuple(fact.choices)
        case FactType.INTEGER:
            marked = {int(number) + step for number in _marks(fact, compared) for step in (-1, 0, 1)}
            return tuple(sorted(number for number in marked if _in_range(number, fact)))
        case FactType.DECIMAL:
            return tuple(sorted(_around({Decimal(mark) for mark in _marks(fact, compared)})))


def _marks(fact: Fact, compared: Iterable[Number]) -> Iterable[Number]:
    """The numbers that a fact is compared with, its ends and its typical value, as far as it can take them."""
    ends = (fact.minimum, fact.maximum, fact.typical if not isinstance(fact.typical, str) else None)
    everything = [*compared, *(number for number in ends if number is not None)]
    return {number for number in everything if _in_range(number, fact)} or {0}


def _around(marks: set[Decimal]) -> Iterable[Decimal]:
    """The marks, and between each two of them at least one more number."""
    yield from marks
    for low, high in pairwise(sorted(marks)):
        near, nearer = min(NEAR, (high - low) / 2), min(NEARER, (high - low) / 2)
        yield from {low + near, low + nearer, high - near, high - nearer}


def _in_range(number: Number, fact: Fact) -> bool:
    return (fact.minimum is None or fact.minimum <= number) and (fact.maximum is None or number <= fact.maximum)
