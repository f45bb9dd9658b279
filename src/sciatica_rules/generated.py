"""Flat Python functions made from a program: the fastest way to judge one person.

They are built as syntax trees from validated rules, never from text, and run on a *row*: for each fact, at its place in
the vocabulary, the answer that counts or None (``rows.py``). In a row derivations and denials are settled. Where
nothing in it is contradictory, every comparison is true, false or unknown, and a rule is known to be false wherever the
evidence against it holds; the few other rows have a function of their own. A default is written into the comparisons
that read it.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, assert_never

from .atoms import Among, Holds, Literal, No, Outside, Yes
from .condition import Operator, Value
from .outcome import Effect, Outcome
from .program import Both, Constant, Either, Node, Program, Rails, loom_of
from .ruleset import RuleSet
from .vocabulary import Fact

Row = Sequence[Value | None]
OutcomeFunction = Callable[[Row], Outcome]
ConcernFunction = Callable[[Row], list[int]]

SettleFunction = Callable[[list[Value | None], Collection[str], list[int], list[int]], bool]

BOTH = "both"
"""What a row holds of a derived fact for which there is evidence both ways."""

_ROW, _OPEN, _FOUND = "row", "still_open", "found"
_ANSWER, _DENIES, _DERIVED, _DENIED, _CONSISTENT = "answer", "denies", "derived", "denied", "consistent"

_COMPARED: Mapping[Operator, type[ast.cmpop]] = {
    Operator.AT_LEAST: ast.GtE,
    Operator.ABOVE: ast.Gt,
    Operator.AT_MOST: ast.LtE,
    Operator.BELOW: ast.Lt,
}
_OPERATORS: Mapping[Operator, Callable[[Any, Any], bool]] = {
    Operator.AT_LEAST: operator.ge,
    Operator.ABOVE: operator.gt,
    Operator.AT_MOST: operator.le,
    Operator.BELOW: operator.lt,
}


def outcome_function(
    program: Program, position: Mapping[str, int], contradictory: Collection[str] = ()
) -> OutcomeFunction:
    """The outcome of one intervention for a row in which, of all that its rules read, only these may be contradictory.

    Evidence for a blocking rule blocks, whatever speaks against it. Only where nothing can be contradictory is a rule
    done with once it is known to be false.
    """
    writer = Writer(position, program.defaults, contradictory)
    blocking = [rule.rails for rule in program.rules if rule.effect is Effect.BLOCKED]
    others = [rule.rails.false for rule in program.rules if rule.effect is not Effect.BLOCKED]
    body: list[ast.stmt] = [_assign(_OPEN, ast.Constant(False))]
    for rails in blocking:
        stop = ast.If(writer.test(rails.true), [_return(Outcome.BLOCKED)], [])
        is_open, note = _not(writer.test(rails.false)), _assign(_OPEN, ast.Constant(True))
        body += [stop, ast.If(is_open, [note], [])] if contradictory else [ast.If(is_open, [stop, note], [])]
    body.append(ast.If(_name(_OPEN), [_return(Outcome.CONSULT_DOCTOR)], []))
    consistent = [_compare(writer.value(name), ast.NotEq(), ast.Constant(BOTH)) for name in contradictory]
    clear = consistent + [writer.test(false) for false in others]
    body.append(ast.If(_all(clear), [_return(Outcome.ALLOWED)], []))
    body.append(_return(Outcome.CONSULT_DOCTOR))
    function: OutcomeFunction = writer.compile(body, {each.name: each for each in Outcome})
    return function


def concern_function(program: Program, position: Mapping[str, int]) -> ConcernFunction:
    """The numbers of the rules, precautions last, that are not known to be false without any default.

    There is nothing to say of the others where nothing is contradictory: they do not apply, need nothing and lean on
    nothing.
    """
    writer = Writer(position, {})
    body: list[ast.stmt] = [_assign(_FOUND, ast.List([], ast.Load()))]
    for number, rule in enumerate((*program.rules, *program.precautions)):
        body.append(ast.If(_not(writer.test(rule.rails.false)), [_append(_FOUND, ast.Constant(number))], []))
    body.append(ast.Return(_name(_FOUND)))
    function: ConcernFunction = writer.compile(body, {})
    return function


def settle_function(ruleset: RuleSet, position: Mapping[str, int]) -> SettleFunction:
    """Completes a row, of which the denied groups are given, with what follows from it; what changed is noted.

    False if anything is contradictory, which then holds ``BOTH``. A derived fact is denied only where nothing is
    evidence for or against it.
    """
    defaults = {
        name: fact.when_unknown for name, fact in ruleset.vocabulary.facts.items() if fact.when_unknown is not None
    }
    writer = Writer(position, defaults, ruleset.derivations)
    loom = loom_of(ruleset, opened=False)
    body: list[ast.stmt] = [_assign(_CONSISTENT, ast.Constant(True))]
    for fact in ruleset.vocabulary.in_dependency_order:
        if fact.name in ruleset.derivations:
            body += _settling(fact, writer, loom.beneath(ruleset.derivations[fact.name]))
    body.append(ast.Return(_name(_CONSISTENT)))
    function: SettleFunction = writer.compile(body, {}, [_ROW, _DENIES, _DERIVED, _DENIED])
    return function


def _settling(fact: Fact, writer: Writer, beneath: Rails) -> list[ast.stmt]:
    """Statements that give a derived fact its value in the row, of what is evidence beside its own answer."""
    answer = _name(_ANSWER)
    place = ast.Constant(writer.position[fact.name])
    yes, no = writer.test(beneath.true), writer.test(beneath.false)

    def become(settled: bool | str, noted: str) -> list[ast.stmt]:
        target = ast.Subscript(_name(_ROW), place, ast.Store())
        return [ast.Assign([target], ast.Constant(settled)), _append(noted, place)]

    def unless(contradicted: ast.expr, otherwise: list[ast.stmt]) -> ast.stmt:
        both = [*become(BOTH, _DERIVED), _assign(_CONSISTENT, ast.Constant(False))]
        return ast.If(contradicted, both, otherwise)

    denial: list[ast.stmt] = []
    if fact.deniable is not None:
        is_denied = _compare(ast.Constant(fact.group), ast.In(), _name(_DENIES))
        denial = [ast.If(is_denied, become(False, _DENIED), [])]
    derived_false = ast.If(no, become(False, _DERIVED), denial)
    derived = ast.If(yes, [unless(no, become(True, _DERIVED))], [derived_false])
    answered = ast.If(answer, [unless(no, [])], [unless(yes, [])])
    unanswered = _compare(answer, ast.Is(), ast.Constant(None))
    return [_assign(_ANSWER, writer.value(fact.name)), ast.If(unanswered, [derived], [answered])]


@dataclass
class Writer:
    """Writes formulas as Python expressions over one row."""

    position: Mapping[str, int]
    defaults: Mapping[str, Value]
    contradictory: Collection[str] = ()
    """The facts of which the row may hold ``BOTH``, which is evidence for and against them."""
    constants: dict[str, object] = field(default_factory=dict)
    """Values that a syntax tree cannot hold, such as decimal numbers, by the name they are given."""

    def test(self, node: Node) -> ast.expr:
        """An expression that is true exactly where the formula holds."""
        match node:
            case Constant(holds):
                return ast.Constant(holds)
            case Both(parts):
                return _all([self.test(part) for part in parts])
            case Either(parts):
                return ast.BoolOp(ast.Or(), [self.test(part) for part in parts])
            case Yes() | No() | Holds() | Among() | Outside():
                return self._literal(node)
            case _:
                assert_never(node)

    def _literal(self, literal: Literal) -> ast.expr:
        value = self.value(literal.fact)
        default = self.defaults.get(literal.fact)
        also_missing = default is not None and is_met(literal, default)
        match literal:
            case Yes():
                return _compare(value, ast.IsNot(), ast.Constant(False)) if also_missing else value
            case No(fact) if fact in self.contradictory:
                return _compare(value, ast.In(), _listed([False, BOTH]))
            case No():
                return _not(value) if also_missing else _compare(value, ast.Is(), ast.Constant(False))
            case Among(values=values):
                known: ast.expr = _compare(value, ast.In(), _listed(values))
            case Outside(values=values):
                known = _all([_is_known(value), _compare(value, ast.NotIn(), _listed(values))])
            case Holds(operator=comparison, threshold=threshold):
                compared = _compare(value, _COMPARED[comparison](), self._constant(threshold))
                known = compared if also_missing else _all([_is_known(value), compared])
            case _:
                assert_never(literal)
        missing = _compare(value, ast.Is(), ast.Constant(None))
        return ast.BoolOp(ast.Or(), [missing, known]) if also_missing else known

    def value(self, fact: str) -> ast.expr:
        """What the row holds for a fact."""
        return ast.Subscript(_name(_ROW), ast.Constant(self.position[fact]), ast.Load())

    def _constant(self, value: object) -> ast.expr:
        if isinstance(value, int):
            return ast.Constant(value)
        name = f"constant_{len(self.constants)}"
        self.constants[name] = value
        return _name(name)

    def compile(self, body: list[ast.stmt], names: Mapping[str, object], given: Sequence[str] = (_ROW,)) -> Any:
        """A function with this body, which knows the names and is given the others."""
        arguments = ast.arguments([], [ast.arg(name) for name in given], kwonlyargs=[], kw_defaults=[], defaults=[])
        function = ast.FunctionDef("generated", arguments, body, [])
        module = ast.fix_missing_locations(ast.Module([function], []))
        scope: dict[str, Any] = {"__builtins__": {}, **self.constants, **names}
        exec(compile(module, f"<{__name__}>", "exec"), scope)  # noqa: S102 - a syntax tree made above, of no text
        return scope["generated"]


def is_met(literal: Literal, value: Value) -> bool:
    """Whether a known value meets a literal."""
    match literal:
        case Yes():
            return value is True
        case No():
            return value is False
        case Among(values=values):
            return value in values
        case Outside(values=values):
            return value not in values
        case Holds(operator=comparison, threshold=threshold):
            return bool(_OPERATORS[comparison](value, threshold))
        case _:
            assert_never(literal)


def _name(name: str) -> ast.expr:
    return ast.Name(name, ast.Load())


def _assign(name: str, value: ast.expr) -> ast.stmt:
    return ast.Assign([ast.Name(name, ast.Store())], value)


def _return(outcome: Outcome) -> ast.stmt:
    return ast.Return(_name(outcome.name))


def _append(found: str, item: ast.expr) -> ast.stmt:
    return ast.Expr(ast.Call(ast.Attribute(_name(found), "append", ast.Load()), [item], []))


def _not(test: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), test)


def _all(tests: list[ast.expr]) -> ast.expr:
    if not tests:
        return ast.Constant(True)
    return ast.BoolOp(ast.And(), tests) if tests[1:] else tests[0]


def _compare(left: ast.expr, comparison: ast.cmpop, right: ast.expr) -> ast.expr:
    return ast.Compare(left, [comparison], [right])


def _is_known(value: ast.expr) -> ast.expr:
    return _compare(value, ast.IsNot(), ast.Constant(None))


def _listed(values: Sequence[int | str]) -> ast.expr:
    return ast.Set([ast.Constant(value) for value in values])
