"""The words of an answer, each ordered by severity."""

from __future__ import annotations

from enum import Enum
from typing import Self


class Severity(str, Enum):
    """A string with a rank: members compare by the order they are written in, mildest first.

    Comparing with a plain string raises, since ``"blocked" < "consult_doctor"`` by the alphabet.
    """

    rank: int

    def __new__(cls, word: str) -> Self:
        member = str.__new__(cls, word)
        member._value_ = word
        member.rank = len(cls.__members__)
        return member

    def _rank_of(self, other: object) -> int:
        if type(other) is not type(self):
            raise TypeError(f"{type(self).__name__} cannot be ordered against {type(other).__name__}")
        return other.rank

    def __lt__(self, other: object) -> bool:
        return self.rank < self._rank_of(other)

    def __le__(self, other: object) -> bool:
        return self.rank <= self._rank_of(other)

    def __gt__(self, other: object) -> bool:
        return self.rank > self._rank_of(other)

    def __ge__(self, other: object) -> bool:
        return self.rank >= self._rank_of(other)

    def __bool__(self) -> bool:
        raise TypeError(f"a {type(self).__name__} is never simply true or false; compare it, e.g. with Outcome.ALLOWED")

    def __str__(self) -> str:
        return str(self.value)


class Outcome(Severity):
    """What a decision says. ``ALLOWED`` reads "no rule of this set objects", nothing more."""

    ALLOWED = "allowed"
    CONSULT_DOCTOR = "consult_doctor"
    BLOCKED = "blocked"


class NextStep(Severity):
    """What the person should do next, the most pressing last.

    ``ANSWER`` means that only unanswered (or contradictory) facts stand in the way.
    """

    NONE = "none"
    ANSWER = "answer"
    FIX = "fix"
    WAIT = "wait"
    DOCTOR = "doctor"
    URGENT = "urgent"
    EMERGENCY = "emergency"


class Hold(Severity):
    """Why a session stands still, if it does."""

    NONE = "none"
    DISCOMFORT = "discomfort"
    EXACERBATION = "exacerbation"


_DEMANDS = (Outcome.ALLOWED, Outcome.CONSULT_DOCTOR, Outcome.BLOCKED)
"""What each effect, below, demands, in their order; both grow more severe together."""


class Effect(Severity):
    """What a rule demands where it applies. A precaution is shown and demands nothing."""

    PRECAUTION = "precaution"
    CONSULT_DOCTOR = "consult_doctor"
    BLOCKED = "blocked"

    demand: Outcome

    def __init__(self, _word: str) -> None:
        self.demand = _DEMANDS[self.rank]

    @property
    def objects(self) -> bool:
        """Whether the rule can stand in the way at all."""
        return self is not Effect.PRECAUTION


class Verdict(str, Enum):
    """What a profile makes of one rule."""

    APPLIES = "applies"
    DOES_NOT_APPLY = "does_not_apply"
    UNDETERMINED = "undetermined"

    def __str__(self) -> str:
        return self.value
