"""The ready test class finds an app that loses a stop, and one that holds too long."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import strategies as st

from sciatica_rules import Decision, Outcome, Session
from tests.testing.packs import SESSION, STOP, failing, tiny

RULES = tiny()


class AppSession:
    """An app's session that changes itself, and keeps what it needs in a file."""

    def __init__(self, profile: dict[str, Any], intervention: str) -> None:
        self.session = RULES.session(profile, intervention)

    @property
    def decision(self) -> Decision:
        return self.session.decision

    def observe(self, observation: dict[str, Any]) -> None:
        self.session = self.session.observe(observation)

    def restored(self) -> AppSession:
        self.session = Session.from_json(self.session.to_json(), RULES)
        return self


class LosesStops(AppSession):
    """What is said in a session is kept, why it was stopped is not."""

    def observe(self, observation: dict[str, Any]) -> None:
        super().observe(observation)
        stored = json.loads(self.session.to_json())
        stored["held_for"] = "none"
        self.session = Session.from_json(json.dumps(stored), RULES)


class ForgetsAtRestart(AppSession):
    """The profile is saved, the session is not."""

    def restored(self) -> AppSession:
        stored = json.loads(self.session.to_json())
        self.session = RULES.session({"pain_subsided": stored["profile"].get("pain_subsided")}, stored["intervention"])
        return self


class HoldsTooLong(AppSession):
    """Once stopped, stopped for ever."""

    stopped = False

    def observe(self, observation: dict[str, Any]) -> None:
        super().observe(observation)
        self.stopped = self.stopped or self.session.decision.outcome is Outcome.BLOCKED

    @property
    def decision(self) -> Any:
        return "blocked" if self.stopped else self.session.decision


def test_an_app_with_sessions_of_its_own_passes() -> None:
    assert failing(None, STOP, SESSION, session=AppSession, restore=lambda session: session.restored()) == {}


@pytest.mark.parametrize(
    ("session", "by"),
    [
        (LosesStops, {STOP: "after one more observation that says nothing", SESSION: ""}),
        (ForgetsAtRestart, {STOP: "stops curl at {'discomfort': True}, and then your session says", SESSION: ""}),
        (HoldsTooLong, {SESSION: "your screen says blocked, the reference says allowed"}),
    ],
)
def test_an_app_that_loses_a_stop_or_holds_too_long_is_found_out(session: Any, by: dict[str, str]) -> None:
    failed = failing(None, STOP, SESSION, session=session, restore=lambda session: session.restored())
    assert set(failed) == set(by)
    assert all(said in failed[name] for name, said in by.items())


def test_without_a_way_to_restore_a_session_is_never_restored() -> None:
    assert failing(None, STOP, session=ForgetsAtRestart) == {}


def test_a_stop_that_an_app_cannot_tell_is_not_asked_for() -> None:
    override = {"discomfort": st.just(False)}
    assert failing(None, STOP, session=ForgetsAtRestart, override=override) == {}
