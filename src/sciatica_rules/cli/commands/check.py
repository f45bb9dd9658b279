"""``check``: are these rules consistent, for everybody?"""

from __future__ import annotations

import json
import sys
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer

from ...proof.check import check as find
from ...proof.cover import BUDGET
from ...proof.finding import Counterexample, Finding, Level
from ...proof.sarif import sarif
from ...version import __version__
from ..exits import ALLOWED, DIFFERS
from ..options import Without
from ..page import Page
from ..rule_folder import load_folder
from ..show.check import show_findings

HELP = """Are the rules consistent, for everybody?

Each check is proved over all people that the questions can describe, or shows somebody
for whom it fails, with the line of the rule. What is proved stands in docs/checks.

RULES is a folder of your own rules, checked together with the shipped ones; or a whole
rule set of its own, with a base. Without it, the shipped rules are checked.

\b
Examples:
  sciatica-rules check --strict
  sciatica-rules check my-clinic --format sarif > findings.sarif

\b
Exit codes:
  0  nothing wrong   1  an error; with --strict also a warning or what was not proved
  2  something given cannot be used
"""


class CheckFormat(str, Enum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


def check(
    rules: Annotated[Path | None, typer.Argument(metavar="[RULES]", help="A folder of rules.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings and on what was not proved, too.")] = False,
    output: Annotated[
        CheckFormat, typer.Option("--format", metavar="FORMAT", help="text, json or sarif.")
    ] = CheckFormat.TEXT,
    without: Without = None,
    budget: Annotated[int, typer.Option(metavar="STEPS", min=1, help="Search steps per question.")] = BUDGET,
) -> int:
    """Run every check."""
    ruleset = load_folder(rules, without).ruleset
    findings = find(ruleset, budget)
    match output:
        case CheckFormat.TEXT:
            show_findings(Page(sys.stdout), findings, ruleset)
        case CheckFormat.JSON:
            _write({"findings": [_data(finding) for finding in findings], "failed": _failed(findings, strict)})
        case CheckFormat.SARIF:
            _write(sarif(findings, __version__, str(rules) if rules is not None else ""))
    return DIFFERS if _failed(findings, strict) else ALLOWED


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
