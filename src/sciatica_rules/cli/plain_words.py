"""What people type who do not know the names of facts: a hint which names could be meant, never a guess."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..vocabulary import Fact, FactType
from .show.words import allowed, alternatives

MOST = 4
"""More names than these are no hint."""

_SHORTEST_SEARCHED = 4

_MEANT = {
    "stop": ("discomfort", "exercise_painful", "exercise_too_difficult", "acute_exacerbation"),
    "pause": ("discomfort", "exercise_painful", "exercise_too_difficult"),
    "pain": ("exercise_painful", "pain_nrs", "pain_subsided"),
    "hurts": ("exercise_painful", "discomfort"),
    "ouch": ("exercise_painful", "discomfort"),
    "flare": ("acute_exacerbation",),
    "worse": ("acute_exacerbation", "pain_nrs"),
    "hard": ("exercise_too_difficult",),
    "tired": ("exercise_too_difficult", "discomfort"),
    "dizzy": ("discomfort",),
    "numb": ("saddle_numbness",),
    "better": ("pain_subsided", "general_health_improved"),
    "gone": ("pain_subsided",),
    "resume": ("pain_subsided",),
    "continue": ("pain_subsided",),
}
"""Words that stand in no name or question, or in too many."""
_COMMANDS = {"exit": "quit", "end": "quit", "q": "quit", "bye": "quit", "list": "?", "status": "show"}


def hint(words: Iterable[str], facts: Mapping[str, Fact]) -> str | None:
    """What to type instead of words that are no facts; None where nothing near is known."""
    unknown = [word for word in words if word not in facts]
    for word in unknown:
        if word in _COMMANDS:
            return f"no fact is called {word}; did you mean the command {_COMMANDS[word]!r}?"
    names = list(dict.fromkeys(name for word in unknown for name in _near(word, facts)))
    if not names:
        return None
    shown = alternatives([how_to_type(facts[name]) for name in names[:MOST]])
    return f"no fact is called so; say what you observe, such as {shown} (? lists everything)"


def how_to_type(fact: Fact) -> str:
    """A fact as it is typed; a value that could be taken over unread is never put in."""
    return fact.name if fact.type is FactType.BOOLEAN else f"{fact.name}=... ({allowed(fact)})"


def _near(word: str, facts: Mapping[str, Fact]) -> Iterator[str]:
    meant = [name for name in _MEANT.get(word, ()) if name in facts]
    if meant or len(word) < _SHORTEST_SEARCHED or not word.isalpha():
        yield from meant
        return
    found = [fact for fact in facts.values() if word in fact.name or word in fact.question.lower()]
    yield from (fact.name for fact in sorted(found, key=lambda fact: (word not in fact.name, not fact.momentary)))
