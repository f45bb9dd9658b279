"""Streams of record batches: one after the other, in little memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa

from ..errors import ColumnProblem, PopulationError
from .arrow import held_by
from .columns import FIRST_ROWS, Columns, choose_columns, not_allowed, unsuitable
from .kernel import Found, Kernel
from .plans import plan_of
from .request import Request
from .results import made_columns, most_rows


def screen_batches(batches: Iterable[pa.RecordBatch], request: Request) -> Iterator[pa.RecordBatch]:
    """Each batch with what was found, as it comes. Raises PopulationError, for the rows of a batch before it is given.

    Rows are counted from the beginning of the stream. A batch without room for all reasons comes in pieces.
    """
    screener: Screener | None = None
    rows, most = 0, most_rows(request)
    for batch in batches:
        if not isinstance(batch, pa.RecordBatch):
            message = f"record batches are screened, and a {type(batch).__name__} came"
            raise PopulationError([ColumnProblem("batches", message, "hand over the to_batches() of a table")])
        if screener is None or not batch.schema.equals(screener.schema):
            columns = choose_columns(request, batch.schema.names)
            if screener is None:
                columns.warn(3)
            screener = Screener(request, columns, batch.schema)
        for start in range(0, max(1, batch.num_rows), most):
            piece = batch.slice(start, most)
            found = screener.find(piece)
            refuse_invalid(request, screener.columns, [found], rows)
            rows += piece.num_rows
            yield with_columns(piece, request, found)


class Screener:
    """Screens batches of one schema."""

    def __init__(self, request: Request, columns: Columns, schema: pa.Schema) -> None:
        """Raises PopulationError for columns that cannot be read as their facts."""
        self.schema, self.columns = schema, columns
        facts = request.ruleset.vocabulary.facts
        types = {fact: schema.field(column).type for fact, column in columns.found.items()}
        problems = [
            unsuitable(facts[fact], columns.found[fact], held_by(type_), str(type_)) for fact, type_ in types.items()
        ]
        refused = [problem for problem in problems if problem is not None]
        if refused:
            raise PopulationError(refused)
        # A column of nothing but nulls is as good as none.
        present = [fact for fact, type_ in types.items() if not pa.types.is_null(type_)]
        plan = plan_of(request.ruleset, request.intervention, present, rules=request.output != "outcome")
        self._kernel = Kernel(plan, columns.found)

    def find(self, batch: pa.RecordBatch) -> Found:
        """What is found about the rows of a batch."""
        return self._kernel.find(batch)


def refuse_invalid(request: Request, columns: Columns, found: Sequence[Found], first_row: int = 0) -> None:
    """Refuse values that a fact may not hold, in any of these batches. Raises PopulationError."""
    if request.on_invalid == "unknown":
        return
    rows: dict[str, list[int]] = {}
    counts: dict[str, int] = {}
    for each in found:
        for fact, numbers in each.invalid.items():
            listed = rows.setdefault(fact, [])
            listed += (numbers[: FIRST_ROWS - len(listed)] + first_row).tolist()
            counts[fact] = counts.get(fact, 0) + len(numbers)
        first_row += len(each.outcomes)
    facts = request.ruleset.vocabulary.facts
    named = [fact for fact in columns.found if fact in counts]
    if named:
        raise PopulationError(
            not_allowed(facts[fact], columns.found[fact], counts[fact], tuple(rows[fact])) for fact in named
        )


def with_columns(batch: pa.RecordBatch, request: Request, found: Found) -> pa.RecordBatch:
    """A batch with what was found beside its columns."""
    made = made_columns(request, found)
    fields = [pa.field(name, array.type) for name, array in zip(request.made, made, strict=True)]
    schema = pa.schema([*batch.schema, *fields], batch.schema.metadata)
    return pa.RecordBatch.from_arrays([*batch.columns, *made], schema=schema)
