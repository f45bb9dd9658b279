"""Screens for one intervention by a generated function, and remembers what it has said of each rule.

What is said of a rule follows from how its facts stand: a yes, a choice, an assumption, a number between two
thresholds. There are few such ways, so each is worked out once (``account.py``) and kept. What is kept holds no number
of a person, only between which thresholds it lies.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any, TypeVar

from .account import Account, account, note, retold, without_numbers
from .condition import Compare, Number, OneOf, Value, leaves
from .decide import verdict, weigh
from .decision import Assumption, Decision, FactNote, Missing
from .evidence import Finding
from .generated import BOTH, concern_function
from .origin import Origin
from .profile import Profile
from .program import program
from .provenance import provenance
from .reference import assumptions, compose, conflict, missing, taking_part, waiting
from .rows import Form, Standing
from .ruleset import BoundRule, RuleSet
from .truth import Truth, known
from .vocabulary import NUMBERS, Fact, FactType
from .wording import review_notice

_REMEMBERED = 4_096
"""So many ways in which the facts of one rule stand are kept; all others are worked out each time."""


Key = TypeVar("Key")
Found = TypeVar("Found")


class Mark:
    """One way in which one fact can stand. There is one mark for each, told apart as an object."""

    __slots__ = ("finding", "note")

    def __init__(self, fact: Fact, value: Value | None, origin: Origin) -> None:
        nothing = Truth.CONTRADICTION if origin is Origin.CONFLICT else Truth.UNKNOWN
        truth = known(value) if isinstance(value, bool) else nothing
        self.finding = Finding(fact, truth, value, origin)
        self.note = None if origin is Origin.UNKNOWN else note(self.finding)


class Marks(dict[Value | None, Mark]):
    """The mark of each answer to one fact, and of none.

    Of a number there is a mark for each threshold and for each stretch between two; its own value is never kept.
    """

    def __init__(self, fact: Fact, thresholds: Sequence[Number]) -> None:
        values: list[Value] = [True, False] if fact.type is FactType.BOOLEAN else list(fact.choices)
        super().__init__({value: Mark(fact, value, Origin.ANSWERED) for value in values})
        self[None] = Mark(fact, fact.when_unknown, Origin.UNKNOWN if fact.when_unknown is None else Origin.ASSUMED)
        self.derived: dict[Value | None, Mark] = {value: Mark(fact, value, Origin.DERIVED) for value in (True, False)}
        self.derived[BOTH] = Mark(fact, None, Origin.CONFLICT)
        self.denied = Mark(fact, fact.deniable, Origin.DENIED)
        self.denying: dict[Value | None, Mark] = {**self, None: self.denied}
        """The same marks where the group of the fact is denied."""
        self._thresholds = thresholds
        self._stretches = [Mark(fact, None, Origin.UNKNOWN) for _ in range(2 * len(thresholds) + 1)]

    def of_number(self, number: Any) -> Mark:
        """The mark of the threshold or the stretch on which a number lies."""
        return self._stretches[bisect_left(self._thresholds, number) + bisect_right(self._thresholds, number)]


class Findings(dict[str, Finding]):
    """What is found of each fact, made when somebody asks for it."""

    def __init__(self, index: Mapping[str, int], marks: Sequence[Mark], answers: Sequence[Value | None]) -> None:
        self._index, self._marks, self._answers = index, marks, answers

    def __missing__(self, name: str) -> Finding:
        place = self._index[name]
        finding = self._marks[place].finding
        if finding.fact.type in NUMBERS and self._answers[place] is not None:
            finding = Finding(finding.fact, Truth.UNKNOWN, self._answers[place], Origin.ANSWERED)
        self[name] = finding
        return finding


class Remembered:
    """One rule with all that was said of it."""

    def __init__(self, bound: BoundRule, index: Mapping[str, int], ruleset: RuleSet) -> None:
        self._bound = bound
        self._ruleset = ruleset
        self._known = provenance(ruleset)
        self._facts = picker([index[name] for name in sorted(ruleset.vocabulary.closure(bound.reads))])
        self._accounts: dict[Any, Account] = {}

    def account(self, marks: Sequence[Mark], findings: Findings) -> Account:
        """What there is to say of the rule where its facts stand so."""
        key = self._facts(marks)
        found = self._accounts.get(key)
        if found is None:
            found = account(self._bound, verdict(self._bound, findings), findings, self._ruleset, self._known)
            remember(self._accounts, key, without_numbers(found, findings))
        elif found.applies and found.reason is None:
            return retold(found, findings, self._known)
        return found


class Screener:
    """Screens for one intervention whoever has a row. Raises UnknownInterventionError when it is made."""

    def __init__(self, ruleset: RuleSet, form: Form, intervention: str) -> None:
        self._ruleset = ruleset
        self._known = provenance(ruleset)
        self._bound = bound = ruleset.bound(intervention)
        rules = (*bound.objecting, *bound.precautions)
        wanted = bound.reads | bound.shows
        facts = [fact for fact in ruleset.vocabulary.in_dependency_order if fact.name in wanted]
        thresholds = _thresholds(rules, ruleset)
        self._names = tuple(fact.name for fact in facts)
        self._index = {name: index for index, name in enumerate(self._names)}
        self._at = {form.place[name]: index for name, index in self._index.items()}
        self._marks = [Marks(fact, sorted(thresholds.get(fact.name, ()))) for fact in facts]
        self._derived = [(name, form.place[name]) for name in ruleset.derivations if name in bound.reads]
        self._numbers = [index for index, fact in enumerate(facts) if fact.type in NUMBERS]
        self._denials = {
            group: [
                (self._index[name], self._marks[self._index[name]].denying) for name in denied if name in self._index
            ]
            for group, denied in form.denials.items()
        }
        self._groups = frozenset(fact.group for fact in facts)
        self._rules = [Remembered(rule, self._index, ruleset) for rule in rules]
        self._concern = concern_function(program(ruleset, intervention, opened=False), form.place)
        self._assumptions: dict[tuple[Account, ...], tuple[Assumption, ...]] = {}
        self._missing: dict[tuple[Account, ...], tuple[Missing, ...]] = {}
        self._review = review_notice(rule.rule for rule in rules)

    def screen(self, standing: Standing, profile: Profile, as_of: datetime | None) -> Decision:
        """The complete decision."""
        answers = list(map(standing.answers.get, self._names))
        marks = self._stand(standing, answers, profile.denies)
        findings = Findings(self._index, marks, answers)
        notes = [mark.note for mark in marks]
        for index in self._numbers:
            value = answers[index]
            if value is not None:
                notes[index] = FactNote.proven(fact=self._names[index], value=value, origin=Origin.ANSWERED)
        rules = self._rules
        concern: Iterable[int] = range(len(rules))
        conflicts: list[str] = []
        if standing.consistent:
            concern = self._concern(standing.row)
        else:
            conflicts = [name for name, place in self._derived if standing.row[place] == BOTH]
        accounts = [rules[number].account(marks, findings) for number in concern]
        judgement = weigh(
            [each.bound for each in accounts if each.applies],
            [each.bound for each in accounts if each.is_open],
            conflicts,
        )
        return compose(
            self._known,
            self._bound,
            judgement,
            accounts,
            facts=tuple([each for each in notes if each is not None]),
            profile=taking_part(profile, self._names, answers, self._groups),
            review=self._review,
            missing=self._missed(waiting(accounts, judgement.at_least), findings),
            assumed=self._assumed(accounts, findings),
            conflicts=tuple([conflict(name, findings, self._ruleset) for name in conflicts]),
            as_of=as_of,
        )

    def _assumed(self, accounts: Sequence[Account], findings: Findings) -> tuple[Assumption, ...]:
        """What these accounts lean on, which are the same for many a person."""
        leaning = tuple([each for each in accounts if each.leans_on])
        found = self._assumptions.get(leaning)
        if found is None:
            found = assumptions(leaning, findings, self._ruleset)
            remember(self._assumptions, leaning, found)
        return found

    def _missed(self, waiting: tuple[Account, ...], findings: Findings) -> tuple[Missing, ...]:
        """What these accounts wait for, likewise."""
        found = self._missing.get(waiting)
        if found is None:
            found = missing(waiting, findings, self._ruleset)
            remember(self._missing, waiting, found)
        return found

    def _stand(self, standing: Standing, answers: Sequence[Value | None], denies: tuple[str, ...]) -> list[Mark]:
        """How each fact stands."""
        tables: list[dict[Value | None, Mark]] = [*self._marks]
        for group in denies:
            for index, table in self._denials[group]:
                tables[index] = table
        marks: list[Any] = list(map(dict.get, tables, answers))
        for index in self._numbers:
            if marks[index] is None:
                marks[index] = self._marks[index].of_number(answers[index])
        for place in standing.derived:
            if place in self._at:
                index = self._at[place]
                marks[index] = self._marks[index].derived[standing.row[place]]
        for place in standing.denied:
            if place in self._at:
                index = self._at[place]
                marks[index] = self._marks[index].denied
        return marks


def picker(places: Sequence[int]) -> Callable[[Sequence[Any]], Any]:
    """A function that picks what stands at these places: a tuple, or one thing where there is one place."""
    return itemgetter(*places) if places else lambda _row: ()


def remember(found: dict[Key, Found], key: Key, value: Found) -> None:
    """Keep it while there is room."""
    if len(found) < _REMEMBERED:
        found[key] = value


def _thresholds(rules: Sequence[BoundRule], ruleset: RuleSet) -> dict[str, set[Number]]:
    """For each number, all that it is compared with, be it by these rules or by a derivation."""
    found: dict[str, set[Number]] = {}
    derivations = [condition for pair in ruleset.derivations.values() for condition in pair if condition is not None]
    for condition in (*(rule.when for rule in rules), *derivations):
        for leaf in leaves(condition):
            match leaf:
                case Compare(fact, _, threshold) if not isinstance(threshold, str):
                    found.setdefault(fact, set()).add(threshold)
                case OneOf(fact, values):
                    found.setdefault(fact, set()).update(value for value in values if isinstance(value, int))
                case _:
                    pass
    return found
