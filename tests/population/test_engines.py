"""Every engine says of every row what the reference says."""

from __future__ import annotations

import math
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any as Anything

import narwhals as nw
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciatica_rules import load_rules
from sciatica_rules.condition import All, Always, Any, Compare, Condition, IsTrue, Not, OneOf, Operator
from sciatica_rules.frames import Output
from sciatica_rules.outcome import Effect, Outcome
from sciatica_rules.population import kernel
from sciatica_rules.population.frame import screen_frame
from sciatica_rules.population.request import Request
from sciatica_rules.profile import read_profile
from sciatica_rules.reference import outcome
from sciatica_rules.rules import Rules
from tests import building
from tests.engines.alike import FACTS
from tests.engines.test_generated import LEAVES, SHAPES, VALUES
from tests.population.agreement import OUTPUTS, assert_agreement, made_of, many_facts, many_people, many_rules
from tests.population.frames import EAGER, ENGINES, LAZY, Engine, arrow_table
from tests.population.oracle import all_told
from tests.strategies import Case, answer, cases, chance, contradictory_cases

each_engine = pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
SHIPPED = load_rules()


class Crowd:
    """Many people, and what the bitmaps make of them."""

    def __init__(self, rules: Rules, people: list[dict[str, Anything]]) -> None:
        self.rules, self.people = rules, people
        self.table = arrow_table(people, many_facts())

    @cache  # noqa: B019 - it lives as long as the module
    def made(self, output: Output) -> pa.Table:
        """The columns that come out, of words and truth values."""
        screened = self.rules.screen_frame(self.table, "exercise_therapy", output=output)
        made = screened.drop_columns(self.table.column_names)
        return made.set_column(0, "outcome", made["outcome"].cast(pa.string()))


@st.composite
def populations(draw: st.DrawFn) -> tuple[Case, list[dict[str, Anything]], set[str]]:
    """A rule set, some people, and the facts that have a column."""
    case = draw(cases(aged=False) | contradictory_cases())
    names = list(case.ruleset.vocabulary.facts)
    present = {name for name in names if not chance(draw, 6)} or set(names)
    first = {name: case.raw.get(name) for name in present}
    people = [first]
    for _ in range(draw(st.integers(0, 12))):
        person = {name: None if chance(draw, 3) else answer(draw, case.ruleset, name) for name in present}
        people.append(person)
    return case, people, present


@settings(max_examples=40)
@given(populations())
@pytest.mark.parametrize("engine", EAGER.values(), ids=EAGER)
def test_every_output_is_that_of_the_reference(engine: Engine, drawn: Anything) -> None:
    case, people, present = drawn
    facts = [fact for fact in case.ruleset.vocabulary.facts.values() if fact.name in present]
    for intervention in case.ruleset.interventions:
        assert_agreement(engine, case.ruleset, people, intervention, facts)


@settings(max_examples=6)
@given(populations())
@pytest.mark.parametrize("engine", LAZY.values(), ids=LAZY)
def test_every_output_of_a_plan_is_that_of_the_reference(engine: Engine, drawn: Anything) -> None:
    """Fewer people: an engine that plans takes its time for each plan."""
    case, people, present = drawn
    facts = [fact for fact in case.ruleset.vocabulary.facts.values() if fact.name in present]
    assert_agreement(engine, case.ruleset, people, case.intervention, facts)


@each_engine
def test_sixty_rules_come_out_as_in_the_reference(engine: Engine) -> None:
    assert_agreement(engine, many_rules(60), many_people(many_facts(), 60))


@each_engine
def test_values_that_may_not_be_are_unknown_without_any_default_and_never_allowed(engine: Engine) -> None:
    people = many_people(many_facts(), 60, unknown=0.2, invalid=0.2)
    assert_agreement(engine, many_rules(20), people, on_invalid="unknown")


@each_engine
@pytest.mark.parametrize("intervention", ["exercise_therapy", "prone_press_up", "nerve_block_lidocaine", "folk_remedy"])
def test_the_shipped_rules_come_out_as_in_the_reference(engine: Engine, intervention: str) -> None:
    people = many_people(SHIPPED.facts.values(), 25, unknown=0.4)
    typical = {fact.name: fact.typical for fact in SHIPPED.facts.values()}
    assert_agreement(engine, SHIPPED.ruleset, [*people, typical], intervention)


@each_engine
@pytest.mark.parametrize("people", [[], [{}], [{}] * 9], ids=["no row", "one row", "only nulls"])
def test_frames_with_next_to_nothing_in_them_come_out_as_in_the_reference(engine: Engine, people: Anything) -> None:
    assert_agreement(engine, many_rules(5), people)


ADVERSARIAL: list[Condition] = [
    Always(),
    Not(Always()),
    Any((IsTrue("open"), Not(IsTrue("open")))),
    All((IsTrue("open"), Not(IsTrue("open")))),
    Not(All((IsTrue("yes"), Any((IsTrue("no"), Not(IsTrue("open"))))))),
    All((OneOf("kind", ("some",)), Compare("level", Operator.ABOVE, 1), Not(IsTrue("no")))),
    Any(tuple(Compare("many", Operator.ABOVE, number) for number in range(300))),
    Any((OneOf("many", (1, 2, 2**40)), Compare("many", Operator.AT_LEAST, 10**20))),
    OneOf("free", (1, 2, 3)),
    Not(OneOf("free", (1, 2, 10**400))),
]


