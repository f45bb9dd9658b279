"""Rule sets as data: shadowing, overrides, fingerprints, what is not covered, and use from many threads."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from sciatica_rules.condition import (
    All,
    Always,
    Compare,
    Condition,
    IsTrue,
    Not,
    OneOf,
    Operator,
    bind,
    facts_read,
    in_words,
    leaves,
    parameters_read,
)
from sciatica_rules.condition import (
    Any as AnyOf,
)
from sciatica_rules.evidence import Finding, Origin, evaluate
from sciatica_rules.outcome import Effect, NextStep, Outcome
from sciatica_rules.parameter import Stricter
from sciatica_rules.rule import Departure
from sciatica_rules.rules import Rules
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.source import Citation
from sciatica_rules.truth import Truth
from sciatica_rules.vocabulary import AnsweredBy, FactType, Worse
from tests import building
from tests.session_model import RULES

COUNT = building.fact("repetitions", type=FactType.INTEGER, minimum=0, maximum=100)
TOO_MANY = building.rule("too_many", Compare("repetitions", Operator.ABOVE, "most"), next_step=NextStep.FIX)


def dose(stricter: Stricter = Stricter.LOWER, own: int | None = None, **more: Any) -> RuleSet:
    """At most ten repetitions, or as many as the intervention itself allows."""
    place = building.intervention("exercise_therapy", parameters={} if own is None else {"most": own})
    return building.ruleset([COUNT], [TOO_MANY], [place], [building.parameter("most", 10, stricter)], **more)


def most(ruleset: RuleSet) -> int:
    """The largest number that is allowed."""
    rules = Rules(ruleset)
    return max(n for n in range(101) if rules.outcome({"repetitions": n}, "exercise_therapy") is Outcome.ALLOWED)


# Parameters


def test_a_parameter_of_the_intervention_takes_the_place_of_the_general_one() -> None:
    assert most(dose()) == 10
    assert most(dose(own=20)) == 20
    assert most(dose(own=5)) == 5


@pytest.mark.parametrize(
    ("stricter", "override", "own", "expected"),
    [
        (Stricter.LOWER, 8, None, 8),
        (Stricter.LOWER, 12, None, 12),
        (Stricter.LOWER, 8, 20, 8),
        (Stricter.LOWER, 8, 5, 5),
        (Stricter.LOWER, 8, 8, 8),
        (Stricter.HIGHER, 8, 5, 8),
        (Stricter.HIGHER, 8, 20, 20),
        (Stricter.DEPENDS, 8, 20, 20),
        (Stricter.DEPENDS, 8, 5, 5),
    ],
)
def test_an_override_reaches_an_own_value_only_where_it_is_stricter(
    stricter: Stricter, override: int, own: int | None, expected: int
) -> None:
    assert most(dose(stricter, own, overrides={"most": override})) == expected


def test_overrides_and_packs_stand_in_every_decision() -> None:
    gate, left_out = (
        building.pack("gate", not_covered=("age",)),
        building.pack("signs", covers=("saddle numbness", "age")),
    )
    rules = Rules(
        dose(overrides={"most": 12}, packs=(building.pack("article", is_base=True), gate), left_out=(left_out,))
    )
    stamp = rules.screen({}, "exercise_therapy").ruleset
    assert [(each.parameter, each.value, each.usual, each.looser) for each in stamp.overrides] == [
        ("most", 12, 10, True)
    ]
    assert (stamp.base.id, [pack.id for pack in stamp.packs], stamp.left_out) == ("article", ["gate"], ("signs",))
    assert rules.screen({}, "exercise_therapy").not_covered == ("saddle numbness", "age")
    assert (stamp.digest, stamp.logic_digest) == (rules.digest, rules.logic_digest)
    assert rules.version == "article 1.0.0 + gate 1.0.0"
    assert repr(rules) == "Rules(article 1.0.0 + gate 1.0.0: 1 rules, 1 interventions)"


def test_what_a_pack_covers_is_covered_whoever_says_otherwise() -> None:
    packs = (building.pack("article", is_base=True, not_covered=("gate", "children")), building.pack("gate"))
    assert Rules(dose(packs=packs)).screen({}, "exercise_therapy").not_covered == ("children",)


# Fingerprints


def digests(ruleset: RuleSet) -> tuple[str, str]:
    return Rules(ruleset).logic_digest, Rules(ruleset).digest


def test_texts_change_the_full_fingerprint_and_not_that_of_the_logic() -> None:
    plain = dose()
    rule = replace(TOO_MANY, message="Do fewer.", status="reviewed", departs_from_evidence=None, action="Rest.")
    logic, full = digests(replace(plain, rules={rule.id: rule}))
    assert logic == digests(plain)[0]
    assert full != digests(plain)[1]


@pytest.mark.parametrize(
    "changed",
    [
        replace(TOO_MANY, effect=Effect.CONSULT_DOCTOR),
        replace(TOO_MANY, next_step=NextStep.WAIT),
        replace(TOO_MANY, when=Compare("repetitions", Operator.AT_LEAST, "most")),
        replace(TOO_MANY, when=Not(TOO_MANY.when)),
        replace(TOO_MANY, when=Compare("repetitions", Operator.ABOVE, 10)),
        replace(TOO_MANY, except_for=("lying",)),
    ],
)
def test_a_rule_that_can_decide_otherwise_changes_both_fingerprints(changed: Any) -> None:
    plain, other = digests(dose()), digests(replace(dose(), rules={TOO_MANY.id: changed}))
    assert other[0] != plain[0]
    assert other[1] != plain[1]


@pytest.mark.parametrize(
    "change",
    [
        {"valid_for": timedelta(days=1)},
        {"when_unknown": 1},
        {"maximum": 50},
        {"momentary": True},
        {"clearance": True},
        {"worse_when": Worse.HIGHER},
        {"implied_by": IsTrue("x")},
        {"choices": {"a": "x"}},
        {"group": "other"},
    ],
)
def test_a_fact_that_can_count_otherwise_changes_the_fingerprint_of_the_logic(change: dict[str, Any]) -> None:
    fact = replace(COUNT, **change)
    assert digests(replace(dose(), vocabulary=building.vocabulary([fact])))[0] != digests(dose())[0]


def test_an_override_that_reaches_an_intervention_changes_the_fingerprint_of_the_logic() -> None:
    """The general value is the same here and there, the intervention's own is not."""
    shipped = dose(own=20)
    lower = replace(building.parameter("most", 50, Stricter.LOWER))
    overridden = replace(shipped, parameters={"most": lower}, overrides={"most": 10})
    assert most(shipped) != most(overridden)
    assert digests(shipped)[0] != digests(overridden)[0]


