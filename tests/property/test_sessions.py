"""Sessions against an independent model: a stop is never lost, and nothing goes on while a reason to wait stands.

The session is saved and restored after every observation.
"""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from sciatica_rules.decision import Decision
from sciatica_rules.outcome import Hold, Outcome
from sciatica_rules.rules import Rules
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.session import Session
from tests.session_model import CLEARANCES, GROUPS, RULES, Model
from tests.shaped_strategies import session_rulesets
from tests.strategies import NOW, pick, raw_profile

YES_NO = st.sampled_from([True, False, None])
SAYABLE: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(sorted(name for names in GROUPS.values() for name in names), YES_NO),
    "pain_nrs": st.sampled_from([0, 6, 7, 10, None]),
    "denies": st.lists(st.sampled_from(sorted(GROUPS)), unique=True),
}
del SAYABLE["held_for"]
OBSERVATIONS = st.fixed_dictionaries({}, optional=SAYABLE)
FEW = st.lists(st.sampled_from(sorted(SAYABLE)), max_size=3, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: SAYABLE[name] for name in names})
)
STARTS = st.builds(
    lambda raw, held: {**raw, **({"held_for": held} if held else {})},
    OBSERVATIONS,
    st.sampled_from([None, "none", "discomfort", "exacerbation"]),
)


class Sessions(RuleBasedStateMachine):
    """One session, its model, and a ledger of what was said since the last stop."""

    @initialize(raw=STARTS, intervention=st.sampled_from(["exercise_therapy", "press_up"]))
    def start(self, raw: dict[str, Any], intervention: str) -> None:
        self.session = RULES.session(raw, intervention)
        self.model = Model()
        self.model.begin(raw)
        self.since_stop: dict[str, set[str]] = {"discomfort": set(), "exacerbation": set()}
        self.appeared: dict[str, int] = {}
        self.cleared: dict[str, int] = {}
        self.step = 0
        self.previously = Hold.NONE
        self._account({name: value for name, value in raw.items() if name != "held_for"})

    def _observe(self, raw: dict[str, Any]) -> None:
        self.previously = self.session.held_for
        self.step += 1
        self.session = self.session.observe(raw)
        self.model.observe(raw)
        self._account(raw)

    def _account(self, raw: dict[str, Any]) -> None:
        """Keep the ledger: facts said to be better since the last stop, and when contraindications appeared."""
        for hold, said in self.since_stop.items():
            for name in {"pain_subsided", "general_health_improved"} & raw.keys():
                (said.add if raw[name] else said.discard)(name)
            stopped = raw.get("acute_exacerbation") is True or self.model.answers.get("acute_exacerbation") is True
            if hold == "discomfort":
                stopped |= raw.get("discomfort") is True or raw.get("exercise_painful") is True
            if stopped:
                said.clear()
        if raw.get("discomfort") is True or raw.get("exercise_painful") is True:
            self.since_stop["exacerbation"].discard("pain_subsided")
        self._account_for_clearances(raw)

    def _account_for_clearances(self, raw: dict[str, Any]) -> None:
        for name in ("mental_disorder", "spinal_injury"):
            if self.model.value(name) is not True:
                self.appeared.pop(name, None)
            elif name not in self.appeared:
                self.appeared[name] = self.step
        for name in CLEARANCES:
            if raw.get(name) is True:
                self.cleared[name] = self.step

    @rule(raw=FEW)
    def observe(self, raw: dict[str, Any]) -> None:
        self._observe(raw)

    @rule(raw=OBSERVATIONS)
    def observe_much(self, raw: dict[str, Any]) -> None:
        self._observe(raw)

    @rule()
    def say_that_all_is_well(self) -> None:
        well = {"pain_subsided": True, "general_health_improved": True, "acute_exacerbation": False}
        self._observe({**well, "severe_pain": False, "pain_nrs": 0})

    @rule(name=st.sampled_from(["mental_disorder", "spinal_injury"]))
    def learn_of_a_contraindication(self, name: str) -> None:
        self._observe({name: True, "acute_exacerbation": False})

    @rule(names=st.sets(st.sampled_from(CLEARANCES), min_size=1))
    def be_cleared(self, names: set[str]) -> None:
        self._observe({**dict.fromkeys(sorted(names), True), "dizzy": False})

    @rule(raw=FEW)
    def start_a_new_day(self, raw: dict[str, Any]) -> None:
        """The app's own new profile, with the stored hold."""
        held = self.session.held_for
        self.start({**raw, "held_for": held.value}, self.session.intervention)
        released = self.session.held_for is Hold.NONE
        assert held is Hold.NONE or not released or raw.get("pain_subsided") is True

    @precondition(lambda self: self.session.held_for is not Hold.NONE)
    @rule(names=st.sets(st.sampled_from(["pain_subsided", "general_health_improved", "acute_exacerbation"])))
    def take_back_or_deny(self, names: set[str]) -> None:
        """Withdrawn answers and denials never release."""
        was_silent = "pain_subsided" not in self.model.answers
        self._observe({**dict.fromkeys(names), "denies": ["during_exercise", "sciatica"]})
        if was_silent or "pain_subsided" in names:
            assert self.session.held_for is not Hold.NONE

    @invariant()
    def the_model_agrees(self) -> None:
        assert self.session.held_for == self.model.held
        for intervention in ("exercise_therapy", "press_up", "nerve_block"):
            assert self.session.screen(intervention).outcome == self.model.outcome(intervention)

    @invariant()
    def a_session_comes_back_as_it_was_saved(self) -> None:
        text = self.session.to_json()
        restored = Session.from_json(text, RULES)
        assert restored.held_for is self.session.held_for
        assert restored.decision == self.session.decision
        assert restored.to_json() == text
        self.session = restored

    @invariant()
    def a_held_session_is_blocked_for_every_exercise(self) -> None:
        if self.session.held_for is not Hold.NONE:
            assert self.session.decision.outcome is Outcome.BLOCKED
            for exercise in ("exercise_therapy", "press_up"):
                assert self.session.screen(exercise).outcome is Outcome.BLOCKED

    @invariant()
    def a_stop_is_never_lost(self) -> None:
        """A hold ends only after it was said, since the last stop, that what it waits for has come."""
        if self.previously is not Hold.NONE and self.session.held_for is Hold.NONE:
            said = self.since_stop[self.previously.value]
            assert "pain_subsided" in said
            if self.previously is Hold.EXACERBATION:
                assert "general_health_improved" in said
                assert self.model.value("acute_exacerbation") is False
        if self.previously is not Hold.NONE and self.session.held_for is not Hold.NONE:
            assert self.session.held_for >= self.previously

    @invariant()
    def an_event_always_stops(self) -> None:
        if any(self.model.value(name) is True for name in ("discomfort", "exercise_painful", "acute_exacerbation")):
            assert self.session.held_for is not Hold.NONE

    @invariant()
    def a_clearance_never_covers_what_appeared_after_it(self) -> None:
        if self.session.screen("press_up").outcome is not Outcome.BLOCKED and self.step:
            for appeared in self.appeared.values():
                assert all(self.cleared.get(name, -1) >= appeared for name in CLEARANCES)

    @invariant()
    def a_session_decision_is_replayed(self) -> None:
        for decision in (self.session.decision, self.session.screen("press_up"), self.session.screen("nerve_block")):
            assert decision.in_session
            assert RULES.replay(decision).same
            assert RULES.replay(Decision.model_validate_json(decision.model_dump_json())).same


