"""Times: a date must never silence a sign, free a session, or make an old answer new."""

from __future__ import annotations

from typing import Any

import pytest

from sciatica_rules import Hold, Outcome, ProfileError, Session, SessionError, load_rules
from tests.typical import typical_profile

RULES = load_rules()
SCREENS = ("emergency_signs", "serious_signs")
WELL: dict[str, Any] = {
    **{
        name: told for name, told in typical_profile(RULES, "bicycle").items() if RULES.facts[name].group not in SCREENS
    },
    "denies": list(SCREENS),
}
NINE, FIVE_PAST = "2026-03-10T09:00", "2026-03-10T09:05"


def test_the_profile_is_allowed_so_that_what_follows_means_something() -> None:
    assert RULES.outcome(WELL, "bicycle", as_of=NINE) is Outcome.ALLOWED


def test_a_sign_that_is_dated_after_the_moment_of_use_still_blocks() -> None:
    sign = {"chest_pain": True, "observed": {"chest_pain": FIVE_PAST}}
    assert RULES.outcome({**WELL, **sign}, "bicycle", as_of=NINE) is Outcome.BLOCKED


def test_a_benign_answer_that_is_dated_after_the_moment_of_use_is_unknown() -> None:
    later = {"acute_exacerbation": False, "observed": {"acute_exacerbation": FIVE_PAST}}
    assert RULES.outcome({**WELL, **later}, "bicycle", as_of=NINE) is Outcome.CONSULT_DOCTOR


def test_a_denial_of_the_list_does_not_answer_for_a_sign_that_has_aged() -> None:
    sign = {"chest_pain": True, "observed": {"chest_pain": "2026-03-01"}}
    decision = RULES.screen({**WELL, **sign}, "bicycle", as_of=NINE)
    assert decision.outcome is Outcome.CONSULT_DOCTOR
    assert [stale.fact for stale in decision.stale] == ["chest_pain"]


@pytest.mark.parametrize(
    ("event", "hold"), [("discomfort", Hold.DISCOMFORT), ("acute_exacerbation", Hold.EXACERBATION)]
)
def test_a_stop_counts_when_the_observation_carries_its_own_time(event: str, hold: Hold) -> None:
    session = RULES.session(WELL, "bicycle", as_of=NINE).observe({event: True, "observed": {event: FIVE_PAST}})
    assert session.held_for is hold
    assert session.observe({event: False}).decision.outcome is Outcome.BLOCKED


def test_a_date_without_an_answer_does_not_make_an_old_answer_new() -> None:
    old = {"acute_exacerbation": False, "observed": {"acute_exacerbation": "2026-03-01"}}
    session = RULES.session({**WELL, **old}, "bicycle", as_of=NINE)
    dated = session.observe({"observed": {"acute_exacerbation": NINE}})
    assert dated.decision.outcome is session.decision.outcome is Outcome.CONSULT_DOCTOR


def test_a_key_that_stands_twice_in_a_stored_session_does_not_take_the_hold_back() -> None:
    held = RULES.session(WELL, "bicycle").observe(discomfort=True).to_json()
    with pytest.raises(SessionError, match="a key stands twice"):
        Session.from_json(held.replace('"as_of"', '"held_for": "none", "as_of"'), RULES)


def test_a_moment_that_is_none_is_a_profile_error() -> None:
    with pytest.raises(ProfileError, match="as_of"):
        RULES.screen(WELL, "bicycle", as_of="yesterday")
