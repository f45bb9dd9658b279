from __future__ import annotations

import pytest

from sciatica_rules import NextStep, Outcome, load_rules
from sciatica_rules.rule import Rule
from tests.rules.signs import EMERGENCY_SIGNS, INFECTION_RISKS, SIGNS, Sign
from tests.typical import typical_profile

RULES = load_rules()
GATE = "safety_gate"
EACH_INTERVENTION = pytest.mark.parametrize("intervention", RULES.interventions)
EACH_SIGN = pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: sign.name)
SUMMARIES = {
    "any_emergency_sign": set(EMERGENCY_SIGNS),
    "any_serious_sign": {"major_trauma_recent", "unilateral_leg_swelling", "unexplained_weight_loss"},
    "infection_risk": set(INFECTION_RISKS),
    "any_block_sign": {"takes_anticoagulant", "takes_antiplatelet", "infection_at_injection_site"},
}


def _concerned(sign: Sign) -> list[str]:
    blocks = {name for name, intervention in RULES.interventions.items() if "nerve_block" in intervention.tags}
    return [name for name in RULES.interventions if name in blocks or not sign.blocks_only]


def test_the_safety_gate_is_loaded_by_default() -> None:
    assert GATE in {pack.id for pack in RULES.ruleset.packs}
    assert RULES.ruleset.left_out == ()


@EACH_INTERVENTION
def test_everything_is_allowed_for_its_own_typical_profile(intervention: str) -> None:
    decision = RULES.screen(typical_profile(RULES, intervention), intervention)
    assert (decision.outcome, decision.next_step, decision.settled) == (Outcome.ALLOWED, NextStep.NONE, True)
    assert decision.conflicts == ()


@EACH_SIGN
def test_each_sign_alone_is_blocked_and_pressing_for_all_that_it_concerns(sign: Sign) -> None:
    for intervention in _concerned(sign):
        profile = typical_profile(RULES, intervention, **sign.without, **sign.answers)
        decision = RULES.screen(profile, intervention)
        found = (intervention, decision.outcome, decision.next_step, decision.settled)
        assert found == (intervention, Outcome.BLOCKED, sign.next_step, True)
        assert sign.rule in {reason.rule for reason in decision.reasons}


@EACH_SIGN
def test_each_sign_is_blocked_though_the_list_was_answered_with_none_of_these(sign: Sign) -> None:
    none_of_these = dict.fromkeys(SUMMARIES, False)
    for intervention in _concerned(sign):
        profile = typical_profile(RULES, intervention, **{**sign.without, **sign.answers, **none_of_these})
        decision = RULES.screen(profile, intervention)
        assert (decision.outcome, decision.next_step) == (Outcome.BLOCKED, sign.next_step)


@EACH_SIGN
def test_each_sign_is_blocked_if_nothing_else_is_known(sign: Sign) -> None:
    for intervention in _concerned(sign):
        decision = RULES.screen(sign.answers, intervention)
        assert (decision.outcome, decision.next_step) == (Outcome.BLOCKED, sign.next_step)


def test_every_rule_of_the_gate_is_among_the_signs() -> None:
    assert {rule.id for rule in RULES.rules.values() if rule.pack == GATE} == {sign.rule for sign in SIGNS}


@pytest.mark.parametrize("rule", [rule for rule in RULES.rules.values() if rule.pack == GATE], ids=lambda rule: rule.id)
def test_every_rule_of_the_gate_blocks_and_is_pressing(rule: Rule) -> None:
    assert rule.effect.demand is Outcome.BLOCKED
    assert rule.next_step in {NextStep.URGENT, NextStep.EMERGENCY}


@pytest.mark.parametrize(("summary", "signs"), SUMMARIES.items())
def test_a_summary_is_defined_by_exactly_the_signs_on_its_screen(summary: str, signs: set[str]) -> None:
    vocabulary = RULES.ruleset.vocabulary
    assert vocabulary.beneath[summary] == signs
    screen = {fact.name for fact in vocabulary.facts.values() if fact.group == vocabulary.facts[summary].group}
    assert screen == {summary, *signs}


@pytest.mark.parametrize(("summary", "signs"), SUMMARIES.items())
@EACH_INTERVENTION
def test_an_honest_none_of_these_answers_every_sign_on_the_screen(
    intervention: str, summary: str, signs: set[str]
) -> None:
    profile = typical_profile(RULES, intervention, **dict.fromkeys(signs, None))
    assert profile[summary] is False
    assert RULES.outcome(profile, intervention) is Outcome.ALLOWED


def test_without_the_gate_its_topics_stand_among_what_is_not_covered() -> None:
    gate = next(pack for pack in RULES.ruleset.packs if pack.id == GATE)
    decision = load_rules(without=[GATE]).screen({}, "exercise_therapy")
    assert set(gate.covers) <= set(decision.not_covered)
    assert set(gate.covers).isdisjoint(RULES.screen({}, "exercise_therapy").not_covered)
