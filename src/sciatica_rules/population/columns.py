"""Which columns of a frame are facts, what each must hold, and what is refused. Knows no engine.

Whatever could turn a missing answer into *no* is refused here, by name: a type that the fact does not have, and a type
that cannot tell a missing answer from a given one.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
import warnings
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from ..errors import ColumnProblem, MissingFactsWarning, PopulationError, did_you_mean
from ..profile import RESERVED, allowed_values
from ..vocabulary import Fact, FactType
from .request import Request

FIRST_ROWS = 5
"""So many rows with values that are not allowed are named."""


class Held(Enum):
    """What the values of a column are, in words that every engine shares."""

    NOTHING = "nothing but nulls"
    BOOLEANS = "booleans"
    INTEGERS = "whole numbers"
    FLOATS = "floats of 64 bits"
    SHORT_FLOATS = "floats of fewer than 64 bits"
    DECIMALS = "decimal numbers"
    WORDS = "text"
    OTHER = "something else"


_SUITABLE: Mapping[FactType, frozenset[Held]] = {
    FactType.BOOLEAN: frozenset({Held.NOTHING, Held.BOOLEANS}),
    FactType.INTEGER: frozenset({Held.NOTHING, Held.INTEGERS}),
    FactType.DECIMAL: frozenset({Held.NOTHING, Held.INTEGERS, Held.FLOATS}),
    FactType.CHOICE: frozenset({Held.NOTHING, Held.WORDS}),
}
SPELL_OUT = "here each fact has its own answer, and none has an age"
"""Why a table has no room for what only a profile can say."""

_HINTS: Mapping[tuple[FactType, Held], str] = {
    (FactType.BOOLEAN, Held.INTEGERS): "1 and 0 are not yes and no; convert the column yourself",
    (FactType.BOOLEAN, Held.WORDS): "text is never taken for yes or no; convert the column yourself",
    (FactType.INTEGER, Held.FLOATS): "convert it to nullable integers, so that a missing answer stays missing",
    (FactType.INTEGER, Held.SHORT_FLOATS): "convert it to nullable integers, so that a missing answer stays missing",
    (FactType.INTEGER, Held.DECIMALS): "convert it to integers",
    (FactType.DECIMAL, Held.SHORT_FLOATS): "in 32 bits 37.6 is less than 37.6; read it as 64 bits from the source",
    (FactType.DECIMAL, Held.DECIMALS): "convert it to floats of 64 bits",
}


@dataclass(frozen=True)
class Columns:
    """Where the answers stand."""

    found: Mapping[str, str]
    """The column of each fact that the program reads, where there is one; in the order of the vocabulary."""
    missing: tuple[str, ...]
    """The facts that the program reads and no column has."""
    near: Mapping[str, str]
    """For some of these a column that is no fact and called nearly so."""

    @property
    def needed(self) -> list[str]:
        """The columns that are read, each once."""
        return list(self.found.values())

    def warn(self, stacklevel: int) -> None:
        """Say which facts are unknown everywhere, and show the line so many calls above this one."""
        if self.missing:
            warnings.warn(MissingFactsWarning(self.missing, self.near), stacklevel=stacklevel)


def choose_columns(request: Request, names: Sequence[str]) -> Columns:
    """The columns that are read, of those that the frame has. Raises PopulationError."""
    facts = request.ruleset.vocabulary.facts
    called = {**{name: name for name in facts}, **request.columns}
    problems = [
        ColumnProblem("columns", f"the frame has no column {column!r} for {fact}{did_you_mean(str(column), names)}")
        for fact, column in request.columns.items()
        if column not in names
    ]
    problems += _taken_twice(request, names, called)
    problems += _written_otherwise(request, names, called)
    if not problems and set(called.values()).isdisjoint(names):
        problems.append(ColumnProblem("columns", "not one column is called as a fact; map facts to columns"))
    if problems:
        raise PopulationError(problems)
    found = {fact.name: called[fact.name] for fact in request.program.facts if called[fact.name] in names}
    return as_named(Columns(found, (), {}), request, names)


def as_named(columns: Columns, request: Request, names: Collection[str]) -> Columns:
    """With the facts that none of these names belongs to, and the names that are nearly theirs."""
    called = {fact.name: request.columns.get(fact.name, fact.name) for fact in request.program.facts}
    missing = tuple(fact for fact, column in called.items() if column not in names)
    known = {request.columns.get(fact, fact) for fact in request.ruleset.vocabulary.facts}
    others = [name for name in names if name not in known]
    near = {fact: close[0] for fact in missing if (close := difflib.get_close_matches(fact, others, n=1, cutoff=0.8))}
    return replace(columns, missing=missing, near=near)


def spelled_otherwise(names: Iterable[str], facts: Iterable[str]) -> dict[str, str]:
    """Those of these columns that only their spelling tells from one of these facts, with it."""
    known = {_letters(fact): fact for fact in facts}
    found = {name: known.get(_letters(name), name) for name in names}
    return {name: fact for name, fact in found.items() if name != fact and _letters(name)}


def _letters(name: str) -> str:
    """A name without all that people and programs change about names: capitals, spaces, signs between words."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name).casefold())


