"""Many decisions, one line each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.text import Text

from ...decision import Decision
from ...outcome import NextStep, Outcome
from ...wording import count
from ..page import BOLD, DIM, Page
from .decision import show_limits, show_pressing
from .words import NAMES, STYLES

_OUTCOME_WIDTH = 16
_STEPS = {NextStep.EMERGENCY: "EMERGENCY: ", NextStep.URGENT: "URGENT: "}


def show_overview(page: Page, decisions: Sequence[Decision], people: int) -> None:
    """A table with the weightiest reason of each decision. The decisions of one person stand together."""
    each = len(decisions) // people
    for person in range(people):
        own = decisions[person * each : (person + 1) * each]
        page.heading(f"Profile {person + 1}: " if people > 1 else "", (_tally(own), BOLD))
        show_pressing(page, own)
        _table(page, own)
    page.blank()
    page.line(("Each decision in full: --for ID with one of the names above, or --all.", DIM))
    show_limits(page, decisions[-1], everything=False)


def _tally(decisions: Sequence[Decision]) -> str:
    outcomes = Counter(decision.outcome for decision in decisions)
    return ", ".join(f"{outcomes[outcome]} {NAMES[outcome].lower()}" for outcome in Outcome if outcomes[outcome])


def _table(page: Page, decisions: Sequence[Decision]) -> None:
    longest = max(len(decision.intervention) for decision in decisions)
    why = max(page.width - 2 - _OUTCOME_WIDTH - 2 - longest - 2, 20)
    for decision in sorted(decisions, key=lambda one: one.outcome):
        name = Text(NAMES[decision.outcome], STYLES[decision.outcome])
        page.row([name, decision.intervention, in_short(decision)], [_OUTCOME_WIDTH, longest, why])


def in_short(decision: Decision) -> str:
    """Why, in a few words."""
    words = [_STEPS.get(decision.next_step, "")]
    if decision.reasons:
        more = len(decision.reasons) - 1
        words.append(decision.reasons[0].title + (f", and {count(more, 'more reason')}" if more else ""))
    questions = sum(not missing.assumed for missing in decision.missing)
    still_open = [count(questions, "open question")] if questions else []
    if decision.conflicts:
        still_open.insert(0, count(len(decision.conflicts), "contradiction"))
    text = "".join(words)
    return "; ".join(filter(None, [text, *still_open])) or _minding(decision)


def _minding(decision: Decision) -> str:
    return f"{count(len(decision.precautions), 'precaution')} to mind" if decision.precautions else ""
