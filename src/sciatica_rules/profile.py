"""What is told about one person, checked against a vocabulary. Nothing is coerced, clipped or rounded.

No message here ever repeats a value: what a patient answered must not reach a log.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from math import isfinite, isnan
from typing import Any, Protocol, runtime_checkable

from .condition import Number, Value
from .errors import ProfileError, ProfileProblem, did_you_mean
from .frozen import FrozenDict
from .vocabulary import Fact, FactType, Vocabulary

OBSERVED, DENIES = "observed", "denies"
RESERVED = frozenset({OBSERVED, DENIES})
"""Keys of a profile that are not facts."""

_A_MOMENT = "must be a date and time such as 2026-01-31T08:30:00+00:00"
_HINTS, _LONGEST_NAME = 20, 64
"""Looking for the nearest name takes time, so only the first few problems of a profile get one."""

_SURE_DIGITS, _SURE_EXPONENT = 15, 307
"""A float of 64 bits holds every number of so many decimal digits between these powers of ten."""


@runtime_checkable
class TypedProfile(Protocol):
    """A profile model, such as ``PatientProfile``, that can be read as a plain mapping."""

    def as_mapping(self) -> Mapping[str, Any]:
        """The answered facts, and ``observed`` and ``denies`` where given."""
        ...


ProfileLike = Mapping[str, Any] | TypedProfile


@dataclass(frozen=True, slots=True, repr=False)
class Profile:
    """The validated answers of one person. A fact that is not in ``answers`` is unknown."""

    answers: Mapping[str, Value]
    observed: Mapping[str, datetime] = field(default_factory=dict)
    """When a fact was observed; times without a zone are taken as UTC."""
    denies: tuple[str, ...] = ()
    """Groups of which the person says "nothing of this"."""
    read_by: Vocabulary | None = field(default=None, compare=False)
    """The vocabulary that found it valid; another one reads it again."""

    def __reduce__(self) -> tuple[type[Profile], tuple[object, ...]]:
        return Profile, (self.answers, self.observed, self.denies)

    standing: object = field(default=None, init=False, compare=False)
    """What whoever read the profile has already worked out of it (``rows.py``)."""

    def __repr__(self) -> str:
        return f"Profile(answered: {', '.join(self.answers) or 'nothing'})"

    def as_mapping(self) -> dict[str, Any]:
        """The profile as plain data that can be read again."""
        plain: dict[str, Any] = dict(self.answers)
        if self.observed:
            plain[OBSERVED] = {name: moment.isoformat() for name, moment in self.observed.items()}
        if self.denies:
            plain[DENIES] = list(self.denies)
        return plain


def as_mapping(raw: object) -> Any:
    """A typed profile as a plain mapping; anything else, its class included, as it is."""
    if type(raw) is dict:  # the most frequent, and asking for a protocol takes long
        return raw
    return raw.as_mapping() if isinstance(raw, TypedProfile) and not isinstance(raw, type) else raw


def read_profile(raw: ProfileLike, vocabulary: Vocabulary) -> Profile:
    """Check a plain mapping or a typed profile. Raises ProfileError naming every problem, never a value."""
    if isinstance(raw, Profile) and raw.read_by is vocabulary:
        return raw
    given = as_mapping(raw)
    if not isinstance(given, Mapping):
        raise ProfileError([ProfileProblem("profile", "must be a mapping of fact names to values")])
    problems: list[ProfileProblem] = []
    answers = _read_answers(given, vocabulary, problems)
    observed = read_observed(given.get(OBSERVED), vocabulary, problems)
    denies = read_denies(given.get(DENIES), vocabulary, problems)
    if problems:
        raise ProfileError(problems)
    return Profile(FrozenDict(answers), FrozenDict(observed), denies, vocabulary)


def _read_answers(
    given: Mapping[Any, object], vocabulary: Vocabulary, problems: list[ProfileProblem]
) -> dict[str, Value]:
    answers: dict[str, Value] = {}
    for name, value in given.items():
        if name in RESERVED:
            continue
        fact = vocabulary.facts.get(name) if isinstance(name, str) else None
        if fact is None:
            problems.append(_no_such_fact(name, vocabulary, with_hint=len(problems) < _HINTS))
            continue
        try:
            answer = read_value(value, fact)
        except ValueError as error:
            problems.append(ProfileProblem(fact.name, str(error)))
            continue
        if answer is not None:
            answers[fact.name] = answer
    return answers


def _no_such_fact(name: object, vocabulary: Vocabulary, with_hint: bool, within: str = "") -> ProfileProblem:
    """A name that is no fact, shown so that it can neither break a line nor fill a screen."""
    word = name if isinstance(name, str) and name.isidentifier() and len(name) <= _LONGEST_NAME else ""
    hint = did_you_mean(word, vocabulary.facts) if word and with_hint else ""
    return ProfileProblem(within + (word or "a name that no fact could have"), f"no fact has this name{hint}")


def read_value(value: object, fact: Fact) -> Value | None:
    """A value of this fact, or None for unknown. Raises ValueError saying what is allowed."""
    read = _READERS[fact.type](value, fact)
    if read is None and value is not None and not is_nan(value):
        raise ValueError(allowed_values(fact))
    return read


def _read_boolean(value: object, _fact: Fact) -> bool | None:
    return value if isinstance(value, bool) else None


def _read_choice(value: object, fact: Fact) -> str | None:
    return str.__str__(value) if isinstance(value, str) and value in fact.choices else None


def _read_integer(value: object, fact: Fact) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return int(value) if _in_range(value, fact) else None


def _read_decimal(value: object, fact: Fact) -> Number | None:
    number = as_number(value)
    if number is None and isinstance(value, Decimal) and value.is_finite():
        raise ValueError("has more digits than a float can hold; round it first")
    return Decimal(number) if number is not None and _in_range(number, fact) else None


_READERS: Mapping[FactType, Callable[[object, Fact], Value | None]] = {
    FactType.BOOLEAN: _read_boolean,
    FactType.CHOICE: _read_choice,
    FactType.INTEGER: _read_integer,
    FactType.DECIMAL: _read_decimal,
}


def as_number(value: object) -> Number | None:
    """A finite number exactly as it was written (37.6 is 37.6), or None if it is not one that a float can hold.

    JSON and data frames keep numbers as floats: a finer one would come back as another, perhaps beyond a threshold.
    """
    if isinstance(value, Decimal):
        return value if value.is_finite() and _fits_a_float(value) else None
    if isinstance(value, float):
        return Decimal(float.__repr__(value)) if isfinite(value) else None
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _fits_a_float(value: Decimal) -> bool:
    """Whether a finite number comes back from a float as it was: so few digits always do, all others are tried."""
    return is_short(value) or Decimal(repr(float(value))) == value


def is_short(value: Decimal) -> bool:
    """Whether a number, if it is one, has so few digits that a float holds it exactly as it was written."""
    return len(str(value)) <= _SURE_DIGITS and abs(value.adjusted()) <= _SURE_EXPONENT


def allowed_values(fact: Fact) -> str:
    """What a fact may hold, as the end of a sentence."""
    match fact.type:
        case FactType.BOOLEAN:
            return "must be true, false or null"
        case FactType.CHOICE:
            return f"must be one of {', '.join(fact.choices)}, or null"
        case FactType.INTEGER:
            return f"must be a whole number from {fact.minimum} to {fact.maximum}, or null"
        case FactType.DECIMAL:
            return f"must be a number from {fact.minimum} to {fact.maximum}, or null"


def read_moment(value: object) -> datetime:
    """A point in time; one without a zone is taken as UTC, a day on its own as its start. Raises ValueError."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise ValueError(_A_MOMENT) from None
    elif isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=UTC)
    if not isinstance(value, datetime):
        # A ValueError as for any other text that is no time: callers tell the two apart by nothing.
        raise ValueError(_A_MOMENT)  # noqa: TRY004
    try:
        return value.replace(tzinfo=UTC) if value.utcoffset() is None else value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("lies outside the calendar") from error


