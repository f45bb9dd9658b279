"""Where lazy engines find the answers: the columns with what they hold, checked before any row is seen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from ..errors import ColumnProblem, PopulationError
from .columns import Columns, Held, not_allowed, unsuitable
from .expressions import SIGNED, Place
from .request import Request


class Taken:
    """The names that columns have, and free ones for columns that are made on the way."""

    def __init__(self, names: Iterable[str], *, ignoring_case: bool) -> None:
        self._read = str.lower if ignoring_case else str
        self._names = set(map(self._read, names))

    def free(self, wish: str) -> str:
        """The name wished for, made longer until no column is called so."""
        name = f"{wish}_"
        while self._read(name) in self._names:
            name += "_"
        self._names.add(self._read(name))
        return name


def places(
    request: Request,
    columns: Columns,
    held: Mapping[str, tuple[Held, str]],
    *,
    closed: Mapping[str, Collection[str]] | None = None,
    wide: Mapping[str, int] | None = None,
) -> dict[str, Place]:
    """Where each fact stands that has a column with anything in it. Raises PopulationError for types that do not suit.

    ``held`` says of each column of the frame what it holds and what the engine calls that. ``closed`` are the
    columns whose type lists all words that they can hold, ``wide`` those that can hold whole numbers of more than 64
    bits with a sign, up to this one.
    """
    found, problems = {}, []
    for fact in request.program.facts:
        if fact.name in columns.found:
            column = columns.found[fact.name]
            kind, shown = held[column]
            problems.append(unsuitable(fact, column, kind, shown))
            if kind is not Held.NOTHING:
                words = (closed or {}).get(column)
                of_choices = words is not None and set(fact.choices).issuperset(words)
                found[fact.name] = Place(column, kind, of_choices, (wide or {}).get(column, SIGNED))
    wrong = [problem for problem in problems if problem is not None]
    if wrong:
        raise PopulationError(wrong)
    return found


def refuse_twins(request: Request, names: Iterable[str]) -> None:
    """Refuse columns that an engine to which case is nothing could not tell from those that come out."""
    made = {name.lower(): name for name in request.made}
    problems = [
        ColumnProblem(name, f"to this engine it is the same column as {made[name.lower()]}, which comes out")
        for name in names
        if name.lower() in made
    ]
    if problems:
        raise PopulationError(problems)


def refuse_patterns(columns: Columns) -> None:
    """Refuse names that engines take for patterns: they would read whatever fits them. Raises PopulationError."""
    problems = [
        ColumnProblem(
            fact, "an engine takes a column of this name for a pattern", "rename the column of the frame", name
        )
        for fact, name in columns.found.items()
        if name == "*" or (name.startswith("^") and name.endswith("$"))
    ]
    if problems:
        raise PopulationError(problems)


def refuse_unanswerable(request: Request, columns: Columns, counts: Mapping[str, int]) -> None:
    """Refuse a frame in which this many rows hold what a fact may not."""
    problems = [
        not_allowed(fact, columns.found[fact.name], counts[fact.name])
        for fact in request.program.facts
        if counts.get(fact.name)
    ]
    if problems:
        raise PopulationError(problems)
