"""Two mistakes put into one library, and why one of them may keep the other from being told."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sciatica_rules.errors import FileProblem
from tests.reading.refusal import Refusal
from tests.reading.tiny import LIBRARY


@dataclass(frozen=True)
class Excuse:
    """``hidden`` is looked for in a problem that is not told, ``by`` in those of the other mistake."""

    reason: str
    hidden: str
    by: str
    same_file: bool = False


_VALUES = (
    r"no value of|has no meaning|needs? a comparison|is never|is boolean, so|is a whole number|never equal|is a decimal"
    r"|must be (true|a number|a whole|one of [a-z_, ]+$)|measured in|only a boolean"
    r"|has no (min|max|unit|choices|denied)"
)
_WHOLE = f"{_VALUES}|has the tag|concerns? no|not concern|differs|contradict|no rule can|nothing keeps|a second|unknown"
_TYPES = "type|fact has no|only a|needs|choice|range|min|max|typical|denied|worse_when|when_unknown"
_NUMBERS = r"\(\w+( of \w+)?\)|differs between|outside of min|measured in"
_NO_EFFECT = "one of precaution|readers disagree"
_APART = "text|is safe|source|statement|a date|says by whom|no draft|departs|direction|example|must be|hold_seconds"
_RULES = rf"^(?!.*({_APART}))(article|gate|interventions)/\w+/"
"""A problem of a rule or an intervention, unless it is one by which nothing else is measured."""
_TEXT = (
    r"tab char|order mark|control char|carriage|invisible|blank|NFC|UTF-8|UTF-16|empty$|larger than|one document"
    r"|directives|anchors|tags are not part|must be a plain word|nested deeper|question mark|colon is not|neither 'key"
    r"|indentation|cannot start|not closed|backslash|list item is not|opened and never|after the end|value is expected"
    r"|well-formed"
)
_KEYS = r"a key (may|must|that|of more)|operator is a word|duplicate key|unknown key"

EXCUSES = (
    Excuse("a file that is no text or no YAML cannot be read at all", ".", _TEXT, same_file=True),
    Excuse("what a file would declare is not known if it cannot be read", _WHOLE, _TEXT),
    Excuse("a key that cannot be read may be any that is missing", "lacks|needs|says", _KEYS, same_file=True),
    Excuse("which values a fact has cannot be asked while its type or range is in doubt", _VALUES, "^vocabulary/"),
    Excuse("what belongs to a type is not known of a type that may be wrong", "^vocabulary/.*", _TYPES, same_file=True),
    Excuse("no number is known for a parameter that is wrong", _NUMBERS, "^(parameters|interventions)"),
    Excuse("any fact or number may be why typical answers contradict", "contradict", "^(voc|parameters|interventions)"),
    Excuse("any rule may be the one that guards", "no rule can object", _RULES),
    Excuse("any rule may be the one that keeps a session stopped", "nothing keeps", f"{_RULES}|^(voc|param)"),
    Excuse("any intervention may be the one with a tag", "has the tag|concerns? no|not concern", "^interventions"),
    Excuse("whom a rule concerns is not known by a wrong tag", "concerns? no|not concern|differs", "tag|twice|an id"),
    Excuse("what an effect needs is not known of no effect", "a rule with the effect|has no next", _NO_EFFECT),
    Excuse("a name that cannot be read may be the one that is asked for", "unknown", "^vocabulary.*(not an id|a key )"),
    Excuse("of two derivations the first is named", "defined_by has no when_unknown", "a circle of derivations"),
    Excuse("the same thing is told at another place", "a second|without a rule", "a second|suffix|an id"),
)
"""Read as: what is said on the left cannot be known as long as there is what is said on the right."""

MEETINGS = "when_unknown|a second"
"""What two mistakes lead to only together: an assumption in a circle of derivations, a name that both take."""


def text_of(problem: FileProblem) -> str:
    """Path, line, column and message of a problem, without the word that may have been meant: that is one of all."""
    return f"{problem.location}: {problem.message}".removeprefix("rules/").partition("; did you mean")[0]


@dataclass(frozen=True, slots=True)
class Edit:
    """Lines first to last of a file, counted from 0, were replaced."""

    first: int
    last: int
    lines: tuple[str, ...]

    @property
    def longer(self) -> int:
        return len(self.lines) - (self.last - self.first)


def _edit(before: str | None, after: str | bytes | None) -> Edit | None:
    """What was changed; None where a file is new, gone or no text."""
    if before is None or not isinstance(after, str):
        return None
    old, new = before.split("\n"), after.split("\n")
    first = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    most = min(len(old), len(new)) - first
    same = next((n for n in range(most) if old[-1 - n] != new[-1 - n]), most)
    return Edit(first, len(old) - same, tuple(new[first : len(new) - same]))


def both(one: Refusal, other: Refusal) -> dict[str, str | bytes | None] | None:
    """The files with both mistakes; None where they change the same thing or neighbouring lines."""
    files = {**one.files, **other.files}
    for file in one.files.keys() & other.files.keys():
        edits = [_edit(LIBRARY.get(file), each.files[file]) for each in (one, other)]
        if edits[0] is None or edits[1] is None:
            return None
        low, high = sorted(filter(None, edits), key=lambda edit: (edit.first, edit.last))
        if high.first <= low.last:
            return None
        lines = LIBRARY[file].split("\n")
        lines[high.first : high.last] = high.lines
        lines[low.first : low.last] = low.lines
        files[file] = "\n".join(lines)
    return files


def moved(problem: str, own: Refusal, other: Refusal) -> str:
    """A problem of one mistake, where it stands beside the other one."""
    file, line, rest = problem.split(":", 2)
    if file not in own.files or file not in other.files:
        return problem
    mine, theirs = (_edit(LIBRARY.get(file), each.files[file]) for each in (own, other))
    if mine is None or theirs is None:
        return problem
    at = int(line) - 1
    before = at if at < mine.first + len(mine.lines) else at - mine.longer
    above = theirs.last <= (mine.first if mine.first <= at < mine.first + len(mine.lines) else before)
    return f"{file}:{int(line) + (theirs.longer if above else 0)}:{rest}"


def led_to(found: list[str], one: Refusal, other: Refusal, alone: tuple[list[str], list[str]]) -> list[str]:
    """What is told of two mistakes and of neither alone."""
    own = {moved(problem, one, other) for problem in alone[0]} | {moved(problem, other, one) for problem in alone[1]}
    return [problem for problem in found if problem not in own and not re.search(MEETINGS, problem)]


def is_excused(hidden: str, others: list[str]) -> bool:
    """Whether it is known why one problem is not told beside others."""
    file = hidden.partition(":")[0]
    return any(
        re.search(excuse.hidden, hidden) and re.search(excuse.by, other)
        for excuse in EXCUSES
        for other in others
        if other.startswith(f"{file}:") or not excuse.same_file
    )
