"""What was found, as Arrow columns: outcomes, verdicts, reasons."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ..outcome import Outcome
from .arrow import Bytes, whole_numbers, words
from .kernel import Found
from .request import Request

WORDS = [outcome.value for outcome in Outcome]
OUTCOME = pa.dictionary(pa.int8(), pa.string(), ordered=True)
LIST = pa.list_(pa.string())

_FLAGS = 1 << 24
"""So many flags are spread out at a time to find the words of each row."""


_LETTERS = (1 << 31) - 1
"""Arrow counts the letters of a column in 32 bits."""


def most_rows(request: Request) -> int:
    """So many rows of one batch have room for their reasons, whatever these are; a multiple of eight."""
    program = request.program
    names = [[each.rule for each in program.rules], [each.fact for each in program.conflicts]]
    letters = max(sum(len(name.encode()) for name in column) for column in names)
    return max(8, _LETTERS // max(1, letters) // 8 * 8) if request.output == "reasons" else _LETTERS


def made_types(request: Request) -> dict[str, pa.DataType]:
    """The columns that come out, and what each holds."""
    later = pa.bool_() if request.output == "verdicts" else LIST
    return {name: OUTCOME if name == request.outcome_column else later for name in request.made}


def made_columns(request: Request, found: Found) -> list[pa.Array]:
    """The columns that come out, in the order of ``request.made``."""
    rows = len(found.outcomes)
    outcome = pa.DictionaryArray.from_arrays(whole_numbers(found.outcomes), words(WORDS), ordered=True)
    match request.output:
        case "outcome":
            return [outcome]
        case "verdicts":
            return [outcome, *(_verdict(true, false, rows) for true, false in found.rails)]
        case "reasons":
            rules = [each.rule for each in request.program.rules]
            conflicts = [each.fact for each in request.program.conflicts]
            true, false = found.rails[:, 0], found.rails[:, 1]
            return [
                outcome,
                _lists(true, rules, rows),
                _lists(~(true | false), rules, rows),
                _lists(found.conflicts, conflicts, rows),
            ]


def _verdict(true: Bytes, false: Bytes, rows: int) -> pa.Array:
    """True where there is evidence for a rule, also beside evidence against it; null where there is none at all."""
    return pa.Array.from_buffers(pa.bool_(), rows, [pa.py_buffer(true | false), pa.py_buffer(true)])


def _lists(bitmaps: Bytes, names: Sequence[str], rows: int) -> pa.Array:
    """For each row the names whose bit is set, in their order."""
    counts: list[npt.NDArray[np.int64]] = [np.zeros(1, np.int64)]
    places: list[npt.NDArray[np.int32]] = []
    step = max(8, _FLAGS // max(1, len(names)) // 8 * 8)
    for start in range(0, rows, step):
        stop = min(start + step, rows)
        part = bitmaps[:, start // 8 : -(-stop // 8)]
        flags = np.ascontiguousarray(np.unpackbits(part, axis=1, count=stop - start, bitorder="little").T)
        counts.append(np.count_nonzero(flags, axis=1))
        # Flat, as 32 bits: several times as fast as looking for rows and columns.
        places.append(np.flatnonzero(flags.view(np.bool_)).astype(np.int32) % max(1, len(names)))
    offsets = whole_numbers(np.cumsum(np.concatenate(counts))).cast(pa.int32())
    chosen = np.concatenate(places) if places else np.empty(0, np.int32)
    return pa.ListArray.from_arrays(offsets, words(names).take(whole_numbers(chosen)))
