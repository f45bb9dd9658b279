"""A folder of rules as it was in a git revision, copied out to be read like any other. Nothing of it is ever run."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from .exits import BadInput

_FILE = "100"
"""How the mode of a plain file starts; links and submodules have others."""


def copy_revision(revision: str, folder: Path, into: Path) -> Path:
    """The folder as the revision has it. Raises BadInput: no git, no repository, no such revision, no such folder."""
    nearest = next(each for each in (folder.absolute(), *folder.absolute().parents) if each.is_dir())
    top = Path(
        _text(
            nearest,
            ["rev-parse", "--show-toplevel"],
            f"{nearest} is not in a git repository; name the folder of rules with --folder",
        )
    )
    unknown = f"{revision} is neither a folder nor a git revision"
    commit = _text(top, ["rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"], unknown)
    inside = _inside(folder, nearest, top)
    copy = into / (folder.resolve().name or "rules")
    found = list(_files(top, commit, inside))
    if not found:
        raise BadInput(f"revision {revision} has no folder {inside}; name the folder of rules with --folder")
    for path, blob in found:
        target = copy.joinpath(*path.parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_git(top, ["cat-file", "blob", blob], f"{path} cannot be read in revision {revision}"))
    return copy


def _inside(folder: Path, nearest: Path, top: Path) -> PurePosixPath:
    """The folder as the repository names it. It need not exist any more."""
    rest = folder.absolute().relative_to(nearest)
    return PurePosixPath((nearest.resolve() / rest).relative_to(top.resolve()).as_posix())


def _files(top: Path, commit: str, inside: PurePosixPath) -> Iterator[tuple[PurePosixPath, str]]:
    """Each file below a folder, named from it, with its content's id. ``git archive`` would leave some out."""
    where = [] if inside == PurePosixPath() else ["--", f"{inside}/"]
    listing = _git(top, ["ls-tree", "-r", "-z", "--full-tree", commit, *where], "the revision cannot be listed")
    for entry in filter(None, listing.decode("utf-8", "surrogateescape").split("\0")):
        about, _, name = entry.partition("\t")
        mode, _, blob = about.split(" ")
        path = PurePosixPath(name).relative_to(inside)
        if not mode.startswith(_FILE) or ".." in path.parts or path.is_absolute():
            raise BadInput(f"{name} is not a plain file in that revision")
        yield path, blob


def _text(folder: Path, words: Sequence[str], otherwise: str) -> str:
    return _git(folder, words, otherwise).decode("utf-8", "surrogateescape").strip()


def _git(folder: Path, words: Sequence[str], otherwise: str) -> bytes:
    git = shutil.which("git")
    if git is None:
        raise BadInput("git is not installed, so only folders can be compared")
    command = [git, "-C", str(folder), *words]  # no shell; a revision follows --end-of-options
    done = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)  # noqa: S603
    if done.returncode:
        raise BadInput(otherwise)
    return done.stdout
