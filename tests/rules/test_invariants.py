"""Promises of the shipped rules, searched for exceptions by enumeration and by chance; a proof is another matter."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sciatica_rules import Hold, NextStep, Outcome, load_rules
from sciatica_rules.condition import Compare, leaves
from sciatica_rules.parameter import Parameter, Stricter
from sciatica_rules.vocabulary import Fact, FactType
from tests.rules.signs import SIGNS
from tests.typical import typical_profile

RULES = load_rules()
RULESET = RULES.ruleset
PROGRAMME = "exercise_therapy"
EXERCISES = [name for name, one in RULES.interventions.items() if "exercise" in one.tags]
FOR_PREGNANCY = {name for name in EXERCISES if "for_pregnancy" in RULES.interventions[name].tags}
BLOCKS = [name for name, one in RULES.interventions.items() if "nerve_block" in one.tags]
CLEARED = {"orthopedist_cleared": True, "additional_examination_done": True}
APPROVED = {"emergency_declared_by_doctor": True, "doctor_opinion_on_block": "approve"}

CONTRAINDICATIONS: dict[str, dict[str, Any]] = {
    "mental_health_condition": {"mental_disorder": True},
    "frequent_seizures": {"epilepsy": True, "seizures_last_12_months": 12},
    "active_cancer": {"malignancy_status": "active"},
    "past_spinal_injury": {"spinal_injury_history": True},
    "viral_infection_with_fever": {"viral_infection": True, "body_temperature_c": 38},
    "past_heart_attack": {"heart_attack_history": True},
    "past_stroke": {"stroke_history": True},
}
BLOCK_CONTRAINDICATIONS: dict[str, list[str]] = {
    "cardiovascular_disease": BLOCKS,
    "heart_attack_history": BLOCKS,
    "stroke_history": BLOCKS,
    "renal_disease": BLOCKS,
    "hepatic_disease": BLOCKS,
    "severe_cns_damage": BLOCKS,
    "hemorrhagic_syndrome_history": BLOCKS,
    "skin_infection": BLOCKS,
    "allergy_procaine": ["nerve_block_procaine"],
    "allergy_lidocaine": ["nerve_block_lidocaine", "nerve_block_lidocaine_betamethasone"],
    "allergy_betamethasone": ["nerve_block_betamethasone", "nerve_block_lidocaine_betamethasone"],
}


def _values(fact: Fact) -> list[Any]:
    """Unknown, and one value on each side of everything that any rule or derivation compares the fact with."""
    match fact.type:
        case FactType.BOOLEAN:
            return [None, True, False]
        case FactType.CHOICE:
            return [None, *fact.choices]
        case FactType.INTEGER | FactType.DECIMAL:
            assert fact.minimum is not None
            assert fact.maximum is not None
            near = {at + step for at in _thresholds()[fact.name] for step in (-1, 0, 1)}
            inside = {value for value in near if fact.minimum <= value <= fact.maximum}
            return [None, *sorted({fact.minimum, fact.maximum, *inside})]


@cache
def _thresholds() -> dict[str, set[Any]]:
    found: dict[str, set[Any]] = {name: set() for name in RULES.facts}
    conditions = [one.when for name in RULES.interventions for one in RULESET.bound(name).objecting]
    conditions += [part for parts in RULESET.derivations.values() for part in parts if part is not None]
    for leaf in (leaf for condition in conditions for leaf in leaves(condition)):
        if isinstance(leaf, Compare):
            found[leaf.fact].add(leaf.threshold)
    return found


ANSWERS = [(name, value) for name, fact in RULES.facts.items() for value in _values(fact)]
"""Every fact with every value that could make a difference."""

CHANGES = st.lists(st.sampled_from(ANSWERS), max_size=12).map(dict)
KNOWING = st.sampled_from(["typical", "nothing"])
SEARCH = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _profile(knowing: str, intervention: str, *changes: Mapping[str, Any]) -> dict[str, Any]:
    known = typical_profile(RULES, intervention) if knowing == "typical" else {}
    for change in changes:
        known.update(change)
    return {name: value for name, value in known.items() if value is not None}


# --- exercise ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("intervention", [PROGRAMME, *EXERCISES])
def test_no_exercise_is_allowed_in_a_flare_whatever_one_other_answer_is(intervention: str) -> None:
    flare = {"acute_exacerbation": True}
    sample = ANSWERS if intervention == PROGRAMME else ANSWERS[:: len(EXERCISES)]
    for name, value in sample:
        if name not in flare:
            assert (
                RULES.outcome(_profile("typical", intervention, {name: value}, flare), intervention) is Outcome.BLOCKED
            )


@SEARCH
@given(KNOWING, CHANGES, st.sampled_from([PROGRAMME, *EXERCISES]))
def test_no_exercise_is_allowed_in_a_flare(knowing: str, changes: dict[str, Any], intervention: str) -> None:
    profile = _profile(knowing, intervention, changes, {"acute_exacerbation": True})
    assert RULES.outcome(profile, intervention) is Outcome.BLOCKED


@pytest.mark.parametrize("given_clearances", [{}, *({name: True} for name in CLEARED), CLEARED], ids=str)
@pytest.mark.parametrize("contraindication", CONTRAINDICATIONS.values(), ids=CONTRAINDICATIONS)
def test_a_contraindication_blocks_every_exercise_without_the_whole_clearance(
    contraindication: dict[str, Any], given_clearances: dict[str, Any]
) -> None:
    expected = Outcome.CONSULT_DOCTOR if given_clearances == CLEARED else Outcome.BLOCKED
    for intervention in (PROGRAMME, *EXERCISES):
        profile = _profile("typical", intervention, {"fever": None}, contraindication, given_clearances)
        assert (intervention, RULES.outcome(profile, intervention)) == (intervention, expected)


@pytest.mark.parametrize("contraindication", CONTRAINDICATIONS.values(), ids=CONTRAINDICATIONS)
def test_a_cleared_contraindication_still_needs_a_doctor_whatever_one_other_answer_is(
    contraindication: dict[str, Any],
) -> None:
    for name, value in ANSWERS:
        if name not in contraindication:
            profile = _profile("typical", PROGRAMME, CLEARED, {name: value}, contraindication)
            assert RULES.outcome(profile, PROGRAMME) >= Outcome.CONSULT_DOCTOR


@SEARCH
@given(KNOWING, CHANGES, st.sampled_from([PROGRAMME, *EXERCISES]), st.sampled_from(list(CONTRAINDICATIONS)))
def test_a_contraindication_needs_a_doctor_whatever_else_is_true(
    knowing: str, changes: dict[str, Any], intervention: str, contraindication: str
) -> None:
    profile = _profile(knowing, intervention, changes, CONTRAINDICATIONS[contraindication])
    outcome = RULES.outcome(profile, intervention)
    assert outcome >= Outcome.CONSULT_DOCTOR
    if not all(profile.get(name, False) for name in CLEARED):
        assert outcome is Outcome.BLOCKED


@SEARCH
@given(KNOWING, CHANGES, st.sampled_from(EXERCISES))
def test_no_exercise_is_allowed_where_the_programme_is_not_save_for_pregnancy(
    knowing: str, changes: dict[str, Any], exercise: str
) -> None:
    _check_against_the_programme(_profile(knowing, exercise, changes), exercise)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_no_exercise_is_allowed_where_one_answer_keeps_the_programme_from_it(exercise: str) -> None:
    for change in ANSWERS:
        profile = _profile("typical", PROGRAMME, dict([change]))
        if _of_the_programme(change) is not Outcome.ALLOWED:
            _check_against_the_programme(profile, exercise)


@cache
def _of_the_programme(change: tuple[str, Any]) -> Outcome:
    return RULES.outcome(_profile("typical", PROGRAMME, dict([change])), PROGRAMME)


def _check_against_the_programme(profile: dict[str, Any], exercise: str) -> None:
    if RULES.outcome(profile, exercise) is not Outcome.ALLOWED:
        return
    programme = RULES.screen(profile, PROGRAMME)
    if programme.outcome is not Outcome.ALLOWED:
        assert exercise in FOR_PREGNANCY
        objecting = {reason.rule for reason in programme.reasons} | {rule.rule for rule in programme.undetermined}
        assert objecting == {"pregnancy_now"}


# --- sessions ----------------------------------------------------------------------------------------------------

DURING = [
    (name, value)
    for name, value in ANSWERS
    if name != "held_for" and (RULES.facts[name].group == "during_exercise" or name in {
        "acute_exacerbation", "general_health_improved", "exacerbation_relieved_by_medication", *CLEARED,
        "stroke_history", "pain_nrs", "severe_pain", "surface_flat",
    })
]  # fmt: skip
OBSERVATIONS = st.lists(st.lists(st.sampled_from(DURING), max_size=3).map(dict), max_size=6)


@SEARCH
@given(KNOWING, CHANGES, OBSERVATIONS, st.sampled_from([PROGRAMME, *EXERCISES]), st.sampled_from(EXERCISES))
def test_a_held_session_is_blocked_for_every_exercise(
    knowing: str, changes: dict[str, Any], observations: list[dict[str, Any]], intervention: str, other: str
) -> None:
    session = RULES.session(_profile(knowing, intervention, changes), intervention)
    for observation in [{}, *observations]:
        before = session.held_for
        session = session.observe(observation)
        if session.held_for is not Hold.NONE:
            assert session.decision.outcome is Outcome.BLOCKED
            assert session.screen(other).outcome is Outcome.BLOCKED
        if observation.get("discomfort") or observation.get("exercise_painful"):
            assert session.held_for >= max(before, Hold.DISCOMFORT)
        if observation.get("acute_exacerbation"):
            assert session.held_for is Hold.EXACERBATION


# --- blocks ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("fact", "blocks"), BLOCK_CONTRAINDICATIONS.items())
def test_no_emergency_lifts_a_plain_contraindication_whatever_one_other_answer_is(fact: str, blocks: list[str]) -> None:
    for name, value in ANSWERS:
        if name not in {fact, *APPROVED}:
            profile = _profile("typical", blocks[0], APPROVED, {name: value}, {fact: True})
            assert RULES.outcome(profile, blocks[0]) is Outcome.BLOCKED


@SEARCH
@given(KNOWING, CHANGES, st.sampled_from(list(BLOCK_CONTRAINDICATIONS)), st.booleans())
def test_nothing_lifts_a_plain_contraindication_of_a_block(
    knowing: str, changes: dict[str, Any], fact: str, approved: bool
) -> None:
    for block in BLOCK_CONTRAINDICATIONS[fact]:
        profile = _profile(knowing, block, changes, APPROVED if approved else {}, {fact: True})
        assert RULES.outcome(profile, block) is Outcome.BLOCKED


@SEARCH
@given(KNOWING, CHANGES)
def test_the_combination_is_never_looser_than_either_of_its_medicines(knowing: str, changes: dict[str, Any]) -> None:
    both = "nerve_block_lidocaine_betamethasone"
    profile = _profile(knowing, both, changes)
    for one in ("nerve_block_lidocaine", "nerve_block_betamethasone"):
        assert RULES.outcome(profile, both) >= RULES.outcome(profile, one)


@SEARCH
@given(KNOWING, CHANGES, st.sampled_from(BLOCKS))
def test_a_clearance_for_exercise_changes_nothing_about_a_block(
    knowing: str, changes: dict[str, Any], block: str
) -> None:
    without = _profile(knowing, block, changes, dict.fromkeys(CLEARED))
    assert RULES.outcome({**without, **CLEARED}, block) is RULES.outcome(without, block)


# --- everything --------------------------------------------------------------------------------------------------


@SEARCH
@given(KNOWING, CHANGES, st.sampled_from(SIGNS), st.sampled_from(list(RULES.interventions)))
def test_a_sign_of_the_gate_is_pressing_whatever_else_is_true(
    knowing: str, changes: dict[str, Any], sign: Any, intervention: str
) -> None:
    if sign.blocks_only and intervention not in BLOCKS:
        return
    decision = RULES.screen(_profile(knowing, intervention, changes, sign.answers), intervention)
    assert decision.outcome is Outcome.BLOCKED
    assert decision.next_step >= min(sign.next_step, NextStep.EMERGENCY)


def _compared_with(parameter: str) -> set[str]:
    conditions = [rule.when for rule in RULES.rules.values()]
    conditions += [condition for fact in RULES.facts.values() for condition in fact.derivations]
    found = [leaf for condition in conditions for leaf in leaves(condition) if isinstance(leaf, Compare)]
    return {leaf.fact for leaf in found if leaf.threshold == parameter}


ONE_SIDED = [one for one in RULES.parameters.values() if one.stricter is not Stricter.DEPENDS]


@pytest.mark.parametrize("parameter", ONE_SIDED, ids=lambda parameter: parameter.name)
def test_a_parameter_moved_to_its_stricter_side_never_loosens_a_decision(parameter: Parameter) -> None:
    strictest = parameter.minimum if parameter.stricter is Stricter.LOWER else parameter.maximum
    stricter = load_rules(parameters={parameter.name: strictest})
    compared = _compared_with(parameter.name)
    concerned = [change for change in ANSWERS if change[0] in compared]
    assert len(concerned) > 3
    for intervention in RULES.interventions:
        for name, value in concerned:
            profile = _profile("typical", intervention, {"epilepsy": True, name: value})
            assert stricter.outcome(profile, intervention) >= RULES.outcome(profile, intervention)
