"""A person as one row: for each fact, at its place in the vocabulary, the answer that counts or None.

A row is what generated functions run on. In it every denial of a group and every derivation is settled; a derived fact
may be contradictory; defaults are left to the functions. Whoever has no row is left to the reference
(``reference.py``), which can judge everybody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite
from typing import Any

from .condition import Number, Value
from .errors import ProfileProblem
from .frozen import FrozenDict
from .generated import settle_function
from .profile import (
    DENIES,
    OBSERVED,
    RESERVED,
    Profile,
    ProfileLike,
    allowed_values,
    as_mapping,
    is_short,
    read_denies,
    read_observed,
    read_profile,
    read_value,
)
from .ruleset import RuleSet
from .vocabulary import Fact, FactGroup, FactType

Row = list[Value | None]

_KEY, _LISTS = frozenset({str}), frozenset({list, tuple})


@dataclass(slots=True, eq=False)
class Standing:
    """One person on one form."""

    form: Form
    answers: Mapping[str, Value]
    """Those of the profile."""
    row: Row
    derived: list[int]
    """The places of what follows from other answers, or contradicts them."""
    denied: list[int]
    """The places of what could follow from others, does not, and is denied with its group."""
    consistent: bool
    """Whether nothing in the row is contradictory."""


class Form:
    """The facts of one rule set, each at its place, and how a profile is brought into it."""

    def __init__(self, ruleset: RuleSet) -> None:
        self._vocabulary = ruleset.vocabulary
        self.facts = tuple(ruleset.vocabulary.facts.values())
        self.names = tuple(ruleset.vocabulary.facts)
        self.place = ruleset.vocabulary.position
        self._booleans = {fact.name: self.place[fact.name] for fact in self.facts if fact.type is FactType.BOOLEAN}
        self._choices = {
            word: {fact.name: self.place[fact.name] for fact in self.facts if word in fact.choices}
            for word in {word: None for fact in self.facts for word in fact.choices}
        }
        self._integers = {name: (self.place[name], *bounds) for name, bounds in _bounds(self.facts, FactType.INTEGER)}
        self._decimals = {
            self.place[name]: (Decimal(lowest), Decimal(highest))
            for name, (lowest, highest) in _bounds(self.facts, FactType.DECIMAL)
        }
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
        self._denied = {group.name: self._denial(group) for group in ruleset.vocabulary.groups}
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
        """The row of a person whose profile was read; none where an answer is not as it would be read."""
        known = profile.standing
        if isinstance(known, Standing) and known.form is self:
            return known
        row = self._fill(profile.answers, profile.denies, {})
        return None if row is None else self._stand(profile.answers, row, profile.denies)

    def glance(self, given: dict[Any, Any]) -> tuple[Row | None, bool]:
        """The row of a plain profile without times, and whether nothing in it is contradictory.

        None where anything is wrong, or only unusual.
        """
        if OBSERVED in given:
            return None, True
        denies = given.get(DENIES, ())
        row = self._fill(given, denies, {}) if type(denies) in _LISTS else None
        return row, row is None or self._settle(row, denies, [], [])

    def _fill(self, given: Mapping[str, Any], denies: Collection[str], numbers: dict[str, Value | None]) -> Row | None:
        """The answers in their places, and denials where there are none; None where anything is not as it should be.

        Numbers that had to be read are noted, as they were read.
        """
        booleans, choices, integers = self._booleans, self._choices, self._integers
        row = self._blank.copy()
        try:
            for group in denies:
                where, answers = self._denied[group]
                row[where] = answers
            for name, value in given.items():
                if value is False or value is True:
                    row[booleans[name]] = value
                elif (kind := type(value)) is str:
                    row[choices[value][name]] = value
                elif kind is int and name in integers:
                    place, lowest, highest = integers[name]
                    if not lowest <= value <= highest:
                        return None
                    row[place] = value
                elif name not in RESERVED:
                    place = self.place[name]
                    if value is not None:
                        numbers[name] = read = self._read_value(value, place)
                        row[place] = row[place] if read is None else read
        except (LookupError, TypeError, ValueError, ArithmeticError):
            return None
        return row

    def _read_value(self, value: object, place: int) -> Value | None:
        """As ``read_value``, sooner for the decimal numbers that people write. Raises ValueError."""
        bounds = self._decimals.get(place)
        number = None if bounds is None else _as_written(value)
        if bounds is None or number is None:
            return read_value(value, self.facts[place])
        if not bounds[0] <= number <= bounds[1]:
            raise ValueError(allowed_values(self.facts[place]))
        return number

    def _denial(self, group: FactGroup) -> tuple[slice, Row]:
        """The places of a group, which lie side by side, and what they hold of somebody who denies all of it."""
        denied = self.denials[group.name]
        answers: Row = [denied.get(fact.name) for fact in group.facts]
        first = self.place[group.facts[0].name] if group.facts else 0
        return slice(first, first + len(answers)), answers

    def _stand(self, answers: Mapping[str, Value], row: Row, denies: Collection[str]) -> Standing:
        derived: list[int] = []
        denied: list[int] = []
        consistent = self._settle(row, denies, derived, denied)
        return Standing(self, answers, row, derived, denied, consistent)


def _bounds(facts: Iterable[Fact], of_type: FactType) -> Iterator[tuple[str, tuple[Number, Number]]]:
    """The facts of this type that have bounds, with these."""
    for fact in facts:
        if fact.type is of_type and fact.minimum is not None and fact.maximum is not None:
            yield fact.name, (fact.minimum, fact.maximum)


def _as_written(value: object) -> Decimal | None:
    """A decimal number exactly as it was written; None where it takes more to find out, as of what is no number."""
    if type(value) is float:
        return Decimal(repr(value)) if isfinite(value) else None
    return value if type(value) is Decimal and is_short(value) and value.is_finite() else None
