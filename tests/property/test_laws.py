"""The seven laws of ``docs/laws.md``, one property each, against a naive reading of them (``tests/oracle.py``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import Any as Anything

from hypothesis import assume, given
from hypothesis import strategies as st

from sciatica_rules.decision import Decision
from sciatica_rules.outcome import Effect, Outcome
from sciatica_rules.profile import Profile, read_profile
from sciatica_rules.reference import screen
from sciatica_rules.rule import Rule
from sciatica_rules.rules import Rules
from sciatica_rules.ruleset import RuleSet
from tests import building, oracle
from tests.persons import assumed, is_stricter, persons
from tests.strategies import (
    NOW,
    Case,
    answer,
    cases,
    chance,
    contradictory_cases,
    larger_rulesets,
    pick,
    raw_profile,
    rulesets,
    shuffled,
    some,
)

RANK = {Outcome.ALLOWED: 0, Outcome.CONSULT_DOCTOR: 1, Outcome.BLOCKED: 2}


def screened(case: Case) -> Decision:
    return Rules(case.ruleset).screen(case.raw, case.intervention, case.as_of)


def read(case: Case) -> Profile:
    return Rules(case.ruleset).read(case.raw)


def test_the_oracle_knows_both_worlds() -> None:
    assert set(RANK.values()) == set(oracle.DEMAND.values())


@given(cases() | contradictory_cases())
def test_a_decision_is_what_two_bits_of_evidence_say(case: Case) -> None:
    """The bounds, the outcome, the rules that apply or are unknown, and the contradictions."""
    decision = screened(case)
    expected = oracle.judge(case.ruleset, read(case), case.intervention, case.as_of)
    assert (RANK[decision.at_least], RANK[decision.at_most], RANK[decision.outcome]) == (
        expected.at_least,
        expected.at_most,
        expected.outcome,
    )
    assert {reason.rule for reason in decision.reasons} == expected.true
    assert {rule.rule for rule in decision.undetermined} == expected.unknown
    assert {conflict.fact for conflict in decision.conflicts} == expected.conflicts
    assert decision.settled is (expected.at_least == expected.at_most)


# Law 1


@given(cases(), st.data())
def test_law_1_order_and_duplicates_of_rules_do_not_matter(case: Case, data: st.DataObject) -> None:
    before = screened(case)
    every = list(case.ruleset.rules.values())
    twins = [replace(rule, id=f"{rule.id}_again") for rule in some(data.draw, every)]
    mixed = shuffled(data.draw, [*every, *twins])
    after = screened(replace(case, ruleset=replace(case.ruleset, rules={rule.id: rule for rule in mixed})))

    def essence(decision: Decision) -> tuple[object, ...]:
        return (
            *(decision.outcome, decision.at_least, decision.at_most, decision.next_step),
            {reason.rule.removesuffix("_again") for reason in decision.reasons},
            {rule.rule.removesuffix("_again") for rule in decision.undetermined},
            {precaution.rule.removesuffix("_again") for precaution in decision.precautions},
            {fact.fact for fact in decision.missing},
            {fact.fact for fact in decision.assumed},
            decision.conflicts,
            decision.facts,
        )

    assert essence(after) == essence(before)


# Law 2


@given(cases(), st.data())
def test_law_2_adding_a_rule_or_a_pack_never_lowers_an_outcome(case: Case, data: st.DataObject) -> None:
    larger = data.draw(larger_rulesets(case.ruleset))
    new = raw_profile(data.draw, larger) if chance(data.draw) else {}
    raw = {**{name: value for name, value in new.items() if name.startswith("new_")}, **case.raw}
    before, after = screened(case), screened(replace(case, ruleset=larger, raw=raw))
    assert after.outcome >= before.outcome
    assert after.at_least >= before.at_least
    assert after.at_most >= before.at_most


# Law 3


@st.composite
def extensions(draw: st.DrawFn, case: Case, decision: Decision) -> Profile:
    """The same person with more answers: what was denied stays denied, what was assumed stays as it was assumed."""
    profile = read(case)
    _, origins = oracle.known_facts(case.ruleset, profile, case.as_of)
    keep = {assumption.fact: assumption.value for assumption in decision.assumed}
    more: dict[str, Anything] = {}
    for name, fact in case.ruleset.vocabulary.facts.items():
        if origins[name] == "answered":
            continue
        if origins[name] == "denied":
            more[name] = oracle.denial(fact)
        elif name in keep:
            more[name] = keep[name]
        elif chance(draw):
            more[name] = answer(draw, case.ruleset, name)
    return with_answers(profile, more)


def with_answers(profile: Profile, more: Mapping[str, Anything]) -> Profile:
    """The same person with these answers, given now."""
    observed = {name: moment for name, moment in profile.observed.items() if name not in more}
    return Profile({**profile.answers, **more}, observed, profile.denies)


@given(cases(), st.data())
def test_law_3_blocked_survives_every_further_answer_that_keeps_the_assumptions(
    case: Case, data: st.DataObject
) -> None:
    """Contradictory answers included."""
    decision = screened(case)
    assume(decision.outcome is Outcome.BLOCKED)
    extended = data.draw(extensions(case, decision))
    assert Rules(case.ruleset).screen(extended, case.intervention, case.as_of).outcome is Outcome.BLOCKED


@given(cases(), st.data())
def test_law_3_allowed_survives_every_consistent_answer(case: Case, data: st.DataObject) -> None:
    decision = screened(case)
    assume(decision.outcome is Outcome.ALLOWED)
    for _ in range(5):
        extended = data.draw(extensions(case, decision))
        if not oracle.judge(case.ruleset, extended, case.intervention, case.as_of).conflicts:
            assert Rules(case.ruleset).screen(extended, case.intervention, case.as_of).outcome is Outcome.ALLOWED


@given(cases(), st.data())
def test_what_is_demanded_already_only_grows_and_what_is_feared_only_shrinks(case: Case, data: st.DataObject) -> None:
    """The bounds close in on the outcome with every consistent answer."""
    decision = screened(case)
    extended = data.draw(extensions(case, decision))
    after = Rules(case.ruleset).screen(extended, case.intervention, case.as_of)
    assert after.at_least >= decision.at_least
    assert after.conflicts or after.at_most <= decision.at_most


# Law 4


@given(cases())
def test_law_4_allowed_only_if_every_consistent_completion_is_allowed(case: Case) -> None:
    """Also where an assumption that was the stricter one, or one that no rule leans on, turns out otherwise."""
    decision = screened(case)
    assume(decision.outcome is Outcome.ALLOWED)
    listed = {assumption.fact for assumption in decision.assumed}
    freed = {name for name in assumed(case) if name not in listed or is_stricter(case, name)}
    people = persons(case, freed)
    assume(people is not None)
    assert all(oracle.plainly(case.ruleset, person, case.intervention) == 0 for person in people or [])


@given(cases())
def test_every_consistent_completion_lies_between_the_bounds(case: Case) -> None:
    """Nothing that is listed as assumed turning out otherwise."""
    decision = screened(case)
    people = persons(case, assumed(case) - {assumption.fact for assumption in decision.assumed})
    assume(people)
    for person in people or []:
        truly = oracle.plainly(case.ruleset, person, case.intervention)
        assert truly >= RANK[decision.at_least]
        assert truly <= RANK[decision.at_most]


@given(rulesets(), st.data())
def test_where_everything_is_known_the_decision_is_the_plain_one(ruleset: RuleSet, data: st.DataObject) -> None:
    case = Case(ruleset, pick(data.draw, sorted(ruleset.interventions)), raw_profile(data.draw, ruleset), NOW)
    people = persons(case, assumed(case))
    assume(people)
    for person in islice(people or [], 20):
        decision = Rules(ruleset).screen(person, case.intervention)
        assert RANK[decision.outcome] == oracle.plainly(ruleset, person, case.intervention)
        assert decision.settled
        assert (decision.missing, decision.conflicts, decision.undetermined) == ((), (), ())


# Law 5


def without_derivation(ruleset: RuleSet, name: str) -> RuleSet:
    facts = [
        replace(fact, implied_by=None, defined_by=None) if fact.name == name else fact
        for fact in ruleset.vocabulary.facts.values()
    ]
    return replace(ruleset, vocabulary=building.vocabulary(facts))


@given(contradictory_cases())
def test_law_5_resolving_a_contradiction_either_way_is_never_stricter(case: Case) -> None:
    """The fact taken as true, taken as false, or its own answer taken back, all other evidence being as it was."""
    decision = screened(case)
    assume(decision.conflicts)
    profile = read(case)
    for conflict in decision.conflicts:
        for either in (True, False):
            settled = with_answers(profile, {conflict.fact: either})
            resolved = Rules(without_derivation(case.ruleset, conflict.fact))
            assert resolved.screen(settled, case.intervention, case.as_of).outcome <= decision.outcome
        left = {name: value for name, value in profile.answers.items() if name != conflict.fact}
        taken_back = replace(profile, answers=left)
        assert Rules(case.ruleset).screen(taken_back, case.intervention, case.as_of).outcome <= decision.outcome


@given(contradictory_cases())
def test_a_contradiction_is_never_allowed_and_never_settled_short_of_blocked(case: Case) -> None:
    decision = screened(case)
    if decision.conflicts:
        assert decision.outcome >= Outcome.CONSULT_DOCTOR
        assert decision.at_most is Outcome.BLOCKED


# Law 6


@given(cases())
def test_law_6_the_outcome_alone_is_the_outcome_of_the_decision(case: Case) -> None:
    alone = Rules(case.ruleset).outcome(case.raw, case.intervention, case.as_of)
    assert alone is screened(case).outcome


@given(cases() | contradictory_cases())
def test_law_6_a_generated_decision_is_that_of_the_reference(case: Case) -> None:
    reference = screen(case.ruleset, read_profile(case.raw, case.ruleset.vocabulary), case.intervention, case.as_of)
    assert screened(case) == reference
    assert Rules(case.ruleset).outcomes(case.raw, case.as_of)[case.intervention] is reference.outcome


# Law 7


@given(cases())
def test_law_7_a_profile_that_validates_is_always_screened(case: Case) -> None:
    """Every intervention, and the decision can be written down."""
    for intervention, decision in Rules(case.ruleset).screen_all(case.raw, case.as_of).items():
        assert decision.intervention == intervention
        assert decision.summary.endswith(".")
        assert decision.model_dump_json()


def test_law_7_also_where_nothing_objects_and_nothing_is_asked() -> None:
    empty = building.ruleset([], [])
    assert Rules(empty).screen({}, "exercise_therapy").outcome is Outcome.ALLOWED


@given(cases())
def test_only_precautions_left_is_allowed(case: Case) -> None:
    def mild(rule: Rule) -> Rule:
        return replace(rule, effect=Effect.PRECAUTION)

    softened = {id_: mild(rule) for id_, rule in case.ruleset.rules.items()}
    assert screened(replace(case, ruleset=replace(case.ruleset, rules=softened))).outcome is Outcome.ALLOWED
