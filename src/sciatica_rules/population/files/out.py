"""A file that is there whole or not at all, whatever happens while it is written."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from ...errors import TableFileError

if sys.platform != "win32":  # pragma: no branch: there are no such locks there
    import fcntl

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EFBIG: "it would be larger than a file may be",
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
    errno.EROFS: "you may not write there",
}


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its name in one step, once the block has ended well and all is on the disk.

    Until then it stands beside under a hidden name. What a killed run has left there is used again, and taken
    away. Raises TableFileError.
    """
    beside = path.with_name(f".{path.name}.unfinished")
    try:
        file = _claim(beside, path)
        try:
            with file:
                yield file
                file.flush()
                os.fsync(file.fileno())
                if os.name == "nt":  # pragma: no cover: there, an open file keeps its name
                    file.close()
                beside.replace(path)
        except BaseException:
            with suppress(OSError):
                beside.unlink()
            raise
        _sync_folder(path.parent)
    except OSError as error:
        raise TableFileError(str(path), f"cannot be written: {_reason(error)}") from None


def _claim(beside: Path, path: Path) -> BinaryIO:
    """The unfinished file, empty and for this run alone."""
    while True:
        file = beside.open("ab")
        try:
            _lock(file)
        except BlockingIOError:
            file.close()
            raise TableFileError(str(path), "is being written by another run at this moment") from None
        if _still_there(file, beside):
            file.truncate(0)
            file.seek(0)
            return file
        file.close()


def _lock(file: BinaryIO) -> None:
    """Until it is closed. Raises BlockingIOError where another run holds it."""
    if sys.platform != "win32":  # pragma: no branch: likewise
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _still_there(file: BinaryIO, beside: Path) -> bool:
    """Whether no other run has finished the file in the meantime."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), beside.stat())
    except FileNotFoundError:
        return False


def _reason(error: OSError) -> str:
    return _REASONS.get(error.errno or 0, (error.strerror or "the system does not say why").lower())


def _sync_folder(folder: Path) -> None:
    """The new name is on the disk only once its folder is; where folders cannot be opened, the system sees to it."""
    if os.name == "nt":  # pragma: no cover: only there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
