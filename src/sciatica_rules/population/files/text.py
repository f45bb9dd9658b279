"""Text files as streams of bytes, compressed or not, that know how far they have been read."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from ...errors import TableFileError
from .table import why_not

_LEVEL = 6
"""How hard it tries to make a file small: beyond this, twice the time saves little."""


class Text:
    """One open file, and how many bytes of it have been read from the disk."""

    def __init__(self, file: BinaryIO, *, packed: bool) -> None:
        self._file = file
        self.stream = cast("BinaryIO", gzip.GzipFile(fileobj=file)) if packed else file

    @property
    def done(self) -> int:
        return self._file.tell()


@contextmanager
def opened(path: Path) -> Iterator[Text]:
    """Open a file for as long as the block runs. Raises TableFileError, also for what goes wrong within."""
    try:
        with path.open("rb") as file:
            yield Text(file, packed=is_packed(path))
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise TableFileError(str(path), "is no gzip file, or not the whole of one") from None
    except UnicodeDecodeError:
        raise TableFileError(str(path), "is not in UTF-8") from None
    except OSError as error:
        raise TableFileError(str(path), why_not(error)) from None


def is_packed(path: Path) -> bool:
    """Whether a file is compressed."""
    return path.name.lower().endswith(".gz")


@contextmanager
def packed(file: BinaryIO, path: Path) -> Iterator[BinaryIO]:
    """What to write into, so that the file holds what its name says. The same rows give the same bytes."""
    if not is_packed(path):
        yield file
        return
    with gzip.GzipFile("", "wb", _LEVEL, file, mtime=0) as stream:
        yield cast("BinaryIO", stream)


class Quotes(io.RawIOBase):
    """Passes bytes on and counts the quotation marks: a quotation that is never closed swallows all rows below it."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._count = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self._count += data.count(b'"')
        return data

    @property
    def open(self) -> bool:
        return self._count % 2 == 1
