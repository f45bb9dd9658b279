"""A second, naive reading of what a decision means. It shares no code with the library but the shape of its data.

Two readings stand here. ``judge`` works on pairs of bits (evidence for, evidence against), as the documentation says.
``plainly`` knows nothing of evidence: it takes a complete and consistent description of a person, in which every fact
is known, and asks which rules are true. Outcomes are 0 (allowed), 1 (consult a doctor), 2 (blocked).
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise, product
from typing import Any as Anything

from sciatica_rules.condition import All, Always, Any, Compare, Condition, IsTrue, Not, OneOf
from sciatica_rules.parameter import Stricter
from sciatica_rules.profile import Profile
from sciatica_rules.rule import Rule
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.vocabulary import Fact, FactType, Worse

Pair = tuple[bool, bool]
Person = Mapping[str, Anything]
COMPARE = {"at_least": operator.ge, "above": operator.gt, "at_most": operator.le, "below": operator.lt}
DEMAND = {"precaution": 0, "consult_doctor": 1, "blocked": 2}


@dataclass(frozen=True)
class Verdicts:
    """What follows for one person and one intervention."""

    at_least: int
    at_most: int
    outcome: int
    conflicts: frozenset[str]
    true: frozenset[str]
    unknown: frozenset[str]


def names_in(condition: Condition) -> set[str]:
    match condition:
        case Always():
            return set()
        case IsTrue() | OneOf() | Compare():
            return {condition.fact}
        case Not():
            return names_in(condition.part)
        case All() | Any():
            return {name for part in condition.parts for name in names_in(part)}


def beneath(ruleset: RuleSet, name: str) -> set[str]:
    """All facts that a fact is derived from, directly or through others."""
    fact = ruleset.vocabulary.facts[name]
    direct = {read for condition in (fact.implied_by, fact.defined_by) if condition for read in names_in(condition)}
    return direct | {deeper for read in direct for deeper in beneath(ruleset, read)}


def concerning(ruleset: RuleSet, intervention: str) -> list[Rule]:
    tags = ruleset.interventions[intervention].tags
    return [rule for rule in ruleset.rules.values() if tags & set(rule.applies_to) and not tags & set(rule.except_for)]


def objecting(ruleset: RuleSet, intervention: str) -> list[Rule]:
    return [rule for rule in concerning(ruleset, intervention) if DEMAND[rule.effect.value]]


def read_by(ruleset: RuleSet, intervention: str) -> set[str]:
    """Every fact that the objecting rules of an intervention read, also through derivations."""
    direct = {name for rule in objecting(ruleset, intervention) for name in names_in(rule.when)}
    return direct | {deeper for name in direct for deeper in beneath(ruleset, name)}


def number(ruleset: RuleSet, name: str, intervention: str | None) -> int | Decimal:
    """The value of a parameter: an intervention's own, unless an override is at least as strict."""
    parameter, override = ruleset.parameters[name], ruleset.overrides.get(name)
    own = ruleset.interventions[intervention].parameters.get(name) if intervention else None
    if own is None:
        return parameter.value if override is None else override
    lower = override is not None and parameter.stricter is Stricter.LOWER and override < own
    higher = override is not None and parameter.stricter is Stricter.HIGHER and override > own
    return override if override is not None and (lower or higher) else own


def leaf_holds(leaf: OneOf | Compare, value: Anything, ruleset: RuleSet, intervention: str | None) -> bool:
    if isinstance(leaf, OneOf):
        return value in leaf.values
    threshold = leaf.threshold
    bound = number(ruleset, threshold, intervention) if isinstance(threshold, str) else threshold
    return bool(COMPARE[leaf.operator.value](value, bound))


