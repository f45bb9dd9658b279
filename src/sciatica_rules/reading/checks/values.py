"""Values that an author writes down for a fact. Nothing is left open there, so null is never allowed."""

from __future__ import annotations

from ...condition import Value
from ...profile import allowed_values, read_value
from ...vocabulary import Fact, FactType


def wrong_value(value: Value, fact: Fact) -> str | None:
    """What a value of the fact must be, as the end of a sentence; None if this is one."""
    try:
        read_value(value, fact)
    except ValueError:
        if fact.type is FactType.BOOLEAN:
            return "must be true or false"
        return allowed_values(fact).removesuffix(", or null")
    return None
