"""The generated functions say what the reference says, of everybody, and never raise where it does not."""

from __future__ import annotations

import copy
import pickle
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any as Anything

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciatica_rules import load_rules, rows, screener
from sciatica_rules.condition import All, Any, Compare, Condition, IsTrue, Not, OneOf, Operator
from sciatica_rules.decision import Decision
from sciatica_rules.engine import Engine
from sciatica_rules.outcome import Effect, Outcome
from sciatica_rules.reference import outcome, screen
from sciatica_rules.rules import Rules
from sciatica_rules.testing import profiles
from tests import building, oracle
from tests.engines.alike import FACTS, assert_alike, read
from tests.strategies import CHOICES, DAY, NOW, Case, cases, contradictory_cases, raw_profiles

SHIPPED = load_rules()
MANY = settings(max_examples=200)


# Outcomes


@MANY
@given(cases() | contradictory_cases())
def test_an_outcome_is_that_of_the_reference(case: Case) -> None:
    """From a plain mapping, and from a profile that was read."""
    engine = Engine(case.ruleset)
    for intervention in case.ruleset.interventions:
        expected = outcome(case.ruleset, read(case.raw, case.ruleset), intervention, case.as_of)
        assert engine.outcome(case.raw, intervention, case.as_of) is expected
        assert engine.outcome(engine.read(case.raw), intervention, case.as_of) is expected
        assert engine.outcome(read(case.raw, case.ruleset), intervention, case.as_of) is expected


@MANY
@given(cases(aged=False))
def test_an_outcome_is_that_of_the_second_reading(case: Case) -> None:
    """The reference could be wrong in the same way; the oracle shares no code with either."""
    expected = oracle.judge(case.ruleset, read(case.raw, case.ruleset), case.intervention).outcome
    assert list(Outcome).index(Engine(case.ruleset).outcome(case.raw, case.intervention)) == expected


@pytest.mark.parametrize("age", [2 * DAY, -DAY])
def test_an_answer_that_is_too_old_or_of_tomorrow_counts_for_no_function(age: timedelta) -> None:
    ruleset = building.ruleset([building.fact("sign", valid_for=DAY)], [building.rule("only", IsTrue("sign"))])
    engine = Engine(ruleset)
    raw = {"sign": False, "observed": {"sign": NOW - age}}
    for told in (raw, engine.read(raw)):
        assert engine.outcome(told, "exercise_therapy") is Outcome.ALLOWED
        assert engine.outcome(told, "exercise_therapy", NOW) is Outcome.CONSULT_DOCTOR
        assert engine.outcomes(told, NOW) == {"exercise_therapy": Outcome.CONSULT_DOCTOR}
        assert engine.screen(told, "exercise_therapy", NOW).outcome is Outcome.CONSULT_DOCTOR


@given(cases() | contradictory_cases())
def test_all_outcomes_at_once_are_each_of_them(case: Case) -> None:
    rules = Rules(case.ruleset)
    each = {name: outcome(case.ruleset, rules.read(case.raw), name, case.as_of) for name in rules.interventions}
    assert rules.outcomes(case.raw, case.as_of) == each
    assert list(rules.outcomes(case.raw)) == list(rules.interventions)


@settings(max_examples=60)
@given(profiles(SHIPPED), st.sampled_from([None, NOW]))
def test_every_outcome_of_the_shipped_rules_is_that_of_the_reference(raw: Anything, as_of: datetime | None) -> None:
    profile = read(raw, SHIPPED.ruleset)
    expected = {name: outcome(SHIPPED.ruleset, profile, name, as_of) for name in SHIPPED.interventions}
    assert SHIPPED.outcomes(raw, as_of) == expected


# Conditions that a compiler could get wrong

