"""Facts, values and documents in words."""

from __future__ import annotations

from decimal import Decimal

from ...decision import FactValue, SourceNote
from ...origin import Origin
from ...outcome import NextStep, Outcome
from ...units import from_to, with_unit
from ...vocabulary import AnsweredBy, Fact, FactType
from ..page import BAD, CARE, GOOD

STYLES = {Outcome.ALLOWED: GOOD, Outcome.CONSULT_DOCTOR: CARE, Outcome.BLOCKED: BAD}
NAMES = {Outcome.ALLOWED: "ALLOWED", Outcome.CONSULT_DOCTOR: "CONSULT A DOCTOR", Outcome.BLOCKED: "BLOCKED"}

_PRESSING = {
    NextStep.EMERGENCY: " - EMERGENCY",
    NextStep.URGENT: " - URGENT",
    NextStep.ANSWER: " - or answer what is still open",
}
_ORIGINS = {
    Origin.ANSWERED: "",
    Origin.DENIED: "one no for the whole list",
    Origin.DERIVED: "follows from other answers",
    Origin.ASSUMED: "assumed, not answered",
    Origin.STALE: "the answer is too old to count",
    Origin.CONFLICT: "the answers contradict each other",
    Origin.UNKNOWN: "not answered",
}
_SEEN = {
    "page_text": "its text was read",
    "abstract": "only its abstract was read",
    "secondary": "known only from other documents",
    "title": "only its title is known",
    "own_work": "our own",
}


def headline(outcome: Outcome, next_step: NextStep) -> str:
    """The outcome in capitals, and how pressing it is."""
    return NAMES[outcome] + _PRESSING.get(next_step, "")


def value_in_words(fact: Fact, value: FactValue) -> str:
    """An answer as a person would say it; nothing where there is none."""
    return "" if value is None else _value(fact, value)


def origin_in_words(origin: Origin) -> str:
    """Where an answer comes from, unless it was simply given."""
    return f"({_ORIGINS[origin]})" if _ORIGINS[origin] else ""


def _value(fact: Fact, value: FactValue) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if fact.type is FactType.CHOICE:
        return fact.choices.get(str(value), str(value))
    return with_unit(number(value), fact.unit)


def number(value: FactValue) -> str:
    """A number as it is usually written: 38, not 38.0."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


def how_to_answer(fact: Fact) -> str:
    """The name of a fact and what may be answered, for whoever writes the profile."""
    answers = "" if fact.type is FactType.BOOLEAN else f": {allowed(fact)}"
    doctor = "; a doctor can tell" if fact.answered_by is AnsweredBy.CLINICIAN else ""
    return f"{fact.name}{answers}{doctor}"


def allowed(fact: Fact) -> str:
    """The choices, or the range, of a fact that is no yes or no."""
    if fact.type is FactType.CHOICE:
        return alternatives(list(fact.choices))
    return from_to(number(fact.minimum), number(fact.maximum), fact.unit)


def alternatives(words: list[str]) -> str:
    """Such as ``a, b or c``."""
    return " or ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def document(note: SourceNote) -> str:
    """A document: title, who publishes it, when, what kind it is, and how far it was read."""
    kind = f"{first_capital(note.strength)}; {how_far_read(note.seen)}"
    return f"{note.title}. {note.organisation}, {year(note.year)}. {kind}."


def year(written: str) -> str:
    """The year of a document, in words where it has none."""
    return "no date" if written == "n.d." else written


def how_far_read(seen: str) -> str:
    """``seen`` in words; what stands behind its first word is kept."""
    for word, meaning in _SEEN.items():
        if seen.startswith(word):
            return (meaning + seen[len(word) :]).strip()
    return seen


def first_capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]
