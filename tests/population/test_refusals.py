"""What cannot be screened is refused by name, with what to do instead, and never with a value."""

from __future__ import annotations

import pickle
import sys
from decimal import Decimal
from typing import Any as Anything

import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from sciatica_rules import MissingExtraError, MissingFactsWarning, PopulationError, UnknownInterventionError
from sciatica_rules.condition import All, Compare, IsTrue, OneOf, Operator
from sciatica_rules.errors import ColumnProblem
from sciatica_rules.population import frame as frames
from sciatica_rules.population.request import Request
from sciatica_rules.rules import Rules
from sciatica_rules.vocabulary import FactType
from tests import building

FACTS = [
    building.fact("sign"),
    building.fact("count", type=FactType.INTEGER, minimum=0, maximum=10),
    building.fact("level", type=FactType.DECIMAL, minimum=30, maximum=45),
    building.fact("kind", type=FactType.CHOICE, choices={"none": "nothing", "some": "something"}),
    building.fact("unread"),
]
WHEN = All(
    (
        IsTrue("sign"),
        Compare("count", Operator.ABOVE, 5),
        Compare("level", Operator.ABOVE, 38),
        OneOf("kind", ("some",)),
    )
)
RULES = Rules(building.ruleset(FACTS, [building.rule("only", WHEN), building.rule("second", IsTrue("sign"))]))
GOOD: dict[str, Anything] = {"sign": [True, None], "count": [1, 2], "level": [36.6, 37.0], "kind": ["none", "some"]}
ASK = "exercise_therapy"


def refused(frame: Anything, **asked: Anything) -> PopulationError:
    with pytest.raises(PopulationError) as caught:
        RULES.screen_frame(frame, ASK, **asked)
    return caught.value


def arrow(**columns: Anything) -> pa.Table:
    return pa.table({**GOOD, **columns})


UNSUITABLE: list[tuple[str, pa.Array, str]] = [
    ("sign", pa.array([1, 0]), "1 and 0 are not yes and no"),
    ("sign", pa.array(["yes", "no"]), "text is never taken for yes or no"),
    ("sign", pa.array([1.0, 0.0]), "double"),
    ("count", pa.array([1.0, None]), "nullable integers"),
    ("count", pa.array([1.0, None], pa.float32()), "nullable integers"),
    ("count", pa.array([Decimal(1), None]), "convert it to integers"),
    ("count", pa.array([True, False]), "is an integer fact and the column is of type bool"),
    ("count", pa.array(["1", "2"]), "string"),
    ("level", pa.array([37.6, None], pa.float32()), "37.6 is less than 37.6"),
    ("level", pa.array([37.6, None]).cast(pa.float16()), "37.6 is less than 37.6"),
    ("level", pa.array([Decimal("37.6"), None]), "floats of 64 bits"),
    ("level", pa.array(["37.6", None]), "string"),
    ("kind", pa.array([0, 1]), "int64"),
    ("kind", pa.array([b"none", b"some"]), "binary"),
    ("kind", pa.array([1, 2]).dictionary_encode(), "dictionary"),
    ("sign", pa.array([True, False]).dictionary_encode(), "dictionary"),
    ("kind", pa.array([["none"], []]), "list"),
]


@pytest.mark.parametrize(("fact", "column", "said"), UNSUITABLE)
def test_a_column_of_another_type_is_refused_by_name(fact: str, column: pa.Array, said: str) -> None:
    error = refused(arrow(**{fact: column}))
    assert [problem.subject for problem in error.problems] == [fact]
    assert said in str(error)
    assert refused(arrow(**{fact: column}), on_invalid="unknown").problems == error.problems


def test_every_column_that_does_not_suit_is_named_at_once() -> None:
    error = refused(arrow(sign=[1, 2], count=[1.5, 2.5], unread=["of", "no interest"]))
    assert [problem.subject for problem in error.problems] == ["sign", "count"]


OUTSIDE: list[tuple[str, list[Anything], int, str]] = [
    ("count", [11, -1], 2, "count: must be a whole number from 0 to 10, or null; 2 rows are not, counted from 0: 0, 1"),
    ("level", [36.6, 45.1], 1, "level: must be a number from 30 to 45, or null; 1 row is not, counted from 0: 1"),
    ("kind", ["secret", "none"], 1, "kind: must be one of none, some, or null; 1 row is not, counted from 0: 0"),
]


@pytest.mark.parametrize(("fact", "values", "rows", "said"), OUTSIDE)
@pytest.mark.parametrize("make", [pa.table, pl.DataFrame], ids=["PyArrow", "Polars"])
def test_values_that_may_not_be_are_counted_and_never_shown(
    make: Anything, fact: str, values: list[Anything], rows: int, said: str
) -> None:
    error = refused(make({**GOOD, fact: values}))
    assert said in str(error)
    assert "secret" not in str(error)
    assert "45.1" not in str(error)
    assert [(one.subject, one.column, one.rows) for one in error.problems] == [(fact, fact, rows)]
    assert 'on_invalid="unknown"' in error.problems[0].hint


