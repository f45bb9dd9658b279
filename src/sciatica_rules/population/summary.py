"""What a population comes to: how many were judged how, by which rules, and what was not known of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ..condition import IsTrue
from ..decision import RuleSetStamp
from ..intervention import Intervention
from ..outcome import Effect, Outcome
from ..program import Compiled, loom_of
from ..provenance import provenance
from ..rule import Rule
from ..vocabulary import Fact
from ..wording import review_notice
from .arrow import Bytes
from .columns import Columns
from .kernel import Found, Kernel
from .plan import make_plan
from .request import Request

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
    """Rows that are not blocked, in which it is unknown and does not follow from other answers, while a rule that
    names it is undetermined."""
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

    def __init__(self, request: Request, columns: Columns, schema: pa.Schema) -> None:
        self._request, self._columns = request, columns
        self._bound = request.ruleset.bound(request.intervention)
        self._follows = _derived_facts(request, columns, schema)
        self._rows = self._conflicting = 0
        self._outcomes: Counter[Outcome] = Counter()
        self._applies: Counter[str] = Counter()
        self._undetermined: Counter[str] = Counter()
        self._unknown: Counter[str] = Counter()
        self._missing: Counter[str] = Counter()
        self._invalid: Counter[str] = Counter()

    def add(self, batch: pa.RecordBatch, found: Found) -> None:
        """Count a batch, of which every verdict was found."""
        rows = batch.num_rows
        self._rows += rows
        for outcome, times in zip(Outcome, np.bincount(found.outcomes, minlength=len(Outcome)), strict=True):
            self._outcomes[outcome] += int(times)
        self._conflicting += _count(np.bitwise_or.reduce(found.conflicts, axis=0), rows)
        not_blocked = _bits(found.outcomes != Outcome.BLOCKED.rank)
        in_question: dict[str, Bytes] = {}
        for bound, (true, false) in zip(self._bound.objecting, found.rails, strict=True):
            undetermined = ~(true | false)
            self._applies[bound.rule.id] += _count(true, rows)
            self._undetermined[bound.rule.id] += _count(undetermined, rows)
            undetermined &= not_blocked
            for fact in bound.reads:
                in_question[fact] = in_question[fact] | undetermined if fact in in_question else undetermined
        self._count_answers(batch, found, in_question)

    def _count_answers(self, batch: pa.RecordBatch, found: Found, in_question: Mapping[str, Bytes]) -> None:
        rows = batch.num_rows
        follows = self._follows.find(batch) if self._follows else {}
        for fact in self._request.program.facts:
            unknown = self._unanswered(batch, fact.name)
            invalid = found.invalid.get(fact.name)
            if invalid is not None:
                self._invalid[fact.name] += len(invalid)
                unknown |= _bits(np.isin(np.arange(rows), invalid, assume_unique=True))
            self._unknown[fact.name] += _count(unknown, rows)
            if fact.name in in_question and fact.when_unknown is None:
                still = follows.get(fact.name, unknown)
                self._missing[fact.name] += _count(still & in_question[fact.name], rows)

    def _unanswered(self, batch: pa.RecordBatch, fact: str) -> Bytes:
        column = self._columns.found.get(fact)
        if column is None:
            return np.full(-(-batch.num_rows // 8), 0xFF, np.uint8)
        nulls = pc.is_null(batch.column(column), nan_is_null=True)
        return _bits(nulls.to_numpy(zero_copy_only=False))

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


class _Follows:
    """Of which derived facts nothing is known, neither from their own answers nor from others."""

    def __init__(self, facts: Sequence[str], kernel: Kernel) -> None:
        self._facts, self._kernel = facts, kernel

    def find(self, batch: pa.RecordBatch) -> dict[str, Bytes]:
        """For each fact, the rows in which it is unknown."""
        rails = self._kernel.find(batch).rails
        return {fact: ~(true | false) for fact, (true, false) in zip(self._facts, rails, strict=True)}


def _derived_facts(request: Request, columns: Columns, schema: pa.Schema) -> _Follows | None:
    """A derived fact is judged as a rule is: by the evidence for it and the evidence against it."""
    loom = loom_of(request.ruleset)
    names = [fact.name for fact in request.program.facts if fact.derivations]
    if not names:
        return None
    as_rules = tuple(Compiled(name, Effect.CONSULT_DOCTOR, loom.rails(IsTrue(name))) for name in names)
    program = replace(request.program, rules=as_rules, conflicts=())
    present = [fact for fact, column in columns.found.items() if not pa.types.is_null(schema.field(column).type)]
    return _Follows(names, Kernel(make_plan(program, request.ruleset.vocabulary, present, rules=True), columns.found))


def _bits(truths: npt.NDArray[np.bool_]) -> Bytes:
    return np.packbits(truths, bitorder="little")


def _count(bits: Bytes, rows: int) -> int:
    """How many are set of the first so many; what is left of the last byte means nothing."""
    whole, rest = divmod(rows, 8)
    last = int(bits[whole]) & ((1 << rest) - 1) if rest else 0
    return int(np.bitwise_count(bits[:whole]).sum()) + last.bit_count()
