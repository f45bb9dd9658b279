"""A program as column expressions, for engines that plan first and work later.

The two rails become trees of *and* and *or* over comparisons. Such an engine has three truth values of its own and
gives null for a comparison with null. The formulas of a program are without negation, so null may stand for *does not
hold* all the way up, and each rail is filled once, at its top. Trees are binary and balanced: a condition of a thousand
parts is ten levels deep. A list of choices is an *or* of single comparisons, since what *is in* says of null depends on
the engine.

What an engine calls things is its ``Dialect``; everything else is said here, once for all of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import and_, or_
from typing import Any, Protocol, assert_never

from ..atoms import Among, Holds, Literal, No, Outside, Yes
from ..condition import Operator, Value
from ..generated import is_met
from ..outcome import Effect, Outcome
from ..program import Both, Constant, Either, Node, Program, loom_of
from ..ruleset import RuleSet
from ..vocabulary import Fact, FactType
from .columns import Held
from .cuts import GREATEST, first_float, first_integer, float_range

Expression = Any
"""Of whatever engine. It knows ``& | ~ ==`` and the four comparisons."""

Plain = bool | int | float | str
"""A value as an engine knows it."""

Truth = Expression | bool
"""An expression, or what holds of every row alike."""

_BEYOND = 2**63
"""From here on whole numbers do not fit into all columns of them; floats do, and are compared as well."""


class Dialect(Protocol):
    """How one engine says what operators cannot."""

    def column(self, name: str) -> Expression:
        """What stands in a column."""
        ...

    def constant(self, value: Plain) -> Expression:
        """The same in every row."""
        ...

    def outcome(self, outcome: Outcome) -> Expression:
        """The same outcome in every row, of the type that the column of outcomes has."""
        ...

    def filled(self, truth: Expression, value: bool) -> Expression:
        """With this in place of null."""
        ...

    def is_null(self, column: Expression) -> Expression:
        """Whether a plain column holds nothing. Never asked of anything else: an engine was wrong about negations."""
        ...

    def is_nan(self, column: Expression) -> Expression:
        """Whether a float is not a number; null of null."""
        ...

    def first(self, cases: Sequence[tuple[Expression, Expression]], otherwise: Expression | None) -> Expression:
        """What belongs to the first of these that holds; without *otherwise*, null."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where the answers to a fact stand."""

    column: str
    held: Held
    checked: str = ""
    """The column that is made of it first, with null for whatever may not count: for a number, and for a choice where
    numbers are compared faster than words. A choice is then its place among the choices."""
    closed: bool = False
    """Whether the column is of a type that holds nothing but choices of the fact."""


