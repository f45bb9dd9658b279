"""Ways in which columns lose a missing answer, or give another one than the reference: each of them closed."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any as Anything

import numpy as np
import pyarrow as pa
import pytest

from sciatica_rules.condition import All, Any, Compare, Condition, IsTrue, Not, OneOf, Operator
from sciatica_rules.errors import PopulationError
from sciatica_rules.population import kernel
from sciatica_rules.vocabulary import FactType
from tests import building
from tests.population.frames import JUNK
from tests.population.one_rule import COUNT, HIGH, KIND, LEVEL, MUCH, SIGN, bitmap, masked, rules_of, verdicts

# Not a number


@pytest.mark.parametrize("when", [HIGH, Not(HIGH), Not(Compare("level", Operator.BELOW, 40))])
def test_nan_is_unknown(when: Condition) -> None:
    """Polars, DuckDB and Spark take NaN for the greatest number, NumPy for none that any comparison holds of."""
    assert verdicts(when, LEVEL, level=pa.array([math.nan, None], pa.float64())) == [None, None]


def test_nan_beside_numbers_is_unknown() -> None:
    assert verdicts(HIGH, LEVEL, level=pa.array([37.6, math.nan, None, 36.0])) == [True, None, None, False]


def test_nan_is_read_as_the_default_as_null_is() -> None:
    level = building.fact("level", type=FactType.DECIMAL, minimum=30, maximum=45, when_unknown=38)
    assert verdicts(HIGH, level, level=pa.array([math.nan, None, 37.0])) == [True, True, False]
    assert verdicts(Not(HIGH), level, level=pa.array([math.nan, None, 37.0])) == [False, False, True]


def test_an_infinite_number_is_not_allowed_even_where_there_are_no_bounds() -> None:
    free = building.fact("free", type=FactType.DECIMAL)
    column = pa.array([math.inf, -math.inf, 1.0])
    above = Compare("free", Operator.ABOVE, 5)
    assert verdicts(above, free, free=column) == [None, None, False]
    with pytest.raises(PopulationError) as caught:
        rules_of(above, free).screen_frame(pa.table({"free": column}), "exercise_therapy")
    assert caught.value.problems[0].first_rows == (0, 1)


# What stands where nothing is known


def test_what_stands_under_a_null_means_nothing() -> None:
    """Arrow says nothing about the values of missing slots: they may be anything, also what no fact may hold."""
    valid = (1, 0, 0, 1)
    sign = pa.Array.from_buffers(pa.bool_(), 4, [bitmap(*valid), bitmap(1, 1, 0, 0)])
    assert verdicts(IsTrue("sign"), SIGN, sign=sign) == [True, None, None, False]
    level = masked([38.0, 40.0, math.inf, 36.0], np.float64, pa.float64(), *valid)
    assert verdicts(HIGH, LEVEL, level=level) == [True, None, None, False]
    count = masked([200, 250, -7, 3], np.int32, pa.int32(), *valid)
    assert verdicts(Compare("count", Operator.ABOVE, 100), COUNT, count=count) == [True, None, None, False]


@pytest.mark.parametrize(("dtype", "type_"), [(np.int8, pa.int8()), (np.int32, pa.int32()), (np.uint64, pa.uint64())])
@pytest.mark.parametrize("words", [["none", "some"], ["some", "none", "elsewhere"]])
def test_an_index_under_a_null_is_never_looked_up(dtype: Anything, type_: Anything, words: list[str]) -> None:
    """It may be a place in the dictionary, or beyond its end."""
    at = words.index("some")
    places = masked([at, at, 99, words.index("none")], dtype, type_, 1, 0, 0, 1)
    kind = pa.DictionaryArray.from_arrays(places, pa.array(words), safe=False)
    assert verdicts(MUCH, KIND, kind=kind) == [True, None, None, False]


def test_a_null_in_the_dictionary_is_unknown() -> None:
    kind = pa.DictionaryArray.from_arrays(pa.array([0, 1, None, 2], pa.int8()), pa.array(["some", None, "none"]))
    assert verdicts(MUCH, KIND, kind=kind) == [True, None, None, False]
    assert verdicts(Not(MUCH), KIND, kind=kind) == [False, None, None, True]


def test_a_word_that_stands_twice_in_the_dictionary_is_one_word() -> None:
    kind = pa.DictionaryArray.from_arrays(pa.array([0, 1, 2], pa.int8()), pa.array(["some", "none", "some"]))
    assert verdicts(OneOf("kind", ("some",)), KIND, kind=kind) == [True, False, True]


def test_a_dictionary_without_words_holds_nothing() -> None:
    kind = pa.DictionaryArray.from_arrays(pa.array([None, None], pa.int8()), pa.array([], pa.string()))
    assert verdicts(MUCH, KIND, kind=kind) == [None, None]


def test_text_in_every_form_is_text() -> None:
    for type_ in (pa.string(), pa.large_string(), pa.string_view()):
        kind = pa.array(["some", None, "none"], type_)
        assert verdicts(MUCH, KIND, kind=kind) == [True, None, False]
    places = pa.array([0, None, 1], pa.uint32())
    for words in (pa.array(["some", "none"], pa.large_string()), pa.array(["some", "none"], pa.string_view())):
        assert verdicts(MUCH, KIND, kind=pa.DictionaryArray.from_arrays(places, words)) == [True, None, False]


def test_columns_without_rows_may_have_nothing_behind_them() -> None:
    columns = {"sign": pa.Array.from_buffers(pa.bool_(), 0, [None, None])}
    columns["level"] = pa.Array.from_buffers(pa.float64(), 0, [None, None])
    rules = rules_of(All((IsTrue("sign"), HIGH)), SIGN, LEVEL)
    found = rules.screen_frame(pa.record_batch(columns), "exercise_therapy", output="reasons")
    assert found["outcome"].to_pylist() == found["reasons"].to_pylist() == []


def test_a_dictionary_may_hold_many_words_that_are_no_choices() -> None:
    words = [f"word {number}" for number in range(300)]
    kind = pa.DictionaryArray.from_arrays(pa.array([299, 300, 301], pa.int16()), pa.array([*words, "some", "none"]))
    assert verdicts(MUCH, KIND, kind=kind) == [None, True, False]


# Slices


@pytest.mark.parametrize("start", range(17))
def test_a_slice_may_start_within_a_byte(start: int) -> None:
    bits = [True, None, False, False, None, True, True, None, None, False] * 4
    assert verdicts(IsTrue("sign"), SIGN, sign=pa.array(bits).slice(start)) == bits[start:]
    assert (
        verdicts(Not(IsTrue("sign")), SIGN, sign=pa.array([True, False] * 20).slice(start, 5))
        == ([False, True] * 20)[start : start + 5]
    )


def test_a_slice_of_a_column_is_only_the_slice() -> None:
    column = pa.array([99.0] * JUNK + [38.0, None, 36.0] + [99.0] * JUNK).slice(JUNK, 3)
    rules = rules_of(HIGH, LEVEL)
    found = rules.screen_frame(pa.table({"level": column}), "exercise_therapy")
    assert found["outcome"].to_pylist() == ["blocked", "consult_doctor", "allowed"]


def test_an_unknown_answer_in_one_run_of_rows_stays_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The room is used again for the next rows."""
    monkeypatch.setattr(kernel, "RUN", 8)
    bits = [True, None, False] * 11
    assert verdicts(IsTrue("sign"), SIGN, sign=pa.array(bits)) == bits


