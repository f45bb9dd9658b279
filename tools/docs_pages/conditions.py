"""A condition as a nested list that a reader can follow, each fact linked to its question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from sciatica_rules.condition import All, Always, Any, Compare, Condition, IsTrue, Not, Number, OneOf, Operator
from sciatica_rules.ruleset import RuleSet

from .markdown import fact_anchor, link, parameter_anchor

OPERATORS = {
    Operator.AT_LEAST: "is at least",
    Operator.ABOVE: "is above",
    Operator.AT_MOST: "is at most",
    Operator.BELOW: "is below",
}


def fact_link(ruleset: RuleSet, fact: str, here: str) -> str:
    return link(f"`{fact}`", fact_anchor(ruleset.vocabulary.facts[fact].group, fact), here)


def outline(condition: Condition, ruleset: RuleSet, here: str) -> str:
    """The condition as Markdown bullets."""
    return "\n".join(_lines(condition, ruleset, here, 0, wanted=True))


def _lines(condition: Condition, ruleset: RuleSet, here: str, depth: int, wanted: bool) -> list[str]:
    indent = "    " * depth + "- "
    match condition:
        case Always():
            return [f"{indent}always"]
        case IsTrue(fact):
            return [f"{indent}{fact_link(ruleset, fact, here)} is {'true' if wanted else 'false'}"]
        case OneOf(fact, values):
            listed = " or ".join(f"*{value}*" for value in values)
            return [f"{indent}{fact_link(ruleset, fact, here)} is {'' if wanted else 'not '}{listed}"]
        case Compare(fact, operator, threshold):
            words = OPERATORS[operator] if wanted else OPERATORS[_OPPOSITE[operator]]
            shown = number(threshold, ruleset, here)
            return [f"{indent}{fact_link(ruleset, fact, here)} {words} {shown}"]
        case All(parts) | Any(parts):
            lead = "all of these:" if isinstance(condition, All) is wanted else "any of these:"
            below = [_lines(part, ruleset, here, depth + 1, wanted) for part in parts]
            return [f"{indent}{lead}", *(line for lines in below for line in lines)]
        case Not(part):
            return _lines(part, ruleset, here, depth, not wanted)
        case _:
            assert_never(condition)


_OPPOSITE = {
    Operator.AT_LEAST: Operator.BELOW,
    Operator.BELOW: Operator.AT_LEAST,
    Operator.ABOVE: Operator.AT_MOST,
    Operator.AT_MOST: Operator.ABOVE,
}


def number(threshold: Number | str, ruleset: RuleSet, here: str) -> str:
    """A number, or the name of a parameter with its usual value."""
    if not isinstance(threshold, str):
        return str(threshold)
    parameter = ruleset.parameters[threshold]
    return f"{parameter.value} ({link(f'`{threshold}`', parameter_anchor(threshold), here)})"


def plain(values: Mapping[str, object]) -> str:
    """Answers as they are written in a rule file."""
    return ", ".join(f"`{name}: {_yaml(value)}`" for name, value in values.items()) or "nothing answered"


def _yaml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