@dataclass
class Formulas:
    """The formulas of one program in the words of one engine."""

    ruleset: RuleSet
    program: Program
    places: Mapping[str, Place]
    """Of each fact that has a column with anything in it."""
    dialect: Dialect
    _known: dict[Node, Truth] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._facts = {fact.name: fact for fact in self.program.facts}

    def checked(self) -> dict[str, Expression]:
        """Columns to make first, by name: each answer as far as it may count, a default in place of a missing one."""
        made = {}
        for fact in self.program.facts:
            place = self.places.get(fact.name)
            if place is not None and place.checked:
                column = self.dialect.column(place.column)
                if fact.type is FactType.CHOICE:
                    cases = [(column == word, self._constant(fact, word)) for word in fact.choices]
                else:
                    cases = [(self._in_range(fact), column)]
                if fact.name in self.program.defaults:
                    cases.append((self._missing(fact), self._constant(fact, self.program.defaults[fact.name])))
                made[place.checked] = self.dialect.first(cases, None)
        return made

    def _constant(self, fact: Fact, value: Value) -> Expression:
        """A value as it stands in a checked column."""
        return self.dialect.constant(list(fact.choices).index(str(value)) if fact.choices else plain(value))

    def unanswerable(self) -> dict[str, Expression]:
        """For each fact whose column may hold what the fact may not: where it does. Never null."""
        return {fact.name: ~self._is_allowed(fact) for fact in self._doubtful()}

    def _doubtful(self) -> list[Fact]:
        """The facts whose column may hold what they may not."""
        there = [fact for fact in self.program.facts if fact.name in self.places]
        return [fact for fact in there if fact.type is not FactType.BOOLEAN and not self.places[fact.name].closed]

    def outcome(self) -> Expression:
        """The outcome."""
        loom, rules = loom_of(self.ruleset), self.program.rules
        blocked = loom.either(rule.rails.true for rule in rules if rule.effect is Effect.BLOCKED)
        clear = loom.both(rule.rails.false for rule in rules)
        return self._outcome(self.truth(blocked), [self.truth(clear)])

    def outcome_from(self, verdicts: Mapping[str, str]) -> Expression:
        """The outcome, where the verdict of each rule stands in a column already."""
        stands = {rule.rule: self.dialect.column(verdicts[rule.rule]) for rule in self.program.rules}
        blocking = [stands[rule.rule] for rule in self.program.rules if rule.effect is Effect.BLOCKED]
        return self._outcome(self._any(blocking), [~each for each in stands.values()])

    def _outcome(self, blocked: Truth, against: Iterable[Truth]) -> Expression:
        contradictory = self._any(self.truth(each.when) for each in self.program.conflicts)
        clear = self._all([*against, ~self._settled(contradictory), *map(self._counts, self._doubtful())])
        say = self.dialect.outcome
        cases = [(self._settled(blocked), say(Outcome.BLOCKED)), (self._settled(clear), say(Outcome.ALLOWED))]
        return self.dialect.first(cases, say(Outcome.CONSULT_DOCTOR))

    def verdicts(self) -> dict[str, Expression]:
        """For each rule: true where it applies, false where it does not, null where that is undetermined."""
        say, found = self.dialect.constant, {}
        for rule in self.program.rules:
            applies, does_not = self._settled(self.truth(rule.rails.true)), self._settled(self.truth(rule.rails.false))
            found[rule.rule] = self.dialect.first([(applies, say(True)), (does_not, say(False))], None)
        return found

    def conflicts(self) -> dict[str, Expression]:
        """For each fact that can be contradictory: where it is. Never null."""
        return {each.fact: self._settled(self.truth(each.when)) for each in self.program.conflicts}

    def truth(self, node: Node) -> Truth:
        """Where a formula holds; null or false elsewhere."""
        found = self._known.get(node)
        if found is None:
            found = self._known[node] = self._truth(node)
        return found

    def _truth(self, node: Node) -> Truth:
        match node:
            case Constant(holds):
                return holds
            case Both(parts):
                return self._all(map(self.truth, parts))
            case Either(parts):
                return self._any(map(self.truth, parts))
            case Yes() | No() | Holds() | Among() | Outside():
                return self._literal(node)
            case _:
                assert_never(node)

    def _literal(self, literal: Literal) -> Truth:
        default = self.program.defaults.get(literal.fact)
        also_missing = default is not None and is_met(literal, default)
        place = self.places.get(literal.fact)
        if place is None:
            return also_missing
        column = self.dialect.column(place.checked or place.column)
        # With a default that is no whole number, so is a column of whole numbers.
        whole = place.held is Held.INTEGERS and (default is None or default == int(default))
        match literal:
            case Yes():
                met = column
            case No():
                met = ~column
            case Holds(operator=operator, threshold=threshold):
                above = operator in {Operator.ABOVE, Operator.AT_MOST}
                first = first_integer(threshold, above=above) if whole else first_float(threshold, above=above)
                reached = operator in {Operator.AT_LEAST, Operator.ABOVE}
                met = column >= plain(first) if reached else column < plain(first)
            case Among(fact, values) if place.checked and place.held is Held.WORDS:
                choices = list(self._facts[fact].choices)
                met = self._among(column, [choices.index(str(value)) for value in values])
            case Among(values=values):
                met = self._among(column, values)
            case Outside(values=values):
                met = ~self._among(column, values)
            case _:
                assert_never(literal)
        # In a checked column the default stands already.
        return self.dialect.filled(met, True) if also_missing and not place.checked else met

    def _among(self, column: Expression, values: Iterable[int | str]) -> Expression:
        return balanced([column == plain(value) for value in values], or_)

    def _counts(self, fact: Fact) -> Expression:
        """As ``_is_allowed``, where the checked columns stand already."""
        checked = self.places[fact.name].checked
        if not checked:
            return self._is_allowed(fact)
        return ~self.dialect.is_null(self.dialect.column(checked)) | self._missing(fact)

    def _is_allowed(self, fact: Fact) -> Expression:
        """Where a column holds nothing, or what the fact may hold. Never null."""
        if fact.type is FactType.CHOICE:
            column = self.dialect.column(self.places[fact.name].column)
            return self.dialect.filled(self._among(column, fact.choices), True)
        return self.dialect.filled(self._in_range(fact), True) | self._missing(fact)

    def _in_range(self, fact: Fact) -> Expression:
        """Where a number is one that the fact may hold. NaN lies in no range, whatever the engine compares it with."""
        column = self.dialect.column(self.places[fact.name].column)
        if self.places[fact.name].held is Held.FLOATS:
            least, most = float_range(fact)
            return balanced([column >= least, column <= most, ~self.dialect.is_nan(column)], and_)
        bounds = [column >= plain(first_integer(fact.minimum, above=False))] if fact.minimum is not None else []
        bounds += [column < plain(first_integer(fact.maximum, above=True))] if fact.maximum is not None else []
        return balanced(bounds, and_) if bounds else ~self.dialect.is_null(column)

    def _missing(self, fact: Fact) -> Expression:
        """Where a column holds no answer. Never null."""
        column = self.dialect.column(self.places[fact.name].column)
        missing = self.dialect.is_null(column)
        if self.places[fact.name].held is Held.FLOATS:
            return missing | self.dialect.filled(self.dialect.is_nan(column), False)
        return missing

    def _all(self, parts: Iterable[Truth]) -> Truth:
        kept = [part for part in parts if part is not True]
        if any(part is False for part in kept):
            return False
        return balanced(kept, and_) if kept else True

    def _any(self, parts: Iterable[Truth]) -> Truth:
        kept = [part for part in parts if part is not False]
        if any(part is True for part in kept):
            return True
        return balanced(kept, or_) if kept else False

    def _settled(self, truth: Truth) -> Expression:
        """Null made false."""
        return self.dialect.constant(truth) if isinstance(truth, bool) else self.dialect.filled(truth, False)


def is_number(fact: Fact) -> bool:
    """Whether a fact is a whole or a decimal number."""
    return fact.type in {FactType.INTEGER, FactType.DECIMAL}


def balanced(parts: Sequence[Expression], join: Callable[[Expression, Expression], Expression]) -> Expression:
    """All of these, at least one, joined in pairs, and the pairs in pairs, until one is left."""
    while parts[1:]:
        pairs = zip(parts[::2], parts[1::2], strict=False)
        odd = parts[-1:] if len(parts) % 2 else []
        parts = [*(join(left, right) for left, right in pairs), *odd]
    return parts[0]


def plain(value: Value | float) -> Plain:
    """A value as an engine knows it.

    Decimal numbers are declared as a float holds them; a whole number beyond all floats is as good as infinity.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, int) and -_BEYOND <= value < _BEYOND:
        return value
    if -GREATEST <= value <= GREATEST:
        return float(value)
    return math.inf if value > 0 else -math.inf
