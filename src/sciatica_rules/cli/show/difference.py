"""How two rule sets differ, in the words that the text and the comment of a pull request share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from ...proof.causes import Action, Cause
from ...proof.diff import Difference
from ...proof.edits import Edit, FieldEdit, in_word
from ...proof.shifts import Comparison, Direction, Shift

FARES: Mapping[Comparison, str] = {
    Comparison.NOWHERE_STRICTER: "looser for somebody, stricter for nobody",
    Comparison.BOTH: "looser for some, stricter for others",
    Comparison.NOT_PROVED: "not proved",
    Comparison.NOWHERE_LOOSER: "stricter for somebody, looser for nobody",
    Comparison.EQUIVALENT: "the same for everybody",
    Comparison.ADDED: "new, compared with nothing",
    Comparison.REMOVED: "gone, compared with nothing",
}
HEADINGS = {Direction.LOOSER: "Looser", Direction.STRICTER: "Stricter"}
_NOUNS = {"rule": "Rules", "parameter": "Parameters", "fact": "Facts", "intervention": "Interventions"} | {
    "group": "Groups of facts", "pack": "Packs", "source": "Sources", "statement": "Statements of the article",
    "invariant": "Invariants",
}  # fmt: skip
_BEYOND = {
    "type": "what kind of answer it takes",
    "unit": "the unit of its values",
    "hold": "which answers a stop makes void",
    "valid_for": "how long an answer stays good",
    "momentary": "whether an answer counts for one observation only",
    "clearance": "when a clearance lapses",
    "worse_when": "whether an answer counts that is dated later, or that was given before a stop",
    "denies": "what a denial of the whole group says about it",
    "derivation": "what a denial says about it where something beneath it has grown too old",
    "min": "lower values, which were refused before",
    "max": "higher values, which were refused before",
    "choices": "choices that were refused before",
}
MOST = 6
"""How many other interventions are named before the rest is counted."""

CONTRADICTIONS = "answers that contradict each other"


def verdict(difference: Difference) -> str:
    """The bottom line."""
    if difference.is_looser:
        return "Looser for somebody."
    if difference.not_proved:
        return "Not proved that nobody is told something looser."
    if difference.not_compared:
        return "Looser for nobody in what both have, but some interventions only one side has."
    if difference.beyond_proof:
        return "Looser for nobody as far as it is compared, but no proof covers what is told below."
    return "The same for everybody." if difference.is_equivalent else "Looser for nobody."


def fares(difference: Difference) -> list[tuple[str, int]]:
    """How many interventions fare how."""
    counts = Counter(difference.interventions.values())
    return [(words, counts[found]) for found, words in FARES.items() if counts[found]]


def subject(shift: Shift) -> str:
    """The rules that lead to a shift."""
    return ", ".join(shift.rules) or CONTRADICTIONS


def because(shift: Shift, difference: Difference) -> str:
    """What was changed of them."""
    return "; ".join(_cause(cause, difference) for cause in shift.causes)


def _cause(cause: Cause, difference: Difference) -> str:
    edit = next((each for each in difference.edits if (each.kind, each.name) == (cause.kind, cause.name)), None)
    changed = [] if edit is None or cause.action is not Action.CHANGED else list(edit.fields)
    value = [f" from {in_word(each.before)} to {in_word(each.after)}" for each in changed if each.field == "value"]
    names = [each.field for each in changed if each.field in _LOGIC]
    what = value[0] if value else f" ({', '.join(names)})" if names else ""
    return f"{cause.kind} {cause.name} {cause.action}{what}"


_LOGIC = {"when", "effect", "next_step", "hold", "applies_to", "except_for", "tags", "parameters"} | {
    "implied_by", "defined_by", "when_unknown", "type", "min", "max", "choices",
}  # fmt: skip


def told(shift: Shift) -> tuple[str, str]:
    """What the person of a shift was told, and is told now."""
    person = shift.person
    return str(person.before), str(person.after)


def others(shift: Shift) -> list[str]:
    """The interventions of a shift beside the one that is shown."""
    return [name for name in shift.interventions if name != shift.person.intervention]


def by_kind(edits: Sequence[Edit]) -> list[tuple[str, list[Edit]]]:
    """What is written otherwise, under a heading for each kind of thing."""
    shown = [edit for edit in edits if edit.fields or edit.action is not Action.CHANGED]
    found = [(heading, [edit for edit in shown if edit.kind == kind]) for kind, heading in _NOUNS.items()]
    return [(heading, some) for heading, some in found if some]


def not_covered(edit: Edit) -> str:
    """What of an edit no proof covers."""
    return f"{edit.kind} {edit.name}: {', '.join(_BEYOND[name] for name in edit.beyond_proof)}"


def pieces(field: FieldEdit) -> tuple[list[str], list[str]]:
    """What a field no longer says, and what it says now; of a list only what left and what came."""
    if isinstance(field.before, list) and isinstance(field.after, list):
        before, after = field.before, field.after
        gone = [each for each in before if each not in after]
        new = [each for each in after if each not in before]
        return (gone, new) if gone or new else (["another order"], [", ".join(after)])
    if isinstance(field.before, dict) and isinstance(field.after, dict):
        old_items, new_items = field.before.items(), field.after.items()
        gone = [f"{key}: {each}" for key, each in old_items if (key, each) not in new_items]
        return gone, [f"{key}: {each}" for key, each in new_items if (key, each) not in old_items]
    return [in_word(field.before) or "nothing"], [in_word(field.after) or "nothing"]
