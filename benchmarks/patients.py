"""Simulated patients with realistic unknowns.

Every share in here is our own guess, good for comparing, not for medicine.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sciatica_rules import Rules
from sciatica_rules.vocabulary import Fact, FactType

UNUSUAL = 0.03
"""How often a boolean fact is not as in a benign profile."""

COMMON = {
    "acute_exacerbation": 0.2,
    "severe_pain": 0.15,
    "general_health_improved": 0.15,
    "supervised_by_instructor": 0.6,
    "warmed_up": 0.3,
    "cardiovascular_disease": 0.12,
    "diabetes": 0.08,
    "mental_disorder": 0.08,
    "nsaid_trial_failed": 0.2,
    "neurologist_exam_done": 0.4,
    "doctor_seen": 0.15,
    "takes_anticoagulant": 0.05,
    "takes_antiplatelet": 0.06,
}
"""Facts that are often not as in a benign profile."""

FORGOTTEN = 0.08
"""How often a question is skipped by somebody who fills in a form."""


def patients(rules: Rules, count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Profiles as a form yields them: some screens denied as a whole, the rest answered, now and then skipped."""
    random_source = random.Random(seed)
    for _ in range(count):
        yield _patient(rules, random_source)


def _patient(rules: Rules, random_source: random.Random) -> dict[str, Any]:
    profile: dict[str, Any] = {}
    denied = []
    for group in rules.ruleset.vocabulary.groups:
        deniable = [fact for fact in group.facts if fact.deniable is not None]
        if len(deniable) > 2 and random_source.random() < 0.5:
            denied.append(group.name)
        for fact in group.facts:
            if group.name in denied and fact.deniable is not None:
                continue
            value = _answer(fact, random_source)
            if value is not None and random_source.random() >= FORGOTTEN:
                profile[fact.name] = value
    if denied:
        profile["denies"] = denied
    return profile


def _answer(fact: Fact, random_source: random.Random) -> Any:
    if fact.typical is None or fact.derivations or fact.when_unknown is not None:
        return None
    unusual = random_source.random() < COMMON.get(fact.name, UNUSUAL)
    if not unusual:
        return fact.typical
    match fact.type:
        case FactType.BOOLEAN:
            return not fact.typical
        case FactType.CHOICE:
            return random_source.choice(list(fact.choices))
        case FactType.INTEGER:
            return random_source.randint(int(fact.minimum or 0), int(fact.maximum or 0))
        case FactType.DECIMAL:
            low, high = float(fact.minimum or 0), float(fact.maximum or 0)
            return Decimal(str(round(random_source.uniform(low, high), 1)))
