"""A program as column expressions, for engines that plan first and work later.

The two rails become trees of *and* and *or* over comparisons. Such an engine has three truth values of its own and
gives null for a comparison with null. The formulas of a program are without negation, so null may stand for *does not
hold* all the way up, and is filled where an outcome or a verdict asks. Trees are binary and balanced: a condition of a
thousand parts is ten levels deep. A list of choices is an *or* of single comparisons, since what *is in* says of null
depends on the engine.

What an engine calls things is its ``Dialect``; everything else is said here, once for all of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import and_, or_
from typing import Any, Protocol, assert_never

from ..atoms import Among, Holds, Literal, No, Outside, Yes
from ..condition import Number, Operator
from ..generated import is_met
from ..outcome import Effect, Outcome
from ..program import Both, Constant, Either, Node, Program, loom_of
from ..ruleset import RuleSet
from ..vocabulary import Fact, FactType
from .columns import Held
from .cuts import equal_float, first_float, first_integer, float_range

Expression = Any
"""Of whatever engine. It knows ``& | ~ == >= <``."""

Plain = bool | int | float | str
"""A value as an engine knows it."""

Truth = Expression | bool
"""An expression, or what holds of every row alike."""


class Dialect(Protocol):
    """How one engine says what operators cannot."""

    @property
    def by_row(self) -> bool:
        """Whether the engine is done with a row at the first case that holds, so that many cases cost little."""
        ...

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


SIGNED = 2**63 - 1
"""The greatest whole number in 64 bits with a sign."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the answers to a fact stand."""

    column: str
    held: Held
    closed: bool = False
    """Whether the column is of a type that holds nothing but choices of the fact."""
    greatest: int = SIGNED
    """The greatest number that the column can hold, where these are whole; the least one is at most as far from 0, or
    one further."""

    def as_held(self, value: int | str) -> Plain | None:
        """A value as it stands in the column; None where it cannot."""
        if isinstance(value, str):
            return value
        if self.held is Held.FLOATS:
            found = equal_float(value)
            return None if math.isnan(found) else found
        return value if -self.greatest - 1 <= value <= self.greatest else None


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
        return self._outcome(self.truth(blocked), map(self.truth, clear.parts if isinstance(clear, Both) else [clear]))

    def outcome_from(self, verdicts: Mapping[str, str]) -> Expression:
        """The outcome, where the verdict of each rule stands in a column already."""
        stands = {rule.rule: self.dialect.column(verdicts[rule.rule]) for rule in self.program.rules}
        blocking = [stands[rule.rule] for rule in self.program.rules if rule.effect is Effect.BLOCKED]
        return self._outcome(self._any(blocking), [~each for each in stands.values()])

    def _outcome(self, blocked: Truth, against: Iterable[Truth]) -> Expression:
        contradictory = self._any(self.truth(each.when) for each in self.program.conflicts)
        clear = [*against, ~self._settled(contradictory), *map(self._is_allowed, self._doubtful())]
        say = self.dialect.outcome
        stop = self._settled(blocked), say(Outcome.BLOCKED)
        if self.dialect.by_row:
            doubts = [(~self._settled(each), say(Outcome.CONSULT_DOCTOR)) for each in clear if each is not True]
            return self.dialect.first([stop, *doubts], say(Outcome.ALLOWED))
        cases = [stop, (self._settled(self._all(clear)), say(Outcome.ALLOWED))]
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
        fact = self._facts[literal.fact]
        met = self._met(literal, fact)
        return self._any([met, self._missing(fact)]) if also_missing else met

    def _met(self, literal: Literal, fact: Fact) -> Truth:
        """Where there is an answer that counts and meets a literal."""
        column = self.dialect.column(self.places[fact.name].column)
        match literal:
            case Yes():
                return column
            case No():
                return ~column
            case Holds():
                return self._within(fact, literal)
            case Among(values=values):
                met = self._among(fact, values)
            case Outside(values=values):
                among = self._among(fact, values)
                met = not among if isinstance(among, bool) else ~among
            case _:
                assert_never(literal)
        return met if fact.type is FactType.CHOICE else self._all([met, self._within(fact)])

    def _among(self, fact: Fact, values: Iterable[int | str]) -> Truth:
        """Where a column holds one of these values; those that it cannot hold are left out."""
        place = self.places[fact.name]
        column = self.dialect.column(place.column)
        return self._any(column == value for value in map(place.as_held, values) if value is not None)

    def _is_allowed(self, fact: Fact) -> Expression:
        """Where a column holds nothing, or what the fact may hold. Never null."""
        allowed = self._among(fact, fact.choices) if fact.type is FactType.CHOICE else self._within(fact)
        return self._settled(allowed) | self._missing(fact)

    def _within(self, fact: Fact, reached: Holds | None = None) -> Truth:
        """Where a number is one that the fact may hold, and on this side of a threshold.

        NaN never is: whatever an engine compares it with, it is not both above one float and below another.
        """
        place = self.places[fact.name]
        column, floats = self.dialect.column(place.column), place.held is Held.FLOATS
        least, beyond = _floats(fact) if floats else _integers(fact)
        if reached is not None:
            above = reached.operator in {Operator.ABOVE, Operator.AT_MOST}
            cut = (first_float if floats else first_integer)(reached.threshold, above=above)
            if reached.operator in {Operator.AT_LEAST, Operator.ABOVE}:
                least = cut if least is None else max(cut, least)
            else:
                beyond = cut if beyond is None else min(cut, beyond)
        if not floats:
            # Engines compare whole numbers with one that is too large for the column as floats, and so not exactly.
            if (least is not None and least > place.greatest) or (beyond is not None and beyond < -place.greatest):
                return False
            least = None if least is None or least < -place.greatest else least
            beyond = None if beyond is None or beyond > place.greatest else beyond
        bounds = [column >= least] if least is not None else []
        bounds += [column < beyond] if beyond is not None else []
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


Bounds = tuple[Number | float | None, Number | float | None]
"""The least number, and the first one beyond."""


def _floats(fact: Fact) -> Bounds:
    least, most = float_range(fact)
    return least, math.nextafter(most, math.inf)


def _integers(fact: Fact) -> Bounds:
    least = None if fact.minimum is None else first_integer(fact.minimum, above=False)
    return least, None if fact.maximum is None else first_integer(fact.maximum, above=True)


def balanced(parts: Sequence[Expression], join: Callable[[Expression, Expression], Expression]) -> Expression:
    """All of these, at least one, joined in pairs, and the pairs in pairs, until one is left."""
    while parts[1:]:
        pairs = zip(parts[::2], parts[1::2], strict=False)
        odd = parts[-1:] if len(parts) % 2 else []
        parts = [*(join(left, right) for left, right in pairs), *odd]
    return parts[0]
