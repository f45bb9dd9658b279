"""Every error this library raises on purpose. Errors are data; their text is assembled here and nowhere else.

No error ever holds or shows a patient's value: it names the fact and what is allowed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .location import Location


class SciaticaRulesError(Exception):
    """The base of all errors of this library."""


@dataclass(frozen=True, slots=True, order=True)
class FileProblem:
    """One thing that is wrong in one file, with the line it stands on."""

    location: Location
    message: str
    hint: str = ""
    line_text: str = field(default="", compare=False)
    width: int = field(default=1, compare=False)

    def __str__(self) -> str:
        parts = [f"{self.location}: {self.message}"]
        if self.line_text:
            parts += [f"    {self.line_text}", f"    {' ' * (self.location.column - 1)}{'^' * max(1, self.width)}"]
        if self.hint:
            parts.append(f"    {self.hint}")
        return "\n".join(parts)


class RuleFileError(SciaticaRulesError):
    """Rule files that cannot be used. ``problems`` holds every problem of every file, in reading order."""

    def __init__(self, problems: Iterable[FileProblem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        count = len(self.problems)
        heading = "1 problem in the rule files" if count == 1 else f"{count} problems in the rule files"
        super().__init__("\n".join([heading, *map(str, self.problems)]))

    def __reduce__(self) -> tuple[type[RuleFileError], tuple[tuple[FileProblem, ...]]]:
        return (type(self), (self.problems,))


@dataclass(frozen=True, slots=True, order=True)
class ProfileProblem:
    """One thing that is wrong with one fact of a profile. It never holds the value that was given."""

    fact: str
    message: str
    hint: str = ""
    location: Location | None = None

    def __str__(self) -> str:
        place = f"{self.location}: " if self.location else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}{self.fact}: {self.message}{hint}"


class ProfileError(SciaticaRulesError, ValueError):
    """A profile that cannot be used. ``problems`` names each fact and what is allowed, never a value."""

    def __init__(self, problems: Iterable[ProfileProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(["the profile cannot be used", *(f"  {problem}" for problem in self.problems)]))

    def __reduce__(self) -> tuple[type[ProfileError], tuple[tuple[ProfileProblem, ...]]]:
        return (type(self), (self.problems,))


@dataclass(frozen=True, slots=True)
class ColumnProblem:
    """One thing that is wrong with a frame, or with what is asked of it. It never holds a value of the frame."""

    subject: str
    """The fact, the column or the keyword that it is about."""
    message: str
    hint: str = ""
    column: str = ""
    """The column that holds the fact."""
    rows: int = 0
    """In how many rows."""
    first_rows: tuple[int, ...] = ()
    """The first of them, counted from 0."""

    def __str__(self) -> str:
        column = f" (column {self.column!r})" if self.column not in {"", self.subject} else ""
        rows = f"; {self._rows}" if self.rows else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.subject}{column}: {self.message}{rows}{hint}"

    @property
    def _rows(self) -> str:
        """How many rows are not so, and which."""
        listed = ", ".join(map(str, self.first_rows)) + (", ..." if self.rows > len(self.first_rows) else "")
        counted = f"{self.rows} row{'s are' if self.rows > 1 else ' is'} not"
        return f"{counted}, counted from 0: {listed}" if self.first_rows else counted


class PopulationError(SciaticaRulesError, ValueError):
    """A frame that cannot be screened. ``problems`` names each fact and what is allowed, never a value."""

    def __init__(self, problems: Iterable[ColumnProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(["the population cannot be screened", *(f"  {one}" for one in self.problems)]))

    def __reduce__(self) -> tuple[type[PopulationError], tuple[tuple[ColumnProblem, ...]]]:
        return (type(self), (self.problems,))


class MissingFactsWarning(UserWarning):
    """Facts that matter and have no column: nobody has answered them. ``near`` has columns called nearly so."""

    def __init__(self, facts: Iterable[str], near: Mapping[str, str] | None = None) -> None:
        self.facts, self.near = tuple(facts), dict(near or {})
        hints = [f"{fact} (is it column {column!r}?)" for fact, column in self.near.items()]
        listed = hints + [fact for fact in self.facts if fact not in self.near]
        more = f" and {len(listed) - _LISTED} more" if len(listed) > _LISTED else ""
        super().__init__(f"no column has these facts, so nobody has answered them: {', '.join(listed[:_LISTED])}{more}")

    def __reduce__(self) -> tuple[type[MissingFactsWarning], tuple[tuple[str, ...], dict[str, str]]]:
        return (type(self), (self.facts, self.near))


_LISTED = 12
"""So many facts are named in a warning; ``facts`` has all of them."""


class ParameterError(SciaticaRulesError, ValueError):
    """An override of a parameter, or a choice of packs, that cannot be used."""


class UnknownInterventionError(SciaticaRulesError, LookupError):
    """An intervention that the rule set does not know. ``known`` lists those it knows."""

    def __init__(self, intervention: str, known: Iterable[str]) -> None:
        self.intervention = intervention
        self.known = tuple(known)
        super().__init__(f"no intervention is called {intervention!r}{did_you_mean(intervention, self.known)}")

    def __reduce__(self) -> tuple[type[UnknownInterventionError], tuple[str, tuple[str, ...]]]:
        return (type(self), (self.intervention, self.known))


class SessionError(SciaticaRulesError, ValueError):
    """A stored session that cannot be restored: never taken for one that is not held."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(f"the stored session cannot be restored: {problem}")

    def __reduce__(self) -> tuple[type[SessionError], tuple[str]]:
        return (type(self), (self.problem,))


class TableFileError(SciaticaRulesError, ValueError):
    """A file of many people that cannot be read or written. It names columns and rows, never a value."""

    def __init__(self, path: str, problem: str) -> None:
        self.path, self.problem = path, problem
        super().__init__(f"{path}: {problem}")

    def __reduce__(self) -> tuple[type[TableFileError], tuple[str, str]]:
        return (type(self), (self.path, self.problem))


class MissingExtraError(SciaticaRulesError, ImportError):
    """An optional part of the library whose dependencies are not installed."""

    def __init__(self, part: str, extra: str) -> None:
        self.part, self.extra = part, extra
        super().__init__(f"{part} needs optional packages: pip install 'sciatica-rules[{extra}]'")

    def __reduce__(self) -> tuple[type[MissingExtraError], tuple[str, str]]:
        return (type(self), (self.part, self.extra))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint to append to a sentence: the nearest known word, or nothing."""
    near = nearest(word, known)
    return "" if near is None else f"; did you mean {near!r}?"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like another one; None if none is."""
    import difflib  # only who misspells something needs it

    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)), None)
