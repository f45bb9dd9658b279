"""All checks, and how to run them over a rule set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from ..intervention import Intervention
from ..invariant import Invariant
from ..location import Location
from ..parameter import Parameter
from ..rule import Rule
from ..ruleset import RuleSet
from ..vocabulary import Fact
from .boxes import TooLargeError
from .checks.conditions import always_applies, idle_part, never_applies
from .checks.coverage import covered_rule, duplicate_rule, needless_waiver
from .checks.facts import idle_fact, loose_default, worse_is_looser
from .checks.interventions import never_allowed, typical_not_allowed
from .checks.invariants import broken_invariant
from .checks.numbers import pinhole, wrong_stricter_side
from .checks.unknowns import needless_unknown
from .cover import BUDGET, OutOfBudgetError
from .finding import Finding, Level
from .prover import Prover
from .variants import variants


class Subject(Protocol):
    """What a check is about: a rule, a fact, a parameter, an intervention or an invariant."""

    @property
    def location(self) -> Location | None:
        """Where it stands."""
        ...


S = TypeVar("S", bound=Subject)


@dataclass(frozen=True, slots=True)
class Check(Generic[S]):
    """One question, asked of everything of one kind."""

    examine: Callable[[Prover, S], Iterator[Finding]]
    subjects: Callable[[RuleSet], dict[str, S]]

    @property
    def name(self) -> str:
        """As it is called in findings."""
        return self.examine.__name__

    @property
    def summary(self) -> str:
        """In one sentence, what it finds."""
        return (self.examine.__doc__ or "").strip().partition("\n")[0]

    def run(self, prover: Prover) -> Iterator[Finding]:
        """Everything it finds; where the search took too long it says so."""
        for name, subject in self.subjects(prover.ruleset).items():
            try:
                yield from self.examine(prover, subject)
            except OutOfBudgetError:
                message = f"{name}: not proved within {prover.pool.budget:,} steps"
                yield Finding(self.name, Level.NOT_PROVED, name, message, subject.location)


def _rules(ruleset: RuleSet) -> dict[str, Rule]:
    """The rules that concern anything; the reader refuses others."""
    tags = [intervention.tags for intervention in ruleset.interventions.values()]
    return {name: rule for name, rule in ruleset.rules.items() if any(map(rule.concerns, tags))}


def _facts(ruleset: RuleSet) -> dict[str, Fact]:
    return dict(ruleset.vocabulary.facts)


def _parameters(ruleset: RuleSet) -> dict[str, Parameter]:
    return dict(ruleset.parameters)


def _interventions(ruleset: RuleSet) -> dict[str, Intervention]:
    return dict(ruleset.interventions)


def _invariants(ruleset: RuleSet) -> dict[str, Invariant]:
    """The promises of the loaded packs."""
    loaded = {"", *(pack.id for pack in ruleset.packs)}
    return {invariant.id: invariant for invariant in ruleset.invariants if invariant.pack in loaded}


CHECKS: tuple[Check[Any], ...] = (
    Check(broken_invariant, _invariants),
    Check(never_applies, _rules),
    Check(always_applies, _rules),
    Check(idle_part, _rules),
    Check(covered_rule, _rules),
    Check(duplicate_rule, _rules),
    Check(needless_waiver, _rules),
    Check(needless_unknown, _rules),
    Check(worse_is_looser, _facts),
    Check(loose_default, _facts),
    Check(pinhole, _facts),
    Check(idle_fact, _facts),
    Check(wrong_stricter_side, _parameters),
    Check(never_allowed, _interventions),
    Check(typical_not_allowed, _interventions),
)
"""In the order in which their findings are told."""


def check(ruleset: RuleSet, budget: int = BUDGET) -> tuple[Finding, ...]:
    """What all checks find in a rule set. Nothing is proved of one with a condition that is too large."""
    try:
        prover = Prover(ruleset, variants(ruleset), budget)
        return tuple(finding for each in CHECKS for finding in each.run(prover))
    except TooLargeError:
        message = "nothing is proved of this rule set: a condition falls into too many boxes"
        return (Finding("too_large", Level.NOT_PROVED, ruleset.base.id, message, ruleset.base.location),)
