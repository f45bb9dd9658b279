"""Sixty rules in other rule engines, each written as its manual would have one write them.

An adapter is given the rules and returns a judge of one person. It imports its engine itself, since none is needed by
anything else. Where an engine knows several ways, the fastest one that we found stands here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from sciatica_rules import Rules
from sciatica_rules.atoms import Among, Holds, Literal, No, Outside, Yes
from sciatica_rules.condition import All, Always, Compare, Condition, IsTrue, Not, OneOf
from sciatica_rules.condition import Any as AnyOf
from sciatica_rules.outcome import Outcome
from sciatica_rules.vocabulary import FactType
from sixty import INTERVENTION
from wordings import SIGNS, SYMBOLS, WORDS, alternatives, first, formulas, quoted, worst

Person = Mapping[str, Any]
Judge = Callable[[Person], Outcome]


def zen_expression(rules: Rules) -> Judge:
    """GoRules zen: one compiled expression, a list."""
    compiled = import_module("zen").compile_expression("[" + ", ".join(WORDS.texts(rules)) + "]")
    outcome = first(rules)
    return lambda person: outcome(compiled.evaluate(person))


def zen_table(rules: Rules) -> Judge:
    """GoRules zen: a decision table that collects the rules that are true."""
    rows = [{"_id": str(n), "when": text, "then": str(n)} for n, text in enumerate(WORDS.texts(rules))]
    columns = {
        "hitPolicy": "collect",
        "inputs": [{"id": "when", "name": "when"}],
        "outputs": [{"id": "then", "name": "rule", "field": "rule"}],
    }
    place = {"x": 0, "y": 0}
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "position": place},
        {"id": "table", "type": "decisionTableNode", "name": "table", "position": place, "content": columns},
        {"id": "out", "type": "outputNode", "name": "out", "position": place},
    ]
    columns["rules"] = rows
    edges = [
        {"id": source, "sourceId": source, "targetId": target, "type": "edge"}
        for source, target in (("in", "table"), ("table", "out"))
    ]
    model = {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}
    engine = import_module("zen").ZenEngine({"loader": {"type": "static", "content": {"rules": model}}})
    outcome = worst(rules)
    return lambda person: outcome([row["rule"] for row in engine.evaluate("rules", person)["result"]])


def cel_rust(rules: Rules) -> Judge:
    """The Common Expression Language in Rust: one compiled expression, a list."""
    compiled = import_module("cel").compile("[" + ", ".join(SYMBOLS.texts(rules)) + "]")
    outcome = first(rules)
    return lambda person: outcome(compiled.execute(person))


def cel_python(rules: Rules) -> Judge:
    """The Common Expression Language in Python: the same, compiled to Python."""
    cel = import_module("celpy")
    environment = cel.Environment(runner_class=cel.CompiledRunner)
    compiled = environment.program(environment.compile("[" + ", ".join(SYMBOLS.texts(rules)) + "]"))
    outcome, convert = first(rules), cel.json_to_cel

    def judge(person: Person) -> Outcome:
        flags = compiled.evaluate({name: convert(value) for name, value in person.items()})
        for flag in flags:
            if isinstance(flag, Exception):
                raise flag  # an error in a list is an element of it
        return outcome(flags)

    return judge


def cedar(rules: Rules) -> Judge:
    """Cedar: a policy for each rule. It knows no fractions, so levels are given in tenths."""
    cedarpy = import_module("cedarpy")
    language = SYMBOLS._replace(
        fact="context.{}",
        among="[{values}].contains({fact})",
        number=lambda number, type_: str(int(number * 10) if type_ is FactType.DECIMAL else number),
    )
    policies = [f"permit(principal, action, resource) when {{ {text} }};" for text in language.texts(rules)]
    parsed = cedarpy.PolicySet.from_str("\n".join(policies))
    nobody = cedarpy.Entities.from_json_str("[]")
    numbers = {f"policy{number}": number for number in range(len(policies))}
    tenths = [name for name, fact in rules.facts.items() if fact.type is FactType.DECIMAL]
    request = {"principal": 'Person::"p"', "action": 'Action::"a"', "resource": 'Thing::"t"'}
    outcome = worst(rules)

    def judge(person: Person) -> Outcome:
        given = dict(person)
        for name in tenths:
            if given.get(name) is not None:
                given[name] = round(given[name] * 10)
        found = cedarpy.is_authorized({**request, "context": given}, parsed, nobody)
        return outcome([numbers[policy] for policy in found.diagnostics.reasons])

    return judge


def rego(rules: Rules) -> Judge:
    """Rego in C++: a set of rules that are true, with one body for each alternative."""
    interpreter = import_module("regopy").Interpreter()
    bodies = [
        f"fired contains {number} if {{ {'; '.join(map(_rego, alternative))} }}"
        for number, formula in enumerate(formulas(rules))
        for alternative in alternatives(formula)
    ]
    interpreter.add_module("sixty", "package sixty\n" + "\n".join(bodies))
    bundle = interpreter.build("data.sixty.fired", ["sixty/fired"])
    outcome = worst(rules)

    def judge(person: Person) -> Outcome:
        interpreter.set_input(person)
        return outcome(json.loads(str(interpreter.query_bundle(bundle)))["expressions"][0])

    return judge


def _rego(literal: Literal) -> str:
    match literal:
        case Yes(fact):
            return f"input.{fact}"
        case No(fact):
            return f"not input.{fact}"
        case Holds(fact, sign, threshold):
            return f"input.{fact} {SIGNS[sign]} {threshold}"
        case Among(fact, values):
            return f"input.{fact} in {{{quoted(values)}}}"
        case Outside(fact, values):
            return f"not input.{fact} in {{{quoted(values)}}}"


def json_logic(rules: Rules) -> Judge:
    """JsonLogic: one merged list of the rules that are true."""
    apply = import_module("json_logic").jsonLogic
    bound = rules.ruleset.bound(INTERVENTION).objecting
    logic = {"merge": [{"if": [_json(each.when), [number], []]} for number, each in enumerate(bound)]}
    outcome = worst(rules)
    return lambda person: outcome(apply(logic, person))


def _json(condition: Condition) -> Any:
    match condition:
        case Always():
            return True
        case IsTrue(fact):
            return {"var": fact}
        case Compare(fact, sign, threshold):
            return {SIGNS[sign]: [{"var": fact}, float(threshold)]}
        case OneOf(fact, values):
            return {"in": [{"var": fact}, list(values)]}
        case Not(part):
            return {"!": [_json(part)]}
        case All(parts) | AnyOf(parts):
            return {"and" if isinstance(condition, All) else "or": [_json(part) for part in parts]}


def rule_engine(rules: Rules) -> Judge:
    """rule-engine: a typed rule each."""
    engine = import_module("rule_engine")
    kinds = {FactType.BOOLEAN: engine.DataType.BOOLEAN, FactType.CHOICE: engine.DataType.STRING}
    types = {name: kinds.get(fact.type, engine.DataType.FLOAT) for name, fact in rules.facts.items()}
    context = engine.Context(type_resolver=engine.type_resolver_from_dict(types))
    parsed = [engine.Rule(text, context=context) for text in WORDS.texts(rules)]
    outcome = first(rules)
    return lambda person: outcome([rule.matches(person) for rule in parsed])
