"""A person whom a search found: with values in place of cells, as the reference evaluator and as people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from ..condition import Value
from ..errors import SciaticaRulesError
from ..profile import Profile
from ..vocabulary import Fact
from .cover import Point
from .world import World

NOW = datetime(2000, 1, 2, tzinfo=UTC)
_AFTERWARDS = NOW + timedelta(days=1)

Values = Sequence[Value | None]
"""For each cell of a person a value; None where it holds none."""


class ProverError(SciaticaRulesError):
    """A bug of the prover: the reference evaluator does not confirm what it found."""


def readable(world: World, point: Point, intervention: str) -> Values:
    """For each cell of a person a value that is easy to read."""
    own = world.ruleset.interventions[intervention].typical
    return [
        scale.readable(cell, scale.usual(own.get(name))) if cell < scale.size else None
        for (name, scale), cell in zip(world.scales.items(), point, strict=True)
    ]


def stale(world: World, point: Point) -> tuple[str, ...]:
    """The facts without an answer that counts, of which something would be assumed otherwise."""
    cells = zip(world.scales.items(), point, strict=True)
    return tuple(name for (name, scale), cell in cells if scale.stale >> cell & 1)


def profile(world: World, point: Point, values: Values) -> Profile:
    """A person as a rule set is told, which need not know all facts of its world.

    Where something would be assumed otherwise there is an answer that does not count.
    """
    known = world.ruleset.vocabulary.facts
    given = zip(world.scales, values, strict=True)
    answers = {name: value for name, value in given if value is not None and name in known}
    dated = {name: _dated(world.scales[name].fact) for name in stale(world, point) if name in known}
    return Profile({**answers, **dated}, dict.fromkeys(dated, _AFTERWARDS))


def _dated(fact: Fact) -> Value:
    """A value that does not count with a later date, as one does that can only tighten a decision."""
    value = fact.when_unknown if fact.worse_answer is None else not fact.worse_answer
    return False if value is None else value


def answered(world: World, values: Values) -> Mapping[str, Value]:
    """The whole profile."""
    return {name: value for name, value in zip(world.scales, values, strict=True) if value is not None}


def unusual(world: World, point: Point, values: Values, intervention: str) -> Mapping[str, Value | None]:
    """What differs from the typical profile of an intervention; None where the fact is not answered."""
    people = zip(world.scales, point, world.typical(intervention), values, strict=True)
    return {name: value for name, cell, typical, value in people if cell != typical}
