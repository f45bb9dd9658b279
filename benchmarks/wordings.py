"""Conditions in the forms that other rule engines read: one expression, or alternatives of plain comparisons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any, NamedTuple

from sciatica_rules import Rules
from sciatica_rules.atoms import Literal
from sciatica_rules.condition import All, Always, Compare, Condition, IsTrue, Not, OneOf, Operator
from sciatica_rules.condition import Any as AnyOf
from sciatica_rules.outcome import Outcome
from sciatica_rules.program import Both, Constant, Either, Node, program
from sciatica_rules.vocabulary import FactType
from sixty import INTERVENTION

SIGNS = {Operator.AT_LEAST: ">=", Operator.ABOVE: ">", Operator.AT_MOST: "<=", Operator.BELOW: "<"}


def in_full(number: Any, type_: FactType) -> str:
    """A number with its point where others are compared with fractions."""
    return str(float(number) if type_ is FactType.DECIMAL else number)


class Language(NamedTuple):
    """The words of one language of expressions."""

    both: str
    either: str
    no: str
    fact: str = "{}"
    among: str = "{fact} in [{values}]"
    number: Callable[[Any, FactType], str] = in_full

    def text(self, condition: Condition, rules: Rules) -> str:
        """A condition, as somebody would write it by hand."""
        match condition:
            case Always():
                return "true"
            case IsTrue(fact):
                return self.fact.format(fact)
            case Compare(fact, operator, threshold):
                number = self.number(threshold, rules.facts[fact].type)
                return f"({self.fact.format(fact)} {SIGNS[operator]} {number})"
            case OneOf(fact, values):
                among = self.among.format(fact=self.fact.format(fact), values=quoted(values))
                return f"({among})"
            case Not(part):
                return f"{self.no}({self.text(part, rules)})"
            case All(parts) | AnyOf(parts):
                word = self.both if isinstance(condition, All) else self.either
                return "(" + word.join(self.text(part, rules) for part in parts) + ")"

    def texts(self, rules: Rules) -> list[str]:
        """The condition of each rule, the most severe rule first."""
        return [self.text(bound.when, rules) for bound in rules.ruleset.bound(INTERVENTION).objecting]


WORDS = Language(" and ", " or ", "not ")
SYMBOLS = Language(" && ", " || ", "!")


def quoted(values: tuple[Any, ...]) -> str:
    """Values as a list of JSON has them."""
    return ", ".join(f'"{value}"' for value in values)


def formulas(rules: Rules) -> list[Node]:
    """When each rule is true, without any negation but that of a single fact."""
    return [rule.rails.true for rule in program(rules.ruleset, INTERVENTION).rules]


def alternatives(formula: Node) -> Iterator[list[Literal]]:
    """The same as lists of comparisons, of which one must hold as a whole."""
    match formula:
        case Either(parts):
            for part in parts:
                yield from alternatives(part)
        case Both(parts):
            for chosen in product(*(list(alternatives(part)) for part in parts)):
                yield [literal for part in chosen for literal in part]
        case Constant():
            raise ValueError("a rule that is true or false of everybody compares nothing")
        case literal:
            yield [literal]


def worst(rules: Rules) -> Callable[[list[int]], Outcome]:
    """What the rules of these numbers demand together; the most severe rule has the lowest."""
    demands = [bound.rule.effect.demand for bound in rules.ruleset.bound(INTERVENTION).objecting]
    return lambda fired: demands[min(fired)] if fired else Outcome.ALLOWED


def first(rules: Rules) -> Callable[[list[bool]], Outcome]:
    """The same of a list that says of each rule whether it is true."""
    demands = [bound.rule.effect.demand for bound in rules.ruleset.bound(INTERVENTION).objecting]
    return lambda flags: next((demand for demand, flag in zip(demands, flags, strict=True) if flag), Outcome.ALLOWED)
