"""What the checks found, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ...proof.finding import Finding, Level
from ...wording import count
from ..page import BAD, BOLD, CARE, DIM, GOOD, Page

_STYLES = {Level.ERROR: BAD, Level.WARNING: CARE, Level.NOT_PROVED: CARE, Level.INFO: DIM}
_NOUNS = {
    Level.ERROR: ("error", "errors"),
    Level.WARNING: ("warning", "warnings"),
    Level.NOT_PROVED: ("question not proved", "questions not proved"),
    Level.INFO: ("note", "notes"),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """How much was looked at."""

    own: bool
    """Whether rules of one's own were among them."""
    rules: int
    invariants: int
    checks: int
    examples: int

    def __str__(self) -> str:
        promises = f" with {count(self.invariants, 'promise')} of invariants.yaml" if self.invariants else ""
        hold = "holds" if self.examples == 1 else "hold"
        checks = f"{count(self.checks, 'check')}{promises} proved"
        return f"{count(self.rules, 'rule')}, {checks}, {count(self.examples, 'example')} {hold}"


def show_findings(page: Page, findings: Sequence[Finding], checked: Checked) -> None:
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
    if set(counts) <= {Level.INFO}:
        whose = "Your rules, together with those they stand on, are" if checked.own else "The shipped rules are"
        page.line((f"{whose} fine.", GOOD))
        page.line(f"{checked}{f' ({found})' if found else ''}.")
    else:
        of = f"{count(checked.rules, 'rule')} with {count(checked.examples, 'example')}, {checked.checks} checks"
        page.line((f"Found {found}. ", CARE), "docs/checks says of each what to do.")
        page.line(f"Looked at {of}.")


def _counted(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
