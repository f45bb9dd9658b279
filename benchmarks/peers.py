"""The same rules in other rule engines: what one decision costs there, and what they answer where a fact is missing.

Each engine gets every objecting rule of one intervention as its manual would have one write it, and people of whom
everything is known, since most engines cannot say otherwise. Engines that are not installed are skipped, visibly:
``pip install --group bench``.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from patients import patients
from sciatica_rules import Rules, load_rules
from sciatica_rules.condition import All, Always, Compare, Condition, IsTrue, Not, OneOf, Operator
from sciatica_rules.condition import Any as AnyOf
from sciatica_rules.evidence import establish
from sciatica_rules.outcome import Outcome
from sciatica_rules.vocabulary import FactType

INTERVENTION, MISSING, PEOPLE = "exercise_therapy", "malignancy_status", 300
SIGNS = {Operator.AT_LEAST: ">=", Operator.ABOVE: ">", Operator.AT_MOST: "<=", Operator.BELOW: "<"}

Person = Mapping[str, Any]
Judge = Callable[[Person], Outcome]


def main() -> None:
    """Print what each engine takes and answers."""
    rules = load_rules()
    people = [known(rules, raw) for raw in patients(rules, PEOPLE)]
    read = [rules.read(person) for person in people]
    expected = [rules.outcome(person, INTERVENTION) for person in read]
    benign = known(rules, {})
    without = {name: value for name, value in benign.items() if name != MISSING}
    reads = _median(lambda person: rules.outcome(person, INTERVENTION), people)
    once = _median(lambda person: rules.outcome(person, INTERVENTION), read)
    count = len(rules.ruleset.bound(INTERVENTION).objecting)
    print(f"{INTERVENTION}, {count} rules; and what is answered where {MISSING} is missing")
    print(f"  {'sciatica_rules, plain mapping':32} {reads:9.1f} us   {rules.outcome(without, INTERVENTION)}")
    print(f"  {'sciatica_rules, profile read':32} {once:9.1f} us")
    for name, (module, make) in PEERS.items():
        if find_spec(module) is None:
            print(f"  {name:32} skipped: not installed")
            continue
        judge = make(rules, import_module(module))
        agree = sum(judge(person) is found for person, found in zip(people, expected, strict=True)) / len(people)
        took = _median(judge, people)
        ratios = f"{took / once:.1f} x a profile read, {took / reads:.1f} x a plain mapping"
        print(f"  {name:32} {took:9.1f} us   {answer(judge, without)}   {ratios}   (agrees: {agree:.0%})")


def known(rules: Rules, raw: Mapping[str, Any]) -> Person:
    """A person of whom all that has a benign value is known: what was not told has that value; numbers are plain."""
    told = {
        name: fact.typical for name, fact in rules.facts.items() if fact.typical is not None and not fact.derivations
    }
    told |= {name: value for name, value in raw.items() if name in told}
    findings = establish(rules.read(told), rules.ruleset, frozenset(rules.facts), None)
    person: dict[str, Any] = {}
    for name, fact in rules.facts.items():
        value = fact.typical if findings[name].value is None else findings[name].value
        if value is not None:
            person[name] = float(value) if fact.type is FactType.DECIMAL else value
    return person


def answer(judge: Judge, person: Person) -> str:
    """What comes out, be it an error."""
    try:
        return str(judge(person))
    except Exception as error:  # noqa: BLE001 - whatever an engine raises is its answer
        return f"raises {type(error).__name__}"


def text(condition: Condition, rules: Rules, words: Mapping[str, str]) -> str:
    """A condition in a language of expressions; derived facts are given like all others."""
    match condition:
        case Always():
            return "true"
        case IsTrue(fact):
            return fact
        case Compare(fact, operator, threshold):
            number = float(threshold) if rules.facts[fact].type is FactType.DECIMAL else threshold
            return f"({fact} {SIGNS[operator]} {number})"
        case OneOf(fact, values):
            listed = ", ".join(f'"{value}"' if isinstance(value, str) else str(value) for value in values)
            return f"({fact} in [{listed}])"
        case Not(part):
            return f"({words['not']}{text(part, rules, words)})"
        case All(parts) | AnyOf(parts):
            word = words["and" if isinstance(condition, All) else "or"]
            return "(" + f" {word} ".join(text(part, rules, words) for part in parts) + ")"


def listed(rules: Rules, words: Mapping[str, str]) -> str:
    """All rules as one list of expressions."""
    bound = rules.ruleset.bound(INTERVENTION)
    return "[" + ", ".join(text(rule.when, rules, words) for rule in bound.objecting) + "]"


def worst(rules: Rules) -> Callable[[list[bool]], Outcome]:
    """The outcome of a list of answers; the most severe rule stands first."""
    demands = [rule.rule.effect.demand for rule in rules.ruleset.bound(INTERVENTION).objecting]
    return lambda fired: next(
        (demand for demand, is_true in zip(demands, fired, strict=True) if is_true), Outcome.ALLOWED
    )


def zen(rules: Rules, engine: Any) -> Judge:
    """GoRules zen: one compiled expression."""
    compiled = engine.compile_expression(listed(rules, {"and": "and", "or": "or", "not": "not "}))
    outcome = worst(rules)
    return lambda person: outcome(compiled.evaluate(person))


def cel(rules: Rules, engine: Any) -> Judge:
    """The Common Expression Language, in Rust."""
    compiled = engine.compile(listed(rules, {"and": "&&", "or": "||", "not": "!"}))
    outcome = worst(rules)
    return lambda person: outcome(compiled.execute(person))


PEERS: Mapping[str, tuple[str, Callable[[Rules, Any], Judge]]] = {
    "zen-engine, one expression": ("zen", zen),
    "common-expression-language": ("cel", cel),
}


def _median(judge: Callable[[Any], object], people: Sequence[Any]) -> float:
    times = []
    for person in people:
        start = time.perf_counter_ns()
        judge(person)
        times.append(time.perf_counter_ns() - start)
    return statistics.median(times) / 1e3


if __name__ == "__main__":
    main()
