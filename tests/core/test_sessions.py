"""Sessions: what cannot be said, what survives a kill, and stops that must not get lost on the way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sciatica_rules.condition import All, IsTrue, Not, OneOf
from sciatica_rules.errors import ProfileError, UnknownInterventionError
from sciatica_rules.outcome import Hold, Outcome
from sciatica_rules.rules import Rules
from sciatica_rules.session import Session
from sciatica_rules.vocabulary import Fact, FactType, Worse
from tests import building
from tests.session_model import HELD, RULES

FREE = {
    "acute_exacerbation": False,
    "severe_pain": False,
    "dizzy": False,
    "mental_disorder": False,
    "spinal_injury": False,
    "general_health_improved": True,
}
NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)


def start(intervention: str = "exercise_therapy", **more: Any) -> Session:
    return RULES.session({**FREE, **more}, intervention)


def small(*facts: Fact, rules: tuple[Any, ...], **more: Any) -> Rules:
    """A rule set with ``held_for`` and these facts and rules."""
    held = building.fact("held_for", type=FactType.CHOICE, choices=HELD, when_unknown="none", group="held")
    return Rules(building.ruleset([held, *facts], rules, **more))


# Steps


def test_a_session_stops_holds_and_goes_on() -> None:
    session = start(dizzy=False)
    assert (session.held_for, session.decision.outcome) == (Hold.NONE, Outcome.ALLOWED)
    stopped = session.observe(discomfort=True)
    assert (stopped.held_for, stopped.decision.outcome) == (Hold.DISCOMFORT, Outcome.BLOCKED)
    assert stopped.observe().held_for is Hold.DISCOMFORT
    assert stopped.observe(discomfort=False).held_for is Hold.DISCOMFORT
    resumed = stopped.observe(pain_subsided=True, dizzy=False)
    assert (resumed.held_for, resumed.decision.outcome) == (Hold.NONE, Outcome.ALLOWED)
    assert session.decision.outcome is Outcome.ALLOWED
    assert session.intervention == "exercise_therapy"


def test_what_is_said_in_the_same_breath_as_a_stop_does_not_lift_it() -> None:
    session = start().observe(discomfort=True, pain_subsided=True)
    assert session.held_for is Hold.DISCOMFORT
    assert session.observe().held_for is Hold.DISCOMFORT


def test_an_event_is_asked_again_at_every_step_even_if_it_was_denied() -> None:
    """A denial of the whole group counted for the step in which it was given."""
    raw = {name: value for name, value in FREE.items() if name != "dizzy"}
    session = RULES.session({**raw, "denies": ["during_exercise"]}, "exercise_therapy")
    assert session.decision.outcome is Outcome.ALLOWED
    following = session.observe(mental_disorder=False)
    assert [missing.fact for missing in following.decision.missing] == ["dizzy"]
    assert following.observe(denies=["during_exercise"]).decision.outcome is Outcome.ALLOWED


def test_a_hold_on_an_event_is_not_lifted_by_a_denial_from_before_the_stop() -> None:
    dizzy = building.fact("dizzy", momentary=True, group="events")
    pain = building.fact("pain", momentary=True, when_unknown=False, group="events")
    rules = small(
        dizzy,
        pain,
        rules=(
            building.rule("stops", IsTrue("pain"), hold=Hold.DISCOMFORT),
            building.rule("keeps", All((OneOf("held_for", ("discomfort",)), IsTrue("dizzy")))),
        ),
    )
    session = rules.session({"denies": ["events"]}, "exercise_therapy").observe(pain=True, dizzy=True)
    assert session.observe().held_for is Hold.DISCOMFORT
    assert session.observe(dizzy=False).held_for is Hold.NONE


def test_a_hold_survives_a_session_of_something_that_knows_no_hold() -> None:
    """It is lifted there by what lifts it elsewhere, and by nothing else."""
    session = RULES.session({**FREE, "held_for": "discomfort"}, "nerve_block")
    assert session.held_for is Hold.DISCOMFORT
    assert session.screen("press_up").outcome is Outcome.BLOCKED
    eased = session.observe(pain_subsided=True, dizzy=False)
    assert eased.held_for is Hold.NONE
    assert eased.screen("press_up").outcome is Outcome.ALLOWED


def test_a_stop_that_is_told_in_a_session_of_a_block_holds_the_exercises() -> None:
    session = RULES.session(FREE, "nerve_block").observe(discomfort=True)
    assert session.held_for is Hold.DISCOMFORT
    assert session.observe().screen("press_up").outcome is Outcome.BLOCKED
    assert session.observe(pain_subsided=True, dizzy=False).screen("press_up").outcome is Outcome.ALLOWED


def test_a_clearance_covers_nothing_that_appeared_later_for_any_exercise() -> None:
    """The injury bars bending only, and the session is not about bending."""
    cleared = start(orthopedist_cleared=True, additional_examination_done=True)
    injured = cleared.observe(spinal_injury=True, dizzy=False)
    assert injured.decision.outcome is Outcome.ALLOWED
    assert injured.screen("press_up").outcome is Outcome.BLOCKED
    again = injured.observe(orthopedist_cleared=True, additional_examination_done=True)
    assert again.observe(dizzy=False).screen("press_up").outcome is Outcome.ALLOWED


def test_a_clearance_given_together_with_what_it_covers_holds() -> None:
    session = start().observe(
        mental_disorder=True, orthopedist_cleared=True, additional_examination_done=True, dizzy=False
    )
    assert session.decision.outcome is Outcome.ALLOWED


def test_a_number_once_said_before_a_stop_is_forgotten_too() -> None:
    """Only a yes or no on its worse side surely lifts nothing."""
    pain = building.fact("pain_nrs", type=FactType.INTEGER, minimum=0, maximum=10, worse_when=Worse.HIGHER)
    stop = building.fact("stop", when_unknown=False, momentary=True)
    rules = small(
        pain,
        stop,
        rules=(
            building.rule("stops", IsTrue("stop"), hold=Hold.DISCOMFORT),
            building.rule("keeps", All((OneOf("held_for", ("discomfort",)), Not(OneOf("pain_nrs", (0, 1)))))),
        ),
    )
    session = rules.session({"pain_nrs": 0}, "exercise_therapy").observe(stop=True)
    assert session.observe().held_for is Hold.DISCOMFORT
    assert session.observe(pain_nrs=1).held_for is Hold.NONE


def test_an_aged_denial_stays_one_when_its_group_is_reopened() -> None:
    """It must neither count again nor be replaced by an assumption."""
    eased = building.fact("pain_persists", group="said")
    old = building.fact("numbness", group="said", valid_for=timedelta(days=1), when_unknown=False)
    stop = building.fact("stop", when_unknown=False, momentary=True, group="events")
    rules = small(
        eased,
        old,
        stop,
        rules=(
            building.rule("stops", IsTrue("stop"), hold=Hold.DISCOMFORT),
            building.rule("keeps", All((OneOf("held_for", ("discomfort",)), IsTrue("pain_persists")))),
            building.rule("numb", IsTrue("numbness")),
        ),
    )
    raw = {"denies": ["said"], "observed": {"numbness": NOW - timedelta(days=3)}}
    session = rules.session(raw, "exercise_therapy", as_of=NOW)
    assert [stale.fact for stale in session.decision.stale] == ["numbness"]
    resumed = session.observe(stop=True).observe(pain_persists=False)
    assert resumed.held_for is Hold.NONE
    assert [stale.fact for stale in resumed.decision.stale] == ["numbness"]
    assert resumed.decision.outcome is Outcome.CONSULT_DOCTOR


def test_contradictory_answers_do_not_lift_a_hold() -> None:
    """Nothing is known while answers contradict each other."""
    held = start().observe(discomfort=True).observe(pain_subsided=True, pain_nrs=8)
    assert held.decision.conflicts
    assert (held.held_for, held.decision.outcome) == (Hold.DISCOMFORT, Outcome.BLOCKED)
    assert held.decision.summary
    assert RULES.replay(held.decision).same
    assert held.observe(pain_nrs=3).held_for is Hold.NONE


def test_a_hold_that_a_contradiction_keeps_is_kept_for_every_exercise() -> None:
    """Also for one whose rules do not read what contradicts."""
    facts = [building.fact("severe", implied_by=IsTrue("strong")), building.fact("strong")]
    ways = [building.fact("stop", when_unknown=False, momentary=True), building.fact("eased", worse_when=Worse.FALSE)]
    rules = small(
        *facts,
        *ways,
        rules=(
            building.rule("stops", IsTrue("stop"), hold=Hold.DISCOMFORT),
            building.rule("keeps", All((OneOf("held_for", ("discomfort",)), Not(IsTrue("eased"))))),
            building.rule("severe", IsTrue("severe"), applies_to=("bending",)),
        ),
        interventions=[
            building.intervention("press_up", "exercise_therapy", "bending"),
            building.intervention("walk", "exercise_therapy"),
        ],
    )
    held = rules.session({}, "press_up").observe(stop=True).observe(eased=True, severe=False, strong=True)
    assert held.held_for is Hold.DISCOMFORT
    for exercise in ("press_up", "walk"):
        decision = held.screen(exercise)
        assert (decision.outcome, decision.reasons[0].rule) == (Outcome.BLOCKED, "keeps")
        assert rules.replay(decision).same
    free = held.observe(strong=False)
    assert [free.screen(exercise).outcome for exercise in ("press_up", "walk")] == [Outcome.ALLOWED] * 2


def test_answers_age_in_a_session() -> None:
    valid = building.fact("cause_known", worse_when=Worse.FALSE, valid_for=timedelta(days=1))
    rules = small(valid, rules=(building.rule("cause", Not(IsTrue("cause_known"))),))
    session = rules.session({"cause_known": True, "observed": {"cause_known": NOW}}, "exercise_therapy", as_of=NOW)
    assert session.decision.outcome is Outcome.ALLOWED
    assert session.observe(as_of=NOW + timedelta(hours=12)).decision.outcome is Outcome.ALLOWED
    later = session.observe(as_of="2026-02-02T12:00:00")
    assert [stale.fact for stale in later.decision.stale] == ["cause_known"]
    assert Session.from_json(later.to_json(), rules).observe().decision.stale
    assert later.observe(cause_known=True).decision.outcome is Outcome.ALLOWED


# What cannot be said


@pytest.mark.parametrize("said", ["none", "discomfort", None, "other"])
def test_a_hold_cannot_be_observed(said: Any) -> None:
    session = start().observe(discomfort=True)
    with pytest.raises(ProfileError, match="it follows from what happens in the session"):
        session.observe(held_for=said)
    with pytest.raises(ProfileError, match="it follows from what happens in the session"):
        session.observe({"held_for": said})
    assert session.held_for is Hold.DISCOMFORT


def test_a_refused_observation_leaves_the_session_as_it_was() -> None:
    session = start().observe(discomfort=True)
    for wrong in ({"pain_subsided": "yes"}, {"pain_subsided": 1}, {"pain_subsidd": True}, {"denies": ["x"]}):
        with pytest.raises(ProfileError):
            session.observe(wrong)
    assert session.held_for is Hold.DISCOMFORT


def test_a_session_of_an_unknown_intervention() -> None:
    with pytest.raises(UnknownInterventionError):
        start("exercise")
    with pytest.raises(UnknownInterventionError):
        start().screen("exercise")


def test_a_session_without_any_rule_on_sessions() -> None:
    rules = Rules(building.ruleset([building.fact("epilepsy")], [building.rule("epilepsy", IsTrue("epilepsy"))]))
    session = rules.session({}, "exercise_therapy").observe(epilepsy=False)
    assert (session.held_for, session.decision.outcome) == (Hold.NONE, Outcome.ALLOWED)
    assert Session.from_json(session.to_json(), rules).decision == session.decision
