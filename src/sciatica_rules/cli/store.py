"""A session on disk. After a crash the file holds the session before the last observation or the one after it."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from .exits import BadInput


def save(text: str, path: Path) -> None:
    """Replace the file in one step, and return only once it is on the disk. Raises BadInput.

    Only the owner may read it: it says what a patient answered.
    """
    folder = path.parent
    try:
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{path.name}.", suffix=".new")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text + "\n")
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(temporary).unlink()
            raise
        _sync_folder(folder)
    except OSError as error:
        reason = (error.strerror or "it cannot be written").lower()
        raise BadInput(f"cannot save the session in {path}: {reason}") from None


def _sync_folder(folder: Path) -> None:
    """The new name is on the disk only once its folder is; where folders cannot be opened, the system sees to it."""
    if os.name == "nt":  # pragma: no cover: only there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
