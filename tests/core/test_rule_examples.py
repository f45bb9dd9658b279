"""The examples that rules carry are run, and what comes out otherwise is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sciatica_rules import ProfileError, Rules, load_rules
from sciatica_rules.condition import Compare, IsTrue, Operator
from sciatica_rules.examples import ExampleFailure
from sciatica_rules.location import Location
from sciatica_rules.outcome import Verdict
from sciatica_rules.parameter import Stricter
from sciatica_rules.rule import Example
from sciatica_rules.vocabulary import FactType
from tests import building

FACTS = (building.fact("ill"), building.fact("times", type=FactType.INTEGER, minimum=0, maximum=9))
PLACES = (
    building.intervention("walking", "exercise_therapy"),
    building.intervention("running", "exercise_therapy", parameters={"most": 2}),
)


def found(when: Compare | IsTrue, *examples: Example) -> list[ExampleFailure]:
    rule = replace(building.rule("a_rule", when), examples=examples, location=Location("rules/a_rule.yaml", 1, 5))
    most = building.parameter("most", 5, Stricter.LOWER)
    return list(Rules(building.ruleset(FACTS, [rule], PLACES, [most])).check_examples())


def test_the_shipped_examples_come_out_as_they_say() -> None:
    assert load_rules().check_examples() == ()


def test_a_failure_says_which_where_and_how() -> None:
    right = Example({"ill": True}, Verdict.APPLIES)
    wrong = Example({"ill": False, "times": 3}, Verdict.APPLIES, location=Location("rules/a_rule.yaml", 9, 5))
    (failure,) = found(IsTrue("ill"), right, wrong)
    assert (failure.rule, failure.intervention) == ("a_rule", "walking")
    assert (failure.expected, failure.found) == (Verdict.APPLIES, Verdict.DOES_NOT_APPLY)
    assert str(failure) == (
        "rules/a_rule.yaml:9:5: a_rule for walking: the example expects applies, it comes out does_not_apply\n"
        "    given {ill: false, times: 3}"
    )


def test_an_example_without_a_place_is_told_at_its_rule() -> None:
    (failure,) = found(IsTrue("ill"), Example({}, Verdict.APPLIES))
    assert failure.location == Location("rules/a_rule.yaml", 1, 5)


def test_an_example_must_hold_wherever_it_does_not_say_for_which() -> None:
    above = Compare("times", Operator.ABOVE, "most")
    (failure,) = found(above, Example({"times": 3}, Verdict.DOES_NOT_APPLY))
    assert (failure.intervention, failure.found) == ("running", Verdict.APPLIES)
    assert not found(above, Example({"times": 3}, Verdict.DOES_NOT_APPLY, "walking"))
    assert not found(above, Example({"times": 3}, Verdict.APPLIES, "running"))


def test_an_example_with_a_value_that_a_fact_cannot_have_is_an_error() -> None:
    with pytest.raises(ProfileError):
        found(IsTrue("ill"), Example({"times": 10}, Verdict.APPLIES))
