"""Ways in which frames lose a missing answer, or give another one than the reference: each of them closed."""

from __future__ import annotations

import math
import pickle
import warnings
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any as Anything

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from sciatica_rules.condition import All, Any, Compare, Condition, IsTrue, Not, OneOf, Operator
from sciatica_rules.errors import PopulationError
from sciatica_rules.population import kernel, plans
from sciatica_rules.rules import Rules
from sciatica_rules.vocabulary import Fact, FactType
from tests import building
from tests.population.frames import JUNK, sliced

SIGN = building.fact("sign")
LEVEL = building.fact("level", type=FactType.DECIMAL, minimum=30, maximum=45)
COUNT = building.fact("count", type=FactType.INTEGER, minimum=0, maximum=300)
KIND = building.fact("kind", type=FactType.CHOICE, choices={"none": "nothing", "some": "something", "much": "a lot"})
HIGH = Compare("level", Operator.AT_LEAST, Decimal("37.6"))
MANY = Compare("count", Operator.ABOVE, 5)
MUCH = OneOf("kind", ("some", "much"))


def rules_of(when: Condition, *facts: Fact) -> Rules:
    return Rules(building.ruleset(facts or [SIGN, LEVEL, COUNT, KIND], [building.rule("only", when)]))


def verdicts(when: Condition, *facts: Fact, **columns: Anything) -> list[bool | None]:
    """What comes of one rule for these Arrow columns."""
    rules = rules_of(when, *facts)
    found = rules.screen_frame(pa.table(columns), "exercise_therapy", output="verdicts", on_invalid="unknown")
    outcomes = found["outcome"].to_pylist()
    answers: list[bool | None] = found["rule_only"].to_pylist()
    for outcome, answer in zip(outcomes, answers, strict=True):
        assert outcome == {True: "blocked", False: "allowed", None: "consult_doctor"}[answer]
    return answers


def bitmap(*bits: int) -> pa.Buffer:
    return pa.py_buffer(np.packbits(bits, bitorder="little").tobytes())


def masked(values: Anything, dtype: Anything, type_: pa.DataType, *valid: int) -> pa.Array:
    """Numbers, also where nothing is known."""
    return pa.Array.from_buffers(type_, len(valid), [bitmap(*valid), pa.py_buffer(np.array(values, dtype).tobytes())])


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
    assert verdicts(IsTrue("sign"), SIGN, sign=pa.Array.from_buffers(pa.bool_(), 0, [None, None])) == []
    assert verdicts(HIGH, LEVEL, level=pa.Array.from_buffers(pa.float64(), 0, [None, None])) == []


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


def test_a_range_that_the_column_cannot_hold_allows_nothing() -> None:
    far = building.fact("count", type=FactType.INTEGER, minimum=200, maximum=300)
    assert verdicts(Compare("count", Operator.ABOVE, 250), far, count=pa.array([5, None], pa.int8())) == [None, None]


def test_whole_numbers_are_decimal_numbers_too() -> None:
    assert verdicts(HIGH, LEVEL, level=pa.array([37, 38, None], pa.int16())) == [False, True, None]


# Values that may not be


def test_a_value_that_may_not_be_is_never_allowed_even_where_it_does_not_matter() -> None:
    """Here nothing but the sign decides, and the second rule is left out of the formula for the outcome."""
    several = All((IsTrue("sign"), MANY, MUCH, HIGH))
    rules = [building.rule("one", IsTrue("sign")), building.rule("two", several)]
    frame = {"sign": [False, True, False, False, False], "count": [999, 999, 5, 5, 5]}
    table = pa.table({**frame, "kind": ["none"] * 3 + ["elsewhere", "none"], "level": [36.0] * 4 + [99.0]})
    both = Rules(building.ruleset([SIGN, COUNT, KIND, LEVEL], rules))
    found = both.screen_frame(table, "exercise_therapy", on_invalid="unknown")
    doubtful = "consult_doctor"
    assert found["outcome"].to_pylist() == [doubtful, "blocked", "allowed", doubtful, doubtful]
    with pytest.raises(PopulationError) as caught:
        both.screen_frame(table, "exercise_therapy")
    named = [(one.subject, one.first_rows) for one in caught.value.problems]
    assert named == [("count", (0, 1)), ("kind", (3,)), ("level", (4,))]


def test_no_default_takes_the_place_of_a_value_that_may_not_be() -> None:
    count = building.fact("count", type=FactType.INTEGER, minimum=0, maximum=300, when_unknown=0)
    column = pa.array([999, None, 7], pa.int64())
    assert verdicts(Compare("count", Operator.ABOVE, 5), count, count=column) == [None, False, True]


def test_rows_are_named_in_order_whichever_thread_found_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "RUN", 8)
    monkeypatch.setattr("pyarrow.cpu_count", lambda: 3)
    rules = rules_of(MANY, COUNT)
    with pytest.raises(PopulationError) as caught:
        rules.screen_frame(pa.table({"count": [999] + [1] * 9} | {"row": range(10)}).take(ROWS), "exercise_therapy")
    assert caught.value.problems[0].first_rows == (0, 10, 20, 30, 40)


ROWS = pa.array([*range(10)] * 9)


# Contradictions


def test_answers_that_contradict_each_other_are_never_allowed() -> None:
    """Also where every rule is known to be false."""
    summary = building.fact("summary", defined_by=IsTrue("sign"))
    rules = rules_of(All((IsTrue("summary"), IsTrue("other"))), SIGN, summary, building.fact("other"))
    frame = pa.table({"sign": [True, False, True], "summary": [False, True, True], "other": [False] * 3})
    found = rules.screen_frame(frame, "exercise_therapy", output="reasons")
    assert found["outcome"].to_pylist() == ["consult_doctor", "consult_doctor", "allowed"]
    assert found["conflicts"].to_pylist() == [["summary"], ["summary"], []]
    alone = rules.screen_frame(frame, "exercise_therapy")
    assert alone["outcome"].to_pylist() == ["consult_doctor", "consult_doctor", "allowed"]


