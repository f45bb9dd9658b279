from __future__ import annotations

import math

import duckdb
import narwhals as nw
import polars as pl
import pyarrow as pa
import pytest

from sciatica_rules.condition import All, Compare, IsTrue, Not, OneOf, Operator
from sciatica_rules.condition import Any as AnyOf
from sciatica_rules.errors import MissingFactsWarning, PopulationError
from sciatica_rules.frames import Output
from sciatica_rules.population.expressions import balanced
from sciatica_rules.population.frame import screen_frame
from sciatica_rules.population.request import Request
from sciatica_rules.vocabulary import FactType
from tests import building
from tests.population.agreement import OUTPUTS, many_people
from tests.population.frames import arrow_table
from tests.population.plans import (
    ENGINES,
    EXERCISE,
    PERSON,
    SHIPPED,
    collected,
    engines,
    one_rule,
    outcomes,
    outputs,
    screened,
)

pytestmark = pytest.mark.filterwarnings("ignore::sciatica_rules.errors.MissingFactsWarning")
WORD = building.fact("word", type=FactType.CHOICE, choices={"a": "A.", "b": "B.", "c": "C."})


@pytest.mark.untraced
@outputs
@engines
def test_a_hundred_thousand_people_are_judged_as_by_the_other_engine(engine: str, output: Output) -> None:
    ruleset = SHIPPED.ruleset
    facts = list(ruleset.vocabulary.facts.values())
    people = arrow_table(many_people(facts, 2_000, unknown=0.02, invalid=0.001), facts)
    many = pa.concat_tables([people] * 50)
    many = many.set_column(0, "person", pa.array(range(many.num_rows)))
    plan = nw.from_native(screened(ENGINES[engine](many), ruleset, EXERCISE, output))
    found = plan.collect("pyarrow").to_arrow().sort_by("person")
    wanted = screened(many, ruleset, EXERCISE, output)
    for name in Request(ruleset, EXERCISE, output).made:
        type_ = pa.string() if name == "outcome" else found[name].type
        one, other = found[name].cast(type_), wanted[name].cast(type_)
        assert one.equals(other)


# What comes back


@outputs
@engines
def test_the_same_kind_of_frame_comes_back_and_nothing_has_been_read(engine: str, output: Output) -> None:
    frame = ENGINES[engine](PERSON)
    found = screened(frame, SHIPPED.ruleset, output=output)
    assert type(found) is type(frame)
    names = list(nw.from_native(found).collect_schema().names())
    assert names == [*PERSON.column_names, *Request(SHIPPED.ruleset, EXERCISE, output).made]


def test_a_plan_of_polars_reads_nothing_until_it_is_collected() -> None:
    read: list[int] = []

    def source(part: pl.DataFrame) -> pl.DataFrame:
        read.append(part.height)
        return part

    lazy = pl.DataFrame(PERSON).lazy().map_batches(source)
    plans = [screened(lazy, SHIPPED.ruleset, output=output) for output in OUTPUTS]
    assert not read
    assert [plan.collect().height for plan in plans] == [1, 1, 1]


@engines
def test_the_outcome_has_the_smallest_type_for_a_closed_list_of_words(engine: str) -> None:
    found = screened(ENGINES[engine](PERSON), SHIPPED.ruleset)
    assert nw.from_native(found).collect_schema()["outcome"] == nw.Enum(["allowed", "consult_doctor", "blocked"])


@engines
def test_columns_are_renamed_and_others_are_kept(engine: str) -> None:
    frame = ENGINES[engine](
        pa.table({"person": [1], "Krebs": ["active"], "outcome": ["theirs"], "malignancy_status_": [7]})
    )
    request = Request(
        SHIPPED.ruleset, EXERCISE, columns={"malignancy_status": "Krebs"}, outcome_column="ours", on_invalid="unknown"
    )
    (row,) = collected(screen_frame(frame, request))
    assert row == {"person": 1, "Krebs": "active", "outcome": "theirs", "malignancy_status_": 7, "ours": "blocked"}


