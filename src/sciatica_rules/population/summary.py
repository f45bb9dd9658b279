"""What a population comes to: how many were judged how, by which rules, and what was not known of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ..decision import RuleSetStamp
from ..intervention import Intervention
from ..outcome import Outcome
from ..provenance import provenance
from ..rule import Rule
from ..vocabulary import Fact
from ..wording import review_notice
from .arrow import Bytes, empty, opened, valid_bits
from .columns import Columns
from .kernel import Found
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

    def __init__(self, request: Request, columns: Columns) -> None:
        self._request, self._columns = request, columns
        self._bound = request.ruleset.bound(request.intervention)
        self._facts = request.program.facts
        self._derived = [place for place, fact in enumerate(self._facts) if fact.name in request.program.derived]
        reads = [rule.reads for rule in self._bound.objecting]
        self._readers = [[place for place, names in enumerate(reads) if fact.name in names] for fact in self._facts]
        """For each fact, the rules that name it."""
        self._assumed = [place for place, fact in enumerate(self._facts) if fact.when_unknown is not None]
        self._rows = self._conflicting = 0
        self._outcomes = np.zeros(len(Outcome), np.int64)
        self._applies, self._undetermined = np.zeros((2, len(reads)), np.int64)
        self._unknown, self._missing, self._invalid = np.zeros((3, len(self._facts)), np.int64)

    def add(self, batch: pa.RecordBatch, found: Found) -> None:
        """Count a batch, of which every verdict was found."""
        rows = batch.num_rows
        self._rows += rows
        self._outcomes += [np.count_nonzero(found.outcomes == outcome.rank) for outcome in Outcome]
        self._conflicting += int(_counts(np.bitwise_or.reduce(found.conflicts, axis=0), rows))
        undetermined = _neither(found.rails)
        self._applies += _counts(found.rails[:, 0], rows)
        self._undetermined += _counts(undetermined, rows)
        unknown, invalid = self._unanswered(batch), self._not_allowed(found)
        self._invalid += _counts(invalid, rows)
        unknown |= invalid
        self._unknown += _counts(unknown, rows)
        # A default takes the place of an answer that is missing, but of none that is not allowed.
        unknown[self._assumed] = invalid[self._assumed]
        unknown[self._derived] = _neither(found.derived)
        unknown &= np.packbits(found.outcomes != Outcome.BLOCKED.rank, bitorder="little")
        for place, rules in enumerate(self._readers):
            unknown[place] &= np.bitwise_or.reduce(undetermined[rules], axis=0)
        self._missing += _counts(unknown, rows)

    def _unanswered(self, batch: pa.RecordBatch) -> Bytes:
        """By fact and byte, the rows without an answer."""
        unknown = empty((len(self._facts), -(-batch.num_rows // 8)))
        for place, fact in enumerate(self._facts):
            column = self._columns.found.get(fact.name)
            if column is None or pa.types.is_null(batch.schema.field(column).type):
                unknown[place] = 0xFF
                continue
            answers = batch.column(column)
            valid = valid_bits(answers)
            if valid is None:
                unknown[place] = 0
            else:
                np.invert(valid, out=unknown[place])
            if pa.types.is_floating(answers.type):
                unknown[place] |= np.packbits(np.isnan(opened(answers).values), bitorder="little")
        return unknown

    def _not_allowed(self, found: Found) -> Bytes:
        """By fact and byte, the rows with an answer that the fact may not hold."""
        rows = len(found.outcomes)
        invalid = empty((len(self._facts), -(-rows // 8)))
        invalid[:] = 0
        for place, fact in enumerate(self._facts):
            if fact.name in found.invalid:
                flags = np.zeros(rows, np.bool_)
                flags[found.invalid[fact.name]] = True
                invalid[place] = np.packbits(flags, bitorder="little")
        return invalid

    def _column(self, fact: Fact, unknown: int) -> str | None:
        """Where the answers to a fact stand. A key that no row has is no column."""
        nowhere = fact.name in self._columns.missing and unknown == self._rows
        return None if nowhere else self._columns.found.get(fact.name)

    def summary(self) -> Summary:
        """What was counted so far."""
        ruleset, intervention = self._request.ruleset, self._bound.intervention
        known = provenance(ruleset)
        return Summary(
            intervention,
            self._rows,
            dict(zip(Outcome, self._outcomes.tolist(), strict=True)),
            self._conflicting,
            tuple(
                RuleCount(bound.rule, *counts)
                for bound, *counts in zip(
                    self._bound.objecting, self._applies.tolist(), self._undetermined.tolist(), strict=True
                )
            ),
            tuple(
                FactCount(fact, self._column(fact, counts[0]), *counts)
                for fact, *counts in zip(
                    self._facts, self._unknown.tolist(), self._missing.tolist(), self._invalid.tolist(), strict=True
                )
            ),
            self._columns.near,
            known.stamp,
            known.not_covered[intervention.id],
            review_notice(each.rule for each in (*self._bound.objecting, *self._bound.precautions)),
        )


def _neither(rails: Bytes) -> Bytes:
    """By rule and byte, where there is no evidence for it and none against it."""
    known = empty((len(rails), rails.shape[2]))
    np.bitwise_or(rails[:, 0], rails[:, 1], out=known)
    np.invert(known, out=known)
    return known


def _counts(bits: Bytes, rows: int) -> npt.NDArray[np.int64]:
    """How many of the first so many are set, along the last axis; what is left of the last byte means nothing."""
    words, rest = divmod(rows, 64)
    in_words = np.bitwise_count(bits[..., : 8 * words].view(np.uint64)).sum(axis=-1, dtype=np.int64)
    behind = np.unpackbits(bits[..., 8 * words :], axis=-1, count=rest, bitorder="little").sum(axis=-1, dtype=np.int64)
    counts: npt.NDArray[np.int64] = in_words + behind
    return counts
