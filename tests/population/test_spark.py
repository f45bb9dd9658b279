"""Spark says of every row what the reference says, both ways. One session for all, since it takes long to start."""

from __future__ import annotations

import math
import os
import re
import shutil
import subprocess
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sciatica_rules import load_rules
from sciatica_rules.condition import Compare, Condition, IsTrue, Not, OneOf, Operator
from sciatica_rules.errors import MissingFactsWarning, PopulationError
from sciatica_rules.frames import Output
from sciatica_rules.population.columns import choose_columns
from sciatica_rules.population.request import Request
from sciatica_rules.rules import Rules
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.vocabulary import Fact, FactType
from tests import building
from tests.population.agreement import OUTPUTS, made_of, many_facts, many_people, many_rules
from tests.population.frames import arrow_table
from tests.population.oracle import Row, all_told

pytest.importorskip("pyspark", reason="PySpark is not installed")
if shutil.which("java") is None:
    pytest.skip("there is no Java", allow_module_level=True)

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pyspark.sql import SparkSession

    from sciatica_rules.population import spark as wing
    from sciatica_rules.population.spark import METHOD_LIMIT, SETTINGS, Way, screen_spark_frame

pytestmark = [
    pytest.mark.filterwarnings("ignore::FutureWarning:pyspark"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = load_rules()
EXERCISE = "exercise_therapy"
WAYS: tuple[Way, ...] = ("columns", "batches")


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    settings = SETTINGS | {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.log.level": "ERROR",
        "spark.ui.enabled": "false",
    }
    builder = SparkSession.builder.master("local[1]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    before = os.environ.get("PYSPARK_PYTHON")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session = builder.getOrCreate()
        yield session
        session.stop()
    if before is None:
        del os.environ["PYSPARK_PYTHON"]


def frame_of(spark: SparkSession, table: pa.Table) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        return spark.createDataFrame(table)


def rows_of(frame: Any) -> dict[str, list[Any]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        columns: dict[str, list[Any]] = frame.toArrow().sort_by("person").to_pydict()
    return columns


def plain(table: pa.Table) -> pa.Table:
    """Without dictionaries, which Spark does not take."""
    schema = pa.schema(
        [field.with_type(pa.string()) if pa.types.is_dictionary(field.type) else field for field in table.schema]
    )
    return table.cast(schema)


def agree(
    spark: SparkSession,
    ruleset: RuleSet,
    people: list[Row],
    facts: list[Fact],
    output: Output,
    way: Way,
    intervention: str = EXERCISE,
) -> None:
    table = plain(arrow_table(people, facts))
    request = Request(ruleset, intervention, output, on_invalid="unknown")
    found = rows_of(screen_spark_frame(frame_of(spark, table), request, way))
    made = made_of(all_told(ruleset, intervention, people), output, ruleset, intervention)
    assert list(found) == [*table.column_names, *made]
    for name, values in made.items():
        assert found[name] == values, name


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("output", OUTPUTS)
def test_the_shipped_rules_come_out_as_in_the_reference(spark: SparkSession, output: Output, way: Way) -> None:
    facts = list(SHIPPED.facts.values())
    typical: Row = {fact.name: fact.typical for fact in facts}
    people: list[Row] = [*many_people(facts, 60, unknown=0.3, invalid=0.01), typical, {}]
    agree(spark, SHIPPED.ruleset, people, facts, output, way)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("output", OUTPUTS)
def test_sixty_rules_come_out_as_in_the_reference(spark: SparkSession, output: Output, way: Way) -> None:
    people: list[Row] = [*many_people(many_facts(), 60, unknown=0.1, invalid=0.02), {}]
    agree(spark, many_rules(60), people, many_facts(), output, way)


@pytest.mark.untraced
def test_a_hundred_thousand_people_come_out_as_they_do_of_a_table(spark: SparkSession, tmp_path: Path) -> None:
    rules, table = Rules(many_rules(60)), arrow_table(many_people(many_facts(), 100_000, unknown=0.01), many_facts())
    expected = rules.screen_frame(table, EXERCISE)["outcome"].cast(pa.string())
    pq.write_table(plain(table), tmp_path / "people.parquet")
    people, request = spark.read.parquet(str(tmp_path)), Request(rules.ruleset, EXERCISE, on_invalid="unknown")
    for way in WAYS:
        screened = screen_spark_frame(people, request, way).select("person", "outcome")
        assert screened.toArrow().sort_by("person")["outcome"].equals(expected)


@pytest.mark.parametrize("way", WAYS)
def test_an_empty_frame_comes_out_empty(spark: SparkSession, way: Way) -> None:
    agree(spark, many_rules(5), [], many_facts(), "reasons", way)


@pytest.mark.parametrize("way", WAYS)
def test_traps_that_concern_spark(spark: SparkSession, way: Way) -> None:
    """To it NaN is the greatest number, and what is in a list is null of null."""
    size = building.fact("size", type=FactType.DECIMAL)
    assumed = building.fact("assumed", type=FactType.DECIMAL, minimum=0, maximum=50, when_unknown=5)
    word = building.fact("word", type=FactType.CHOICE, choices={"a": "A.", "b": "B."})
    yes = building.fact("yes", when_unknown=True)
    derived = building.fact("derived", implied_by=IsTrue("plain"))
    facts = [size, assumed, word, yes, building.fact("plain"), derived]
    whens: list[Condition] = [
        Compare("size", Operator.AT_LEAST, 40),
        Not(Compare("size", Operator.AT_LEAST, 40)),
        Compare("assumed", Operator.ABOVE, 40),
        OneOf("word", ("a",)),
        Not(OneOf("word", ("a",))),
        Not(IsTrue("yes")),
        Not(IsTrue("derived")),
    ]
    ruleset = building.ruleset(facts, [building.rule(f"r{number}", when) for number, when in enumerate(whens)])
    people: list[Row] = [
        {"size": math.nan, "assumed": math.nan},
        {"size": math.inf, "assumed": 60.0},
        {"size": 39.9, "assumed": None, "word": "a", "yes": None},
        {"size": 40.0, "word": None, "yes": False},
        {"word": "A", "derived": False, "plain": True},
    ]
    agree(spark, ruleset, people, facts, "verdicts", way)
    agree(spark, ruleset, people, facts, "reasons", way)


@pytest.mark.parametrize("output", OUTPUTS)
def test_what_an_executor_does_with_its_part(output: Output) -> None:
    """The same without Spark: its workers are other processes, which nothing watches."""
    facts = list(SHIPPED.facts.values())
    people = many_people(facts, 20, unknown=0.1)
    table = plain(arrow_table(people, facts))
    request = Request(SHIPPED.ruleset, EXERCISE, output, on_invalid="unknown")
    batches = table.to_batches(max_chunksize=8)
    found = pa.Table.from_batches(wing.screen_part(batches, request, choose_columns(request, table.column_names)))
    assert found["outcome"].type == pa.string()
    for name, values in made_of(all_told(SHIPPED.ruleset, EXERCISE, people), output, SHIPPED.ruleset, EXERCISE).items():
        assert found[name].to_pylist() == values


def test_a_thousand_rules_that_make_too_big_a_method_are_run_as_batches(
    spark: SparkSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = frame_of(spark, plain(arrow_table([], many_facts())))
    ways = []
    for count in (20, 1000):
        screened = screen_spark_frame(frame, Request(many_rules(count), EXERCISE, "verdicts", on_invalid="unknown"))
        ways.append("MapInArrow" in screened._jdf.queryExecution().toString())
    assert ways == [False, True]
    monkeypatch.setattr(wing, "METHOD_LIMIT", 100)
    screened = screen_spark_frame(frame, Request(many_rules(2), EXERCISE, on_invalid="unknown"))
    assert "MapInArrow" in screened._jdf.queryExecution().toString()


@pytest.mark.parametrize(("count", "output"), [(5, "outcome"), (60, "outcome"), (20, "verdicts")])
def test_the_size_of_the_method_is_foreseen(
    spark: SparkSession, count: int, output: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreseen: list[int] = []
    method_size = wing.method_size

    def noted(*given: Any) -> int:
        foreseen.append(method_size(*given))
        return foreseen[-1]

    monkeypatch.setattr(wing, "method_size", noted)
    schema = frame_of(spark, plain(arrow_table([], many_facts()))).schema
    frame = spark.createDataFrame([], schema)  # of this one Spark does not see that it is empty
    screened = screen_spark_frame(frame, Request(many_rules(count), EXERCISE, output, on_invalid="unknown"))
    made = screened._jdf.queryExecution().debug().codegenToSeq()
    sizes = [made.apply(number)._3().maxMethodCodeSize() for number in range(made.size())]
    assert max(sizes) / 1.4 < foreseen[0] < max(sizes) * 1.4
    assert max(sizes) < METHOD_LIMIT


def test_the_same_kind_of_frame_comes_back_and_missing_facts_are_said_once(spark: SparkSession) -> None:
    frame = frame_of(spark, pa.table({"person": [1], "pain_nrs": [3], "a.b`c": [1]}))
    with pytest.warns(MissingFactsWarning) as warned:
        screened = SHIPPED.screen_frame(frame, EXERCISE, columns={"seizures_last_12_months": "a.b`c"})
    assert [warning.filename for warning in warned if warning.category is MissingFactsWarning] == [__file__]
    assert type(screened) is type(frame)
    assert screened.columns == ["person", "pain_nrs", "a.b`c", "outcome"]
    assert rows_of(screened)["outcome"] == ["consult_doctor"]


@pytest.mark.filterwarnings("ignore::sciatica_rules.errors.MissingFactsWarning")
def test_what_may_not_be_is_refused(spark: SparkSession) -> None:
    people = frame_of(spark, pa.table({"pain_nrs": [11, 12, 3], "malignancy_status": ["none", "secret", None]}))
    with pytest.raises(PopulationError) as caught:
        SHIPPED.screen_frame(people, EXERCISE)
    assert {problem.subject: problem.rows for problem in caught.value.problems} == {
        "malignancy_status": 1,
        "pain_nrs": 2,
    }
    assert "secret" not in str(caught.value)
    boolean = spark.sql("SELECT TRUE AS fever, 1 AS Outcome")
    with pytest.raises(PopulationError, match="the same column as outcome"):
        SHIPPED.screen_frame(boolean, EXERCISE)
    assert SHIPPED.screen_frame(boolean, EXERCISE, outcome_column="ours").columns == ["fever", "Outcome", "ours"]
    for column, said in (
        ("CAST(37.6 AS FLOAT) AS body_temperature_c", "37.6 is less than 37.6"),
        ("CAST(37.6 AS DECIMAL(4, 1)) AS body_temperature_c", "floats of 64 bits"),
        ("'none' COLLATE UTF8_LCASE AS malignancy_status", "string collate"),
        ("1 AS fever", "not yes and no"),
    ):
        with pytest.raises(PopulationError, match=said):
            SHIPPED.screen_frame(spark.sql(f"SELECT {column}"), EXERCISE)
    nothing = spark.sql("SELECT 1 AS person, NULL AS fever")
    assert rows_of(SHIPPED.screen_frame(nothing, EXERCISE))["outcome"] == ["consult_doctor"]


def test_the_example_screens_a_folder(tmp_path: Path) -> None:
    people = many_people(SHIPPED.facts.values(), 40, unknown=0.1)
    (tmp_path / "people").mkdir()
    pq.write_table(arrow_table(people, SHIPPED.facts.values()), tmp_path / "people" / "1.parquet")
    command = [sys.executable, "examples/spark_screen.py", str(tmp_path / "people"), str(tmp_path / "out")]
    done = subprocess.run(
        [*command, "--for", EXERCISE, "--way", "batches", "--id", "person"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = pq.read_table(tmp_path / "out").sort_by("person")
    assert found.column_names == ["person", "outcome"]
    assert found["outcome"].to_pylist() == [one.outcome.value for one in all_told(SHIPPED.ruleset, EXERCISE, people)]


@pytest.mark.filterwarnings("ignore::sciatica_rules.errors.MissingFactsWarning")
def test_what_the_documentation_shows_of_spark_runs(spark: SparkSession, tmp_path: Path) -> None:
    people = many_people(SHIPPED.facts.values(), 40, unknown=0.1)
    pq.write_table(arrow_table(people, SHIPPED.facts.values()), tmp_path / "1.parquet")
    counts = Counter(one.outcome.value for one in all_told(SHIPPED.ruleset, EXERCISE, people))
    page = (ROOT / "docs" / "population.md").read_text(encoding="utf-8")
    shown = re.findall(r"^```pyspark\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(shown) == 2
    known: dict[str, Any] = {"spark": spark, "rules": SHIPPED, "folder": str(tmp_path)}
    for code in shown:
        exec(code, known)  # noqa: S102 - the page is ours
        assert dict(known["counted"]) == counts


def test_every_way_is_tested() -> None:
    assert {*WAYS, "auto"} == set(get_args(Way))
