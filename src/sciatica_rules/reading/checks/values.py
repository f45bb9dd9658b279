"""Values that an author writes down for a fact. Nothing is left open there, so null is never allowed."""

from __future__ import annotations

from ...condition import Value
from ...profile import allowed_values, read_value
from ...vocabulary import Fact, FactType
from ..fields import Read
from ..shelf import Library

_SAY_WHICH = {
    FactType.BOOLEAN: (),
    FactType.CHOICE: ("choices",),
    FactType.INTEGER: ("min", "max"),
    FactType.DECIMAL: ("min", "max"),
}
"""The keys that say which values a fact may have."""


def values_known(read: Read[Fact]) -> bool:
    """Whether it is known which values a fact may have."""
    return read.trusts("type") and read.trusts(*_SAY_WHICH[read.value.type])


def fact_with_values(library: Library, name: str) -> Fact | None:
    """The fact, if it exists and it is known which values it may have."""
    read = library.facts.items.get(name)
    return read.value if read is not None and values_known(read) else None


def wrong_value(value: Value, fact: Fact) -> str | None:
    """What a value of the fact must be, as the end of a sentence; None if this is one."""
    try:
        read_value(value, fact)
    except ValueError:
        if fact.type is FactType.BOOLEAN:
            return "must be true or false"
        return allowed_values(fact).removesuffix(", or null")
    return None
