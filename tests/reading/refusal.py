"""One change to the tiny library, and what must be said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.reading.tiny import LIBRARY, unmarked

FEVER = "article/exercise/high_fever.yaml"
STOPS = "article/exercise/stops.yaml"
HELD = "article/exercise/held.yaml"
GENTLY = "article/exercise/gently.yaml"
TOO_MANY = "article/exercise/too_many.yaml"
HISTORY = "vocabulary/history.yaml"
SESSION = "vocabulary/session.yaml"
CURL = "interventions/exercises/curl.yaml"
BLOCK = "interventions/blocks/numbing.yaml"
PARAMETERS = "parameters.yaml"
SOURCES = "sources.yaml"
PACK = "article/pack.yaml"
STATEMENTS = "article/statements.yaml"


@dataclass(frozen=True)
class Refusal:
    """``said`` holds a part of each message; ``places`` where each of them points, as path:line:column."""

    sentence: str
    files: Mapping[str, str | bytes | None]
    places: tuple[str, ...]
    said: tuple[str, ...]

    def __str__(self) -> str:
        return self.sentence.replace(" ", "_")


def edit(sentence: str, file: str, old: str, new: str, *said: str) -> Refusal:
    """One replacement in a file; HERE in the new text marks where each message points."""
    text = LIBRARY[file]
    if text.count(old) != 1:
        raise ValueError(f"{sentence}: {file} holds {old!r} {text.count(old)} times")
    return whole(sentence, file, text.replace(old, new), *said)


def whole(sentence: str, file: str, content: str | bytes, *said: str, at: str = "") -> Refusal:
    """A file with another content, or one more file; ``at`` tells line:column where no mark can."""
    if isinstance(content, str):
        content, marks = unmarked(content)
    else:
        marks = []
    places = [f"rules/{file}:{place}" for place in ([at] if at else marks)]
    if len(places) != len(said):
        raise ValueError(f"{sentence}: {len(places)} places for {len(said)} messages")
    return Refusal(sentence, {file: content}, tuple(places), said)


def folder(sentence: str, files: Mapping[str, str | bytes | None], place: str, *said: str) -> Refusal:
    """A change of what stands where; the report names only a path."""
    return Refusal(sentence, files, tuple(f"rules/{place}:1:1" for _ in said), said)
