"""Rule sets of any size, made by chance: harder than real ones, since their thresholds rarely coincide."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal

from sciatica_rules.condition import All, Any, Compare, Condition, IsTrue, Not, OneOf, Operator
from sciatica_rules.outcome import Effect
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.vocabulary import Fact, FactType
from tests import building

LEVELS = {"none": "None.", "mild": "Mild.", "moderate": "Moderate.", "severe": "Severe."}
EFFECTS = [Effect.BLOCKED, Effect.BLOCKED, Effect.CONSULT_DOCTOR]


def generated_rules(count: int, seed: int = 2) -> RuleSet:
    """This many rules over 60 facts, of which some have defaults and some are derived."""
    chance = random.Random(seed)
    facts = _facts(chance)
    rules = []
    for number in range(count):
        when = _condition(chance, facts, depth=3)
        rules.append(building.rule(f"r{number}", when, chance.choice(EFFECTS)))
    return building.ruleset(facts, rules)


def _facts(chance: random.Random) -> list[Fact]:
    plain = [building.fact(f"b{number}") for number in range(40)]
    assumed = [building.fact(f"d{number}", when_unknown=chance.random() < 0.5) for number in range(4)]
    counts = {"type": FactType.INTEGER, "minimum": 0, "maximum": 100}
    sizes = {"type": FactType.DECIMAL, "minimum": 0, "maximum": Decimal("99.5")}
    numbers = [building.fact(f"n{number}", **(counts if number % 2 else sizes)) for number in range(6)]
    numbers.append(building.fact("n6", when_unknown=1, **counts))
    numbers.append(building.fact("n7", when_unknown=Decimal("37.5"), **sizes))
    words = [building.fact(f"c{number}", type=FactType.CHOICE, choices=LEVELS) for number in range(4)]
    words.append(building.fact("c4", type=FactType.CHOICE, choices=LEVELS, when_unknown="none"))
    read = [*plain, *numbers[:6], *words[:4]]
    derived = [building.fact(f"e{number}", implied_by=_condition(chance, read, depth=1)) for number in range(2)]
    derived.append(building.fact("e2", defined_by=_condition(chance, read, depth=1)))
    return [*plain, *assumed, *numbers, *words, *derived]


def _condition(chance: random.Random, facts: Sequence[Fact], depth: int) -> Condition:
    draw = chance.random()
    if depth == 0 or draw < 0.25:
        return _leaf(chance, chance.choice(facts))
    if draw < 0.35:
        return Not(_condition(chance, facts, depth - 1))
    parts = tuple(_condition(chance, facts, depth - 1) for _ in range(chance.choice([2, 2, 3, 4])))
    return All(parts) if draw < 0.75 else Any(parts)


def _leaf(chance: random.Random, fact: Fact) -> Condition:
    match fact.type:
        case FactType.BOOLEAN:
            return IsTrue(fact.name)
        case FactType.CHOICE:
            return OneOf(fact.name, tuple(chance.sample(sorted(LEVELS), chance.randint(1, 3))))
        case FactType.INTEGER if chance.random() < 0.3:
            return OneOf(fact.name, (chance.randrange(101),))
        case _:
            return Compare(fact.name, chance.choice(list(Operator)), chance.randrange(0, 100))
