"""Parquet: only the columns that are wanted are decoded, and choices stay the dictionaries that they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ...errors import TableFileError
from ...vocabulary import FactType
from .table import ROWS, Piece, Table, Wanted, check_same, why_not

_TEXTS = (pa.string(), pa.large_string())


def read_parquet(paths: Sequence[Path], wanted: Wanted) -> Table:
    """A population in Parquet files of one schema. Raises TableFileError."""
    with _open(paths[0]) as first:
        named = first.schema_arrow.names
        columns = wanted.chosen(named, paths[0])
        written = _schema(first, columns, with_metadata=wanted.only is None)
    choices = [
        name
        for name in columns
        if name in wanted.facts and wanted.facts[name].type is FactType.CHOICE and written.field(name).type in _TEXTS
    ]
    with _open(paths[0], choices) as first:
        schema = _schema(first, columns, with_metadata=False)
    rows = [_rows(path, wanted, written, paths[0]) for path in paths]

    def pieces() -> Iterator[Piece]:
        done = 0
        for path in paths:
            first = 1
            for batch in _batches(path, columns, choices):
                done += batch.num_rows
                yield Piece(batch.select(columns), path, first, done)
                first += batch.num_rows

    return Table(schema, written, sum(rows), pieces, named)


def _batches(path: Path, columns: list[str], choices: list[str]) -> Iterator[pa.RecordBatch]:
    with _open(path, choices) as opened:
        try:
            yield from opened.iter_batches(ROWS, columns=columns)
        except (pa.ArrowException, OSError):
            raise TableFileError(str(path), "is damaged") from None


def _open(path: Path, choices: Sequence[str] = ()) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path, read_dictionary=list(choices), memory_map=False, pre_buffer=False)
    except OSError as error:
        raise TableFileError(str(path), why_not(error)) from None
    except pa.ArrowException:
        raise TableFileError(str(path), "is no Parquet file, or not the whole of one") from None


def _schema(opened: pq.ParquetFile, columns: list[str], *, with_metadata: bool) -> pa.Schema:
    there = opened.schema_arrow
    return pa.schema([there.field(name) for name in columns], there.metadata if with_metadata else None)


def _rows(path: Path, wanted: Wanted, schema: pa.Schema, like: Path) -> int:
    """How many rows a file has that must have the columns of the first one. Raises TableFileError."""
    with _open(path) as opened:
        there = opened.schema_arrow
        check_same(path, wanted.chosen(there.names, path), schema.names, like)
        for field in schema:
            found = there.field(field.name).type
            if found != field.type:
                raise TableFileError(
                    str(path), f"the column {field.name!r} is {found}, but in {like.name} it is {field.type}"
                )
        return int(opened.metadata.num_rows)
