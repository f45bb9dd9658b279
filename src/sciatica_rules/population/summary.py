"""What a population comes to: how many were judged how, by which rules, and what was not known of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..decision import RuleSetStamp
from ..intervention import Intervention
from ..outcome import Outcome
from ..provenance import provenance
from ..rule import Rule
from ..vocabulary import Fact
from ..wording import review_notice
from .columns import Columns
from .request import Request

Bits = np.ndarray[Any, np.dtype[np.uint8]]


@dataclass(frozen=True, slots=True)
class RuleCount:
    """In how many rows a rule applies, and in how many that cannot be told."""

    rule: Rule
    applies: int
    undetermined: int


@dataclass(frozen=True, slots=True)
class FactCount:
    """What the rows say of a fact that the rules read."""

    fact: Fact
    column: str | None
    """Where its answers stand; None if nowhere."""
    unknown: int
    """Rows without an answer that can be used."""
    missing: int
    """Rows that are not blocked, without an answer, in which a rule that names the fact is undetermined."""
    invalid: int
    """Rows with an answer that the fact may not hold."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a population comes to."""

    intervention: Intervention
    rows: int
    outcomes: Mapping[Outcome, int]
    conflicting: int
    """Rows with answers that contradict each other."""
    rules: tuple[RuleCount, ...]
    """Every objecting rule, the most severe first."""
    facts: tuple[FactCount, ...]
    """Every fact that the rules read, in the order of the vocabulary."""
    near: Mapping[str, str]
    """For some facts without a column, a column that is called nearly so."""
    stamp: RuleSetStamp
    not_covered: tuple[str, ...]
    review: str

    def applying(self) -> list[RuleCount]:
        """The rules that apply to anybody, the most frequent first."""
        return sorted((each for each in self.rules if each.applies), key=lambda each: -each.applies)

    def undetermined(self) -> list[RuleCount]:
        """The rules that cannot be told of somebody, the most frequent first."""
        return sorted((each for each in self.rules if each.undetermined), key=lambda each: -each.undetermined)

    def missing(self) -> list[FactCount]:
        """The facts to ask about, the most frequent first."""
        return sorted((each for each in self.facts if each.missing), key=lambda each: -each.missing)

    def without_column(self) -> list[FactCount]:
        """The facts of which nobody was asked."""
        return [each for each in self.facts if each.column is None]

    def invalid(self) -> list[FactCount]:
        """The facts with answers that they may not hold, the most frequent first."""
        return sorted((each for each in self.facts if each.invalid), key=lambda each: -each.invalid)


class Tally:
    """Counts batch after batch."""

    def __init__(self, request: Request, columns: Columns) -> None:
        self._request, self._columns = request, columns
        self._bound = request.ruleset.bound(request.intervention)
        self._rows = self._conflicting = 0
        self._outcomes: Counter[Outcome] = Counter()
        self._applies: Counter[str] = Counter()
        self._undetermined: Counter[str] = Counter()
        self._unknown: Counter[str] = Counter()
        self._missing: Counter[str] = Counter()
        self._invalid: Counter[str] = Counter()

    def add(self, batch: pa.RecordBatch) -> None:
        """Count a batch with its answers, its outcomes and its verdicts."""
        self._rows += batch.num_rows
        ranks = batch.column(self._request.outcome_column).indices.to_numpy()
        for outcome, rows in zip(Outcome, np.bincount(ranks, minlength=len(Outcome)), strict=True):
            self._outcomes[outcome] += int(rows)
        not_blocked = np.packbits(ranks != Outcome.BLOCKED.rank, bitorder="little")
        open_rules: dict[str, Bits] = {}
        for name, bound in zip(self._request.verdict_columns, self._bound.objecting, strict=True):
            verdicts = batch.column(name)
            self._applies[bound.rule.id] += verdicts.true_count
            self._undetermined[bound.rule.id] += verdicts.null_count
            if verdicts.null_count:
                undetermined = bits(pc.is_null(verdicts)) & not_blocked
                for fact in bound.reads:
                    open_rules[fact] = open_rules[fact] | undetermined if fact in open_rules else undetermined
        self._count_answers(batch, open_rules)

    def _count_answers(self, batch: pa.RecordBatch, open_rules: Mapping[str, Bits]) -> None:
        for fact in self._request.program.facts:
            column = self._columns.found.get(fact.name)
            nulls = None if column is None else pc.is_null(batch.column(column), nan_is_null=True)
            self._unknown[fact.name] += batch.num_rows if nulls is None else nulls.true_count
            wanted = open_rules.get(fact.name)
            if wanted is not None and fact.when_unknown is None:
                self._missing[fact.name] += ones(wanted if nulls is None else wanted & bits(nulls))

    def summary(self) -> Summary:
        """What was counted so far."""
        ruleset, intervention = self._request.ruleset, self._bound.intervention
        known = provenance(ruleset)
        return Summary(
            intervention,
            self._rows,
            {outcome: self._outcomes[outcome] for outcome in Outcome},
            self._conflicting,
            tuple(
                RuleCount(each.rule, self._applies[each.rule.id], self._undetermined[each.rule.id])
                for each in self._bound.objecting
            ),
            tuple(self._fact_count(fact) for fact in self._request.program.facts),
            self._columns.near,
            known.stamp,
            known.not_covered[intervention.id],
            review_notice(each.rule for each in (*self._bound.objecting, *self._bound.precautions)),
        )

    def _fact_count(self, fact: Fact) -> FactCount:
        name = fact.name
        column = self._columns.found.get(name)
        return FactCount(fact, column, self._unknown[name], self._missing[name], self._invalid[name])


def bits(truths: pa.BooleanArray) -> Bits:
    """Truths without nulls, eight to a byte; what is left of the last byte is empty."""
    if truths.offset or len(truths) % 8:
        return np.packbits(truths.to_numpy(zero_copy_only=False), bitorder="little")
    return np.frombuffer(truths.buffers()[1], np.uint8)[: len(truths) // 8]


def ones(found: Bits) -> int:
    """How many are set."""
    return int(np.bitwise_count(found).sum())
