"""Every comparison of a rule or a derivation: does it fit the type and the range of its fact?"""

from __future__ import annotations

from ...condition import Compare, IsTrue, Leaf, Number, OneOf, Operator
from ...rule import Rule
from ...vocabulary import Fact, FactType
from ..decode import shown
from ..problems import Problems
from ..text import Spot
from .context import Context, PlacedLeaf, all_leaves
from .values import fact_with_values

_KINDS = {
    FactType.BOOLEAN: "a boolean",
    FactType.CHOICE: "a choice",
    FactType.INTEGER: "a whole number",
    FactType.DECIMAL: "a decimal number",
}
_ORDERINGS = "at_least, above, at_most or below"


def check_comparisons(context: Context, problems: Problems) -> None:
    """Note comparisons that have no meaning, and thresholds that no value can reach."""
    for placed in all_leaves(context.library):
        before = len(problems)
        fact = fact_with_values(context.library, placed.fact)
        if fact is not None and placed.leaf is not None:
            _check_leaf(placed, placed.leaf, fact, context, problems)
        if len(problems) > before:
            placed.read.doubted.add(placed.key)


def _check_leaf(placed: PlacedLeaf, leaf: Leaf, fact: Fact, context: Context, problems: Problems) -> None:
    match leaf:
        case IsTrue():
            if fact.type is not FactType.BOOLEAN:
                compared = "..." if fact.type is FactType.CHOICE else "{at_least: ...}"
                hint = f"write {{{fact.name}: {compared}}}"
                problems.add(placed.fact_spot, f"{fact.name} is {_KINDS[fact.type]}, so it needs a comparison", hint)
        case OneOf(values=values):
            _check_members(placed, values, fact, problems)
        case Compare():
            _check_threshold(placed, leaf, fact, context, problems)


def _check_members(placed: PlacedLeaf, values: tuple[int | str, ...], fact: Fact, problems: Problems) -> None:
    if fact.type is FactType.BOOLEAN:
        hint = f"write {fact.name}, or {{not: {fact.name}}}"
        problems.add(placed.value_spot, f"{fact.name} is boolean, so it is not compared with a value", hint)
        return
    if fact.type is FactType.DECIMAL:
        hint = f"write {_ORDERINGS}"
        problems.add(placed.value_spot, f"{fact.name} is a decimal number, which is never equal to a value", hint)
        return
    for value in dict.fromkeys(values):
        spot = placed.member_spot(value)
        if fact.type is FactType.CHOICE:
            if value not in fact.choices:
                said = shown(value) if isinstance(value, str) else "a number"
                allowed = ", ".join(fact.choices)
                problems.add(spot, f"{said} is no value of {fact.name}; it must be one of {allowed}")
        elif isinstance(value, str):
            problems.add(spot, f"{fact.name} is a whole number, found text")
        elif not _in_range(value, fact):
            problems.add(spot, f"{fact.name} is never {value}; it goes from {fact.minimum} to {fact.maximum}")


def _check_threshold(placed: PlacedLeaf, leaf: Compare, fact: Fact, context: Context, problems: Problems) -> None:
    rule = placed.read.value if isinstance(placed.read.value, Rule) else None
    operator_spot = placed.operator_spot(leaf.operator.value)
    low, high = fact.minimum, fact.maximum
    # A sound fact has a range if it is a number, and none otherwise.
    if low is None or high is None:
        hint = f"write {fact.name}" if fact.type is FactType.BOOLEAN else f"write {{{fact.name}: ...}} or one_of"
        message = f"{fact.name} is {_KINDS[fact.type]}, so {leaf.operator.value} has no meaning"
        problems.add(operator_spot, message, hint)
        return
    name = leaf.threshold if isinstance(leaf.threshold, str) else None
    if name is not None:
        _check_unit(name, operator_spot, fact, context, problems)
    numbers = {leaf.threshold: ""} if not isinstance(leaf.threshold, str) else context.numbers(leaf.threshold, rule)
    for number, owner in numbers.items():
        whose = f"{name} of {owner}" if owner else name
        said = f"{number} ({whose})" if whose else str(number)
        if fact.type is FactType.INTEGER and number != int(number):
            problems.add(operator_spot, f"{fact.name} is a whole number, but the threshold is {said}")
        elif not _reachable(leaf.operator, number, low, high):
            message = f"no value of {fact.name} is {leaf.operator.value.replace('_', ' ')} {said}"
            problems.add(operator_spot, message, f"it goes from {low} to {high}")


def _check_unit(name: str, spot: Spot, fact: Fact, context: Context, problems: Problems) -> None:
    parameter = context.library.parameters.trusted(name, "unit")
    if context.library.facts.trusted(fact.name, "unit") and parameter is not None and parameter.unit != fact.unit:
        message = f"{fact.name} is measured in {fact.unit}, but {name} in {parameter.unit}"
        problems.add(spot, message, "give both the same unit")


def _reachable(operator: Operator, threshold: Number, low: Number, high: Number) -> bool:
    """Whether some value from the lowest to the highest meets the comparison."""
    match operator:
        case Operator.AT_LEAST:
            return high >= threshold
        case Operator.ABOVE:
            return high > threshold
        case Operator.AT_MOST:
            return low <= threshold
        case Operator.BELOW:
            return low < threshold


def _in_range(value: int, fact: Fact) -> bool:
    return (fact.minimum is None or value >= fact.minimum) and (fact.maximum is None or value <= fact.maximum)