def _written_otherwise(request: Request, names: Sequence[str], called: Mapping[str, str]) -> list[ColumnProblem]:
    """Columns that somebody took for facts, by all appearances: nobody would notice that their answers do not count."""
    missing = [fact.name for fact in request.program.facts if called[fact.name] not in names]
    others = [name for name in names if name not in called.values()]
    return [
        ColumnProblem(
            fact,
            "only the spelling of its name tells this column from the fact",
            "rename it, or map the fact to it",
            name,
        )
        for name, fact in spelled_otherwise(others, missing).items()
    ] + [
        ColumnProblem(name, f"only a profile has it: {SPELL_OUT}", "rename the column of the frame")
        for name in others
        if name in RESERVED
    ]


def _taken_twice(request: Request, names: Sequence[str], called: Mapping[str, str]) -> list[ColumnProblem]:
    """Names that two columns would have, or that two facts would read."""
    read = [fact.name for fact in request.program.facts]
    renamed_by = {request.outcome_column: "outcome_column"}
    renamed_by |= dict.fromkeys(request.verdict_columns, "prefix")
    problems = [
        ColumnProblem(name, "the frame already has a column of this name", _renaming(renamed_by.get(name)))
        for name in request.made
        if name in names
    ]
    problems += [
        ColumnProblem(name, "two columns that come out would have this name", "set outcome_column or prefix otherwise")
        for name, times in Counter(request.made).items()
        if times > 1
    ]
    problems += [
        ColumnProblem("columns", f"several facts would read column {column!r}")
        for column, times in Counter(called[name] for name in {*read, *request.columns}).items()
        if times > 1 and column in names
    ]
    problems += [
        ColumnProblem(name, "the frame has several columns of this name")
        for name, times in Counter(names).items()
        if times > 1 and name in {called[fact] for fact in read}
    ]
    return problems


def _renaming(keyword: str | None) -> str:
    return f"set {keyword} to something else" if keyword else "rename the column of the frame"


def unsuitable(fact: Fact, column: str, held: Held, shown: str) -> ColumnProblem | None:
    """Why a column cannot be read as this fact, if it cannot. ``shown`` is what the engine calls its type."""
    if held in _SUITABLE[fact.type]:
        return None
    article = "an" if fact.type is FactType.INTEGER else "a"
    message = f"is {article} {fact.type} fact and the column is of type {shown}"
    return ColumnProblem(fact.name, message, _HINTS.get((fact.type, held), ""), column)


def not_allowed(fact: Fact, column: str, rows: int, first_rows: tuple[int, ...] = ()) -> ColumnProblem:
    """Values that the fact may not hold: where they stand, never what they are."""
    hint = 'correct them, or set on_invalid="unknown", and these people are never allowed'
    return ColumnProblem(fact.name, allowed_values(fact), hint, column, rows, first_rows)
