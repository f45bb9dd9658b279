"""``exercises``: which exercises remain for one person?"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ...library import SHIPPED_BASE
from ..exits import ALLOWED
from ..options import (
    AllowLooser,
    AsOf,
    Base,
    Format,
    OutputFormat,
    RuleFolders,
    RuleOptions,
    Settings,
    ShowAll,
    Without,
    read_as_of,
)
from ..output import write_json
from ..page import Page
from ..profiles import read_one_profile
from ..show.exercises import show_exercises

HELP = """Which exercises remain for one person, and how much of each.

One table: which remain, which do not and why.

\b
Examples:
  sciatica-rules exercises patient.yaml
  sciatica-rules exercises patient.yaml --format ndjson

It exits with 0 whatever remains: use screen for a yes or no.
"""
EXERCISE = "exercise"
"""The tag of every single exercise."""


def exercises(
    profile: Annotated[str, typer.Argument(metavar="PROFILE", help="A file, or - for standard input.")],
    without: Without = None,
    rules: RuleFolders = None,
    base: Base = SHIPPED_BASE,
    settings: Settings = None,
    allow_looser: AllowLooser = False,
    as_of: AsOf = None,
    output: OutputFormat = Format.TEXT,
    everything: ShowAll = False,
) -> int:
    """Screen one profile for every exercise."""
    moment = read_as_of(as_of)
    loaded = RuleOptions(rules, without, settings, allow_looser, base).load()
    read = read_one_profile(profile, loaded)
    names = [name for name, intervention in loaded.interventions.items() if EXERCISE in intervention.tags]
    decisions = {name: loaded.screen(read, name, moment) for name in names}
    if output is Format.TEXT:
        show_exercises(Page(sys.stdout), decisions, loaded, everything)
    else:
        write_json(list(decisions.values()), output, several=True)
    return ALLOWED
