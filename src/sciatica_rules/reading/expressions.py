"""Comparisons as other languages write them, and how each is written here: only ever a hint, never a reading."""

from __future__ import annotations

import re

from ..condition import Operator

SYMBOLS = {
    ">=": Operator.AT_LEAST.value,
    "=>": Operator.AT_LEAST.value,
    ">": Operator.ABOVE.value,
    "<=": Operator.AT_MOST.value,
    "=<": Operator.AT_MOST.value,
    "<": Operator.BELOW.value,
}
"""Signs with the word that stands for each of them."""

_COMPARISON = re.compile(r"([a-z][a-z0-9_]*) *(>=|=>|<=|=<|>|<|==|=|!=) *([A-Za-z0-9_.-]+)")
_JOINED = re.compile(r" +(and|or) +")
_JOINS = {"and": "all", "or": "any"}
_WORD = re.compile(r"[a-z][a-z0-9_]*")
_YES, _NO = ("true", "yes"), ("false", "no")
_LONGEST = 200


def rewritten(text: str) -> str | None:
    """How an expression would be written as a condition; None where that is not plain."""
    if len(text) > _LONGEST:
        return None
    words = {found[1] for found in _JOINED.finditer(text)}
    if not words:
        return _part(text)
    parts = [_part(part) for part in _JOINED.split(text)[::2]]
    if len(words) > 1 or None in parts:
        return None
    return f"{{{_JOINS[words.pop()]}: [{', '.join(filter(None, parts))}]}}"


def _part(text: str) -> str | None:
    if _WORD.fullmatch(text):
        return text
    if text.startswith("not "):
        part = _part(text.removeprefix("not ").strip())
        return part and f"{{not: {part}}}"
    found = _COMPARISON.fullmatch(text)
    if found is None:
        return None
    fact, sign, value = found.groups()
    if sign in SYMBOLS:
        return f"{{{fact}: {{{SYMBOLS[sign]}: {value}}}}}"
    equal = _equal(fact, value)
    return f"{{not: {equal}}}" if sign == "!=" else equal


def _equal(fact: str, value: str) -> str:
    """A yes-or-no fact stands alone; any other is given its value."""
    if value.lower() in _YES:
        return fact
    return f"{{not: {fact}}}" if value.lower() in _NO else f"{{{fact}: {value}}}"