def pair(condition: Condition, known: Person, ruleset: RuleSet, intervention: str | None = None) -> Pair:
    """Evidence for and against a condition; ``known`` holds pairs for boolean facts, values for the others."""
    match condition:
        case Always():
            return True, False
        case IsTrue():
            found: Pair = known[condition.fact]
            return found
        case OneOf() | Compare():
            value = known[condition.fact]
            if value is None:
                return False, False
            return (True, False) if leaf_holds(condition, value, ruleset, intervention) else (False, True)
        case Not():
            true, false = pair(condition.part, known, ruleset, intervention)
            return false, true
        case All():
            parts = [pair(part, known, ruleset, intervention) for part in condition.parts]
            return all(true for true, _ in parts), any(false for _, false in parts)
        case Any():
            parts = [pair(part, known, ruleset, intervention) for part in condition.parts]
            return any(true for true, _ in parts), all(false for _, false in parts)


def is_stale(fact: Fact, profile: Profile, as_of: datetime | None) -> bool:
    seen = profile.observed.get(fact.name)
    told = fact.name in profile.answers or (fact.group in profile.denies and denial(fact) is not None)
    if as_of is None or seen is None or not told or fact.momentary:
        return False
    if seen > as_of:
        worse = {Worse.TRUE: True, Worse.FALSE: False}.get(fact.worse_when)
        return worse is None or profile.answers.get(fact.name) is not worse
    return fact.valid_for is not None and as_of > seen + fact.valid_for


def denial(fact: Fact) -> Anything:
    """What "nothing of this" answers: no, for a boolean that is worse when true and no clearance."""
    if fact.type is FactType.BOOLEAN:
        return False if fact.worse_when is Worse.TRUE and not fact.clearance else None
    return fact.denied


def known_facts(
    ruleset: RuleSet, profile: Profile, as_of: datetime | None = None
) -> tuple[dict[str, Anything], dict[str, str]]:
    """Every fact, as a pair if it is boolean, else as a value or None; and for each a word for where it comes from."""
    known: dict[str, Anything] = {}
    origins: dict[str, str] = {}

    def find(name: str) -> None:
        fact = ruleset.vocabulary.facts[name]
        for read in beneath(ruleset, name):
            if read not in known:
                find(read)
        stale = is_stale(fact, profile, as_of)
        answer = None if stale else profile.answers.get(name)
        true, false = answer is True, answer is False
        if fact.implied_by:
            true |= pair(fact.implied_by, known, ruleset)[0]
        if fact.defined_by:
            defined = pair(fact.defined_by, known, ruleset)
            true, false = true | defined[0], false | defined[1]
        origin = "answered" if answer is not None else "derived" if true or false else "stale" if stale else "unknown"
        aged = any(origins[read] == "stale" for read in ruleset.vocabulary.beneath[name])
        if origin == "unknown" and fact.group in profile.denies and denial(fact) is not None and not aged:
            answer, origin = denial(fact), "denied"
        elif origin == "unknown" and fact.when_unknown is not None:
            answer, origin = fact.when_unknown, "assumed"
        true, false = true | (answer is True), false | (answer is False)
        origins[name] = origin
        known[name] = (true, false) if fact.type is FactType.BOOLEAN else answer

    for name in ruleset.vocabulary.facts:
        if name not in known:
            find(name)
    return known, origins


def judge(ruleset: RuleSet, profile: Profile, intervention: str, as_of: datetime | None = None) -> Verdicts:
    """The bounds and the outcome, from pairs of bits."""
    return judge_known(ruleset, known_facts(ruleset, profile, as_of)[0], intervention)


def judge_known(ruleset: RuleSet, known: Person, intervention: str) -> Verdicts:
    """The same, from facts whose evidence has been gathered."""
    true, unknown = set(), set()
    for rule in objecting(ruleset, intervention):
        found = pair(rule.when, known, ruleset, intervention)
        if found[0]:
            true.add(rule.id)
        elif not found[1]:
            unknown.add(rule.id)
    demands = {rule.id: DEMAND[rule.effect.value] for rule in ruleset.rules.values()}
    conflicts = {name for name in read_by(ruleset, intervention) if known[name] == (True, True)}
    at_least = max([0, *(demands[id_] for id_ in true), *(1 for _ in conflicts)])
    at_most = 2 if conflicts else max([at_least, *(demands[id_] for id_ in unknown)])
    outcome = max(at_least, min(at_most, 1))
    return Verdicts(at_least, at_most, outcome, frozenset(conflicts), frozenset(true), frozenset(unknown))


