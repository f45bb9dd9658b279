"""Sixty rules in engines that match facts, or calculate one variable from others.

As in ``expressions.py``, an adapter is given the rules and returns a judge of one person.
"""

from __future__ import annotations

import collections
import operator
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import reduce
from importlib import import_module
from itertools import count
from typing import Any

from expressions import Judge, Person
from sciatica_rules import Rules
from sciatica_rules.atoms import Among, Holds, Literal, No, Outside, Yes
from sciatica_rules.condition import Operator
from sciatica_rules.outcome import Outcome
from sciatica_rules.program import Both, Either, Node
from sciatica_rules.vocabulary import FactType
from wordings import SIGNS, alternatives, first, formulas, worst

COMPARED: Mapping[Operator, Callable[[Any, Any], Any]] = {
    Operator.AT_LEAST: operator.ge,
    Operator.ABOVE: operator.gt,
    Operator.AT_MOST: operator.le,
    Operator.BELOW: operator.lt,
}


def business_rules(rules: Rules) -> Judge:
    """business-rules: conditions as data, an action that notes the rule."""
    run_all = import_module("business_rules").run_all
    variables, actions = import_module("business_rules.variables"), import_module("business_rules.actions")
    kinds = {FactType.BOOLEAN: variables.boolean_rule_variable, FactType.CHOICE: variables.string_rule_variable}

    def variable(name: str, type_: FactType) -> Any:
        def look_up(self: Any) -> Any:
            return self.person[name]

        look_up.__name__ = name
        return kinds.get(type_, variables.numeric_rule_variable)()(look_up)

    asked = {name: variable(name, fact.type) for name, fact in rules.facts.items()}
    told = type("Told", (variables.BaseVariables,), asked)

    def note(self: Any, rule: int) -> None:
        self.fired.append(rule)

    marked = actions.rule_action(params={"rule": import_module("business_rules.fields").FIELD_NUMERIC})(note)
    noting = type("Noting", (actions.BaseActions,), {"note": marked})
    defined = [
        {"conditions": _business(formula), "actions": [{"name": "note", "params": {"rule": number}}]}
        for number, formula in enumerate(formulas(rules))
    ]
    outcome = worst(rules)

    def judge(person: Person) -> Outcome:
        given, fired = told(), noting()
        given.person, fired.fired = person, []
        run_all(defined, given, fired)
        return outcome(fired.fired)

    return judge


_BUSINESS = {">=": "greater_than_or_equal_to", ">": "greater_than", "<=": "less_than_or_equal_to", "<": "less_than"}


def _business(formula: Node) -> Any:
    """A formula; a single comparison stands in a list of its own."""

    def leaf(fact: str, sign: str, value: Any = True) -> Any:
        return {"name": fact, "operator": sign, "value": value}

    match formula:
        case Both(parts) | Either(parts):
            return {"all" if isinstance(formula, Both) else "any": [_business(part) for part in parts]}
        case Yes(fact):
            return {"all": [leaf(fact, "is_true")]}
        case No(fact):
            return {"all": [leaf(fact, "is_false")]}
        case Holds(fact, sign, threshold):
            return {"all": [leaf(fact, _BUSINESS[SIGNS[sign]], float(threshold))]}
        case Among(fact, values):
            return {"any": [leaf(fact, "equal_to", value) for value in values]}
        case _:
            raise ValueError("not among the sixty rules")


def durable_rules(rules: Rules) -> Judge:
    """durable_rules: a fact is asserted, the rules that match it note themselves, and it is retracted."""
    lang = import_module("durable.lang")
    unmatched = import_module("durable.engine").MessageNotHandledException
    fired: list[int] = []

    def noting(number: int) -> Callable[[Any], None]:
        def note(_: Any) -> None:
            fired.append(number)

        note.__name__ = f"rule_{number}"
        return note

    def said(formula: Node) -> Any:
        match formula:
            case Both(parts) | Either(parts):
                join = operator.and_ if isinstance(formula, Both) else operator.or_
                return reduce(join, [said(part) for part in parts])
            case Yes(fact) | No(fact):
                return getattr(lang.m, fact) == isinstance(formula, Yes)
            case Holds(fact, sign, threshold):
                return COMPARED[sign](getattr(lang.m, fact), float(threshold))
            case Among(fact, values):
                return reduce(operator.or_, [getattr(lang.m, fact) == value for value in values])
            case _:
                raise ValueError("not among the sixty rules")

    with lang.ruleset("sixty"):
        for number, formula in enumerate(formulas(rules)):
            lang.when_all(said(formula))(noting(number))
    lang.get_host()
    numbers, outcome = count(), worst(rules)

    def judge(person: Person) -> Outcome:
        fired.clear()
        told = {**person, "id": next(numbers)}
        # A person whom no rule matches is an error of its own kind there.
        with suppress(unmatched):
            lang.assert_fact("sixty", told)
            lang.retract_fact("sixty", told)
        return outcome(fired)

    return judge


