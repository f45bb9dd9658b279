"""What a plain word in a file means. Anything that another YAML reader could take differently is refused."""

from __future__ import annotations

import re
from decimal import Decimal

from ..condition import Value

PLAIN = {"true": True, "false": False, "null": None}

_TRAPS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "=", "<<"})
_NOT_FINITE = re.compile(r"[-+]?\.?(inf|infinity|nan)", re.IGNORECASE)
_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_DECIMAL = re.compile(r"(?!-0\.0*\Z)-?(?:0|[1-9][0-9]*)\.[0-9]+")
_NUMBER_LIKE = re.compile(r"[-+]?\.?[0-9]")
_MOST_DIGITS = 15
"""So that every number can also be held exactly by a dataframe or a database."""


class Ambiguous(Exception):
    """A plain word that must not stand as it is. ``hint`` says how to write what was meant."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def read_plain(word: str) -> Value | None:
    """The value of an unquoted word: true, false, null, a number or text. Raises Ambiguous. Never repeats the word."""
    if word in PLAIN:
        return PLAIN[word]
    first = word[:1]
    if first.isalpha() and first not in "yYnNoOtTfFiI":
        return word
    if word == "":
        raise Ambiguous("a value is missing", "write null where nothing is meant")
    if word.lower() in _TRAPS:
        raise Ambiguous("a word that YAML readers disagree about", "write true, false or null, or quote it as text")
    if _NOT_FINITE.fullmatch(word):
        raise Ambiguous("not a finite number", "write a number, or quote it as text")
    if _NUMBER_LIKE.match(word):
        return _number(word)
    if first in "?:-":
        raise Ambiguous(f"text that starts with {first!r} is read differently by different readers", "quote it")
    return word


def _number(word: str) -> Value:
    if _INTEGER.fullmatch(word) or _DECIMAL.fullmatch(word):
        if sum(character.isdigit() for character in word) > _MOST_DIGITS:
            raise Ambiguous(f"a number with more than {_MOST_DIGITS} digits", "write fewer digits")
        return Decimal(word) if "." in word else int(word)
    if " " in word and any(character.isalpha() and character not in "TZ" for character in word):
        return word
    hint = "write a number as 12 or 38.5; quote a date, a time, a version or any other text"
    raise Ambiguous("neither a plainly written number nor plain text", hint)
