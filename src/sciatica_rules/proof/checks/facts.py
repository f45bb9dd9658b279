"""Each fact: is its worse side really worse, is what is assumed strict enough, does anybody need to ask it?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from ...outcome import Outcome
from ...vocabulary import Fact, Worse
from ..boxes import without
from ..cover import Point
from ..finding import Finding, Level
from ..prover import Prover
from ..world import DEMANDS, Group


def worse_is_looser(prover: Prover, fact: Fact) -> Iterator[Finding]:
    """A value on the worse side that gives somebody a milder outcome, all other answers staying as they are."""
    if fact.worse_when is Worse.DEPENDS:
        return
    upward = fact.worse_when in {Worse.TRUE, Worse.HIGHER}
    cells = range(prover.world.scales[fact.name].size)
    pairs = [(low, high) if upward else (high, low) for low, high in combinations(cells, 2)]
    found = _somewhere_looser(prover, fact, pairs)
    if found is not None:
        group, point, worse = found
        message = f"{fact.worse_when} is not always worse for {fact.name}"
        yield _finding(prover, "worse_is_looser", fact, message, group, point, worse)


def loose_default(prover: Prover, fact: Fact) -> Iterator[Finding]:
    """A ``when_unknown`` that is not the strictest value, of a fact that matters only where something else objects."""
    if fact.when_unknown is None or not _only_lowers(prover, fact):
        return
    scale = prover.world.scales[fact.name]
    assumed = scale.cell(fact.when_unknown)
    found = _somewhere_looser(prover, fact, [(cell, assumed) for cell in range(scale.size) if cell != assumed])
    if found is not None:
        group, point, _ = found
        said = str(fact.when_unknown).lower()
        message = f"{said} is assumed for {fact.name} when unknown, though another value is stricter"
        yield _finding(prover, "loose_default", fact, message, group, point, assumed)


def _finding(
    prover: Prover, check: str, fact: Fact, message: str, group: Group, point: Point, other: int
) -> Finding:
    changed = prover.changed(point, prover.position[fact.name], other)
    for person in (point, changed):
        prover.confirm_consistent(person, group.intervention)
    then = prover.counterexample(changed, group)
    value = str(then.answers[fact.name]).lower()
    example = prover.counterexample(point, group, f"; with {fact.name}: {value} it is {then.outcome}")
    return Finding(check, Level.ERROR, fact.name, message, fact.location, example)


def _somewhere_looser(
    prover: Prover, fact: Fact, pairs: list[tuple[int, int]]
) -> tuple[Group, Point, int] | None:
    """Somebody whose outcome gets milder as the fact goes from one cell to another."""
    pool, position, contradictory = prover.pool, prover.position[fact.name], prover.world.contradictory
    for group in prover.world.groups:
        for demand in DEMANDS:
            if not pool.mentioning(group.demanding[demand], position):
                continue
            for here, there in pairs:
                after = pool.at(group.demanding[demand], position, there)
                before = pool.at(group.demanding[demand], position, here) & ~after
                cover = after | pool.at(contradictory, position, here) | pool.at(contradictory, position, there)
                boxes = (without(box, position) for box in pool.members(before))
                found = prover.somebody(boxes, cover, group, position)
                if found is not None:
                    start = prover.changed(found, position, here)

                    def bad(point: Point, group: Group = group, there: int = there) -> bool:
                        other = prover.changed(point, position, there)
                        consistent = prover.consistent(point) and prover.consistent(other)
                        return consistent and prover.outcome(other, group) < prover.outcome(point, group)

                    return group, prover.simplest(start, group, bad, keep=position), there
    return None


def _only_lowers(prover: Prover, fact: Fact) -> bool:
    """Whether no value of a fact by itself makes anything worse: typical answers, and assumptions for the rest."""
    position, scale = prover.position[fact.name], prover.world.scales[fact.name]
    for group in prover.world.groups:
        person = _assuming(prover, group)
        if any(
            prover.outcome(prover.changed(person, position, cell), group) > Outcome.ALLOWED
            for cell in range(scale.size)
        ):
            return False
    return True


def _assuming(prover: Prover, group: Group) -> Point:
    person = list(prover.typical(group.intervention))
    for position, scale in enumerate(prover.world.scales.values()):
        if scale.fact.when_unknown is not None:
            person[position] = scale.cell(scale.fact.when_unknown)
    return person


def idle_fact(prover: Prover, fact: Fact) -> Iterator[Finding]:
    """A fact whose answer, or the lack of one, changes no outcome, no bound of it and no precaution.

    Of a derived fact that rules read this is only worth knowing: what it is derived from speaks through it.
    """
    position = prover.position[fact.name]
    if any(_depends(prover, boxes, position, group) for boxes, group in _everything_said(prover, position)):
        return
    if fact.derivations and any(fact.name in form.reads for forms in prover.world.forms.values() for form in forms):
        message = f"the answer about {fact.name} changes no decision beside what it is derived from"
        yield Finding("idle_fact", Level.INFO, fact.name, message, fact.location)
    else:
        message = f"{fact.name} changes no decision: nobody needs to ask about it"
        yield Finding("idle_fact", Level.WARNING, fact.name, message, fact.location)


def _everything_said(prover: Prover, fact: int) -> Iterator[tuple[int, Group]]:
    """The sets of profiles that a decision tells apart, as far as they mention a fact."""
    for group in prover.world.groups:
        applying, possible = 0, 0
        for rule in group.objecting:
            applying |= rule.applies
        for rule in group.blocking:
            possible |= rule.may_apply
        for boxes in (*group.demanding.values(), applying, possible):
            if prover.pool.mentioning(boxes, fact):
                yield boxes, group
    for forms in prover.world.forms.values():
        for form, groups in forms.items():
            if not form.rule.effect.objects and prover.pool.mentioning(form.applies | form.may_apply, fact):
                yield form.applies, groups[0]
                yield form.may_apply, groups[0]


def _depends(prover: Prover, boxes: int, fact: int, group: Group) -> bool:
    pool, contradictory = prover.pool, prover.world.contradictory
    cells = range(pool.everything[fact].bit_length())
    for one, other in combinations(cells, 2):
        for here, there in ((one, other), (other, one)):
            after = pool.at(boxes, fact, there)
            before = pool.at(boxes, fact, here) & ~after
            cover = after | pool.at(contradictory, fact, here) | pool.at(contradictory, fact, there)
            if prover.somebody((without(box, fact) for box in pool.members(before)), cover, group, fact) is not None:
                return True
    return False