def experta(rules: Rules) -> Judge:
    """experta: a rule for each alternative, over one fact with all answers."""
    vars(collections)["Mapping"] = Mapping  # a dependency of it was written for Python before 3.10
    engine = import_module("experta")
    told = type("Told", (engine.Fact,), {})

    def rule(number: int, literals: list[Literal]) -> Any:
        def note(self: Any) -> None:
            self.fired.append(number)

        wanted: dict[str, Any] = {}
        for literal in literals:
            found = engine.P(_experta(literal))
            wanted[literal.fact] = wanted[literal.fact] & found if literal.fact in wanted else found
        return engine.Rule(told(**wanted))(note)

    named = {
        f"rule_{number}_{way}": rule(number, literals)
        for number, formula in enumerate(formulas(rules))
        for way, literals in enumerate(alternatives(formula))
    }
    running = type("Sixty", (engine.KnowledgeEngine,), named)()
    outcome = worst(rules)

    def judge(person: Person) -> Outcome:
        running.reset()
        running.fired = []
        running.declare(told(**person))
        running.run()
        return outcome(running.fired)

    return judge


def _experta(literal: Literal) -> Callable[[Any], bool]:
    match literal:
        case Yes() | No():
            return lambda value: value is isinstance(literal, Yes)
        case Holds(_, sign, threshold):
            number = float(threshold)
            return lambda value: bool(COMPARED[sign](value, number))
        case Among(_, values):
            return lambda value: value in values
        case Outside(_, values):
            return lambda value: value not in values


def openfisca(rules: Rules) -> Judge:
    """OpenFisca: a variable for each fact and each rule, a simulation for each person. Choices are numbered."""
    entities = import_module("openfisca_core.entities")
    builder = import_module("openfisca_core.simulation_builder").SimulationBuilder
    variable = import_module("openfisca_core.variables").Variable
    month = import_module("openfisca_core.periods").DateUnit.MONTH
    person_ = entities.build_entity("person", "persons", "A person", is_person=True)
    role = {"key": "member", "plural": "members", "label": "Members", "doc": "All"}
    household = entities.build_entity("household", "households", "A household", roles=[role])
    system = import_module("openfisca_core.taxbenefitsystems").TaxBenefitSystem([person_, household])
    shared = {"entity": person_, "definition_period": month}
    kinds: Mapping[FactType, type] = {FactType.BOOLEAN: bool, FactType.DECIMAL: float}
    numbers = {(name, word): n for name, fact in rules.facts.items() for n, word in enumerate(fact.choices)}

    def formula_of(formula: Node) -> Callable[[Any, Any, Any], Any]:
        return lambda person, period, _: _calculated(formula, lambda fact: person(fact, period), numbers)

    for name, fact in rules.facts.items():
        own = {**shared, "label": name, "value_type": kinds.get(fact.type, int)}
        system.add_variable(type(name, (variable,), own))
    names = [f"rule_{number}" for number, _ in enumerate(formulas(rules))]
    for name, formula in zip(names, formulas(rules), strict=True):
        own = {**shared, "label": name, "value_type": bool, "formula": formula_of(formula)}
        system.add_variable(type(name, (variable,), own))
    outcome, period = first(rules), "2024-01"

    def judge(person: Person) -> Outcome:
        told = {name: {period: numbers.get((name, value), value)} for name, value in person.items()}
        given = {"persons": {"p": told}, "households": {"h": {"members": ["p"]}}}
        simulation = builder().build_from_entities(system, given)
        return outcome([bool(simulation.calculate(name, period)[0]) for name in names])

    return judge


def _calculated(formula: Node, found: Callable[[str], Any], numbers: Mapping[tuple[str, str], int]) -> Any:
    """A formula over columns of values."""
    match formula:
        case Both(parts) | Either(parts):
            join = operator.and_ if isinstance(formula, Both) else operator.or_
            return reduce(join, [_calculated(part, found, numbers) for part in parts])
        case Yes(fact):
            return found(fact)
        case No(fact):
            return ~found(fact)
        case Holds(fact, sign, threshold):
            values = found(fact)
            return COMPARED[sign](values, values.dtype.type(threshold))  # it keeps 32 bits of a fraction
        case Among(fact, words):
            return reduce(operator.or_, [found(fact) == numbers[fact, str(word)] for word in words])
        case _:
            raise ValueError("not among the sixty rules")
