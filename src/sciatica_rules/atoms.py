"""The single comparisons that a rule set makes, each in the one form that stands for all ways of writing it.

A literal is true or false of a person and nothing else: of a fact that is not known every literal is false, its
opposite too. So *unknown* needs no value of its own, and a literal and its opposite are the two rails of a comparison.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import assert_never

from .condition import Compare, IsTrue, Leaf, Number, OneOf, Operator
from .vocabulary import Fact, FactType


@dataclass(frozen=True, slots=True)
class Yes:
    """A boolean fact was answered with yes."""

    fact: str


@dataclass(frozen=True, slots=True)
class No:
    """A boolean fact was answered with no."""

    fact: str


@dataclass(frozen=True, slots=True)
class Holds:
    """A number is known and compares so. For whole numbers only *at least* and *below* are used."""

    fact: str
    operator: Operator
    threshold: Number


@dataclass(frozen=True, slots=True)
class Among:
    """A choice, or a whole number, is known and is one of these, which stand in order."""

    fact: str
    values: tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Outside:
    """A whole number is known and is none of these, which stand in order."""

    fact: str
    values: tuple[int | str, ...]


Literal = Yes | No | Holds | Among | Outside

_OPPOSITE = {
    Operator.AT_LEAST: Operator.BELOW,
    Operator.BELOW: Operator.AT_LEAST,
    Operator.ABOVE: Operator.AT_MOST,
    Operator.AT_MOST: Operator.ABOVE,
}


def literals(leaf: Leaf, fact: Fact) -> tuple[Literal, Literal]:
    """The literals for and against a bound comparison. Raises TypeError where it does not suit the type of the fact."""
    match leaf, fact.type:
        case IsTrue(name), FactType.BOOLEAN:
            return Yes(name), No(name)
        case OneOf(name, values), FactType.CHOICE:
            chosen = tuple(choice for choice in fact.choices if choice in values)
            others = tuple(choice for choice in fact.choices if choice not in values)
            return Among(name, chosen), Among(name, others)
        case OneOf(name, values), FactType.INTEGER | FactType.DECIMAL if values and set(map(type, values)) == {int}:
            listed = tuple(sorted(set(values)))
            return Among(name, listed), Outside(name, listed)
        case Compare(name, operator, threshold), FactType.INTEGER | FactType.DECIMAL if not isinstance(threshold, str):
            compared = _canonical(name, operator, threshold, fact.type)
            return compared, opposite(compared)
        case _:
            raise TypeError(f"only a bound comparison that suits the fact {fact.name} can be compiled")


def opposite(literal: Holds) -> Holds:
    """The comparison that holds of every known number of which the other does not."""
    return Holds(literal.fact, _OPPOSITE[literal.operator], literal.threshold)


def _canonical(fact: str, operator: Operator, threshold: Number, type_: FactType) -> Holds:
    """38, 38.0 and 38.00 are one threshold; among whole numbers, so are *above 2*, *above 2.5* and *at least 3*."""
    if type_ is not FactType.INTEGER:
        return Holds(fact, operator, _shortest(threshold))
    match operator:
        case Operator.AT_LEAST | Operator.BELOW:
            return Holds(fact, operator, math.ceil(threshold))
        case Operator.ABOVE:
            return Holds(fact, Operator.AT_LEAST, math.floor(threshold) + 1)
        case Operator.AT_MOST:
            return Holds(fact, Operator.BELOW, math.floor(threshold) + 1)
        case _:
            assert_never(operator)


def _shortest(number: Number) -> Number:
    return int(number) if number == int(number) else Decimal(number).normalize()
