"""From file to file, every row comes out as the reference says, and the summary counts just these rows."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any as Anything
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciatica_rules import load_rules
from sciatica_rules.evidence import establish
from sciatica_rules.frames import OnInvalid, Output
from sciatica_rules.outcome import Outcome
from sciatica_rules.population.files.find import find_inputs
from sciatica_rules.population.files.run import read_files, screen_files
from sciatica_rules.population.request import Request
from sciatica_rules.population.summary import Summary
from sciatica_rules.profile import read_profile
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.truth import Truth
from sciatica_rules.vocabulary import FactType
from tests.population.agreement import OUTPUTS, made_of, many_facts, many_people, many_rules
from tests.population.made_files import read_rows, write_rows
from tests.population.oracle import Told, all_told
from tests.strategies import answer, cases, chance

ENDINGS = ("parquet", "csv", "csv.gz", "ndjson", "jsonl.gz")
Rows = Sequence[Mapping[str, Anything]]


def screened(
    ruleset: RuleSet,
    rows: Rows,
    endings: tuple[str, str],
    output: Output = "outcome",
    intervention: str = "exercise_therapy",
    on_invalid: OnInvalid = "refuse",
) -> tuple[list[dict[str, Anything]], Summary]:
    """What a file of these rows becomes."""
    request = Request(ruleset, intervention, output, on_invalid=on_invalid)
    with tempfile.TemporaryDirectory() as folder:
        source, out = (Path(folder) / f"{name}.{ending}" for name, ending in zip(("in", "out"), endings, strict=True))
        write_rows(source, rows, ruleset.vocabulary.facts)
        summary = screen_files(read_files(find_inputs(str(source)), request, None), request, None, out, _deaf)
        assert sorted(path.name for path in Path(folder).iterdir()) == sorted((source.name, out.name))
        return read_rows(out), summary


def _deaf(_done: int, _rows: int) -> None:
    """Hears of no progress."""


def as_text(value: Anything) -> str:
    """As CSV has it."""
    match value:
        case None:
            return ""
        case list():
            return " ".join(value)
        case bool():
            return str(value).lower()
        case _:
            return str(value)


def assert_alike(ruleset: RuleSet, rows: Rows, endings: tuple[str, str], output: Output, **asked: Anything) -> None:
    """The columns that come out are those of the reference; the others are as they were."""
    intervention = asked.get("intervention", "exercise_therapy")
    told = all_told(ruleset, intervention, rows)
    found, summary = screened(ruleset, rows, endings, output, **asked)
    assert [row["person"] for row in found] == [row["person"] for row in rows]
    for name, values in made_of(told, output, ruleset, intervention).items():
        expected = list(map(as_text, values)) if "csv" in endings[1] else values
        assert [row[name] for row in found] == expected, name
    assert_counted(summary, ruleset, intervention, rows, told)


def assert_counted(summary: Summary, ruleset: RuleSet, intervention: str, rows: Rows, told: Sequence[Told]) -> None:
    """The summary, counted once more, row by row."""
    assert summary.rows == len(rows)
    assert summary.outcomes == {word: sum(each.outcome is word for each in told) for word in Outcome}
    assert summary.conflicting == sum(bool(each.conflicts) for each in told)
    for each in summary.rules:
        verdicts = [one.verdicts[each.rule.id] for one in told]
        assert (each.applies, each.undetermined) == (verdicts.count(True), verdicts.count(None)), each.rule.id
    bound = ruleset.bound(intervention)
    reads = {rule.rule.id: rule.reads for rule in bound.objecting}
    states = [state_of(ruleset, bound.reads, row) for row in rows]
    for count in summary.facts:
        name = count.fact.name
        assert count.invalid == sum(invalid for _, invalid in (state[name] for state in states)), name
        assert count.unknown == sum(
            row.get(name) is None or state[name][1] for row, state in zip(rows, states, strict=True)
        )
        missing = sum(
            state[name][0]
            and one.outcome is not Outcome.BLOCKED
            and any(name in reads[rule] for rule in one.undetermined)
            for state, one in zip(states, told, strict=True)
        )
        assert count.missing == missing, name


def state_of(ruleset: RuleSet, names: frozenset[str], row: Mapping[str, Anything]) -> dict[str, tuple[bool, bool]]:
    """Of each fact, whether it is unknown with all that follows from other answers, and whether it is not allowed."""
    facts = ruleset.vocabulary.facts
    answers = {name: row[name] for name in facts if row.get(name) is not None}
    invalid = {name for name, value in answers.items() if not _may_hold(ruleset, name, value)}
    profile = read_profile({name: answers[name] for name in answers if name not in invalid}, ruleset.vocabulary)
    findings = establish(profile, ruleset, names, None)
    states = {}
    for name in names:
        boolean = facts[name].type is FactType.BOOLEAN
        nothing = findings[name].truth is Truth.UNKNOWN if boolean else findings[name].value is None
        # The reference puts the default of a fact in the place of an answer that is not allowed; nobody else does.
        states[name] = ((nothing and facts[name].when_unknown is None) or name in invalid, name in invalid)
    return states


def _may_hold(ruleset: RuleSet, name: str, value: Anything) -> bool:
    fact = ruleset.vocabulary.facts[name]
    if fact.type is FactType.CHOICE:
        return value in fact.choices
    if fact.type is FactType.BOOLEAN:
        return True
    return (fact.minimum is None or value >= fact.minimum) and (fact.maximum is None or value <= fact.maximum)


def people(rows: Rows) -> list[dict[str, Anything]]:
    """With an id, and without NaN, which not every format can write."""
    return [
        {"person": f"00{number}", **{name: None if value != value else value for name, value in row.items()}}  # noqa: PLR0124
        for number, row in enumerate(rows)
    ]


RULES, PEOPLE = many_rules(12), people(many_people(many_facts(), 25))


@pytest.fixture(autouse=True, scope="module")
def _without_waiting_for_the_disk() -> Iterator[None]:
    """That all is on the disk before a file takes its name is tested elsewhere."""
    with mock.patch("os.fsync"):
        yield


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("out", ENDINGS)
@pytest.mark.parametrize("source", ["parquet", "csv", "ndjson"])
def test_every_format_gives_what_the_reference_gives(source: str, out: str, output: Output) -> None:
    assert_alike(RULES, PEOPLE, (source, out), output)


@pytest.mark.parametrize("source", ENDINGS)
def test_answers_out_of_range_are_unknown_and_counted(source: str) -> None:
    rows = people(many_people(many_facts(), 60, unknown=0.2, invalid=0.2))
    assert_alike(many_rules(20), rows, (source, "parquet"), "reasons", on_invalid="unknown")


@pytest.mark.parametrize("intervention", ["exercise_therapy", "nerve_block_lidocaine", "folk_remedy"])
def test_the_shipped_rules_are_counted_as_the_reference_says(intervention: str) -> None:
    rules = load_rules()
    facts = list(rules.facts.values())
    usual = [
        {fact.name: _plain(fact.typical) for place, fact in enumerate(facts) if (place + left_out) % 7}
        for left_out in range(14)
    ]
    rows = people([*many_people(facts, 40, unknown=0.4), *many_people(facts, 20, unknown=0.9), *usual])
    assert_alike(rules.ruleset, rows, ("parquet", "parquet"), "reasons", intervention=intervention)


def _plain(value: Anything) -> Anything:
    return float(value) if isinstance(value, Decimal) else value


@st.composite
def populations(draw: st.DrawFn) -> tuple[RuleSet, str, Rows]:
    """A rule set, an intervention and some people, of whom some things are not known."""
    case = draw(cases(aged=False))
    names = list(case.ruleset.vocabulary.facts)
    rows = [
        {name: None if chance(draw, 3) else _plain(answer(draw, case.ruleset, name)) for name in names}
        for _ in range(draw(st.integers(1, 12)))
    ]
    return case.ruleset, case.intervention, people(rows)


@settings(max_examples=40)
@given(populations(), st.sampled_from(ENDINGS), st.sampled_from(ENDINGS), st.sampled_from(OUTPUTS))
def test_whatever_the_rules_are_files_give_what_the_reference_gives(
    drawn: tuple[RuleSet, str, Rows], source: str, out: str, output: Output
) -> None:
    ruleset, intervention, rows = drawn
    assert_alike(ruleset, rows, (source, out), output, intervention=intervention)
