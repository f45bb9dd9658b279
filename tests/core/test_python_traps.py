"""What Python would let through in silence."""

from __future__ import annotations

import copy
import pickle
import traceback
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from enum import Enum
from typing import Any

import pytest
from pydantic import ValidationError

from sciatica_rules.condition import IsTrue, Operator
from sciatica_rules.decision import Decision
from sciatica_rules.errors import UnknownInterventionError
from sciatica_rules.origin import Origin
from sciatica_rules.outcome import Effect, Hold, NextStep, Outcome, Severity, Verdict
from sciatica_rules.proof.causes import Action
from sciatica_rules.proof.finding import Level
from sciatica_rules.proof.mutation.mutant import Kind
from sciatica_rules.proof.mutation.trial import Fate
from sciatica_rules.proof.shifts import Comparison, Direction
from sciatica_rules.rules import Rules
from sciatica_rules.truth import Truth
from sciatica_rules.vocabulary import Worse
from tests import building

RULES = Rules(building.ruleset([building.fact("malignancy")], [building.rule("cancer", IsTrue("malignancy"))]))


def blocked() -> Decision:
    return RULES.screen({"malignancy": True}, "exercise_therapy")


# A decision is not a condition


def test_a_decision_is_neither_true_nor_false() -> None:
    with pytest.raises(TypeError, match=r"compare decision\.outcome"):
        bool(blocked())


@pytest.mark.parametrize("word", [*Outcome, *NextStep, *Hold])
def test_a_word_of_an_answer_is_neither_true_nor_false(word: Severity) -> None:
    with pytest.raises(TypeError, match="never simply true or false"):
        bool(word)


@pytest.mark.parametrize("truth", Truth)
def test_a_truth_is_neither_true_nor_false(truth: Truth) -> None:
    with pytest.raises(TypeError, match="four values"):
        bool(truth)


@pytest.mark.parametrize("words", [Action, Comparison, Direction, Fate, Kind, Level, Operator, Origin, Verdict, Worse])
def test_a_word_is_printed_as_it_is_written(words: type[Enum]) -> None:
    assert [str(word) for word in words] == [f"{word}" for word in words] == [word.value for word in words]


def test_an_outcome_is_a_string() -> None:
    assert blocked().outcome == "blocked"
    assert blocked().outcome is Outcome.BLOCKED
    assert blocked().outcome != Outcome.ALLOWED
    assert str(Outcome.CONSULT_DOCTOR) == f"{Outcome.CONSULT_DOCTOR}" == "consult_doctor"
    assert {Outcome.BLOCKED: 1}["blocked"] == 1  # type: ignore[index]
    assert Outcome("allowed") is Outcome.ALLOWED
    assert str(Effect.PRECAUTION) == "precaution"
    assert str(Verdict.UNDETERMINED) == "undetermined"


# Order


def test_outcomes_are_ordered_by_severity_and_not_by_the_alphabet() -> None:
    assert Outcome.ALLOWED < Outcome.CONSULT_DOCTOR < Outcome.BLOCKED
    assert Outcome.BLOCKED > Outcome.CONSULT_DOCTOR >= Outcome.CONSULT_DOCTOR <= Outcome.BLOCKED
    assert not Outcome.BLOCKED < Outcome.CONSULT_DOCTOR
    mixed = [Outcome.BLOCKED, Outcome.ALLOWED, Outcome.CONSULT_DOCTOR]
    assert sorted(mixed) == list(Outcome)
    assert max(mixed) is Outcome.BLOCKED
    assert min(mixed) is Outcome.ALLOWED


def test_next_steps_and_holds_are_ordered_as_they_are_listed() -> None:
    words = ["none", "answer", "fix", "wait", "doctor", "urgent", "emergency"]
    assert [str(step) for step in sorted(NextStep, reverse=True)] == words[::-1]
    assert Hold.NONE < Hold.DISCOMFORT < Hold.EXACERBATION