# Numbers as they are written


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        (Operator.AT_LEAST, [False, True, True]),
        (Operator.ABOVE, [False, False, True]),
        (Operator.AT_MOST, [True, True, False]),
        (Operator.BELOW, [True, False, False]),
    ],
)
def test_a_float_is_the_number_that_is_written(operator: Operator, expected: list[bool]) -> None:
    threshold = 37.6
    around = [math.nextafter(threshold, 0), threshold, math.nextafter(threshold, 99)]
    assert verdicts(Compare("level", operator, Decimal("37.6")), LEVEL, level=pa.array(around)) == expected


def test_a_threshold_that_no_float_is_written_as_lies_between_two() -> None:
    fine = Compare("level", Operator.AT_LEAST, Decimal("37.60000000000000000001"))
    assert verdicts(fine, LEVEL, level=pa.array([37.6, math.nextafter(37.6, 99)])) == [False, True]


@pytest.mark.parametrize("type_", [pa.int8(), pa.uint8(), pa.int16(), pa.uint32(), pa.int64(), pa.uint64()])
def test_whole_numbers_of_every_width_are_compared_without_overflow(type_: pa.DataType) -> None:
    for limit in (0, 1, 2, 100, 127, 256, 10**20):
        when = Any((Compare("count", Operator.AT_LEAST, limit), OneOf("count", (limit,))))
        column = pa.array([0, 1, 2, 100, 127, None], type_)
        expected = [value >= limit for value in (0, 1, 2, 100, 127)]
        assert verdicts(when, COUNT, count=column) == [*expected, None]


@pytest.mark.parametrize("value", [301, 512, 2**31, -1])
def test_a_number_beyond_its_range_is_not_what_is_left_of_it_in_a_byte(value: int) -> None:
    small = building.fact("count", type=FactType.INTEGER, minimum=0, maximum=200)
    column = pa.array([value, 5], pa.int64())
    assert verdicts(Compare("count", Operator.AT_LEAST, 100), small, count=column) == [None, False]
    assert verdicts(Compare("count", Operator.BELOW, 100), small, count=column) == [None, True]


@pytest.mark.parametrize("type_", [pa.int8(), pa.uint8(), pa.int16(), pa.uint16()])
@pytest.mark.parametrize("range_", [(70_000, 70_010), (-70_010, -70_000), (-(10**20), -(10**19)), (10**20, 10**21)])
def test_a_range_that_the_column_cannot_hold_allows_nothing(type_: pa.DataType, range_: tuple[int, int]) -> None:
    least, greatest = range_
    far = building.fact("count", type=FactType.INTEGER, minimum=least, maximum=greatest)
    column = pa.array([5, None], type_)
    assert verdicts(OneOf("count", (least,)), far, count=column) == [None, None]
    for operator in Operator:
        assert verdicts(Compare("count", operator, least + 5), far, count=column) == [None, None]


def test_whole_numbers_are_decimal_numbers_too() -> None:
    assert verdicts(HIGH, LEVEL, level=pa.array([37, 38, None], pa.int16())) == [False, True, None]
