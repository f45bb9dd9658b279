"""What the reference evaluator says of one row: the outcome, the verdict of each rule, the reasons.

A row maps facts to what stands in their columns. What is there and may not be there is unknown, and no default takes
its place: it is judged by rules whose fact has no default, and is never allowed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any as Anything

from sciatica_rules.decide import judge, verdict
from sciatica_rules.evidence import establish
from sciatica_rules.outcome import Outcome, Verdict
from sciatica_rules.profile import read_profile, read_value
from sciatica_rules.program import program
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.vocabulary import Vocabulary

Row = Mapping[str, Anything]

_TRUTH = {Verdict.APPLIES: True, Verdict.DOES_NOT_APPLY: False, Verdict.UNDETERMINED: None}


@dataclass(frozen=True)
class Told:
    """What must come out for one row."""

    outcome: Outcome
    verdicts: dict[str, bool | None]
    """By the id of each objecting rule, the most severe first."""
    conflicts: list[str]

    @property
    def reasons(self) -> list[str]:
        return [rule for rule, truth in self.verdicts.items() if truth is True]

    @property
    def undetermined(self) -> list[str]:
        return [rule for rule, truth in self.verdicts.items() if truth is None]


def told(ruleset: RuleSet, intervention: str, row: Row) -> Told:
    """The reference on the facts of a row; what the row holds beside facts is left out."""
    facts = ruleset.vocabulary.facts
    answers = {name: value for name, value in row.items() if name in facts}
    invalid = frozenset(name for name, value in answers.items() if not _is_allowed(ruleset, name, value))
    judged = _without_defaults(ruleset, invalid)
    profile = read_profile({name: value for name, value in answers.items() if name not in invalid}, judged.vocabulary)
    bound = judged.bound(intervention)
    findings = establish(profile, judged, bound.reads, None)
    judgement = judge(bound, findings)
    outcome = judgement.outcome
    if outcome is Outcome.ALLOWED and invalid & {fact.name for fact in _read(ruleset, intervention)}:
        outcome = Outcome.CONSULT_DOCTOR
    verdicts = {rule.rule.id: _TRUTH[verdict(rule, findings)] for rule in bound.objecting}
    return Told(outcome, verdicts, list(judgement.conflicts))


def all_told(ruleset: RuleSet, intervention: str, rows: Iterable[Row]) -> list[Told]:
    """For every row."""
    return [told(ruleset, intervention, row) for row in rows]


def _is_allowed(ruleset: RuleSet, name: str, value: Anything) -> bool:
    try:
        read_value(value, ruleset.vocabulary.facts[name])
    except ValueError:
        return False
    return True


@cache
def _read(ruleset: RuleSet, intervention: str) -> tuple[Anything, ...]:
    return program(ruleset, intervention).facts


@cache
def _without_defaults(ruleset: RuleSet, names: frozenset[str]) -> RuleSet:
    if not names:
        return ruleset
    groups = tuple(
        replace(
            group,
            facts=tuple(replace(each, when_unknown=None) if each.name in names else each for each in group.facts),
        )
        for group in ruleset.vocabulary.groups
    )
    return replace(ruleset, vocabulary=Vocabulary(groups))
