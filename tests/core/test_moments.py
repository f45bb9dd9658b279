"""Times: a date must never silence a sign, free a session, or make an old answer new."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
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
DAYS = ("2026-03-10T15:00", "2026-03-09T18:00")
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


@pytest.mark.parametrize("moment", ["yesterday", 7])
def test_a_moment_that_is_none_is_a_profile_error(moment: Any) -> None:
    with pytest.raises(ProfileError, match="as_of: must be a date and time such as"):
        RULES.screen(WELL, "bicycle", as_of=moment)


@pytest.mark.parametrize("day", ["2026-03-10", date(2026, 3, 10), "20260310"])
def test_a_day_alone_is_used_at_its_end(day: date | str) -> None:
    today, yesterday = ({"acute_exacerbation": False, "observed": {"acute_exacerbation": when}} for when in DAYS)
    valid_for = RULES.facts["acute_exacerbation"].valid_for
    assert valid_for == timedelta(days=1)
    assert RULES.outcome({**WELL, **today}, "bicycle", as_of=day) is Outcome.ALLOWED
    assert RULES.outcome({**WELL, **yesterday}, "bicycle", as_of=day) is Outcome.CONSULT_DOCTOR
    assert RULES.screen(WELL, "bicycle", as_of=day).as_of == datetime(2026, 3, 10, 23, 59, 59, 999999, UTC)


def test_a_day_alone_ends_a_session_that_day_too() -> None:
    session = RULES.session(WELL, "bicycle", as_of="2026-03-10").observe(
        {"observed": {"pain_nrs": NINE}, "pain_nrs": 2}
    )
    assert session.decision.as_of == datetime(2026, 3, 10, 23, 59, 59, 999999, UTC)
    later = session.observe({"pain_nrs": 2}, as_of=date(2026, 3, 11))
    assert later.decision.as_of == datetime(2026, 3, 11, 23, 59, 59, 999999, UTC)


def test_an_observation_that_is_dated_moves_the_moment_of_the_session_on_and_never_back() -> None:
    session = RULES.session(WELL, "bicycle", as_of=NINE)
    on = session.observe({"pain_nrs": 2, "observed": {"pain_nrs": FIVE_PAST}})
    back = on.observe({"pain_nrs": 2, "observed": {"pain_nrs": "2026-03-01"}})
    assert on.decision.as_of == back.decision.as_of == datetime(2026, 3, 10, 9, 5, tzinfo=UTC)


def test_a_stop_that_is_heard_in_a_session_of_a_block_holds_the_exercises_and_not_the_block() -> None:
    before = RULES.session(WELL, "nerve_block_lidocaine")
    held = before.observe(discomfort=True)
    assert held.held_for is Hold.DISCOMFORT
    assert held.decision.outcome is before.decision.outcome
    assert held.screen("bicycle").outcome is Outcome.BLOCKED
    assert held.observe(pain_subsided=True).held_for is Hold.NONE
