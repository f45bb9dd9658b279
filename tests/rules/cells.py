"""The kinds of verdict that a rule can give at all, found by going through every cell of the facts it names."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise, product

from sciatica_rules.condition import Compare, OneOf, Value, leaves
from sciatica_rules.decide import verdict
from sciatica_rules.evidence import Finding
from sciatica_rules.origin import Origin
from sciatica_rules.outcome import Verdict
from sciatica_rules.ruleset import BoundRule, RuleSet
from sciatica_rules.truth import Truth, known
from sciatica_rules.vocabulary import Fact, FactType

Number = int | Decimal


def possible_verdicts(bound: BoundRule, ruleset: RuleSet) -> frozenset[Verdict]:
    """Every verdict that some combination of answers and missing answers gives."""
    facts = [ruleset.vocabulary.facts[name] for name in sorted(bound.reads)]
    everything = [list(cells(fact, bound)) for fact in facts]
    found: set[Verdict] = set()
    for combination in product(*everything):
        findings = {fact.name: _finding(fact, value) for fact, value in zip(facts, combination, strict=True)}
        found.add(verdict(bound, findings))
        if len(found) == len(Verdict):
            break
    return frozenset(found)


def cells(fact: Fact, bound: BoundRule) -> Iterator[Value | None]:
    """One value of each stretch on which nothing changes; None for unknown, unless something is assumed then."""
    if fact.when_unknown is None:
        yield None
    match fact.type:
        case FactType.BOOLEAN:
            yield from (True, False)
        case FactType.CHOICE:
            yield from fact.choices
        case FactType.INTEGER | FactType.DECIMAL:
            yield from _points_and_intervals(fact, sorted(_thresholds(fact, bound)))


def _thresholds(fact: Fact, bound: BoundRule) -> set[Number]:
    named: set[Number] = set()
    for leaf in leaves(bound.when):
        if isinstance(leaf, Compare) and leaf.fact == fact.name and not isinstance(leaf.threshold, str):
            named.add(leaf.threshold)
        elif isinstance(leaf, OneOf) and leaf.fact == fact.name:
            named.update(value for value in leaf.values if isinstance(value, int))
    return named


def _points_and_intervals(fact: Fact, thresholds: list[Number]) -> Iterator[Number]:
    assert fact.minimum is not None
    assert fact.maximum is not None
    points = sorted({fact.minimum, *thresholds, fact.maximum})
    yield from points
    whole = fact.type is FactType.INTEGER
    for low, high in pairwise(points):
        if not whole:
            yield (Decimal(low) + Decimal(high)) / 2
        elif high - low > 1:
            yield low + 1


def _finding(fact: Fact, value: Value | None) -> Finding:
    if value is None:
        return Finding(fact, Truth.UNKNOWN, None, Origin.UNKNOWN)
    truth = known(value) if isinstance(value, bool) else Truth.UNKNOWN
    return Finding(fact, truth, value, Origin.ANSWERED)
