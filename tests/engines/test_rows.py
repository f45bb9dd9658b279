"""A profile is brought into a row by short ways that end where the long way does."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any as Anything

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sciatica_rules import PatientProfile, load_rules
from sciatica_rules import screen as screened_once
from sciatica_rules.condition import Any, Compare, IsTrue, Not, Operator
from sciatica_rules.engine import Engine
from sciatica_rules.errors import ProfileError
from sciatica_rules.outcome import Effect, Outcome
from sciatica_rules.profile import Profile, as_number
from sciatica_rules.reference import outcome, screen
from sciatica_rules.rules import Rules
from sciatica_rules.vocabulary import FactGroup, Vocabulary, Worse
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


@pytest.mark.parametrize("denied", ["history", {"history": True}, 1], ids=str)
def test_groups_that_are_denied_otherwise_than_in_a_list_are_refused(denied: Anything) -> None:
    with pytest.raises(ProfileError, match="must be a list of groups"):
        SHIPPED.outcome({"denies": denied}, "exercise_therapy")


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
    assert Engine(ruleset).outcome(ChainMap({"open": True}), "exercise_therapy") is Outcome.BLOCKED


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


@pytest.mark.parametrize(
    "number", ["1.00000000000000000001", "1E-400", "0.1234567890123456", "1.5", "NaN", "sNaN", "2.1"]
)
def test_a_decimal_number_is_taken_or_refused_as_by_the_reader_without_short_ways(number: str) -> None:
    ruleset = building.ruleset(FACTS, [building.rule("only", Compare("level", Operator.ABOVE, 1))])
    raw = {"level": Decimal(number)}
    expected = problems(lambda: outcome(ruleset, read(raw, ruleset), "exercise_therapy"))
    assert problems(lambda: Engine(ruleset).outcome(raw, "exercise_therapy")) == expected
    assert problems(lambda: read(raw, ruleset)) == problems(lambda: Engine(ruleset).read(raw))


@given(st.decimals(allow_nan=False, allow_infinity=False) | st.decimals(0, 1000, places=3))
@example(Decimal("1E-400"))
@example(Decimal("1E+400"))
@example(Decimal("1E+308"))
@example(Decimal("9E+307"))
@example(Decimal("-2E+308"))
@example(Decimal("0E-400"))
@example(Decimal("-0.0"))
@example(Decimal(123456789012345))
@example(Decimal(9007199254740993))
@example(Decimal("0.1234567890123456789"))
def test_a_number_is_taken_exactly_where_a_float_gives_it_back(number: Decimal) -> None:
    """Short ones are taken untried, since a float always does."""
    expected = number if Decimal(repr(float(number))) == number else None
    assert repr(as_number(number)) == repr(expected)


def test_who_denies_many_groups_answers_in_each_of_them_and_in_no_other() -> None:
    """Also where a group asks nothing, or nothing that can be denied."""
    facts = [
        building.fact(f"{group}_{name}", group=group, worse_when=worse)
        for group in ("first", "second", "third")
        for name, worse in (("sign", Worse.TRUE), ("clearance", Worse.FALSE))
    ]
    vocabulary = building.vocabulary(facts)
    vocabulary = Vocabulary((*vocabulary.groups, FactGroup("empty", "Empty", ())))
    rules = [building.rule(fact.name, IsTrue(fact.name)) for fact in facts]
    rules.append(building.rule("stricter", Not(IsTrue("second_clearance"))))
    ruleset = building.ruleset(vocabulary, rules)
    engine = Engine(ruleset)
    for denies in (["first"], ["third", "first"], ["second", "empty"], ["first", "second", "third", "first"]):
        for answers in ({}, {"first_sign": True}, {"third_sign": None, "second_clearance": True}):
            raw = {**answers, "denies": denies}
            expected = screen(ruleset, read(raw, ruleset), "exercise_therapy")
            assert engine.outcome(raw, "exercise_therapy") is expected.outcome
            assert_alike(engine.screen(raw, "exercise_therapy"), expected)


def test_a_profile_that_other_rules_read_is_read_again() -> None:
    """Its row has the facts of those rules in their places."""
    mine = building.ruleset([building.fact("a"), building.fact("b")], [building.rule("only", IsTrue("a"))])
    other = building.ruleset([building.fact("b"), building.fact("a")], [building.rule("only", IsTrue("a"))])
    profile = Engine(other).read({"a": True, "b": False})
    assert Engine(mine).outcome(profile, "exercise_therapy") is Outcome.BLOCKED
    assert Engine(mine).outcome(Engine(mine).read({"a": False}), "exercise_therapy") is Outcome.ALLOWED


def test_a_fact_that_nobody_answered_can_be_contradictory_all_the_same() -> None:
    """What implies it says yes, what defines it says no."""
    derived = building.fact("derived", implied_by=IsTrue("implying"), defined_by=IsTrue("defining"))
    facts = [building.fact("implying"), building.fact("defining"), derived]
    ruleset = building.ruleset(facts, [building.rule("only", IsTrue("derived"), Effect.CONSULT_DOCTOR)])
    raw = {"implying": True, "defining": False}
    expected = screen(ruleset, read(raw, ruleset), "exercise_therapy")
    assert expected.at_most is Outcome.BLOCKED
    assert_alike(Engine(ruleset).screen(raw, "exercise_therapy"), expected)
