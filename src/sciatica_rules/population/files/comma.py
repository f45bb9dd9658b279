"""CSV: facts are read with the types of the vocabulary, everything else is text and stays as it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc

from ...errors import TableFileError
from .cells import NotACell, must_be, read_cells, type_of
from .table import Piece, Table, Wanted, check_same
from .text import Quotes, Text, opened

_WORDS = pa.dictionary(pa.int32(), pa.string())
_OTHER_MARKS = {";": "semicolons", "\t": "tabs"}
"""What spreadsheets write instead of commas in many countries."""
_BLOCK = 8 << 20
"""How many bytes are read together: no row may be longer."""


def read_csv(paths: Sequence[Path], wanted: Wanted) -> Table:
    """A population in CSV files of one header, in UTF-8. Raises TableFileError."""
    header = _header(paths[0])
    columns = wanted.chosen(header, paths[0])
    for path in paths[1:]:
        check_same(path, wanted.chosen(_header(path), path), columns, paths[0])
    facts = {name: wanted.facts[name] for name in columns if name in wanted.facts}
    written = pa.schema([(name, type_of(facts[name]) if name in facts else pa.string()) for name in columns])
    schema = pa.schema(
        [field.with_type(_WORDS) if field.name in facts and field.type == pa.string() else field for field in written]
    )

    def pieces() -> Iterator[Piece]:
        before = 0
        for path in paths:
            first = 1
            with opened(path) as text:
                for batch in _batches(text, path, columns, set(facts)):
                    typed = [_typed(batch, name, wanted, path, first) for name in columns]
                    yield Piece(pa.record_batch(typed, schema=schema), path, first, before + text.done)
                    first += batch.num_rows
            before += path.stat().st_size

    return Table(schema, written, sum(path.stat().st_size for path in paths), pieces, header)


def _typed(batch: pa.RecordBatch, name: str, wanted: Wanted, path: Path, first: int) -> pa.Array:
    column = batch.column(name)
    if name not in wanted.facts:
        return column
    fact = wanted.facts[name]
    try:
        return read_cells(column, fact)
    except NotACell as found:
        problem = f"column {name!r}, row {first + found.row}: {must_be(fact, 'empty')}"
        raise TableFileError(str(path), problem) from None


def _header(path: Path) -> list[str]:
    with opened(path) as text, io.TextIOWrapper(text.stream, "utf-8-sig", newline="") as lines:
        try:
            header = next(csv.reader(lines, strict=True), [])
        except csv.Error:
            header = []
    if not header:
        raise TableFileError(str(path), "is empty: there is no line with the names of the columns")
    for mark, called in _OTHER_MARKS.items():
        if len(header) == 1 and mark in header[0]:
            raise TableFileError(str(path), f"has {called} between its columns, where there must be commas")
    return header


def _batches(text: Text, path: Path, columns: list[str], facts: set[str]) -> Iterator[pa.RecordBatch]:
    quotes = Quotes(text.stream)
    try:
        reader = pc.open_csv(
            quotes,
            pc.ReadOptions(block_size=_BLOCK),
            pc.ParseOptions(newlines_in_values=True, ignore_empty_lines=len(columns) > 1),
            pc.ConvertOptions(
                column_types={name: _WORDS if name in facts else pa.string() for name in columns},
                include_columns=columns,
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
            ),
        )
        with reader:  # which reads ahead in a thread of its own
            yield from reader
    except pa.ArrowInvalid:
        # Its text repeats what stands in the file.
        raise TableFileError(str(path), _what_is_wrong(path)) from None
    if quotes.open:
        raise TableFileError(str(path), "a quotation mark is opened and never closed")


def _what_is_wrong(path: Path) -> str:
    """Looks at a file that cannot be read once more, slowly, for the place."""
    with opened(path) as text, io.TextIOWrapper(text.stream, "utf-8-sig", newline="") as lines:
        rows = csv.reader(lines)
        cells = len(next(rows))
        with suppress(csv.Error):
            for number, row in enumerate((row for row in rows if row), start=1):
                if len(row) != cells:
                    return f"row {number} has {len(row)} cells, but there are {cells} columns"
    return f"a row is longer than {_BLOCK >> 20} MiB, or is no CSV"
