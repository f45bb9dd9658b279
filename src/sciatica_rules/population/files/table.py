"""What every format is read as: record batches of one schema, with the place that each comes from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from ...errors import TableFileError, did_you_mean
from ...profile import RESERVED
from ...vocabulary import Fact
from ..columns import SPELL_OUT, spelled_otherwise

ROWS = 131_072
"""How many rows are decoded, judged and written together: enough to be fast, few enough to fit anywhere."""


class Piece(NamedTuple):
    """Some rows of one file."""

    batch: pa.RecordBatch
    path: Path
    first: int
    """The number of the first of these rows in its file; the first row of all is 1."""
    done: int
    """How far reading has come, in the unit of ``Table.total``."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which columns are read."""

    facts: Mapping[str, Fact]
    """The columns that hold facts, where a file has them."""
    only: tuple[str, ...] | None = None
    """The columns that are kept beside; all others where this is None."""
    known: frozenset[str] = frozenset()
    """The columns that are called as any fact, also as one that nothing reads."""
    mapped: frozenset[str] = frozenset()
    """The columns that somebody said to hold a fact."""

    def chosen(self, there: Iterable[str], path: Path) -> list[str]:
        """The columns to read of those that a file has, in their order. Raises TableFileError."""
        found = list(there)
        for name in self.only or ():
            if name not in found:
                raise TableFileError(str(path), f"has no column {name!r}{did_you_mean(name, found)}")
        twice = {name for name in found if found.count(name) > 1}
        if twice:
            raise TableFileError(str(path), f"has the column {min(twice)!r} more than once")
        self.refuse_lost(found, [name for name in self.facts if name not in found], path)
        return found if self.only is None else [name for name in found if name in self.facts or name in self.only]

    def refuse_lost(self, there: Iterable[str], missing: Iterable[str], path: Path) -> None:
        """Refuse columns by which somebody says something, while nobody would notice that it does not count.

        Also where only other columns are kept. Raises TableFileError.
        """
        others = [name for name in there if name not in self.known]
        for name, fact in spelled_otherwise(others, missing).items():
            raise TableFileError(
                str(path),
                f"only its spelling tells the column {name!r} from {fact!r}; rename it, or say "
                f"--column {self.facts[fact].name}='{name}'",
            )
        for name in sorted(RESERVED.intersection(others)):
            raise TableFileError(str(path), f"has the column {name!r}, which only screen understands: {SPELL_OUT}")


@dataclass(frozen=True, slots=True)
class Table:
    """A population in files, read from the beginning each time it is asked for its pieces."""

    schema: pa.Schema
    """The columns of each piece."""
    written: pa.Schema
    """The same columns with the types that they have outside of this program."""
    total: int
    pieces: Callable[[], Iterator[Piece]]
    named: Collection[str]
    """The names of all columns that are there, also of those that are not read."""


def as_written(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """The batch with the types of a schema."""
    return batch if batch.schema.equals(schema) else batch.cast(schema)


def check_same(path: Path, found: Sequence[str], columns: Sequence[str], like: Path) -> None:
    """Nothing that one file tells is left out because another does not. Raises TableFileError."""
    for name in columns:
        if name not in found:
            raise TableFileError(str(path), f"has no column {name!r}, which {like.name} has")
    for name in found:
        if name not in columns:
            raise TableFileError(str(path), f"has the column {name!r}, which {like.name} lacks")


def why_not(error: OSError) -> str:
    """Why a file cannot be read."""
    match error:
        case FileNotFoundError():
            return "there is no such file"
        case PermissionError():
            return "may not be read"
        case _:
            return "cannot be read"
