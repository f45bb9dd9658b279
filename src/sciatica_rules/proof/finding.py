"""What a check has to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from ..condition import Leaf, Value, all_parts
from ..location import Location
from ..outcome import Outcome
from ..rule import Rule
from ..vocabulary import Fact


class Level(str, Enum):
    """How much a finding matters. ``NOT_PROVED``: the search ended before an answer was found."""

    ERROR = "error"
    WARNING = "warning"
    NOT_PROVED = "not_proved"
    INFO = "info"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Counterexample:
    """One person to whom it happens. The reference evaluator has screened them before anyone sees this."""

    intervention: str
    unusual: Mapping[str, Value | None]
    """What differs from the typical profile of the intervention; None where the fact is not answered."""
    answers: Mapping[str, Value]
    """The whole profile, to screen it again."""
    stale: tuple[str, ...]
    """Facts whose answer is too old, so that nothing is assumed in its place."""
    outcome: Outcome
    then: str = ""
    """What else to look at, such as the outcome after one answer has changed."""

    def __str__(self) -> str:
        return f"{self.intervention} is {self.outcome} for {{{described(self.unusual, self.stale)}}}{self.then}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found in a rule set."""

    check: str
    level: Level
    subject: str
    """The rule, fact, parameter, intervention or invariant that it is about."""
    message: str
    location: Location | None = None
    counterexample: Counterexample | None = None
    related: tuple[str, ...] = ()
    """Other rules that have a part in it."""

    def __str__(self) -> str:
        place = f"{self.location}: " if self.location else ""
        text = f"{place}{self.level} {self.check}: {self.message}"
        return f"{text}\n    {self.counterexample}" if self.counterexample else text


def finding(
    check: str,
    level: Level,
    fact: Fact,
    message: str,
    example: Counterexample,
    rules: tuple[Rule, ...] = (),
) -> Finding:
    """A finding about a fact. It stands where the first rule that has a part in it reads the fact."""
    related = tuple(rule.id for rule in rules)
    place = _reading(rules[0], fact) if rules else fact.location
    through = f" ({', '.join(related)})" if related else ""
    return Finding(check, level, fact.name, message + through, place, example, related)


def _reading(rule: Rule, fact: Fact) -> Location | None:
    """Where a rule names a fact; its whole condition, where it only reads it through another one."""
    for number, part in enumerate(all_parts(rule.when)):
        if isinstance(part, Leaf) and part.fact == fact.name:
            return rule.location_of(number)
    return rule.location_of(0)


def described(unusual: Mapping[str, Value | None], stale: Sequence[str]) -> str:
    """A person by what differs from the typical profile."""
    told = [f"{name}: {_said(value)}" for name, value in unusual.items() if name not in stale]
    told += [f"{name}: too old to count" for name in stale]
    return f"{', '.join(told)}, otherwise typical" if told else "the typical profile"


def _said(value: Value | None) -> str:
    if value is None:
        return "unanswered"
    return str(value).lower() if isinstance(value, bool) else str(value)
