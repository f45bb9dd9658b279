"""What a population comes to, as data."""

from __future__ import annotations

from typing import Any

from ..outcome import Outcome
from ..version import __version__
from .summary import Summary

SCHEMA_VERSION = 1


def summary_data(summary: Summary) -> dict[str, Any]:
    """The summary as JSON has it."""
    return {
        "schema_version": SCHEMA_VERSION,
        "intervention": summary.intervention.id,
        "rows": summary.rows,
        "outcomes": {outcome.value: summary.outcomes[outcome] for outcome in Outcome},
        "rules": [
            {
                "rule": each.rule.id,
                "effect": each.rule.effect.value,
                "applies": each.applies,
                "undetermined": each.undetermined,
            }
            for each in summary.rules
        ],
        "facts": [
            {
                "fact": each.fact.name,
                "column": each.column,
                "unknown": each.unknown,
                "missing": each.missing,
                "invalid": each.invalid,
            }
            for each in summary.facts
        ],
        "not_covered": list(summary.not_covered),
        "review": summary.review,
        "ruleset": summary.stamp.model_dump(mode="json"),
        "engine": __version__,
    }
