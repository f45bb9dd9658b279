"""Conditions as unions of boxes. A box says of some facts in which of their cells they must lie.

Each condition has four regions: where there is evidence for it, or against it, and where there is none for it, or none
against it. Together they are the two rails of ``evidence.py`` over whole sets of profiles, derivations included.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import assert_never

from ..condition import All, Always, Any, Compare, Condition, IsTrue, Leaf, Not, OneOf
from .cells import Scale

Box = Mapping[int, int]
"""For the position of each fact that matters, a set of cells as bits."""

Derivations = Mapping[str, tuple[Condition | None, Condition | None]]

MOST_BOXES = 1_000
"""A condition that needs more is refused rather than left to run for hours."""

_MOST_TO_MERGE = 64
EVERYWHERE: tuple[Box, ...] = ({},)
NOWHERE: tuple[Box, ...] = ()


class TooLargeError(Exception):
    """A condition that falls into too many boxes."""


class Region(Enum):
    """A part of all profiles, as a condition splits them. Each holds: against it rather than for it, the lack of it."""

    FOR = (False, False)
    AGAINST = (True, False)
    NOT_FOR = (False, True)
    NOT_AGAINST = (True, True)

    def __init__(self, against: bool, lack: bool) -> None:
        self.against, self.lack = against, lack

    @property
    def of_negation(self) -> Region:
        """The region of the part of a negation."""
        return _BY_PARTS[not self.against, self.lack]


_BY_PARTS = {(region.against, region.lack): region for region in Region}


class Boxes:
    """Finds the boxes of bound conditions, each once."""

    def __init__(self, scales: Mapping[str, Scale], derivations: Derivations) -> None:
        self.scales, self.derivations = scales, derivations
        self.position = {name: number for number, name in enumerate(scales)}
        self._known: dict[tuple[Condition, Region], tuple[Box, ...]] = {}

    def of(self, condition: Condition, region: Region) -> tuple[Box, ...]:
        """The boxes of one region of a condition. Raises TooLargeError."""
        known = self._known.get((condition, region))
        if known is None:
            known = self._known[condition, region] = self._find(condition, region)
        return known

    def _find(self, condition: Condition, region: Region) -> tuple[Box, ...]:
        match condition:
            case Always():
                return EVERYWHERE if region.against == region.lack else NOWHERE
            case IsTrue() | OneOf() | Compare():
                derived = [self.of(each, region) for each in self._evidence(condition.fact, region)]
                found = [self._answered(condition, region), *derived]
                return meet(found) if region.lack else join(found)
            case Not(part):
                return self.of(part, region.of_negation)
            case All(parts) | Any(parts):
                found = [self.of(part, region) for part in parts]
                every_part = isinstance(condition, All) == (region.against == region.lack)
                return meet(found) if every_part else join(found)
            case _:
                assert_never(condition)

    def _answered(self, leaf: Leaf, region: Region) -> tuple[Box, ...]:
        scale = self.scales[leaf.fact]
        holding = scale.holding(leaf)
        evidence = scale.answered & ~holding if region.against else holding
        cells = scale.everything & ~evidence if region.lack else evidence
        if cells == scale.everything:
            return EVERYWHERE
        return ({self.position[leaf.fact]: cells},) if cells else NOWHERE

    def _evidence(self, fact: str, region: Region) -> list[Condition]:
        """The conditions that count for a fact beside its answer: an implication says nothing against it."""
        implied_by, defined_by = self.derivations.get(fact, (None, None))
        speaking = (defined_by,) if region.against else (implied_by, defined_by)
        return [condition for condition in speaking if condition is not None]

    def conflict(self, fact: str) -> tuple[Box, ...]:
        """Where there is evidence both ways about a boolean fact."""
        return meet([self.of(IsTrue(fact), Region.FOR), self.of(IsTrue(fact), Region.AGAINST)])


def join(unions: Iterable[Sequence[Box]]) -> tuple[Box, ...]:
    """What lies in any of these unions. Raises TooLargeError."""
    return _simplest([box for union in unions for box in union])


def meet(unions: Iterable[Sequence[Box]]) -> tuple[Box, ...]:
    """What lies in all of these unions. Raises TooLargeError."""
    result = EVERYWHERE
    for union in unions:
        result = _simplest([box for one in result for other in union if (box := both(one, other)) is not None])
    return result


def both(one: Box, other: Box) -> Box | None:
    """What lies in both boxes, if anything does."""
    result = dict(one)
    for fact, cells in other.items():
        left = result.get(fact, cells) & cells
        if not left:
            return None
        result[fact] = left
    return result


def without(box: Box, fact: int) -> Box:
    """The same box, whatever the fact."""
    return {other: cells for other, cells in box.items() if other != fact}


def _simplest(boxes: list[Box]) -> tuple[Box, ...]:
    """The same union without boxes that lie inside others, and with neighbours put together."""
    kept: list[Box] = []
    for box in sorted(boxes, key=len):
        if not any(_inside(box, other) for other in kept):
            kept.append(box)
        if len(kept) > MOST_BOXES:
            raise TooLargeError
    while len(kept) <= _MOST_TO_MERGE and _merge_two(kept):
        pass
    return tuple(kept)


def _inside(box: Box, other: Box) -> bool:
    return all(fact in box and not box[fact] & ~cells for fact, cells in other.items())


def _merge_two(boxes: list[Box]) -> bool:
    """Put two boxes together that differ in one fact only."""
    for right in range(1, len(boxes)):
        for left in range(right):
            one, other = boxes[left], boxes[right]
            if one.keys() == other.keys():
                differing = [fact for fact in one if one[fact] != other[fact]]
                if len(differing) == 1:
                    boxes[left] = {**one, differing[0]: one[differing[0]] | other[differing[0]]}
                    del boxes[right]
                    return True
    return False
