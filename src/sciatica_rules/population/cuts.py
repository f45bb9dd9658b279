"""Where a number passes a threshold, in the numbers that a column can hold.

A float is read as it is written: 37.6 is 37.6, and not the binary number a little below it. So a threshold becomes the
first float that, as it is written, has reached it; from there on every greater float has, too.
"""

from __future__ import annotations

import math
from decimal import Decimal

from ..condition import Number
from ..vocabulary import Fact

GREATEST = math.nextafter(math.inf, 0)


def first_float(threshold: Number, *, above: bool) -> float:
    """The least float that, as it is written, is at least (or is above) the threshold; infinity where none is."""
    exact = Decimal(threshold)
    nearest = float(exact)
    written = Decimal(repr(nearest))
    reached = written > exact if above else written >= exact
    # All that is written between two floats is read as one of them: so no float before the nearest one has reached the
    # threshold, and the one behind it has.
    return nearest if reached else math.nextafter(nearest, math.inf)


def first_integer(threshold: Number, *, above: bool) -> int:
    """The least whole number that is at least (or is above) the threshold."""
    return math.floor(threshold) + 1 if above else math.ceil(threshold)


def equal_float(value: Number) -> float:
    """The float that is written as this number; NaN, which nothing equals, where none is."""
    found = first_float(value, above=False)
    return found if Decimal(repr(found)) == value else math.nan


def float_range(fact: Fact) -> tuple[float, float]:
    """The least and the greatest float that the fact may hold."""
    least = -GREATEST if fact.minimum is None else first_float(fact.minimum, above=False)
    beyond = math.inf if fact.maximum is None else first_float(fact.maximum, above=True)
    return least, math.nextafter(beyond, -math.inf)


def integer_range(fact: Fact, least: int, greatest: int) -> tuple[int, int]:
    """The least and the greatest whole number that the fact may hold, of those from ``least`` to ``greatest``."""
    from_ = least if fact.minimum is None else first_integer(fact.minimum, above=False)
    below = greatest + 1 if fact.maximum is None else first_integer(fact.maximum, above=True)
    return max(from_, least), min(below - 1, greatest)
