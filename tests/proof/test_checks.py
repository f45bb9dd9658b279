"""What single checks find in rule sets made by hand, and where they say it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sciatica_rules.condition import All, Compare, IsTrue, Not, Operator
from sciatica_rules.invariant import AllowedOnlyWhere, Invariant
from sciatica_rules.location import Location
from sciatica_rules.outcome import Effect, Outcome
from sciatica_rules.proof.check import check
from sciatica_rules.proof.finding import Finding
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


def promising(*leaving_aside: str) -> RuleSet:
    """That nobody is allowed to curl who is not allowed to bend."""
    promise = Invariant("promise", "Said.", ("curl",), AllowedOnlyWhere("bend", leaving_aside))
    return replace(BOTH, invariants=(promise,))


@pytest.mark.parametrize(("aside", "unusual"), [((), "fever"), (("fever",), "pain"), (("pain",), "fever")])
def test_somebody_is_shown_who_is_allowed_one_thing_and_not_the_other(aside: tuple[str, ...], unusual: str) -> None:
    found = only(promising(*aside), "broken_invariant")
    example = found.counterexample
    assert example is not None
    assert (example.intervention, example.outcome, example.unusual) == ("curl", Outcome.ALLOWED, {unusual: True})
    assert example.then == ", and bend is not"
    assert "it is allowed where bend is not" in found.message


def test_what_rules_that_are_left_aside_ask_for_breaks_no_promise() -> None:
    assert "broken_invariant" not in {each.check for each in check(promising("fever", "pain"))}