def simply(condition: Condition, person: Person, ruleset: RuleSet, intervention: str | None = None) -> bool:
    """Whether a condition is true of a person of whom everything is known."""
    match condition:
        case Always():
            return True
        case IsTrue():
            return bool(person[condition.fact])
        case OneOf() | Compare():
            return leaf_holds(condition, person[condition.fact], ruleset, intervention)
        case Not():
            return not simply(condition.part, person, ruleset, intervention)
        case All():
            return all(simply(part, person, ruleset, intervention) for part in condition.parts)
        case Any():
            return any(simply(part, person, ruleset, intervention) for part in condition.parts)


def plainly(ruleset: RuleSet, person: Person, intervention: str) -> int:
    """The outcome for a person of whom everything is known."""
    rules = objecting(ruleset, intervention)
    true = [rule for rule in rules if simply(rule.when, person, ruleset, intervention)]
    return max((DEMAND[rule.effect.value] for rule in true), default=0)


def consistent(ruleset: RuleSet, person: Person) -> bool:
    """Whether no fact of a complete person contradicts what it is derived from."""
    for name, value in person.items():
        fact = ruleset.vocabulary.facts[name]
        if fact.implied_by and simply(fact.implied_by, person, ruleset) and not value:
            return False
        if fact.defined_by and simply(fact.defined_by, person, ruleset) is not value:
            return False
    return True


def values_of(ruleset: RuleSet, fact: Fact) -> list[Anything]:
    """Every value of a fact; of a decimal one each bound, each threshold and a value between each two of them."""
    match fact.type:
        case FactType.BOOLEAN:
            return [False, True]
        case FactType.CHOICE:
            return list(fact.choices)
        case FactType.INTEGER:
            assert isinstance(fact.minimum, int)
            assert isinstance(fact.maximum, int)
            return list(range(fact.minimum, fact.maximum + 1))
        case FactType.DECIMAL:
            assert fact.minimum is not None
            assert fact.maximum is not None
            low, high = Decimal(fact.minimum), Decimal(fact.maximum)
            points = sorted({low, high, *(point for point in thresholds(ruleset, fact.name) if low < point < high)})
            between = [(left + right) / 2 for left, right in pairwise(points)]
            return sorted(points + between)


def thresholds(ruleset: RuleSet, name: str) -> set[Decimal]:
    """Every number with which a fact is compared anywhere."""
    found: set[Decimal] = set()
    conditions = [rule.when for rule in ruleset.rules.values()]
    for fact in ruleset.vocabulary.facts.values():
        conditions += [condition for condition in (fact.implied_by, fact.defined_by) if condition]
    for leaf in (leaf for condition in conditions for leaf in leaves_of(condition)):
        if isinstance(leaf, Compare) and leaf.fact == name:
            places = [None, *ruleset.interventions]
            threshold = leaf.threshold
            found |= {
                Decimal(number(ruleset, threshold, place) if isinstance(threshold, str) else threshold)
                for place in places
            }
    return found


def leaves_of(condition: Condition, positive: bool = True) -> Iterator[Anything]:
    for leaf, _ in signed_leaves(condition, positive):
        yield leaf


def signed_leaves(condition: Condition, positive: bool = True) -> Iterator[tuple[Anything, bool]]:
    """The comparisons of a condition, each with whether it stands under an even number of negations."""
    match condition:
        case Always():
            return
        case Not():
            yield from signed_leaves(condition.part, not positive)
        case All() | Any():
            for part in condition.parts:
                yield from signed_leaves(part, positive)
        case _:
            yield condition, positive


def completions(
    ruleset: RuleSet, fixed: Person, open_facts: Iterator[str] | list[str]
) -> Iterator[dict[str, Anything]]:
    """Every complete and consistent person with these fixed values; ``open_facts`` may take any value."""
    names = list(open_facts)
    for values in product(*(values_of(ruleset, ruleset.vocabulary.facts[name]) for name in names)):
        person = {**fixed, **dict(zip(names, values, strict=True))}
        if consistent(ruleset, person):
            yield person
