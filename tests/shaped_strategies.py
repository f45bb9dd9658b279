"""Strategies over rule sets of special shapes: each fact read once, and sessions that stop and hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import strategies as st

from sciatica_rules.condition import All, Any, Compare, Condition, IsTrue, Not, OneOf, Operator
from sciatica_rules.outcome import Effect, Hold
from sciatica_rules.rule import Rule
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.vocabulary import Fact, FactType, Worse
from tests import building
from tests.strategies import (
    BELOW,
    TAGS,
    Case,
    Draw,
    chance,
    pick,
    raw_profile,
    rulesets,
    shuffled,
)


@st.composite
def read_once_cases(draw: st.DrawFn) -> Case:
    """A case in which each fact is compared once, in a way that can come out either way, and nothing is derived."""
    facts = [building.fact(f"b{number}") for number in range(1 + draw(BELOW[5]))]
    if chance(draw):
        facts.append(building.fact("count", type=FactType.INTEGER, minimum=0, maximum=3))
    pending = shuffled(draw, facts)
    made: list[Rule] = []
    while pending:
        size = 1 + draw(BELOW[3])
        used, pending = pending[:size], pending[size:]
        effect = pick(draw, [Effect.BLOCKED, Effect.CONSULT_DOCTOR])
        made.append(building.rule(f"rule_{len(made)}", _read_once(draw, used), effect))
    ruleset = building.ruleset(facts, made)
    return Case(ruleset, "exercise_therapy", raw_profile(draw, ruleset, aged=False))


def _read_once(draw: Draw, facts: Sequence[Fact]) -> Condition:
    parts: list[Condition] = []
    for fact in facts:
        leaf: Condition = IsTrue(fact.name)
        if fact.type is FactType.INTEGER:
            leaf = Compare(fact.name, pick(draw, [Operator.ABOVE, Operator.AT_MOST]), draw(BELOW[3]))
        parts.append(Not(leaf) if chance(draw) else leaf)
    while len(parts) > 1:
        joined = (parts[0], parts[1])
        parts = [All(joined) if chance(draw) else Any(joined), *parts[2:]]
    return parts[0]


@st.composite
def session_rulesets(draw: st.DrawFn) -> RuleSet:
    """A rule set in which some rules stop a session, some facts are events or clearances, and only ``eased`` lifts."""
    ruleset = draw(rulesets())
    facts = [
        replace(fact, momentary=chance(draw, 3)) if fact.type is FactType.BOOLEAN and not fact.derivations else fact
        for fact in ruleset.vocabulary.facts.values()
    ]
    holds = {name: name for name in ("none", "discomfort", "exacerbation")}
    facts.append(building.fact("eased", group="session", worse_when=Worse.FALSE, when_unknown=False))
    facts.append(building.fact("held_for", group="session", type=FactType.CHOICE, choices=holds, when_unknown="none"))
    chosen = [
        replace(each, hold=pick(draw, list(Hold))) if each.effect is Effect.BLOCKED else each
        for each in ruleset.rules.values()
    ]
    not_eased = All((Not(OneOf("held_for", ("none",))), Not(IsTrue("eased"))))
    chosen.append(building.rule("held", not_eased, applies_to=TAGS))
    return replace(ruleset, vocabulary=building.vocabulary(facts), rules={each.id: each for each in chosen})