# pandas


def test_pandas_columns_may_be_called_anything() -> None:
    frame = pd.DataFrame({0: [1, 2], ("sign", 1): [1, 2], "level": [38.0, 36.0]})
    found = rules_of(HIGH, LEVEL).screen_frame(frame, "exercise_therapy")
    assert list(found.columns) == [*frame.columns, "outcome"]
    assert found["outcome"].tolist() == ["blocked", "allowed"]


SILENT = {
    "objects": pd.Series([True, None, False], dtype=object),
    "NumPy booleans": pd.Series([True, True, False]),
}


@pytest.mark.parametrize("series", SILENT.values(), ids=SILENT)
def test_pandas_columns_that_answer_a_missing_value_with_no_are_refused(series: Anything) -> None:
    rules = rules_of(IsTrue("sign"), SIGN)
    with pytest.raises(PopulationError, match=r"sign: .*cannot tell a missing answer .*assume_known"):
        rules.screen_frame(pd.DataFrame({"sign": series}), "exercise_therapy")
    found = rules.screen_frame(pd.DataFrame({"sign": series}), "exercise_therapy", assume_known=["sign"])
    expected = [
        "blocked" if answer else "allowed" if answer is False else "consult_doctor" for answer in series.tolist()
    ]
    assert found["outcome"].tolist() == expected


def test_pandas_categories_are_refused() -> None:
    frame = pd.DataFrame({"kind": pd.Categorical(["some", None, "none"])})
    rules = rules_of(MUCH, KIND)
    with pytest.raises(PopulationError, match="category"):
        rules.screen_frame(frame, "exercise_therapy")
    found = rules.screen_frame(frame, "exercise_therapy", assume_known=["kind"])
    assert found["outcome"].tolist() == ["blocked", "consult_doctor", "allowed"]


def test_pandas_text_with_a_missing_value_is_unknown() -> None:
    frame = pd.DataFrame({"kind": pd.Series(["some", None, "none"], dtype="string")})
    found = rules_of(MUCH, KIND).screen_frame(frame, "exercise_therapy")
    assert found["outcome"].tolist() == ["blocked", "consult_doctor", "allowed"]


def test_pandas_floats_are_no_whole_numbers() -> None:
    """What was a whole number with a missing answer: whether 1.0 was counted or measured nobody can tell."""
    frame = pd.DataFrame({"count": [1.0, None]})
    with pytest.raises(PopulationError, match="nullable integers"):
        rules_of(Compare("count", Operator.ABOVE, 5), COUNT).screen_frame(frame, "exercise_therapy")


def test_pandas_objects_of_several_kinds_are_refused_even_if_assumed_known() -> None:
    frame = pd.DataFrame({"sign": pd.Series([True, "yes", 3], dtype=object)})
    with pytest.raises(PopulationError, match="several kinds") as caught:
        rules_of(IsTrue("sign"), SIGN).screen_frame(frame, "exercise_therapy", assume_known=["sign"])
    assert "yes" not in str(caught.value)


def test_pandas_nan_among_floats_is_unknown() -> None:
    found = rules_of(HIGH, LEVEL).screen_frame(pd.DataFrame({"level": [38.0, math.nan]}), "exercise_therapy")
    assert found["outcome"].tolist() == ["blocked", "consult_doctor"]


# Elsewhere


def test_plans_that_are_no_longer_needed_are_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "_KEPT", 1)
    rules = rules_of(Any((IsTrue("sign"), MANY)), SIGN, COUNT)
    for _ in range(2):
        for columns in ({"sign": [True]}, {"sign": [True], "count": [1]}):
            with warnings.catch_warnings(action="ignore"):
                found = rules.screen_frame(pa.table(columns), "exercise_therapy")
            assert found["outcome"].to_pylist() == ["blocked"]


def test_a_column_of_nulls_alone_is_unknown() -> None:
    assert verdicts(IsTrue("sign"), SIGN, sign=pa.nulls(2)) == [None, None]
    found = rules_of(MUCH, KIND).screen_frame(pl.DataFrame({"kind": [None, None]}), "exercise_therapy")
    assert found["outcome"].to_list() == ["consult_doctor", "consult_doctor"]


def test_columns_may_change_their_dictionary_and_their_type_from_batch_to_batch() -> None:
    def batches() -> Iterator[pa.RecordBatch]:
        for words in (["none", "some"], ["some", "none"], ["much"]):
            yield pa.record_batch({"kind": pa.array(words).dictionary_encode()})
        yield pa.record_batch({"kind": pa.array(["none"])})

    found = rules_of(MUCH, KIND).screen_batches(batches(), "exercise_therapy")
    outcomes = [batch["outcome"].to_pylist() for batch in found]
    assert outcomes == [["allowed", "blocked"], ["blocked", "allowed"], ["blocked"], ["allowed"]]


def test_what_screens_batches_can_be_sent_to_where_they_are() -> None:
    """As Spark does with the function of mapInArrow."""
    rules = rules_of(IsTrue("sign"), SIGN)
    sent = pickle.dumps(partial(rules.screen_batches, intervention="exercise_therapy", output="reasons"))
    batches = sliced(pa.table({"sign": [True, None]})).to_batches()
    [found] = pickle.loads(sent)(iter(batches))  # noqa: S301 - stored a line before
    assert found["reasons"].to_pylist() == [["only"], []]
    assert found["undetermined"].to_pylist() == [[], ["only"]]
