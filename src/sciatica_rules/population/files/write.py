"""Batches as Parquet, CSV or NDJSON."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import csv

from ...errors import TableFileError
from .find import Kind, kind_of
from .table import ROWS
from .text import packed

_ROW_GROUP = 4 * ROWS

Write = Callable[[pa.RecordBatch], None]


class _Writer(Protocol):
    """What each format is written with."""

    def write_batch(self, batch: pa.RecordBatch, /) -> None: ...

    def close(self) -> None: ...


@contextmanager
def written(file: BinaryIO, path: Path) -> Iterator[Write]:
    """Writes batches of one schema, in the format that the name stands for. Raises TableFileError."""
    make = _WRITERS[kind_of(path)]
    writer: _Writer | None = None

    def write(batch: pa.RecordBatch) -> None:
        nonlocal writer
        if writer is None:
            writer = make(stream, batch.schema)
        writer.write_batch(batch)

    with packed(file, path) as stream:
        try:
            yield write
            if writer is not None:
                writer.close()
        except BaseException as error:
            if writer is not None:
                with suppress(Exception):  # what is left unfinished is thrown away
                    writer.close()
            if isinstance(error, _Unwritable):
                raise TableFileError(str(path), str(error)) from None
            raise


class _Unwritable(Exception):
    """A column that a format has no words for."""

    def __init__(self, column: str, kind: Kind) -> None:
        super().__init__(f"{kind.value} has no words for what column {column!r} holds; choose columns with --id")


class _Csv:
    """Unknown is an empty cell; text stands in quotation marks; lists are words with spaces between."""

    def __init__(self, stream: BinaryIO, schema: pa.Schema) -> None:
        self._lists = [place for place, field in enumerate(schema) if _is_list_of_words(field.type)]
        for place, name in enumerate(schema.names):
            if place in self._lists:
                schema = schema.set(place, pa.field(name, pa.string()))
        for field in schema:
            try:
                csv.write_csv(pa.schema([field]).empty_table(), io.BytesIO())
            except pa.ArrowException:
                raise _Unwritable(field.name, Kind.CSV) from None
        self._schema = schema
        self._writer = csv.CSVWriter(stream, schema)

    def write_batch(self, batch: pa.RecordBatch) -> None:
        columns = batch.columns
        for place in self._lists:
            columns[place] = pc.binary_join(columns[place], " ")
        self._writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=self._schema))

    def close(self) -> None:
        self._writer.close()


class _Ndjson:
    """Unknown is null."""

    def __init__(self, stream: BinaryIO, schema: pa.Schema) -> None:
        self._stream = stream
        self._floats = [field.name for field in schema if pa.types.is_floating(field.type)]

    def write_batch(self, batch: pa.RecordBatch) -> None:
        rows = batch.to_pylist()
        for name in self._floats:
            for row in rows:
                if row[name] is not None and math.isnan(row[name]):
                    row[name] = None
        try:
            text = "\n".join(map(_as_json, rows))
        except (TypeError, ValueError):
            raise _Unwritable(_without_words(rows), Kind.NDJSON) from None
        self._stream.write(f"{text}\n".encode() if rows else b"")

    def close(self) -> None:
        """Nothing is held back."""


class _Parquet:
    """Some batches make a row group: fewer, larger ones are smaller and faster to read."""

    def __init__(self, stream: BinaryIO, schema: pa.Schema) -> None:
        # Numbers are seldom repeated as words are; trying to list them costs more than all the rest.
        listed = [field.name for field in schema if _is_words(field.type)]
        listed += [f"{field.name}.list.element" for field in schema if _is_list_of_words(field.type)]
        # Whole numbers are mostly those of people, each a little above the last: as differences they take less of both.
        # Parquet gives parts of structs and lists names with dots, so a part of another type may be called the same.
        numbers = [field.name for field in schema if pa.types.is_integer(field.type) and "." not in field.name]
        whole = dict.fromkeys(numbers, "DELTA_BINARY_PACKED")
        self._writer = pq.ParquetWriter(
            stream, schema, compression="zstd", use_dictionary=listed, column_encoding=whole or None
        )
        self._waiting: list[pa.RecordBatch] = []

    def write_batch(self, batch: pa.RecordBatch) -> None:
        self._waiting.append(batch)
        if sum(each.num_rows for each in self._waiting) >= _ROW_GROUP:
            self._write()

    def close(self) -> None:
        if self._waiting:
            self._write()
        self._writer.close()

    def _write(self) -> None:
        table, self._waiting = pa.Table.from_batches(self._waiting), []
        self._writer.write_table(table, max(1, table.num_rows))


_WRITERS: dict[Kind, Callable[[BinaryIO, pa.Schema], _Writer]] = {
    Kind.PARQUET: _Parquet,
    Kind.CSV: _Csv,
    Kind.NDJSON: _Ndjson,
}


def _is_words(kind: pa.DataType) -> bool:
    return bool(pa.types.is_dictionary(kind) or kind in {pa.string(), pa.large_string()})


def _is_list_of_words(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) and kind.value_type == pa.string())


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_plain)


def _plain(value: Any) -> Any:
    """What JSON has no word for, in words that are usual."""
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal():
            return str(value)
        case _:
            raise TypeError


def _without_words(rows: list[dict[str, Any]]) -> str:
    """The first column with a value that cannot be written."""
    for row in rows:
        for name, value in row.items():
            try:
                _as_json(value)
            except (TypeError, ValueError):
                return name
    raise AssertionError  # pragma: no cover: it is looked for only where there is one
