"""One conversation at a time: of two that save in the same file, each would lose a stop that the other was told."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .exits import BadInput

if sys.platform != "win32":  # pragma: no branch: Windows has no such locks
    import fcntl


@contextmanager
def alone_with(path: Path | None) -> Iterator[Path | None]:
    """Keep every other conversation away from a file until this one ends, be it by a kill. Raises BadInput.

    Gives the file under the one name that it has without links: one that replaced a link would leave behind a file that
    does not know of a stop. Where the system or the folder has no locks, it goes on without.
    """
    real = Path(os.path.realpath(path)) if path is not None else None
    beside = real.parent / f".{real.name}.lock" if real is not None else None
    handle = _opened(beside)
    if beside is None or handle is None:
        yield real
        return
    try:
        if not _is_mine(handle, beside):
            raise BadInput(f"{path} is in use by another session: end that one first, so that no stop is lost")
        try:
            yield real
        finally:
            with suppress(OSError):
                beside.unlink()
    finally:
        os.close(handle)


def _opened(beside: Path | None) -> int | None:
    """None where nothing is to be locked, or nothing can be: whether a session can be saved is seen when it is."""
    with suppress(OSError):
        return os.open(beside, os.O_RDWR | os.O_CREAT, 0o600) if beside is not None else None
    return None


def _is_mine(handle: int, beside: Path) -> bool:
    if sys.platform == "win32":  # pragma: no cover: only there
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Whoever had it may have taken it away in between: then a lock on it keeps nobody out.
        return os.path.samestat(os.fstat(handle), beside.stat())
    except (BlockingIOError, FileNotFoundError):
        return False
    except OSError:
        return True
