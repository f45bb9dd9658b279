"""One rule with one mistake in it, as a rule set that could have been loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from ...condition import Number
from ...intervention import Intervention
from ...location import Location
from ...rule import Rule
from ...ruleset import RuleSet


class Kind(str, Enum):
    """The mistakes that are made on purpose. All that change the condition come first."""

    DROP_PART = "drop_part"
    SWAP_ALL_ANY = "swap_all_any"
    NEGATE = "negate"
    MOVE_THRESHOLD = "move_threshold"
    SWAP_STRICTNESS = "swap_strictness"
    CHANGE_VALUES = "change_values"
    LOWER_EFFECT = "lower_effect"
    LOWER_NEXT_STEP = "lower_next_step"
    LOWER_HOLD = "lower_hold"
    DROP_TAG = "drop_tag"
    ADD_EXCEPTION = "add_exception"
    DROP_EXCEPTION = "drop_exception"
    DROP_RULE = "drop_rule"

    def __str__(self) -> str:
        return self.value


CONDITION_KINDS = frozenset(
    {
        Kind.DROP_PART,
        Kind.SWAP_ALL_ANY,
        Kind.NEGATE,
        Kind.MOVE_THRESHOLD,
        Kind.SWAP_STRICTNESS,
        Kind.CHANGE_VALUES,
    }
)
"""The mistakes that an example of the rule can see; only a case sees the others."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A threshold with a name, a little higher or lower wherever the rule meets it."""

    parameter: str
    by: Number

    @property
    def name(self) -> str:
        """A name that no parameter of a file can have."""
        return f"{self.parameter} {'+' if self.by > 0 else '-'} {abs(self.by)}"

    def added_to(self, ruleset: RuleSet) -> RuleSet:
        """The rule set with one more parameter, for every intervention as far from the other one."""
        parameter = ruleset.parameters[self.parameter]
        moved = replace(parameter, name=self.name, value=ruleset.values[self.parameter] + self.by)
        interventions = {each.id: self._own(each, ruleset) for each in ruleset.interventions.values()}
        parameters = {**ruleset.parameters, self.name: moved}
        return replace(ruleset, parameters=parameters, interventions=interventions)

    def _own(self, intervention: Intervention, ruleset: RuleSet) -> Intervention:
        if self.parameter not in intervention.parameters:
            return intervention
        value = ruleset.values_for(intervention)[self.parameter] + self.by
        return replace(intervention, parameters={**intervention.parameters, self.name: value})


@dataclass(frozen=True, slots=True)
class Mutant:
    """What was changed, and what the rule is then."""

    kind: Kind
    change: str
    """In words, to be read after the rule's id."""
    original: Rule
    rule: Rule | None
    """None where it was left out."""
    moved: Moved | None = None
    part: int | None = None
    """The number of the part of the condition that was changed, if one was."""

    @property
    def location(self) -> Location | None:
        """Where the mistake was made: the part of the condition, otherwise the rule."""
        return self.original.location if self.part is None else self.original.location_of(self.part)

    @property
    def seen_by_examples(self) -> bool:
        """Whether an example can tell it from the original at all."""
        return self.kind in CONDITION_KINDS

    def parameters_of(self, ruleset: RuleSet) -> RuleSet:
        """The rule set with what the changed condition is compared with, and the rules as they are."""
        return self.moved.added_to(ruleset) if self.moved else ruleset

    def of(self, ruleset: RuleSet) -> RuleSet:
        """The rule set, or a variant of it, with the mistake in it."""
        if self.original.id not in ruleset.rules:
            return ruleset
        return replace(self.parameters_of(ruleset), rules=dict(self._rules(ruleset.rules)))

    def _rules(self, rules: Mapping[str, Rule]) -> Iterator[tuple[str, Rule]]:
        for name, rule in rules.items():
            if name != self.original.id:
                yield name, rule
            elif self.rule is not None:
                yield name, self.rule
