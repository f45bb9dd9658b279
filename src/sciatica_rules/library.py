"""The rules that come with the package, and how to load others beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from .late import Late

if TYPE_CHECKING:
    import importlib.resources.abc as resources

    from . import condition, decision, profile, rules
    from .proof import diff as differences
else:
    # Whoever asks for the types of these functions gets them; importing the package loads none of it.
    condition, decision, profile, rules = map(Late, (".condition", ".decision", ".profile", ".rules"))
    differences, resources = Late(".proof.diff"), Late("importlib.resources.abc")

SHIPPED_BASE = "article"
"""The base that is loaded where none is named."""


def load_rules(
    *folders: str | PathLike[str],
    base: str = SHIPPED_BASE,
    without: Sequence[str] = (),
    parameters: Mapping[str, condition.Number | float] | None = None,
    allow_looser: bool = False,
) -> rules.Rules:
    """The shipped rules, and those of your own folders beside them, which can only add.

    ``without`` leaves shipped packs out by name, ``parameters`` overrides thresholds; what is left out or overridden
    stands in every decision. An override that loosens any decision, or stands on the looser side, needs
    ``allow_looser=True``. Raises RuleFileError with every problem of every file, and ParameterError with somebody whose
    decision would get milder.
    """
    if not folders and base == SHIPPED_BASE and not without and not parameters:
        return _shipped()
    return _load(folders, base, without, parameters, allow_looser)


def screen(
    profile: profile.ProfileLike, intervention: str, as_of: datetime | date | str | None = None
) -> decision.Decision:
    """Screen with the shipped rules. Raises ProfileError and UnknownInterventionError."""
    return _shipped().screen(profile, intervention, as_of)


def diff(old: rules.Rules, new: rules.Rules) -> differences.Difference:
    """What new rules change for people, proved over all of them, and what they say in other words."""
    return old.diff(new)


@lru_cache(maxsize=1)
def _shipped() -> rules.Rules:
    return _load((), SHIPPED_BASE, (), None, allow_looser=False)


def _load(
    folders: Sequence[str | PathLike[str]],
    base: str,
    without: Sequence[str],
    parameters: Mapping[str, condition.Number | float] | None,
    allow_looser: bool,
) -> rules.Rules:
    from .reading.shipped import shipped_rules

    read = [shipped_rules(), *(Path(folder) for folder in folders)]
    return load_alone(read, base, without, parameters, allow_looser)


def load_alone(
    folders: Sequence[resources.Traversable],
    base: str,
    without: Sequence[str],
    parameters: Mapping[str, condition.Number | float] | None,
    allow_looser: bool,
) -> rules.Rules:
    """The rules of these folders and no others. Raises RuleFileError and ParameterError."""
    # Imported here, the YAML library above all: importing the package costs next to nothing until a rule is needed.
    from .reading.load import load_ruleset
    from .rules import Rules

    # Whether an override is looser is a question for the prover, which shows somebody.
    ruleset = load_ruleset(folders, base=base, without=without, parameters=parameters, allow_looser=True)
    if ruleset.overrides and not allow_looser:
        from .proof.overrides import refuse_looser

        refuse_looser(ruleset)
    return Rules(ruleset)
