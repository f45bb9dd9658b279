"""What single checks find in rule sets made by hand, and where they say it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sciatica_rules.condition import All, Any, Compare, Condition, IsTrue, Not, Operator
from sciatica_rules.invariant import AllowedOnlyWhere, Invariant, NeverLooserThan, Promise
from sciatica_rules.location import Location
from sciatica_rules.outcome import Effect, Outcome
from sciatica_rules.parameter import Stricter
from sciatica_rules.proof.check import check
from sciatica_rules.proof.finding import Finding
from sciatica_rules.rule import Rule
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.vocabulary import FactType, Worse
from tests import building


def only(ruleset: RuleSet, name: str) -> Finding:
    (found,) = (each for each in check(ruleset) if each.check == name)
    return found


def test_a_fact_that_brings_a_precaution_only_as_long_as_it_is_open_is_not_idle() -> None:
    facts = [building.fact("open", typical=False), building.fact("fever", typical=False)]
    never_certain = building.rule("note", All((IsTrue("open"), Not(IsTrue("open")))), Effect.PRECAUTION)
    found = check(building.ruleset(facts, [never_certain, building.rule("stop", IsTrue("fever"))]))
    assert "idle_fact" not in {each.check for each in found}


def test_a_rule_that_reads_a_fact_through_another_is_shown_by_its_whole_condition() -> None:
    """Fewer than three make thin, which is not allowed, though more is said to be worse."""
    meals = building.fact("meals", type=FactType.INTEGER, minimum=0, maximum=9, typical=4, worse_when=Worse.HIGHER)
    thin = building.fact("thin", typical=False, defined_by=Compare("meals", Operator.BELOW, 3))
    sick = building.fact("sick", typical=True)
    when = All((IsTrue("thin"), IsTrue("sick")))
    places = tuple(Location("rules/stop.yaml", line) for line in (5, 6, 7))
    stop = building.rule("stop", when, location=Location("rules/stop.yaml"), part_locations=places)
    found = only(building.ruleset([meals, thin, sick], [stop]), "worse_is_looser")
    assert (found.subject, found.related, found.location) == ("meals", ("stop",), places[0])


FEVER, PAIN = (building.rule(name, IsTrue(name), applies_to=("bend",)) for name in ("fever", "pain"))
BOTH = building.ruleset(
    [building.fact(name, typical=False) for name in ("fever", "pain")],
    [FEVER, PAIN],
    [building.intervention("bend"), building.intervention("curl")],
)


def promising(promise: Promise) -> RuleSet:
    """Something about curls, which no rule forbids to anybody."""
    return replace(BOTH, invariants=(Invariant("promise", "Said.", ("curl",), promise),))


@pytest.mark.parametrize(("aside", "unusual"), [((), "fever"), (("fever",), "pain"), (("pain",), "fever")])
def test_somebody_is_shown_who_is_allowed_one_thing_and_not_the_other(aside: tuple[str, ...], unusual: str) -> None:
    found = only(promising(AllowedOnlyWhere("bend", aside)), "broken_invariant")
    example = found.counterexample
    assert example is not None
    assert (example.intervention, example.outcome, example.unusual) == ("curl", Outcome.ALLOWED, {unusual: True})
    assert example.then == ", and bend is not"
    assert "it is allowed where bend is not" in found.message


def test_what_rules_that_are_left_aside_ask_for_breaks_no_promise() -> None:
    aside = AllowedOnlyWhere("bend", ("fever", "pain"))
    assert "broken_invariant" not in {each.check for each in check(promising(aside))}


def test_somebody_is_shown_to_whom_one_thing_is_looser_than_the_other() -> None:
    found = only(promising(NeverLooserThan(("curl", "bend"))), "broken_invariant")
    assert "it is looser than bend" in found.message
    assert str(found.counterexample) == "curl is allowed for {fever: true, otherwise typical}, and bend is blocked"


A, B, C = map(IsTrue, "abc")
N = building.fact("n", type=FactType.INTEGER, minimum=0, maximum=9, typical=5)


def rules(*rules: Rule) -> RuleSet:
    return building.ruleset([*(building.fact(name, typical=False) for name in "abc"), N], rules)


def test_a_rule_that_never_applies_is_not_told_once_more_as_one_that_another_covers() -> None:
    never = building.rule("never", All((A, Not(A))), Effect.CONSULT_DOCTOR)
    found = check(rules(never, building.rule("stop", A)))
    assert [each.check for each in found if each.subject == "never"] == ["never_applies"]


def test_a_rule_that_changes_decisions_needs_no_excuse() -> None:
    found = only(rules(building.rule("stop", A, keep_because="It looks lonely.")), "needless_waiver")
    assert found.subject == "stop"


def test_the_later_one_of_two_rules_that_say_the_same_in_other_words_is_told() -> None:
    one, two = building.rule("one", All((A, B))), building.rule("two", Not(Any((Not(A), Not(B)))))
    found = only(rules(one, two), "duplicate_rule")
    assert (found.subject, found.related) == ("two", ("one",))


def test_a_default_that_takes_away_an_objection_is_loose() -> None:
    facts = [building.fact("a", typical=False), building.fact("urgent", typical=False, when_unknown=True)]
    stop = building.rule("stop", All((A, Not(IsTrue("urgent")))))
    found = only(building.ruleset(facts, [stop]), "loose_default")
    assert found.subject == "urgent"
    assert str(found.counterexample) == (
        "exercise_therapy is blocked for {a: true, otherwise typical}; with urgent: true it is allowed"
    )


def test_a_single_value_that_is_treated_more_loosely_than_its_neighbours_is_a_pinhole() -> None:
    beside = Any((Compare("n", Operator.BELOW, 3), Compare("n", Operator.ABOVE, 3)))
    found = only(rules(building.rule("stop", All((A, beside)))), "pinhole")
    assert (found.subject, found.related) == ("n", ("stop",))
    assert found.counterexample is not None
    assert found.counterexample.unusual == {"a": True, "n": 3}


def test_a_side_of_a_parameter_that_loosens_is_not_the_stricter_one() -> None:
    least = building.parameter("least", 3, Stricter.LOWER)
    few = building.rule("few", Compare("n", Operator.BELOW, "least"))
    found = only(building.ruleset([N], [few], parameters=[least]), "wrong_stricter_side")
    assert found.subject == "least"


def test_a_question_that_no_answer_matters_to_is_told_with_what_makes_it_so() -> None:
    found = only(rules(building.rule("stop", Any((All((A, B)), All((Not(A), C)))))), "needless_unknown")
    assert found.message == "stop asks for a although no answer matters with b true, c true"


def test_rules_that_leave_nobody_out_together_are_seen_to() -> None:
    """No rule covers another one, so that one answer after the other has to be tried."""
    facts = [building.fact(name, typical=False, when_unknown=False, momentary=True) for name in "ab"]
    both: list[Condition] = [All((one, other)) for one in (A, Not(A)) for other in (B, Not(B))]
    stops = [building.rule(f"stop_{number}", when) for number, when in enumerate(both)]
    assert only(building.ruleset(facts, stops), "never_allowed").subject == "exercise_therapy"
    assert "never_allowed" not in {each.check for each in check(building.ruleset(facts, stops[:3]))}
