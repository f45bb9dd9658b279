"""Why a condition came out as it did: the facts behind it, the assumptions beneath it, the facts it still needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from .condition import All, Always, Any, Compare, Condition, IsTrue, Not, OneOf
from .evidence import Findings, evaluate
from .origin import Origin
from .ruleset import RuleSet
from .truth import Truth

Facts = frozenset[str]
NOTHING: Facts = frozenset()


def because(condition: Condition, findings: Findings, ruleset: RuleSet, wanted: bool = True) -> Facts:
    """The facts that are evidence for a condition (or against it, if ``wanted`` is false), derivations included."""
    match condition:
        case Always():
            return NOTHING
        case IsTrue(fact):
            return frozenset({fact}) | _because_derived(fact, findings, ruleset, wanted)
        case OneOf(fact) | Compare(fact):
            return frozenset({fact})
        case Not(part):
            return because(part, findings, ruleset, not wanted)
        case All(parts) | Any(parts):
            counted = parts if _needs_every_part(condition, wanted) else _speaking(parts, findings, wanted)
            return NOTHING.union(*(because(part, findings, ruleset, wanted) for part in counted))
        case _:
            assert_never(condition)


def _because_derived(fact: str, findings: Findings, ruleset: RuleSet, wanted: bool) -> Facts:
    implied_by, defined_by = ruleset.derivations.get(fact, (None, None))
    found = NOTHING
    if implied_by is not None and wanted and evaluate(implied_by, findings).evidence_for:
        found |= because(implied_by, findings, ruleset)
    if defined_by is not None and _speaks(defined_by, findings, wanted):
        found |= because(defined_by, findings, ruleset, wanted)
    return found


def conflicting(fact: str, findings: Findings, ruleset: RuleSet) -> Facts:
    """The facts whose answers contradict each other about one fact."""
    behind = _because_derived(fact, findings, ruleset, True) | _because_derived(fact, findings, ruleset, False)
    return behind | {fact}


def leans_on(condition: Condition, findings: Findings) -> Facts:
    """The assumed facts without which a condition could have come out differently.

    Where something else already settles a part, an assumption beside it carries nothing and is not named.
    """
    truth = evaluate(condition, findings)
    if truth is not Truth.UNKNOWN:
        return _assumed_behind(condition, findings, wanted=truth.evidence_for)
    match condition:
        case All(parts) | Any(parts):
            return NOTHING.union(*(leans_on(part, findings) for part in parts))
        case Not(part):
            return leans_on(part, findings)
        case Always() | IsTrue() | OneOf() | Compare():
            return NOTHING
        case _:
            assert_never(condition)


def _assumed_behind(condition: Condition, findings: Findings, wanted: bool) -> Facts:
    match condition:
        case Always():
            return NOTHING
        case IsTrue(fact) | OneOf(fact) | Compare(fact):
            return frozenset({fact}) if findings[fact].origin is Origin.ASSUMED else NOTHING
        case Not(part):
            return _assumed_behind(part, findings, not wanted)
        case All(parts) | Any(parts):
            if _needs_every_part(condition, wanted):
                return NOTHING.union(*(_assumed_behind(part, findings, wanted) for part in parts))
            behind = [_assumed_behind(part, findings, wanted) for part in _speaking(parts, findings, wanted)]
            return NOTHING.union(*behind) if all(behind) else NOTHING
        case _:
            assert_never(condition)


def needs(condition: Condition, findings: Findings) -> Facts:
    """The unknown facts that an undetermined condition still needs; none for any other."""
    if isinstance(condition, Always) or evaluate(condition, findings) is not Truth.UNKNOWN:
        return NOTHING
    match condition:
        case IsTrue(fact) | OneOf(fact) | Compare(fact):
            return frozenset({fact})
        case Not(part):
            return needs(part, findings)
        case All(parts) | Any(parts):
            return NOTHING.union(*(needs(part, findings) for part in parts))
        case _:
            assert_never(condition)


def _needs_every_part(condition: All | Any, wanted: bool) -> bool:
    """A conjunction is true by all of its parts and false by any one; a disjunction the other way round."""
    return isinstance(condition, All) is wanted


def _speaking(parts: tuple[Condition, ...], findings: Findings, wanted: bool) -> Iterator[Condition]:
    return (part for part in parts if _speaks(part, findings, wanted))


def _speaks(condition: Condition, findings: Findings, wanted: bool) -> bool:
    truth = evaluate(condition, findings)
    return truth.evidence_for if wanted else truth.evidence_against
