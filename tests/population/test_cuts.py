"""A threshold among floats stands where the number that is written passes it."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sciatica_rules.population.cuts import equal_float, first_float

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False) | st.floats(allow_nan=False, allow_infinity=False).map(
    lambda number: Decimal(repr(number))
)


@given(NUMBERS, st.booleans())
@example(Decimal("37.6"), False)
@example(Decimal("37.60000000000000000001"), False)
@example(Decimal("37.59999999999999999999"), True)
@example(Decimal("-1e400"), True)
@example(Decimal("1e400"), False)
@example(Decimal("5e-324"), True)
def test_it_is_the_first_float_that_has_passed_it(threshold: Decimal, above: bool) -> None:
    found = first_float(threshold, above=above)
    for number, passed in ((found, True), (math.nextafter(found, -math.inf), False)):
        written = Decimal(repr(number))
        assert (written > threshold if above else written >= threshold) is passed


@pytest.mark.parametrize(("number", "found"), [(2, 2.0), (0, 0.0), (Decimal("37.6"), 37.6), (2**53, 2.0**53)])
def test_a_number_equals_the_float_that_is_written_so(number: int | Decimal, found: float) -> None:
    assert equal_float(number) == found


@pytest.mark.parametrize("number", [Decimal("37.600000000000000000001"), 10**400])
def test_a_number_that_no_float_is_written_as_equals_none(number: int | Decimal) -> None:
    assert math.isnan(equal_float(number))
