"""One line of observations: ``discomfort``, ``pain_nrs=4 warmed_up=true``, or a JSON object."""

from __future__ import annotations

from typing import Any

from ..profile import allowed_values
from ..reading.json_text import read_json
from ..reading.scalars import Ambiguous, read_plain
from ..vocabulary import FactType, Vocabulary
from .exits import BadInput
from .plain_words import hint, how_to_type


def read_observation(line: str, vocabulary: Vocabulary) -> dict[str, Any]:
    """What a line says, still to be checked against the vocabulary. Raises BadInput; it never repeats a value."""
    return _from_json(line) if line.startswith("{") else _from_words(line, vocabulary)


def _from_words(line: str, vocabulary: Vocabulary) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    meant = hint((word.lower() for word in line.split() if "=" not in word), vocabulary.facts)
    if meant is not None:
        raise BadInput(meant)
    for word in line.split():
        name, equals, written = word.partition("=")
        name = name.lower()
        if name in seen:
            raise BadInput(f"{name}: given more than once")
        if not equals and name in vocabulary.facts and vocabulary.facts[name].type is not FactType.BOOLEAN:
            raise BadInput(f"{name}: give its value too: {how_to_type(vocabulary.facts[name])}")
        try:
            seen[name] = read_plain(written) if equals else True
        except Ambiguous:
            raise BadInput(f"{name}: {_may_hold(name, vocabulary)}") from None
    return seen


def _may_hold(name: str, vocabulary: Vocabulary) -> str:
    fact = vocabulary.facts.get(name)
    return allowed_values(fact) if fact else "write true, false, null, a number or a word"


def _from_json(line: str) -> dict[str, Any]:
    read, problems = read_json(line, "")
    if problems:
        raise BadInput("; ".join(f"{problem.fact}: {problem.message}" for problem in problems))
    return dict(read)
