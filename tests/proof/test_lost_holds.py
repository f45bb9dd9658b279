"""A session that the first rule set holds and the second does not, though every single answer is the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sciatica_rules.condition import All, Condition, IsTrue, Not, OneOf
from sciatica_rules.outcome import Effect, Hold, Outcome
from sciatica_rules.proof.diff import Difference, diff
from sciatica_rules.proof.shifts import Direction, Shift
from sciatica_rules.proof.world import World
from sciatica_rules.rule import Rule
from sciatica_rules.session import Session
from sciatica_rules.vocabulary import Fact, FactType
from tests import building


def only(found: Difference) -> Shift:
    (shift,) = found.shifts
    return shift


HELD = building.rule("held", IsTrue("b"), hold=Hold.EXACERBATION)
TWIN = building.rule("twin", IsTrue("b"))


@pytest.mark.parametrize(
    ("new", "cause", "hold"),
    [
        ([TWIN], "removed", Hold.NONE),
        ([replace(HELD, hold=Hold.NONE), TWIN], "changed", Hold.NONE),
        ([replace(HELD, hold=Hold.DISCOMFORT), TWIN], "changed", Hold.DISCOMFORT),
        ([replace(HELD, when=All((IsTrue("b"), Not(IsTrue("c"))))), TWIN], "changed", Hold.NONE),
        ([replace(HELD, except_for=("exercise_therapy",)), TWIN], "changed", Hold.NONE),
    ],
)
def test_a_hold_that_is_lost_is_looser_though_every_single_answer_is_the_same(
    new: list[Rule], cause: str, hold: Hold
) -> None:
    facts = [building.fact("b", typical=False), building.fact("c", typical=False)]
    before, after = (building.ruleset(facts, some) for some in ([HELD, TWIN], new))
    found = diff(before, after)
    shift = only(found)
    assert (found.is_looser, shift.direction, shift.rules) == (True, Direction.LOOSER, ("held",))
    assert f"rule held {cause}" in map(str, shift.causes)
    assert (shift.person.before.hold, shift.person.after.hold) == (Hold.EXACERBATION, hold)
    assert only(diff(after, before)).direction is Direction.STRICTER


def test_a_hold_that_is_kept_for_less_long_is_looser_though_every_single_answer_is_the_same() -> None:
    words = {each.value: "as it says" for each in Hold}
    held_for = building.fact("held_for", type=FactType.CHOICE, choices=words, typical="none", when_unknown="none")
    facts = [building.fact("b", typical=False, when_unknown=False, momentary=True), held_for]
    keep = building.rule("keep", OneOf("held_for", ("discomfort", "exacerbation")))
    less = replace(keep, when=All((keep.when, Not(IsTrue("b")))))
    old, new = (building.ruleset(facts, [TWIN, each]) for each in (keep, less))
    shift = only(diff(old, new))
    assert (shift.direction, shift.rules) == (Direction.LOOSER, ("keep",))
    assert (shift.person.before.hold, shift.person.after.hold) == (Hold.EXACERBATION, Hold.NONE)
    assert only(diff(new, old)).direction is Direction.STRICTER


def test_what_a_session_is_held_for_may_be_said_in_other_ways() -> None:
    for fact in (
        building.fact("held_for", type=FactType.INTEGER, minimum=0, maximum=3, typical=0),
        building.fact("held_for", type=FactType.CHOICE, choices={"tired": "yes", "none": "no"}, typical="none"),
    ):
        when = OneOf("held_for", (2,)) if fact.type is FactType.INTEGER else OneOf("held_for", ("tired",))
        old, new = (building.ruleset([fact], some) for some in ([building.rule("keep", when)], []))
        assert only(diff(old, new)).person.before.hold is Hold.NONE


def test_a_hold_that_another_rule_keeps_is_not_lost() -> None:
    facts = [building.fact("b", typical=False)]
    old = building.ruleset(facts, [HELD, TWIN])
    new = building.ruleset(facts, [replace(HELD, hold=Hold.NONE), replace(TWIN, hold=Hold.EXACERBATION)])
    assert diff(old, new).is_equivalent


WORDS = {each.value: "as it says" for each in Hold}
HELD_FOR = building.fact("held_for", type=FactType.CHOICE, choices=WORDS, typical="none", when_unknown="none")
KEEP = building.rule("keep", All((OneOf("held_for", ("discomfort", "exacerbation")), Not(IsTrue("over")))))


def no(name: str, **more: Condition) -> Fact:
    return building.fact(name, typical=False, **more)


def test_a_rule_that_applies_by_a_contradiction_keeps_a_hold_as_any_other_does() -> None:
    over = no("over", implied_by=IsTrue("well"), defined_by=Not(IsTrue("well")))
    old, new = (
        building.ruleset([HELD_FOR, no("well"), fact], [KEEP]) for fact in (over, replace(over, defined_by=None))
    )
    shifts = [each for each in diff(old, new).shifts if each.direction is Direction.LOOSER]
    (shift,) = (each for each in shifts if each.rules == ("keep",))
    assert (shift.person.before.outcome, shift.person.after.outcome) == (Outcome.BLOCKED, Outcome.ALLOWED)
    assert (shift.person.before.hold, shift.person.after.hold) == (Hold.DISCOMFORT, Hold.NONE)


def test_a_hold_that_only_a_contradiction_keeps_is_lost_with_it() -> None:
    """Nothing is known to be over while answers contradict each other."""
    rules = [KEEP, *(building.rule(name, IsTrue(name), Effect.CONSULT_DOCTOR) for name in ("ill", "sick"))]
    facts = [HELD_FOR, no("over"), no("sick")]
    old = building.ruleset([*facts, no("ill", defined_by=IsTrue("sick"))], rules)
    new = building.ruleset([*facts, no("ill")], rules)
    (shift,) = (each for each in diff(old, new).shifts if each.direction is Direction.LOOSER)
    assert (shift.rules, [str(cause) for cause in shift.causes]) == ((), ["fact ill changed"])
    assert shift.person.before == replace(shift.person.after, hold=Hold.EXACERBATION)
    for ruleset, told in ((old, shift.person.before), (new, shift.person.after)):
        assert Session.start(ruleset, shift.person.answers, "exercise_therapy", None).held_for is told.hold


def test_where_a_contradiction_keeps_a_hold_is_found_only_when_somebody_asks() -> None:
    """A check looks at many variants of a rule set, and at outcomes alone."""
    facts = [HELD_FOR, no("over", defined_by=IsTrue("well")), no("well")]
    world = World.of(building.ruleset(facts, [KEEP]))
    (group,) = world.groups
    known = len(world.pool.boxes)
    assert group.at_least(Outcome.CONSULT_DOCTOR) & group.contradictions
    assert len(world.pool.boxes) == known
    assert group.kept[Hold.DISCOMFORT]
    assert len(world.pool.boxes) > known
