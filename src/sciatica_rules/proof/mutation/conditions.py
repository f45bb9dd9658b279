"""A condition with one mistake in it, for every mistake that this knows: one more pass over the closed language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import assert_never

from ...condition import (
    All,
    Always,
    Any,
    Compare,
    Condition,
    IsTrue,
    Leaf,
    Not,
    Number,
    OneOf,
    Operator,
    in_words,
    numbered_parts,
)
from ...vocabulary import Fact, FactType
from .mutant import Kind, Moved

_OTHER_STRICTNESS = {
    Operator.AT_LEAST: Operator.ABOVE,
    Operator.ABOVE: Operator.AT_LEAST,
    Operator.AT_MOST: Operator.BELOW,
    Operator.BELOW: Operator.AT_MOST,
}


@dataclass(frozen=True, slots=True)
class Altered:
    """A condition after one change."""

    kind: Kind
    change: str
    part: int
    """The number of the part that is changed, in the order of ``all_parts``."""
    when: Condition
    moved: Moved | None = None


@dataclass(frozen=True, slots=True)
class Alterations:
    """Makes mistakes about these facts, next to the numbers that parameters have."""

    facts: Mapping[str, Fact]
    values: Mapping[str, Number]

    def of(self, condition: Condition, number: int = 0) -> Iterator[Altered]:
        """Every mistake in a condition and its parts, from left to right; its own number among all parts is given."""
        match condition:
            case Always():
                return
            case IsTrue() | OneOf() | Compare():
                yield _instead(Kind.NEGATE, number, condition, Not(condition))
                yield from self._about(condition, number)
            case Not(part):
                yield _instead(Kind.NEGATE, number, condition, part)
                for one in self.of(part, number + 1):
                    # The part negated once more is the part without its negation.
                    if one.when != Not(part):
                        yield replace(one, when=Not(one.when))
            case All(parts) | Any(parts):
                yield from _connected(condition, number)
                for place, (inner, part) in enumerate(numbered_parts(condition, number)):
                    for one in self.of(part, inner):
                        yield replace(one, when=type(condition)((*parts[:place], one.when, *parts[place + 1 :])))
            case _:
                assert_never(condition)

    def _about(self, leaf: Leaf, number: int) -> Iterator[Altered]:
        match leaf:
            case IsTrue():
                return
            case OneOf(fact, values):
                for changed in self._other_values(self.facts[fact], values):
                    yield _instead(Kind.CHANGE_VALUES, number, leaf, OneOf(fact, changed))
            case Compare(fact, operator, threshold):
                other = Compare(fact, _OTHER_STRICTNESS[operator], threshold)
                yield _instead(Kind.SWAP_STRICTNESS, number, leaf, other)
                yield from self._moved(leaf, number)
            case _:
                assert_never(leaf)

    def _other_values(self, fact: Fact, values: tuple[int | str, ...]) -> Iterator[tuple[int | str, ...]]:
        """One value less, one value more; for a whole number those more that are next to one."""
        if len(values) > 1:
            yield from ((*values[:number], *values[number + 1 :]) for number in range(len(values)))
        near: list[int | str] = [value + step for value in values if isinstance(value, int) for step in (-1, 1)]
        for other in dict.fromkeys([*fact.choices, *near]):
            if other not in values:
                yield (*values, other)

    def _moved(self, leaf: Compare, number: int) -> Iterator[Altered]:
        """The threshold at the next point on either side, wherever the rule meets it."""
        threshold = leaf.threshold
        if isinstance(threshold, str):
            step = self._step(leaf.fact, self.values[threshold])
            for moved in (Moved(threshold, -step), Moved(threshold, step)):
                one = _instead(Kind.MOVE_THRESHOLD, number, leaf, Compare(leaf.fact, leaf.operator, moved.name))
                yield replace(one, moved=moved)
        else:
            step = self._step(leaf.fact, threshold)
            for other in (threshold - step, threshold + step):
                yield _instead(Kind.MOVE_THRESHOLD, number, leaf, Compare(leaf.fact, leaf.operator, other))

    def _step(self, fact: str, threshold: Number) -> Number:
        """One, or for a decimal number one of the last decimal place that is written; a tenth at least."""
        if self.facts[fact].type is FactType.INTEGER:
            return 1
        places = Decimal(threshold).as_tuple().exponent
        return Decimal(1).scaleb(min(int(places), -1))


def _instead(kind: Kind, number: int, old: Condition, new: Condition) -> Altered:
    return Altered(kind, f"{in_words(new)}, instead of {in_words(old)}", number, new)


def _connected(condition: All | Any, number: int) -> Iterator[Altered]:
    """One part less; *any* for *all*, or the other way round."""
    parts = condition.parts
    if len(parts) == 1:
        return
    for place, (inner, part) in enumerate(numbered_parts(condition, number)):
        left = (*parts[:place], *parts[place + 1 :])
        remaining = left[0] if len(left) == 1 else type(condition)(left)
        yield Altered(Kind.DROP_PART, f"without {in_words(part)}", inner, remaining)
    other = Any(parts) if isinstance(condition, All) else All(parts)
    yield _instead(Kind.SWAP_ALL_ANY, number, condition, other)
