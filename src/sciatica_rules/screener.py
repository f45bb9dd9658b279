"""Screens for one intervention by a generated function, and remembers what it has said of each rule.

What is said of a rule follows from how its facts stand: a yes, a choice, an assumption, a number between two
thresholds. There are few such ways, so each is worked out once (``account.py``) and kept. What is kept holds no number
of a person, only between which thresholds it lies.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter, itemgetter
from typing import Any, TypeVar

from .account import Account, account, note, retold, without_numbers
from .condition import Compare, Number, OneOf, Value, leaves
from .decide import verdict, weigh
from .decision import Assumption, Decision, FactNote
from .evidence import Finding
from .generated import concern_function
from .origin import Origin
from .profile import Profile
from .program import program
from .provenance import provenance
from .reference import assumptions, compose, taking_part
from .rows import Form, Standing
from .ruleset import BoundRule, RuleSet
from .truth import Truth, known
from .vocabulary import NUMBERS, Fact, FactType
from .wording import review_notice

_REMEMBERED = 4_096
"""So many ways in which the facts of one rule stand are kept; all others are worked out each time."""


_NOTE = attrgetter("note")
Key = TypeVar("Key")
Found = TypeVar("Found")


class Mark:
    """One way in which one fact can stand. There is one mark for each, told apart as an object."""

    __slots__ = ("finding", "note")

    def __init__(self, fact: Fact, value: Value | None, origin: Origin) -> None:
        truth = known(value) if isinstance(value, bool) else Truth.UNKNOWN
        self.finding = Finding(fact, truth, value, origin)
        self.note = None if origin is Origin.UNKNOWN else note(self.finding)


class Marks:
    """All marks of one fact."""

    def __init__(self, fact: Fact, thresholds: Sequence[Number]) -> None:
        self.fact = fact
        values: list[bool | str] = [True, False] if fact.type is FactType.BOOLEAN else list(fact.choices)
        unanswered = Mark(fact, fact.when_unknown, Origin.UNKNOWN if fact.when_unknown is None else Origin.ASSUMED)
        self.answered: dict[Value | None, Mark] = {None: unanswered}
        self.answered |= {value: Mark(fact, value, Origin.ANSWERED) for value in values}
        self.derived = {value: Mark(fact, value, Origin.DERIVED) for value in (True, False)}
        self.denied = Mark(fact, fact.deniable, Origin.DENIED)
        self.thresholds = thresholds
        # A mark for each number among the thresholds and each stretch between them; its own value is never shown.
        self.stretches = [Mark(fact, None, Origin.UNKNOWN) for _ in range(2 * len(thresholds) + 1)]

    def stretch(self, number: Any) -> Mark:
        """The mark of a number."""
        return self.stretches[bisect_left(self.thresholds, number) + bisect_right(self.thresholds, number)]


class Findings(dict[str, Finding]):
    """What is found of each fact, made when somebody asks for it."""

    def __init__(self, index: Mapping[str, int], marks: Sequence[Mark], answers: Sequence[Value | None]) -> None:
        super().__init__()
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
        self._facts = picker([index[name] for name in sorted(ruleset.vocabulary.closure(bound.reads))])
        self._accounts: dict[Any, Account] = {}

    def account(self, marks: Sequence[Mark], findings: Findings) -> Account:
        """What there is to say of the rule where its facts stand so."""
        key = self._facts(marks)
        found = self._accounts.get(key)
        if found is None:
            found = account(
                self._bound, verdict(self._bound, findings), findings, self._ruleset, provenance(self._ruleset)
            )
            remember(self._accounts, key, without_numbers(found, findings))
        elif found.applies and found.reason is None:
            return retold(found, findings, provenance(self._ruleset))
        return found


class Screener:
    """Screens for one intervention whoever has a row. Raises UnknownInterventionError when it is made."""

    def __init__(self, ruleset: RuleSet, form: Form, intervention: str) -> None:
        self._ruleset = ruleset
        self._bound = bound = ruleset.bound(intervention)
        rules = (*bound.objecting, *bound.precautions)
        wanted = bound.reads | bound.shows
        facts = [fact for fact in ruleset.vocabulary.in_dependency_order if fact.name in wanted]
        thresholds = _thresholds(rules, ruleset)
        self._names = tuple(fact.name for fact in facts)
        self._index = {name: index for index, name in enumerate(self._names)}
        self._at = {form.place[name]: index for name, index in self._index.items()}
        self._marks = [Marks(fact, sorted(thresholds.get(fact.name, ()))) for fact in facts]
        self._tables: dict[tuple[str, ...], list[dict[Value | None, Mark]]] = {}
        self._numbers = [index for index, fact in enumerate(facts) if fact.type in NUMBERS]
        self._denials = {
            group: [self._index[name] for name in denied if name in self._index]
            for group, denied in form.denials.items()
        }
        self._groups = frozenset(fact.group for fact in facts)
        self._rules = [Remembered(rule, self._index, ruleset) for rule in rules]
        self._concern = concern_function(program(ruleset, intervention, opened=False), form.place)
        self._assumptions: dict[tuple[Account, ...], tuple[Assumption, ...]] = {}
        self._review = review_notice(rule.rule for rule in rules)

    def screen(self, standing: Standing, profile: Profile, as_of: datetime | None) -> Decision:
        """The complete decision."""
        answers = list(map(standing.answers.get, self._names))
        marks = self._stand(standing, answers, profile.denies)
        findings = Findings(self._index, marks, answers)
        notes = list(map(_NOTE, marks))
        for index in self._numbers:
            value = answers[index]
            if value is not None:
                notes[index] = FactNote.proven(fact=self._names[index], value=value, origin=Origin.ANSWERED)
        rules = self._rules
        accounts = [rules[number].account(marks, findings) for number in self._concern(standing.row)]
        judgement = weigh(
            [each.bound for each in accounts if each.applies], [each.bound for each in accounts if each.is_open]
        )
        return compose(
            self._ruleset,
            self._bound,
            judgement,
            accounts,
            findings,
            facts=tuple(filter(None, notes)),
            profile=taking_part(profile, self._names, answers, self._groups),
            review=self._review,
            assumed=self._assumed(accounts, findings),
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

    def _stand(self, standing: Standing, answers: Sequence[Value | None], denies: tuple[str, ...]) -> list[Mark]:
        """How each fact stands."""
        tables = self._tables.get(denies) or self._denying(denies)
        marks: list[Any] = list(map(dict.get, tables, answers))
        for index in self._numbers:
            if marks[index] is None:
                marks[index] = self._marks[index].stretch(answers[index])
        for place in standing.derived:
            if place in self._at:
                index = self._at[place]
                marks[index] = self._marks[index].derived[bool(standing.row[place])]
        for place in standing.denied:
            if place in self._at:
                index = self._at[place]
                marks[index] = self._marks[index].denied
        return marks

    def _denying(self, denies: tuple[str, ...]) -> list[dict[Value | None, Mark]]:
        """For each fact, the mark of each answer and of none, of somebody who denies these groups."""
        tables = [each.answered for each in self._marks]
        for group in denies:
            for index in self._denials[group]:
                tables[index] = {**tables[index], None: self._marks[index].denied}
        remember(self._tables, denies, tables)
        return tables


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
