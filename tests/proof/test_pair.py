"""Two rule sets whose facts, numbers and interventions differ, in the ways that chance hardly draws."""

from __future__ import annotations

from dataclasses import replace
from typing import Any as Anything

import pytest

import sciatica_rules
from sciatica_rules import Rules
from sciatica_rules.condition import All, Any, Compare, Condition, IsTrue, Not, OneOf, Operator
from sciatica_rules.outcome import Effect, NextStep
from sciatica_rules.proof.boxes import MOST_BOXES
from sciatica_rules.proof.diff import Difference, diff
from sciatica_rules.proof.pair import Told
from sciatica_rules.proof.shifts import Comparison, Direction, Shift
from sciatica_rules.proof.witness import ProverError
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.vocabulary import Fact, FactType, Worse
from tests import building

ABOVE_FIVE = Compare("n", Operator.ABOVE, 5)


def number(low: int = 0, high: int = 9, **more: Anything) -> Fact:
    return building.fact("n", type=FactType.INTEGER, minimum=low, maximum=high, **more)


def kind(*words: str, **more: Anything) -> Fact:
    return building.fact("kind", type=FactType.CHOICE, choices=dict.fromkeys(words, "as it says"), **more)


def rules(fact: Fact, when: Condition) -> RuleSet:
    return building.ruleset([fact], [building.rule("one", when)])


def only(found: Difference) -> Shift:
    (shift,) = found.shifts
    return shift


def test_values_that_one_refuses_are_not_compared() -> None:
    old, new = (
        rules(number(0, 9, typical=0), ABOVE_FIVE),
        rules(number(0, 5, typical=0), Compare("n", Operator.ABOVE, 4)),
    )
    shift = only(diff(old, new))
    assert (shift.direction, shift.person.unusual) == (Direction.STRICTER, {"n": 5})
    assert diff(old, rules(number(0, 5, typical=0), ABOVE_FIVE)).is_equivalent


def test_a_typical_value_that_one_refuses_is_typical_of_nobody() -> None:
    old, new = (
        rules(number(0, 9, typical=0), ABOVE_FIVE),
        rules(number(3, 9, typical=4), Compare("n", Operator.ABOVE, 6)),
    )
    shift = only(diff(old, new))
    assert (shift.direction, shift.person.unusual, shift.person.before.outcome) == (
        Direction.LOOSER,
        {"n": 6},
        "blocked",
    )
    back = only(diff(new, old))
    assert (back.direction, back.person.unusual) == (Direction.STRICTER, {"n": 6})


def test_a_fact_of_another_type_counts_as_two() -> None:
    old, new = rules(building.fact("n", typical=False), IsTrue("n")), rules(number(typical=0), ABOVE_FIVE)
    looser, stricter = diff(old, new).shifts
    assert looser.person.unusual == {"n (as before)": True}
    assert stricter.person.unusual == {"n": 6}
    assert {str(cause) for cause in looser.causes} == {"rule one changed", "fact n changed"}


def test_rules_are_the_same_as_themselves() -> None:
    same = rules(number(typical=0), ABOVE_FIVE)
    found = diff(same, same)
    assert (found.interventions, found.edits) == ({"exercise_therapy": Comparison.EQUIVALENT}, ())
    assert found.is_equivalent


def test_the_rules_that_are_named_first_are_those_from_before() -> None:
    old, new = (Rules(rules(number(typical=0), Compare("n", Operator.ABOVE, most))) for most in (5, 6))
    assert only(sciatica_rules.diff(old, new)).direction is Direction.LOOSER
    assert only(sciatica_rules.diff(new, old)).direction is Direction.STRICTER


def test_of_those_whom_one_rule_reaches_the_person_with_the_greatest_change_is_told() -> None:
    """A typical person is asked to see a doctor all the same, so that somebody else shows what the rule did."""
    facts = [building.fact("ill", typical=False), building.fact("seen", typical=False, worse_when=Worse.FALSE)]
    unseen = building.rule("unseen", Not(IsTrue("seen")), Effect.CONSULT_DOCTOR)
    old, new = (building.ruleset(facts, some) for some in ([building.rule("stop", IsTrue("ill")), unseen], [unseen]))
    shift = only(diff(old, new))
    assert (shift.rules, shift.person.unusual) == (("stop",), {"ill": True, "seen": True})
    assert (shift.person.before.outcome, shift.person.after.outcome) == ("blocked", "allowed")


def test_ranges_and_choices_without_a_value_in_common_count_as_two() -> None:
    apart = diff(
        rules(number(0, 4, typical=0), Compare("n", Operator.ABOVE, 2)), rules(number(5, 9, typical=5), ABOVE_FIVE)
    )
    assert [shift.person.unusual for shift in apart.shifts] == [{"n (as before)": 3}, {"n": 6}]
    words = diff(
        rules(kind("a", "b", typical="a"), OneOf("kind", ("b",))),
        rules(kind("c", "d", typical="c"), OneOf("kind", ("d",))),
    )
    assert [shift.person.unusual for shift in words.shifts] == [{"kind (as before)": "b"}, {"kind": "d"}]


