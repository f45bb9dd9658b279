"""What a patient answered stays out of every message, repr and error."""

from __future__ import annotations

import json
import pickle
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from sciatica_rules.condition import Compare, IsTrue, OneOf, Operator
from sciatica_rules.decision import Decision
from sciatica_rules.errors import (
    ProfileError,
    SciaticaRulesError,
    SessionError,
    TableFileError,
    UnknownInterventionError,
)
from sciatica_rules.rules import Rules
from sciatica_rules.session import Session
from sciatica_rules.vocabulary import FactType
from tests import building

SECRET = "zebra4711"  # noqa: S105 - what a patient answers, not a password
RULES = Rules(
    building.ruleset(
        [
            building.fact("epilepsy"),
            building.fact("seizures", type=FactType.INTEGER, minimum=0, maximum=5000),
            building.fact("temperature", type=FactType.DECIMAL, minimum=30, maximum=5000, unit="Cel"),
            building.fact("malignancy", type=FactType.CHOICE, choices={"none": "no", SECRET: "the secret one"}),
        ],
        [
            building.rule("epilepsy", IsTrue("epilepsy")),
            building.rule("seizures", Compare("seizures", Operator.AT_LEAST, 12)),
            building.rule("fever", Compare("temperature", Operator.ABOVE, Decimal("37.6"))),
            building.rule("cancer", OneOf("malignancy", (SECRET,))),
        ],
    )
)
PLAIN = Rules(
    building.ruleset(
        [
            building.fact("epilepsy"),
            building.fact("seizures", type=FactType.INTEGER, minimum=0, maximum=400),
            building.fact("temperature", type=FactType.DECIMAL, minimum=30, maximum=45, unit="Cel"),
            building.fact("malignancy", type=FactType.CHOICE, choices={"none": "no"}),
        ],
        [building.rule("epilepsy", IsTrue("epilepsy"))],
    )
)
NEVER = (SECRET, "4711", "47.11")
WRONG: list[Any] = [
    *(
        SECRET,
        4711,
        -4711,
        4711.5,
        47.11,
        Decimal("47.11"),
        Decimal("38.00000000000000000004711"),
        [SECRET],
        {SECRET: 1},
    ),
    *((SECRET,), b"zebra4711", 10**400 + 4711, complex(4711)),
]


def everything_said(error: BaseException) -> str:
    """The error as any log, crash report or queue could show it, with every error that it carries along."""
    said, pending, seen = [], [error], set()
    while pending:
        one = pending.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        said += [
            str(one),
            repr(one),
            repr(one.args),
            repr(vars(one)),
            *(repr(getattr(one, name, "")) for name in ("doc",)),
        ]
        said += traceback.format_exception_only(one)
        pending += [linked for linked in (one.__cause__, one.__context__) if linked is not None]
    said.append(pickle.dumps(error).decode("latin-1"))
    return "\n".join(said)


def caught(kind: type[Exception], call: Callable[[], object]) -> Exception:
    with pytest.raises(kind) as raised:
        call()
    assert isinstance(raised.value, SciaticaRulesError)
    return raised.value


def assert_silent(error: BaseException) -> None:
    said = everything_said(error)
    assert not [secret for secret in NEVER if secret in said]


@pytest.mark.parametrize("value", WRONG)
@pytest.mark.parametrize("fact", ["epilepsy", "seizures", "temperature", "malignancy"])
def test_a_refused_answer_is_not_repeated(fact: str, value: Any) -> None:
    calls: list[Callable[[], object]] = [
        lambda: PLAIN.screen({fact: value}, "exercise_therapy"),
        lambda: PLAIN.outcome({fact: value}, "exercise_therapy"),
        lambda: PLAIN.screen_all({fact: value}),
        lambda: PLAIN.read({fact: value}),
        lambda: PLAIN.session({fact: value}, "exercise_therapy"),
        lambda: PLAIN.session({}, "exercise_therapy").observe({fact: value}),
        lambda: PLAIN.session({}, "exercise_therapy").observe(**{fact: value}),
    ]
    for call in calls:
        error = caught(ProfileError, call)
        assert_silent(error)
        assert fact in str(error)


