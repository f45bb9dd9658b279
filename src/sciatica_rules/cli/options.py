"""The options that several commands share, and what they load."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from ..condition import Number
from ..errors import ParameterError
from ..library import SHIPPED_BASE, load_rules
from ..profile import read_moment_of_use
from ..reading.scalars import Ambiguous, read_plain
from ..rules import Rules
from .exits import BadInput


class Format(str, Enum):
    """How a decision is written."""

    TEXT = "text"
    JSON = "json"
    NDJSON = "ndjson"


class ListFormat(str, Enum):
    """How a list is written."""

    TEXT = "text"
    JSON = "json"


RuleFolders = Annotated[
    list[Path] | None,
    typer.Option("--rules", metavar="DIR", help="Your own rules, added to the shipped ones. Repeatable."),
]
Without = Annotated[
    list[str] | None,
    typer.Option("--without", metavar="PACK", help="Leave a shipped pack out, e.g. safety_gate. Repeatable."),
]
Base = Annotated[
    str, typer.Option("--base", metavar="NAME", help="The shipped base that packs stand on.", show_default=True)
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Set a parameter, e.g. fever_c=37.8. Repeatable."),
]
AllowLooser = Annotated[bool, typer.Option("--allow-looser", help="Let --set loosen decisions.")]
AsOf = Annotated[
    str | None,
    typer.Option(
        metavar="TIME",
        help="The moment of use, e.g. 2026-01-31T08:30 or now; a day alone means its end. Too old answers are unknown.",
    ),
]
OutputFormat = Annotated[Format, typer.Option("--format", metavar="FORMAT", help="text, json or ndjson.")]
ListOutputFormat = Annotated[ListFormat, typer.Option("--format", metavar="FORMAT", help="text or json.")]
ExitZero = Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 whatever was decided.")]
ShowAll = Annotated[bool, typer.Option("--all", help="Cut no list short.")]


@dataclass(frozen=True, slots=True)
class RuleOptions:
    """Which rules a command uses."""

    folders: Sequence[Path] | None
    without: Sequence[str] | None
    settings: Sequence[str] | None = None
    allow_looser: bool = False
    base: str = SHIPPED_BASE

    def load(self) -> Rules:
        """The rules. Raises RuleFileError and BadInput."""
        settings = read_settings(self.settings or ())
        try:
            return load_rules(
                *(self.folders or ()),
                base=self.base,
                without=self.without or (),
                parameters=settings,
                allow_looser=self.allow_looser,
            )
        except ParameterError as error:
            raise BadInput(in_options(error)) from None


def in_options(error: ParameterError) -> str:
    """The error as one who types options would put it."""
    return str(error).replace("allow_looser=True", "--allow-looser").replace("base=", "--base")


def read_settings(settings: Sequence[str]) -> dict[str, Number]:
    """``NAME=VALUE`` as numbers, exactly as written. Raises BadInput."""
    values: dict[str, Number] = {}
    for setting in settings:
        name, equals, written = setting.partition("=")
        try:
            value = read_plain(written)
        except Ambiguous:
            value = None
        if not equals or isinstance(value, bool | str) or value is None:
            raise BadInput(f"--set {setting}: write a name and a number, e.g. --set fever_c=37.8")
        if name in values:
            raise BadInput(f"--set {name}: given more than once")
        values[name] = value
    return values


def read_as_of(written: str | None) -> datetime | None:
    """The moment of use. Only ``now`` ever asks the clock. Raises BadInput."""
    if written is None:
        return None
    if written == "now":
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return read_moment_of_use(written)
    except ValueError:
        raise BadInput("--as-of: write a date and time such as 2026-01-31T08:30:00+00:00, or now") from None


def choose_interventions(asked: Sequence[str] | None, rules: Rules, usual: str = "exercise_therapy") -> list[str]:
    """The interventions that were asked for, each once. Raises UnknownInterventionError."""
    chosen: dict[str, None] = {}
    for name in asked or (usual,):
        for one in rules.interventions if name == "all" else (rules.ruleset.intervention(name).id,):
            chosen[one] = None
    return list(chosen)
