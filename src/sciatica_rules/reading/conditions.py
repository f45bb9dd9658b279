"""From a node to a condition of the closed language."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..condition import All, Always, Any, Compare, Condition, IsTrue, Leaf, Not, OneOf, Operator
from ..errors import did_you_mean
from . import decode
from .expressions import rewritten
from .nodes import Mapping, Node, Refused, Scalar, Sequence
from .problems import Problems

ALWAYS, ALL, ANY, NOT, ONE_OF = "always", "all", "any", "not", "one_of"
OPERATORS = (*(operator.value for operator in Operator), ONE_OF)
LANGUAGE_WORDS = frozenset({ALWAYS, ALL, ANY, NOT, *OPERATORS})
"""Words with a meaning of their own, which no fact may take as its name."""

_EXPECTED = "a condition"
_FORMS = "write fact, {fact: value}, {fact: {at_least: x}}, {all: [...]}, {any: [...]} or {not: ...}"


def read_condition(node: Node, problems: Problems) -> Condition:
    """The condition; ``Always`` as a stand-in where it has problems."""
    if isinstance(node, Scalar) and node.value == ALWAYS:
        return Always()
    return _condition(node, problems) or Always()


def written_leaves(node: Node) -> Iterator[tuple[str, Leaf | None, Node]]:
    """Each fact that a condition names, with what it is compared with and the place; None where that cannot be read.

    The condition around them need not be sound: what is wrong with one part says nothing about the others.
    """
    if isinstance(node, Sequence):
        for item in node.items:
            yield from written_leaves(item)
    elif isinstance(node, Mapping):
        for key, value in node.entries.items():
            if key in (ALL, ANY, NOT):
                yield from written_leaves(value)
            elif is_fact_name(key):
                # Its problems were told when the condition was read.
                yield key, _about(key, node.keys[key], value, Problems()), node
    elif isinstance(node.value, str) and is_fact_name(node.value):
        yield node.value, IsTrue(node.value), node


def is_fact_name(word: str) -> bool:
    """Whether a word could be the name of a fact."""
    return decode.is_id(word) and word not in LANGUAGE_WORDS


def part_spots(node: Node) -> Iterator[Node]:
    """Where each part of a sound condition stands, in the order of ``condition.all_parts``."""
    yield node
    for part in _direct_spots(node):
        yield from part_spots(part)


def _direct_spots(node: Node) -> list[Node]:
    """Where the direct parts of a condition stand."""
    if isinstance(node, Mapping):
        for key, value in node.entries.items():
            if key in (ALL, ANY) and isinstance(value, Sequence):
                return value.items
            if key == NOT:
                return [value]
    return []


def _condition(node: Node, problems: Problems) -> Condition | None:
    if isinstance(node, Scalar):
        return _word(node, problems)
    if isinstance(node, Sequence):
        problems.add(node, f"expected {_EXPECTED}, found a list", "write {all: [...]} or {any: [...]}")
        return None
    if len(node.entries) != 1:
        if node.entries:
            problems.add(node, "a condition has one key", "write {all: [...]} around several conditions")
        elif node.damaged:
            problems.meet_again()
        else:
            problems.add(node, "an empty condition", _FORMS)
        return None
    key, value = next(iter(node.entries.items()))
    match key:
        case "all" | "any":
            return _several(key, value, problems)
        case "not":
            part = _condition(value, problems)
            return None if part is None else Not(part)
        case _:
            return _about(key, node.keys[key], value, problems)


def _word(node: Scalar, problems: Problems) -> Condition | None:
    if node.value == ALWAYS:
        problems.add(node, "always stands alone", "it is the whole condition of a precaution")
        return None
    if isinstance(node.value, str) and node.value in LANGUAGE_WORDS:
        problems.add(node, f"{node.value} needs conditions below it", _FORMS)
        return None
    if isinstance(node.value, str) and not decode.is_id(node.value):
        meant = rewritten(node.value)
        hint = _FORMS if meant is None else f"conditions are not written as expressions: write {meant}"
        problems.add(node, f"expected {_EXPECTED}, found {decode.shown(node.value)}", hint)
        return None
    fact = decode.identifier(node, problems, expected=_EXPECTED)
    return None if fact is None else IsTrue(fact)


def _several(key: str, node: Node, problems: Problems) -> Condition | None:
    parts = [_condition(item, problems) for item in decode.items(node, problems, f"a list of conditions for {key}")]
    sound = tuple(part for part in parts if part is not None)
    if not sound or len(sound) < len(parts):
        return None
    return All(sound) if key == ALL else Any(sound)


def _about(fact: str, spot: Scalar, value: Node, problems: Problems) -> Leaf | None:
    """A condition about the value of one fact."""
    if not is_fact_name(fact):
        problems.add(spot, f"expected the name of a fact, found {decode.shown(fact)}", _FORMS)
        return None
    if isinstance(value, Mapping):
        return _operator(fact, value, problems)
    if isinstance(value, Sequence):
        problems.add(value, "expected a value, found a list", "write {fact: {one_of: [...]}}")
        return None
    known = _member(value, problems)
    return None if known is None else OneOf(fact, (known,))


def _operator(fact: str, node: Mapping, problems: Problems) -> Leaf | None:
    if len(node.entries) != 1:
        if len(node.keys) > 1:
            problems.add(node, "a comparison has one operator", "write {all: [...]} around two comparisons")
        elif node.damaged:
            problems.meet_again()
        else:
            problems.add(node, "a comparison without operator", f"operators: {', '.join(OPERATORS)}")
        return None
    word, value = next(iter(node.entries.items()))
    if word not in OPERATORS:
        near = did_you_mean(word, OPERATORS)
        hint = "" if near else f"operators: {', '.join(OPERATORS)}"
        problems.add(node.keys[word], f"unknown operator {decode.shown(word)}{near}", hint)
        return None
    if word == ONE_OF:
        members = [_member(item, problems) for item in decode.items(value, problems, "a list of values for one_of")]
        sound = tuple(member for member in members if member is not None)
        if len(set(sound)) < len(sound):
            problems.add(value, "one_of lists a value twice")
        return OneOf(fact, sound) if sound else None
    threshold = decode.scalar(value, problems, "a number or the name of a parameter")
    if isinstance(threshold, int | Decimal) and not isinstance(threshold, bool):
        return Compare(fact, Operator(word), threshold)
    if isinstance(threshold, Refused):
        return None
    name = decode.identifier(value, problems, expected="a number or the name of a parameter")
    return None if name is None else Compare(fact, Operator(word), name)


def _member(node: Node, problems: Problems) -> int | str | None:
    """A value that a choice or a whole number may be equal to."""
    value = decode.scalar(node, problems, "a word or a whole number")
    if isinstance(value, Refused):
        return None
    if isinstance(value, bool):
        problems.add(node, "a boolean fact is not compared", "write fact alone, or {not: fact}")
    elif isinstance(value, Decimal):
        problems.add(
            node, "a decimal number is never equal to a value", "compare with at_least, above, at_most or below"
        )
    elif isinstance(value, int):
        return value
    else:
        return decode.identifier(node, problems, expected="a word or a whole number")
    return None
