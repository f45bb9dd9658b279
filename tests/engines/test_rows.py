"""A profile is brought into a row by short ways that end where the long way does."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any as Anything

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciatica_rules import PatientProfile, load_rules
from sciatica_rules import screen as screened_once
from sciatica_rules.condition import Any, Compare, IsTrue, Operator
from sciatica_rules.engine import Engine
from sciatica_rules.errors import ProfileError
from sciatica_rules.outcome import Outcome
from sciatica_rules.profile import Profile
from sciatica_rules.reference import outcome, screen
from sciatica_rules.rules import Rules
from tests import building
from tests.engines.alike import FACTS, assert_alike, read
from tests.strategies import Case, cases

SHIPPED = load_rules()


def problems(read_one: Callable[[], object]) -> object:
    try:
        return read_one()
    except ProfileError as error:
        return error.problems


WRONG: list[Anything] = [1, 0, 1.0, "yes", "some", b"some", [], {}, True, -1, 4, 2.5, Decimal("1e9"), frozenset()]


@settings(max_examples=200)
@given(cases(), st.data())
def test_a_profile_is_read_as_by_the_reader_without_short_ways(case: Case, data: st.DataObject) -> None:
    """With the same answers in the same order, or the same problems."""
    raw = dict(case.raw)
    for name in data.draw(st.lists(st.sampled_from([*case.ruleset.vocabulary.facts, "nothing", "observed", "denies"]))):
        raw[name] = data.draw(st.sampled_from([*WRONG, None, ["history"], ("sciatica",), ["nowhere"], [[]]]))
    found = problems(lambda: Rules(case.ruleset).read(raw))
    expected = problems(lambda: read(raw, case.ruleset))
    assert found == expected
    if isinstance(found, Profile) and isinstance(expected, Profile):
        assert found.as_mapping() == expected.as_mapping()
        assert repr(list(found.answers.items())) == repr(list(expected.answers.items()))


@pytest.mark.parametrize("wrong", WRONG, ids=repr)
@pytest.mark.parametrize("name", [fact.name for fact in FACTS])
def test_what_is_refused_is_refused_for_an_outcome_too(name: str, wrong: Anything) -> None:
    ruleset = building.ruleset(FACTS, [building.rule("only", IsTrue("open"))])
    expected = problems(lambda: outcome(ruleset, read({name: wrong}, ruleset), "exercise_therapy"))
    assert problems(lambda: Engine(ruleset).outcome({name: wrong}, "exercise_therapy")) == expected


def test_a_fact_that_nobody_knows_is_refused_also_without_an_answer() -> None:
    with pytest.raises(ProfileError):
        SHIPPED.outcome({"malignancy": None}, "exercise_therapy")


@pytest.mark.parametrize("answers", [{"open": 1}, {"level": 1.5}, {"level": 1}, {"elsewhere": True}, {"count": True}])
def test_a_profile_made_by_hand_is_read_as_any_other(answers: dict[str, Anything]) -> None:
    only = building.rule("only", Any((IsTrue("open"), Compare("level", Operator.ABOVE, 1))))
    ruleset = building.ruleset(FACTS, [only])
    expected = problems(lambda: screen(ruleset, read(answers, ruleset), "exercise_therapy"))
    assert problems(lambda: Engine(ruleset).screen(Profile(answers), "exercise_therapy")) == expected


def test_a_group_that_nobody_knows_is_refused_in_a_profile_made_by_hand() -> None:
    ruleset = building.ruleset(FACTS, [building.rule("only", IsTrue("open"))])
    with pytest.raises(ProfileError):
        Engine(ruleset).outcome(Profile({"open": False}, denies=("elsewhere",)), "exercise_therapy")


def test_a_profile_that_is_no_plain_dict_has_a_row_as_well() -> None:
    ruleset = building.ruleset(FACTS, [building.rule("only", IsTrue("open"))])
    profile = Engine(ruleset).read(ChainMap({"open": True}))
    assert Engine(ruleset).outcome(profile, "exercise_therapy") is Outcome.BLOCKED


def test_a_typed_profile_is_judged_as_a_plain_one() -> None:
    typed = PatientProfile(malignancy_status="active", body_temperature_c=Decimal("38.5"), denies=("place",))
    plain = {"malignancy_status": "active", "body_temperature_c": 38.5, "denies": ["place"]}
    assert SHIPPED.outcomes(typed) == SHIPPED.outcomes(plain)
    assert_alike(SHIPPED.screen(typed, "exercise_therapy"), screened_once(plain, "exercise_therapy"))


def test_a_moment_without_times_ages_nothing() -> None:
    profile = SHIPPED.read({"malignancy_status": "active"})
    moment = datetime(2026, 1, 31, tzinfo=UTC)
    expected = screen(SHIPPED.ruleset, profile, "exercise_therapy", moment)
    assert_alike(SHIPPED.screen(profile, "exercise_therapy", moment), expected)
    assert SHIPPED.outcome({"observed": None}, "exercise_therapy", moment) is Outcome.CONSULT_DOCTOR
