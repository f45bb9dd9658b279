"""What is asked of a frame: the intervention, the columns that come out, and what counts as an answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import get_args

from ..errors import ColumnProblem, PopulationError, did_you_mean
from ..frames import OnInvalid, Output
from ..program import Program
from ..ruleset import RuleSet
from .plans import program_of

REASONS, UNDETERMINED, CONFLICTS = "reasons", "undetermined", "conflicts"
"""The columns of words."""


@dataclass(frozen=True)
class Request:
    """One question about many people. Can be stored, so that it can travel to where the people are."""

    ruleset: RuleSet
    intervention: str
    output: Output = "outcome"
    columns: Mapping[str, str] = field(default_factory=dict)
    """For facts whose column is called otherwise: the name of the column."""
    assume_known: Collection[str] = ()
    """Facts whose column may be of a type that cannot tell a missing answer: none is missing there, the caller says."""
    on_invalid: OnInvalid = "refuse"
    """What becomes of a value that the fact may not hold: an error, or unknown and never allowed."""
    outcome_column: str = "outcome"
    prefix: str = "rule_"
    """What the column of a rule's verdict is called, before the id of the rule."""

    def __post_init__(self) -> None:
        """Raises PopulationError and UnknownInterventionError."""
        self.ruleset.intervention(self.intervention)
        words = {"output": (self.output, get_args(Output)), "on_invalid": (self.on_invalid, get_args(OnInvalid))}
        problems = [
            ColumnProblem(keyword, f"must be one of {', '.join(allowed)}")
            for keyword, (word, allowed) in words.items()
            if word not in allowed
        ]
        if isinstance(self.assume_known, str) or not isinstance(self.assume_known, Collection):
            problems.append(ColumnProblem("assume_known", "must be a list of facts"))
        mapped = isinstance(self.columns, Mapping)
        if not mapped or not all(isinstance(column, str) for column in self.columns.values()):
            problems.append(ColumnProblem("columns", "must map facts to names of columns"))
        if problems:
            raise PopulationError(problems)
        facts = self.ruleset.vocabulary.facts
        problems = [
            ColumnProblem(keyword, f"no fact is called {name!r}{did_you_mean(str(name), facts)}")
            for keyword, names in (("columns", self.columns), ("assume_known", self.assume_known))
            for name in names
            if name not in facts
        ]
        if problems:
            raise PopulationError(problems)

    @property
    def program(self) -> Program:
        """The conditions of the intervention, with derivations opened."""
        return program_of(self.ruleset, self.intervention)

    @property
    def verdict_columns(self) -> tuple[str, ...]:
        """The column of each objecting rule, the most severe rules first."""
        return tuple(f"{self.prefix}{each.rule}" for each in self.program.rules)

    @property
    def made(self) -> tuple[str, ...]:
        """The columns that come out beside those of the frame, in order."""
        match self.output:
            case "outcome":
                return (self.outcome_column,)
            case "verdicts":
                return (self.outcome_column, *self.verdict_columns)
            case "reasons":
                return (self.outcome_column, REASONS, UNDETERMINED, CONFLICTS)
