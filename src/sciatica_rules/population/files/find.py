"""Which files a population stands in, and in which format."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from ...errors import TableFileError
from .table import why_not


class Kind(str, Enum):
    """How a file holds its rows."""

    PARQUET = "Parquet"
    CSV = "CSV"
    NDJSON = "NDJSON"


_SUFFIXES = {
    ".parquet": Kind.PARQUET,
    ".csv": Kind.CSV,
    ".csv.gz": Kind.CSV,
    ".ndjson": Kind.NDJSON,
    ".ndjson.gz": Kind.NDJSON,
    ".jsonl": Kind.NDJSON,
    ".jsonl.gz": Kind.NDJSON,
}
SUFFIXES = ", ".join(_SUFFIXES)

_NOT_DATA = ("_", ".")
"""So begin the names of what Spark, Hive and others leave beside their data, and of our own unfinished files."""


class Inputs(NamedTuple):
    """Files of one kind, in the order in which they are read."""

    kind: Kind
    paths: tuple[Path, ...]
    folder: Path | None


def kind_of(path: Path) -> Kind:
    """The format that the end of a name stands for. Raises TableFileError."""
    for suffix, kind in _SUFFIXES.items():
        if path.name.lower().endswith(suffix):
            return kind
    raise TableFileError(str(path), f"the name must end in one of {SUFFIXES}")


def find_inputs(given: str) -> Inputs:
    """The files that a file, a folder or a pattern stands for, in the order of their names. Raises TableFileError."""
    path = Path(given)
    if path.is_dir():
        paths = _below(path)
    elif path.exists() or not glob.has_magic(given):
        paths = [path]
    else:
        names = glob.glob(given, recursive=True)  # noqa: PTH207 - Path.glob takes no pattern that begins at the root
        paths = [Path(name) for name in sorted(names) if not Path(name).is_dir()]
        if not paths:
            raise TableFileError(given, "no file has such a name")
    for each in paths:
        if each.exists() and not each.is_file():
            raise TableFileError(str(each), "is no ordinary file")
    kinds = {kind_of(each): each for each in reversed(paths)}
    if len(kinds) > 1:
        first, second, *_ = sorted(kinds.values())
        raise TableFileError(given, f"holds files of several formats, such as {first.name} and {second.name}")
    return Inputs(next(iter(kinds)), tuple(paths), path if path.is_dir() else None)


def refuse_output(out: Path, inputs: Inputs, *, force: bool) -> None:
    """Nothing that is there is lost, and no result is ever read as input. Raises TableFileError."""
    if out.is_dir():
        raise TableFileError(str(out), "is a folder; name a file")
    if out.is_symlink() or (out.exists() and not out.is_file()):
        raise TableFileError(str(out), "is a link or no ordinary file; name a file")
    if not out.parent.is_dir():
        raise TableFileError(str(out), "there is no such folder to write into")
    if inputs.folder is not None and out.resolve().is_relative_to(inputs.folder.resolve()):
        raise TableFileError(str(out), "stands inside of the folder that is read; write it elsewhere")
    if out.exists():
        if any(out.samefile(path) for path in inputs.paths if path.exists()):
            raise TableFileError(str(out), "is also read; write the result elsewhere")
        if not force:
            raise TableFileError(str(out), "exists already; --force replaces it")


def _below(folder: Path) -> Sequence[Path]:
    """The files of a folder and of those in it, hidden ones aside. One that cannot be read is refused, not left out."""
    found: list[Path] = []
    for at, folders, files in os.walk(folder, onerror=_refuse):
        # A folder that is linked is listed and not entered, so it is told of as if it were a file.
        names = [*files, *(name for name in folders if Path(at, name).is_symlink())]
        found += [Path(at, name) for name in names if not name.startswith(_NOT_DATA)]
        folders[:] = [name for name in folders if not name.startswith(_NOT_DATA)]
    found.sort()
    if not found:
        raise TableFileError(str(folder), "there is no file in this folder")
    for path in found:
        if any("=" in part for part in path.relative_to(folder).parts[:-1]):
            raise TableFileError(str(path), "columns that stand in the names of folders are not read")
    return found


def _refuse(error: OSError) -> None:
    raise TableFileError(str(error.filename), why_not(error)) from None
