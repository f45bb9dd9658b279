"""All commands, in the order in which ``--help`` lists them."""

from __future__ import annotations

from typing import Annotated

import typer

from ..version import __version__
from .commands import catalogue, check, diff, exercises, mutate, population, replay, schema, screen, session

HELP = """May this person do this exercise for sciatica, or have this sciatic-nerve block?

The answer is allowed, consult a doctor, or blocked, with every reason, where it comes
from, what to do and what is still unknown. No clinician has reviewed the rules.

\b
Example:
  sciatica-rules screen patient.yaml --for prone_press_up
"""

app = typer.Typer(
    help=HELP,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"sciatica-rules {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


_COMMANDS = (
    ("screen", screen.screen, screen.HELP),
    ("exercises", exercises.exercises, exercises.HELP),
    ("session", session.session, session.HELP),
    ("population", population.population, population.HELP),
    ("rules", catalogue.rules, catalogue.RULES_HELP),
    ("facts", catalogue.facts, catalogue.FACTS_HELP),
    ("interventions", catalogue.interventions, catalogue.INTERVENTIONS_HELP),
    ("sources", catalogue.sources, catalogue.SOURCES_HELP),
    ("parameters", catalogue.parameters, catalogue.PARAMETERS_HELP),
    ("check", check.check, check.HELP),
    ("mutate", mutate.mutate, mutate.HELP),
    ("diff", diff.diff, diff.HELP),
    ("schema", schema.schema, schema.HELP),
    ("replay", replay.replay, replay.HELP),
)
for _name, _command, _help in _COMMANDS:
    app.command(_name, help=_help, short_help=_help.partition("\n")[0].rstrip("."))(_command)