def read_moment_of_use(value: object) -> datetime:
    """When a decision is used; a day on its own as its end. Raises ValueError.

    So no answer of that day lies ahead of it, and none counts for longer than it stays good.
    """
    day = _as_day(value)
    return read_moment(value) if day is None else datetime.combine(day, time.max, UTC)


def _as_day(value: object) -> date | None:
    """The day, if nothing more is said than that."""
    if isinstance(value, date):
        return None if isinstance(value, datetime) else value
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def read_observed(given: object, vocabulary: Vocabulary, problems: list[ProfileProblem]) -> dict[str, datetime]:
    """When each fact was observed; what is wrong is added to the problems."""
    observed: dict[str, datetime] = {}
    if given is None:
        return observed
    if not isinstance(given, Mapping):
        problems.append(ProfileProblem(OBSERVED, "must map fact names to the time each was observed"))
        return observed
    for name, moment in given.items():
        if name not in vocabulary.facts:
            problems.append(_no_such_fact(name, vocabulary, len(problems) < _HINTS, within=f"{OBSERVED}."))
            continue
        if moment is None:
            continue
        try:
            observed[name] = read_moment(moment)
        except ValueError:
            problems.append(ProfileProblem(f"{OBSERVED}.{name}", f"{_A_MOMENT}, or null"))
    return observed


def read_denies(given: object, vocabulary: Vocabulary, problems: list[ProfileProblem]) -> tuple[str, ...]:
    """The groups that are denied, each once; what is wrong is added to the problems."""
    if given is None:
        return ()
    groups = vocabulary.group_names
    if not isinstance(given, list | tuple):
        problems.append(ProfileProblem(DENIES, f"must be a list of groups: {', '.join(groups)}"))
        return ()
    for name in given:
        if not isinstance(name, str):
            problems.append(ProfileProblem(DENIES, "must name each group as text"))
        elif name not in groups:
            problems.append(ProfileProblem(DENIES, f"no group is called {name!r}{did_you_mean(name, groups)}"))
    return tuple(dict.fromkeys(name for name in given if name in groups))


def is_nan(value: object) -> bool:
    """Whether a value is a number that stands for "not known"."""
    if isinstance(value, Decimal):
        return value.is_nan()
    return isinstance(value, float) and isnan(value)


def _in_range(number: Number, fact: Fact) -> bool:
    return (fact.minimum is None or fact.minimum <= number) and (fact.maximum is None or number <= fact.maximum)
