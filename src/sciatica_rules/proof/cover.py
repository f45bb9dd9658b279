"""The one question underneath all others: is this box covered by those boxes?

All boxes stand in one pool, and a set of them is one long integer with a bit for each. So a step of the search looks at
all boxes at once, and its cost hardly grows with the number of rules.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import combinations

from .boxes import Box, meet
from .cells import Scale

BUDGET = 20_000
"""Steps of the search that one question may take."""

_SMALL = 4

Point = list[int]
"""One cell for each fact."""


class OutOfBudgetError(Exception):
    """A question that took more steps than it may."""


class Pool:
    """All boxes that proofs are about, over the cells of all facts."""

    def __init__(self, scales: Collection[Scale], budget: int = BUDGET) -> None:
        self.budget = budget
        self.everything = [scale.everything for scale in scales]
        self.answered = [scale.values for scale in scales]
        self.boxes: list[Box] = []
        self._numbers: dict[frozenset[tuple[int, int]], int] = {}
        self._forbidding = [[0] * cells.bit_length() for cells in self.everything]
        """For each fact and cell, the boxes that the cell lies outside of."""
        self._about: dict[tuple[int, ...], int] = {}
        """The boxes that say something about exactly these facts."""
        self._rows: dict[tuple[int, int], tuple[int, int]] = {}
        self._steps = 0
        self._usual: Point = []

    def add(self, boxes: Iterable[Box]) -> int:
        """The set of these boxes."""
        found = 0
        for box in boxes:
            key = frozenset(box.items())
            number = self._numbers.get(key)
            if number is None:
                number = self._numbers[key] = len(self.boxes)
                self.boxes.append(box)
                about = tuple(sorted(box))
                self._about[about] = self._about.get(about, 0) | 1 << number
                self._rows.clear()
                for fact, cells in box.items():
                    for cell, row in enumerate(self._forbidding[fact]):
                        if not cells >> cell & 1:
                            self._forbidding[fact][cell] = row | 1 << number
            found |= 1 << number
        return found

    def common(self, one: int, other: int) -> int:
        """Where two sets overlap."""
        return one if one == other else self.add(meet([tuple(self.members(each)) for each in (one, other)]))

    def members(self, boxes: int) -> Iterator[Box]:
        """The boxes of a set."""
        for number in bits(boxes):
            yield self.boxes[number]

    def at(self, boxes: int, fact: int, cell: int) -> int:
        """Those boxes of a set that reach a cell of a fact."""
        return boxes & ~self._forbidding[fact][cell]

    def mentioning(self, boxes: int, fact: int) -> int:
        """Those boxes of a set that say anything about a fact."""
        return boxes & self._row(fact, self.everything[fact])[1]

    def holds(self, boxes: int, point: Point) -> bool:
        """Whether a point lies in any box of a set."""
        for fact, cell in enumerate(point):
            boxes &= ~self._forbidding[fact][cell]
            if not boxes:
                return False
        return True

    def escape(self, boxes: Iterable[Box], cover: int, typical: Point, fixed: int = -1) -> Point | None:
        """A point of these boxes outside of all boxes of the cover, as typical as may be; None if there is none.

        A ``fixed`` fact is left out of consideration: the caller has chosen the boxes of the cover by it. Raises
        OutOfBudgetError.
        """
        self._steps, self._usual = self.budget, typical
        facts = [*range(fixed), *range(fixed + 1, len(self.everything))]
        for box in boxes:
            if not self._lies_in_one(box, cover):
                point = self._at_once(box, cover, facts) or self._escape(dict(box), cover, facts)
                if point is not None:
                    return point
        return None

    def _lies_in_one(self, box: Box, cover: int) -> bool:
        """Whether a small box lies in a single box of the cover, as most do that are covered."""
        if len(box) > _SMALL:
            return False
        within = 0
        for count in range(len(box) + 1):
            for facts in combinations(sorted(box), count):
                within |= self._about.get(facts, 0)
        within &= cover
        for fact, cells in box.items():
            if not within:
                return False
            within &= ~self._row(fact, cells)[1]
        return bool(within)

    def _at_once(self, box: Box, live: int, facts: Iterable[int]) -> Point | None:
        """The point of a box that is closest to the typical one, if it escapes; most questions are settled by it."""
        point = self.nearest(box, self._usual)
        for some in (box, facts):
            for fact in some if live else ():
                live &= ~self._forbidding[fact][point[fact]]
        return None if live else point

    def nearest(self, box: Box, typical: Point) -> Point:
        """The point of a box that is closest to the typical one; no answer only where nothing else is left."""
        point = typical.copy()
        for fact, cells in box.items():
            usual = typical[fact]
            if not cells >> usual & 1:
                point[fact] = min(bits(cells & self.answered[fact] or cells), key=lambda cell: abs(cell - usual))
        return point

    def _row(self, fact: int, cells: int) -> tuple[int, int]:
        """The boxes that these cells lie wholly outside of, and those that they do not lie wholly inside of."""
        row = self._rows.get((fact, cells))
        if row is None:
            outside, cut = -1, 0
            for cell in bits(cells):
                forbidding = self._forbidding[fact][cell]
                outside &= forbidding
                cut |= forbidding
            row = self._rows[fact, cells] = (outside, cut)
        return row

    def _escape(self, box: dict[int, int], live: int, facts: list[int]) -> Point | None:
        while True:
            self._steps -= 1
            if self._steps < 0:
                raise OutOfBudgetError
            for fact in facts:
                if fact in box:
                    live &= ~self._row(fact, box[fact])[0]
            if not live:
                return self.nearest(box, self._usual)
            once, twice, thrice, facts = self._open(box, live, facts)
            if live & ~once:
                return None
            forced = once & ~twice
            if not forced:
                return self._at_once(box, live, facts) or self._branch(box, live, live & ~thrice or live, facts)
            if not self._leave(box, forced, facts):
                return None

    def _open(self, box: Box, live: int, facts: list[int]) -> tuple[int, int, int, list[int]]:
        """The boxes of the cover that a box reaches out of in one, two, three or more facts; and these facts."""
        once, twice, thrice, open_facts = 0, 0, 0, []
        for fact in facts:
            cut = live & self._row(fact, box.get(fact, self.everything[fact]))[1]
            if cut:
                thrice |= twice & cut
                twice |= once & cut
                once |= cut
                open_facts.append(fact)
        return once, twice, thrice, open_facts

    def _leave(self, box: dict[int, int], forced: int, facts: list[int]) -> bool:
        """A box of the cover that is open in one fact only must be left through it. False if that is impossible."""
        for fact in facts:
            cells = box.get(fact, self.everything[fact])
            for number in bits(forced & self._row(fact, cells)[1]):
                left = box.get(fact, self.everything[fact]) & ~self.boxes[number][fact]
                if not left:
                    return False
                box[fact] = left
        return True

    def _branch(self, box: dict[int, int], live: int, narrow: int, facts: list[int]) -> Point | None:
        """Leave one box of the cover, one that is open in few facts, through each of these in turn."""
        number = next(bits(narrow))
        for fact in facts:
            cells = box.get(fact, self.everything[fact])
            if self._row(fact, cells)[1] >> number & 1:
                inside = self.boxes[number][fact]
                escaped = self._escape({**box, fact: cells & ~inside}, live, facts)
                if escaped is not None:
                    return escaped
                box[fact] = cells & inside
        return None


def bits(number: int) -> Iterator[int]:
    """The positions of the bits of a set, from the lowest."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest
