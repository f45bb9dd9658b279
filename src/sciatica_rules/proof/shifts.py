"""Who is told something else by a second rule set: what is looser, what is stricter, and which rules lead to it.

A decision is looser than another if its outcome is milder, its next step less pressing, or a session held less after
it; it may be both looser and stricter. Asked about everybody, first about those who contradict themselves for neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from ..outcome import Outcome
from .causes import Cause, causes, fact_causes
from .cover import OutOfBudgetError, Point
from .group import LEVELS, Group, Level, RuleBoxes
from .pair import Pair, Person
from .simplest import simplest
from .witness import ProverError
from .world import World


class Direction(str, Enum):
    """How the second rule set differs from the first."""

    LOOSER = "looser"
    STRICTER = "stricter"

    def __str__(self) -> str:
        return self.value


class Comparison(str, Enum):
    """How an intervention fares under the second rule set. What only one of the two has cannot be compared."""

    EQUIVALENT = "equivalent"
    NOWHERE_LOOSER = "nowhere_looser"
    NOWHERE_STRICTER = "nowhere_stricter"
    BOTH = "both"
    NOT_PROVED = "not_proved"
    ADDED = "added"
    REMOVED = "removed"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Shift:
    """One change of what people are told, with one of them, for all interventions that it reaches."""

    direction: Direction
    rules: tuple[str, ...]
    """The rules that demand more on the stricter side, all of which demand less on the other."""
    causes: tuple[Cause, ...]
    """What was changed of them."""
    interventions: tuple[str, ...]
    person: Person


Shifts = dict[tuple[str, ...], Shift]
"""By the rules that lead to them."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One direction for one group: what the stricter rule set demands and the milder one does not."""

    direction: Direction
    stricter: Group
    milder: Group


@dataclass(frozen=True, slots=True)
class Result:
    """What is known of some interventions that no rule of either set tells apart."""

    interventions: tuple[str, ...]
    shifts: tuple[Shift, ...]
    unproved: frozenset[Direction]

    @property
    def comparison(self) -> Comparison:
        """In one word."""
        found = {shift.direction for shift in self.shifts}
        if self.unproved - found:
            return Comparison.NOT_PROVED
        if len(found) > 1:
            return Comparison.BOTH
        nowhere = {Direction.LOOSER: Comparison.NOWHERE_STRICTER, Direction.STRICTER: Comparison.NOWHERE_LOOSER}
        return next((nowhere[direction] for direction in found), Comparison.EQUIVALENT)


def compare(pair: Pair) -> Iterator[Result]:
    """Every intervention that both rule sets have, in groups. Raises TooLargeError."""
    alike: dict[tuple[Group, Group], list[str]] = {}
    for name in pair.after.ruleset.interventions:
        if name in pair.before.group:
            alike.setdefault((pair.before.group[name], pair.after.group[name]), []).append(name)
    for (before, after), names in alike.items():
        yield _Search(pair, _only(before, tuple(names)), _only(after, tuple(names))).result()


def _only(group: Group, names: tuple[str, ...]) -> Group:
    return group if group.interventions == names else replace(group, interventions=names)


class _Search:
    """All questions about some interventions."""

    def __init__(self, pair: Pair, before: Group, after: Group) -> None:
        self.pair, self.before, self.after = pair, before, after
        self.typical = pair.after.typical(after.intervention)

    def result(self) -> Result:
        """The shifts in both directions."""
        found: list[Shift] = []
        unproved = set()
        for side in (
            _Side(Direction.LOOSER, self.before, self.after),
            _Side(Direction.STRICTER, self.after, self.before),
        ):
            shifts: Shifts = {}
            for level, boxes in self._questions(side, shifts):
                try:
                    self._ask(side, level, boxes, shifts)
                except OutOfBudgetError:
                    unproved.add(side.direction)
            found += shifts.values()
        return Result(self.after.interventions, tuple(found), frozenset(unproved))

    def _questions(self, side: _Side, shifts: Shifts) -> Iterator[tuple[Level, int]]:
        """Where each rule demands more than is demanded on the milder side, unless that was told in all its force.

        Contradictions that one side alone sees come last: they mostly follow from what was told.
        """
        for level in LEVELS:
            more = side.stricter.at_least(level) & ~side.milder.at_least(level)
            for rule in side.stricter.objecting if more else ():
                told, boxes = shifts.get((rule.rule.id,)), rule.demands[level] & more
                if boxes and (told is None or (isinstance(level, Outcome) and not told.person.is_ever_allowed)):
                    yield level, boxes
        if not shifts:
            level = Outcome.CONSULT_DOCTOR
            yield level, side.stricter.contradictions & ~side.milder.at_least(level)
            for hold, boxes in side.stricter.kept.items():
                yield hold, boxes & ~side.milder.at_least(hold)

    def _ask(self, side: _Side, level: Level, boxes: int, shifts: Shifts) -> None:
        """Who of these boxes is below a level on the milder side, first without any contradictions."""
        pool, enough = self.pair.pool, side.milder.at_least(level)
        for aside in dict.fromkeys((self.pair.contradictory, 0)):
            start = pool.escape(pool.members(boxes), enough | aside, self.typical)
            if start is not None:
                shift = self._shift(side, level, start, aside)
                told = shifts.setdefault(shift.rules, shift)
                if shift.person.distance > told.person.distance:
                    shifts[shift.rules] = shift
                return

    def _shift(self, side: _Side, level: Level, start: Point, aside: int) -> Shift:
        pair, holds = self.pair, self.pair.pool.holds

        def differs(point: Point) -> bool:
            demands = holds(side.stricter.at_least(level), point) and not holds(side.milder.at_least(level), point)
            return demands and not holds(aside, point)

        if not differs(start):
            raise ProverError("a search ended at a person for whom nothing changes")
        point = simplest(start, self.typical, pair.linked, differs)
        rules = [rule for rule in side.stricter.objecting if holds(rule.demands[level], point)]
        why = self._causes(side, rules, point)
        names = tuple(rule.rule.id for rule in rules)
        return Shift(side.direction, names, why, self.after.interventions, pair.person(point, self.before, self.after))

    def _causes(self, side: _Side, rules: Sequence[RuleBoxes], point: Point) -> tuple[Cause, ...]:
        old, new, name = self.pair.before.ruleset, self.pair.after.ruleset, self.after.intervention
        found = [cause for rule in rules for cause in causes(rule.rule.id, old, new, name)]
        if not rules:
            world = self.pair.before if side.direction is Direction.LOOSER else self.pair.after
            found = [cause for fact in _contradicted(world, point) for cause in self._no_longer_seen(fact, side)]
        return tuple(dict.fromkeys(found))

    def _no_longer_seen(self, fact: str, side: _Side) -> Iterator[Cause]:
        """Why the milder side sees no contradiction in a fact: it is derived otherwise, or nothing reads it."""
        old, new = self.pair.before.ruleset, self.pair.after.ruleset
        for each in sorted(old.vocabulary.closure([fact]) if fact in old.vocabulary.facts else [fact]):
            yield from fact_causes(each, old, new)
        for rule in side.stricter.objecting:
            if fact in rule.reads:
                yield from causes(rule.rule.id, old, new, self.after.intervention)


def _contradicted(world: World, point: Point) -> Iterator[str]:
    return (name for name, boxes in world.conflicts.items() if world.pool.holds(boxes, point))
