"""Simulated patients with realistic unknowns.

Every share in here is our own guess, good for comparing, not for medicine.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from sciatica_rules import Rules
from sciatica_rules.condition import Value
from sciatica_rules.vocabulary import Fact, FactType

UNUSUAL = 0.03
"""How often a boolean fact is not as in a benign profile."""

COMMON = {
    "acute_exacerbation": 0.2,
    "pain_nrs": 0.15,
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


def patients(rules: Rules, count: int, seed: int = 1, considered_for: str | None = None) -> Iterator[dict[str, Any]]:
    """Profiles as a form yields them: some screens denied as a whole, the rest answered, now and then skipped.

    Who is considered for one intervention mostly answers as it needs, such as with an indication for a nerve block.
    """
    random_source = random.Random(seed)
    usual = {name: fact.typical for name, fact in rules.facts.items() if fact.when_unknown is None}
    if considered_for is not None:
        usual |= rules.interventions[considered_for].typical
    for _ in range(count):
        yield _patient(rules, usual, random_source)


def _patient(rules: Rules, usual: Mapping[str, Value | None], random_source: random.Random) -> dict[str, Any]:
    profile: dict[str, Any] = {}
    denied = []
    for group in rules.ruleset.vocabulary.groups:
        deniable = [fact for fact in group.facts if fact.deniable is not None]
        if len(deniable) > 2 and random_source.random() < 0.5:
            denied.append(group.name)
        for fact in group.facts:
            if fact.derivations or (group.name in denied and fact.deniable is not None):
                continue
            value = _answer(fact, usual.get(fact.name), random_source)
            if value is not None and random_source.random() >= FORGOTTEN:
                profile[fact.name] = value
    for fact in rules.ruleset.vocabulary.in_dependency_order:
        # Who has already said something unusual beneath a question that sums up is not asked it again.
        beneath = rules.ruleset.vocabulary.beneath[fact.name]
        said_so = any(profile.get(name, usual.get(name)) != usual.get(name) for name in beneath)
        if not beneath or said_so or (fact.group in denied and fact.deniable is not None):
            continue
        settled = fact.defined_by is not None  # by the answers beneath, which an unusual one would contradict
        value = usual.get(fact.name) if settled else _answer(fact, usual.get(fact.name), random_source)
        if value is not None and random_source.random() >= FORGOTTEN:
            profile[fact.name] = value
    if denied:
        profile["denies"] = denied
    return profile


def _answer(fact: Fact, usual: Value | None, random_source: random.Random) -> Value | None:
    if usual is None:
        return None
    if random_source.random() >= COMMON.get(fact.name, UNUSUAL):
        return usual
    match fact.type:
        case FactType.BOOLEAN:
            return not usual
        case FactType.CHOICE:
            return random_source.choice(list(fact.choices))
        case FactType.INTEGER:
            return random_source.randint(int(fact.minimum or 0), int(fact.maximum or 0))
        case FactType.DECIMAL:
            low, high = float(fact.minimum or 0), float(fact.maximum or 0)
            return Decimal(str(round(random_source.uniform(low, high), 1)))
