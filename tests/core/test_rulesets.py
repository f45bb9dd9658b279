"""Rule sets as data: shadowing, overrides, fingerprints, what is not covered, and use from many threads."""

from __future__ import annotations

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
from sciatica_rules.evidence import Finding, evaluate
from sciatica_rules.library import load_rules
from sciatica_rules.origin import Origin
from sciatica_rules.outcome import Effect, NextStep, Outcome
from sciatica_rules.parameter import Stricter
from sciatica_rules.rules import Rules
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.source import Citation
from sciatica_rules.truth import Truth
from sciatica_rules.vocabulary import AnsweredBy, FactType, Worse
from tests import building

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


def test_what_concerns_an_intervention_is_said_first_and_what_concerns_others_last() -> None:
    topics = {"nerve_block": ("needles",), "exercise_therapy": ("gyms",)}
    base = building.pack("article", is_base=True, not_covered=("needles", "children", "gyms"), not_covered_for=topics)
    assert Rules(dose(packs=(base,))).screen({}, "exercise_therapy").not_covered == ("gyms", "children", "needles")


def test_the_shipped_rules_tell_first_what_matters_for_what_was_asked() -> None:
    shipped = load_rules()
    block, exercise = (shipped.screen({}, name).not_covered for name in ("nerve_block_lidocaine", "bicycle"))
    assert sorted(block) == sorted(exercise)
    assert block[0].endswith("before a nerve block, without risks of an infection of the spine")
    assert exercise[0] == "blood pressure, physical fitness and breathlessness before exercise"


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
