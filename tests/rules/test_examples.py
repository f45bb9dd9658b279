"""Every shipped rule carries examples; they are run, and they are enough."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache

import pytest

from sciatica_rules import load_rules
from sciatica_rules.condition import Compare, Condition, Value, leaves
from sciatica_rules.decide import verdict
from sciatica_rules.evidence import establish
from sciatica_rules.outcome import Verdict
from sciatica_rules.profile import read_profile
from sciatica_rules.rule import Example, Rule
from sciatica_rules.ruleset import BoundRule
from sciatica_rules.vocabulary import Fact, FactType
from tests.rules.cells import possible_verdicts

RULES = load_rules()
RULESET = RULES.ruleset
FACTS = RULESET.vocabulary.facts
EACH_RULE = pytest.mark.parametrize("rule", RULES.rules.values(), ids=lambda rule: rule.id)
CLOSE = Decimal("0.1")
"""How near an example must come to a threshold of a decimal fact."""


@EACH_RULE
def test_every_example_comes_out_as_it_says(rule: Rule) -> None:
    wrong = [line for example in rule.examples for line in _wrong(rule, example)]
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


@EACH_RULE
def test_every_rule_has_an_example_of_each_kind_that_is_possible(rule: Rule) -> None:
    differing = {bound.when: bound for bound in _bound(rule).values()}
    possible = frozenset().union(*(possible_verdicts(bound, RULESET) for bound in differing.values()))
    shown = {example.expect for example in rule.examples}
    missing = sorted(kind.value for kind in possible - shown)
    assert not missing, f"{rule.location}: no example of {', '.join(missing)}"


@EACH_RULE
def test_every_threshold_of_a_rule_has_its_three_neighbours(rule: Rule) -> None:
    """A threshold that depends on the intervention needs them for one intervention at least."""
    if any(example.intervention for example in rule.examples):
        named = {example.intervention for example in rule.examples if example.intervention}
        chosen = {name: [one for one in rule.examples if one.intervention in {None, name}] for name in sorted(named)}
    else:
        chosen = {next(iter(_bound(rule))): list(rule.examples)}
    unmet = {name: _unmet(_bound(rule)[name].when, examples) for name, examples in chosen.items()}
    assert not all(unmet.values()), f"{rule.location}: no example with {unmet}"


@pytest.mark.parametrize("fact", [fact for fact in FACTS.values() if fact.derivations], ids=lambda fact: fact.name)
def test_every_threshold_beneath_a_fact_has_its_three_neighbours_in_some_rule(fact: Fact) -> None:
    readers = [rule for rule in RULES.rules.values() if fact.name in next(iter(_bound(rule).values())).reads]
    examples = [example for rule in readers for example in rule.examples]
    unmet = [line for part in RULESET.derivations[fact.name] if part is not None for line in _unmet(part, examples)]
    assert not unmet, f"{fact.location}: no example of a rule that reads {fact.name} with {unmet}"


def _bound(rule: Rule) -> dict[str, BoundRule]:
    """The rule as each intervention meets it."""
    return _all_bound()[rule.id]


@cache
def _all_bound() -> dict[str, dict[str, BoundRule]]:
    found: dict[str, dict[str, BoundRule]] = {name: {} for name in RULES.rules}
    for name in RULES.interventions:
        rules = RULESET.bound(name)
        for bound in (*rules.objecting, *rules.precautions):
            found[bound.rule.id][name] = bound
    return found


def _wrong(rule: Rule, example: Example) -> Iterable[str]:
    """Nothing, or what came out instead. An example without ``for`` must hold wherever the rule applies."""
    profile = read_profile(example.given, RULESET.vocabulary)
    bound = _bound(rule)
    concerned = [example.intervention] if example.intervention else list(bound)
    for name in concerned:
        findings = establish(profile, RULESET, RULESET.vocabulary.closure(bound[name].reads), None)
        found = verdict(bound[name], findings)
        if found is not example.expect:
            yield f"{example.location or rule.location}: {rule.id} for {name}: expected {example.expect}, found {found}"
            return


def _unmet(condition: Condition, examples: Iterable[Example]) -> list[str]:
    """The neighbours of thresholds for which no example has a value."""
    unmet = []
    for leaf in leaves(condition):
        if not isinstance(leaf, Compare):
            continue
        given = [example.given[leaf.fact] for example in examples if leaf.fact in example.given]
        assert not isinstance(leaf.threshold, str)
        for low, high, words in _neighbours(FACTS[leaf.fact], Decimal(leaf.threshold)):
            if not any(_number(value) is not None and low <= Decimal(str(value)) <= high for value in given):
                unmet.append(f"{leaf.fact} {words}")
    return unmet


def _number(value: Value) -> int | Decimal | None:
    return value if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def _neighbours(fact: Fact, at: Decimal) -> Iterable[tuple[Decimal, Decimal, str]]:
    assert fact.minimum is not None
    assert fact.maximum is not None
    step = Decimal(1) if fact.type is FactType.INTEGER else CLOSE
    tiny = step if fact.type is FactType.INTEGER else Decimal("1e-9")
    yield at, at, f"of exactly {at}"
    if at - tiny >= fact.minimum:
        yield at - step, at - tiny, f"just below {at}"
    if at + tiny <= fact.maximum:
        yield at + tiny, at + step, f"just above {at}"


def test_the_kinds_of_verdict_are_what_examples_can_expect() -> None:
    assert {example.expect for rule in RULES.rules.values() for example in rule.examples} == set(Verdict)
