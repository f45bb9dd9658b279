"""Ways in which frames and streams lose a missing answer, or allow what must not be: each of them closed."""

from __future__ import annotations

import math
import pickle
import warnings
from collections.abc import Iterator
from functools import partial
from typing import Any as Anything

import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from sciatica_rules.condition import All, Any, Compare, IsTrue, Operator
from sciatica_rules.errors import MissingFactsWarning, PopulationError
from sciatica_rules.population import kernel, plans, results
from sciatica_rules.rules import Rules
from sciatica_rules.vocabulary import FactType
from tests import building
from tests.population.frames import sliced
from tests.population.one_rule import COUNT, HIGH, KIND, LEVEL, MANY, MUCH, SIGN, rules_of, verdicts

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
    with pytest.raises(PopulationError, match=r"category .*convert it with astype\('string'\)"):
        rules.screen_frame(frame, "exercise_therapy")
    assumed = rules.screen_frame(frame, "exercise_therapy", assume_known=["kind"])
    converted = rules.screen_frame(frame.astype("string"), "exercise_therapy")
    for found in (assumed, converted):
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


@pytest.mark.parametrize("value", [2**70, "\ud800"])
def test_pandas_objects_that_nothing_can_hold_are_refused_without_being_shown(value: object) -> None:
    frame = pd.DataFrame({"kind": pd.Series([value], dtype=object)})
    with pytest.raises(PopulationError, match="several kinds") as caught:
        rules_of(MUCH, KIND).screen_frame(frame, "exercise_therapy", assume_known=["kind"])
    assert caught.value.__context__ is None


def test_pandas_columns_of_one_name_are_refused() -> None:
    frame = pd.DataFrame([[True, 1, 2]], columns=["sign", "x", "x"])
    with pytest.raises(PopulationError, match="several columns of one name"):
        rules_of(IsTrue("sign"), SIGN).screen_frame(frame, "exercise_therapy")


def test_pandas_without_rows_still_knows_every_outcome() -> None:
    frame = pd.DataFrame({"sign": pd.Series([], dtype="boolean")})
    found = rules_of(IsTrue("sign"), SIGN).screen_frame(frame, "exercise_therapy")
    assert found["outcome"].cat.categories.tolist() == ["allowed", "consult_doctor", "blocked"]
    assert found["outcome"].cat.ordered


def test_polars_whole_numbers_that_arrow_cannot_hold_are_refused() -> None:
    frame = pl.DataFrame({"count": pl.Series([3], dtype=pl.Int128)})
    with pytest.raises(PopulationError, match=r"count: .*Int128"):
        rules_of(MANY, COUNT).screen_frame(frame, "exercise_therapy")


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


def test_more_reasons_than_arrow_can_count_in_one_batch_come_in_several(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = rules_of(IsTrue("sign"), SIGN)
    table = pa.table({"sign": [True, None, False] * 7})
    expected = rules.screen_frame(table, "exercise_therapy", output="reasons")
    monkeypatch.setattr(results, "_LETTERS", 8 * len("only"))
    found = rules.screen_frame(table, "exercise_therapy", output="reasons")
    assert found.to_pydict() == expected.to_pydict()
    pieces = list(rules.screen_batches(table.to_batches(), "exercise_therapy", output="reasons"))
    assert [piece.num_rows for piece in pieces] == [8, 8, 5]
    assert pa.Table.from_batches(pieces).to_pydict() == expected.to_pydict()
    [batch] = table.to_batches()
    with pytest.raises(PopulationError, match="hand it over as a table"):
        rules.screen_frame(batch, "exercise_therapy", output="reasons")
    assert rules.screen_frame(batch, "exercise_therapy").num_rows == 21


@pytest.mark.parametrize(
    "name", ["Low back", "LOW_BACK", " low-back ", "lowBack", "LOWBACK", "low_back?", "low_back\u200b"]
)
def test_a_column_that_only_its_spelling_tells_from_a_fact_is_not_passed_over(name: str) -> None:
    rules = rules_of(Any((IsTrue("low_back"), MANY)), building.fact("low_back"), COUNT)
    table = pa.table({name: [True], "count": [1]})
    for frame in (table, pl.DataFrame(table).lazy()):
        with pytest.raises(PopulationError, match=r"low_back \(column .*\): only the spelling .*map the fact to it"):
            rules.screen_frame(frame, "exercise_therapy")
    mapped = rules.screen_frame(table, "exercise_therapy", columns={"low_back": name})
    assert mapped["outcome"].to_pylist() == ["blocked"]
    both = table.append_column("low_back", pa.array([False]))
    assert rules.screen_frame(both, "exercise_therapy")["outcome"].to_pylist() == ["allowed"]


@pytest.mark.parametrize("name", ["observed", "denies"])
def test_what_only_a_profile_can_say_is_not_passed_over(name: str) -> None:
    table = pa.table({name: ["2020-01-01"], "count": [1]})
    for frame in (table, pl.DataFrame(table).lazy()):
        with pytest.raises(PopulationError, match=f"{name}: only a profile has it: here each fact has its own answer"):
            rules_of(MANY, COUNT).screen_frame(frame, "exercise_therapy")


MAKERS = [pa.table, lambda data: pd.DataFrame(data, dtype="boolean"), pl.DataFrame, pl.LazyFrame]


@pytest.mark.parametrize("make", MAKERS, ids=["PyArrow", "pandas", "Polars", "Polars, lazy"])
def test_a_frame_that_is_wrapped_comes_back_wrapped_and_a_warning_points_to_who_asked(make: Anything) -> None:
    rules = rules_of(All((IsTrue("sign"), MANY)), SIGN, COUNT)
    frame = nw.from_native(make({"sign": [True, False]}))
    with pytest.warns(MissingFactsWarning) as caught:
        found = rules.screen_frame(frame, "exercise_therapy")
    assert [warning.filename for warning in caught] == [__file__]
    assert type(found) is type(frame)
    assert found.lazy().collect()["outcome"].to_list() == ["consult_doctor", "allowed"]
