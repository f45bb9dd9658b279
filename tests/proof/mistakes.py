"""Small rule sets made by hand, with a mistake in them."""

from __future__ import annotations

from typing import Any as Anything

from sciatica_rules.condition import Condition, IsTrue, OneOf
from sciatica_rules.outcome import Hold
from sciatica_rules.proof.mutation.missing_case import Decisions, MissingCase
from sciatica_rules.proof.mutation.mutant import Kind, Mutant
from sciatica_rules.proof.mutation.mutants import mutants
from sciatica_rules.rule import Rule
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.vocabulary import FactType
from tests.building import fact, intervention, rule, ruleset

FEVER, PAIN, CANCER = IsTrue("fever"), IsTrue("pain"), IsTrue("cancer")
FACTS = [
    fact("fever"),
    fact("pain"),
    fact("cancer", implied_by=OneOf("stage", (1, 2))),
    fact("stage", type=FactType.INTEGER, minimum=0, maximum=4),
    fact("held_for", type=FactType.CHOICE, choices={each.value: "" for each in Hold}, when_unknown="none"),
]
PLACES = [intervention("curl", "therapy"), intervention("bend", "therapy", "standing")]


def made(*rules: Rule) -> RuleSet:
    return ruleset(FACTS, rules, PLACES)


def stop(name: str, when: Condition, **more: Anything) -> Rule:
    return rule(name, when, applies_to=("therapy",), **more)


def mistake(found: RuleSet, name: str, kind: Kind) -> Mutant:
    return next(each for each in mutants(found, found.rules[name]) if each.kind is kind)


def case_for(found: RuleSet, name: str, kind: Kind) -> MissingCase:
    missing = Decisions(found).missing_case(mistake(found, name, kind))
    assert missing is not None
    return missing
