"""What facts count for, and what a decision says of them."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from sciatica_rules.condition import (
    All,
    Always,
    Condition,
    IsTrue,
    Not,
)
from sciatica_rules.condition import (
    Any as AnyOf,
)
from sciatica_rules.library import load_rules
from sciatica_rules.origin import Origin
from sciatica_rules.outcome import Effect, NextStep, Outcome
from sciatica_rules.rule import Departure
from sciatica_rules.rules import Rules
from sciatica_rules.source import Citation
from sciatica_rules.vocabulary import FactType, Worse
from tests import building
from tests.core.test_rulesets import TOO_MANY, dose
from tests.session_model import RULES

SHIPPED = load_rules()

# Facts


def test_facts_that_are_derived_from_each_other_in_a_circle_are_named() -> None:
    facts = [building.fact("a", implied_by=IsTrue("b")), building.fact("b", defined_by=IsTrue("a"))]
    with pytest.raises(ValueError, match="a -> b -> a"):
        _ = building.vocabulary(facts).in_dependency_order


def test_what_a_denial_answers() -> None:
    kind: dict[str, Any] = {"type": FactType.CHOICE, "choices": {"none": "no", "active": "yes"}}
    facts = [
        building.fact("worse"),
        building.fact("better", worse_when=Worse.FALSE),
        building.fact("either", worse_when=Worse.DEPENDS),
        building.fact("clearance", clearance=True),
        building.fact("count", type=FactType.INTEGER, minimum=0, maximum=3, worse_when=Worse.HIGHER),
        building.fact("choice", **kind, denied="none"),
        building.fact("indication", **kind),
    ]
    rules = Rules(
        building.ruleset(facts, [building.rule("any", AnyOf(tuple(map(IsTrue, ["worse", "better", "either"]))))])
    )
    assert [fact.deniable for fact in facts] == [False, None, None, None, None, "none", None]
    decision = rules.screen({"denies": ["history"]}, "exercise_therapy")
    assert {note.fact: note.origin for note in decision.facts} == {"worse": Origin.DENIED}
    assert [missing.fact for missing in decision.missing] == ["better", "either"]


@pytest.mark.parametrize("assumed", [None, False])
@pytest.mark.parametrize("told", [{"numb": False}, {"denies": ["history"]}, {"numb": False, "denies": ["history"]}])
@pytest.mark.parametrize("seen", ["2026-01-29", "2026-02-01"])
def test_an_aged_denial_counts_as_little_as_an_aged_answer(assumed: Any, told: dict[str, Any], seen: str) -> None:
    """Nor does one that was given after the moment of use."""
    numb = building.fact("numb", valid_for=timedelta(days=1), when_unknown=assumed)
    rules = Rules(building.ruleset([numb], [building.rule("numb", IsTrue("numb"))]))
    raw = {**told, "observed": {"numb": seen}}
    assert rules.outcome(raw, "exercise_therapy") is Outcome.ALLOWED
    aged = rules.screen(raw, "exercise_therapy", as_of="2026-01-31")
    assert (aged.outcome, [stale.fact for stale in aged.stale]) == (Outcome.CONSULT_DOCTOR, ["numb"])


@pytest.mark.parametrize("assumed", [False, True])
def test_a_denial_takes_the_place_of_an_assumption(assumed: bool) -> None:
    rules = Rules(building.ruleset([building.fact("numb", when_unknown=assumed)], [building.rule("x", IsTrue("numb"))]))
    decision = rules.screen({"denies": ["history"]}, "exercise_therapy")
    assert [(note.fact, note.value, note.origin) for note in decision.facts] == [("numb", False, Origin.DENIED)]
    assert (decision.outcome, decision.assumed) == (Outcome.ALLOWED, ())


@pytest.mark.parametrize(
    ("when", "raw", "listed"),
    [
        (All((IsTrue("a"), IsTrue("b"))), {}, ["a", "b"]),
        (All((IsTrue("a"), IsTrue("b"))), {"b": False}, []),
        (All((IsTrue("a"), IsTrue("b"))), {"b": True}, ["a"]),
        (AnyOf((IsTrue("a"), IsTrue("b"))), {}, ["a", "b"]),
        (AnyOf((IsTrue("a"), IsTrue("b"))), {"b": True}, []),
        (AnyOf((IsTrue("a"), IsTrue("c"))), {}, ["a"]),
        (All((IsTrue("a"), IsTrue("c"))), {"c": True}, ["a"]),
        (Not(All((Not(IsTrue("a")), Not(IsTrue("b"))))), {}, ["a", "b"]),
        (Not(AnyOf((IsTrue("a"), IsTrue("c")))), {}, ["a"]),
        (All((Always(), Not(IsTrue("a")))), {}, ["a"]),
    ],
)
def test_an_assumption_is_listed_where_a_verdict_leans_on_it(
    when: Condition, raw: dict[str, Any], listed: list[str]
) -> None:
    facts = [*(building.fact(name, when_unknown=False) for name in "ab"), building.fact("c")]
    decision = Rules(building.ruleset(facts, [building.rule("x", when)])).screen(raw, "exercise_therapy")
    assert [assumption.fact for assumption in decision.assumed] == listed
    assert all(assumption.rules == ("x",) for assumption in decision.assumed)


def test_a_contradiction_counts_however_far_beneath_a_rule_it_lies() -> None:
    facts = [
        building.fact("top", implied_by=IsTrue("middle")),
        building.fact("middle", implied_by=IsTrue("bottom")),
        building.fact("bottom"),
    ]
    rules = Rules(building.ruleset(facts, [building.rule("x", All((IsTrue("top"), Not(IsTrue("top")))))]))
    decision = rules.screen({"middle": False, "bottom": True}, "exercise_therapy")
    assert [(conflict.fact, sorted(conflict.between)) for conflict in decision.conflicts] == [
        ("middle", ["bottom", "middle"])
    ]
    assert (decision.outcome, decision.next_step) == (Outcome.CONSULT_DOCTOR, NextStep.ANSWER)


# Decisions


def test_what_the_summary_says() -> None:
    facts = [building.fact(name) for name in "abc"]

    def summary(raw: dict[str, Any], *rules: Any) -> str:
        return Rules(building.ruleset(facts, rules)).screen(raw, "exercise_therapy").summary

    blocks = building.rule("x", IsTrue("a"), next_step=NextStep.URGENT)
    asks = building.rule("y", IsTrue("b"), Effect.CONSULT_DOCTOR)
    fixes = building.rule("z", IsTrue("c"), Effect.CONSULT_DOCTOR, next_step=NextStep.FIX)
    note = building.rule("n", Always(), Effect.PRECAUTION)
    head = "The exercise_therapy: "
    well = dict.fromkeys("abc", False)
    assert summary(well, blocks) == f"{head}allowed, no rule of this set objects."
    assert summary(well, blocks, note) == f"{head}allowed, no rule of this set objects (1 precaution to mind)."
    assert summary({"a": True}, blocks) == f"{head}blocked, see a doctor today (Rule x)."
    everything = dict.fromkeys("abc", True)
    assert (
        summary(everything, asks, blocks, fixes) == f"{head}blocked, see a doctor today (Rule x, and 2 more reasons)."
    )
    assert summary({}, blocks, asks) == f"{head}not decided yet, 2 questions to answer."
    assert summary({"b": True}, blocks, asks) == f"{head}ask a doctor first (Rule y); 1 question to answer."
    assert summary({**well, "c": True}, fixes) == f"{head}change the plan or ask a doctor first (Rule z)."
    bare = replace(blocks, next_step=NextStep.NONE)
    assert summary({"a": True}, bare) == f"{head}blocked (Rule x)."
    conflicting = [building.fact("a", implied_by=IsTrue("b")), building.fact("b")]
    rules = Rules(building.ruleset(conflicting, [blocks]))
    contradiction = rules.screen({"a": False, "b": True}, "exercise_therapy")
    assert contradiction.outcome is Outcome.BLOCKED
    denied = Rules(
        building.ruleset(conflicting, [replace(blocks, when=Not(IsTrue("b"))), replace(asks, when=IsTrue("a"))])
    )
    decision = denied.screen({"a": False, "b": True}, "exercise_therapy")
    assert decision.summary == f"{head}ask a doctor first (Rule y); 1 contradiction to clear up."


def test_a_review_counts_only_if_every_rule_that_concerns_the_intervention_was_reviewed() -> None:
    reviewed = replace(TOO_MANY, reviewed_by="A. Doctor")
    note = building.rule("n", Always(), Effect.PRECAUTION)

    def review(*rules: Any) -> str:
        return Rules(replace(dose(), rules={rule.id: rule for rule in rules})).screen({}, "exercise_therapy").review

    assert review(reviewed) == "A clinician has reviewed each of these rules."
    assert review(reviewed, note) == review(TOO_MANY) == review() == "No clinician has reviewed these rules yet."


def test_a_departure_from_evidence_is_shown_with_its_source() -> None:
    departure = Departure("stricter", Citation("article"), "Guidance advises staying active.")
    rules = Rules(replace(dose(), rules={"too_many": replace(TOO_MANY, departs_from_evidence=departure)}))
    reason = rules.screen({"repetitions": 11}, "exercise_therapy").reasons[0]
    assert reason.departs_from_evidence is not None
    assert (reason.departs_from_evidence.direction, reason.departs_from_evidence.source.title) == (
        "stricter",
        "The article",
    )
    assert [(source.key, source.statement) for source in reason.sources] == [("article", "EX-C-01")]


@pytest.mark.parametrize(
    ("when", "raw", "behind"),
    [
        (Not(All((IsTrue("a"), IsTrue("b")))), {"a": False, "b": True}, ["a"]),
        (Not(All((IsTrue("a"), IsTrue("b")))), {"a": False}, ["a"]),
        (AnyOf((IsTrue("a"), Not(IsTrue("b")))), {"a": True, "b": True}, ["a"]),
        (AnyOf((IsTrue("a"), Not(IsTrue("b")))), {"a": True, "b": False}, ["a", "b"]),
        (Not(AnyOf((IsTrue("a"), IsTrue("b")))), {"a": False, "b": False}, ["a", "b"]),
        (AnyOf((IsTrue("a"), All((IsTrue("b"), IsTrue("c"))))), {"a": True, "b": True, "c": False}, ["a"]),
        (IsTrue("d"), {"a": True, "c": True}, ["a", "d"]),
        (Not(IsTrue("e")), {"b": False, "c": True}, ["b", "e"]),
    ],
)
def test_a_reason_shows_the_facts_that_speak_for_it_and_no_others(
    when: Condition, raw: dict[str, Any], behind: list[str]
) -> None:
    facts = [
        *(building.fact(name) for name in "abc"),
        building.fact("d", implied_by=AnyOf((IsTrue("a"), IsTrue("b")))),
        building.fact("e", defined_by=All((IsTrue("b"), IsTrue("c")))),
    ]
    (reason,) = Rules(building.ruleset(facts, [building.rule("x", when)])).screen(raw, "exercise_therapy").reasons
    assert [note.fact for note in reason.facts] == behind


def test_precautions_are_shown_unless_known_not_to_matter() -> None:
    notes = [building.rule("a", IsTrue("on"), Effect.PRECAUTION), building.rule("b", Always(), Effect.PRECAUTION)]
    rules = Rules(building.ruleset([building.fact("on")], notes))

    def shown(raw: dict[str, Any]) -> list[tuple[str, bool]]:
        return [(each.rule, each.certain) for each in rules.screen(raw, "exercise_therapy").precautions]

    assert shown({"on": True}) == [("a", True), ("b", True)]
    assert shown({}) == [("a", False), ("b", True)]
    assert shown({"on": False}) == [("b", True)]


def test_a_contradiction_that_only_a_precaution_reads_demands_nothing() -> None:
    facts = [building.fact("a", implied_by=IsTrue("b")), building.fact("b")]
    rules = Rules(building.ruleset(facts, [building.rule("n", IsTrue("a"), Effect.PRECAUTION)]))
    decision = rules.screen({"a": False, "b": True}, "exercise_therapy")
    assert (decision.outcome, decision.conflicts) == (Outcome.ALLOWED, ())
    assert [note.origin for note in decision.facts if note.fact == "a"] == [Origin.CONFLICT]


def test_replaying_under_other_rules_names_what_differs() -> None:
    decision = Rules(dose()).screen({"repetitions": 12}, "exercise_therapy")
    replayed = Rules(dose(overrides={"most": 15})).replay(decision)
    assert not replayed.same
    assert {"outcome", "reasons", "ruleset"} <= set(replayed.differences)
    assert "12" not in repr(replayed)


# Threads


def test_many_threads_screening_at_once_get_the_same_decisions() -> None:
    profiles: list[dict[str, Any]] = [{"pain_nrs": pain, "dizzy": pain % 2 == 0} for pain in range(11)] * 8
    alone = [RULES.screen_all(profile) for profile in profiles]
    fresh = Rules(replace(RULES.ruleset))
    with ThreadPoolExecutor(16) as threads:
        together = list(threads.map(fresh.screen_all, profiles))
    assert together == alone


# Processes

PRINT_DECISIONS = """
from tests.session_model import RULES
held = RULES.session({"denies": ["sciatica", "history"]}, "press_up").observe(discomfort=True, pain_nrs=8)
print(held.to_json(), held.decision.model_dump_json(), RULES.digest)
print(*(decision.model_dump_json() for decision in RULES.screen_all({"pain_nrs": 8, "denies": ["sciatica"]}).values()))
"""


def test_two_processes_say_the_same_bytes() -> None:
    """Python orders its sets differently in each of them."""
    said = [
        subprocess.run(
            [sys.executable, "-c", PRINT_DECISIONS],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1]
    assert '"outcome":"blocked"' in said[0]


def test_the_order_of_denials_leaves_no_trace() -> None:
    facts = [building.fact("a", group="one"), building.fact("b", group="two")]
    rules = Rules(building.ruleset(facts, [building.rule("x", All((IsTrue("a"), IsTrue("b"))))]))
    said = [rules.screen({"denies": denies}, "exercise_therapy") for denies in (["one", "two"], ["two", "one", "two"])]
    assert said[0].model_dump_json() == said[1].model_dump_json()
    assert said[0].profile == {"denies": ["one", "two"]}


@pytest.mark.parametrize("name", SHIPPED.interventions)
def test_the_treating_doctor_has_the_final_say_about_a_block_and_nobody_about_the_rest(name: str) -> None:
    decision = SHIPPED.screen({}, name)
    is_block = "nerve_block" in SHIPPED.interventions[name].tags
    assert decision.final_say == ("Whether to inject is for the treating doctor to decide." if is_block else "")


def test_the_summary_counts_the_questions_that_nobody_has_assumed_an_answer_to() -> None:
    decision = SHIPPED.screen({}, "exercise_therapy")
    asked = [missing for missing in decision.missing if not missing.assumed]
    assert len(asked) < len(decision.missing)
    assert f"{len(asked)} questions to answer" in decision.summary