@engines
def test_columns_made_on_the_way_never_stand_in_for_those_of_the_frame(engine: str) -> None:
    names = ["pain_nrs_", "pain_nrs__", "high_temperature_", "pain_nrs___"]
    frame = ENGINES[engine](pa.table({"person": [1], "pain_nrs": [10], **{name: [5] for name in names}}))
    (row,) = collected(screened(frame, SHIPPED.ruleset, output="reasons"))
    assert [row[name] for name in names] == [5, 5, 5, 5]
    assert row["pain_nrs"] == 10


@engines
def test_missing_facts_are_said_once(engine: str) -> None:
    frame = ENGINES[engine](pa.table({"person": [1], "fevers": [True], "pain_nrs": [1]}))
    with pytest.warns(MissingFactsWarning, match="fever \\(is it column 'fevers'\\?\\)") as warned:
        SHIPPED.screen_frame(frame, EXERCISE)
    assert len(warned) == 1
    assert warned[0].filename == __file__


# Traps


@engines
@pytest.mark.parametrize("operator", list(Operator))
def test_nan_is_unknown_although_the_engine_calls_it_the_greatest_number(engine: str, operator: Operator) -> None:
    size = building.fact("size", type=FactType.DECIMAL)
    ruleset = one_rule(size, when=Compare("size", operator, 40))
    assert outcomes(engine, ruleset, size=[math.nan, -math.nan]) == ["consult_doctor"] * 2


@engines
def test_nan_is_read_as_the_default_like_null(engine: str) -> None:
    size = building.fact("size", type=FactType.DECIMAL, minimum=0, maximum=50, when_unknown=5)
    ruleset = one_rule(size, when=Compare("size", Operator.ABOVE, 40))
    assert outcomes(engine, ruleset, size=[math.nan, None, 45.0, 60.0]) == [
        "allowed",
        "allowed",
        "blocked",
        "consult_doctor",
    ]


@engines
def test_infinity_is_no_number_that_a_fact_without_bounds_may_hold(engine: str) -> None:
    size = building.fact("size", type=FactType.DECIMAL)
    ruleset = one_rule(size, when=Compare("size", Operator.ABOVE, 40))
    assert outcomes(engine, ruleset, size=[math.inf, -math.inf, 1e308, 0.0]) == [
        "consult_doctor",
        "consult_doctor",
        "blocked",
        "allowed",
    ]


@engines
def test_nobody_is_allowed_with_a_value_that_may_not_be_even_where_it_would_not_matter(engine: str) -> None:
    size = building.fact("size", type=FactType.DECIMAL, minimum=0, maximum=50)
    word = building.fact("word", type=FactType.CHOICE, choices={"a": "A.", "b": "B."})
    large, first = Compare("size", Operator.ABOVE, 40), OneOf("word", ("a",))
    ruleset = one_rule(building.fact("a"), size, word, when=All((IsTrue("a"), large, first)))
    found = outcomes(engine, ruleset, a=[False] * 4, size=[60.0, 1.0, math.nan, 1.0], word=["a", "c", "b", None])
    assert found == ["consult_doctor", "consult_doctor", "allowed", "allowed"]


@engines
def test_a_null_among_words_is_in_no_list(engine: str) -> None:
    word = building.fact("word", type=FactType.CHOICE, choices={"a": "A.", "b": "B.", "c": "C."})
    ruleset = one_rule(word, when=OneOf("word", ("a", "b")))
    assert outcomes(engine, ruleset, word=["a", "c", None, "d"]) == [
        "blocked",
        "allowed",
        "consult_doctor",
        "consult_doctor",
    ]
    ruleset = one_rule(word, when=Not(OneOf("word", ("a", "b"))))
    assert outcomes(engine, ruleset, word=["a", "c", None]) == ["allowed", "blocked", "consult_doctor"]


@engines
def test_a_negation_that_is_unknown_is_not_taken_for_one_that_is_known(engine: str) -> None:
    ruleset = one_rule(building.fact("a"), building.fact("b"), when=Not(AnyOf((IsTrue("a"), IsTrue("b")))))
    found = collected(
        screened(
            ENGINES[engine](pa.table({"person": [1, 2, 3], "a": [None, False, True], "b": [False, False, None]})),
            ruleset,
            output="verdicts",
        )
    )
    assert [row["rule_r"] for row in found] == [None, True, False]