LEAVES: list[Condition] = [
    *(IsTrue(name) for name in ("yes", "no", "open")),
    *(Compare("count", operator, limit) for operator in Operator for limit in (-1, 0, 1, Decimal("1.5"), 3, 9)),
    *(Compare("level", operator, limit) for operator in Operator for limit in (0, Decimal("1.50"), 2)),
    *(Compare("free", operator, limit) for operator in Operator for limit in (Decimal("0.1"), 2)),
    *(Compare("many", operator, 10**20) for operator in Operator),
    *(OneOf("kind", words) for words in (("some",), ("none", "much"), tuple(CHOICES), ("elsewhere",))),
    *(OneOf("count", numbers) for numbers in ((1,), (0, 2), (7,))),
]
SHAPES: list[Callable[[Condition], Condition]] = [
    lambda leaf: leaf,
    Not,
    lambda leaf: Any((leaf, Compare("many", Operator.BELOW, 1))),
]
VALUES: dict[str, list[Anything]] = {
    **{name: [True, False, None] for name in ("yes", "no", "open")},
    "count": [0, 1, 2, 3, None, float("nan")],
    "level": [0, 1, Decimal("1.5"), 1.5, 1.49, 1.51, 2, None, Decimal("NaN")],
    "free": [0, Decimal("0.1"), 0.1, 0.09999999999999999, 0.10000000000000002, 2, None],
    "many": [0, 10**20, 10**20 - 1, 10**20 + 1, None],
    "kind": [*CHOICES, None, float("nan")],
}


@pytest.mark.parametrize("leaf", LEAVES, ids=str)
@pytest.mark.parametrize("effect", [Effect.BLOCKED, Effect.CONSULT_DOCTOR])
@pytest.mark.parametrize("shape", SHAPES, ids=["plain", "negated", "beside an open question"])
def test_every_comparison_comes_out_as_in_the_reference(
    leaf: Anything, effect: Effect, shape: Callable[[Condition], Condition]
) -> None:
    """At each threshold and beside it, unknown, NaN, denied, and with a default."""
    ruleset = building.ruleset(FACTS, [building.rule("only", shape(leaf), effect)])
    engine = Engine(ruleset)
    for value in VALUES[leaf.fact]:
        for denies in ([], ["history"]):
            raw = {leaf.fact: value, "denies": denies}
            expected = screen(ruleset, read(raw, ruleset), "exercise_therapy")
            assert engine.outcome(raw, "exercise_therapy") is expected.outcome
            assert_alike(engine.screen(raw, "exercise_therapy"), expected)


def test_conditions_twice_as_deep_as_a_rule_file_may_nest_them_are_compiled() -> None:
    when: Condition = IsTrue("open")
    for level in range(40):
        when = All((when, Not(IsTrue("no")))) if level % 2 else Any((Not(when), IsTrue("no")))
    ruleset = building.ruleset(FACTS, [building.rule("deep", when)])
    for value in (True, False, None):
        expected = outcome(ruleset, read({"open": value}, ruleset), "exercise_therapy")
        assert Engine(ruleset).outcome({"open": value}, "exercise_therapy") is expected


def test_a_great_many_rules_are_compiled() -> None:
    rules = [building.rule(f"rule_{number}", Compare("many", Operator.ABOVE, number)) for number in range(300)]
    engine = Engine(building.ruleset(FACTS, rules))
    assert engine.outcome({"many": 0}, "exercise_therapy") is Outcome.ALLOWED
    assert engine.outcome({"many": 1}, "exercise_therapy") is Outcome.BLOCKED


# Whole decisions


@MANY
@given(cases() | contradictory_cases(), st.data())
def test_a_decision_is_that_of_the_reference(case: Case, data: st.DataObject) -> None:
    """Also of the second and third person, of whom much was already said."""
    engine = Engine(case.ruleset)
    people = [case.raw, *(data.draw(raw_profiles(case.ruleset)) for _ in range(2)), case.raw]
    for raw in people:
        for intervention in case.ruleset.interventions:
            expected = screen(case.ruleset, read(raw, case.ruleset), intervention, case.as_of)
            assert_alike(engine.screen(raw, intervention, case.as_of), expected)


@settings(max_examples=60)
@given(profiles(SHIPPED), st.sampled_from(sorted(SHIPPED.interventions)))
def test_a_decision_by_the_shipped_rules_is_that_of_the_reference(raw: Anything, intervention: str) -> None:
    assert_alike(SHIPPED.screen(raw, intervention), screen(SHIPPED.ruleset, read(raw, SHIPPED.ruleset), intervention))


