"""From the column of a fact to one bitmap for each of its literals.

All tests of a column are made with one call, their bits packed with one more, and masked with one more by what is known
to be there. Where a value is missing no literal holds, nor its opposite, save those that a default meets. A value that
the fact may not hold meets neither, default or not. NaN is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from ..atoms import Among, Holds, Literal
from ..condition import Operator
from ..vocabulary import FactType
from .arrow import Bytes, Opened
from .cuts import equal_float, first_float, first_integer, float_range, integer_range
from .plan import Leaf

Numbers = npt.NDArray[Any]
Number = int | float


@dataclass(slots=True)
class Span:
    """Some rows in a run, the table of their bitmaps, and room for what comes in between."""

    start: int
    """A multiple of eight."""
    stop: int
    table: Bytes
    """By place and byte."""
    flags: npt.NDArray[np.bool_]
    narrow: Bytes
    invalid: dict[str, Bytes] = field(default_factory=dict)
    """For each fact with values that it may not hold, a bitmap of these rows."""

    def bits(self, bitmap: Bytes) -> Bytes:
        """The part of a bitmap over all rows."""
        return bitmap[self.start // 8 : -(-self.stop // 8)]


class Reader(Protocol):
    """Makes the bitmaps of the literals of one fact."""

    def fill(self, span: Span) -> None:
        """Put them into the table."""
        ...


def reader(leaf: Leaf, column: Opened) -> Reader:
    """The reader of a column that suits its fact."""
    return Answers(leaf, column) if leaf.fact.type is FactType.BOOLEAN else Values(leaf, column)


class Answers:
    """The column of a boolean fact: its bits are there already."""

    def __init__(self, leaf: Leaf, column: Opened) -> None:
        self._leaf = leaf
        self._column = column

    def fill(self, span: Span) -> None:
        """Put the bitmaps of yes and no into the table."""
        leaf, column = self._leaf, self._column
        said = span.bits(column.values)
        yes, no = span.table[leaf.place], span.table[leaf.opposites]
        if column.valid is None:
            yes[:] = said
            np.invert(said, out=no)
            return
        known = span.bits(column.valid)
        np.bitwise_and(said, known, out=yes)
        np.bitwise_xor(known, yes, out=no)
        if leaf.met_when_missing is not None:
            assumed = yes if leaf.met_when_missing else no
            assumed |= np.invert(known)


class Tests(NamedTuple):
    """The tests of the values of one column. First come comparisons, then equalities."""

    cuts: Numbers
    equal: Numbers
    never: list[int]
    """Those that no value meets which is allowed."""
    allowed: tuple[Number, Number] | None
    """The least and the greatest value that the fact may hold; None where nothing else can be."""


class Values:
    """The column of a number, or of a choice, which is the number of a word."""

    def __init__(self, leaf: Leaf, column: Opened) -> None:
        self._leaf = leaf
        choice = leaf.fact.type is FactType.CHOICE
        self._values, self._valid, self._tests = _choices(leaf, column) if choice else _numbers(leaf, column)
        self._in_byte = self._tests.cuts.dtype.itemsize < self._values.dtype.itemsize

    def fill(self, span: Span) -> None:
        """Put the bitmaps of the tests and of their opposites into the table."""
        leaf = self._leaf
        values = self._values[span.start : span.stop]
        valid = None if self._valid is None else span.bits(self._valid)
        known = valid
        allowed = self._tests.allowed
        # Also what stands where nothing is known is looked at here: it costs less than to leave it out.
        if allowed is not None and not (values.min() >= allowed[0] and values.max() <= allowed[1]):
            valid, known = self._sift(span, values, valid, allowed)
        met = self._met(span, values)
        true = span.table[leaf.place : leaf.opposites]
        false = span.table[leaf.opposites : leaf.opposites + len(met)]
        if valid is None or known is None:
            true[:] = met
            np.invert(met, out=false)
            return
        np.bitwise_and(met, known, out=true)
        if leaf.met_when_missing is not None:
            missing = np.invert(valid)
            for number in leaf.met_when_missing:
                true[number] |= missing
            known = known | missing
        np.bitwise_xor(true, known, out=false)

    def _met(self, span: Span, values: Numbers) -> Bytes:
        """For each test the rows that meet it, whether they have a value or not."""
        tests, rows = self._tests, len(values)
        if self._in_byte:
            narrow = span.narrow[:rows].view(tests.cuts.dtype)
            np.copyto(narrow, values, casting="unsafe")
            values = narrow
        count, middle = len(self._leaf.tests), len(tests.cuts)
        flags = span.flags[: count * rows].reshape(count, rows)
        np.greater_equal(values, tests.cuts[:, None], out=flags[:middle])
        np.equal(values, tests.equal[:, None], out=flags[middle:])
        met = np.packbits(flags, axis=1, bitorder="little")
        met[tests.never] = 0
        return met

    def _sift(
        self, span: Span, values: Numbers, valid: Bytes | None, allowed: tuple[Number, Number]
    ) -> tuple[Bytes, Bytes]:
        """Where a value is there, NaN being none, and where it is one that the fact may hold."""
        least, greatest = allowed
        inside = np.packbits((values >= least) & (values <= greatest), bitorder="little")
        there = np.packbits(values == values, bitorder="little")  # noqa: PLR0124 - NaN is not itself
        if valid is not None:
            there &= valid
        outside = there & ~inside
        if outside.any():
            span.invalid[self._leaf.fact.name] = outside
        return there, there & inside


Parts = tuple[Numbers, Bytes | None, Tests]


def _numbers(leaf: Leaf, column: Opened) -> Parts:
    values = column.values
    return values, column.valid, _float_tests(leaf) if values.dtype.kind == "f" else _integer_tests(leaf, values.dtype)


def _float_tests(leaf: Leaf) -> Tests:
    cuts = [first_float(number, above=above) for number, above in _thresholds(leaf.tests)]
    equal = [equal_float(value) for value in _equal(leaf.tests)]
    return Tests(np.array(cuts, np.float64), np.array(equal, np.float64), [], float_range(leaf.fact))


def _integer_tests(leaf: Leaf, dtype: np.dtype[Any]) -> Tests:
    limits = np.iinfo(dtype)
    allowed = integer_range(leaf.fact, int(limits.min), int(limits.max))
    cuts = [first_integer(number, above=above) for number, above in _thresholds(leaf.tests)]
    checked = allowed != (limits.min, limits.max)
    return _whole(cuts, _equal(leaf.tests), allowed, dtype, checked=checked)


def _whole(
    cuts: Sequence[int], equal: Sequence[int], allowed: tuple[int, int], dtype: np.dtype[Any], *, checked: bool
) -> Tests:
    """Tests of whole numbers, in a byte if one can hold all that is allowed."""
    least, greatest = allowed
    never = [number for number, cut in enumerate(cuts) if cut > greatest]
    never += [len(cuts) + number for number, value in enumerate(equal) if not least <= value <= greatest]
    held = dtype if dtype.itemsize == 1 else next((one for one in _BYTES if _fits(allowed, one)), dtype)

    def kept(numbers: Sequence[int]) -> Numbers:
        """As near as the column can hold them: a cut below everything that is allowed is met by the least of it."""
        if least > greatest:  # nothing that the column can hold is allowed, so it does not matter what is met
            return np.zeros(len(numbers), held)
        return np.array([min(max(number, least), greatest) for number in numbers], held)

    return Tests(kept(cuts), kept(equal), never, allowed if checked else None)


_BYTES = (np.dtype(np.uint8), np.dtype(np.int8))


def _fits(allowed: tuple[int, int], dtype: np.dtype[Any]) -> bool:
    limits = np.iinfo(dtype)
    return all(limits.min <= number <= limits.max for number in allowed)


def _choices(leaf: Leaf, column: Opened) -> Parts:
    """The numbers that words have in the dictionary, if all of these are choices; else those that choices have."""
    choices, words, wanted = list(leaf.fact.choices), column.words, _equal(leaf.tests)
    if len(set(words)) == len(words) and set(choices).issuperset(words):
        equal = [words.index(word) if word in words else _NEVER for word in wanted]
        tests = _whole([], equal, (0, max(len(words) - 1, 0)), column.values.dtype, checked=False)
        return column.values, column.valid, tests
    known = {word: number for number, word in enumerate(choices)}
    table = [_MISSING if word is None else known.get(word, _NOT_ALLOWED) for word in words] or [_MISSING]
    # What stands where nothing is known may be no place in the dictionary at all.
    numbers = np.take(np.array(table, np.int32), column.values.astype(np.intp), mode="clip")
    valid = np.packbits(numbers != _MISSING, bitorder="little")
    if column.valid is not None:
        valid &= column.valid
    equal = [choices.index(word) if word in choices else _NEVER for word in wanted]
    return numbers, valid, _whole([], equal, (0, len(choices) - 1), numbers.dtype, checked=True)


_MISSING, _NOT_ALLOWED, _NEVER = -1, -2, -3


def _thresholds(tests: Sequence[Literal]) -> list[tuple[Any, bool]]:
    return [(test.threshold, test.operator is Operator.ABOVE) for test in tests if isinstance(test, Holds)]


def _equal(tests: Sequence[Literal]) -> list[Any]:
    return [test.values[0] for test in tests if isinstance(test, Among)]
