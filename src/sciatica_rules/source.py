"""The documents that rules rest on, and how far each was read."""

from __future__ import annotations

from dataclasses import dataclass, field

from .location import Location


@dataclass(frozen=True, slots=True)
class Source:
    """One document. ``strength`` says what kind it is, ``seen`` how much of it was read by the rule's author."""

    key: str
    title: str
    organisation: str
    year: str
    strength: str
    seen: str
    link: str | None = None
    location: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """A document, and where in it."""

    key: str
    statement: str | None = None

    def __str__(self) -> str:
        return f"{self.key}/{self.statement}" if self.statement else self.key


@dataclass(frozen=True, slots=True)
class Statement:
    """One numbered statement of the founding article, in our own words."""

    id: str
    kind: str
    lines: str
    says: str
