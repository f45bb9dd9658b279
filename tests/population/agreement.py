"""The one body of every comparison with the reference: an engine, rows, and what must come out."""

from __future__ import annotations

import math
import random
import warnings
from collections.abc import Iterable, Sequence
from typing import Any as Anything
from typing import get_args

from sciatica_rules.condition import All, Any, Compare, Condition, IsTrue, Not, OneOf, Operator
from sciatica_rules.errors import MissingFactsWarning
from sciatica_rules.evidence import establish, evaluate
from sciatica_rules.frames import Output
from sciatica_rules.outcome import Effect
from sciatica_rules.profile import read_profile
from sciatica_rules.rule import Rule
from sciatica_rules.rules import Rules
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.truth import Truth
from sciatica_rules.vocabulary import Fact, FactType
from tests import building
from tests.population.frames import Engine, arrow_table
from tests.population.oracle import Row, Told, all_told

OUTPUTS: tuple[Output, ...] = get_args(Output)
WORDS = {"none": "nothing", "mild": "a little", "moderate": "more", "severe": "a lot", "critical": "most"}


def assert_agreement(
    engine: Engine,
    ruleset: RuleSet,
    rows: Sequence[Row],
    intervention: str = "exercise_therapy",
    facts: Iterable[Fact] | None = None,
    **asked: Anything,
) -> None:
    """Every output is what the reference says, beside the columns that were there, which are as they were."""
    read = ruleset.vocabulary.facts.values() if facts is None else facts
    frame = engine.make(arrow_table(rows, read))
    before = engine.plain(frame)
    expected = all_told(ruleset, intervention, rows)
    for output in OUTPUTS:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", MissingFactsWarning)
            screened = engine.screen(Rules(ruleset), frame, intervention, output=output, **asked)
        assert type(screened) is type(frame)
        after = engine.plain(screened)
        made = made_of(expected, output, ruleset, intervention)
        assert list(after) == [*before, *made]
        assert repr({name: after[name] for name in before}) == repr(before)
        for name, values in made.items():
            assert after[name] == values, name


def made_of(told: Sequence[Told], output: Output, ruleset: RuleSet, intervention: str) -> dict[str, list[Anything]]:
    """The columns that must come out."""
    outcome: dict[str, list[Anything]] = {"outcome": [each.outcome.value for each in told]}
    match output:
        case "outcome":
            return outcome
        case "verdicts":
            rules = [bound.rule.id for bound in ruleset.bound(intervention).objecting]
            return outcome | {f"rule_{rule}": [each.verdicts[rule] for each in told] for rule in rules}
        case "reasons":
            return outcome | {
                "reasons": [each.reasons for each in told],
                "undetermined": [each.undetermined for each in told],
                "conflicts": [each.conflicts for each in told],
            }


# Many rules and many people, by chance


def many_facts() -> list[Fact]:
    """Sixty facts: mostly boolean, some numbers, some choices; a few with a default."""
    plain, sure, doubt = building.fact, (None, None, False, True), ("none", None)
    answers = [plain(f"b{number}", when_unknown=sure[number % 4]) for number in range(48)]
    counts = [plain(f"n{number}", type=FactType.INTEGER, minimum=0, maximum=300 - 100 * number) for number in range(3)]
    levels = [plain(f"d{number}", type=FactType.DECIMAL, minimum=0, maximum=100) for number in range(3)]
    assumed = plain("assumed", type=FactType.DECIMAL, minimum=0, maximum=100, when_unknown=50)
    kinds = [
        plain(f"e{number}", type=FactType.CHOICE, choices=WORDS, when_unknown=doubt[number % 2]) for number in range(5)
    ]
    return [*answers, *counts, *levels, assumed, *kinds]


def many_rules(count: int, seed: int = 2) -> RuleSet:
    """So many rules over these facts, up to three levels deep, none of which speaks of a healthy person."""
    chance = random.Random(seed)
    facts = many_facts()
    healthy = building.ruleset(facts, [])
    profile = read_profile({fact.name: _HEALTHY[fact.type] for fact in facts}, healthy.vocabulary)
    findings = establish(profile, healthy, frozenset(healthy.vocabulary.facts), None)
    rules: list[Rule] = []
    while len(rules) < count:
        when = _condition(chance, facts, 3)
        if evaluate(when, findings) is Truth.FALSE:
            effect = chance.choice([Effect.BLOCKED, Effect.CONSULT_DOCTOR])
            rules.append(building.rule(f"r{len(rules)}", when, effect))
    return building.ruleset(facts, rules)


_HEALTHY = {FactType.BOOLEAN: False, FactType.INTEGER: 50, FactType.DECIMAL: 50, FactType.CHOICE: "none"}


def _condition(chance: random.Random, facts: Sequence[Fact], depth: int) -> Condition:
    kind = chance.random()
    if not depth or kind < 0.2:
        return _leaf(chance, chance.choice(facts))
    if kind < 0.35:
        return Not(_condition(chance, facts, depth - 1))
    parts = tuple(_condition(chance, facts, depth - 1) for _ in range(chance.choice([2, 2, 3, 4])))
    return All(parts) if kind < 0.8 else Any(parts)


def _leaf(chance: random.Random, fact: Fact) -> Condition:
    if fact.type is FactType.BOOLEAN:
        return IsTrue(fact.name)
    if fact.type is FactType.CHOICE:
        return OneOf(fact.name, tuple(chance.sample(list(WORDS), chance.randrange(1, 5))))
    if chance.random() < 0.2:
        return OneOf(fact.name, (chance.randrange(100), chance.randrange(100)))
    return Compare(fact.name, chance.choice(list(Operator)), chance.randrange(100))


def many_people(
    facts: Iterable[Fact], count: int, seed: int = 5, unknown: float = 0.3, invalid: float = 0.0
) -> list[dict[str, Anything]]:
    """So many people, of whom some answers are missing, and, if asked for, some that may not be."""
    chance = random.Random(seed)
    columns = {fact.name: _answers(chance, fact, count, unknown, invalid) for fact in facts}
    return [dict(zip(columns, answers, strict=True)) for answers in zip(*columns.values(), strict=True)]


def _answers(chance: random.Random, fact: Fact, count: int, unknown: float, invalid: float) -> list[Anything]:
    """One fact of everybody: mostly what is usual."""
    wrong: list[Anything] = []
    if fact.type is FactType.BOOLEAN:
        known: list[Anything] = [False] * 24 + [True]
    elif fact.type is FactType.CHOICE:
        known, wrong = [*fact.choices] + [next(iter(fact.choices))] * 8, ["elsewhere"]
    else:
        least, greatest = int(fact.minimum or 0), int(100 if fact.maximum is None else fact.maximum)
        steps = range(2 * least, 2 * greatest + 1)
        whole = fact.type is FactType.INTEGER
        known, wrong = [step // 2 if whole else step / 2 for step in steps], [least - 1, greatest + 1, greatest + 256]
    missing = [None, math.nan] if fact.type is FactType.DECIMAL else [None]
    pools = chance.choices([known, missing, wrong or known], [1 - unknown - invalid, unknown, invalid], k=count)
    return [chance.choice(pool) for pool in pools]
