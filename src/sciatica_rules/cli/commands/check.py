"""``check``: are these rules consistent, for everybody?"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer

from ...proof.check import CHECKS
from ...proof.check import check as prove
from ...proof.cover import BUDGET
from ...proof.finding import Counterexample, Finding, Level
from ...proof.sarif import sarif
from ...proof.wrong_example import wrong_examples
from ...ruleset import RuleSet
from ...version import __version__
from ..exits import ALLOWED, DIFFERS
from ..options import AllowLooser, RuleFolders, RuleOptions, Settings, Without
from ..page import Page
from ..rule_folder import load_folders, places, uri
from ..show.check import Checked, show_findings

HELP = f"""Is a set of rules sound? The one command for whoever writes rules.

\b
Three things are looked at:
  reading    can every file be read, is every name known?
             (docs/writing_a_rule.md)
  examples   does each rule make of its own examples what they say?
  checks     is the whole consistent, for everybody? Each of {len(CHECKS)} questions is
             proved, or somebody is shown for whom it fails: a rule that can
             never apply, a rule that changes nothing, a worse answer with a
             milder outcome, a broken promise of invariants.yaml ...
             (docs/checks has a page for each)
Cases are run by 'pytest --sciatica-rules' and by 'mutate', not here.

RULES is a folder of your own rules, checked together with the shipped ones, about which no
mere notes are told; or a whole rule set of its own, with a base. Without it, the shipped
rules are checked.

\b
Examples:
  sciatica-rules check my-clinic
  sciatica-rules check my-clinic --strict --format sarif > findings.sarif

\b
Exit codes:
  0  nothing wrong
  1  an error; with --strict also a warning or what was not proved
  2  something given cannot be used, such as a rule file
"""


class CheckFormat(str, Enum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


def check(
    rules: Annotated[
        Path | None, typer.Argument(metavar="[RULES]", help="A folder of rules; the same as --rules DIR.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings and on what was not proved, too.")] = False,
    output: Annotated[
        CheckFormat, typer.Option("--format", metavar="FORMAT", help="text, json or sarif.")
    ] = CheckFormat.TEXT,
    without: Without = None,
    folders: RuleFolders = None,
    base: Annotated[
        str | None, typer.Option("--base", metavar="NAME", help="The base that packs stand on. [article]")
    ] = None,
    settings: Settings = None,
    allow_looser: AllowLooser = False,
    budget: Annotated[int, typer.Option(metavar="STEPS", min=1, help="Search steps per question.")] = BUDGET,
) -> int:
    """Read the rules, run their examples and every check."""
    given = [*([rules] if rules is not None else ()), *(folders or ())]
    ruleset = load_folders(given, RuleOptions(given, without, settings, allow_looser), base).ruleset
    read = places(given)
    beside = tuple(read)[: len(read) - len(given)] if given else ()
    found = (*wrong_examples(ruleset), *prove(ruleset, budget))
    findings = tuple(each for each in found if not _is_note_about(each, beside))
    failed = _failed(findings, strict)
    checked = _checked(ruleset, own=bool(given))
    match output:
        case CheckFormat.TEXT:
            show_findings(Page(sys.stdout), findings, checked)
        case CheckFormat.JSON:
            counted = {"rules": checked.rules, "checks": checked.checks, "examples": checked.examples}
            _write({"findings": [_data(finding) for finding in findings], "failed": failed} | counted)
        case CheckFormat.SARIF:
            _write(sarif(findings, __version__, lambda path: uri(path, read)))
    return DIFFERS if failed else ALLOWED


def _checked(ruleset: RuleSet, own: bool) -> Checked:
    examples = sum(len(rule.examples) for rule in ruleset.rules.values())
    return Checked(own, len(ruleset.rules), len(ruleset.invariants), len(CHECKS), examples)


def _is_note_about(finding: Finding, folders: Sequence[str]) -> bool:
    """Whether it is a mere note about these folders: who did not write them can do nothing about it."""
    places = tuple(f"{name}/" for name in folders)
    return finding.level is Level.INFO and finding.location is not None and finding.location.path.startswith(places)


def _failed(findings: tuple[Finding, ...], strict: bool) -> bool:
    failing = {Level.ERROR, Level.WARNING, Level.NOT_PROVED} if strict else {Level.ERROR}
    return any(finding.level in failing for finding in findings)


def _data(finding: Finding) -> dict[str, Any]:
    place = finding.location
    return {
        "check": finding.check,
        "level": finding.level.value,
        "subject": finding.subject,
        "message": finding.message,
        "location": {"path": place.path, "line": place.line, "column": place.column} if place else None,
        "related": list(finding.related),
        "counterexample": _example(finding.counterexample) if finding.counterexample else None,
    }


def _example(example: Counterexample) -> dict[str, Any]:
    return {
        "intervention": example.intervention,
        "unusual": dict(example.unusual),
        "profile": dict(example.answers),
        "stale": list(example.stale),
        "outcome": example.outcome.value,
        "text": str(example),
    }


def _write(data: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False, default=float) + "\n")