AWKWARD = [*ADVERSARIAL, *(shape(leaf) for leaf in LEAVES for shape in SHAPES[:2])]
_TOLD = [(name, value) for name, values in VALUES.items() for value in values]
PEOPLE: list[dict[str, Anything]] = [
    {},
    {"open": True, "level": 1.5},
    {"many": -(2**63)},
    {"many": 2},
    {"many": 299},
    {"free": math.nan},
    *({name: value} for name, value in _TOLD if name != "many" or value is None or value < 2**63),
]


@pytest.mark.parametrize("when", AWKWARD, ids=str)
def test_awkward_conditions_come_out_as_in_the_reference(when: Condition) -> None:
    rules = [building.rule("only", when), building.rule("other", IsTrue("open"), Effect.CONSULT_DOCTOR)]
    assert_agreement(ENGINES["PyArrow"], building.ruleset(FACTS, rules), PEOPLE)


@each_engine
def test_awkward_conditions_side_by_side_come_out_as_in_the_reference(engine: Engine) -> None:
    """As many verdicts, on every engine."""
    rules = [building.rule(f"rule_{number}", when) for number, when in enumerate(AWKWARD)]
    assert_agreement(engine, building.ruleset(FACTS, rules), PEOPLE)


@pytest.fixture(scope="module")
def crowd() -> Crowd:
    return Crowd(Rules(many_rules(60)), many_people(many_facts(), 100_000, unknown=0.01))


@pytest.mark.untraced
def test_a_hundred_thousand_people_come_out_as_they_do_one_by_one(crowd: Crowd) -> None:
    """Sixty rules. Some of the people are asked of the reference, too, with every verdict and reason."""
    found = crowd.made("outcome")["outcome"].to_pylist()
    assert found == [crowd.rules.outcome(person, "exercise_therapy").value for person in crowd.people]
    assert len(set(found)) == len(Outcome)
    some = list(range(0, len(crowd.people), 400))
    told = all_told(crowd.rules.ruleset, "exercise_therapy", [crowd.people[number] for number in some])
    for output in OUTPUTS:
        assert crowd.made(output).take(some).to_pydict() == made_of(
            told, output, crowd.rules.ruleset, "exercise_therapy"
        )


@pytest.mark.untraced
@each_engine
@pytest.mark.parametrize("output", OUTPUTS)
def test_a_hundred_thousand_people_come_out_alike_on_every_engine(
    crowd: Crowd, engine: Engine, output: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In runs that are shorter than usual, on several threads."""
    expected = crowd.made(output)
    monkeypatch.setattr(kernel, "RUN", 1 << 12)
    screened = engine.screen(crowd.rules, engine.make(crowd.table), "exercise_therapy", output=output)
    table = pa.Table.from_batches([screened]) if isinstance(screened, pa.RecordBatch) else screened
    ordered = nw.from_native(table).lazy().sort("person").collect("pyarrow").to_native()
    assert ordered.select(expected.column_names).cast(expected.schema).equals(expected)


def test_the_number_of_threads_and_the_length_of_runs_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    ruleset = many_rules(10)
    table = arrow_table(many_people(many_facts(), 1000, invalid=0.01), many_facts())
    asked = Request(ruleset, "exercise_therapy", "reasons", on_invalid="unknown")
    expected = screen_frame(table, asked).select(asked.made)
    for run, threads in ((8, 3), (64, 1), (1000, 2), (1 << 17, 4)):
        monkeypatch.setattr(kernel, "RUN", run)
        monkeypatch.setattr("pyarrow.cpu_count", lambda threads=threads: threads)
        assert screen_frame(table, asked).select(asked.made).equals(expected)


@given(populations())
def test_nobody_is_allowed_whom_the_reference_does_not_allow(drawn: Anything) -> None:
    """The one mistake that must never be made, said once more by itself."""
    case, people, _ = drawn
    table = arrow_table(people, case.ruleset.vocabulary.facts.values())
    for name in case.ruleset.interventions:
        found = Rules(case.ruleset).screen_frame(table, name)["outcome"].to_pylist()
        for row, word in zip(people, found, strict=True):
            if word == Outcome.ALLOWED.value:
                assert outcome(case.ruleset, read_profile(row, case.ruleset.vocabulary), name) is Outcome.ALLOWED


@pytest.mark.parametrize("output", ["outcome", "verdicts", "reasons"])
def test_pandas_is_not_imported_for_frames_of_arrow(output: str, tmp_path: Path) -> None:
    """Arrow imports it to look at lists, wherever it is installed: that takes longer than to screen millions."""
    pq.write_table(pa.table({"pregnant": [None, True]}), tmp_path / "people.parquet")
    program = (
        "import sys, pyarrow.parquet as pq; from sciatica_rules import load_rules\n"
        "table = pq.ParquetFile(sys.argv[1]).read()\n"
        "load_rules().screen_frame(table, 'exercise_therapy', output=sys.argv[2])\n"
        "sys.exit('pandas' in sys.modules)"
    )
    words = [sys.executable, "-W", "ignore", "-c", program, str(tmp_path / "people.parquet"), output]
    assert subprocess.run(words, check=False).returncode == 0
