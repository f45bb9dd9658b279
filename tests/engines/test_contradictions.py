"""Who contradicts themselves is judged and explained by generated functions as well, and as the reference does it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any as Anything

import pytest

from sciatica_rules import engine as engines
from sciatica_rules import load_rules
from sciatica_rules.condition import All, Any, Condition, IsTrue, Not
from sciatica_rules.engine import Engine
from sciatica_rules.origin import Origin
from sciatica_rules.outcome import Effect, Outcome
from sciatica_rules.reference import outcome, screen
from tests import building
from tests.engines.alike import assert_alike, read

SIGN, MORE, SUM, ABOVE, TOP = (IsTrue(name) for name in ("sign", "more", "sum", "above", "top"))

FACTS = [
    building.fact("sign"),
    building.fact("more"),
    building.fact("sum", group="sums", implied_by=SIGN, defined_by=MORE),
    building.fact("above", group="sums", defined_by=Not(SUM)),
    building.fact("top", implied_by=All((SUM, ABOVE)), defined_by=All((SUM, Not(SUM)))),
]
"""Facts that are derived from others, three deep, and can be contradictory each in ways of its own."""

CONDITIONS: dict[str, Condition] = {
    "nothing_derived": Any((SIGN, MORE)),
    "yes": SUM,
    "no": Not(SUM),
    "both": All((SUM, Not(SUM))),
    "either": Not(Any((SUM, Not(SUM)))),
    "beside": Any((ABOVE, SIGN)),
    "highest": Not(TOP),
}
"""When each intervention is objected to; *both* and *either* can be true of a contradiction alone."""


def rule_set(effect: Effect) -> Anything:
    """One intervention for each of the conditions."""
    rules = [building.rule(name, when, effect, applies_to=(name,)) for name, when in CONDITIONS.items()]
    return building.ruleset(FACTS, rules, [building.intervention(name) for name in CONDITIONS])


def everybody() -> Iterator[dict[str, Anything]]:
    """Every way of answering, with the sums denied or not."""
    for answers in product((True, False, None), repeat=len(FACTS)):
        for denies in ([], ["sums"]):
            yield {**{fact.name: answer for fact, answer in zip(FACTS, answers, strict=True)}, "denies": denies}


@pytest.fixture(autouse=True)
def _nobody_is_left_to_the_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "reference", None)


@pytest.mark.parametrize("effect", list(Effect), ids=str)
def test_every_outcome_is_that_of_the_reference(effect: Effect) -> None:
    ruleset = rule_set(effect)
    engine = Engine(ruleset)
    for raw in everybody():
        profile = read(raw, ruleset)
        for intervention in CONDITIONS:
            expected = outcome(ruleset, profile, intervention)
            assert engine.outcome(raw, intervention) is expected
            assert engine.outcome(engine.read(raw), intervention) is expected
            assert engine.outcome(profile, intervention) is expected


@pytest.mark.parametrize("effect", list(Effect), ids=str)
def test_every_decision_is_that_of_the_reference(effect: Effect) -> None:
    ruleset = rule_set(effect)
    engine = Engine(ruleset)
    for raw in everybody():
        profile = read(raw, ruleset)
        for intervention in CONDITIONS:
            assert engine.screen(raw, intervention) == screen(ruleset, profile, intervention)


@pytest.mark.parametrize("intervention", ["exercise_therapy", "nerve_block_lidocaine"])
def test_a_contradiction_of_the_shipped_rules_is_explained_to_the_last_byte(intervention: str) -> None:
    """The person denies severe pain and reports nine of ten."""
    shipped = load_rules()
    raw = {"severe_pain": False, "pain_nrs": 9, "malignancy_status": "active", "denies": ["place"]}
    expected = screen(shipped.ruleset, read(raw, shipped.ruleset), intervention)
    assert [each.fact for each in expected.conflicts] == ["severe_pain"]
    assert_alike(shipped.screen(raw, intervention), expected)


def test_a_contradiction_that_no_rule_of_an_intervention_reads_changes_nothing_for_it() -> None:
    engine = Engine(rule_set(Effect.BLOCKED))
    raw = {"sign": False, "more": False, "sum": True}
    assert engine.outcome(raw, "yes") is Outcome.BLOCKED
    assert engine.outcome(raw, "nothing_derived") is Outcome.ALLOWED
    assert engine.screen(raw, "nothing_derived").conflicts == ()


def test_a_contradiction_that_only_a_precaution_reads_is_shown_and_demands_nothing() -> None:
    engine = Engine(rule_set(Effect.PRECAUTION))
    raw = {"sign": False, "more": False, "sum": True}
    decision = engine.screen(raw, "yes")
    assert engine.outcome(raw, "yes") is decision.outcome is Outcome.ALLOWED
    assert decision.conflicts == ()
    assert Origin.CONFLICT in {note.origin for note in decision.facts}
