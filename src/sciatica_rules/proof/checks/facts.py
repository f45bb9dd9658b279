"""Each fact: is its worse side really worse, is what is assumed strict enough, does anybody need to ask it?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, permutations

from ...vocabulary import Fact, Worse
from ..cover import Point
from ..finding import Counterexample, Finding, Level, finding
from ..group import DEMANDS, Group, union
from ..prover import Prover
from .numbers import pinhole


def worse_is_looser(prover: Prover, fact: Fact) -> Iterator[Finding]:
    """A value on the worse side that gives somebody a milder outcome, all other answers staying as they are.

    A pinhole is one case of it, and a finding of its own.
    """
    if fact.worse_when is Worse.DEPENDS or any(pinhole(prover, fact)):
        return
    upward = fact.worse_when in {Worse.TRUE, Worse.HIGHER}
    cells = range(prover.world.scales[fact.name].size)
    pairs = [(low, high) if upward else (high, low) for low, high in combinations(cells, 2)]
    found = _somewhere_looser(prover, fact, pairs)
    if found is not None:
        group, point, worse = found
        message = f"{fact.worse_when} is not always worse for {fact.name}"
        changed = prover.changed(point, prover.position[fact.name], worse)
        rules = prover.demanded_only_of(point, changed, group)
        example = _example(prover, fact, group, point, changed)
        yield finding("worse_is_looser", Level.ERROR, fact, message, example, rules)


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
        changed = prover.changed(point, prover.position[fact.name], assumed)
        yield finding("loose_default", Level.ERROR, fact, message, _example(prover, fact, group, point, changed))


def _example(prover: Prover, fact: Fact, group: Group, point: Point, changed: Point) -> Counterexample:
    """A person, and what becomes of them with another answer."""
    for person in (point, changed):
        prover.confirm_consistent(person, group.intervention)
    then = prover.counterexample(changed, group)
    value = str(then.answers[fact.name]).lower()
    return prover.counterexample(point, group, f"; with {fact.name}: {value} it is {then.outcome}")


def _somewhere_looser(prover: Prover, fact: Fact, pairs: list[tuple[int, int]]) -> tuple[Group, Point, int] | None:
    """Somebody whose outcome gets milder as the fact goes from one cell to another."""
    position = prover.position[fact.name]
    for group in prover.world.groups:
        for demand in DEMANDS:
            if not prover.pool.mentioning(group.demanding[demand], position):
                continue
            for here, there in pairs:
                start = prover.loosened_by(position, here, there, group, group.demanding[demand])
                if start is not None:

                    def bad(point: Point, group: Group = group, there: int = there) -> bool:
                        other = prover.changed(point, position, there)
                        consistent = prover.consistent(point) and prover.consistent(other)
                        return consistent and prover.outcome(other, group) < prover.outcome(point, group)

                    return group, prover.simplest(start, group, bad, keep=position), there
    return None


def _only_lowers(prover: Prover, fact: Fact) -> bool:
    """Whether no value of a fact makes a difference to a benign person, so that it matters only beside an objection."""
    position, scale = prover.position[fact.name], prover.world.scales[fact.name]
    for group in prover.world.groups:
        typical = prover.world.typical(group.intervention)
        for person in (typical, _assuming(prover, typical)):
            people = (prover.changed(person, position, cell) for cell in range(scale.size))
            if len({prover.outcome(each, group) for each in people}) > 1:
                return False
    return True


def _assuming(prover: Prover, typical: Point) -> Point:
    """The typical person of whom nothing is known that would be assumed."""
    scales = prover.world.scales.values()
    return [
        cell if scale.fact.when_unknown is None else scale.cell(scale.fact.when_unknown)
        for cell, scale in zip(typical, scales, strict=True)
    ]


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
        outcomes = (group.demanding[demand] for demand in DEMANDS)
        applying = union(rule.applies for rule in group.objecting)
        possible = union(rule.may_apply for rule in group.blocking)
        for boxes in (*outcomes, applying, possible):
            if prover.pool.mentioning(boxes, fact):
                yield boxes, group
    for forms in prover.world.forms.values():
        for form, groups in forms.items():
            if not form.rule.effect.objects and prover.pool.mentioning(form.applies | form.may_apply, fact):
                yield form.applies, groups[0]
                yield form.may_apply, groups[0]


def _depends(prover: Prover, boxes: int, fact: int, group: Group) -> bool:
    cells = range(prover.pool.everything[fact].bit_length())
    return any(
        prover.loosened_by(fact, here, there, group, boxes) is not None for here, there in permutations(cells, 2)
    )
