"""From any person to whom something happens to one in whom as little as can be is unusual."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from .cover import Point

Bad = Callable[[Point], bool]


def simplest(point: Point, usual: Point, linked: Iterable[list[int]], bad: Bad, keep: int = -1) -> Point:
    """The same person with every answer made usual that can be, one at a time or all that are linked together."""
    steps = [*linked, *([fact] for fact in range(len(point)))]
    shrinking = True
    while shrinking:
        shrinking = False
        for facts in steps:
            tried = point.copy()
            for fact in facts:
                tried[fact] = point[fact] if fact == keep else usual[fact]
            if tried != point and bad(tried):
                point, shrinking = tried, True
    return point