def test_rows_are_counted_over_all_chunks_and_the_first_are_named() -> None:
    table = pa.concat_tables([arrow(count=[1, 11])] * 9)
    [problem] = refused(table).problems
    assert (problem.rows, problem.first_rows) == (9, (1, 3, 5, 7, 9))
    assert str(problem).startswith(
        "count: must be a whole number from 0 to 10, or null; 9 rows are not, counted from 0: 1, 3"
    )
    [again] = refused(arrow(count=[1, 11]).to_batches()[0]).problems
    assert again.first_rows == (1,)


def test_large_chunks_are_screened_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "_SMALL", 1)
    [problem] = refused(pa.concat_tables([arrow(count=[1, 11])] * 9)).problems
    assert (problem.rows, problem.first_rows) == (9, (1, 3, 5, 7, 9))


def test_rows_of_a_stream_are_counted_from_its_beginning() -> None:
    batches = pa.concat_tables([arrow(), arrow(), arrow(count=[1, 11])]).to_batches()
    found = RULES.screen_batches(iter(batches), ASK)
    next(found)
    next(found)
    with pytest.raises(PopulationError, match="counted from 0: 5"):
        next(found)


@pytest.mark.parametrize(
    ("batches", "named"),
    [(arrow(), "ChunkedArray"), ([arrow()], "Table"), ([GOOD], "dict")],
    ids=["table", "tables", "dicts"],
)
def test_only_record_batches_are_screened_as_a_stream(batches: Anything, named: str) -> None:
    with pytest.raises(
        PopulationError, match=rf"batches: record batches are screened, and a {named} came .*to_batches"
    ):
        list(RULES.screen_batches(batches, ASK))


def test_values_of_facts_that_are_not_read_do_not_matter() -> None:
    assert RULES.screen_frame(arrow(unread=["any", "thing"]), ASK).num_rows == 2


# Columns and names


def test_facts_without_a_column_are_unknown_and_listed_once() -> None:
    frame = pl.DataFrame({"sign": [True, False], "leevl": [1, 2], "other": [1, 2]})
    with pytest.warns(MissingFactsWarning) as caught:
        found = RULES.screen_frame(frame, ASK)
    [warning] = caught
    assert isinstance(warning.message, MissingFactsWarning)
    assert warning.message.facts == ("count", "level", "kind")
    assert str(warning.message).endswith("level (is it column 'leevl'?), count, kind")
    assert warning.filename == __file__
    assert found["outcome"].to_list() == ["blocked", "allowed"]


@pytest.mark.parametrize("make", [pa.table, pa.record_batch, pd.DataFrame, pl.DataFrame])
def test_a_warning_points_to_the_line_that_screens(make: Anything) -> None:
    with pytest.warns(MissingFactsWarning) as caught:
        RULES.screen_frame(make({"count": pa.array([1]) if make is pa.record_batch else [1]}), ASK)
    assert [warning.filename for warning in caught] == [__file__]


def test_a_stream_warns_once() -> None:
    batches = [*pa.table({"sign": [True]}).to_batches(), *pa.table({"sign": pa.nulls(1)}).to_batches()]
    with pytest.warns(MissingFactsWarning) as caught:
        assert len(list(RULES.screen_batches(batches, ASK))) == 2
    assert [warning.filename for warning in caught] == [__file__]


def test_a_warning_names_no_more_facts_than_can_be_read() -> None:
    warning = MissingFactsWarning(f"fact_{number}" for number in range(20))
    assert str(warning).endswith("fact_11 and 8 more")
    assert len(warning.facts) == 20
    assert pickle.loads(pickle.dumps(warning)).facts == warning.facts  # noqa: S301 - stored just now


def test_facts_of_which_none_is_read_are_enough_of_a_frame() -> None:
    makers: list[Anything] = [pa.table, pl.DataFrame, pd.DataFrame]
    for make in makers:
        with pytest.warns(MissingFactsWarning):
            found = RULES.screen_frame(make({"unread": [True, False]}), ASK)
        assert [str(word) for word in found["outcome"]] == ["consult_doctor"] * 2


def test_a_frame_without_any_fact_is_refused() -> None:
    assert "not one column is called as a fact" in str(refused(pa.table({"other": [1]})))


