"""Answers of one person: the typical ones, and how to keep them free of contradictions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from decimal import Decimal
from typing import Any

from ..condition import Value
from ..errors import ProfileError, ProfileProblem, did_you_mean
from ..evidence import Findings, establish
from ..explain import conflicting
from ..origin import Origin
from ..profile import Profile
from ..ruleset import RuleSet

Answers = dict[str, Value]
NOTHING: frozenset[str] = frozenset()


def typical_answers(ruleset: RuleSet, intervention: str | None = None) -> Answers:
    """The benign answers of the vocabulary, under those that an intervention needs. Raises UnknownInterventionError."""
    answers = {name: fact.typical for name, fact in ruleset.vocabulary.facts.items() if fact.typical is not None}
    return answers if intervention is None else {**answers, **ruleset.intervention(intervention).typical}


def contradictions(ruleset: RuleSet, answers: Mapping[str, Value]) -> tuple[str, ...]:
    """The facts for which these answers are evidence both ways."""
    return tuple(name for name, finding in _derived(ruleset, answers).items() if finding.origin is Origin.CONFLICT)


def without_contradictions(
    ruleset: RuleSet, answers: Mapping[str, Value], keep: Set[str] = NOTHING, never_drop: Set[str] = NOTHING
) -> Answers:
    """The answers without those that contradict others, sparing ``keep`` as long as others can go.

    Taking an answer back takes evidence away and adds none, so this comes to an end. What only ``never_drop``
    contradicts stays contradictory.
    """
    left = dict(answers)
    beyond_help: set[str] = set()
    while True:
        findings = _derived(ruleset, left)
        found = [name for name, finding in findings.items() if finding.origin is Origin.CONFLICT]
        name = next((name for name in found if name not in beyond_help), None)
        if name is None:
            return left
        involved = conflicting(name, findings, ruleset) & set(left)
        loose = involved - keep - never_drop or involved - never_drop
        if not loose:
            beyond_help.add(name)
        for dropped in {name} if name in loose else loose:
            del left[dropped]


def _derived(ruleset: RuleSet, answers: Mapping[str, Value]) -> Findings:
    """Only derived facts can be contradictory; they and all that lies beneath them."""
    wanted = ruleset.vocabulary.closure(ruleset.derivations)
    return establish(Profile(answers), ruleset, wanted, None)


def plain(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as an app has them: a decimal number is a float wherever that is read back as the same number."""
    return {name: _as_float(value) if isinstance(value, Decimal) else value for name, value in answers.items()}


def _as_float(number: Decimal) -> float | Decimal:
    return float(number) if Decimal(repr(float(number))) == number else number


def check_names(names: Iterable[str], known: Iterable[str]) -> None:
    """Raises ProfileError for names that no fact has."""
    listed = tuple(known)
    unknown = [name for name in names if name not in listed]
    if unknown:
        raise ProfileError(
            ProfileProblem(name, f"no fact has this name{did_you_mean(name, listed)}") for name in unknown
        )
