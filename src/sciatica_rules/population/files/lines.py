"""NDJSON: one object to a line. Facts are as strict as in a profile; keys that are no facts keep their values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from ...errors import TableFileError, did_you_mean
from ...profile import RESERVED
from ...vocabulary import Fact, FactType
from ..columns import SPELL_OUT
from .cells import must_be, type_of
from .table import Piece, Table, Wanted
from .text import opened

_ROWS = 16_384
_SUITABLE: Mapping[FactType, frozenset[type]] = {
    FactType.BOOLEAN: frozenset({bool}),
    FactType.INTEGER: frozenset({int}),
    FactType.DECIMAL: frozenset({int, float}),
    FactType.CHOICE: frozenset({str}),
}


class _Lines(NamedTuple):
    """Some lines of one file, read."""

    rows: list[dict[str, Any]]
    path: Path
    first: int
    done: int


def read_ndjson(paths: Sequence[Path], wanted: Wanted) -> Table:
    """A population in NDJSON files. Raises TableFileError.

    A key may be absent wherever it is unknown, so every fact has its column. Of the other keys, those of the first
    lines are kept; their values fix the type.
    """
    beginning = next(_lines(paths), None)
    if beginning is None:
        raise TableFileError(str(paths[0]), "is empty")
    seen = {key: None for row in beginning.rows for key in row}
    if wanted.known.isdisjoint(seen):
        raise TableFileError(
            str(paths[0]),
            "no key of the first rows is called as a fact; say where they stand with --column FACT=COLUMN",
        )
    for name in sorted(wanted.mapped.difference(seen)):
        raise TableFileError(str(paths[0]), f"no row of the first ones has the key {name!r}{did_you_mean(name, seen)}")
    names = wanted.chosen(seen, paths[0]) + [name for name in wanted.facts if name not in seen]
    schema = pa.schema([(name, _type(name, beginning, wanted)) for name in names])
    strict = wanted.only is None

    def pieces() -> Iterator[Piece]:
        for lines in _lines(paths):
            if strict:
                _refuse_new_keys(lines, names)
            # Each row has its own keys: one that is spelled otherwise may stand in the place of one that others have.
            wanted.refuse_lost({key for row in lines.rows for key in row}, wanted.facts, lines.path)
            columns = [_column(field, lines, wanted.facts.get(field.name)) for field in schema]
            yield Piece(pa.record_batch(columns, schema=schema), lines.path, lines.first, lines.done)

    return Table(schema, schema, sum(path.stat().st_size for path in paths), pieces, seen)


def _lines(paths: Sequence[Path]) -> Iterator[_Lines]:
    before = 0
    for path in paths:
        first = 1
        with opened(path) as text:
            written = (line for line in text.stream if line.strip())
            while some := list(islice(written, _ROWS)):
                rows = [_row(line, path, first + number) for number, line in enumerate(some)]
                yield _Lines(rows, path, first, before + text.done)
                first += len(some)
        before += path.stat().st_size


def _row(line: bytes, path: Path, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_nan_alone)
    except _Twice as twice:
        raise TableFileError(str(path), f"row {number}: the key {twice.key!r} is given twice") from None
    except UnicodeDecodeError:
        raise
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        raise TableFileError(str(path), f"row {number} is no JSON object on a line of its own")
    if b"\\u" in line and not _is_unicode(row):
        raise TableFileError(str(path), f"row {number} holds half a character")
    if RESERVED & row.keys():
        key = min(RESERVED & row.keys())
        raise TableFileError(str(path), f"row {number} has the key {key!r}, which only screen understands: {SPELL_OUT}")
    return row


def _is_unicode(row: dict[str, Any]) -> bool:
    """Whether all its text can be written: JSON may name one half of a pair that makes a character."""
    try:
        json.dumps(row, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


class _Twice(Exception):
    """A key that is given twice: whoever reads on would have to choose one answer."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _Twice(next(key for key in keys if keys.count(key) > 1))
    return found


def _nan_alone(word: str) -> float | None:
    """Dataframes write NaN for what is not known."""
    if word != "NaN":
        raise ValueError
    return None


def _type(name: str, lines: _Lines, wanted: Wanted) -> pa.DataType:
    if name in wanted.facts:
        return type_of(wanted.facts[name])
    try:
        found = pa.array([row.get(name) for row in lines.rows]).type
    except (pa.ArrowException, OverflowError):
        raise TableFileError(str(lines.path), f"the values of {name!r} are of different kinds") from None
    return pa.string() if found == pa.null() else found


def _column(field: pa.Field, lines: _Lines, fact: Fact | None) -> pa.Array:
    values = [row.get(field.name) for row in lines.rows]
    if fact is not None:
        suitable = _SUITABLE[fact.type] | {type(None)}
        if not suitable.issuperset(map(type, values)):
            row = next(number for number, value in enumerate(values) if type(value) not in suitable)
            _refuse(field.name, lines, row, must_be(fact, "null"))
    try:
        return _array(values, field.type)
    except (pa.ArrowException, OverflowError, TypeError):
        row = next(number for number, value in enumerate(values) if not _fits(value, field.type))
        return _refuse(
            field.name,
            lines,
            row,
            f"is no {field.type}, as it is in the first rows" if fact is None else "is too large",
        )


def _array(values: list[Any], type_: pa.DataType) -> pa.Array:
    """The values as a column. Raises ArrowInvalid also for a key within one of them that the column has no room for."""
    array = pa.array(values, type_)
    if pa.types.is_nested(type_) and _told(array.to_pylist()) != _told(values):
        raise pa.ArrowInvalid
    return array


def _told(value: Any) -> Any:
    """A value without the keys that say nothing."""
    match value:
        case dict():
            return {key: _told(each) for key, each in value.items() if each is not None}
        case list():
            return [_told(each) for each in value]
        case _:
            return value


def _fits(value: Any, type_: pa.DataType) -> bool:
    try:
        _array([value], type_)
    except (pa.ArrowException, OverflowError, TypeError):
        return False
    return True


def _refuse(name: str, lines: _Lines, row: int, problem: str) -> Any:
    raise TableFileError(str(lines.path), f"{name!r}, row {lines.first + row}: {problem}") from None


def _refuse_new_keys(lines: _Lines, names: Sequence[str]) -> None:
    known = set(names)
    for number, row in enumerate(lines.rows):
        if not known.issuperset(row):
            key = next(key for key in row if key not in known)
            problem = (
                f"row {lines.first + number} has the key {key!r}, which the first rows lack; choose keys with --id"
            )
            raise TableFileError(str(lines.path), problem)
