"""Sessions that are saved and restored: what is stored, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciatica_rules.condition import IsTrue
from sciatica_rules.errors import SessionError
from sciatica_rules.outcome import Hold, Outcome
from sciatica_rules.rules import Rules
from sciatica_rules.session import Session
from sciatica_rules.vocabulary import FactType
from tests import building
from tests.core.test_sessions import NOW, small, start
from tests.session_model import RULES


def test_a_session_killed_in_the_middle_of_a_hold_comes_back_held() -> None:
    held = start(pain_nrs=6).observe(discomfort=True, as_of=NOW)
    restored = Session.from_json(held.to_json(), RULES)
    assert restored.held_for is Hold.DISCOMFORT
    assert restored.decision == held.decision
    assert restored.observe(pain_subsided=True).held_for is Hold.NONE


def test_decimals_are_stored_exactly_with_or_without_a_unit() -> None:
    for unit in ("Cel", ""):
        warm = building.fact("warmth", type=FactType.DECIMAL, minimum=0, maximum=50, unit=unit)
        rules = small(warm, building.fact("on"), rules=(building.rule("warm", IsTrue("on")),))
        session = rules.session({"warmth": 37.6}, "exercise_therapy")
        restored = Session.from_json(session.to_json(), rules)
        assert restored.to_json() == session.to_json()
        assert restored._state.profile.answers == {"warmth": Decimal("37.6")}


HELD_TEXT = start(pain_nrs=6).observe(discomfort=True, as_of=NOW).to_json()
STORED = json.loads(HELD_TEXT)


def each_of(key: str, *values: Any) -> list[str]:
    """The stored session with one part replaced."""
    return [json.dumps({**STORED, key: value}) for value in values]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "{}",
            "[]",
            "null",
            "true",
            "7",
            '"discomfort"',
            "NaN",
            "{",
            HELD_TEXT[:-1],
            HELD_TEXT[1:],
            HELD_TEXT * 2,
        ),
        *(None, 7, {}, [], b"\xff\xfe\xff", STORED),
        *("[" * 100_000, '{"a":' * 100_000, "1" * 5000),
        json.dumps(list(STORED)),
        *(json.dumps({key: value for key, value in STORED.items() if key != left_out}) for left_out in STORED),
        *each_of("more", 1),
        *each_of("schema_version", "0", "2", 1, None, [], True),
        *each_of("held_for", "", "pain", None, 0, 1, True, False, [], {}, "NONE", ["none"]),
        *each_of("as_of", "", "now", 0, False, [], {}, "2026-13-01", 1e9),
        *each_of("intervention", "", "exercise", None, 0, [], {}, ["exercise_therapy"]),
        *each_of("profile", None, [], "", 0, "profile", [["pain_nrs", 3]]),
        *each_of(
            "profile", {"pain_nrs": "6"}, {"pain_nrs": 6.0}, {"pain_nrs": 11}, {"pain_nrs": True}, {"pain_nrs": [6]}
        ),
        *each_of("profile", {"discomfort": "true"}, {"unheard_of": True}, {"held_for": "none"}, {"held_for": "x"}),
        *each_of("profile", {"observed": "yesterday"}, {"denies": ["unheard_of"]}, {"pain_nrs": 1e400}),
    ],
)
def test_what_is_no_stored_session_is_refused_and_never_a_free_one(text: Any) -> None:
    with pytest.raises(SessionError, match="cannot be restored"):
        Session.from_json(text, RULES)


@pytest.mark.parametrize("value", ["warm", "", "37,6", "1e999999999", "sNaNx", "0x10"])
def test_a_decimal_that_is_none_is_refused(value: str) -> None:
    warm = building.fact("warmth", type=FactType.DECIMAL, minimum=0, maximum=50, unit="Cel")
    rules = small(warm, rules=())
    text = rules.session({"warmth": 37.6}, "exercise_therapy").to_json()
    with pytest.raises(SessionError):
        Session.from_json(text.replace("37.6", value), rules)


@given(st.data())
def test_damaged_text_never_gives_a_session_that_is_not_held(data: st.DataObject) -> None:
    """A piece cut out, doubled, or written over."""
    left = data.draw(st.integers(0, len(HELD_TEXT)))
    right = data.draw(st.integers(left, min(len(HELD_TEXT), left + 40)))
    middle = data.draw(
        st.sampled_from(["", HELD_TEXT[left:right] * 2, "null", "{}", '"', "\x00"]) | st.text(max_size=3)
    )
    try:
        restored = Session.from_json(HELD_TEXT[:left] + middle + HELD_TEXT[right:], RULES)
    except SessionError:
        return
    assert restored.held_for is Hold.DISCOMFORT
    assert restored.decision.outcome is Outcome.BLOCKED


def test_a_held_session_is_not_restored_under_rules_that_know_no_hold() -> None:
    (text,) = each_of("profile", {})
    strangers = Rules(building.ruleset([building.fact("epilepsy")], [building.rule("epilepsy", IsTrue("epilepsy"))]))
    with pytest.raises(SessionError, match="these rules know no hold"):
        Session.from_json(text, strangers)
    free = json.dumps({**json.loads(text), "held_for": "none"})
    assert Session.from_json(free, strangers).held_for is Hold.NONE


def test_a_session_holds_only_what_json_can_hold() -> None:
    session = start()
    odd = Session(replace(session._state, profile=replace(session._state.profile, answers={"pain_nrs": {6}})))  # type: ignore[dict-item]
    with pytest.raises(TypeError, match="a session holds no set"):
        odd.to_json()


def test_the_repr_of_a_session_names_the_hold() -> None:
    assert repr(start().observe(discomfort=True)) == "Session(intervention='exercise_therapy', held_for='discomfort')"
