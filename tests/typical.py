"""The benign profile that tests start from: the typical answers of the vocabulary, under those of the intervention."""

from __future__ import annotations

from typing import Any

from sciatica_rules import Rules


def typical_profile(rules: Rules, intervention: str, /, **changes: Any) -> dict[str, Any]:
    """Typical answers, under the intervention's own ones and under ``changes``; None takes an answer out."""
    answers: dict[str, Any] = {name: fact.typical for name, fact in rules.facts.items() if fact.typical is not None}
    answers.update(rules.interventions[intervention].typical)
    answers.update(changes)
    return {name: value for name, value in answers.items() if value is not None}
