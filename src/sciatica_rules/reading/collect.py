"""From folders to shelves: every file that is wanted is opened once and read by the module for its kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from ..errors import FileProblem, ParameterError, did_you_mean
from ..location import Location
from ..pack import Pack
from .documents.catalogues import read_no_rule, read_parameters, read_sources, read_statements
from .documents.interventions import read_intervention
from .documents.invariants import read_invariants
from .documents.packs import read_pack
from .documents.rules import read_rule
from .documents.vocabulary import read_group
from .fields import Read
from .file_names import INVARIANTS, NO_RULE, PACK, PARAMETERS, SOURCES, STATEMENTS
from .folder import CASES, INTERVENTIONS, VOCABULARY, Listing, PackFolder, RuleFile
from .nodes import Loader, Mapping, Node, read_nodes
from .problems import Problems
from .shelf import Library, Shelf

T = TypeVar("T")


class Collector:
    """Reads the listed folders, the shipped one first, into one library."""

    def __init__(self, problems: Problems, loader: Loader | None) -> None:
        self.problems, self.loader = problems, loader
        self.library = Library()

    def collect(self, listings: Sequence[Listing], base: str, without: Sequence[str]) -> Library:
        """Raises ParameterError for a base or a pack that the shipped folder does not have."""
        for number, listing in enumerate(listings):
            self._facts(listing, number)
            self._interventions(listing, number)
            self._catalogue(listing.files.get(PARAMETERS), read_parameters, self.library.parameters, number)
            self._catalogue(listing.files.get(SOURCES), read_sources, self.library.sources, number)
            self._catalogue(listing.files.get(INVARIANTS), read_invariants, self.library.invariants, number)
        shipped = [(folder, self._header(folder, 0)) for folder in listings[0].packs]
        _check_choice(shipped, base, without)
        for folder, header in sorted(shipped, key=lambda pair: pair[0].name != base):
            self._statements(folder, 0)
            if folder.name in without:
                self.library.left_out.append(folder.name)
            elif folder.name == base or header is None or not header.value.is_base:
                self._rules(folder, header, 0)
        for number, listing in enumerate(listings[1:], start=1):
            for folder in listing.packs:
                header = self._header(folder, number)
                if header is not None and header.value.is_base:
                    self.problems.add(header.at("kind"), "a folder of your own adds packs, not a base", "kind: pack")
                self._statements(folder, number)
                self._rules(folder, header, number)
        return self.library

    def _open(self, file: RuleFile) -> Node | None:
        data = file.read()
        if isinstance(data, FileProblem):
            self.problems.extend([data])
            return None
        node, problems = read_nodes(file.path, data, self.loader)
        self.problems.extend(problems)
        return node

    def _facts(self, listing: Listing, number: int) -> None:
        for file in listing.vocabulary:
            node = self._open(file)
            if node is None:
                self.library.facts.complete = self.library.groups.complete = False
                continue
            group, facts = read_group(node, self.problems, file.stem)
            # The name that cannot be read may be the one that others ask for.
            self.library.facts.complete &= group.trusts("facts")
            self.library.groups.add(group, number, self.problems)
            for fact in facts:
                self.library.facts.add(fact, number, self.problems)

    def _interventions(self, listing: Listing, number: int) -> None:
        for file in listing.interventions:
            node = self._open(file)
            if node is None:
                self.library.interventions.complete = False
                continue
            read = read_intervention(node, self.problems, file.stem, file.folder)
            self.library.interventions.add(read, number, self.problems)

    def _catalogue(
        self, file: RuleFile | None, reader: Callable[[Node, Problems], list[Read[T]]], shelf: Shelf[T], number: int
    ) -> list[str]:
        if file is None:
            return []
        node = self._open(file)
        if node is None:
            shelf.complete = False
            return []
        shelf.complete &= not (isinstance(node, Mapping) and node.damaged)
        names = []
        for read in reader(node, self.problems):
            names.append(read.name)
            shelf.add(read, number, self.problems)
        return names

    def _header(self, folder: PackFolder, number: int) -> Read[Pack] | None:
        file = folder.files.get(PACK)
        node = self._open(file) if file is not None else None
        if node is None:
            return None
        header = read_pack(node, self.problems, folder.name if folder.must_be_named else None)
        if header.name in (VOCABULARY, INTERVENTIONS, CASES) and not folder.must_be_named:
            self.problems.add(header.spot, f"no pack may be called {header.name!r}", "take another id")
        self.library.packs.add(header, number, self.problems)
        return header

    def _statements(self, folder: PackFolder, number: int) -> None:
        # Also of a base that is not chosen: interventions cite the article, whatever is decided by.
        for name in self._catalogue(folder.files.get(STATEMENTS), read_statements, self.library.statements, number):
            self.library.statement_packs.setdefault(name, folder.name)
        file = folder.files.get(NO_RULE)
        node = self._open(file) if file is not None else None
        if node is not None:
            self.library.without_rule += read_no_rule(node, self.problems)

    def _rules(self, folder: PackFolder, header: Read[Pack] | None, number: int) -> None:
        pack = header.value.id if header is not None else folder.name
        self.library.loaded.append(pack)
        if header is None:
            self.library.packs.complete = False
        for area, files in folder.areas.items():
            if header is not None and header.trusts("areas") and area not in header.value.areas:
                known = header.value.areas
                message = f"the folder {area!r} is not among the areas{did_you_mean(area, known)}"
                self.problems.add(header.at_key("areas"), message, f"declare it, or rename {folder.path}/{area}")
            for file in files:
                node = self._open(file)
                if node is None:
                    self.library.rules.complete = False
                    continue
                rule = read_rule(node, self.problems, file.stem, pack, area)
                self.library.rules.add(rule, number, self.problems)
        if header is not None and folder.complete and not any(folder.areas.values()):
            self.problems.extend([FileProblem(Location(folder.path), "a pack without a rule")])


def _check_choice(shipped: list[tuple[PackFolder, Read[Pack] | None]], base: str, without: Sequence[str]) -> None:
    bases = [folder.name for folder, header in shipped if header is None or header.value.is_base]
    packs = [folder.name for folder, header in shipped if header is None or not header.value.is_base]
    if base not in bases:
        raise ParameterError(
            f"no base is called {base!r}{did_you_mean(base, bases)}; bases: {', '.join(bases) or 'none'}"
        )
    if isinstance(without, str):
        raise ParameterError(f"without takes a list of names, such as [{without!r}]")
    for name in without:
        if name == base:
            raise ParameterError(f"{name!r} is the base and cannot be left out; choose another one with base=")
        if name not in packs:
            raise ParameterError(
                f"no shipped pack is called {name!r}{did_you_mean(name, packs)}; packs: {', '.join(packs) or 'none'}"
            )
