"""A population from files to a file: decoded, judged and written at the same time, in little memory."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from ...errors import PopulationError, TableFileError
from ..batches import Screener, refuse_invalid
from ..columns import as_named, choose_columns
from ..request import Request
from ..results import made_columns
from ..summary import Summary, Tally
from .ahead import ahead
from .comma import read_csv
from .find import Inputs, Kind
from .lines import read_ndjson
from .out import whole
from .parquet import read_parquet
from .table import Piece, Table, Wanted, as_written
from .write import written

READERS = {Kind.PARQUET: read_parquet, Kind.CSV: read_csv, Kind.NDJSON: read_ndjson}
"""How each format is read."""


def read_files(inputs: Inputs, request: Request, only: tuple[str, ...] | None) -> Table:
    """The population in these files, of which the facts are read and ``only`` these columns beside, or all."""
    called = {request.columns.get(fact.name, fact.name): fact for fact in request.program.facts}
    known = frozenset(request.columns.get(name, name) for name in request.ruleset.vocabulary.facts)
    return READERS[inputs.kind](inputs.paths, Wanted(called, only, known, frozenset(request.columns.values())))


def screen_files(
    table: Table, request: Request, only: tuple[str, ...] | None, out: Path, told: Callable[[int, int], None]
) -> Summary:
    """Judge every row and write it with what was found.

    ``told`` hears how far this is, of the total of the table, and how many rows that makes.

    Raises TableFileError and PopulationError; then there is no file, or the one that was there before.
    """
    kept = pa.schema([field for field in table.written if only is None or field.name in only], table.written.metadata)
    columns = as_named(choose_columns(request, table.schema.names), request, table.named)
    # Verdicts are always found, since they are what is counted.
    screener = Screener(replace(request, output="verdicts"), columns, table.schema)
    tally = Tally(request, columns)
    judged = ahead(_judged(ahead(_pieces(table)), request, screener, tally))
    with closing(judged), whole(out) as file, written(file, out) as write:
        rows = 0
        for piece, found in judged:
            write(_side_by_side(as_written(piece.batch.select(kept.names), kept), found))
            rows += found.num_rows
            told(piece.done, rows)
    return tally.summary()


def _pieces(table: Table) -> Generator[Piece]:
    """At least one piece, so that nobody at all is a population too."""
    none = True
    for piece in table.pieces():
        none = False
        yield piece
    if none:
        nothing = pa.RecordBatch.from_arrays([pa.nulls(0, field.type) for field in table.schema], schema=table.schema)
        yield Piece(nothing, Path(), 1, table.total)


def _judged(
    pieces: Generator[Piece], request: Request, screener: Screener, tally: Tally
) -> Generator[tuple[Piece, pa.RecordBatch]]:
    """Each piece with the columns that were asked for."""
    with closing(pieces):
        for piece in pieces:
            found = screener.find(piece.batch)
            try:
                refuse_invalid(request, screener.columns, [found], piece.first)
            except PopulationError as error:
                raise _in_file(error, piece) from None
            tally.add(piece.batch, found)
            yield piece, pa.RecordBatch.from_arrays(made_columns(request, found), list(request.made))


def _in_file(error: PopulationError, piece: Piece) -> TableFileError:
    """Where in the file the values stand that are not allowed."""
    last = piece.first + piece.batch.num_rows - 1
    lines = [f"answers that are not allowed, in the rows from {piece.first} to {last}"]
    for problem in error.problems:
        rows = ", ".join(map(str, problem.first_rows)) + (", ..." if problem.rows > len(problem.first_rows) else "")
        are = "row is" if problem.rows == 1 else "rows are"
        lines.append(f"  {problem.column}: {problem.message}; {problem.rows} {are} not: {rows}")
    lines.append("  (correct them; or say --on-invalid unknown, and these people are never allowed)")
    return TableFileError(str(piece.path), "\n".join(lines))


def _side_by_side(left: pa.RecordBatch, right: pa.RecordBatch) -> pa.RecordBatch:
    fields = [*left.schema, *right.schema]
    return pa.RecordBatch.from_arrays([*left.columns, *right.columns], schema=pa.schema(fields, left.schema.metadata))
