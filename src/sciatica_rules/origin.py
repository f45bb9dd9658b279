"""Where the value of a fact comes from: a word that decisions carry too."""

from __future__ import annotations

from enum import Enum


class Origin(str, Enum):
    """Where the value of a fact comes from."""

    ANSWERED = "answered"
    DENIED = "denied"
    DERIVED = "derived"
    ASSUMED = "assumed"
    STALE = "stale"
    CONFLICT = "conflict"
    UNKNOWN = "unknown"

    def __str__(self) -> str:
        return self.value
