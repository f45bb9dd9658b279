"""Truth on two rails: is there evidence for, is there evidence against?

Two questions with a yes or no each give four values. A health profile needs all of them: most facts are simply not
known, and a patient can deny severe pain and report eight out of ten in the same breath.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """One of the four Belnap-Dunn values: is there evidence for, is there evidence against."""

    UNKNOWN = (False, False)
    TRUE = (True, False)
    FALSE = (False, True)
    CONTRADICTION = (True, True)

    def __init__(self, evidence_for: bool, evidence_against: bool) -> None:
        self.evidence_for = evidence_for
        self.evidence_against = evidence_against

    def __bool__(self) -> bool:
        raise TypeError("a Truth has four values; ask for .evidence_for or .evidence_against")


_BY_RAILS = {(truth.evidence_for, truth.evidence_against): truth for truth in Truth}


def known(value: bool) -> Truth:
    """The value of a plain, known yes or no."""
    return Truth.TRUE if value else Truth.FALSE


def negation(truth: Truth) -> Truth:
    """Evidence for becomes evidence against, and the other way round."""
    return _BY_RAILS[truth.evidence_against, truth.evidence_for]


def conjunction(truths: Iterable[Truth]) -> Truth:
    """True needs every part; a single part that is false makes it false."""
    evidence_for, evidence_against = True, False
    for truth in truths:
        evidence_for = evidence_for and truth.evidence_for
        evidence_against = evidence_against or truth.evidence_against
    return _BY_RAILS[evidence_for, evidence_against]


def disjunction(truths: Iterable[Truth]) -> Truth:
    """A single part that is true makes it true; false needs every part."""
    evidence_for, evidence_against = False, True
    for truth in truths:
        evidence_for = evidence_for or truth.evidence_for
        evidence_against = evidence_against and truth.evidence_against
    return _BY_RAILS[evidence_for, evidence_against]


def union(truths: Iterable[Truth]) -> Truth:
    """All evidence together, from wherever it comes."""
    evidence_for = evidence_against = False
    for truth in truths:
        evidence_for = evidence_for or truth.evidence_for
        evidence_against = evidence_against or truth.evidence_against
    return _BY_RAILS[evidence_for, evidence_against]
