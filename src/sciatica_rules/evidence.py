"""What is known about one person: every fact with its evidence and where that comes from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple, assert_never

from .condition import All, Always, Any, Compare, Condition, IsTrue, Not, OneOf, Operator, Value
from .origin import Origin
from .profile import Profile
from .ruleset import RuleSet
from .truth import Truth, conjunction, disjunction, known, negation, union
from .vocabulary import Fact, FactType


class Finding(NamedTuple):
    """One fact as it stands. ``value`` is None where it is unknown, stale or contradictory."""

    fact: Fact
    truth: Truth
    """For a boolean fact; ``UNKNOWN`` for the others."""
    value: Value | None
    origin: Origin


Findings = Mapping[str, Finding]


def stated(fact: Fact, value: Value | None, origin: Origin) -> Finding:
    """A fact of which only this value is told, or nothing."""
    return Finding(fact, known(value) if isinstance(value, bool) else Truth.UNKNOWN, value, origin)


def establish(profile: Profile, ruleset: RuleSet, wanted: frozenset[str], as_of: datetime | None) -> Findings:
    """The wanted facts, which must hold all facts beneath them, in dependency order."""
    findings: dict[str, Finding] = {}
    for fact in ruleset.vocabulary.in_dependency_order:
        if fact.name in wanted:
            findings[fact.name] = _establish(fact, profile, ruleset, findings, as_of)
    return findings


def _establish(fact: Fact, profile: Profile, ruleset: RuleSet, beneath: Findings, as_of: datetime | None) -> Finding:
    stale = as_of is not None and _is_stale(fact, profile, as_of)
    answer = None if stale else profile.answers.get(fact.name)
    derived = _derived_evidence(fact, ruleset, beneath)
    if answer is None and derived is Truth.UNKNOWN:
        aged_beneath = as_of is not None and any(
            beneath[name].origin is Origin.STALE for name in ruleset.vocabulary.beneath[fact.name]
        )
        return _without_evidence(fact, profile, stale, aged_beneath)
    if fact.type is not FactType.BOOLEAN:
        return Finding(fact, Truth.UNKNOWN, answer, Origin.ANSWERED)
    answered = Truth.UNKNOWN if answer is None else known(bool(answer))
    truth = union((answered, derived))
    if truth is Truth.CONTRADICTION:
        return Finding(fact, truth, None, Origin.CONFLICT)
    origin = Origin.DERIVED if answer is None else Origin.ANSWERED
    return Finding(fact, truth, truth is Truth.TRUE, origin)


def _derived_evidence(fact: Fact, ruleset: RuleSet, beneath: Findings) -> Truth:
    if fact.name not in ruleset.derivations:
        return Truth.UNKNOWN
    implied_by, defined_by = ruleset.derivations[fact.name]
    implied = evaluate(implied_by, beneath) if implied_by is not None else Truth.UNKNOWN
    defined = evaluate(defined_by, beneath) if defined_by is not None else Truth.UNKNOWN
    return union((Truth.TRUE if implied.evidence_for else Truth.UNKNOWN, defined))


def _without_evidence(fact: Fact, profile: Profile, stale: bool, aged_beneath: bool) -> Finding:
    """A stale answer is missing: no denial and no assumption takes its place, nor a denial of what sums it up."""
    value: Value | None = None
    origin = Origin.STALE if stale else Origin.UNKNOWN
    if not stale and not aged_beneath and fact.group in profile.denies and fact.deniable is not None:
        value, origin = fact.deniable, Origin.DENIED
    elif not stale and fact.when_unknown is not None:
        value, origin = fact.when_unknown, Origin.ASSUMED
    return stated(fact, value, origin)


def _is_stale(fact: Fact, profile: Profile, as_of: datetime) -> bool:
    """Whether an answer, or a denial, is too old to count, or dated after the moment it is used.

    A clock that is ahead must never silence a sign: what can only tighten a decision counts also with a later date. Nor
    does an event age, which lasts for one observation.
    """
    observed = None if fact.momentary else profile.observed.get(fact.name)
    told = fact.name in profile.answers or (fact.group in profile.denies and fact.deniable is not None)
    if observed is None or not told:
        return False
    age = as_of - observed
    if age < timedelta(0):
        return fact.worse_answer is None or profile.answers.get(fact.name) is not fact.worse_answer
    return fact.valid_for is not None and age > fact.valid_for


def evaluate(condition: Condition, findings: Findings) -> Truth:
    """What a bound condition is worth, given the facts: the reference meaning of the rule language."""
    match condition:  # the most frequent first
        case IsTrue(fact):
            return findings[fact].truth
        case All(parts):
            return conjunction([evaluate(part, findings) for part in parts])
        case Any(parts):
            return disjunction([evaluate(part, findings) for part in parts])
        case Not(part):
            return negation(evaluate(part, findings))
        case OneOf(fact, values):
            value = findings[fact].value
            return Truth.UNKNOWN if value is None else known(value in values)
        case Compare(fact, operator, threshold):
            value = findings[fact].value
            return Truth.UNKNOWN if value is None else known(_holds(value, operator, threshold))
        case Always():
            return Truth.TRUE
        case _:
            assert_never(condition)


def _holds(value: Value, operator: Operator, threshold: int | Decimal | str) -> bool:
    if isinstance(value, str) or isinstance(threshold, str):
        raise TypeError("only a bound condition over numbers can be evaluated")
    match operator:
        case Operator.AT_LEAST:
            return value >= threshold
        case Operator.ABOVE:
            return value > threshold
        case Operator.AT_MOST:
            return value <= threshold
        case Operator.BELOW:
            return value < threshold
        case _:
            assert_never(operator)
