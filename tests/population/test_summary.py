"""What counts as a missing answer."""

from __future__ import annotations

import pyarrow as pa
import pytest

from sciatica_rules.condition import All, Compare, IsTrue, OneOf, Operator
from sciatica_rules.population import kernel
from sciatica_rules.population.batches import Screener
from sciatica_rules.population.columns import choose_columns
from sciatica_rules.population.request import Request
from sciatica_rules.population.summary import Summary, Tally
from sciatica_rules.population.summary_json import summary_data
from sciatica_rules.vocabulary import FactType
from tests import building

TEMPERATURE = building.fact("temperature", type=FactType.DECIMAL, minimum=30, maximum=45)
FEVER = building.fact("fever", defined_by=Compare("temperature", Operator.AT_LEAST, 38))
INFECTED = building.fact("infected")
SUPERVISED = building.fact("supervised", when_unknown=True)
BOTH = building.rule("both", All((IsTrue("fever"), IsTrue("infected"), IsTrue("supervised"))))
OTHER = building.rule("other", IsTrue("infected"))


def counted(**columns: pa.Array) -> Summary:
    request = Request(
        building.ruleset([TEMPERATURE, FEVER, INFECTED, SUPERVISED], [BOTH, OTHER]), "exercise_therapy", "verdicts"
    )
    batch = pa.record_batch(columns)
    chosen = choose_columns(request, batch.schema.names)
    tally = Tally(request, chosen)
    tally.add(batch, Screener(request, chosen, batch.schema).find(batch))
    return tally.summary()


def missing(summary: Summary) -> dict[str, int]:
    return {each.fact.name: each.missing for each in summary.missing()}


@pytest.mark.parametrize("degrees", [36.6, 39.5])
def test_what_follows_from_other_answers_is_not_missing(degrees: float) -> None:
    known = counted(temperature=pa.array([degrees]), infected=pa.array([None], pa.bool_()))
    assert missing(known) == {"infected": 1}
    assert {each.fact.name: each.unknown for each in known.facts}["fever"] == 1


def test_what_follows_is_told_apart_in_every_run_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "RUN", 8)
    degrees = [36.6, None, 39.5] * 9
    assert missing(counted(temperature=pa.array(degrees), infected=pa.array([False] * 27))) == {}
    assert missing(counted(temperature=pa.array(degrees), infected=pa.nulls(27)))["fever"] == 9


def test_of_a_fact_that_follows_from_others_the_fact_itself_is_missing() -> None:
    assert missing(counted(infected=pa.array([None], pa.bool_()))) == {"fever": 1, "infected": 1}


def test_of_somebody_who_is_blocked_nothing_is_missing() -> None:
    assert missing(counted(infected=pa.array([True]))) == {}


def test_a_column_of_nothing_is_no_answer() -> None:
    nothing = counted(infected=pa.nulls(3), fever=pa.array([None] * 3, pa.bool_()))
    assert missing(nothing) == {"fever": 3, "infected": 3}
    assert {each["fact"]: each["unknown"] for each in summary_data(nothing)["facts"]}["infected"] == 3


def test_the_last_rows_count_as_all_others_do() -> None:
    for rows in range(1, 20):
        assert missing(counted(infected=pa.array([None] * rows, pa.bool_())))["infected"] == rows


def test_where_a_word_is_null_there_is_no_answer() -> None:
    kind = building.fact("kind", type=FactType.CHOICE, choices={"a": "A.", "b": "B."})
    rules = [building.rule("kind_is_b", OneOf("kind", ("b",)))]
    request = Request(building.ruleset([kind], rules), "exercise_therapy", "verdicts")
    batch = pa.record_batch({"kind": pa.DictionaryArray.from_arrays(pa.array([0, 1, None, 1]), ["b", None])})
    chosen = choose_columns(request, batch.schema.names)
    tally = Tally(request, chosen)
    tally.add(batch, Screener(request, chosen, batch.schema).find(batch))
    assert [(each.unknown, each.missing) for each in tally.summary().facts] == [(3, 3)]
