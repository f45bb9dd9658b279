"""A stored decision beside the same profile screened again."""

from __future__ import annotations

from collections.abc import Iterable

from ...decision import Decision
from ...replay import Replay
from ..page import BAD, BOLD, DIM, GOOD, Page
from .words import NAMES, STYLES

_NAMED_BY = {
    "reasons": "rule",
    "undetermined": "rule",
    "precautions": "rule",
    "missing": "fact",
    "assumed": "fact",
    "conflicts": "fact",
    "stale": "fact",
    "facts": "fact",
}
"""Parts that are lists, with what tells their entries apart."""


def show_replay(page: Page, replay: Replay) -> None:
    """The same, or every part that differs."""
    stored, again = replay.stored, replay.again
    if replay.same:
        page.line(("The same: ", GOOD), (NAMES[again.outcome], STYLES[again.outcome]), f" - {again.summary}")
        _rules(page, stored, again)
        return
    page.line((f"It differs in {len(replay.differences)} of its parts.", BAD))
    page.line("Stored: ", (NAMES[stored.outcome], STYLES[stored.outcome]), f" - {stored.summary}")
    page.line("Now:    ", (NAMES[again.outcome], STYLES[again.outcome]), f" - {again.summary}")
    page.heading("What differs")
    for part in replay.differences:
        page.line((f"{part}: ", BOLD), _difference(part, stored, again), indent=2, bullet="- ")
    _rules(page, stored, again)


def _difference(part: str, stored: Decision, again: Decision) -> str:
    if part in _NAMED_BY:
        return _entries(_names(part, stored), _names(part, again))
    if part in ("outcome", "next_step", "at_least", "at_most", "settled", "engine"):
        return f"{getattr(stored, part)} is now {getattr(again, part)}"
    return "not the same"


def _names(part: str, decision: Decision) -> list[str]:
    return [getattr(entry, _NAMED_BY[part]) for entry in getattr(decision, part)]


def _entries(stored: Iterable[str], again: Iterable[str]) -> str:
    before, now = list(stored), list(again)
    new = [name for name in now if name not in before]
    gone = [name for name in before if name not in now]
    said = [f"new: {', '.join(new)}" if new else "", f"gone: {', '.join(gone)}" if gone else ""]
    return "; ".join(filter(None, said)) or "the same entries, but not what they say or their order"


def _rules(page: Page, stored: Decision, again: Decision) -> None:
    page.blank()
    if stored.ruleset.digest == again.ruleset.digest:
        page.line((f"The rules are the same ({again.ruleset.digest[:12]}).", DIM))
    elif stored.ruleset.logic_digest == again.ruleset.logic_digest:
        page.line(("Only texts of the rules have changed, nothing that decides.", DIM))
    else:
        page.line((f"The rules have changed: {stored.ruleset.digest[:12]} is now {again.ruleset.digest[:12]}.", DIM))
    page.line((again.review, DIM))