@pytest.mark.parametrize("value", WRONG)
def test_a_refused_time_or_denial_is_not_repeated(value: Any) -> None:
    assert_silent(caught(ProfileError, lambda: PLAIN.read({"observed": {"epilepsy": value}})))
    if not isinstance(value, dict):  # its keys are names of facts, and names are repeated
        assert_silent(caught(ProfileError, lambda: PLAIN.read({"observed": value})))
    if not isinstance(value, str):  # likewise the name of a group
        assert_silent(caught(ProfileError, lambda: PLAIN.read({"denies": [value]})))


def test_a_session_that_cannot_be_restored_says_nothing_of_its_patient() -> None:
    held = RULES.session({"malignancy": SECRET, "temperature": 47.11, "seizures": 4711}, "exercise_therapy").to_json()
    assert all(secret in held for secret in NEVER)
    stored = json.loads(held)
    damaged = [
        held[:-1],
        held.replace('"', "'"),
        held.replace("4711", "471x"),
        f"[{held}]",
        json.dumps({**stored, "held_for": SECRET}),
        json.dumps({**stored, "as_of": SECRET}),
        json.dumps({**stored, "schema_version": SECRET}),
        json.dumps({**stored, "profile": {**stored["profile"], "epilepsy": SECRET}}),
        json.dumps({**stored, "profile": {**stored["profile"], "temperature": SECRET}}),
        json.dumps({**stored, "profile": SECRET}),
    ]
    for text in damaged:
        assert_silent(caught(SessionError, lambda text=text: Session.from_json(text, RULES)))  # type: ignore[misc]


def test_a_decision_that_cannot_be_restored_says_nothing_of_its_patient() -> None:
    decision = RULES.screen({"malignancy": SECRET, "temperature": 47.11, "seizures": 4711}, "exercise_therapy")
    text = decision.model_dump_json()
    for damaged in (text.replace('"blocked"', f'"{SECRET}"'), text.replace('"facts":[', '"facts":["zebra4711",')):
        with pytest.raises(ValidationError) as raised:
            Decision.model_validate_json(damaged)
        assert SECRET not in str(raised.value)


def test_an_unknown_intervention_says_nothing_of_the_patient() -> None:
    assert_silent(caught(UnknownInterventionError, lambda: RULES.screen({"malignancy": SECRET}, "x")))


def test_what_is_printed_by_accident_shows_no_answer() -> None:
    raw = {
        "malignancy": SECRET,
        "temperature": 47.11,
        "seizures": 4711,
        "observed": {"malignancy": datetime(4711, 1, 1, tzinfo=UTC)},
    }
    session = RULES.session(raw, "exercise_therapy")
    decision = RULES.screen(raw, "exercise_therapy")
    shown = [
        RULES.read(raw),
        decision,
        session,
        session.decision,
        RULES.replay(decision),
        RULES,
        [decision],
        {1: session},
        decision.facts,
        decision.reasons,
    ]
    for each in shown:
        for text in (repr(each), str(each), f"{each}"):
            assert not [secret for secret in NEVER if secret in text]
    assert repr(session._state)
    assert not [secret for secret in NEVER if secret in repr(session._state)]
    assert repr(RULES.read(raw)) == "Profile(answered: malignancy, temperature, seizures)"
    assert repr(RULES.read({})) == "Profile(answered: nothing)"
    assert "blocked" in repr(decision)


@pytest.mark.parametrize(
    "error",
    [
        caught(ProfileError, lambda: PLAIN.read({"epilepsy": SECRET})),
        caught(UnknownInterventionError, lambda: PLAIN.screen({}, "exercise")),
        caught(SessionError, lambda: Session.from_json("{}", PLAIN)),
        TableFileError("people.csv", "the file is empty"),
    ],
)
def test_an_error_survives_pickling(error: Exception) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)
