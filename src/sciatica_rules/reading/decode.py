"""From one node to one plain value of the kind that is expected there, or a problem and None."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from ..condition import Number, Value
from ..errors import did_you_mean
from ..source import Citation
from .nodes import REFUSED, Mapping, Node, Refused, Scalar, Sequence
from .problems import Problems

_ID = re.compile(r"[a-z][a-z0-9_]*")
_STATEMENT = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+[a-z]?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ONE_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_/-]{0,63}")
_MOST_SHOWN = 40

ID_RULE = "an id is made of the small letters a to z, digits and '_', and starts with a letter"
STATEMENT_RULE = "a statement id is made of capital letters and digits with '-' between, such as EX-C-01 or EX-C-06a"


def is_id(word: str) -> bool:
    """Whether a word follows ``ID_RULE``."""
    return _ID.fullmatch(word) is not None


def is_statement_id(word: str) -> bool:
    """Whether a word follows ``STATEMENT_RULE``."""
    return _STATEMENT.fullmatch(word) is not None


def found(node: Node) -> str:
    """What a node is, as the end of a sentence."""
    match node:
        case Sequence():
            return "a list"
        case Mapping():
            return "a mapping"
        case Scalar(value=bool() as value):
            return "true" if value else "false"
        case Scalar(value=int() | Decimal()):
            return "a number"
        case Scalar(value=None):
            return "null"
        case _:
            return "text"


def shown(word: str) -> str:
    """A word from a file, quoted for a message, cut short if it is long."""
    return repr(word if len(word) <= _MOST_SHOWN else word[:_MOST_SHOWN] + "...")


def scalar(node: Node, problems: Problems, expected: str) -> Value | Refused | None:
    """The value of a scalar; REFUSED where it is none or was already reported."""
    if not isinstance(node, Scalar):
        problems.add(node, f"expected {expected}, found {found(node)}")
        return REFUSED
    if node.value is REFUSED:
        problems.meet_again()
    return node.value


def text(node: Node, problems: Problems, *, expected: str = "text") -> str | None:
    """Text on one line, not empty, without blanks around it."""
    value = scalar(node, problems, expected)
    if isinstance(value, Refused):
        return None
    if not isinstance(value, str):
        hint = "quote it" if isinstance(value, bool | int | Decimal) else ""
        problems.add(node, f"expected {expected}, found {found(node)}", hint)
    elif not value.strip():
        problems.add(node, f"expected {expected}, found nothing between the quotes")
    elif "\n" in value:
        problems.add(node, "line breaks inside a text", "write >- to break a long text over several lines")
    elif value != value.strip():
        problems.add(node, "blanks at the start or the end of a text", "take them out")
    else:
        return value
    return None


def identifier(node: Node, problems: Problems, *, expected: str = "an id") -> str | None:
    """A word that follows the one rule for ids."""
    value = scalar(node, problems, expected)
    if isinstance(value, Refused):
        return None
    if isinstance(value, str) and is_id(value):
        return value
    said = shown(value) if isinstance(value, str) else found(node)
    problems.add(node, f"expected {expected}, found {said}", ID_RULE if isinstance(value, str) else "")
    return None


def one_of(node: Node, problems: Problems, words: Iterable[str]) -> str | None:
    """One of a few words; ``true`` and ``false`` count as words here."""
    known = tuple(words)
    expected = f"one of {', '.join(known)}"
    value = scalar(node, problems, expected)
    if isinstance(value, Refused):
        return None
    word = str(value).lower() if isinstance(value, bool) else value
    if isinstance(word, str) and word in known:
        return word
    near = did_you_mean(word, known) if isinstance(word, str) else ""
    said = shown(word) if isinstance(word, str) else found(node)
    problems.add(node, f"expected {expected}, found {said}{near}")
    return None


def boolean(node: Node, problems: Problems) -> bool | None:
    """Plain true or false."""
    value = scalar(node, problems, "true or false")
    if isinstance(value, bool):
        return value
    if not isinstance(value, Refused):
        problems.add(node, f"expected true or false, found {found(node)}")
    return None


def number(node: Node, problems: Problems, *, expected: str = "a number") -> Number | None:
    """A plain number, exactly as it was written."""
    value = scalar(node, problems, expected)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return value
    if not isinstance(value, Refused):
        hint = "take the quotes away" if isinstance(node, Scalar) and node.quoted else ""
        problems.add(node, f"expected {expected}, found {found(node)}", hint)
    return None


def whole_number(node: Node, problems: Problems) -> int | None:
    """A plain number without a decimal point."""
    value = number(node, problems, expected="a whole number")
    if isinstance(value, Decimal):
        problems.add(node, "expected a whole number, found a decimal one")
        return None
    return value


def iso_date(node: Node, problems: Problems) -> str | None:
    """A day of the calendar, as quoted text."""
    value = text(node, problems, expected='a date such as "2026-11-22"')
    if value is None:
        return None
    try:
        if _DATE.fullmatch(value):
            date.fromisoformat(value)
            return value
    except ValueError:
        pass
    problems.add(node, 'expected a date such as "2026-11-22"', "year, month and day of a real day")
    return None


def citation(node: Node, problems: Problems) -> Citation | None:
    """``key`` or ``key/statement``."""
    value = text(node, problems, expected="a source")
    if value is None:
        return None
    key, slash, statement = value.partition("/")
    if is_id(key) and (not slash or is_statement_id(statement)):
        return Citation(key, statement or None)
    problems.add(node, f"not a source: {shown(value)}", "write a key of sources.yaml, or key/statement")
    return None


def items(node: Node, problems: Problems, expected: str, may_be_empty: bool = False) -> list[Node]:
    """The members of a list; none after a problem."""
    if isinstance(node, Sequence):
        if not node.items and not may_be_empty:
            problems.add(node, f"expected {expected}, found an empty list")
        return node.items
    value = scalar(node, problems, expected)
    if value is not REFUSED:
        hint = f"write [{value}]" if isinstance(value, str) and _ONE_WORD.fullmatch(value) else ""
        problems.add(node, f"expected {expected}, found {found(node)}", hint)
    return []


def mapping(node: Node, problems: Problems, expected: str) -> Mapping | None:
    """The node itself, if it is a mapping."""
    if isinstance(node, Mapping):
        return node
    if isinstance(node, Sequence) or scalar(node, problems, expected) is not REFUSED:
        problems.add(node, f"expected {expected}, found {found(node)}")
    return None
