"""A person as one row: for each fact, at its place in the vocabulary, the answer that counts or None.

A row is what generated functions run on. In it every denial of a group and every derivation is settled, and nothing is
contradictory; defaults are left to the functions. Whoever has no row is left to the reference (``reference.py``), which
can judge everybody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from .condition import Value
from .errors import ProfileProblem
from .frozen import FrozenDict
from .generated import settle_function
from .profile import (
    DENIES,
    OBSERVED,
    RESERVED,
    Profile,
    ProfileLike,
    as_mapping,
    read_denies,
    read_observed,
    read_profile,
    read_value,
)
from .ruleset import RuleSet
from .vocabulary import Fact, FactType

Row = list[Value | None]

_KEY, _LISTS = frozenset({str}), frozenset({list, tuple})
_NOTHING = range(0)
_REMEMBERED = 256
"""So many ways of denying groups are kept, more than any form of questions has."""


class Standing(NamedTuple):
    """One person on one form."""

    form: Form
    answers: Mapping[str, Value]
    """Those of the profile."""
    row: Row
    derived: list[int]
    """The places of what follows from other answers."""
    denied: list[int]
    """The places of what could follow from others, does not, and is denied with its group."""


class Form:
    """The facts of one rule set, each at its place, and how a profile is brought into it."""

    def __init__(self, ruleset: RuleSet) -> None:
        self._vocabulary = ruleset.vocabulary
        self.facts = tuple(ruleset.vocabulary.facts.values())
        self.names = tuple(ruleset.vocabulary.facts)
        self.place = ruleset.vocabulary.position
        self._booleans = {fact.name: self.place[fact.name] for fact in self.facts if fact.type is FactType.BOOLEAN}
        self._choices = {(fact.name, word): self.place[fact.name] for fact in self.facts for word in fact.choices}
        self._counts = {fact.name: _range(fact) for fact in self.facts if fact.type is FactType.INTEGER}
        self._blank: Row = [None] * len(self.facts)
        self.denials = {
            group.name: {
                fact.name: fact.deniable
                for fact in group.facts
                if fact.deniable is not None and fact.name not in ruleset.derivations
            }
            for group in ruleset.vocabulary.groups
        }
        """What the denial of a group answers, save what could also follow from other answers."""
        self._denied: dict[tuple[str, ...], Row] = {}
        self._settle = settle_function(ruleset, self.place)

    def read(self, raw: ProfileLike) -> Profile:
        """As ``read_profile``, sooner where nothing is wrong; the profile then knows its row. Raises ProfileError."""
        given = raw if type(raw) is dict else as_mapping(raw)
        profile = self._read(given) if type(given) is dict and _KEY.issuperset(map(type, given)) else None
        return read_profile(given, self._vocabulary) if profile is None else profile

    def _read(self, given: dict[str, Any]) -> Profile | None:
        problems: list[ProfileProblem] = []
        observed = read_observed(given.get(OBSERVED), self._vocabulary, problems)
        denies = read_denies(given.get(DENIES), self._vocabulary, problems)
        numbers: dict[str, Value | None] = {}
        row = None if problems else self._fill(given, denies, numbers)
        if row is None:
            return None
        answers = given | numbers
        answers = {name: value for name, value in answers.items() if value is not None and name not in RESERVED}
        profile = Profile(FrozenDict(answers), FrozenDict(observed), denies, self._vocabulary)
        object.__setattr__(profile, "standing", self._stand(answers, row, denies))
        return profile

    def standing(self, profile: Profile) -> Standing | None:
        """The row of a person whose profile was read; none where answers contradict each other."""
        known = profile.standing
        if isinstance(known, Standing) and known.form is self:
            return known
        row = self._fill(profile.answers, profile.denies, {})
        return None if row is None else self._stand(profile.answers, row, profile.denies)

    def glance(self, given: dict[str, Any]) -> Row | None:
        """The row of a plain mapping with nothing wrong in it and no times, without making a profile of it."""
        denies = given.get(DENIES, ())
        if type(denies) not in _LISTS or OBSERVED in given:
            return None
        row = self._fill(given, denies, {})
        return row if row is not None and self._settle(row, denies, [], []) else None

    def _fill(self, given: Mapping[str, Any], denies: Collection[str], numbers: dict[str, Value | None]) -> Row | None:
        """The answers in their places, and denials where there are none; None where anything is not as it should be.

        Numbers that had to be read are noted, as they were read.
        """
        booleans, choices, counts = self._booleans, self._choices, self._counts
        try:
            row = self._denying(denies) if denies else self._blank.copy()
            for name, value in given.items():
                if value is False or value is True:
                    row[booleans[name]] = value
                elif type(value) is str:
                    row[choices[name, value]] = value
                elif type(value) is int and value in counts.get(name, _NOTHING):
                    row[self.place[name]] = value
                elif value is not None and name not in RESERVED:
                    place = self.place[name]
                    numbers[name] = read = read_value(value, self.facts[place])
                    row[place] = row[place] if read is None else read
                elif name not in self.place and name not in RESERVED:
                    return None
        except (LookupError, TypeError, ValueError):
            return None
        return row

    def _denying(self, denies: Collection[str]) -> Row:
        """The row of somebody who denies these groups and answers nothing."""
        row = self._denied.get(tuple(denies))
        if row is None:
            row = self._blank.copy()
            for group in denies:
                for name, value in self.denials[group].items():
                    row[self.place[name]] = value
            if len(self._denied) < _REMEMBERED:
                self._denied[tuple(denies)] = row
        return row.copy()

    def _stand(self, answers: Mapping[str, Value], row: Row, denies: Collection[str]) -> Standing | None:
        derived: list[int] = []
        denied: list[int] = []
        return Standing(self, answers, row, derived, denied) if self._settle(row, denies, derived, denied) else None


def _range(fact: Fact) -> range:
    """The values of a whole number that has bounds; none of one that has not, whose answers take the longer way."""
    if not isinstance(fact.minimum, int) or not isinstance(fact.maximum, int):
        return _NOTHING
    return range(fact.minimum, fact.maximum + 1)
