"""What the cells of a CSV file say, as strictly as everywhere else: nothing is guessed from a word or a number."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ...vocabulary import Fact, FactType

UNKNOWN = frozenset({"", "null", "NULL", "NA", "NaN", "nan"})
"""Cells of people of whom something is not known, as pandas, R and others write them."""

_TRUE, _FALSE = frozenset({"true", "True", "TRUE"}), frozenset({"false", "False", "FALSE"})
_WHOLE = re.compile(r"[-+]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,18}(\.[0-9]{1,40})?([eE][-+]?[0-9]{1,2})?")

_TYPES = {
    FactType.BOOLEAN: pa.bool_(),
    FactType.INTEGER: pa.int64(),
    FactType.DECIMAL: pa.float64(),
    FactType.CHOICE: pa.string(),
}
_MUST_BE = {
    FactType.BOOLEAN: "true, false",
    FactType.INTEGER: "a whole number such as 3 (not 3.0)",
    FactType.DECIMAL: "a number such as 37.6",
    FactType.CHOICE: "text",
}


class NotACell(Exception):
    """A cell that says nothing of the kind that its column holds."""

    def __init__(self, row: int) -> None:
        self.row = row
        super().__init__(row)


def type_of(fact: Fact) -> pa.DataType:
    """The type of a column that holds this fact."""
    return _TYPES[fact.type]


def must_be(fact: Fact, unknown: str) -> str:
    """What may stand in a column. ``unknown`` is how the format writes what is not known."""
    return f"must be {_MUST_BE[fact.type]} or {unknown}"


def read_cells(column: pa.DictionaryArray, fact: Fact) -> pa.Array:
    """A column of words as the values that they stand for. Raises NotACell with the first row that is none."""
    read = _READ[fact.type]
    values: list[Any] = []
    wrong: list[int] = []
    for place, word in enumerate(column.dictionary.to_pylist()):
        try:
            values.append(None if word in UNKNOWN else read(word))
        except ValueError:
            values.append(None)
            wrong.append(place)
    if wrong:
        used = pc.is_in(column.indices, value_set=pa.array(wrong, column.indices.type))
        first = pc.index(used, True).as_py()
        if first >= 0:
            raise NotACell(first)
    if fact.type is FactType.CHOICE and None not in values:
        return column
    read_values = pa.array(values, type_of(fact)).take(column.indices)
    return read_values.dictionary_encode() if fact.type is FactType.CHOICE else read_values


def _truth(word: str) -> bool:
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise ValueError


def _whole(word: str) -> int:
    if not _WHOLE.fullmatch(word):
        raise ValueError
    return int(word)


def _decimal(word: str) -> float:
    if not _DECIMAL.fullmatch(word):
        raise ValueError
    return float(word)


_READ: dict[FactType, Callable[[str], Any]] = {
    FactType.BOOLEAN: _truth,
    FactType.INTEGER: _whole,
    FactType.DECIMAL: _decimal,
    FactType.CHOICE: str,
}
