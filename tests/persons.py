"""The persons that a partly known profile may turn out to be, for the laws on completions."""

from __future__ import annotations

from math import prod
from typing import Any as Anything

from sciatica_rules.profile import Profile
from sciatica_rules.rules import Rules
from tests import oracle
from tests.strategies import (
    Case,
)

MOST_PERSONS = 1500


def read(case: Case) -> Profile:
    return Rules(case.ruleset).read(case.raw)


def persons(case: Case, freed: set[str]) -> list[dict[str, Anything]] | None:
    """Every complete and consistent person that fits, assumptions in ``freed`` open; None if there are too many."""
    profile = read(case)
    known, origins = oracle.known_facts(case.ruleset, profile, case.as_of)
    fixed: dict[str, Anything] = {}
    asked: list[str] = []
    for name in oracle.read_by(case.ruleset, case.intervention):
        if origins[name] == "answered":
            fixed[name] = profile.answers[name]
        elif origins[name] == "denied" or (origins[name] == "assumed" and name not in freed):
            value = known[name]
            fixed[name] = value[0] if isinstance(value, tuple) else value
        else:
            asked.append(name)
    facts = case.ruleset.vocabulary.facts
    if prod(len(oracle.values_of(case.ruleset, facts[name])) for name in asked) > MOST_PERSONS:
        return None
    return list(oracle.completions(case.ruleset, fixed, asked))


def is_stricter(case: Case, name: str) -> bool:
    """Whether no other value of a fact could make more rules true than the one that is assumed."""
    ruleset, fact = case.ruleset, case.ruleset.vocabulary.facts[name]
    for rule in oracle.objecting(ruleset, case.intervention):
        for leaf, positive in oracle.signed_leaves(rule.when):
            if leaf.fact != name:
                continue
            holds = [
                value if isinstance(value, bool) else oracle.leaf_holds(leaf, value, ruleset, case.intervention)
                for value in (fact.when_unknown, *oracle.values_of(ruleset, fact))
            ]
            if any(other is positive and holds[0] is not positive for other in holds):
                return False
    return True


def assumed(case: Case) -> set[str]:
    _, origins = oracle.known_facts(case.ruleset, read(case), case.as_of)
    return {name for name, origin in origins.items() if origin == "assumed"}
