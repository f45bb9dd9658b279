"""Which values a fact takes. Nothing is coerced, clipped or rounded, and what is not a number is unknown."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from sciatica_rules.condition import Compare, IsTrue, OneOf, Operator
from sciatica_rules.errors import ProfileError
from sciatica_rules.outcome import Outcome
from sciatica_rules.profile import Profile, TypedProfile
from sciatica_rules.rules import Rules
from sciatica_rules.vocabulary import FactType
from tests import building

CHOICES = {"none": "no", "active": "yes"}
FACTS = [
    building.fact("epilepsy"),
    building.fact("seizures", type=FactType.INTEGER, minimum=0, maximum=400),
    building.fact("temperature", type=FactType.DECIMAL, minimum=30, maximum=45, unit="Cel"),
    building.fact("malignancy", type=FactType.CHOICE, choices=CHOICES, group="cancer"),
]
OBJECTIONS = [
    building.rule("epilepsy", IsTrue("epilepsy")),
    building.rule("seizures", Compare("seizures", Operator.AT_LEAST, 12)),
    building.rule("fever", Compare("temperature", Operator.ABOVE, Decimal("37.6"))),
    building.rule("cancer", OneOf("malignancy", ("active",))),
]
RULES = Rules(building.ruleset(FACTS, OBJECTIONS))
WELL: dict[str, Any] = {"epilepsy": False, "seizures": 0, "temperature": 36.6, "malignancy": "none"}
NAN = float("nan")


def outcome(**changed: Any) -> Outcome:
    return RULES.outcome({**WELL, **changed}, "exercise_therapy")


def refused(raw: Any) -> ProfileError:
    with pytest.raises(ProfileError) as raised:
        RULES.screen(raw, "exercise_therapy")
    return raised.value


def test_a_well_person_is_allowed() -> None:
    assert outcome() is Outcome.ALLOWED


# Each type takes its own values only


@pytest.mark.parametrize(
    "value", ["no", "yes", "true", "false", "False", "", 0, 1, 0.0, 1.0, Decimal(0), [], {}, b"", ()]
)
def test_what_is_no_boolean(value: Any) -> None:
    problem = refused({**WELL, "epilepsy": value}).problems[0]
    assert (problem.fact, problem.message) == ("epilepsy", "must be true, false or null")


@pytest.mark.parametrize(
    "value", [True, False, 1.0, 12.0, "3", "", Decimal(3), Fraction(3), -1, 401, 10**400, [3], float("inf"), 3j]
)
def test_what_is_no_whole_number_of_the_range(value: Any) -> None:
    problem = refused({**WELL, "seizures": value}).problems[0]
    assert (problem.fact, problem.message) == ("seizures", "must be a whole number from 0 to 400, or null")


@pytest.mark.parametrize(
    "value",
    [
        *(True, False, "37.6", "", 29.999, 45.001, 46, -1, 10**400, Decimal(29), [37], Fraction(37)),
        *(float("inf"), float("-inf"), Decimal("Infinity"), Decimal("-Infinity"), 37j),
    ],
)
def test_what_is_no_number_of_the_range(value: Any) -> None:
    problem = refused({**WELL, "temperature": value}).problems[0]
    assert problem.fact == "temperature"
    assert problem.message.startswith("must be a number from 30 to 45")


@pytest.mark.parametrize("value", ["Active", "other", "", " active", True, 0, 1.5, [], ["active"], b"active"])
def test_what_is_none_of_the_choices(value: Any) -> None:
    problem = refused({**WELL, "malignancy": value}).problems[0]
    assert (problem.fact, problem.message) == ("malignancy", "must be one of none, active, or null")


@pytest.mark.parametrize("fact", list(WELL))
@pytest.mark.parametrize("value", [None, NAN, -NAN, Decimal("NaN"), Decimal("sNaN"), Decimal("-NaN")])
def test_null_and_nan_are_unknown_for_every_type(fact: str, value: Any) -> None:
    decision = RULES.screen({**WELL, fact: value}, "exercise_therapy")
    assert decision.outcome is Outcome.CONSULT_DOCTOR
    assert [missing.fact for missing in decision.missing] == [fact]
    assert decision == RULES.screen({name: WELL[name] for name in WELL if name != fact}, "exercise_therapy")


def test_subclasses_count_as_the_plain_value_that_they_are() -> None:
    class Count(int):
        pass

    class Degrees(float):
        def __repr__(self) -> str:
            return "warm"

    class Word(str):
        __slots__ = ()

    profile = RULES.read({"seizures": Count(3), "temperature": Degrees(37.5), "malignancy": Word("active")})
    assert [type(value) for value in profile.answers.values()] == [int, Decimal, str]
    assert profile.answers == {"seizures": 3, "temperature": Decimal("37.5"), "malignancy": "active"}


# Thresholds


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (37.6, Outcome.ALLOWED),
        (Decimal("37.60"), Outcome.ALLOWED),
        (37.59999999999999, Outcome.ALLOWED),
        (37.60000000000001, Outcome.BLOCKED),
        (Decimal("37.61"), Outcome.BLOCKED),
        (38, Outcome.BLOCKED),
        (37, Outcome.ALLOWED),
        (30, Outcome.ALLOWED),
        (45.0, Outcome.BLOCKED),
    ],
)
def test_a_float_is_the_decimal_that_it_is_written_as(value: Any, expected: Outcome) -> None:
    """37.6 as a float lies above 37.6 by a hair; nobody means that hair."""
    assert outcome(temperature=value) is expected


def test_a_number_finer_than_a_float_is_refused_since_it_would_not_survive_json() -> None:
    error = refused({**WELL, "temperature": Decimal("37.60000000000000000001")})
    assert error.problems[0].message == "has more digits than a float can hold; round it first"
    warm = (98.7 - 32) / 1.8
    assert RULES.screen({"temperature": warm}, "exercise_therapy").profile["temperature"] == Decimal(repr(warm))


def test_a_decimal_fact_converted_from_fahrenheit_is_replayed_from_json() -> None:
    decision = RULES.screen({**WELL, "temperature": (99.7 - 32) / 1.8}, "exercise_therapy")
    stored = type(decision).model_validate_json(decision.model_dump_json())
    assert stored == decision
    assert RULES.replay(stored).same


@pytest.mark.parametrize(("value", "expected"), [(11, Outcome.ALLOWED), (12, Outcome.BLOCKED), (400, Outcome.BLOCKED)])
def test_whole_numbers_at_a_threshold(value: int, expected: Outcome) -> None:
    assert outcome(seizures=value) is expected


# The mapping itself


@pytest.mark.parametrize("raw", [None, [], "epilepsy", 3, [("epilepsy", True)], {"epilepsy"}])
def test_what_is_no_profile_at_all(raw: Any) -> None:
    assert refused(raw).problems[0].message == "must be a mapping of fact names to values"


def test_an_unknown_fact_is_answered_with_the_nearest_one() -> None:
    problem = refused({"epilepsi": True}).problems[0]
    assert (problem.fact, problem.message) == ("epilepsi", "no fact has this name; did you mean 'epilepsy'?")


def test_a_name_that_is_no_text() -> None:
    assert refused({7: True}).problems[0].message == "no fact has this name"


def test_every_problem_is_named_at_once() -> None:
    error = refused(
        {
            "epilepsy": "no",
            "seizures": 1.0,
            "tempratur": 37,
            "observed": {"epilepsy": "yesterday", "seizure": "2026-01-01", "seizures": 5},
            "denies": ["canser", "history"],
        }
    )
    named = [
        "epilepsy",
        "seizures",
        "tempratur",
        "observed.epilepsy",
        "observed.seizure",
        "observed.seizures",
        "denies",
    ]
    assert [problem.fact for problem in error.problems] == named
    assert str(error).count("\n") == len(error.problems)
    assert "did you mean 'seizures'?" in str(error)
    assert "did you mean 'cancer'?" in str(error)
    assert isinstance(error, ValueError)


@pytest.mark.parametrize("denies", ["history", {"history": True}, 1, True, {"history"}])
def test_what_is_no_list_of_groups(denies: Any) -> None:
    assert refused({"denies": denies}).problems[0].message == "must be a list of groups: history, cancer"


@pytest.mark.parametrize("entry", [None, 8, {"seizures": 8}, ["history"], True])
def test_a_group_is_named_by_text(entry: Any) -> None:
    assert refused({"denies": [entry]}).problems[0].message == "must name each group as text"


@pytest.mark.parametrize("observed", [[], "2026-01-01", 1, [("epilepsy", "2026-01-01")]])
def test_what_is_no_mapping_of_times(observed: Any) -> None:
    assert refused({"observed": observed}).problems[0].message == "must map fact names to the time each was observed"


@pytest.mark.parametrize("moment", ["", "31.01.2026", "2026-13-01", 1767225600, True, [2026], timedelta(1)])
def test_what_is_no_time(moment: Any) -> None:
    problem = refused({"observed": {"epilepsy": moment}}).problems[0]
    assert problem.message == "must be a date and time such as 2026-01-31T08:30:00+00:00, or null"


@pytest.mark.parametrize("year", [1, 9999])
@pytest.mark.parametrize("hours", [-14, 14])
def test_the_edges_of_the_calendar_are_taken_or_refused_but_never_crash(year: int, hours: int) -> None:
    edge = datetime(1, 1, 1) if year == 1 else datetime(9999, 12, 31, 23)  # noqa: DTZ001
    moment = edge.replace(tzinfo=timezone(timedelta(hours=hours)))
    outside = (year == 9999) is (hours < 0)
    raw = {"observed": {"epilepsy": moment}}
    if outside:
        assert "must be a date and time" in refused(raw).problems[0].message
    else:
        assert RULES.outcome(raw, "exercise_therapy", as_of="2026-01-31") is Outcome.CONSULT_DOCTOR


def test_times_are_read_from_text_dates_and_datetimes_and_one_without_a_zone_is_utc() -> None:
    midnight = datetime(2026, 1, 31, tzinfo=UTC)
    for moment in ("2026-01-31", date(2026, 1, 31), datetime(2026, 1, 31), "2026-01-31T02:00:00+02:00", midnight):  # noqa: DTZ001
        assert RULES.read({"observed": {"epilepsy": moment}}).observed == {"epilepsy": midnight}
    assert RULES.read({"observed": {"epilepsy": None}}).observed == {}
    assert RULES.read({"observed": None, "denies": None}) == Profile({})


def test_a_profile_written_out_is_read_again_as_it_was() -> None:
    raw = {**WELL, "observed": {"epilepsy": "2026-01-31T08:30:00"}, "denies": ("history", "history")}
    profile = RULES.read(raw)
    assert profile.denies == ("history",)
    assert isinstance(profile, TypedProfile)
    assert RULES.read(profile.as_mapping()) == profile
    assert RULES.read(WELL).as_mapping() == RULES.read(WELL).answers


def test_a_typed_profile_is_read_as_its_mapping() -> None:
    class Typed:
        def as_mapping(self) -> dict[str, Any]:
            return {**WELL, "epilepsy": True}

    assert RULES.outcome(Typed(), "exercise_therapy") is Outcome.BLOCKED
