from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from sciatica_rules.condition import IsTrue
from sciatica_rules.errors import PopulationError
from sciatica_rules.frames import Output
from sciatica_rules.population.frame import screen_frame
from sciatica_rules.population.request import Request
from sciatica_rules.rules import Rules
from tests import building
from tests.population.plans import (
    ENGINES,
    EXERCISE,
    PERSON,
    SHIPPED,
    collected,
    engines,
    one_rule,
    outputs,
    screened,
)

pytestmark = pytest.mark.filterwarnings("ignore::sciatica_rules.errors.MissingFactsWarning")


@engines
@pytest.mark.parametrize(
    ("fact", "values", "said"),
    [
        ("fever", pa.array([1, 0]), "1 and 0 are not yes and no"),
        ("pain_nrs", pa.array([1.0, 2.0]), "nullable integers"),
        ("body_temperature_c", pa.array([37.6, 1], pa.float32()), "37.6 is less than 37.6"),
        ("body_temperature_c", pa.array([37, 1]).cast(pa.decimal128(30, 2)), "convert it to floats"),
        ("malignancy_status", pa.array([1, 2]), "choice fact"),
        ("fever", pa.array(["yes", "no"]), "never taken for yes or no"),
        ("fever", pa.array([[True], [False]]), "boolean fact"),
    ],
)
def test_columns_of_other_types_are_refused_before_a_row_is_read(
    engine: str, fact: str, values: pa.Array, said: str
) -> None:
    frame = ENGINES[engine](pa.table({"person": [1, 2], fact: values}))
    with pytest.raises(PopulationError, match=said) as caught:
        screened(frame, SHIPPED.ruleset)
    assert [problem.subject for problem in caught.value.problems] == [fact]


@outputs
@engines
def test_values_that_may_not_be_are_counted_and_refused_without_being_shown(engine: str, output: Output) -> None:
    people = {"person": [1, 2, 3], "pain_nrs": [11, 12, 3], "malignancy_status": ["none", "secret", None]}
    frame = ENGINES[engine](pa.table(people | {"body_temperature_c": [math.nan, 36.5, 99.25]}))
    with pytest.raises(PopulationError) as caught:
        SHIPPED.screen_frame(frame, EXERCISE, output=output)
    counted = {problem.subject: problem.rows for problem in caught.value.problems}
    assert counted == {"malignancy_status": 1, "body_temperature_c": 1, "pain_nrs": 2}
    assert not any(value in str(caught.value) for value in ("secret", "99.25", "12"))


@engines
def test_frames_in_which_all_may_be_are_not_refused(engine: str) -> None:
    for rows in (1, 0):
        found = collected(SHIPPED.screen_frame(ENGINES[engine](PERSON.slice(0, rows)), EXERCISE))
        assert [row["outcome"] for row in found] == ["consult_doctor"] * rows


@engines
def test_frames_without_numbers_or_words_cost_no_query(engine: str) -> None:
    ruleset = one_rule(building.fact("a"), when=IsTrue("a"))
    frame = ENGINES[engine](pa.table({"person": [1, 2], "a": [True, False]}))
    found = collected(screen_frame(frame, Request(ruleset, EXERCISE)))
    assert [row["outcome"] for row in found] == ["blocked", "allowed"]


def test_to_duckdb_two_names_that_differ_in_case_are_one() -> None:
    frame = duckdb.from_arrow(pa.table({"fever": [True], "Outcome": ["theirs"]}))
    with pytest.raises(PopulationError, match="the same column as outcome"):
        screened(frame, SHIPPED.ruleset)


def test_plans_of_engines_that_nobody_tried_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pl.LazyFrame({"fever": [True]})
    monkeypatch.setattr(nw.LazyFrame, "implementation", nw.Implementation.SQLFRAME)
    with pytest.raises(PopulationError, match="are not screened"):
        screened(frame, SHIPPED.ruleset)


def ibis_table() -> Any:
    return pytest.importorskip("ibis", reason="Ibis is not installed").memtable({"a": [True, None]})


def dask_frame() -> Any:
    dask = pytest.importorskip("dask.dataframe", reason="Dask is not installed")
    return dask.from_pandas(pd.DataFrame({"fever": pd.array([True], "boolean")}))


# Both set an option of pandas that is about to go.
@pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")
@pytest.mark.parametrize(("named", "frame"), [("Ibis", ibis_table), ("Dask", dask_frame)], ids=["Ibis", "Dask"])
def test_engines_that_lose_what_is_unknown_are_refused(named: str, frame: Callable[[], Any]) -> None:
    with pytest.raises(PopulationError, match=f"{named} "):
        screened(frame(), SHIPPED.ruleset)


def test_the_defect_for_which_ibis_tables_are_refused_is_still_there() -> None:
    table = ibis_table()
    asked = (~(table.a | table.a)).isnull().name("unknown")  # noqa: PD003 - a table of Ibis, not of pandas
    assert table.select(asked).to_pyarrow()["unknown"].to_pylist() == [True, False], "mended: consider screening Ibis"


@outputs
@pytest.mark.parametrize("name", ["^a.*$", "*"])
def test_a_name_that_an_engine_takes_for_a_pattern_is_refused(name: str, output: Output) -> None:
    """It would read the columns that fit the pattern instead."""
    rules = Rules(one_rule(building.fact("sign"), when=IsTrue("sign")))
    people = pa.table({name: [True], "ab": [False]})
    for frame in (pl.DataFrame(people), pl.DataFrame(people).lazy(), duckdb.from_arrow(people)):
        with pytest.raises(PopulationError, match=r"sign \(column .*\): an engine takes a column of this name"):
            rules.screen_frame(frame, EXERCISE, output=output, columns={"sign": name})


def test_a_column_that_is_not_read_may_be_called_anything() -> None:
    rules = Rules(one_rule(building.fact("sign"), building.fact("other"), when=IsTrue("sign")))
    people = pl.DataFrame({"^a.*$": [1, 2], "other": [True, False]})
    for frame in (people, people.lazy()):
        screened = rules.screen_frame(frame, EXERCISE, output="reasons").lazy().collect()
        assert screened["outcome"].to_list() == ["consult_doctor"] * 2


@engines
def test_the_words_of_a_closed_list_are_never_shown(engine: str) -> None:
    frame: Any = pl.DataFrame(
        {"person": [1], "fever": pl.Series(["secret"], dtype=pl.Enum(["secret", "other"]))}
    ).lazy()
    if engine == "duckdb":
        connection = duckdb.connect()
        connection.execute("create type closed as enum ('secret', 'other')")
        frame = connection.sql("select 1 as person, cast('secret' as closed) as fever")
    with pytest.raises(PopulationError, match="of type Enum") as caught:
        screened(frame, SHIPPED.ruleset)
    assert "secret" not in str(caught.value)
