"""The few stretches into which thresholds cut the values of a fact. Inside one, no condition can tell two values apart.

A whole number has stretches of whole numbers; a decimal number is continuous, so its stretches are points and intervals
with open or closed ends. The last cell of every fact stands for *no answer that counts*.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import count

from ..condition import Compare, Leaf, Number, OneOf, Operator, Value
from ..evidence import Findings, evaluate, stated
from ..origin import Origin
from ..truth import Truth
from ..vocabulary import NUMBERS, Fact, FactType

Cut = tuple[Number, int]
"""A place between two values: just below a number (0) or just above it (1)."""

_WITHOUT_END = Decimal("Infinity")


@dataclass(frozen=True)
class Scale:
    """The cells of one fact, numbered from the lowest; a value outside of the declared range has none."""

    fact: Fact
    cuts: tuple[Cut, ...]
    """Of a number, in order, both ends of its range included; a cell lies between two neighbours."""
    words: tuple[Value, ...]
    """Of any other fact: its values."""
    can_lack: bool = True
    """Whether there is a cell for *no answer that counts*; an event that is assumed never grows too old."""
    is_split: bool = False
    """Whether there is one more, for a fact that is left out: another rule set assumes something else then."""

    @property
    def size(self) -> int:
        """How many cells hold values."""
        return len(self.words) or len(self.cuts) - 1

    @property
    def values(self) -> int:
        """All cells that hold values, as a set of bits."""
        return (1 << self.size) - 1

    @property
    def answered(self) -> int:
        """All cells in which there is a value, if only an assumed one."""
        return self.values | (self._left_out if self.fact.when_unknown is not None else 0)

    @property
    def everything(self) -> int:
        """All cells, *no answer* included where that can be."""
        return self.values | self.can_lack << self.size | self._left_out

    @property
    def _left_out(self) -> int:
        return self.is_split << self.size + 1

    @property
    def unanswered(self) -> int:
        """The one cell without a value, as a set of bits; none where there is always a value."""
        return self.everything & ~self.answered

    @property
    def stale(self) -> int:
        """The cell where an answer is too old for what is assumed without it to count, if there is one."""
        return self.unanswered if self.fact.when_unknown is not None else 0

    def holding(self, leaf: Leaf) -> int:
        """The cells whose values meet a bound comparison, as a set of bits. One value tells of its whole cell."""
        if any(self.cuts[0] < cut < self.cuts[-1] and cut not in self.cuts for cut in _cuts(self.fact, leaf)):
            raise LookupError(f"the cells of {self.fact.name} are too coarse for this comparison")
        return sum(1 << cell for cell, each in self._examples.items() if evaluate(leaf, each) is Truth.TRUE)

    @cached_property
    def _examples(self) -> Mapping[int, Findings]:
        """For each cell with a value, if only an assumed one, the fact as the reference evaluator finds it."""
        values: dict[int, Value | None] = {cell: self.readable(cell, None) for cell in range(self.size)}
        if self.is_split:
            values[self.size + 1] = self.fact.when_unknown
        return {cell: {self.fact.name: stated(self.fact, value, Origin.ANSWERED)} for cell, value in values.items()}

    def cell(self, value: Value) -> int:
        """The number of the cell that a value lies in."""
        return self.words.index(value) if self.words else bisect_right(self.cuts, (_number(value), 0)) - 1

    def accepts(self, value: Value) -> bool:
        """Whether any cell holds a value."""
        return value in self.words if self.words else self.cuts[0] <= (_number(value), 0) < self.cuts[-1]

    def usual(self, own: Value | None) -> Value | None:
        """What a benign person answers, or is assumed to; an intervention's own value goes over that of the fact."""
        return self._first_accepted(own, self.fact.typical, self.fact.when_unknown)

    def usual_cell(self, own: Value | None) -> int:
        """The cell of a benign person. What the rule sets assume otherwise is left out rather than assumed."""
        if self.is_split and self._first_accepted(own, self.fact.typical) is None:
            return self.size + 1
        value = self.usual(own)
        return self.size if value is None else self.cell(value)

    def _first_accepted(self, *values: Value | None) -> Value | None:
        return next((value for value in values if value is not None and self.accepts(value)), None)

    def is_single(self, cell: int) -> bool:
        """Whether a cell of a number holds one value only."""
        low, high = self.cuts[cell : cell + 2]
        return low[0] + 1 == high[0] if self.fact.type is FactType.INTEGER else low[0] == high[0]

    def readable(self, cell: int, typical: Value | None) -> Value:
        """The value of a cell that is the easiest to read: the typical one, or a round one close to it."""
        if self.words:
            return self.words[cell]
        if typical is not None and self.cell(typical) == cell:
            return typical
        from_below = typical is None or self.cell(typical) < cell
        candidates = self._candidates(cell, from_below)
        return next(number for number in candidates if self.accepts(number) and self.cell(number) == cell)

    def _candidates(self, cell: int, from_below: bool) -> Iterator[Number]:
        """The end that is nearer to the typical value, then rounder and then finer numbers next to it."""
        low, high = (number for number, _ in self.cuts[cell : cell + 2])
        ends = (low, high) if from_below else (high, low)
        near = next((end for end in ends if Decimal(end).is_finite()), 0)
        step = 1 if near == low else -1
        yield near
        yield math.floor(near) + 1 if step > 0 else math.ceil(near) - 1
        yield from (near + Decimal(step).scaleb(-digits) for digits in count(1))


def scales(facts: Mapping[str, Fact], comparisons: Iterable[Leaf]) -> dict[str, Scale]:
    """For each fact its cells, fine enough for all of these comparisons, which name no parameter."""
    cuts: dict[str, set[Cut]] = {name: set() for name in facts}
    for leaf in set(comparisons):
        cuts[leaf.fact].update(_cuts(facts[leaf.fact], leaf))
    return {name: _scale(fact, cuts[name]) for name, fact in facts.items()}


def always_known(fact: Fact) -> bool:
    """Whether there is always a value: an event that is assumed never grows too old."""
    return fact.momentary and fact.when_unknown is not None


def _scale(fact: Fact, cuts: set[Cut]) -> Scale:
    can_lack = not always_known(fact)
    if fact.type not in NUMBERS:
        return Scale(fact, (), tuple(fact.choices) or (False, True), can_lack)
    start = (-_WITHOUT_END if fact.minimum is None else fact.minimum, 0)
    highest = _WITHOUT_END if fact.maximum is None else fact.maximum
    end = (highest + 1, 0) if fact.type is FactType.INTEGER else (highest, 1)
    return Scale(fact, (start, *sorted(cut for cut in cuts if start < cut < end), end), (), can_lack)


def _cuts(fact: Fact, leaf: Leaf) -> list[Cut]:
    """Where a comparison cuts the values of a number."""
    if isinstance(leaf, Compare):
        return [_cut(fact, leaf.operator, leaf.threshold)]
    if isinstance(leaf, OneOf) and fact.type in NUMBERS:
        return [_cut(fact, end, value) for value in leaf.values for end in (Operator.AT_LEAST, Operator.AT_MOST)]
    return []


def _cut(fact: Fact, operator: Operator, threshold: Value) -> Cut:
    number, above = _number(threshold), operator in {Operator.ABOVE, Operator.AT_MOST}
    if fact.type is FactType.DECIMAL:
        return (number, int(above))
    return (math.floor(number) + 1, 0) if above else (math.ceil(number), 0)


def _number(value: Value) -> Number:
    if isinstance(value, str):
        raise TypeError("only a bound condition has cells")
    return value
