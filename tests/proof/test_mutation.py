"""What is said to be the same is the same for everybody, and what is said to be missing would have been noticed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from math import prod

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sciatica_rules.condition import All, Always, Any, Compare, IsTrue, Not, OneOf, Operator
from sciatica_rules.decide import judge, verdict
from sciatica_rules.evidence import Findings, establish
from sciatica_rules.examples import check_example
from sciatica_rules.hold import begin
from sciatica_rules.location import Location
from sciatica_rules.outcome import Effect, Hold, NextStep, Verdict
from sciatica_rules.profile import Profile
from sciatica_rules.proof.mutation.missing_case import Decisions
from sciatica_rules.proof.mutation.missing_example import missing_example
from sciatica_rules.proof.mutation.mutant import CONDITION_KINDS, Kind, Mutant
from sciatica_rules.proof.mutation.mutants import mutants
from sciatica_rules.proof.mutation.paste import as_yaml
from sciatica_rules.proof.mutation.trial import Fate, Trial
from sciatica_rules.proof.witness import ProverError
from sciatica_rules.reference import screen
from sciatica_rules.rule import Example, Rule
from sciatica_rules.ruleset import BoundRule, RuleSet
from sciatica_rules.vocabulary import Fact, FactType
from tests.building import fact, intervention, parameter, rule, ruleset
from tests.proof.brute import NOW, STALE, Everybody, values
from tests.proof.mistakes import CANCER, FACTS, FEVER, PAIN, PLACES, case_for, made, mistake, stop
from tests.strategies import rulesets

MOST = 1_000
thorough = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@st.composite
def mistakes(draw: st.DrawFn, kinds: frozenset[Kind]) -> tuple[RuleSet, Mutant]:
    """A small rule set, and a mistake of one of these kinds in one of its rules."""
    found = draw(rulesets())
    assume(prod(len(fine_values(one)) for one in found.vocabulary.facts.values()) <= MOST)
    made = [mutant for one in found.rules.values() for mutant in mutants(found, one) if mutant.kind in kinds]
    tags = [each.tags for each in found.interventions.values()]
    made = [mutant for mutant in made if any(map(mutant.original.concerns, tags))]
    assume(made)
    kind = draw(st.sampled_from(sorted({mutant.kind for mutant in made})))
    return found, draw(st.sampled_from([mutant for mutant in made if mutant.kind is kind]))


def people(found: RuleSet) -> Iterator[Findings]:
    """Everybody whose answers all count; a decimal number has values around every threshold that is moved, too."""
    everybody = Everybody(found)
    for answers in product(*(fine_values(each) for each in everybody.facts)):
        yield establish(everybody._profile(answers), found, frozenset(everybody.place), NOW)


def fine_values(one: Fact) -> list[object]:
    if one.type is FactType.DECIMAL:
        near = (Decimal(half) / 2 + Decimal(more) / 1000 for half in range(5) for more in AROUND)
        return [number for number in near if 0 <= number <= 2] + [None] * (one.when_unknown is None)
    return [value for value in values(one) if value != STALE]


AROUND = (-100, -50, -10, -5, 0, 5, 10, 50, 100)


def bound_rule(found: RuleSet, name: str, rule_id: str) -> BoundRule | None:
    bound = found.bound(name)
    return next((each for each in (*bound.objecting, *bound.precautions) if each.rule.id == rule_id), None)


def says(found: RuleSet, name: str, rule_id: str, findings: Findings) -> Verdict:
    """What a rule says about somebody; a rule that is not there says nothing."""
    bound = bound_rule(found, name, rule_id)
    return Verdict.DOES_NOT_APPLY if bound is None else verdict(bound, findings)


@thorough
@given(mistakes(CONDITION_KINDS))
def test_an_example_is_missing_exactly_where_somebody_gets_another_verdict(case: tuple[RuleSet, Mutant]) -> None:
    found, mutant = case
    changed, name = mutant.of(found), mutant.original.id
    differs = any(
        says(found, place, name, findings) is not says(changed, place, name, findings)
        for findings in people(found)
        for place in found.interventions
    )
    example = missing_example(found, mutant)
    assert (example is not None) == differs
    if example is not None:
        asked = mutant.parameters_of(found)
        assert mutant.rule is not None
        assert check_example(asked, mutant.original, example) is None
        assert check_example(asked, mutant.rule, example) is not None


@thorough
@given(mistakes(frozenset(Kind) - CONDITION_KINDS - {Kind.LOWER_HOLD}))
def test_a_case_is_missing_exactly_where_somebody_gets_another_decision(case: tuple[RuleSet, Mutant]) -> None:
    found, mutant = case
    changed = mutant.of(found)
    differs = any(
        seen(mutant, found, place, findings) != seen(mutant, changed, place, findings)
        for findings in people(found)
        for place in found.interventions
    )
    assert (Decisions(found).missing_case(mutant) is not None) == differs


def seen(mutant: Mutant, found: RuleSet, place: str, findings: Findings) -> object:
    """What of a decision shows a mistake of its kind."""
    bound = found.bound(place)
    judgement = judge(bound, {name: findings[name] for name in bound.reads})
    if mutant.kind is Kind.LOWER_NEXT_STEP:
        return judgement.next_step
    if mutant.kind is Kind.LOWER_EFFECT and mutant.original.effect is Effect.BLOCKED:
        return judgement.outcome
    said = says(found, place, mutant.original.id, findings)
    own = bound_rule(found, place, mutant.original.id)
    return None if own is None or said is Verdict.DOES_NOT_APPLY else (said, own.rule.effect)


# Small rule sets made by hand


def test_a_milder_effect_shows_where_no_other_rule_demands_as_much() -> None:
    found = made(stop("one", FEVER), stop("other", PAIN))
    assert as_yaml(case_for(found, "one", Kind.LOWER_EFFECT)) == (
        "- case: The rule one makes curl blocked\n"
        "  profile: {base: typical, fever: true}\n"
        "  for: curl\n"
        "  expect: {outcome: blocked}"
    )


def test_a_milder_effect_beside_a_rule_that_demands_as_much_is_the_same() -> None:
    found = made(stop("one", FEVER), stop("other", FEVER))
    assert Decisions(found).missing_case(mistake(found, "one", Kind.LOWER_EFFECT)) is None


def test_a_lower_next_step_shows_where_none_is_as_pressing() -> None:
    found = made(stop("one", FEVER, next_step=NextStep.URGENT), stop("other", PAIN, next_step=NextStep.EMERGENCY))
    missing = case_for(found, "one", Kind.LOWER_NEXT_STEP)
    assert missing.words == {"outcome": "blocked", "next_step": "urgent"}
    assert missing.unusual["fever"] is True
    same = made(stop("one", FEVER, next_step=NextStep.URGENT), stop("other", FEVER, next_step=NextStep.EMERGENCY))
    assert Decisions(same).missing_case(mistake(same, "one", Kind.LOWER_NEXT_STEP)) is None


def test_a_milder_hold_shows_where_none_holds_as_long() -> None:
    keeps = stop("keeps", OneOf("held_for", ("discomfort", "exacerbation")))
    found = made(stop("one", FEVER, hold=Hold.EXACERBATION), stop("other", PAIN, hold=Hold.DISCOMFORT), keeps)
    missing = case_for(found, "one", Kind.LOWER_HOLD)
    assert missing.words == {"outcome": "blocked", "held_for": "exacerbation"}
    assert "  observe: []\n" in as_yaml(missing)
    same = made(stop("one", FEVER, hold=Hold.DISCOMFORT), stop("other", FEVER, hold=Hold.EXACERBATION), keeps)
    assert Decisions(same).missing_case(mistake(same, "one", Kind.LOWER_HOLD)) is None


@pytest.mark.parametrize(
    ("kind", "place"), [(Kind.ADD_EXCEPTION, "bend"), (Kind.DROP_RULE, "curl"), (Kind.DROP_EXCEPTION, "bend")]
)
def test_whom_a_rule_concerns_shows_there(kind: Kind, place: str) -> None:
    found = made(stop("one", FEVER), stop("other", PAIN, except_for=("standing",)))
    name = "other" if kind is Kind.DROP_EXCEPTION else "one"
    missing = case_for(found, name, kind)
    assert (missing.intervention, missing.told, missing.listed) == (place, "reasons", kind is not Kind.DROP_EXCEPTION)
    assert f"reasons: {{{'includes' if missing.listed else 'excludes'}: [{name}]}}" in as_yaml(missing)


def test_a_rule_that_never_applies_shows_where_it_is_undetermined() -> None:
    found = made(stop("one", All((PAIN, Not(PAIN)))))
    missing = case_for(found, "one", Kind.DROP_RULE)
    assert (missing.told, missing.listed, missing.words) == ("undetermined", True, {"outcome": "consult_doctor"})


def test_a_precaution_shows_among_precautions() -> None:
    found = made(rule("one", FEVER, Effect.PRECAUTION, ("therapy",)), stop("other", PAIN))
    assert case_for(found, "one", Kind.DROP_RULE).told == "precautions"


def test_a_precaution_that_is_never_certain_shows_where_it_may_concern_somebody() -> None:
    found = made(rule("one", All((PAIN, Not(PAIN))), Effect.PRECAUTION, ("therapy",)), stop("other", FEVER))
    missing = case_for(found, "one", Kind.DROP_RULE)
    assert (missing.told, missing.listed, missing.unusual) == ("precautions", True, {})


def test_a_precaution_that_is_shown_to_nobody_is_missed_by_no_case() -> None:
    found = made(rule("one", Not(Always()), Effect.PRECAUTION, ("therapy",)), stop("other", FEVER))
    assert Decisions(found).missing_case(mistake(found, "one", Kind.DROP_RULE)) is None


def test_no_example_is_missing_where_both_rules_are_the_same_for_everybody() -> None:
    found = made(stop("one", Any((FEVER, All((FEVER, PAIN))))))
    (same,) = (each for each in mutants(found, found.rules["one"]) if each.rule and each.rule.when == FEVER)
    assert missing_example(found, same) is None


def test_the_missing_example_says_no_more_than_it_must() -> None:
    found = made(stop("one", CANCER))
    example = missing_example(found, mistake(found, "one", Kind.NEGATE))
    assert example == Example({"cancer": False}, Verdict.DOES_NOT_APPLY) or example == Example(
        {"cancer": True}, Verdict.APPLIES
    )


def test_an_example_names_the_intervention_where_its_number_matters() -> None:
    often = fact("often", type=FactType.INTEGER, minimum=0, maximum=9)
    places = [intervention("bend", "therapy"), intervention("curl", "therapy", parameters={"limit": 2})]
    one = stop("one", Compare("often", Operator.ABOVE, "limit"))
    found = ruleset([often], [one], places, [parameter("limit", 4)])
    examples = [missing_example(found, each) for each in mutants(found, one) if each.kind is Kind.MOVE_THRESHOLD]
    assert examples == [
        Example({"often": 4}, Verdict.DOES_NOT_APPLY, "bend"),
        Example({"often": 5}, Verdict.APPLIES),
    ]


def left_out(found: RuleSet, change: str) -> Example | None:
    (mutant,) = (each for each in mutants(found, found.rules["one"]) if each.change == change)
    return missing_example(found, mutant)


def test_an_example_may_have_to_tell_what_applies_from_what_is_undetermined() -> None:
    found = made(stop("one", Any((PAIN, Not(PAIN), FEVER))))
    assert left_out(found, "without fever") == Example({"fever": True}, Verdict.APPLIES)


def test_an_example_may_have_to_tell_what_is_undetermined_from_what_does_not_apply() -> None:
    found = made(stop("one", All((PAIN, Not(PAIN), FEVER))))
    assert left_out(found, "without fever") == Example({"fever": False}, Verdict.DOES_NOT_APPLY)


def test_an_example_may_need_contradictory_answers() -> None:
    event = fact("event", momentary=True, when_unknown=False)
    said = fact("said", defined_by=IsTrue("event"))
    found = ruleset([*FACTS, event, said], [stop("one", All((IsTrue("said"), Not(IsTrue("said")), FEVER)))], PLACES)
    example = left_out(found, "without fever")
    assert example is not None
    assert example.given["said"] is not example.given.get("event", False)


# Trials


def test_what_is_not_proved_is_said_to_be_so() -> None:
    """Two rules demand together what one does, which takes a step of the search to see."""
    low, high = Compare("stage", Operator.AT_LEAST, 1), Compare("stage", Operator.AT_LEAST, 3)
    found = made(stop("one", low), stop("high", high), stop("rest", All((low, Compare("stage", Operator.BELOW, 3)))))
    mutant = mistake(found, "one", Kind.LOWER_EFFECT)
    assert Trial(found).of(mutant).fate is Fate.SAME
    assert Trial(found, budget=0).of(mutant).fate is Fate.NOT_PROVED


def test_an_example_kills_at_its_place() -> None:
    place = Location("one.yaml", 12)
    one = stop("one", FEVER)
    example = Example({"fever": True}, Verdict.APPLIES, location=place)
    found = made(Rule(**{**{name: getattr(one, name) for name in one.__slots__}, "examples": (example,)}))
    tried = Trial(found).of(mistake(found, "one", Kind.NEGATE))
    assert (str(tried.fate), tried.by) == ("killed", place)


def test_the_case_that_is_missing_holds_as_it_is_and_not_with_the_mistake() -> None:
    found = made(stop("one", FEVER), stop("other", PAIN))
    mutant = mistake(found, "one", Kind.DROP_RULE)
    missing = case_for(found, "one", Kind.DROP_RULE)
    profile = Profile({name: value for name, value in missing.unusual.items() if value is not None})
    assert {reason.rule for reason in screen(found, profile, missing.intervention).reasons} == {"one"}
    assert screen(mutant.of(found), profile, missing.intervention).reasons == ()
    assert begin(found, profile, missing.intervention, None).held is Hold.NONE


# Nothing is shown that the reference evaluator does not confirm


def test_a_case_that_shows_no_difference_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    found = made(stop("one", FEVER))
    decision = screen(found, Profile({}), "curl")
    monkeypatch.setattr("sciatica_rules.proof.mutation.missing_case.screen", lambda *_: decision)
    with pytest.raises(ProverError, match="sees no difference between one and its mutant"):
        case_for(found, "one", Kind.DROP_RULE)


def test_an_example_that_both_rules_pass_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    found = made(stop("one", FEVER))
    monkeypatch.setattr("sciatica_rules.proof.mutation.missing_example.check_example", lambda *_: None)
    with pytest.raises(ProverError, match="sees no difference between one and its mutant"):
        missing_example(found, mistake(found, "one", Kind.NEGATE))
