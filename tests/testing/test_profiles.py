"""Every drawn profile is valid, says what it is meant to say, and shrinks to something short."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

from sciatica_rules import Outcome, PatientProfile, ProfileError, UnknownInterventionError, load_rules
from sciatica_rules.condition import Compare, IsTrue, Operator
from sciatica_rules.evidence import establish
from sciatica_rules.origin import Origin
from sciatica_rules.outcome import Verdict
from sciatica_rules.testing import conditions, profiles, profiles_near_rules, profiles_with_unknowns, rulesets
from sciatica_rules.testing.aim import Aim, the_first
from sciatica_rules.testing.answers import typical_answers
from tests.rules.cells import possible_verdicts
from tests.testing.packs import tiny

RULES = load_rules()
FACTS = RULES.facts
SOME = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
# How far a failure shrinks is a matter of luck, so these draw the same on every run, `make explore` included.
QUICK = settings(max_examples=3000, database=None, derandomize=True, phases=[Phase.generate, Phase.shrink])
KINDS: dict[str, Callable[..., st.SearchStrategy[dict[str, Any]]]] = {
    "profiles": profiles,
    "profiles_near_rules": profiles_near_rules,
    "profiles_with_unknowns": profiles_with_unknowns,
}
each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def conflicts(profile: dict[str, Any]) -> list[str]:
    findings = establish(RULES.read(profile), RULES.ruleset, frozenset(FACTS), None)
    return [name for name, finding in findings.items() if finding.origin is Origin.CONFLICT]


def run(strategy: st.SearchStrategy[Any], check: Callable[[Any], None]) -> None:
    """Check some drawn values."""
    SOME(given(strategy)(check))()


@each_kind
def test_every_profile_is_valid_and_holds_no_contradiction(kind: Any) -> None:
    def check(profile: dict[str, Any]) -> None:
        assert type(profile) is dict
        assert not conflicts(profile)
        assert PatientProfile(**profile).as_mapping() == RULES.read(profile).as_mapping()

    run(kind(RULES), check)


@each_kind
def test_contradictory_profiles_are_valid_and_hold_one(kind: Any) -> None:
    run(kind(RULES, contradictory=True), lambda profile: _is_true(conflicts(profile)))


@each_kind
def test_an_overridden_fact_is_drawn_from_its_strategy(kind: Any) -> None:
    override = {"age_years": st.integers(70, 75), "fever": st.just(True), "pain_nrs": st.none()}

    def check(profile: dict[str, Any]) -> None:
        assert profile["age_years"] in range(70, 76)
        assert profile["fever"] is True
        assert profile.get("pain_nrs") is None
        assert not conflicts(profile)

    run(kind(RULES, override=override), check)


@each_kind
def test_what_cannot_be_drawn_is_said_at_once(kind: Any) -> None:
    with pytest.raises(ProfileError, match="did you mean 'age_years'"):
        kind(RULES, override={"age_yaers": st.none()})
    with pytest.raises(UnknownInterventionError, match="did you mean 'bicycle'"):
        kind(RULES, intervention="bicycel")
    with pytest.raises(ProfileError, match="age_years: must be a whole number"):
        find(kind(RULES, override={"age_years": st.just(-1)}), lambda _: True)


def test_rules_without_derivations_know_no_contradiction() -> None:
    plain = find(rulesets(), lambda rules: not rules.ruleset.derivations, settings=QUICK)
    with pytest.raises(ValueError, match="no answers can contradict each other"):
        profiles(plain, contradictory=True)


def test_where_all_that_could_contradict_is_overridden_nothing_is_drawn() -> None:
    override = {"fever": st.just(False)}
    with pytest.raises(Unsatisfiable):
        run(profiles(tiny(), contradictory=True, override=override), lambda _: None)


def test_answers_that_are_all_overridden_are_left_as_they_are() -> None:
    override = {"fever": st.just(False), "body_temperature_c": st.just(39.5)}
    found = find(profiles(RULES, override=override), lambda _: True)
    assert conflicts(found) == ["fever"]
    assert (found["fever"], found["body_temperature_c"]) == (False, 39.5)


def test_few_answers_of_a_usual_person_are_not_typical() -> None:
    def check(profile: dict[str, Any]) -> None:
        typical = typical_answers(RULES.ruleset, "bicycle")
        unusual = [
            name for name, value in profile.items() if typical.get(name) != RULES.read({name: value}).answers[name]
        ]
        assert len(unusual) <= 2

    run(profiles(RULES, intervention="bicycle", max_unusual=2), check)


def test_a_usual_person_can_be_allowed_and_can_be_blocked() -> None:
    seen = set()
    run(profiles(RULES, intervention="bicycle"), lambda profile: seen.add(RULES.outcome(profile, "bicycle")))
    assert seen == set(Outcome)


def test_a_person_with_unknowns_says_none_or_nothing() -> None:
    unknown = profiles_with_unknowns(RULES)
    assert find(unknown, lambda profile: any(value is None for value in profile.values()), settings=QUICK)
    assert len(find(unknown, lambda profile: len(profile) < 4 and None not in profile.values(), settings=QUICK)) <= 1


def test_a_profile_shrinks_to_what_matters() -> None:
    def blocked(profile: dict[str, Any]) -> bool:
        return RULES.outcome(profile, "bicycle") is Outcome.BLOCKED

    near = find(profiles_near_rules(RULES), blocked, settings=QUICK)
    assert len(near) <= 3
    usual = find(profiles(RULES, intervention="bicycle"), blocked, settings=QUICK)
    typical = typical_answers(RULES.ruleset, "bicycle")
    assert len([name for name in usual if RULES.read(usual).answers[name] != typical.get(name)]) == 1


def test_decimal_numbers_are_floats_that_are_read_as_they_were_meant() -> None:
    def check(profile: dict[str, Any]) -> None:
        temperature = profile.get("body_temperature_c")
        assert temperature is None or isinstance(temperature, float)

    run(profiles_near_rules(RULES, rule="high_temperature"), check)
    found = find(
        profiles_near_rules(RULES, rule="high_temperature"),
        lambda profile: RULES.read(profile).answers.get("body_temperature_c") == Decimal("37.999"),
        settings=QUICK,
    )
    assert found["body_temperature_c"] == 37.999


def test_what_always_holds_cannot_be_made_false() -> None:
    (target, *_) = Aim(RULES.ruleset).targets(rule="stop_at_discomfort")
    assert Aim(RULES.ruleset).at(target, Verdict.DOES_NOT_APPLY, {"fever": True}) == {"fever": True}


def test_what_every_value_meets_cannot_be_made_false() -> None:
    every = Compare("days_since_last_betamethasone", Operator.AT_LEAST, 0)
    assert list(Aim(RULES.ruleset).ways(every, False, the_first)) == []


def starting_from(base: str, intervention: str) -> dict[str, Any]:
    return typical_answers(RULES.ruleset, intervention) if base == "typical" else {}


@pytest.mark.parametrize("base", ["typical", "nothing"])
def test_every_verdict_of_every_rule_that_is_possible_is_reached(base: str) -> None:
    """The profiles from which ``profiles_near_rules`` starts, with nothing left to chance."""
    aim = Aim(RULES.ruleset)
    missed = [
        f"{target.bound.rule.id}: {wanted}"
        for target in aim.targets()
        for wanted in possible_verdicts(target.bound, RULES.ruleset)
        if aim.verdict(target.bound, aim.at(target, wanted, starting_from(base, target.intervention))) is not wanted
    ]
    assert not missed


@pytest.mark.parametrize("rule", ["frequent_seizures", "high_temperature", "held_after_flare", "too_many_repetitions"])
def test_drawn_profiles_near_a_rule_reach_each_verdict(rule: str) -> None:
    aim = Aim(RULES.ruleset)
    target = aim.targets(rule=rule)[0]
    seen: set[Verdict] = set()
    near = profiles_near_rules(RULES, rule=rule, intervention=target.intervention)
    run(near, lambda profile: seen.add(aim.verdict(target.bound, RULES.read(profile).answers)))
    assert seen == possible_verdicts(target.bound, RULES.ruleset)


@pytest.mark.parametrize(("value", "applies"), [(11, False), (12, True)])
def test_a_threshold_is_met_on_both_sides(value: int, applies: bool) -> None:
    """Frequent are twelve seizures a year."""
    (target,) = Aim(RULES.ruleset).targets(rule="frequent_seizures")

    def meets(profile: dict[str, Any]) -> bool:
        told = RULES.read(profile).answers
        just = Aim(RULES.ruleset).verdict(target.bound, {**told, "seizures_last_12_months": 12}) is Verdict.APPLIES
        return just and told.get("seizures_last_12_months") == value

    found = find(profiles_near_rules(RULES, rule="frequent_seizures"), meets, settings=QUICK)
    assert ("frequent_seizures" in [reason.rule for reason in RULES.screen(found, "bicycle").reasons]) is applies


def test_a_rule_that_is_not_there_cannot_be_stood_near() -> None:
    with pytest.raises(LookupError, match="no rule that concerns any of these interventions is called 'high_fevr'"):
        profiles_near_rules(RULES, rule="high_fevr")


def test_a_condition_is_over_the_given_facts_and_compares_what_is_asked() -> None:
    facts = [FACTS["age_years"], FACTS["pregnant"]]
    levels = conditions(facts, override={"age_years": st.just(65)})
    for drawn in (Compare("age_years", Operator.AT_LEAST, 65), IsTrue("pregnant")):
        assert find(levels, lambda condition, drawn=drawn: condition == drawn) == drawn  # type: ignore[misc]
    run(levels, lambda condition: _is_true("age_years" in repr(condition) or "pregnant" in repr(condition)))
    with pytest.raises(ValueError, match="a condition is about facts"):
        conditions([])
    with pytest.raises(ProfileError, match="no fact has this name"):
        conditions(FACTS, override={"age": st.none()})
    with pytest.raises(ValueError, match="cannot be compared with what is not known"):
        find(conditions(facts[:1], override={"age_years": st.none()}), lambda _: True)


def test_made_up_rules_decide_about_made_up_people() -> None:
    @SOME
    @given(st.data())
    def check(data: st.DataObject) -> None:
        rules = data.draw(rulesets())
        profile = data.draw(profiles_with_unknowns(rules))
        for decision in rules.screen_all(profile).values():
            assert decision.summary
        assert all(rules.ruleset.bound(name).objecting for name in rules.interventions)

    check()


def test_made_up_rules_can_be_about_real_facts() -> None:
    def check(rules: Any) -> None:
        assert rules.facts == RULES.facts
        assert rules.interventions == RULES.interventions
        assert rules.outcome({}, "bicycle") in set(Outcome)

    run(rulesets(RULES, max_rules=2), check)


def test_made_up_rules_are_shown_in_a_few_lines() -> None:
    found = find(rulesets(), lambda rules: len(rules.rules) == 2 and bool(rules.ruleset.derivations), settings=QUICK)
    assert repr(found).splitlines()[0] == "MadeUpRules"
    assert "rule_0, about stretching and walking: consult_doctor when ill" in repr(found)


def _is_true(value: object) -> None:
    assert value