def test_of_choices_those_are_compared_that_both_accept() -> None:
    old = rules(kind("a", "b", "c", typical="a"), OneOf("kind", ("b", "c")))
    new = rules(kind("b", "c", "d", typical="d"), OneOf("kind", ("c", "d")))
    shift = only(diff(old, new))
    assert (shift.direction, shift.person.unusual) == (Direction.LOOSER, {"kind": "b"})


def test_leaving_a_fact_out_is_compared_where_something_else_is_assumed() -> None:
    asked, assumed = kind("a", "b", typical="a"), kind("a", "b", typical="a", when_unknown="a")
    when = OneOf("kind", ("b",))
    shift = only(diff(rules(asked, when), rules(assumed, when)))
    assert (shift.direction, shift.person.unusual) == (Direction.LOOSER, {"kind": None})
    assert (str(shift.person.before), str(shift.person.after)) == ("consult_doctor, next step answer", "allowed")
    assert [str(cause) for cause in shift.causes] == ["fact kind changed"]


def test_what_is_assumed_may_be_a_value_that_the_other_refuses() -> None:
    old = rules(number(0, 9, when_unknown=8), ABOVE_FIVE)
    shift = only(diff(old, rules(number(0, 6, when_unknown=1), ABOVE_FIVE)))
    assert (shift.direction, shift.person.unusual, shift.person.stale) == (Direction.LOOSER, {}, ())
    assert (shift.person.before.outcome, shift.person.after.outcome) == ("blocked", "allowed")


def test_an_answer_that_is_too_old_is_compared_apart_from_none() -> None:
    one, other = (building.fact("b", when_unknown=value, typical=False) for value in (False, True))
    twice = All((IsTrue("b"), IsTrue("c")))
    old, new = (
        building.ruleset([fact, building.fact("c", typical=True)], [building.rule("one", twice), extra])
        for fact, extra in (
            (one, building.rule("two", Not(IsTrue("c")))),
            (other, building.rule("two", Not(IsTrue("c")))),
        )
    )
    shift = only(diff(old, new))
    assert (shift.direction, shift.person.unusual) == (Direction.STRICTER, {"b": None})
    softer = replace(new, rules={**new.rules, "one": building.rule("one", twice, Effect.PRECAUTION)})
    (looser,) = (each for each in diff(old, softer).shifts if each.direction is Direction.LOOSER)
    assert looser.person.unusual == {"b": True}


def test_an_event_is_compared_though_it_never_ages() -> None:
    plain = building.fact("b", when_unknown=False, typical=False)
    event = replace(plain, momentary=True)
    found = diff(rules(plain, IsTrue("b")), rules(event, IsTrue("b")))
    assert found.is_equivalent
    assert [(each.name, each.beyond_proof) for each in found.beyond_proof] == [("b", ("momentary",))]


def test_people_who_contradict_themselves_for_one_alone_come_last() -> None:
    high = building.fact("n", type=FactType.INTEGER, minimum=0, maximum=9, typical=0)
    ill, derived = building.fact("ill", typical=False), building.fact("ill", typical=False, defined_by=ABOVE_FIVE)
    rule = building.rule("one", Not(IsTrue("ill")), Effect.PRECAUTION)
    reads = building.rule("two", All((IsTrue("ill"), IsTrue("more"))))
    more = building.fact("more", typical=False)
    old, new = (building.ruleset([high, fact, more], [rule, reads]) for fact in (ill, derived))
    there = diff(old, new)
    assert [(each.direction, each.rules) for each in there.shifts] == [
        (Direction.LOOSER, ("two",)),
        (Direction.STRICTER, ("two",)),
    ]
    assert all(cause.kind == "fact" for shift in there.shifts for cause in shift.causes)
    milder = replace(new, rules={"two": building.rule("two", All((IsTrue("ill"), IsTrue("more"))))})
    assert diff(new, milder).is_equivalent


@pytest.mark.parametrize("milder", [{"effect": Effect.CONSULT_DOCTOR}, {"next_step": NextStep.FIX}])
def test_who_contradicts_himself_for_both_and_is_told_something_looser_counts(milder: dict[str, Anything]) -> None:
    facts = [building.fact("a", typical=False), building.fact("b", typical=False, defined_by=IsTrue("a"))]
    one = building.rule("one", All((IsTrue("b"), Not(IsTrue("a")))))
    old, new = (building.ruleset(facts, [each]) for each in (one, replace(one, **milder)))
    shift = only(diff(old, new))
    assert (shift.direction, shift.rules, shift.person.unusual) == (Direction.LOOSER, ("one",), {"b": True})
    assert only(diff(new, old)).direction is Direction.STRICTER


