"""``replay``: would a stored decision come out the same today?"""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from ...decision import Decision
from ...library import SHIPPED_BASE
from ..exits import ALLOWED, DIFFERS, BadInput
from ..options import (
    AllowLooser,
    Base,
    ListFormat,
    ListOutputFormat,
    RuleFolders,
    RuleOptions,
    Settings,
    Without,
)
from ..page import Page
from ..profiles import read_document, shown
from ..show.replay import show_replay

HELP = """Would a stored decision come out the same today?

It screens again what the decision rests on, and compares.

DECISION is what screen --format json wrote: a file, or - for standard input.

\b
Example:
  sciatica-rules screen patient.yaml --format json > decision.json
  sciatica-rules replay decision.json

\b
Exit codes:
  0  the same        1  it differs        2  something given cannot be used
"""


def replay(
    decision: Annotated[str, typer.Argument(metavar="DECISION", help="A file, or - for standard input.")],
    without: Without = None,
    rules: RuleFolders = None,
    base: Base = SHIPPED_BASE,
    settings: Settings = None,
    allow_looser: AllowLooser = False,
    output: ListOutputFormat = ListFormat.TEXT,
) -> int:
    """Compare one stored decision with what these rules say."""
    loaded = RuleOptions(rules, without, settings, allow_looser, base).load()
    replayed = loaded.replay(_read(decision))
    if output is ListFormat.JSON:
        found = {
            "same": replayed.same,
            "differences": list(replayed.differences),
            "again": replayed.again.model_dump(mode="json"),
        }
        sys.stdout.write(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
    else:
        show_replay(Page(sys.stdout), replayed)
    return ALLOWED if replayed.same else DIFFERS


def _read(path: str) -> Decision:
    try:
        return Decision.model_validate_json(read_document(path))
    except ValueError:
        # The messages of the error would repeat what a patient answered.
        raise BadInput(f"{shown(path)}: this is not one decision as screen --format json writes it") from None
