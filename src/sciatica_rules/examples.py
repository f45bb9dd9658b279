"""Every rule carries examples of its own. Does it make of them what they say?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .condition import Value, bind, facts_read
from .decide import verdict
from .evidence import establish
from .location import Location
from .outcome import Verdict
from .profile import read_profile
from .rule import Example, Rule
from .ruleset import BoundRule, RuleSet


@dataclass(frozen=True, slots=True)
class ExampleFailure:
    """An example that came out otherwise than it says."""

    rule: str
    intervention: str
    """For which it came out so; an example without ``for`` must hold wherever the rule applies."""
    given: Mapping[str, Value]
    expected: Verdict
    found: Verdict
    location: Location | None = None

    @property
    def message(self) -> str:
        """What is wrong, without the place."""
        return f"{self.rule} for {self.intervention}: the example expects {self.expected}, it comes out {self.found}"

    def __str__(self) -> str:
        place = f"{self.location}: " if self.location else ""
        told = ", ".join(f"{name}: {_said(value)}" for name, value in self.given.items())
        return f"{place}{self.message}\n    given {{{told}}}"


def check_examples(ruleset: RuleSet) -> tuple[ExampleFailure, ...]:
    """Run the examples of every rule; what comes out otherwise, in the order of the rules. Raises ProfileError."""
    found = (check_example(ruleset, rule, example) for rule in ruleset.rules.values() for example in rule.examples)
    return tuple(failure for failure in found if failure is not None)


def check_example(ruleset: RuleSet, rule: Rule, example: Example) -> ExampleFailure | None:
    """Run one example: how it fails for the first intervention for which it does. Raises ProfileError."""
    profile = read_profile(example.given, ruleset.vocabulary)
    for intervention, bound in _where(ruleset, rule, example):
        findings = establish(profile, ruleset, ruleset.vocabulary.closure(bound.reads), None)
        found = verdict(bound, findings)
        if found is not example.expect:
            place = example.location or rule.location
            return ExampleFailure(rule.id, intervention, example.given, example.expect, found, place)
    return None


def _where(ruleset: RuleSet, rule: Rule, example: Example) -> Iterator[tuple[str, BoundRule]]:
    """The rule as the interventions meet it that the example is about, those with the same numbers once."""
    met = set()
    for intervention in ruleset.interventions.values():
        if example.intervention in {None, intervention.id} and rule.concerns(intervention.tags):
            when = bind(rule.when, ruleset.values_for(intervention))
            if when not in met:
                met.add(when)
                yield intervention.id, BoundRule(rule, when, facts_read(when))


def _said(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
