"""Each rule by itself: can it apply, can it fail to apply, does every part of its condition matter?"""

from __future__ import annotations

from collections.abc import Iterator

from ...condition import All, Always, Any, Condition, Not, in_words, numbered_parts
from ...rule import Rule
from ..boxes import Region, both
from ..finding import Finding, Level
from ..group import Group, RuleBoxes
from ..prover import Prover

TRUE: Condition = Always()
FALSE: Condition = Not(Always())


def never_applies(prover: Prover, rule: Rule) -> Iterator[Finding]:
    """A rule that no profile without contradictions makes apply."""
    world = prover.world
    for form, groups in world.forms[rule.id].items():
        if prover.somebody(world.pool.members(form.applies), world.contradictory, groups[0]) is not None:
            return
    message = f"{rule.id} never applies: no profile without contradictions makes its condition true"
    yield Finding("never_applies", Level.ERROR, rule.id, message, rule.location_of(0))


def always_applies(prover: Prover, rule: Rule) -> Iterator[Finding]:
    """A rule that no profile without contradictions makes false; a precaution for everybody says ``always``."""
    if isinstance(rule.when, Always):
        return
    world = prover.world
    for form, groups in world.forms[rule.id].items():
        false = world.boxes.of(form.when, Region.AGAINST)
        if prover.somebody(false, world.contradictory, groups[0]) is not None:
            return
    message = f"{rule.id} always applies: no answers without contradictions make its condition false"
    yield Finding("always_applies", Level.ERROR, rule.id, message, rule.location_of(0))


def idle_part(prover: Prover, rule: Rule) -> Iterator[Finding]:
    """A part of a condition that can be taken for granted, or left out, wherever its own truth is known."""
    forms = prover.world.forms[rule.id]
    form, groups = next(iter(forms.items()))
    for position, (number, part) in enumerate(_parts(form.when)):
        if all(
            any(_is_idle(prover, each, position, constant, groups[0]) for constant in (TRUE, FALSE)) for each in forms
        ):
            if any((*never_applies(prover, rule), *always_applies(prover, rule))):
                return
            said = in_words(part)
            message = f"a part of {rule.id} never matters: {said}"
            yield Finding("idle_part", Level.WARNING, rule.id, message, rule.location_of(number))
            return


def _is_idle(prover: Prover, form: RuleBoxes, position: int, constant: Condition, group: Group) -> bool:
    """Whether the constant can stand in for a part wherever the part is known to be the opposite.

    Where the part is known to be what the constant says, they are the same anyway.
    """
    boxes = prover.world.boxes
    _, part = list(_parts(form.when))[position]
    mutant = _replaced(form.when, position, constant)
    opposite = boxes.of(part, Region.AGAINST if constant is TRUE else Region.FOR)
    for region in (Region.FOR, Region.AGAINST):
        before, after = boxes.of(form.when, region), boxes.of(mutant, region)
        for one, other in ((after, before), (before, after)):
            cover = prover.pool.add(other) | prover.world.contradictory
            parts = (both(there, box) for there in opposite for box in one if box not in other)
            if prover.somebody(filter(None, parts), cover, group) is not None:
                return False
    return True


def _parts(condition: Condition, number: int = 0) -> Iterator[tuple[int, Condition]]:
    """What *all* and *any* put together, each with its number; what is negated counts once."""
    for place, part in numbered_parts(condition, number):
        if not isinstance(condition, Not):
            yield place, part
        yield from _parts(part, place)


def _replaced(condition: Condition, position: int, constant: Condition) -> Condition:
    """The condition with a constant in place of one of its parts, counted as ``_parts`` does."""
    numbers = iter(range(position + 1))

    def rebuild(inner: Condition) -> Condition:
        match inner:
            case Not(part):
                return Not(rebuild(part))
            case All(parts):
                return All(tuple(replace(part) for part in parts))
            case Any(parts):
                return Any(tuple(replace(part) for part in parts))
            case _:
                return inner

    def replace(part: Condition) -> Condition:
        return constant if next(numbers, None) == position else rebuild(part)

    return rebuild(condition)
