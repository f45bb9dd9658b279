"""``diff``: what does a change of the rules change for people?"""

from __future__ import annotations

import json
import sys
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from ...errors import RuleFileError
from ...proof.cover import BUDGET
from ...proof.diff import diff as find
from ...proof.diff_json import difference_data
from ...rules import Rules
from ..exits import ALLOWED, DIFFERS, BadInput
from ..page import Page
from ..revisions import copy_revision
from ..rule_folder import load_folders
from ..show.diff import show_difference
from ..show.diff_markdown import difference_in_markdown

HELP = """What does a change of the rules change for people?

Proved over all people that the questions can describe: for each exercise and block, is
the new answer anywhere looser, anywhere stricter, or the same for everybody? Each change
is told once, with somebody whom it concerns and the rules that lead to it. Then, what
says something in other words: messages, sources, parameters, questions.

OLD and NEW are folders of rules, or git revisions of one. A folder that exists wins.

\b
Examples:
  sciatica-rules diff main rules --fail-if-looser
  sciatica-rules diff v0.1.0 HEAD --format markdown > comment.md

\b
Exit codes:
  0  compared   1  with --fail-if-looser: not proved that nothing is looser
  2  something given cannot be used
"""


class DiffFormat(str, Enum):
    """How a difference is written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A folder of rules, or a git revision.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Likewise.")],
    fail_if_looser: Annotated[
        bool, typer.Option("--fail-if-looser", help="Exit with 1 unless it is proved that nothing is looser.")
    ] = False,
    output: Annotated[
        DiffFormat, typer.Option("--format", metavar="FORMAT", help="text, json or markdown.")
    ] = DiffFormat.TEXT,
    folder: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The folder of rules in a revision, if it is not OLD, NEW or ./rules."),
    ] = None,
    budget: Annotated[int, typer.Option(metavar="STEPS", min=1, help="Search steps per question.")] = BUDGET,
) -> int:
    """Compare two rule sets."""
    named = [Path(name) for name in (new, old) if Path(name).is_dir()]
    where = folder if folder is not None else next(iter(named), Path("rules"))
    before, after = (_load(name, where) for name in (old, new))
    difference = find(before.ruleset, after.ruleset, budget)
    match output:
        case DiffFormat.TEXT:
            show_difference(Page(sys.stdout), difference, old, new)
        case DiffFormat.MARKDOWN:
            sys.stdout.write(difference_in_markdown(difference, old, new))
        case DiffFormat.JSON:
            data = difference_data(difference, _named(old, before), _named(new, after))
            sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")
    return DIFFERS if fail_if_looser and difference.may_be_looser else ALLOWED


def _load(name: str, where: Path) -> Rules:
    """The rules of a folder, or those that stood there in a revision. Raises BadInput."""
    try:
        if Path(name).is_dir():
            return load_folders([Path(name)])
        with TemporaryDirectory(prefix="sciatica-rules-") as copies:
            return load_folders([copy_revision(name, where, Path(copies))])
    except RuleFileError as error:
        raise BadInput(f"{name}: {error}") from None


def _named(name: str, rules: Rules) -> dict[str, str]:
    return {"name": name, "version": rules.version, "digest": rules.digest, "logic_digest": rules.logic_digest}