def test_columns_that_are_called_otherwise_are_named() -> None:
    frame = pl.DataFrame({**GOOD, "nrs": [9, 9]}).drop("count")
    columns = {"count": "nrs"}
    assert RULES.screen_frame(frame, ASK, columns=columns)["outcome"].to_list() == ["blocked", "consult_doctor"]
    [problem] = refused(frame.with_columns(nrs=11), columns=columns).problems
    assert str(problem).startswith("count (column 'nrs'): must be a whole number from 0 to 10, or null; 2 rows")


BAD_REQUESTS: list[tuple[dict[str, Anything], str]] = [
    ({"columns": {"cuont": "count"}}, "columns: no fact is called 'cuont'; did you mean 'count'?"),
    ({"columns": {"count": "cuont"}}, "the frame has no column 'cuont' for count; did you mean 'count'?"),
    ({"columns": {"count": "level", "sign": "level"}}, "several facts would read column 'level'"),
    ({"assume_known": ["sing"]}, "assume_known: no fact is called 'sing'; did you mean 'sign'?"),
    ({"assume_known": "sign"}, "assume_known: must be a list of facts"),
    ({"assume_known": 1}, "assume_known: must be a list of facts"),
    ({"columns": {"sign": ["sign"]}}, "columns: must map facts to names of columns"),
    ({"columns": ["sign"]}, "columns: must map facts to names of columns"),
    ({"output": "masks"}, "output: must be one of outcome, verdicts, reasons"),
    ({"on_invalid": "ignore"}, "on_invalid: must be one of refuse, unknown"),
    ({"outcome_column": "sign"}, "sign: the frame already has a column of this name (set outcome_column to"),
    ({"output": "verdicts", "prefix": ""}, "only: the frame already has a column of this name (set prefix to"),
    ({"output": "reasons"}, "reasons: the frame already has a column of this name (rename the column"),
    ({"output": "reasons", "outcome_column": "conflicts"}, "conflicts: two columns that come out would have this name"),
]


@pytest.mark.parametrize(("asked", "said"), BAD_REQUESTS)
def test_what_cannot_be_asked_is_refused(asked: dict[str, Anything], said: str) -> None:
    assert said in str(refused(arrow(only=[1, 2], reasons=[1, 2]), **asked))


def test_a_fact_that_reads_another_column_leaves_its_own_alone() -> None:
    """Also where two facts would otherwise read one column."""
    frame = arrow(unread=[True, False])
    found = RULES.screen_frame(frame, ASK, columns={"sign": "unread"})
    assert found["outcome"].to_pylist() == ["blocked", "allowed"]
    assert "several facts would read column 'sign'" in str(refused(frame, columns={"unread": "sign"}))


def test_two_columns_of_one_name_are_refused() -> None:
    table = arrow().append_column("sign", pa.array([True, True]))
    assert "sign: the frame has several columns of this name" in str(refused(table))


def test_an_intervention_that_nobody_knows_is_refused() -> None:
    with pytest.raises(UnknownInterventionError):
        RULES.screen_frame(arrow(), "exercise")


# Frames


@pytest.mark.parametrize("frame", [{"sign": [True]}, [1, 2], None, pl.Series([1])])
def test_what_is_no_frame_is_refused(frame: Anything) -> None:
    assert f"frames of type {type(frame).__name__} cannot be screened" in str(refused(frame))


class Stranger(nw.DataFrame[Anything]):
    """A frame that Narwhals takes for one of another library."""

    implementation: Anything = None

    def __init__(self, implementation: nw.Implementation) -> None:
        self.implementation = implementation


@pytest.mark.parametrize("kind", ["ibis", "modin", "cudf"])
def test_frames_of_libraries_that_lose_what_is_unknown_are_refused(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stranger = Stranger(nw.Implementation[kind.upper()])
    monkeypatch.setattr(nw, "from_native", lambda _frame, **_asked: stranger)
    assert kind in str(refused(object())).lower()


def test_errors_can_be_stored() -> None:
    error = PopulationError([ColumnProblem("count", "is wrong", "mend it", "nrs", 3)])
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - stored just now
    assert again.problems == error.problems
    assert str(again).endswith("count (column 'nrs'): is wrong; 3 rows are not (mend it)")


def test_a_request_can_be_sent_elsewhere() -> None:
    asked = Request(RULES.ruleset, ASK)
    assert len(asked.program.rules) == 2
    again = pickle.loads(pickle.dumps(asked))  # noqa: S301 - stored just now
    assert again.intervention == ASK
    assert len(again.program.rules) == 2


@pytest.mark.parametrize("package", ["numpy", "pyarrow", "narwhals"])
def test_without_its_packages_the_wing_says_what_to_install(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("sciatica_rules.population")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    for verb in (RULES.screen_frame, RULES.screen_batches):
        with pytest.raises(MissingExtraError, match=r"pip install 'sciatica-rules\[population\]'"):
            verb([], ASK)