@given(cases() | contradictory_cases())
def test_nobody_is_allowed_whom_the_reference_does_not_allow(case: Case) -> None:
    """The one mistake that must never be made, said once more by itself."""
    rules = Rules(case.ruleset)
    for name, found in rules.outcomes(case.raw, case.as_of).items():
        if found is Outcome.ALLOWED:
            assert outcome(case.ruleset, read(case.raw, case.ruleset), name, case.as_of) is Outcome.ALLOWED


def test_a_derived_fact_is_denied_only_where_nothing_else_answers_it() -> None:
    sign = building.fact("sign", group="signs")
    summary = building.fact("summary", group="history", implied_by=IsTrue("sign"))
    ruleset = building.ruleset([sign, summary], [building.rule("only", IsTrue("summary"))])
    engine = Engine(ruleset)
    for raw in ({}, {"sign": True}, {"sign": False}, {"summary": True}, {"summary": None}):
        told = {**raw, "denies": ["history"]}
        assert_alike(engine.screen(told, "exercise_therapy"), screen(ruleset, read(told, ruleset), "exercise_therapy"))


def test_what_is_kept_has_room_for_so_much_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screener, "_REMEMBERED", 1)
    monkeypatch.setattr(rows, "_REMEMBERED", 0)
    ruleset = building.ruleset(FACTS, [building.rule("one", IsTrue("open")), building.rule("two", IsTrue("no"))])
    engine = Engine(ruleset)
    for raw in ({}, {"open": True}, {"no": True}, {"open": True, "no": True}, {"denies": ["history"]}, {}):
        expected = screen(ruleset, read(raw, ruleset), "exercise_therapy")
        assert_alike(engine.screen(raw, "exercise_therapy"), expected)


def test_what_is_kept_shows_nobody_the_number_of_another() -> None:
    ruleset = building.ruleset(FACTS, [building.rule("only", Compare("free", Operator.AT_LEAST, 1))])
    engine = Engine(ruleset)
    for number in (Decimal("1.25"), Decimal("1.75"), Decimal("1.25")):
        [reason] = engine.screen({"free": number}, "exercise_therapy").reasons
        assert [note.value for note in reason.facts] == [number]


# Around it


def test_rules_can_be_stored_and_copied_after_use() -> None:
    rules = Rules(building.ruleset(FACTS, [building.rule("only", IsTrue("open"))]))
    assert rules.outcome({"open": True}, "exercise_therapy") is Outcome.BLOCKED
    assert rules.interventions
    stored = pickle.loads(pickle.dumps(rules))  # noqa: S301 - stored a line before
    for again in (stored, copy.copy(rules), copy.deepcopy(rules)):
        assert again.outcome({"open": True}, "exercise_therapy") is Outcome.BLOCKED
        assert again.digest == rules.digest


def test_rules_can_be_used_by_many_threads_from_the_start() -> None:
    rules = Rules(replace(SHIPPED.ruleset))
    raw = {"malignancy_status": "active", "pain_nrs": 9}
    expected = SHIPPED.screen_all(raw)
    found: list[dict[str, Decision]] = []
    threads = [threading.Thread(target=lambda: found.append(rules.screen_all(raw))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [each == expected for each in found] == [True] * 8


@given(cases())
def test_a_part_that_is_proven_is_the_part_that_is_checked(case: Case) -> None:
    """What is built without checks is valid, in the order of its fields, and is what a check would have made of it."""
    decision = Rules(case.ruleset).screen(case.raw, case.intervention, case.as_of)
    parts = [decision, *decision.reasons, *decision.missing, *decision.assumed, *decision.facts]
    for part in parts:
        checked = type(part)(**{name: getattr(part, name) for name in part.model_fields_set})
        assert part == checked
        assert repr(part.model_dump()) == repr(checked.model_dump())
        assert pickle.loads(pickle.dumps(part)) == part  # noqa: S301 - stored just now
        assert part.model_copy() == part