TestSessions = Sessions.TestCase
TestSessions.settings = settings(stateful_step_count=12)


@given(session_rulesets(), st.data())
def test_sessions_of_any_rule_set_stop_hold_and_are_restored(ruleset: RuleSet, data: st.DataObject) -> None:
    """Law 7 for sessions: none ever raises, none loses a stop, and each is the same after a kill."""
    rules = Rules(ruleset)
    raw = {**raw_profile(data.draw, ruleset), "eased": None}
    session = rules.session(raw, "press_up", pick(data.draw, [None, NOW]))
    eased = False
    for _ in range(3):
        decisions = [session.screen(name) for name in ruleset.interventions]
        for decision in decisions:
            assert rules.replay(decision).same
            assert session.held_for is Hold.NONE or decision.outcome is Outcome.BLOCKED
        assert Session.from_json(session.to_json(), rules).decision == session.decision
        stops = [reason.hold for decision in decisions for reason in decision.reasons]
        assert session.held_for >= max(stops, default=Hold.NONE)
        raw = {name: value for name, value in raw_profile(data.draw, ruleset).items() if name != "held_for"}
        eased = (eased and max(stops, default=Hold.NONE) is Hold.NONE and "eased" not in raw) or raw.get(
            "eased"
        ) is True
        following = session.observe(raw)
        assert session.held_for is Hold.NONE or eased or following.held_for >= session.held_for
        session = following


@given(STARTS)
def test_a_held_profile_is_not_allowed_outside_a_session_either(raw: dict[str, Any]) -> None:
    """Unless everything that its hold waits for has come."""
    model = Model()
    model.begin(raw)
    if model.held != "none":
        assert RULES.outcome(raw, "exercise_therapy") is not Outcome.ALLOWED