def test_one_meaning_has_one_fingerprint() -> None:
    several = [building.rule(name, IsTrue("on")) for name in "abc"]
    facts = [building.fact("on"), building.fact("level", type=FactType.DECIMAL, minimum=0, maximum=Decimal("38.0"))]
    one = building.ruleset(facts, several)
    other = building.ruleset([facts[0], replace(facts[1], maximum=Decimal("38.00"), minimum=Decimal(0))], several[::-1])
    assert digests(one) == digests(other)
    assert digests(building.ruleset([facts[0], replace(facts[1], maximum=38)], several)) == digests(one)
    half = building.ruleset([facts[0], replace(facts[1], maximum=Decimal("38.5"))], several)
    assert digests(half)[0] != digests(one)[0]


# Conditions

EVERYTHING = All(
    (
        AnyOf((IsTrue("fever"), Not(IsTrue("well")))),
        OneOf("kind", ("a", "b")),
        Compare("level", Operator.AT_LEAST, "limit"),
        Compare("count", Operator.BELOW, 3),
        Always(),
    )
)


def test_a_condition_tells_what_it_reads_and_says_itself_in_words() -> None:
    assert facts_read(EVERYTHING) == {"fever", "well", "kind", "level", "count"}
    assert parameters_read(EVERYTHING) == {"limit"}
    assert [leaf.fact for leaf in leaves(EVERYTHING)] == ["fever", "well", "kind", "level", "count"]
    words = "((fever or not well) and kind is a or b and level at least limit and count below 3 and always)"
    assert in_words(EVERYTHING) == words


def test_binding_puts_numbers_in_the_place_of_names() -> None:
    bound = bind(EVERYTHING, {"limit": 38})
    assert parameters_read(bound) == set()
    assert in_words(bound) == in_words(EVERYTHING).replace("limit", "38")
    assert bind(bound, {}) == bound
    with pytest.raises(KeyError):
        bind(EVERYTHING, {})


@pytest.mark.parametrize(
    ("condition", "value"), [(Compare("x", Operator.ABOVE, "limit"), 1), (Compare("x", Operator.ABOVE, 1), "some")]
)
def test_only_a_bound_condition_over_numbers_is_compared(condition: Condition, value: Any) -> None:
    finding = Finding(building.fact("x", type=FactType.INTEGER), Truth.UNKNOWN, value, Origin.ANSWERED)
    with pytest.raises(TypeError, match="only a bound condition over numbers"):
        evaluate(condition, {"x": finding})


def test_words_print_as_they_are_written() -> None:
    words = (Operator.AT_LEAST, FactType.BOOLEAN, Worse.TRUE, AnsweredBy.PATIENT, Origin.DENIED, Stricter.DEPENDS)
    assert [str(word) for word in words] == ["at_least", "boolean", "true", "patient", "denied", "depends"]
    assert str(Citation("article")) == "article"
    assert str(Citation("article", "EX-C-01")) == "article/EX-C-01"


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
