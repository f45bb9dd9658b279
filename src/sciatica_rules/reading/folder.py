"""What stands in a folder of rules, by its place. Nothing is opened here; whatever has no place is a problem."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from pathlib import Path

from ..errors import FileProblem, did_you_mean
from ..location import Location
from .decode import ID_RULE, is_id
from .documents.interventions import FOLDERS
from .file_names import OF_LIBRARY, OF_PACK, PACK, SUFFIX, meant, no_id, stray, wrong_suffix
from .problems import Problems
from .text import MAX_BYTES

VOCABULARY, INTERVENTIONS = "vocabulary", "interventions"
CASES = "cases"
"""Whole-decision cases, which say what the rules must do and are no part of them."""
_FOR_PEOPLE = ("CHANGELOG.md", "README.md")


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One file, not yet opened."""

    path: str
    """As messages name it: from the name of the folder that was given."""
    entry: Traversable
    stem: str
    folder: str

    def read(self) -> bytes | FileProblem:
        """The bytes; no more of a file that is too large than it takes to see that."""
        try:
            with self.entry.open("rb") as stream:
                data: bytes = stream.read(MAX_BYTES + 1)
        except OSError as error:
            return FileProblem(Location(self.path), f"the file cannot be read ({error.strerror or 'unknown reason'})")
        return data


@dataclass(slots=True)
class PackFolder:
    """The files of one base or pack."""

    name: str
    path: str
    must_be_named: bool
    """Whether the pack's id must be the name of the folder; a folder that a user points at may have any name."""
    files: dict[str, RuleFile] = field(default_factory=dict)
    areas: dict[str, list[RuleFile]] = field(default_factory=dict)
    complete: bool = True
    """False where something in it has no place, which may be the very rule that seems to be missing."""


@dataclass(slots=True)
class Listing:
    """The files of one folder of rules, each in its place, in an order that does not depend on the disk."""

    path: str
    vocabulary: list[RuleFile] = field(default_factory=list)
    interventions: list[RuleFile] = field(default_factory=list)
    files: dict[str, RuleFile] = field(default_factory=dict)
    packs: list[PackFolder] = field(default_factory=list)


def list_folder(folder: Traversable, path: str, problems: Problems) -> Listing:
    """What stands in a library (with a folder for each pack), or in a pack on its own."""
    return _Lister(folder, problems).listing(folder, path)


class _Lister:
    def __init__(self, root: Traversable, problems: Problems) -> None:
        self.root = root.resolve() if isinstance(root, Path) else None
        self.problems = problems

    def listing(self, folder: Traversable, path: str) -> Listing:
        listing = Listing(path)
        if not folder.is_dir():
            self._add(path, "this is a file, not a folder" if folder.is_file() else "there is no such folder")
            return listing
        before = len(self.problems)
        children = list(self._children(folder, path))
        own = PackFolder(folder.name, path, must_be_named=False)
        is_pack = any(name == PACK for name, _ in children)
        if is_pack:
            listing.packs.append(own)
        for name, child in children:
            inner = f"{path}/{child.name}"
            if child.is_dir():
                self._folder_of_library(child, inner, listing, own if is_pack else None)
            elif name in OF_LIBRARY:
                listing.files[name] = _file(child, inner, folder.name)
            elif is_pack and name in OF_PACK:
                own.files[name] = _file(child, inner, folder.name)
            else:
                self._stray(child.name, path, (*OF_LIBRARY, *OF_PACK) if is_pack else OF_LIBRARY)
        if not children:
            self._add(path, "the folder is empty")
        own.complete = len(self.problems) == before
        return listing

    def _folder_of_library(self, child: Traversable, path: str, listing: Listing, own: PackFolder | None) -> None:
        if child.name == VOCABULARY:
            listing.vocabulary += self._files(child, path)
        elif child.name == INTERVENTIONS:
            listing.interventions += self._interventions(child, path)
        elif child.name == CASES:
            return
        elif own is not None:
            own.areas[child.name] = self._files(child, path)
        elif not is_id(child.name):
            self._add(path, "the name of a folder must be an id", ID_RULE)
        else:
            listing.packs.append(self._pack(child, path))

    def _pack(self, folder: Traversable, path: str) -> PackFolder:
        before = len(self.problems)
        pack = PackFolder(folder.name, path, must_be_named=True)
        for name, child in self._children(folder, path):
            inner = f"{path}/{child.name}"
            if child.is_dir():
                pack.areas[child.name] = self._files(child, inner)
            elif name in OF_PACK:
                pack.files[name] = _file(child, inner, folder.name)
            else:
                self._stray(child.name, path, OF_PACK)
        pack.complete = len(self.problems) == before
        if PACK not in pack.files:
            self._add(path, f"a folder of rules needs a {PACK}", f"folders beside it: {VOCABULARY}, {INTERVENTIONS}")
        return pack

    def _interventions(self, folder: Traversable, path: str) -> list[RuleFile]:
        found: dict[str, list[RuleFile]] = {name: [] for name in FOLDERS}
        for _, child in self._children(folder, path):
            inner = f"{path}/{child.name}"
            if child.is_dir() and child.name in FOLDERS:
                found[child.name] = self._files(child, inner)
            else:
                hint = f"interventions stand in the folders {', '.join(FOLDERS)}"
                self._add(inner, f"nothing of this name belongs here{did_you_mean(child.name, FOLDERS)}", hint)
        return [file for files in found.values() for file in files]

    def _files(self, folder: Traversable, path: str) -> list[RuleFile]:
        """The files of a folder that holds one thing per file, named after it."""
        found = []
        for name, child in self._children(folder, path):
            inner = f"{path}/{child.name}"
            if child.is_dir():
                self._add(inner, "no folder belongs here", f"files named <id>{SUFFIX} do")
            elif not name.endswith(SUFFIX):
                self._stray(child.name, path, ())
            elif not is_id(name.removesuffix(SUFFIX)):
                self.problems.extend([no_id(child.name, path)])
            else:
                found.append(_file(child, inner, folder.name))
        return found

    def _children(self, folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
        """What stands in a folder, by the name it should have, without what is for people or (hidden) for tools."""
        try:
            children = sorted(folder.iterdir(), key=lambda child: child.name)
        except OSError as error:
            self._add(path, f"the folder cannot be read ({error.strerror or 'unknown reason'})")
            return
        names = {child.name for child in children}
        for child in children:
            inner = f"{path}/{child.name}"
            if child.name.startswith(".") or child.name in _FOR_PEOPLE:
                continue
            if self._leads_out(child):
                self._add(inner, "a link that leads out of the folder of rules", "copy the file instead")
            elif child.is_dir():
                yield child.name, child
            elif child.is_file():
                name = meant(child.name)
                if name != child.name:
                    self.problems.extend([wrong_suffix(child.name, path)])
                if name == child.name or name not in names:
                    yield name, child
            else:
                self._add(inner, "neither a file nor a folder")

    def _leads_out(self, child: Traversable) -> bool:
        if self.root is None or not isinstance(child, Path) or not child.is_symlink():
            return False
        try:
            return not child.resolve().is_relative_to(self.root)
        except (OSError, RuntimeError):
            return True

    def _stray(self, name: str, path: str, expected: tuple[str, ...]) -> None:
        self.problems.extend([stray(name, path, expected)])

    def _add(self, path: str, message: str, hint: str = "") -> None:
        self.problems.extend([FileProblem(Location(path), message, hint)])


def _file(entry: Traversable, path: str, folder: str) -> RuleFile:
    return RuleFile(path, entry, meant(entry.name).removesuffix(SUFFIX), folder)
