"""The values of a parameter that could matter: those that it is compared with, and two from each stretch between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from ..condition import Compare, Number, OneOf, leaves
from ..parameter import Parameter, Stricter
from ..ruleset import RuleSet
from ..vocabulary import FactType


def variants(ruleset: RuleSet) -> dict[str, list[RuleSet]]:
    """For each parameter with a stricter side, the rule set with each of these values, the loosest one first."""
    found = {}
    for parameter in ruleset.parameters.values():
        facts = _compared_with(ruleset, parameter.name)
        if facts and parameter.stricter is not Stricter.DEPENDS:
            values = sorted(_values(ruleset, parameter, facts), reverse=parameter.stricter is Stricter.LOWER)
            found[parameter.name] = [with_value(ruleset, parameter, value) for value in values]
    return found


def with_value(ruleset: RuleSet, parameter: Parameter, value: Number) -> RuleSet:
    """The rule set with another value of a parameter, as an override sets it."""
    return replace(ruleset, overrides={**ruleset.overrides, parameter.name: value})


def _compared_with(ruleset: RuleSet, parameter: str) -> set[str]:
    """The facts that a parameter is a threshold of."""
    compared = (leaf for condition in ruleset.conditions for leaf in leaves(condition) if isinstance(leaf, Compare))
    return {leaf.fact for leaf in compared if leaf.threshold == parameter}


def _values(ruleset: RuleSet, parameter: Parameter, facts: set[str]) -> set[Number]:
    whole = any(ruleset.vocabulary.facts[name].type is FactType.INTEGER for name in facts)
    low, high = parameter.minimum, parameter.maximum
    others = sorted({number for number in _thresholds(ruleset, parameter, facts) if low <= number <= high})
    found = set(others)
    for below, above in pairwise([None, *others, None]):
        found.update(_inside(low, below, above, high, whole=whole))
    return {number for number in found if not whole or number == int(number)}


def _thresholds(ruleset: RuleSet, parameter: Parameter, facts: set[str]) -> Iterator[Number]:
    """Every other number that these facts are compared with, wherever."""
    own = [intervention.parameters for intervention in ruleset.interventions.values()]
    yield from (values[parameter.name] for values in own if parameter.name in values)
    for leaf in (leaf for condition in ruleset.conditions for leaf in leaves(condition) if leaf.fact in facts):
        if isinstance(leaf, OneOf):
            yield from (number + more for number in leaf.values if isinstance(number, int) for more in (-1, 0, 1))
        elif isinstance(leaf, Compare) and not isinstance(leaf.threshold, str):
            yield leaf.threshold
        elif isinstance(leaf, Compare) and leaf.threshold != parameter.name:
            named = str(leaf.threshold)
            yield ruleset.values[named]
            yield from (values[named] for values in own if named in values)


def _inside(low: Number, below: Number | None, above: Number | None, high: Number, *, whole: bool) -> Iterable[Number]:
    """Two numbers of a stretch, an end of the range being part of it and a threshold not."""
    step = 1 if whole else (Decimal(high) - Decimal(low)) / 1000
    first = low if below is None else below + step
    last = high if above is None else above - step
    return (first, last) if first <= last else ()
