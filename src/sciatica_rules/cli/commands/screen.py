"""``screen``: may this person do this, or have it done?"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ...library import SHIPPED_BASE
from ..exits import exit_code
from ..options import (
    AllowLooser,
    AsOf,
    Base,
    ExitZero,
    Format,
    OutputFormat,
    RuleFolders,
    RuleOptions,
    Settings,
    ShowAll,
    Without,
    choose_interventions,
    read_as_of,
)
from ..output import write_json
from ..page import Page
from ..profiles import read_profiles
from ..show.decision import show_decisions
from ..show.overview import show_overview

IN_FULL_AT_MOST = 3
"""More decisions than this are shown in one line each."""

HELP = """May this person do this, or have it done?

PROFILE is a YAML, JSON or NDJSON file (one profile per line), or - for standard input.

\b
Examples:
  sciatica-rules screen patient.yaml
  sciatica-rules screen patient.yaml --for prone_press_up --for bicycle
  sciatica-rules screen patient.yaml --for all
  sciatica-rules screen - --for prone_press_up --format json < patient.json
  sciatica-rules screen patient.yaml && echo start

\b
Exit codes:
  0  allowed        3  consult a doctor        4  blocked
  2  something given cannot be used (the profile, the rules, an option)
Of several decisions the worst one sets the code. Nothing but allowed exits
with 0, unless --exit-zero is given.
"""

For = Annotated[
    list[str] | None,
    typer.Option("--for", metavar="INTERVENTION", help="What to screen for, or all. Repeatable. [exercise_therapy]"),
]


def screen(
    profile: Annotated[str, typer.Argument(metavar="PROFILE", help="A file, or - for standard input.")],
    interventions: For = None,
    without: Without = None,
    rules: RuleFolders = None,
    base: Base = SHIPPED_BASE,
    settings: Settings = None,
    allow_looser: AllowLooser = False,
    as_of: AsOf = None,
    output: OutputFormat = Format.TEXT,
    everything: ShowAll = False,
    exit_zero: ExitZero = False,
) -> int:
    """Screen every profile for every intervention that was asked for."""
    moment = read_as_of(as_of)
    loaded = RuleOptions(rules, without, settings, allow_looser, base).load()
    asked = choose_interventions(interventions, loaded)
    given = read_profiles(profile, loaded)
    decisions = [loaded.screen(one, name, moment) for one in given.profiles for name in asked]
    page = Page(sys.stdout)
    if output is not Format.TEXT:
        write_json(decisions, output, several=given.several or len(asked) > 1)
    elif len(decisions) > IN_FULL_AT_MOST and not everything:
        show_overview(page, decisions, people=len(given.profiles))
    else:
        show_decisions(page, decisions, loaded, everything)
    return exit_code([decision.outcome for decision in decisions], exit_zero)
