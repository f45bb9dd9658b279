"""A complete rule set, as read: facts, parameters, sources, interventions and rules. Immutable, without verbs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING

from .condition import Condition, Number, bind, facts_read
from .errors import UnknownInterventionError
from .frozen import FrozenDict, freeze
from .intervention import Intervention
from .late import Late
from .outcome import Effect
from .pack import Pack
from .parameter import Parameter
from .rule import Rule
from .source import Source, Statement
from .vocabulary import Vocabulary

if TYPE_CHECKING:
    from . import invariant
else:
    invariant = Late(".invariant")  # only the prover looks at promises; who screens does not pay for them


@dataclass(frozen=True, slots=True)
class BoundRule:
    """A rule as one intervention meets it: every threshold is a number."""

    rule: Rule
    when: Condition
    reads: frozenset[str]
    """The facts that the condition names."""

    @property
    def keeps_a_hold(self) -> bool:
        """Whether it keeps a stopped session stopped: it blocks, and reads why the session was stopped."""
        return HELD_FOR in self.reads and self.rule.effect is Effect.BLOCKED


@dataclass(frozen=True)
class BoundRules:
    """All rules that concern one intervention."""

    intervention: Intervention
    objecting: tuple[BoundRule, ...]
    """Those that can stand in the way, the most severe first."""
    precautions: tuple[BoundRule, ...]
    reads: frozenset[str]
    """Every fact that the objecting rules read, also through derivations."""
    shows: frozenset[str]
    """The facts that the precautions read beside those."""

    @cached_property
    def resume(self) -> frozenset[str]:
        """The rules that keep a stopped session stopped."""
        return frozenset(bound.rule.id for bound in self.objecting if bound.keeps_a_hold)


HELD_FOR = "held_for"
"""The fact that says why a session stands still."""


@dataclass(frozen=True, eq=False)
class RuleSet:
    """Everything that was loaded together. Use it through ``Rules``.

    Two rule sets are equal only if they are one object; compare digests to learn whether they say the same.
    """

    vocabulary: Vocabulary
    parameters: Mapping[str, Parameter]
    sources: Mapping[str, Source]
    statements: Mapping[str, Statement]
    interventions: Mapping[str, Intervention]
    rules: Mapping[str, Rule]
    packs: tuple[Pack, ...]
    """The base first, then the packs, shipped ones before a user's."""
    left_out: tuple[Pack, ...] = ()
    """Shipped packs that were left out by name."""
    overrides: Mapping[str, Number] = field(default_factory=dict)
    """Parameters that were set to something else at load."""
    invariants: tuple[invariant.Invariant, ...] = ()
    """Safety promises, to be proved."""

    def __post_init__(self) -> None:
        freeze(self, "parameters", "sources", "statements", "interventions", "rules", "overrides")

    def __getstate__(self) -> dict[str, object]:
        """What was loaded, without what was worked out from it."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @property
    def base(self) -> Pack:
        return self.packs[0]

    @cached_property
    def values(self) -> Mapping[str, Number]:
        """The value of each parameter, overrides included."""
        return FrozenDict(
            {name: self.overrides.get(name, parameter.value) for name, parameter in self.parameters.items()}
        )

    def values_for(self, intervention: Intervention) -> Mapping[str, Number]:
        """The value of each parameter as one intervention meets it."""
        return {**self.values, **intervention.parameters, **self._overridden(intervention)}

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Those of all rules and derivations, with the names of their parameters."""
        derivations = (condition for fact in self.vocabulary.facts.values() for condition in fact.derivations)
        return (*(rule.when for rule in self.rules.values()), *derivations)

    @cached_property
    def derivations(self) -> Mapping[str, tuple[Condition | None, Condition | None]]:
        """For each derived fact, ``implied_by`` and ``defined_by`` with their numbers."""
        return FrozenDict(
            {
                fact.name: (
                    bind(fact.implied_by, self.values) if fact.implied_by is not None else None,
                    bind(fact.defined_by, self.values) if fact.defined_by is not None else None,
                )
                for fact in self.vocabulary.in_dependency_order
                if fact.derivations
            }
        )

    def intervention(self, intervention: object) -> Intervention:
        """Raises UnknownInterventionError with the nearest known name, for whatever is not the id of one."""
        found = self.interventions.get(intervention) if isinstance(intervention, str) else None
        if found is None:
            # Whoever asks may have looked into a cache first; that it held nothing is no part of the error.
            raise UnknownInterventionError(str(intervention), self.interventions) from None
        return found

    def bound(self, intervention: object) -> BoundRules:
        """The rules that concern an intervention. Raises UnknownInterventionError."""
        asked = self.intervention(intervention)
        found = self._bound.get(asked.id)
        if found is None:
            found = self._bound[asked.id] = self._bind(asked)
        return found

    @cached_property
    def everywhere(self) -> tuple[BoundRule, ...]:
        """Every objecting rule, once for each way in which an intervention meets it."""
        bound = (rule for name in self.interventions for rule in self.bound(name).objecting)
        return tuple({(rule.rule.id, rule.when): rule for rule in bound}.values())

    @cached_property
    def _bound(self) -> dict[str, BoundRules]:
        return {}

    def _bind(self, intervention: Intervention) -> BoundRules:
        values = self.values_for(intervention)
        concerning = [
            BoundRule(rule, bind(rule.when, values), facts_read(rule.when))
            for rule in self.rules.values()
            if rule.concerns(intervention.tags)
        ]
        objecting = [bound for bound in concerning if bound.rule.effect.objects]
        precautions = [bound for bound in concerning if not bound.rule.effect.objects]
        objecting.sort(key=lambda bound: (-bound.rule.effect.demand.rank, -bound.rule.next_step.rank))
        reads = self._closure(objecting)
        return BoundRules(intervention, tuple(objecting), tuple(precautions), reads, self._closure(precautions) - reads)

    def _overridden(self, intervention: Intervention) -> Mapping[str, Number]:
        """An override of a parameter reaches an intervention's own value only where it is the stricter of the two."""
        return {
            name: value
            for name, value in self.overrides.items()
            if name in intervention.parameters and self.parameters[name].prevails(value, intervention.parameters[name])
        }

    def _closure(self, rules: list[BoundRule]) -> frozenset[str]:
        return self.vocabulary.closure(frozenset().union(*(bound.reads for bound in rules)))
