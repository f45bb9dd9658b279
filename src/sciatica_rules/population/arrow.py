"""Arrow columns as NumPy sees them: what they hold, their values, and a bit for each row that has one.

Nothing is copied, save where a slice starts within a byte or text has no dictionary yet.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.types as kinds

from .columns import Held

Bytes = npt.NDArray[np.uint8]
"""Bitmaps, the bit of the first row lowest."""


def empty(shape: int | tuple[int, ...], dtype: npt.DTypeLike = np.uint8) -> npt.NDArray[Any]:
    """An array with whatever stands in it, as ``numpy.empty`` makes them, of memory from Arrow.

    What NumPy gives back goes back to the system, which clears every page before it gives it out again: for large
    arrays, that takes longer than to fill them. Arrow keeps what it has for a while.
    """
    size = math.prod(shape if isinstance(shape, tuple) else (shape,)) * np.dtype(dtype).itemsize
    return np.ndarray(shape, dtype, pa.allocate_buffer(size)) if size else np.empty(shape, dtype)


def whole_numbers(values: npt.NDArray[Any]) -> pa.Array:
    """A column of these numbers, which stand side by side, without a copy.

    ``pa.array`` would import pandas wherever that is installed, which takes as long as to screen millions of rows.
    """
    return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), len(values), [None, pa.py_buffer(values)])


def words(texts: Sequence[str]) -> pa.Array:
    """A column of these words, likewise."""
    parts = [text.encode() for text in texts]
    ends = np.cumsum([0, *map(len, parts)], dtype=np.int32)
    return pa.StringArray.from_buffers(len(parts), pa.py_buffer(ends), pa.py_buffer(b"".join(parts)))


def held_by(type_: pa.DataType) -> Held:
    """What the values of an Arrow type are."""
    word = type_.value_type if kinds.is_dictionary(type_) else type_
    if kinds.is_string(word) or kinds.is_large_string(word) or kinds.is_string_view(word):
        return Held.WORDS
    if kinds.is_boolean(type_):
        return Held.BOOLEANS
    if kinds.is_integer(type_):
        return Held.INTEGERS
    if kinds.is_floating(type_):
        return Held.FLOATS if kinds.is_float64(type_) else Held.SHORT_FLOATS
    if kinds.is_decimal(type_):
        return Held.DECIMALS
    return Held.NOTHING if kinds.is_null(type_) else Held.OTHER


@dataclass(frozen=True, slots=True)
class Opened:
    """One column of one batch."""

    values: npt.NDArray[Any]
    """The bits of booleans, the numbers themselves, or the places of words among ``words``."""
    valid: Bytes | None
    """A bit for each row that has a value; None where all have. What stands in the other rows means nothing."""
    words: Sequence[str | None] = ()


def opened(array: pa.Array) -> Opened:
    """The parts of a column whose type suits its fact."""
    held = held_by(array.type)
    if held is Held.WORDS:
        return _words(array)
    valid = valid_bits(array)
    if held is Held.BOOLEANS:
        return Opened(_bits(array.buffers()[1], array.offset, len(array)), valid)
    return Opened(_numbers(array), valid)


def _words(array: pa.Array) -> Opened:
    if kinds.is_string_view(array.type):
        array = array.cast(pa.large_string())
    if not kinds.is_dictionary(array.type):
        array = array.dictionary_encode()
    # A slice of a dictionary array slices its places and keeps its words.
    return Opened(_numbers(array.indices), valid_bits(array), array.dictionary.to_pylist())


def _numbers(array: pa.Array) -> npt.NDArray[Any]:
    buffer = array.buffers()[1]
    dtype = np.dtype(array.type.to_pandas_dtype())
    if buffer is None:
        return np.empty(0, dtype)
    return np.frombuffer(buffer, dtype, len(array), array.offset * dtype.itemsize)


def valid_bits(array: pa.Array) -> Bytes | None:
    """A bit for each row that has a value; None where all have."""
    if kinds.is_dictionary(array.type):
        # Where a word is null, so is what stands there.
        array = array.dictionary_decode() if array.dictionary.null_count else array.indices
    return _bits(array.buffers()[0], array.offset, len(array)) if array.null_count else None


def _bits(buffer: pa.Buffer | None, offset: int, rows: int) -> Bytes:
    """The bits of so many rows from the offset on, the first one at the start of a byte."""
    if buffer is None:
        return np.empty(0, np.uint8)
    skipped, within = divmod(offset, 8)
    if not within:
        return np.frombuffer(buffer, np.uint8, -(-rows // 8), skipped)
    whole = np.frombuffer(buffer, np.uint8, -(-(within + rows) // 8), skipped)
    shifted = whole >> np.uint8(within)
    shifted[:-1] |= whole[1:] << np.uint8(8 - within)
    return shifted[: -(-rows // 8)]
