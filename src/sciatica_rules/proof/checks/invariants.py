"""The promises of ``invariants.yaml``: each holds for everybody, or somebody is shown for whom it does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from ...condition import bind, facts_read
from ...invariant import AllowedOnlyWhere, Demands, Invariant, NeverLooserThan, ReleasesToo
from ...outcome import Outcome
from ...ruleset import HELD_FOR
from ..boxes import NOWHERE, Box, Region, meet, without
from ..cover import Point
from ..finding import Counterexample, Finding, Level
from ..group import DEMANDS, Group, union
from ..prover import Prover
from ..simplest import Bad

Broken = tuple[Counterexample, str]
"""Somebody for whom a promise does not hold, and in which way."""


def broken_invariant(prover: Prover, invariant: Invariant) -> Iterator[Finding]:
    """A promise that does not hold for everybody, unknown and contradictory answers included."""
    seen: list[Group] = []
    for intervention in prover.ruleset.interventions.values():
        group = prover.world.group[intervention.id]
        if group in seen or not invariant.concerns(intervention.tags):
            continue
        seen.append(group)
        broken = _broken(prover, invariant, group, intervention.id)
        if broken is not None:
            example, how = broken
            message = f"{invariant.id} does not hold ({how}): {invariant.sentence}"
            yield Finding("broken_invariant", Level.ERROR, invariant.id, message, invariant.location, example)
            return


def _broken(prover: Prover, invariant: Invariant, group: Group, intervention: str) -> Broken | None:
    match invariant.promise:
        case Demands() as promise:
            return _demands(prover, promise, group, intervention)
        case NeverLooserThan(others):
            for other in others:
                broken = _never_looser(prover, group, prover.world.group[other], other)
                if broken is not None:
                    return broken
            return None
        case AllowedOnlyWhere(other, leaving_aside):
            return _allowed_only_where(prover, group, other, leaving_aside)
        case ReleasesToo() as promise:
            return _releases_too(prover, promise, group)
        case _:
            assert_never(invariant.promise)


def _demands(prover: Prover, promise: Demands, group: Group, intervention: str) -> Broken | None:
    values = prover.ruleset.values_for(prover.ruleset.interventions[intervention])
    people = meet([prover.world.boxes.of(bind(promise.when, values), Region.FOR), *_unanswered(prover, promise)])
    asked, cover = prover.pool.add(people), group.at_least(promise.outcome)
    # Somebody without contradictions is easier to believe in.
    for contradictory in (prover.world.contradictory, 0):
        found = prover.somebody(people, cover | contradictory, group)
        if found is not None:

            def bad(point: Point, contradictory: int = contradictory) -> bool:
                meant = prover.pool.holds(asked, point) and not prover.pool.holds(contradictory, point)
                return meant and prover.outcome(point, group) < promise.outcome

            point = prover.simplest(found, group, bad)
            return prover.counterexample(point, group), f"it should be at least {promise.outcome}"
    return None


def _unanswered(prover: Prover, promise: Demands) -> Iterator[tuple[Box, ...]]:
    for name in promise.unanswered:
        cells = prover.world.scales[name].unanswered
        yield ({prover.position[name]: cells},) if cells else NOWHERE


def _never_looser(prover: Prover, group: Group, other: Group, name: str) -> Broken | None:
    for demand in DEMANDS:
        cover = group.at_least(demand)
        found = prover.somebody(prover.pool.members(other.at_least(demand) & ~cover), cover, group)
        if found is not None:
            point = prover.simplest(found, group, _milder(prover, group, other))
            outcome = prover.outcome(point, other)
            return prover.counterexample(point, group, f", and {name} is {outcome}"), f"it is looser than {name}"
    return None


def _milder(prover: Prover, group: Group, other: Group) -> Bad:
    return lambda point: prover.outcome(point, group) < prover.outcome(point, other)


def _allowed_only_where(prover: Prover, group: Group, name: str, leaving_aside: tuple[str, ...]) -> Broken | None:
    whole = prover.world.group[name]
    objecting = tuple(each for each in whole.objecting if each.rule.id not in leaving_aside)
    other = prover.world.group_of((name,), objecting)
    cover = group.at_least(Outcome.CONSULT_DOCTOR)
    objections = prover.pool.members(other.at_least(Outcome.CONSULT_DOCTOR) & ~cover)
    found = prover.somebody(objections, cover, group)
    if found is None:
        return None

    def bad(point: Point) -> bool:
        return prover.outcome(point, group) is Outcome.ALLOWED is not prover.outcome(point, other)

    point = prover.simplest(found, group, bad)
    return prover.counterexample(point, group, f", and {name} is not"), f"it is allowed where {name} is not"


def _releases_too(prover: Prover, promise: ReleasesToo, group: Group) -> Broken | None:
    """A hold is kept as long as any rule that reads it may apply, wherever, or answers contradict each other."""
    fact, scale = prover.position[HELD_FOR], prover.world.scales[HELD_FOR]
    everywhere = (each for any_group in prover.world.groups for each in any_group.blocking)
    keeping = union(each.may_apply for each in everywhere if HELD_FOR in facts_read(each.when))
    worse, milder = (scale.cell(hold.value) for hold in (promise.worse, promise.milder))
    kept = prover.pool.at(keeping, fact, worse)
    cover = kept | group.contradictions
    boxes = (without(box, fact) for box in prover.pool.members(prover.pool.at(keeping, fact, milder) & ~kept))
    found = prover.somebody(boxes, cover, group, fact)
    if found is None:
        return None

    def bad(point: Point) -> bool:
        released = not prover.pool.holds(cover, prover.changed(point, fact, worse))
        return released and prover.pool.holds(keeping, prover.changed(point, fact, milder))

    point = prover.simplest(prover.changed(found, fact, milder), group, bad, keep=fact)
    how = f"what releases {promise.worse} does not release {promise.milder}"
    return prover.counterexample(point, group), how
