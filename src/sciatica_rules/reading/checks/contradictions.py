"""Benign profiles must be possible: no typical answer may contradict another one."""

from __future__ import annotations

from collections.abc import Mapping

from ...condition import Value
from ...evidence import establish
from ...origin import Origin
from ...profile import Profile
from ...ruleset import RuleSet
from ..problems import Problems
from ..shelf import Library


def check_typical_profiles(ruleset: RuleSet, library: Library, problems: Problems) -> None:
    """The all-typical profile, and the one of each intervention that has typical answers of its own.

    Any fact or parameter may be the reason for a contradiction, so none is looked for while one has a problem.
    """
    shelves = (library.groups, library.facts, library.parameters)
    files = {read.spot.file.path for shelf in shelves for read in shelf.items.values()}
    wrong = {problem.location.path for problem in problems.found}
    if not (all(shelf.complete for shelf in shelves) and files.isdisjoint(wrong)):
        return
    typical = {fact.name: fact.typical for fact in ruleset.vocabulary.facts.values() if fact.typical is not None}
    general = _conflicts(typical, ruleset)
    for name in general:
        message = f"the typical value of {name} contradicts the typical values that it is derived from"
        problems.add(library.facts.items[name].at("typical"), message)
    for read in library.interventions.items.values():
        if read.value.typical and read.spot.file.path not in wrong:
            for name in _conflicts({**typical, **read.value.typical}, ruleset):
                if name not in general:
                    message = f"with these typical answers {name} is contradictory"
                    problems.add(read.at("typical"), message, "give a value to each fact that depends on another one")


def _conflicts(answers: Mapping[str, Value], ruleset: RuleSet) -> list[str]:
    findings = establish(Profile(answers), ruleset, frozenset(ruleset.vocabulary.facts), None)
    return [name for name, finding in findings.items() if finding.origin is Origin.CONFLICT]
