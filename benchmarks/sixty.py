"""Sixty rules over sixty facts in our own objects, for comparing engines: made up, and no medical advice.

41 facts are yes or no, 13 are numbers, 6 are choices; the rules are of the shapes that real ones have. No fact has a
default or a derivation, since few other engines know either.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sciatica_rules import Rules
from sciatica_rules.condition import All, Compare, Condition, IsTrue, Not, OneOf, Operator
from sciatica_rules.condition import Any as AnyOf
from sciatica_rules.intervention import Intervention
from sciatica_rules.outcome import Effect, NextStep
from sciatica_rules.pack import Pack
from sciatica_rules.rule import Rule
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.source import Citation, Source
from sciatica_rules.vocabulary import AnsweredBy, Fact, FactGroup, FactType, Vocabulary, Worse

INTERVENTION, CONSENT = "exercise_therapy", "consent"
SIGNS, COUNTS, LEVELS, KINDS = 40, 9, 4, 6
WORDS = ("none", "mild", "moderate", "severe")
RARE = 0.02
"""How often a sign is there or consent is missing, so that each outcome is frequent."""

CITED = (Citation("made_up", None),)


def sixty(seed: int = 1) -> Rules:
    """The rule set; the same for the same seed."""
    facts = [*_facts()]
    source = Source("made_up", "Made up", "Nobody", "n.d.", "none", "all", "https://example.org")
    return Rules(
        RuleSet(
            vocabulary=Vocabulary((FactGroup("facts", "Facts", tuple(facts)),)),
            parameters={},
            sources={source.key: source},
            statements={},
            interventions={INTERVENTION: Intervention(INTERVENTION, "Therapy", frozenset({INTERVENTION}), CITED)},
            rules={rule.id: rule for rule in _rules(facts, random.Random(seed))},
            packs=(Pack("sixty", True, "Sixty", "1.0.0", "2026-01-01", "draft", {}, ("sixty",), ()),),
        )
    )


def people(rules: Rules, count: int, seed: int = 2) -> Iterator[dict[str, Any]]:
    """People of whom everything is known, as JSON would hold them."""
    chance = random.Random(seed)
    for _ in range(count):
        yield {name: _answer(fact, chance) for name, fact in rules.facts.items()}


def benign(rules: Rules) -> dict[str, Any]:
    """Somebody to whom no rule objects."""
    mildest = {FactType.BOOLEAN: False, FactType.INTEGER: 0, FactType.DECIMAL: 0.0, FactType.CHOICE: WORDS[0]}
    return {name: name == CONSENT or mildest[fact.type] for name, fact in rules.facts.items()}


def _facts() -> Iterator[Fact]:
    for number in range(SIGNS):
        yield _fact(f"sign_{number}", FactType.BOOLEAN, Worse.TRUE)
    yield _fact(CONSENT, FactType.BOOLEAN, Worse.FALSE)
    for number in range(COUNTS):
        yield _fact(f"count_{number}", FactType.INTEGER, Worse.HIGHER, minimum=0, maximum=100)
    for number in range(LEVELS):
        yield _fact(f"level_{number}", FactType.DECIMAL, Worse.HIGHER, minimum=0, maximum=100)
    for number in range(KINDS):
        yield _fact(f"kind_{number}", FactType.CHOICE, Worse.DEPENDS, choices=dict.fromkeys(WORDS, ""))


def _fact(name: str, type_: FactType, worse: Worse, **more: Any) -> Fact:
    return Fact(name, "facts", type_, f"{name}?", worse, mutable=True, answered_by=AnsweredBy.EITHER, **more)


def _rules(facts: list[Fact], chance: random.Random) -> Iterator[Rule]:
    """Each fact is read by the rule of its own number, so that none is idle."""
    for number, fact in enumerate(facts):
        others = chance.sample([other for other in facts if other is not fact], 3)
        effect = Effect.BLOCKED if number % 5 < 3 else Effect.CONSULT_DOCTOR
        yield Rule(
            id=f"rule_{number:02}",
            pack="sixty",
            area="signs",
            title=f"Rule {number}",
            applies_to=(INTERVENTION,),
            when=_condition(fact, others, number, chance),
            effect=effect,
            message=f"Mind rule {number}.",
            sources=CITED,
            examples=(),
            next_step=NextStep.DOCTOR,
        )


def _condition(fact: Fact, others: list[Fact], number: int, chance: random.Random) -> Condition:
    own = _leaf(fact, chance)
    if fact.name == CONSENT:
        return own
    first, second, third = (_leaf(other, chance) for other in others)
    match number % 6:
        case 0:
            return All((own, AnyOf((first, second))))
        case 1:
            return All((own, Not(first)))
        case 2:
            return All((AnyOf((own, first)), second))
        case 3:
            return All((own, Not(All((first, second))), AnyOf((second, third))))
        case 4:
            return AnyOf((All((own, first)), All((second, third))))
        case _:
            return own


def _leaf(fact: Fact, chance: random.Random) -> Condition:
    match fact.type:
        case FactType.BOOLEAN:
            return Not(IsTrue(fact.name)) if fact.name == CONSENT else IsTrue(fact.name)
        case FactType.CHOICE:
            return OneOf(fact.name, chance.choice([WORDS[3:], WORDS[2:]]))
        case FactType.INTEGER:
            return Compare(fact.name, chance.choice([Operator.AT_LEAST, Operator.ABOVE]), chance.randint(90, 99))
        case FactType.DECIMAL:
            return Compare(fact.name, Operator.AT_LEAST, Decimal(chance.randint(900, 990)) / 10)


def _answer(fact: Fact, chance: random.Random) -> bool | int | float | str:
    match fact.type:
        case FactType.BOOLEAN:
            return (chance.random() < RARE) is not (fact.name == CONSENT)
        case FactType.CHOICE:
            return chance.choice(WORDS)
        case FactType.INTEGER:
            return chance.randint(0, 100)
        case FactType.DECIMAL:
            return chance.randint(0, 1000) / 10
