"""The closed language in which rules ask about facts.

There is deliberately no way to ask "is it unknown?": what is not known can never lower a demand. A pass over
conditions (evaluate, describe, and others to come) is a file of its own that ends in an exhaustive match.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import assert_never

Number = int | Decimal
Value = bool | int | Decimal | str


class Operator(str, Enum):
    """How a number is compared with a threshold."""

    AT_LEAST = "at_least"
    ABOVE = "above"
    AT_MOST = "at_most"
    BELOW = "below"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Always:
    """True for everybody; only precautions use it."""


@dataclass(frozen=True, slots=True)
class IsTrue:
    """A boolean fact is true."""

    fact: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """A choice, or a whole number, is one of these values: at least one. A plain equality has one value."""

    fact: str
    values: tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """A number compared with a threshold; a threshold may be the name of a parameter until it is bound."""

    fact: str
    operator: Operator
    threshold: Number | str


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


Leaf = IsTrue | OneOf | Compare
Condition = Always | IsTrue | OneOf | Compare | All | Any | Not


def leaves(condition: Condition) -> Iterator[Leaf]:
    """The comparisons of a condition, from left to right."""
    match condition:
        case Always():
            return
        case IsTrue() | OneOf() | Compare():
            yield condition
        case All(parts) | Any(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case _:
            assert_never(condition)


def direct_parts(condition: Condition) -> tuple[Condition, ...]:
    """The conditions that a condition is put together from."""
    match condition:
        case Always() | IsTrue() | OneOf() | Compare():
            return ()
        case All(parts) | Any(parts):
            return parts
        case Not(part):
            return (part,)
        case _:
            assert_never(condition)


def all_parts(condition: Condition) -> Iterator[Condition]:
    """A condition and every condition inside it, what is around before what is within, from left to right."""
    yield condition
    for part in direct_parts(condition):
        yield from all_parts(part)


def numbered_parts(condition: Condition, number: int = 0) -> Iterator[tuple[int, Condition]]:
    """The direct parts, each with its number among ``all_parts`` of the whole, in which the condition has this one."""
    number += 1
    for part in direct_parts(condition):
        yield number, part
        number += sum(1 for _ in all_parts(part))


def facts_read(condition: Condition) -> frozenset[str]:
    """The facts that a condition reads itself, derivations not followed."""
    return frozenset(leaf.fact for leaf in leaves(condition))


def parameters_read(condition: Condition) -> frozenset[str]:
    """The parameters that a condition names."""
    return frozenset(
        leaf.threshold for leaf in leaves(condition) if isinstance(leaf, Compare) and isinstance(leaf.threshold, str)
    )


def bind(condition: Condition, parameters: Mapping[str, Number]) -> Condition:
    """The same condition with every parameter replaced by its number. Raises KeyError on one that is not given."""
    match condition:
        case Always() | IsTrue() | OneOf():
            return condition
        case Compare(fact, operator, threshold):
            return Compare(fact, operator, parameters[threshold] if isinstance(threshold, str) else threshold)
        case All(parts):
            return All(tuple(bind(part, parameters) for part in parts))
        case Any(parts):
            return Any(tuple(bind(part, parameters) for part in parts))
        case Not(part):
            return Not(bind(part, parameters))
        case _:
            assert_never(condition)


def in_words(condition: Condition) -> str:
    """The condition as a reader says it, close to how its author wrote it."""
    match condition:
        case Always():
            return "always"
        case IsTrue(fact):
            return fact
        case OneOf(fact, values):
            listed = " or ".join(str(value) for value in values)
            return f"{fact} is {listed}"
        case Compare(fact, operator, threshold):
            return f"{fact} {operator.value.replace('_', ' ')} {threshold}"
        case All(parts):
            return "(" + " and ".join(in_words(part) for part in parts) + ")"
        case Any(parts):
            return "(" + " or ".join(in_words(part) for part in parts) + ")"
        case Not(part):
            return f"not {in_words(part)}"
        case _:
            assert_never(condition)
