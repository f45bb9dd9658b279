"""Strategies for conditions and for whole rule sets, to test an engine with rules that nobody wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any as Anything

from hypothesis import strategies as st

from ..condition import All, Any, Compare, Condition, IsTrue, Not, OneOf, Operator, Value, in_words
from ..intervention import Intervention
from ..outcome import Effect, NextStep
from ..pack import Pack
from ..profile import read_value
from ..rule import Rule
from ..rules import Rules
from ..ruleset import RuleSet
from ..source import Citation, Source
from ..vocabulary import AnsweredBy, Fact, FactGroup, FactType, Vocabulary, Worse
from .answers import check_names
from .points import values_of

Override = Mapping[str, st.SearchStrategy[Anything]]

CITED = (Citation("made_up"),)
MADE_UP = Source("made_up", "Made up for a test", "Nobody", "n.d.", "none", "none")
_STEPS = st.sampled_from([step for step in NextStep if step > NextStep.ANSWER])
OBJECTING = (Effect.CONSULT_DOCTOR, Effect.BLOCKED)


def conditions(
    facts: Mapping[str, Fact] | Iterable[Fact], *, depth: int = 2, override: Override | None = None
) -> st.SearchStrategy[Condition]:
    """Conditions over these facts, such as ``rules.facts``, up to so many levels deep; thresholds are numbers.

    ``override`` says with what some facts are compared. Raises ProfileError for a fact that is not there.
    """
    known = list(facts.values() if isinstance(facts, Mapping) else facts)
    if not known:
        raise ValueError("a condition is about facts, and none is given")
    check_names(override or (), [fact.name for fact in known])
    leaves = st.one_of(*(_leaves(fact, _compared(fact, override or {})) for fact in known))
    found = leaves
    for _ in range(depth):
        parts = st.lists(found, min_size=1, max_size=3).map(tuple)
        found = st.one_of(leaves, leaves, found.map(Not), parts.map(All), parts.map(Any))
    return found


def rulesets(
    rules: Rules | None = None, *, max_rules: int = 4, depth: int = 2, override: Override | None = None
) -> st.SearchStrategy[Rules]:
    """Rule sets with rules made up by chance, as ``load_rules`` gives them; they have no texts worth reading.

    Facts and interventions are those of ``rules``; without it they are a few made-up ones, of which one may be derived
    and one is assumed when unknown. ``override`` says with what some facts are compared. Raises ProfileError for a fact
    that is not there.
    """
    if rules is not None:
        when = conditions(rules.facts, depth=depth, override=override)
        return _over(st.just(rules.ruleset), when, max_rules)
    plain = {name: strategy for name, strategy in (override or {}).items() if name in _PLAIN}
    read = conditions(_PLAIN, depth=min(depth, 1), override=plain)
    when = conditions({**_PLAIN, **{fact.name: fact for fact in (_DERIVED, _ASSUMED)}}, depth=depth, override=override)
    return _over(_made_up(read), when, max_rules)


# Conditions


def _compared(fact: Fact, override: Override) -> st.SearchStrategy[Value]:
    """The values that a fact is compared with."""
    if fact.name in override:
        return override[fact.name].map(lambda value: _read(value, fact))
    values = (True, False) if fact.type is FactType.BOOLEAN else values_of(fact)
    inside = [value for value in values if value not in (fact.minimum, fact.maximum)]
    return st.sampled_from(inside or list(values))


def _read(value: object, fact: Fact) -> Value:
    read = read_value(value, fact)
    if read is None:
        raise ValueError(f"{fact.name} cannot be compared with what is not known")
    return read


def _leaves(fact: Fact, compared: st.SearchStrategy[Value]) -> st.SearchStrategy[Condition]:
    name, operators = fact.name, st.sampled_from(list(Operator))
    comparisons: st.SearchStrategy[Condition] = st.builds(Compare, st.just(name), operators, compared)
    equalities: st.SearchStrategy[Condition] = st.lists(compared, min_size=1, max_size=2, unique=True).map(
        lambda values: OneOf(name, tuple(value for value in values if isinstance(value, int | str)))
    )
    match fact.type:
        case FactType.BOOLEAN:
            return compared.map(lambda value: IsTrue(name) if value else Not(IsTrue(name)))
        case FactType.CHOICE:
            return equalities
        case FactType.INTEGER:
            return st.one_of(comparisons, equalities)
        case FactType.DECIMAL:
            return comparisons


# Vocabularies


def _fact(name: str, **more: Anything) -> Fact:
    type_ = more.pop("type", FactType.BOOLEAN)
    worse = Worse.TRUE if type_ is FactType.BOOLEAN else Worse.DEPENDS
    told = {"worse_when": worse, "mutable": True, "answered_by": AnsweredBy.EITHER, **more}
    return Fact(name=name, group="facts", type=type_, question=f"What about {name}?", **told)


_PLAIN = {
    fact.name: fact
    for fact in (
        _fact("ill", typical=False),
        _fact("tired", typical=False),
        _fact("times", type=FactType.INTEGER, minimum=0, maximum=3, typical=0),
        _fact("level", type=FactType.DECIMAL, minimum=0, maximum=2, typical=0, unit="1"),
        _fact("kind", type=FactType.CHOICE, choices={"none": "none", "some": "some", "much": "much"}, typical="none"),
    )
}
_DERIVED, _ASSUMED = _fact("derived"), _fact("assumed", when_unknown=False)
_INTERVENTIONS = tuple(
    Intervention(name, name.title(), frozenset({name, "all"}), CITED) for name in ("walking", "stretching")
)


@st.composite
def _made_up(draw: st.DrawFn, read: st.SearchStrategy[Condition]) -> RuleSet:
    """A few facts of each type, two interventions and no rules."""
    derived = replace(
        _DERIVED,
        implied_by=draw(read) if draw(st.booleans()) else None,
        defined_by=draw(read) if draw(st.booleans()) else None,
    )
    assumed = replace(_ASSUMED, when_unknown=draw(st.booleans()))
    return RuleSet(
        vocabulary=Vocabulary((FactGroup("facts", "Facts", (*_PLAIN.values(), derived, assumed)),)),
        parameters={},
        sources={},
        statements={},
        interventions={each.id: each for each in _INTERVENTIONS},
        rules={},
        packs=(Pack("made_up", True, MADE_UP.title, "0.0.0", "2026-01-01", "draft", {}, (), ()),),
    )


# Rule sets


class MadeUpRules(Rules):
    """Rules that nobody wrote, shown in a few lines."""

    def __repr__(self) -> str:
        facts = [
            f"{fact.name} {kind} {in_words(condition)}"
            for fact in self.facts.values()
            for kind, condition in (("implied by", fact.implied_by), ("defined by", fact.defined_by))
            if condition is not None
        ]
        facts += [
            f"{fact.name} is taken for {fact.when_unknown} when unknown"
            for fact in self.facts.values()
            if fact.when_unknown is not None
        ]
        told = [
            f"{rule.id}, about {' and '.join(rule.applies_to)}: {rule.effect} when {in_words(rule.when)}"
            for rule in self.rules.values()
        ]
        return "\n  ".join(["MadeUpRules", *facts, *told])

    def _repr_pretty_(self, printer: Anything, _cycle: bool) -> None:
        """How hypothesis shows it."""
        printer.text(repr(self))


@st.composite
def _over(
    draw: st.DrawFn, given: st.SearchStrategy[RuleSet], when: st.SearchStrategy[Condition], max_rules: int
) -> Rules:
    """Other rules over the same facts and interventions. The first one is about all of them, since one must be."""
    ruleset = draw(given)
    tags = sorted(frozenset[str]().union(*(each.tags for each in ruleset.interventions.values())))
    rules = [_rule(0, draw(when), draw(st.sampled_from(OBJECTING)), sorted(ruleset.interventions), draw(_STEPS))]
    for number in range(1, draw(st.integers(1, max_rules))):
        effect = draw(st.sampled_from([*OBJECTING, Effect.PRECAUTION]))
        about = draw(st.lists(st.sampled_from(tags), min_size=1, max_size=2, unique=True))
        rules.append(_rule(number, draw(when), effect, about, draw(_STEPS) if effect.objects else NextStep.NONE))
    sources = {**ruleset.sources, MADE_UP.key: MADE_UP}
    return MadeUpRules(replace(ruleset, rules={rule.id: rule for rule in rules}, sources=sources, invariants=()))


def _rule(number: int, when: Condition, effect: Effect, applies_to: Sequence[str], next_step: NextStep) -> Rule:
    return Rule(
        id=f"rule_{number}",
        pack="made_up",
        area="made_up",
        title=f"Rule {number}",
        applies_to=tuple(applies_to),
        when=when,
        effect=effect,
        message=f"Rule {number} concerns you.",
        sources=CITED,
        examples=(),
        next_step=next_step,
    )
