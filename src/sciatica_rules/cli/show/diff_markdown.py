"""How two rule sets differ, as the comment of a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...proof.causes import Action
from ...proof.diff import Difference
from ...proof.edits import Edit
from ...proof.finding import described
from ...proof.shifts import Shift
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


def difference_in_markdown(difference: Difference, old: str, new: str) -> str:
    """The bottom line first; what is written otherwise is folded away."""
    return "\n".join(_lines(difference, old, new)) + "\n"


def _lines(difference: Difference, old: str, new: str) -> Iterator[str]:
    yield f"## Rules from {_code(old)} to {_code(new)}"
    yield ""
    yield f"**{verdict(difference)}**"
    yield ""
    yield "| Interventions | |"
    yield "| ---: | --- |"
    yield from (f"| {count} | {words} |" for words, count in fares(difference))
    for direction, heading in HEADINGS.items():
        shifts = [shift for shift in difference.shifts if shift.direction is direction]
        if shifts:
            yield from ("", f"### {heading}")
        for shift in shifts:
            yield from _shift(shift, difference)
    yield from _list("Not proved within the budget", [_code(name) for name in difference.not_proved])
    yield from _list("Not compared, since only one side has it", [_code(name) for name in difference.not_compared])
    uncovered = [_plain(not_covered(edit)) for edit in difference.beyond_proof]
    yield from _list("Not covered by any proof", uncovered)
    yield from _written_otherwise(difference)


def _shift(shift: Shift, difference: Difference) -> Iterator[str]:
    person, (before, after) = shift.person, told(shift)
    rules = ", ".join(map(_code, shift.rules)) or first_capital(subject(shift))
    why = because(shift, difference)
    yield from ("", f"**{rules}**" + (f": {_plain(why)}" if why else ""), "")
    yield f"- {_code('{' + described(person.unusual, person.stale) + '}')}"
    yield f"- {_code(person.intervention)}: {_plain(before)} → **{_plain(after)}**"
    rest = others(shift)
    if len(rest) > MOST:
        names = "".join(f" <code>{name}</code>" for name in rest)
        yield f"- <details><summary>and for {len(rest)} others</summary>{names}</details>"
    elif rest:
        yield f"- and for {', '.join(map(_code, rest))}"


def _list(heading: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield from ("", f"### {heading}", "", *(f"- {line}" for line in lines))


def _written_otherwise(difference: Difference) -> Iterator[str]:
    kinds = by_kind(difference.edits)
    if not kinds:
        return
    count = sum(len(edits) for _, edits in kinds)
    yield from ("", "<details>", f"<summary>Written otherwise: {count} thing{'' if count == 1 else 's'}</summary>")
    for heading, edits in kinds:
        yield from ("", f"#### {heading}", "", "| | | Before | Now |", "| --- | --- | --- | --- |")
        for edit in edits:
            yield from _rows(edit)
    yield from ("", "</details>")


def _rows(edit: Edit) -> Iterator[str]:
    name = _code(edit.name)
    if edit.action is not Action.CHANGED:
        before, after = ("", _plain(edit.title)) if edit.action is Action.ADDED else (_plain(edit.title), "")
        yield f"| {name} | {edit.action} | {before} | {after} |"
    for field in edit.fields:
        before, after = ("<br>".join(map(_plain, texts)) for texts in pieces(field))
        yield f"| {name} | {field.field} | {before} | {after} |"


def _plain(text: str) -> str:
    """Words of a rule file, which must not be read as markup."""
    return re.sub(r"([\\`*_{}\[\]<>|#@~!])", r"\\\1", text.replace("&", "&amp;")).replace("\n", " ")


def _code(text: str) -> str:
    """A name or a profile. No backtick or line break stands in one."""
    return "`" + re.sub(r"[`|\s]+", " ", text) + "`"
