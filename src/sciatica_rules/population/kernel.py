"""Many rows at once: bitmaps, one bit for each person, and a plan of operations on them.

The rows of a batch are worked on in runs that are short enough to stay near the processor and long enough that Python
itself takes no time, on as many threads as Arrow would use. What is found does not depend on how many these are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from .arrow import Bytes, empty, opened
from .leaves import Reader, Span, reader
from .plan import ALL, NONE, Plan

RUN = 1 << 18
"""So many rows are worked on at a time: a multiple of eight."""


@dataclass(frozen=True)
class Found:
    """What was found about the rows of one batch."""

    outcomes: npt.NDArray[np.int8]
    """The rank of each outcome."""
    rails: Bytes
    """By rule, rail and byte, where the plan has places for rules."""
    conflicts: Bytes
    """By fact and byte, where the plan has places for rules."""
    derived: Bytes
    """By derived fact, rail and byte, where the plan has places for rules."""
    invalid: Mapping[str, npt.NDArray[np.intp]]
    """For each fact with values that it may not hold, the numbers of the rows."""


class Kernel:
    """Runs one plan on one batch after the other."""

    def __init__(self, plan: Plan, columns: Mapping[str, str], threads: int | None = None) -> None:
        self._plan = plan
        self._columns = columns
        self._threads = threads or pa.cpu_count()
        self._most_tests = max((len(leaf.tests) for leaf in plan.leaves), default=0)
        self._rails = np.array(plan.rules, np.intp).reshape(-1, 2)
        self._conflicts = np.array(plan.conflicts, np.intp)
        self._derived = np.array(plan.derived, np.intp).reshape(-1, 2)

    def find(self, batch: pa.RecordBatch) -> Found:
        """Screen a batch, whose columns suit their facts."""
        rows, width = batch.num_rows, -(-batch.num_rows // 8)
        found = Found(
            empty(rows, np.int8),
            empty((*self._rails.shape, width)),
            empty((*self._conflicts.shape, width)),
            empty((*self._derived.shape, width)),
            {},
        )
        leaves = self._plan.leaves
        readers = [reader(leaf, opened(batch.column(self._columns[leaf.fact.name]))) for leaf in leaves]
        runs = [(start, min(start + RUN, rows)) for start in range(0, rows, RUN)]
        threads = min(self._threads, len(runs))
        shares = [runs[share::threads] for share in range(threads)]
        if threads <= 1:
            spans = [span for share in shares for span in self._work(share, readers, found)]
        else:
            with ThreadPoolExecutor(threads) as pool:
                done = pool.map(lambda share: self._work(share, readers, found), shares)
                spans = [span for worked in done for span in worked]
        return replace(found, invalid=_rows_in_order(spans))

    def _work(self, runs: Sequence[tuple[int, int]], readers: Sequence[Reader], found: Found) -> list[Span]:
        """Some runs of rows, one after the other, in the same room. Gives those back that hold what is not allowed."""
        longest = max(stop - start for start, stop in runs)
        room = empty(self._plan.places * -(-longest // 8))
        flags, narrow = empty(self._most_tests * longest, np.bool_), empty(longest)
        doubtful = []
        for start, stop in runs:
            width = -(-(stop - start) // 8)
            table = room[: self._plan.places * width].reshape(self._plan.places, width)
            table[NONE], table[ALL] = 0, 0xFF
            span = Span(start, stop, table, flags, narrow)
            for each in readers:
                each.fill(span)
            self._evaluate(table)
            self._tell(span, found)
            if span.invalid:
                doubtful.append(span)
        return doubtful

    def _evaluate(self, table: Bytes) -> None:
        """Every formula, behind its parts."""
        bitmaps = list(table)
        for every, first, second, place in self._plan.steps:
            combine = np.bitwise_and if every else np.bitwise_or
            combine(bitmaps[first], bitmaps[second], bitmaps[place])

    def _tell(self, span: Span, found: Found) -> None:
        """Put what was found where it belongs."""
        plan, table, rows = self._plan, span.table, span.stop - span.start
        allowed = table[plan.clear] & ~table[plan.conflicting]
        for invalid in span.invalid.values():
            allowed &= ~invalid
        worse, better = (
            np.unpackbits(bits, count=rows, bitorder="little").view(np.int8) for bits in (table[plan.blocked], allowed)
        )
        outcomes = found.outcomes[span.start : span.stop]
        np.subtract(worse, better, out=outcomes)
        outcomes += 1
        wanted = (self._rails, found.rails), (self._conflicts, found.conflicts), (self._derived, found.derived)
        for places, bitmaps in wanted:
            part = bitmaps[..., span.start // 8 : -(-span.stop // 8)].reshape((-1, table.shape[1]), copy=False)
            for place, bitmap in zip(places.flat, part, strict=True):
                bitmap[:] = table[place]


def _rows_in_order(spans: Iterable[Span]) -> dict[str, npt.NDArray[np.intp]]:
    rows: dict[str, list[npt.NDArray[np.intp]]] = {}
    for span in sorted(spans, key=lambda span: span.start):
        for fact, bitmap in span.invalid.items():
            flags = np.unpackbits(bitmap, count=span.stop - span.start, bitorder="little")
            rows.setdefault(fact, []).append(np.flatnonzero(flags) + span.start)
    return {fact: np.concatenate(numbers) for fact, numbers in rows.items()}
