"""What the checks found, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ...proof.check import CHECKS
from ...proof.finding import Finding, Level
from ...ruleset import RuleSet
from ..page import BAD, BOLD, CARE, DIM, GOOD, Page

_STYLES = {Level.ERROR: BAD, Level.WARNING: CARE, Level.NOT_PROVED: CARE, Level.INFO: DIM}
_NOUNS = {
    Level.ERROR: ("error", "errors"),
    Level.WARNING: ("warning", "warnings"),
    Level.NOT_PROVED: ("question not proved", "questions not proved"),
    Level.INFO: ("note", "notes"),
}


def show_findings(page: Page, findings: Sequence[Finding], ruleset: RuleSet) -> None:
    """Each finding with its place and its counterexample, then how many there are."""
    for finding in findings:
        if finding.location is not None:
            page.unbroken((str(finding.location), BOLD))
        page.line(
            (f"{finding.level.value.replace('_', ' ')}", _STYLES[finding.level]),
            f" {finding.check}: ",
            finding.message,
            indent=2,
        )
        if finding.counterexample is not None:
            page.line(str(finding.counterexample), indent=4)
        page.blank()
    counts = Counter(finding.level for finding in findings)
    found = ", ".join(_counted(counts[level], *_NOUNS[level]) for level in Level if counts[level])
    what = f"{len(ruleset.rules)} rules, {len(ruleset.invariants)} invariants, {len(CHECKS)} checks: "
    page.line(what, (found or "nothing found", CARE if found else GOOD))


def _counted(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
