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
from itertools import count
from typing import assert_never

from ..condition import Compare, IsTrue, Leaf, Number, OneOf, Operator, Value
from ..evidence import Finding, evaluate
from ..origin import Origin
from ..truth import Truth, known
from ..vocabulary import Fact, FactType

Cut = tuple[Number, int]
"""A place between two values: just below a number (0) or just above it (1)."""

_WITHOUT_END = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Scale:
    """The cells of one fact, numbered from the lowest; a value outside of the declared range has none."""

    fact: Fact
    cuts: tuple[Cut, ...]
    """Of a number, in order; a cell lies between two neighbours."""
    words: tuple[Value, ...]
    """Of any other fact: its values."""
    can_lack: bool = True
    """Whether there is a cell for *no answer that counts*; an event that is assumed never grows too old."""
    is_split: bool = False
    """Whether there is one more, for a fact that is left out: another rule set assumes something else then."""

    @property
    def size(self) -> int:
        """How many cells hold values."""
        return len(self.words) or len(self.cuts) + 1

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

    def holding(self, leaf: Leaf) -> int:
        """The cells whose values meet a bound comparison, as a set of bits."""
        found = self._holding(leaf)
        return found | self._left_out if self.is_split and self._is_assumed(leaf) else found

    def _is_assumed(self, leaf: Leaf) -> bool:
        value = self.fact.when_unknown
        truth = known(value) if isinstance(value, bool) else Truth.UNKNOWN
        return evaluate(leaf, {leaf.fact: Finding(self.fact, truth, value, Origin.ASSUMED)}) is Truth.TRUE

    def _holding(self, leaf: Leaf) -> int:
        match leaf:
            case IsTrue():
                return 1 << self.words.index(True)
            case OneOf(values=values):
                return self._among(values)
            case Compare(operator=operator, threshold=threshold):
                below = self._below(cut_of(self.fact, operator, _number(threshold)))
                return below if operator in {Operator.BELOW, Operator.AT_MOST} else self.values & ~below
            case _:
                assert_never(leaf)

    def _among(self, values: tuple[int | str, ...]) -> int:
        found = 0
        if self.words:
            for number, word in enumerate(self.words):
                if word in values:
                    found |= 1 << number
            return found
        for value in values:
            whole = _number(value)
            found |= self._below((whole + 1, 0)) & ~self._below((whole, 0))
        return found

    def _below(self, cut: Cut) -> int:
        """The cells below a cut, which is one of this scale or lies outside of its range."""
        if cut >= self._end:
            return self.values
        lower = bisect_right(self.cuts, cut)
        if cut > self._start and (not lower or self.cuts[lower - 1] != cut):
            raise LookupError(f"the cells of {self.fact.name} are too coarse for this comparison")
        return (1 << lower) - 1

    def cell(self, value: Value) -> int:
        """The number of the cell that a value lies in."""
        return self.words.index(value) if self.words else bisect_right(self.cuts, (_number(value), 0))

    @property
    def _start(self) -> Cut:
        return (-_WITHOUT_END if self.fact.minimum is None else self.fact.minimum, 0)

    @property
    def _end(self) -> Cut:
        highest = _WITHOUT_END if self.fact.maximum is None else self.fact.maximum
        return (highest + 1, 0) if self.fact.type is FactType.INTEGER else (highest, 1)

    def accepts(self, value: Value) -> bool:
        """Whether any cell holds a value."""
        return value in self.words if self.words else self._start <= (_number(value), 0) < self._end

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

    def is_stale(self, cell: int) -> bool:
        """Whether an answer that is too old stands where something would be assumed."""
        return cell == self.size and self.fact.when_unknown is not None

    def ends(self, cell: int) -> tuple[Cut, Cut]:
        """The two cuts that a cell of a number lies between."""
        low = self.cuts[cell - 1] if cell else self._start
        return low, self.cuts[cell] if cell < len(self.cuts) else self._end

    def is_single(self, cell: int) -> bool:
        """Whether a cell of a number holds one value only."""
        low, high = self.ends(cell)
        return low[0] + 1 == high[0] if self.fact.type is FactType.INTEGER else low[0] == high[0]

    def readable(self, cell: int, typical: Value | None) -> Value:
        """The value of a cell that is the easiest to read: the typical one, or a round one close to it."""
        if self.words:
            return self.words[cell]
        if typical is not None and self.cell(typical) == cell:
            return typical
        from_below = typical is None or self.cell(typical) < cell
        candidates = self._candidates(*self.ends(cell), from_below)
        return next(number for number in candidates if self._holds(cell, number))

    def _holds(self, cell: int, number: Number) -> bool:
        low, high = self.ends(cell)
        return low <= (number, 0) and (number, 1) <= high

    def _candidates(self, low: Cut, high: Cut, from_below: bool) -> Iterator[Number]:
        """The end that is nearer to the typical value, then rounder and then finer numbers next to it."""
        ends = (low[0], high[0]) if from_below else (high[0], low[0])
        near = next((end for end in ends if Decimal(end).is_finite()), 0)
        step = 1 if near == low[0] else -1
        yield near
        yield math.floor(near) + 1 if step > 0 else math.ceil(near) - 1
        yield from (near + Decimal(step).scaleb(-digits) for digits in count(1))


def cut_of(fact: Fact, operator: Operator, threshold: Number) -> Cut:
    """Where a comparison cuts the values of a fact."""
    above = operator in {Operator.ABOVE, Operator.AT_MOST}
    if fact.type is FactType.INTEGER:
        return (math.floor(threshold) + 1, 0) if above else (math.ceil(threshold), 0)
    return (threshold, int(above))


def scales(facts: Mapping[str, Fact], comparisons: Iterable[Leaf]) -> dict[str, Scale]:
    """For each fact its cells, fine enough for all of these comparisons, which name no parameter."""
    cuts: dict[str, set[Cut]] = {name: set() for name in facts}
    for leaf in set(comparisons):
        fact = facts[leaf.fact]
        if isinstance(leaf, Compare):
            cuts[fact.name].add(cut_of(fact, leaf.operator, _number(leaf.threshold)))
        elif isinstance(leaf, OneOf) and fact.type is not FactType.CHOICE:
            numbers = [_number(value) for value in leaf.values]
            cuts[fact.name] |= {(number + more, 0) for number in numbers for more in (0, 1)}
    return {name: _scale(fact, cuts[name]) for name, fact in facts.items()}


def always_known(fact: Fact) -> bool:
    """Whether there is always a value: an event that is assumed never grows too old."""
    return fact.momentary and fact.when_unknown is not None


def _scale(fact: Fact, cuts: set[Cut]) -> Scale:
    can_lack = not always_known(fact)
    match fact.type:
        case FactType.BOOLEAN:
            return Scale(fact, (), (False, True), can_lack)
        case FactType.CHOICE:
            return Scale(fact, (), tuple(fact.choices), can_lack)
        case FactType.INTEGER | FactType.DECIMAL:
            whole = Scale(fact, (), ())
            start, end = whole.ends(0)
            return Scale(fact, tuple(sorted(cut for cut in cuts if start < cut < end)), (), can_lack)
        case _:
            assert_never(fact.type)


def _number(value: Value) -> Number:
    if isinstance(value, str):
        raise TypeError("only a bound condition has cells")
    return value
