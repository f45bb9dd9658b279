"""Each fact by itself: its type and everything that must fit the type."""

from __future__ import annotations

import keyword
from decimal import Decimal

from ...outcome import Hold
from ...profile import RESERVED
from ...ruleset import HELD_FOR
from ...vocabulary import Fact, FactType, Worse
from ..conditions import LANGUAGE_WORDS
from ..decode import shown
from ..fields import Read
from ..problems import Problems
from ..shelf import Library
from .values import values_known, wrong_value

_MODEL_WORDS = frozenset(
    {"as_mapping", "construct", "copy", "dict", "from_orm", "json", "parse_file", "parse_obj", "parse_raw", "schema"}
    | {"schema_json", "update_forward_refs", "validate"}
)
_WORSE = {
    FactType.BOOLEAN: (Worse.TRUE, Worse.FALSE, Worse.DEPENDS),
    FactType.INTEGER: (Worse.HIGHER, Worse.LOWER, Worse.DEPENDS),
    FactType.DECIMAL: (Worse.HIGHER, Worse.LOWER, Worse.DEPENDS),
    FactType.CHOICE: (Worse.DEPENDS,),
}
_NUMBER_KEYS = ("unit", "min", "max")
_HOLDS = tuple(hold.value for hold in Hold)


def check_facts(library: Library, problems: Problems) -> None:
    """Note names that are taken, keys that the type does not have or lacks, and values outside of the range."""
    for read in library.facts.items.values():
        _check_name(read, problems)
        for check in (_check_keys_of_type, _check_range, _check_values, _check_holds):
            before = len(problems)
            if read.trusts("type"):
                check(read, problems)
            if len(problems) > before:
                # It may as well be the type that is wrong, so nothing else is measured by it.
                read.doubted.add("type")


def _check_name(read: Read[Fact], problems: Problems) -> None:
    name = read.name
    if name in RESERVED:
        problems.add(read.spot, f"{name} is a key of every profile and no name for a fact", "take another name")
    elif name in LANGUAGE_WORDS:
        problems.add(read.spot, f"{name} is a word of the rule language and no name for a fact", "take another name")
    elif keyword.iskeyword(name) or name in _MODEL_WORDS or name.startswith("model_"):
        message = f"{shown(name)} cannot be a field of a typed profile in Python"
        problems.add(read.spot, message, "take another name")


def _check_keys_of_type(read: Read[Fact], problems: Problems) -> None:
    fact = read.value
    given = read.node.keys if hasattr(read.node, "keys") else {}
    is_number = fact.type in (FactType.INTEGER, FactType.DECIMAL)
    for key in _NUMBER_KEYS:
        if key in given and not is_number:
            problems.add(read.at_key(key), f"a {fact.type} fact has no {key}")
    if is_number and (missing := [key for key in _NUMBER_KEYS if key not in given and read.trusts(key)]):
        problems.add(read.spot, f"a fact of type {fact.type} needs {', '.join(missing)}")
    for key in ("choices", "denied"):
        if key in given and fact.type is not FactType.CHOICE:
            problems.add(read.at_key(key), f"a {fact.type} fact has no {key}")
    if fact.type is FactType.CHOICE and "choices" not in given and read.trusts("choices"):
        problems.add(read.spot, "a choice needs choices")
    if fact.momentary and fact.type is not FactType.BOOLEAN:
        problems.add(read.at("momentary"), "only a boolean fact can be momentary")
    if fact.clearance and fact.type is not FactType.BOOLEAN:
        problems.add(read.at("clearance"), "only a boolean fact can be a clearance")
    if read.trusts("worse_when") and fact.worse_when not in _WORSE[fact.type]:
        allowed = " or ".join(str(word) for word in _WORSE[fact.type])
        problems.add(read.at("worse_when"), f"worse_when of a {fact.type} fact is {allowed}")


def _check_range(read: Read[Fact], problems: Problems) -> None:
    fact = read.value
    if fact.minimum is None or fact.maximum is None:
        return
    if fact.type is FactType.INTEGER:
        for key, limit in (("min", fact.minimum), ("max", fact.maximum)):
            if isinstance(limit, Decimal):
                problems.add(read.at(key), f"{key} of a whole number must be a whole number")
    if read.trusts("min", "max") and fact.minimum >= fact.maximum:
        problems.add(read.at("max"), f"max must be above min ({fact.minimum})")


def _check_values(read: Read[Fact], problems: Problems) -> None:
    fact = read.value
    if not values_known(read):
        return
    for key, value in (("typical", fact.typical), ("when_unknown", fact.when_unknown)):
        wrong = wrong_value(value, fact) if value is not None else None
        if wrong is not None:
            problems.add(read.at(key), f"{key} {wrong}")
    if fact.denied is not None and fact.denied not in fact.choices:
        problems.add(read.at("denied"), f"denied must be one of {', '.join(fact.choices)}")


def _check_holds(read: Read[Fact], problems: Problems) -> None:
    """Sessions write this fact themselves: it holds their words and no others."""
    if read.name == HELD_FOR and read.trusts("choices") and set(read.value.choices) != set(_HOLDS):
        message = f"sessions write {HELD_FOR}, so it must be a choice of {', '.join(_HOLDS)}"
        problems.add(read.at("choices"), message)
