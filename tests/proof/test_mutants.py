"""Which mistakes are made: each list is complete, and in the order in which they are tried."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from sciatica_rules.condition import (
    All,
    Always,
    Any,
    Compare,
    Condition,
    IsTrue,
    Not,
    Number,
    OneOf,
    Operator,
    in_words,
)
from sciatica_rules.outcome import Effect, Hold, NextStep
from sciatica_rules.proof.mutation.conditions import Alterations
from sciatica_rules.proof.mutation.mutant import CONDITION_KINDS, Kind, Moved
from sciatica_rules.proof.mutation.mutants import mutants
from sciatica_rules.rule import Rule
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.vocabulary import FactType
from tests.building import fact, intervention, parameter, rule, ruleset, vocabulary

FEVER, CANCER, PAIN = IsTrue("fever"), IsTrue("cancer"), IsTrue("pain")
KIND = {"none": "No", "slow": "Slow", "fast": "Fast"}
FACTS = vocabulary(
    [
        *(fact(name) for name in ("fever", "cancer", "pain")),
        fact("kind", type=FactType.CHOICE, choices=KIND),
        fact("count", type=FactType.INTEGER),
        fact("temperature", type=FactType.DECIMAL),
    ]
)
VALUES: Mapping[str, Number] = {"limit": 4, "fever_c": Decimal("38.25")}


def altered(condition: Condition) -> list[Condition]:
    return [one.when for one in Alterations(FACTS.facts, VALUES).of(condition)]


def count(operator: Operator, threshold: Number | str = 4) -> Compare:
    return Compare("count", operator, threshold)


def temperature(threshold: Number | str) -> Compare:
    return Compare("temperature", Operator.BELOW, threshold)


MADE: list[tuple[Condition, list[Condition]]] = [
    (Always(), []),
    (FEVER, [Not(FEVER)]),
    (Not(FEVER), [FEVER]),
    (Not(All((FEVER, PAIN))), [
        All((FEVER, PAIN)), Not(PAIN), Not(FEVER), Not(Any((FEVER, PAIN))), Not(All((Not(FEVER), PAIN))),
        Not(All((FEVER, Not(PAIN)))),
    ]),
    (All((FEVER, PAIN)), [PAIN, FEVER, Any((FEVER, PAIN)), All((Not(FEVER), PAIN)), All((FEVER, Not(PAIN)))]),
    (Any((FEVER, PAIN)), [PAIN, FEVER, All((FEVER, PAIN)), Any((Not(FEVER), PAIN)), Any((FEVER, Not(PAIN)))]),
    (Any((FEVER, PAIN, CANCER)), [
        Any((PAIN, CANCER)), Any((FEVER, CANCER)), Any((FEVER, PAIN)), All((FEVER, PAIN, CANCER)),
        Any((Not(FEVER), PAIN, CANCER)), Any((FEVER, Not(PAIN), CANCER)), Any((FEVER, PAIN, Not(CANCER))),
    ]),
    (All((FEVER,)), [All((Not(FEVER),))]),
    (OneOf("kind", ("slow",)), [
        Not(OneOf("kind", ("slow",))), OneOf("kind", ("slow", "none")), OneOf("kind", ("slow", "fast")),
    ]),
    (OneOf("kind", ("slow", "fast")), [
        Not(OneOf("kind", ("slow", "fast"))), OneOf("kind", ("fast",)), OneOf("kind", ("slow",)),
        OneOf("kind", ("slow", "fast", "none")),
    ]),
    (OneOf("count", (3,)), [Not(OneOf("count", (3,))), OneOf("count", (3, 2)), OneOf("count", (3, 4))]),
    (count(Operator.AT_LEAST), [
        Not(count(Operator.AT_LEAST)), count(Operator.ABOVE), count(Operator.AT_LEAST, 3), count(Operator.AT_LEAST, 5),
    ]),
    (count(Operator.ABOVE), [
        Not(count(Operator.ABOVE)), count(Operator.AT_LEAST), count(Operator.ABOVE, 3), count(Operator.ABOVE, 5),
    ]),
    (count(Operator.AT_MOST), [
        Not(count(Operator.AT_MOST)), count(Operator.BELOW), count(Operator.AT_MOST, 3), count(Operator.AT_MOST, 5),
    ]),
    (temperature(38), [
        Not(temperature(38)), Compare("temperature", Operator.AT_MOST, 38),
        temperature(Decimal("37.9")), temperature(Decimal("38.1")),
    ]),
    (temperature("fever_c"), [
        Not(temperature("fever_c")), Compare("temperature", Operator.AT_MOST, "fever_c"),
        temperature("fever_c - 0.01"), temperature("fever_c + 0.01"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "expected"), MADE, ids=[in_words(condition) for condition, _ in MADE])
def test_every_mistake_in_a_condition_is_made_once(condition: Condition, expected: list[Condition]) -> None:
    assert altered(condition) == expected


def rules_of(*rules: Rule, overrides: Mapping[str, Number] | None = None) -> RuleSet:
    interventions = [
        intervention("exercise_therapy"),
        intervention("curl", "exercise_therapy", "lying", parameters={"limit": 2}),
        intervention("bend", "exercise_therapy", "standing"),
        intervention("block"),
    ]
    return ruleset(FACTS, rules, interventions, [parameter("limit", 4)], overrides)


def changes(one: Rule, *others: Rule) -> list[tuple[Kind, str]]:
    """What is changed beside the condition."""
    found = mutants(rules_of(one, *others), one)
    return [(each.kind, each.change) for each in found if each.kind not in CONDITION_KINDS]


def test_what_a_rule_demands_is_lowered_by_one_step() -> None:
    hold = rule("one", FEVER, next_step=NextStep.WAIT, hold=Hold.EXACERBATION)
    assert changes(hold) == [
        (Kind.LOWER_EFFECT, "consult_doctor instead of blocked"),
        (Kind.LOWER_NEXT_STEP, "next_step fix instead of wait"),
        (Kind.LOWER_HOLD, "hold none instead of exacerbation"),
        (Kind.LOWER_HOLD, "hold discomfort instead of exacerbation"),
        (Kind.DROP_RULE, "left out"),
    ]


def test_a_lower_effect_keeps_nothing_that_it_cannot_have() -> None:
    blocking = rule("one", FEVER, hold=Hold.DISCOMFORT)
    lower = next(each.rule for each in mutants(rules_of(blocking), blocking) if each.kind is Kind.LOWER_EFFECT)
    assert lower is not None
    assert (lower.effect, lower.hold, lower.next_step) == (Effect.CONSULT_DOCTOR, Hold.NONE, NextStep.DOCTOR)
    asking = rule("one", FEVER, Effect.CONSULT_DOCTOR)
    lower = next(each.rule for each in mutants(rules_of(asking), asking) if each.kind is Kind.LOWER_EFFECT)
    assert lower is not None
    assert (lower.effect, lower.next_step) == (Effect.PRECAUTION, NextStep.NONE)


def test_a_precaution_can_only_be_left_out() -> None:
    assert changes(rule("one", Always(), Effect.PRECAUTION)) == [(Kind.DROP_RULE, "left out")]


def test_whom_a_rule_concerns_is_narrowed_by_one_tag_or_widened_by_one_exception() -> None:
    one = rule("one", FEVER, Effect.PRECAUTION, ("exercise_therapy", "block"), except_for=("lying",))
    other = rule("other", FEVER, Effect.PRECAUTION, except_for=("standing",))
    assert changes(one, other) == [
        (Kind.DROP_TAG, "without exercise_therapy in applies_to"),
        (Kind.DROP_TAG, "without block in applies_to"),
        (Kind.DROP_EXCEPTION, "without lying in except_for"),
        (Kind.ADD_EXCEPTION, "with standing in except_for"),
        (Kind.DROP_RULE, "left out"),
    ]


def test_an_exception_that_takes_all_or_nothing_is_not_added() -> None:
    one = rule("one", FEVER, Effect.PRECAUTION, ("lying",))
    others = (rule(name, FEVER, except_for=(name,)) for name in ("lying", "standing"))
    assert changes(one, *others) == [(Kind.DROP_RULE, "left out")]


def test_two_ways_to_the_same_rule_are_one_mutant() -> None:
    twice = rule("one", All((FEVER, FEVER)), Effect.PRECAUTION)
    found = [each.rule for each in mutants(rules_of(twice), twice)]
    assert len(found) == len({each and each.when for each in found}) == 5


def test_a_moved_parameter_is_as_far_away_wherever_the_rule_meets_it() -> None:
    moved = Moved("limit", 1).added_to(rules_of(rule("one", count(Operator.AT_LEAST, "limit")), overrides={"limit": 6}))
    values = {name: moved.values_for(each) for name, each in moved.interventions.items()}
    assert {name: each["limit + 1"] - each["limit"] for name, each in values.items()} == dict.fromkeys(values, 1)
    assert Moved("limit", Decimal("-0.1")).name == "limit - 0.1"


def test_a_variant_without_the_rule_stays_as_it_is() -> None:
    one, other = rule("one", FEVER), rule("other", FEVER)
    mutant = mutants(rules_of(one, other), one)[0]
    less = rules_of(other)
    assert mutant.of(less) is less
    assert list(mutant.of(rules_of(one, other)).rules.values()) == [mutant.rule, other]
