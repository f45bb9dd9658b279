"""How two rule sets differ, for people at a terminal."""

from __future__ import annotations

from ...proof.causes import Action
from ...proof.diff import Difference
from ...proof.edits import Edit
from ...proof.finding import described
from ...proof.shifts import Direction, Shift
from ..page import BAD, BOLD, CARE, DIM, GOOD, Page
from .difference import (
    HEADINGS,
    MOST,
    because,
    by_kind,
    fares,
    not_covered,
    others,
    pieces,
    subject,
    told,
    verdict,
)
from .words import first_capital

_SHORT = 50
"""Characters before and after that fit into one line."""

_STYLES = {Direction.LOOSER: BAD, Direction.STRICTER: CARE}


def show_difference(page: Page, difference: Difference, old: str, new: str) -> None:
    """The bottom line, whom it concerns and why, what is not known, and what is written otherwise."""
    page.line("From ", (old, BOLD), " to ", (new, BOLD))
    page.blank()
    page.line((verdict(difference), BAD if difference.may_be_looser else GOOD))
    for words, count in fares(difference):
        page.line(f"{count} intervention{'' if count == 1 else 's'}: {words}", indent=2)
    for direction, heading in HEADINGS.items():
        shifts = [shift for shift in difference.shifts if shift.direction is direction]
        if shifts:
            page.heading((heading, _STYLES[direction]))
        for number, shift in enumerate(shifts):
            if number:
                page.blank()
            _shift(page, shift, difference)
    _list(page, "Not proved within the budget", list(difference.not_proved))
    _list(page, "Not compared, since only one side has it", list(difference.not_compared))
    _list(page, "Not covered by any proof", [not_covered(each) for each in difference.beyond_proof])
    for heading, edits in by_kind(difference.edits):
        page.heading(f"Written otherwise: {heading.lower()}")
        for edit in edits:
            _edit(page, edit)


def _shift(page: Page, shift: Shift, difference: Difference) -> None:
    person = shift.person
    before, after = told(shift)
    page.line((first_capital(subject(shift)) if not shift.rules else subject(shift), BOLD), indent=2)
    why = because(shift, difference)
    if why:
        page.line(why, indent=4, bullet="why:    ")
    page.line(f"{{{described(person.unusual, person.stale)}}}", indent=4, bullet="who:    ")
    page.line(before, indent=4, bullet="before: ")
    page.line((after, _STYLES[shift.direction]), f", for {person.intervention}", indent=4, bullet="now:    ")
    rest = others(shift)
    if rest:
        shown = ", ".join(rest[:MOST]) + (f" and {len(rest) - MOST} more" if len(rest) > MOST else "")
        page.line(shown, indent=4, bullet="so too: ")


def _list(page: Page, heading: str, lines: list[str]) -> None:
    if lines:
        page.heading((heading, CARE))
    for line in lines:
        page.line(line, indent=2, bullet="- ")


def _edit(page: Page, edit: Edit) -> None:
    if edit.action is not Action.CHANGED:
        page.line((f"{edit.action} ", DIM), (edit.name, BOLD), f"  {edit.title}", indent=2)
        return
    page.line((edit.name, BOLD), indent=2)
    for field in edit.fields:
        gone, new = pieces(field)
        if len(gone) == len(new) == 1 and len(gone[0] + new[0]) <= _SHORT:
            page.line((f"{field.field}: ", DIM), f"{gone[0]} -> {new[0]}", indent=4)
            continue
        page.line((field.field, DIM), indent=4)
        for mark, texts in (("- ", gone), ("+ ", new)):
            for text in texts:
                page.line(text, indent=6, bullet=mark)