def test_a_contradiction_that_only_one_sees_is_told_with_what_was_changed() -> None:
    plain = building.fact("ill", typical=False)
    facts = [number(typical=0), building.fact("more", typical=False)]
    never = building.rule("never", All((IsTrue("ill"), IsTrue("more"), Not(IsTrue("more")))))
    old, new = (building.ruleset([*facts, ill], [never]) for ill in (replace(plain, implied_by=ABOVE_FIVE), plain))
    for found, direction in ((diff(old, new), Direction.LOOSER), (diff(new, old), Direction.STRICTER)):
        shift = only(found)
        assert (shift.direction, shift.rules, shift.person.unusual) == (direction, (), {"n": 6})
        assert [str(cause) for cause in shift.causes] == ["fact ill changed"]
        assert {shift.person.before.outcome, shift.person.after.outcome} == {"allowed", "consult_doctor"}


def test_who_is_allowed_since_nothing_reads_the_contradiction_any_more_is_told_of() -> None:
    """Nobody else is told anything else: the rule that is gone demanded nothing that another one does not."""
    ill = building.fact("ill", typical=False, defined_by=ABOVE_FIVE)
    enough, more = building.rule("enough", ABOVE_FIVE), building.rule("more", All((IsTrue("ill"), ABOVE_FIVE)))
    old, new = (building.ruleset([number(typical=0), ill], found) for found in ([enough, more], [enough]))
    for found, direction in ((diff(old, new), Direction.LOOSER), (diff(new, old), Direction.STRICTER)):
        shift = only(found)
        assert (shift.direction, shift.rules, shift.person.unusual) == (direction, (), {"ill": True})
        assert {shift.person.before.outcome, shift.person.after.outcome} == {"allowed", "consult_doctor"}
    assert [str(cause) for cause in only(diff(old, new)).causes] == ["rule more removed"]


def test_a_rule_that_no_longer_reads_a_contradiction_is_told_of() -> None:
    ill = building.fact("ill", typical=False, implied_by=ABOVE_FIVE)
    same = building.rule("same", IsTrue("other"))
    facts = [number(typical=0), ill, building.fact("other", typical=False)]
    old = building.ruleset(facts, [same, building.rule("gone", All((IsTrue("ill"), Not(IsTrue("ill")))))])
    new = building.ruleset([facts[0], replace(ill, implied_by=None), facts[2]], [same])
    shift = next(shift for shift in diff(old, new).shifts if shift.direction is Direction.LOOSER)
    assert "rule gone removed" in {str(cause) for cause in shift.causes}


def test_of_a_condition_that_is_too_large_nothing_is_proved() -> None:
    facts = [building.fact(f"b{at}") for at in range(60)]
    groups = [Any(tuple(IsTrue(fact.name) for fact in facts[at : at + 5])) for at in range(0, 60, 5)]
    assert 5 ** len(groups) > MOST_BOXES
    large = building.ruleset(facts, [building.rule("large", All(tuple(groups)))])
    found = diff(large, building.ruleset(facts, []))
    assert found.interventions == {"exercise_therapy": Comparison.NOT_PROVED}
    assert (found.not_proved, found.may_be_looser) == (("exercise_therapy",), True)


def test_what_the_evaluator_does_not_confirm_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sciatica_rules.proof.pair.Pair.told", lambda *_: Told(Effect.BLOCKED.demand, NextStep.WAIT))
    with pytest.raises(ProverError, match="the reference evaluator disagrees about exercise_therapy"):
        diff(rules(number(typical=0), ABOVE_FIVE), rules(number(typical=0), Compare("n", Operator.ABOVE, 6)))


def test_a_parameter_of_an_intervention_is_a_cause() -> None:
    when = Compare("n", Operator.ABOVE, "most")
    places = [building.intervention("exercise_therapy", parameters={"most": most}) for most in (3, 4)]
    old, new = (
        building.ruleset([number(typical=0)], [building.rule("one", when)], [place], [building.parameter("most", 9)])
        for place in places
    )
    shift = only(diff(old, new))
    assert [str(cause) for cause in shift.causes] == ["parameter most changed"]
    assert shift.person.unusual == {"n": 4}


def test_a_derivation_by_another_parameter_is_a_cause() -> None:
    ill = building.fact("ill", typical=False, defined_by=Compare("n", Operator.ABOVE, "most"))
    sets = [
        building.ruleset(
            [number(typical=0), ill], [building.rule("one", IsTrue("ill"))], None, [building.parameter("most", most)]
        )
        for most in (3, 4)
    ]
    looser = [shift for shift in diff(sets[0], sets[1]).shifts if shift.direction is Direction.LOOSER]
    assert [str(cause) for shift in looser for cause in shift.causes] == ["parameter most changed"]
