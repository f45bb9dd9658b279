"""From folders of rule files to one rule set, or to one error with everything that is wrong in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources.abc import Traversable

from ..condition import Number
from ..ruleset import RuleSet
from ..vocabulary import Vocabulary
from .check import check
from .collect import Collector
from .folder import list_folder
from .nodes import Loader
from .overrides import read_overrides
from .problems import Problems
from .shelf import Library


def load_ruleset(
    folders: Sequence[Traversable],
    *,
    base: str = "article",
    without: Sequence[str] = (),
    parameters: Mapping[str, object] | None = None,
    allow_looser: bool = False,
    loader: Loader | None = None,
) -> RuleSet:
    """Read and check folders together: the first one is the shipped library, all others only add to it.

    ``loader`` chooses between the two YAML loaders, which never differ in their result. Raises RuleFileError with every
    problem of every file, and ParameterError for a base, a pack or an override that cannot be used.
    """
    problems = Problems()
    listings = [list_folder(folder, path, problems) for folder, path in zip(folders, names_of(folders), strict=True)]
    if not listings[0].packs:
        # Without any pack, "no base is called ..." would hide what is wrong with the folder.
        problems.raise_if_any()
    library = Collector(problems, loader).collect(listings, base, without)
    # An unknown parameter could be one that stands in a file with problems; those come first.
    overrides: Mapping[str, Number] = {}
    if not len(problems):
        interventions = library.interventions.values().values()
        overrides = read_overrides(parameters or {}, library.parameters.values(), interventions, allow_looser)
    ruleset = _assemble(library, overrides)
    check(library, ruleset, problems)
    problems.raise_if_any()
    return ruleset


def _assemble(library: Library, overrides: Mapping[str, Number]) -> RuleSet:
    packs = library.packs.values()
    return RuleSet(
        vocabulary=Vocabulary(tuple(library.groups.values().values())),
        parameters=library.parameters.values(),
        sources=library.sources.values(),
        statements=library.statements.values(),
        interventions=library.interventions.values(),
        rules=library.rules.values(),
        packs=tuple(packs[name] for name in library.loaded if name in packs),
        left_out=tuple(packs[name] for name in library.left_out if name in packs),
        overrides=overrides,
        invariants=tuple(library.invariants.values().values()),
    )


def names_of(folders: Sequence[Traversable]) -> list[str]:
    """How messages name each folder: by its own name, or in full where two have the same."""
    names = [folder.name for folder in folders]
    return [
        name if name and names.count(name) == 1 else str(folder) for folder, name in zip(folders, names, strict=True)
    ]