@engines
def test_a_default_that_the_closed_list_of_a_column_lacks_still_counts(engine: str) -> None:
    word = building.fact("word", type=FactType.CHOICE, choices={"a": "A.", "b": "B."}, when_unknown="b")
    ruleset = one_rule(word, when=OneOf("word", ("a",)))
    closed = pa.array(["a", None]).dictionary_encode()
    assert outcomes(engine, ruleset, word=closed) == ["blocked", "allowed"]
    frame = pl.LazyFrame({"person": [1, 2], "word": pl.Series(["a", None], dtype=pl.Enum(["a"]))})
    assert [row["outcome"] for row in collected(screened(frame, ruleset))] == ["blocked", "allowed"]
    relation = duckdb.sql("SELECT 1 AS person, 'a'::ENUM('a') AS word UNION ALL SELECT 2, NULL")
    assert [row["outcome"] for row in collected(screened(relation, ruleset))] == ["blocked", "allowed"]


def test_a_closed_list_may_hold_words_that_are_no_choices() -> None:
    ruleset = one_rule(building.fact("a"), WORD, when=All((IsTrue("a"), OneOf("word", ("b",)))))
    words = pl.Series(["b", "d", None], dtype=pl.Enum(["b", "d"]))
    frame = pl.LazyFrame({"person": [1, 2, 3], "a": [True, False, False], "word": words})
    relation = duckdb.sql(
        "FROM (VALUES (1, true, 'b'::ENUM('b', 'd')), (2, false, 'd'), (3, false, NULL)) t(person, a, word)"
    )
    for people in (frame, relation):
        found = [row["outcome"] for row in collected(screened(people, ruleset))]
        assert found == ["blocked", "consult_doctor", "allowed"]


def test_a_closed_list_of_choices_needs_no_look_at_the_rows() -> None:
    def unread(_frame: pl.DataFrame) -> pl.DataFrame:
        raise AssertionError

    people = pl.LazyFrame({"word": pl.Series(["a"], dtype=pl.Enum(["b", "a"]))})
    request = Request(one_rule(WORD, when=OneOf("word", ("a",))), EXERCISE)
    assert screen_frame(people.map_batches(unread), request).collect_schema().names() == ["word", "outcome"]


@engines
def test_a_column_of_nothing_but_nulls_is_unknown(engine: str) -> None:
    ruleset = one_rule(building.fact("a"), building.fact("b", when_unknown=False), when=IsTrue("a"))
    frame = ENGINES[engine](pa.table({"person": [1], "a": pa.nulls(1)}))
    assert [row["outcome"] for row in collected(screened(frame, ruleset))] == ["consult_doctor"]


@pytest.mark.parametrize("count", [1, 2, 3, 7, 1000])
def test_trees_are_as_deep_as_they_must_be_and_no_deeper(count: int) -> None:
    deepest = balanced([0] * count, lambda left, right: max(left, right) + 1)
    assert deepest == math.ceil(math.log2(count))
    assert balanced(list(map(str, range(count))), str.__add__) == "".join(map(str, range(count)))


# Names and words that an engine reads otherwise


@outputs
def test_to_no_collation_of_duckdb_one_word_is_another(output: Output) -> None:
    kind = building.fact("kind", type=FactType.CHOICE, choices={"none": "nothing", "some": "something"})
    connection = duckdb.connect()
    connection.execute("create type closed as enum ('none', 'NONE', 'SOME', 'some')")
    connection.execute("create table said (person int, kind varchar collate nocase)")
    connection.execute("insert into said values (1, 'none'), (2, 'NONE'), (3, 'SOME'), (4, 'some'), (5, null)")
    connection.execute("set default_collation = 'nocase'")
    rules = one_rule(kind, when=OneOf("kind", ("some",)))
    connection.execute("create view plainly as select person, cast(kind as varchar) as kind from said")
    connection.execute("create view listed as select person, cast(kind as closed) as kind from said")
    for people in map(connection.table, ("said", "plainly", "listed")):
        found = collected(screened(people, rules, EXERCISE, output))
        told = ["allowed", "consult_doctor", "consult_doctor", "blocked", "consult_doctor"]
        assert [row["outcome"] for row in found] == told
        assert list(found[0])[:3] == ["person", "kind", "outcome"]
        with pytest.raises(PopulationError, match="2 rows"):
            screen_frame(people, Request(rules, EXERCISE, output))