@pytest.mark.parametrize("other", ["blocked", "allowed", "", 1, None, NextStep.URGENT, Hold.NONE, Effect.BLOCKED])
def test_an_outcome_cannot_be_ordered_against_anything_else(other: Any) -> None:
    comparisons: list[Callable[[], object]] = [
        lambda: other > Outcome.BLOCKED,
        lambda: other >= Outcome.BLOCKED,
        lambda: other < Outcome.BLOCKED,
        lambda: other <= Outcome.BLOCKED,
        lambda: other < Outcome.BLOCKED,
        lambda: other <= Outcome.BLOCKED,
        lambda: other > Outcome.BLOCKED,
        lambda: other >= Outcome.BLOCKED,
        lambda: max(Outcome.BLOCKED, other),
        lambda: sorted([other, Outcome.BLOCKED]),
    ]
    for compare in comparisons:
        with pytest.raises(TypeError, match="cannot be ordered"):
            compare()


@pytest.mark.parametrize("word", [*Outcome, *NextStep, *Hold, *Effect, *Verdict])
def test_words_stay_themselves_when_copied_or_stored(word: Any) -> None:
    assert copy.deepcopy(word) is word
    assert pickle.loads(pickle.dumps(word)) is word  # noqa: S301


def test_what_each_effect_demands() -> None:
    assert [effect.demand for effect in Effect] == list(Outcome)
    assert [effect.objects for effect in Effect] == [False, True, True]


# Interventions


@pytest.mark.parametrize("name", ["exercise_terapy", "", "EXERCISE_THERAPY", None, 1, ["exercise_therapy"], {}, True])
def test_an_intervention_that_nobody_knows_is_never_allowed(name: Any) -> None:
    for ask in (RULES.screen, RULES.outcome, RULES.session):
        with pytest.raises(UnknownInterventionError):
            ask({"malignancy": False}, name)


def test_a_misspelt_intervention_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(UnknownInterventionError, match="did you mean 'exercise_therapy'") as raised:
        RULES.screen({}, "exercise_terapy")
    assert raised.value.known == ("exercise_therapy",)
    assert isinstance(raised.value, LookupError)


def test_a_misspelt_intervention_shows_no_other_error_behind_it() -> None:
    for ask in (RULES.screen, RULES.outcome, RULES.session):
        with pytest.raises(UnknownInterventionError) as raised:
            ask({"malignancy": False}, "exercise_terapy")
        assert "KeyError" not in "".join(traceback.format_exception(raised.value))


# Nothing changes behind one's back


def test_decisions_cannot_be_changed() -> None:
    decision = blocked()
    with pytest.raises(ValidationError):
        decision.outcome = Outcome.ALLOWED
    with pytest.raises(ValidationError):
        decision.reasons[0].rule = "other"
    with pytest.raises(AttributeError):
        decision.reasons.clear()  # type: ignore[attr-defined]


def test_rules_sessions_and_profiles_cannot_be_changed() -> None:
    session = RULES.session({}, "exercise_therapy")
    profile = RULES.read({"malignancy": True})
    with pytest.raises(FrozenInstanceError):
        RULES.ruleset = building.ruleset([], [])  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        session._state = None  # type: ignore[misc,assignment]
    with pytest.raises(FrozenInstanceError):
        profile.denies = ()  # type: ignore[misc]
    views: list[Any] = [RULES.rules, RULES.facts, RULES.interventions, RULES.parameters, RULES.sources]
    for view in views:
        with pytest.raises(TypeError):
            view["cancer"] = None


def test_a_profile_that_was_read_does_not_follow_its_source() -> None:
    raw = {"malignancy": True}
    profile = RULES.read(raw)
    raw["malignancy"] = False
    assert RULES.outcome(profile, "exercise_therapy") is Outcome.BLOCKED
    assert RULES.read(profile) is profile


def test_screening_leaves_the_profile_as_it_was() -> None:
    raw = {"malignancy": None, "observed": {"malignancy": "2026-01-01"}, "denies": ["history"]}
    kept = copy.deepcopy(raw)
    RULES.screen(raw, "exercise_therapy", as_of="2026-01-31")
    assert raw == kept
