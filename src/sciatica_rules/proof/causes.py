"""What was changed between two rule sets that a rule, as an intervention meets it, depends on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from ..condition import Condition, facts_read, parameters_read
from ..rule import Rule
from ..ruleset import RuleSet
from ..vocabulary import Fact


class Action(str, Enum):
    """What became of something."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that was changed: a rule, or a parameter, a fact or an intervention that a rule depends on."""

    kind: str
    name: str
    action: Action

    def __str__(self) -> str:
        return f"{self.kind} {self.name} {self.action}"


def causes(rule: str, old: RuleSet, new: RuleSet, intervention: str) -> Iterator[Cause]:
    """Why a rule is not the same for an intervention: what was changed itself, not what follows from that."""
    before, after = old.rules.get(rule), new.rules.get(rule)
    if before is None or after is None:
        yield Cause("rule", rule, Action.ADDED if before is None else Action.REMOVED)
        return
    if _logic(before) != _logic(after):
        yield Cause("rule", rule, Action.CHANGED)
    tags = [each.interventions[intervention].tags for each in (old, new)]
    if before.concerns(tags[0]) != before.concerns(tags[1]):
        yield Cause("intervention", intervention, Action.CHANGED)
    yield from _beneath((before.when, after.when), old, new, intervention)


def _logic(rule: Rule) -> tuple[object, ...]:
    return (rule.when, rule.effect, rule.next_step, rule.hold, frozenset(rule.applies_to), frozenset(rule.except_for))


def _beneath(conditions: tuple[Condition, Condition], old: RuleSet, new: RuleSet, intervention: str) -> Iterator[Cause]:
    """What was changed of the parameters and facts that the conditions of a rule read."""
    values = [each.values_for(each.interventions[intervention]) for each in (old, new)]
    for name in sorted(frozenset().union(*map(parameters_read, conditions))):
        yield from _changed("parameter", name, *values)
    facts = [each.vocabulary.closure(facts_read(when)) for each, when in zip((old, new), conditions, strict=True)]
    for name in sorted(facts[0] | facts[1]):
        yield from fact_causes(name, old, new)


def fact_causes(name: str, old: RuleSet, new: RuleSet) -> Iterator[Cause]:
    """What was changed of a fact, or of a parameter that it is derived by."""
    facts = [each.vocabulary.facts for each in (old, new)]
    known = [{each: _meaning(fact) for each, fact in one.items() if each == name} for one in facts]
    yield from _changed("fact", name, *known)
    derivations = [each for one in facts if name in one for each in one[name].derivations]
    for parameter in sorted(frozenset().union(*map(parameters_read, derivations))):
        yield from _changed("parameter", parameter, old.values, new.values)


def _meaning(fact: Fact) -> tuple[object, ...]:
    domain = (fact.type, fact.minimum, fact.maximum, frozenset(fact.choices))
    return (*domain, fact.implied_by, fact.defined_by, fact.when_unknown)


def _changed(kind: str, name: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Cause]:
    if name not in old or name not in new:
        yield Cause(kind, name, Action.ADDED if name in new else Action.REMOVED)
    elif old[name] != new[name]:
        yield Cause(kind, name, Action.CHANGED)
