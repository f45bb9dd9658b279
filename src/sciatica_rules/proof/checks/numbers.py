"""Numbers: is a single value treated more loosely than both its neighbours, is a parameter's stricter side right?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from ...outcome import Outcome
from ...parameter import Parameter
from ...vocabulary import Fact, FactType
from ..boxes import meet, without
from ..cover import Point
from ..finding import Finding, Level, finding
from ..group import DEMANDS, Group
from ..looser import concerned, looser
from ..prover import Prover
from ..world import World

NUMBERS = {FactType.INTEGER, FactType.DECIMAL}


def pinhole(prover: Prover, fact: Fact) -> Iterator[Finding]:
    """A single value of a number that gets a milder outcome than the values just below and just above it."""
    if fact.type not in NUMBERS:
        return
    scale = prover.world.scales[fact.name]
    for cell in range(1, scale.size - 1):
        if scale.is_single(cell):
            for group in prover.world.groups:
                point = _through(prover, group, prover.position[fact.name], cell)
                if point is not None:
                    value = scale.readable(cell, None)
                    beside = prover.changed(point, prover.position[fact.name], cell - 1)
                    rules = prover.demanded_only_of(beside, point, group)
                    message = f"{fact.name} {value} is treated more loosely than the values on both sides of it"
                    example = prover.counterexample(point, group, f"; stricter just below and just above {value}")
                    yield finding("pinhole", Level.ERROR, fact, message, example, rules)
                    return


def _through(prover: Prover, group: Group, fact: int, cell: int) -> Point | None:
    pool, contradictory = prover.pool, prover.world.contradictory
    sides = (cell - 1, cell + 1)
    for demand in DEMANDS:
        objections = group.demanding[demand]
        here = pool.at(objections, fact, cell)
        below, above = (
            [without(box, fact) for box in pool.members(pool.at(objections, fact, side) & ~here)] for side in sides
        )
        if not below or not above:
            continue
        cover = here
        for each in (cell, *sides):
            cover |= pool.at(contradictory, fact, each)
        found = prover.somebody(meet([below, above]), cover, group, fact)
        if found is None:
            continue

        def bad(point: Point, demand: Outcome = demand) -> bool:
            people = [prover.changed(point, fact, each) for each in (cell, *sides)]
            return all(map(prover.consistent, people)) and (
                prover.outcome(people[0], group) < demand
                and all(prover.outcome(person, group) >= demand for person in people[1:])
            )

        return prover.simplest(prover.changed(found, fact, cell), group, bad, keep=fact)
    return None


def wrong_stricter_side(prover: Prover, parameter: Parameter) -> Iterator[Finding]:
    """A parameter with two values of which the one on the stricter side loosens some decision."""
    worlds = [prover.world.beside(variant) for variant in prover.variants.get(parameter.name, ())]
    # Where no derivation reads the parameter, what holds from each value to the next holds from any to any.
    pairs = combinations if any(each.boxes is not prover.world.boxes for each in worlds) else _neighbours
    interventions = concerned(prover.ruleset, {parameter.name})
    for before, after in pairs(worlds, 2):
        found = next(looser(prover, before, after, interventions), None)
        if found is not None:
            old, new = (world.ruleset.values[parameter.name] for world in (before, after))
            message = f"{parameter.stricter} is not always the stricter side of {parameter.name}"
            example = found.counterexample(prover, f"{parameter.name} {old}", f"{parameter.name} {new}")
            yield Finding("wrong_stricter_side", Level.ERROR, parameter.name, message, parameter.location, example)
            return


def _neighbours(worlds: list[World], _: int) -> Iterator[tuple[World, World]]:
    return pairwise(worlds)
