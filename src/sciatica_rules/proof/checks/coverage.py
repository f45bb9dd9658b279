"""Rules beside each other: does each change a decision, or do others say the same?"""

from __future__ import annotations

from collections.abc import Iterator

from ...outcome import Effect, Outcome
from ...rule import Rule
from ..boxes import Region
from ..finding import Finding, Level
from ..prover import Prover
from ..world import Group, RuleBoxes, union


def covered_rule(prover: Prover, rule: Rule) -> Iterator[Finding]:
    """A rule without which every outcome over profiles without contradictions would be the same.

    Where nobody is allowed anything every milder rule is covered; that is a finding of its own.
    """
    if not rule.effect.objects or rule.keep_because or _applies_to_nobody(prover, rule):
        return
    places = [(form, group) for form, groups in prover.world.forms[rule.id].items() for group in groups]
    if any(_changes_something(prover, form, group) for form, group in places):
        return
    if not any(prover.is_ever_allowed(group) for _, group in places):
        return
    form, group = places[0]
    related = tuple(each.rule.id for each in _covering(prover, form, group))
    if len(related) == 1:
        message = f"{rule.id} never changes a decision: {related[0]} demands as much wherever it applies"
    else:
        message = f"{rule.id} never changes a decision: other rules together demand as much wherever it applies"
    yield Finding("covered_rule", Level.WARNING, rule.id, message, rule.location, related=related)


def needless_waiver(prover: Prover, rule: Rule) -> Iterator[Finding]:
    """A ``keep_because`` on a rule that changes decisions, so that there is nothing to excuse."""
    if not rule.keep_because:
        return
    for form, groups in prover.world.forms[rule.id].items():
        if not rule.effect.objects or any(_changes_something(prover, form, group) for group in groups):
            message = f"{rule.id} needs no keep_because: it changes decisions that no other rule changes"
            yield Finding("needless_waiver", Level.WARNING, rule.id, message, rule.location)
            return


def duplicate_rule(prover: Prover, rule: Rule) -> Iterator[Finding]:
    """A rule with the same condition and effect as an earlier one, for an intervention that both concern."""
    if not rule.effect.objects or rule.keep_because or _applies_to_nobody(prover, rule):
        return
    for form, groups in prover.world.forms[rule.id].items():
        for group in groups:
            for other in group.objecting:
                if other.rule is rule:
                    break
                if _is_duplicate(prover, form, other, group):
                    message = f"{rule.id} has the same condition and effect as {other.rule.id}"
                    related = (other.rule.id,)
                    yield Finding("duplicate_rule", Level.WARNING, rule.id, message, rule.location, related=related)
                    return


def _applies_to_nobody(prover: Prover, rule: Rule) -> bool:
    return not any(form.applies for form in prover.world.forms[rule.id])


def _changes_something(prover: Prover, form: RuleBoxes, group: Group) -> bool:
    others = [other for other in group.objecting if not _stands_aside(prover, other, form, group)]
    return _somebody_escapes(prover, form, others, group)


def _somebody_escapes(prover: Prover, form: RuleBoxes, others: list[RuleBoxes], group: Group) -> bool:
    """Whether somebody gets a milder outcome from the others alone."""
    world = prover.world
    if form.rule.effect is Effect.BLOCKED:
        cover = union(other.applies for other in others if _holds_as_much(other.rule, form.rule))
        if prover.somebody(world.pool.members(form.applies), cover | world.contradictory, group) is not None:
            return True
    cover = union(other.may_apply for other in others)
    return prover.somebody(world.pool.members(form.may_apply), cover | world.contradictory, group) is not None


def _holds_as_much(other: Rule, rule: Rule) -> bool:
    """Whether a rule blocks, and stops a session at least as long."""
    return other.effect.demand is Outcome.BLOCKED and other.hold >= rule.hold


def _stands_aside(prover: Prover, other: RuleBoxes, form: RuleBoxes, group: Group) -> bool:
    """The rule itself, and a duplicate of it, which is a finding of its own."""
    return other is form or _is_duplicate(prover, form, other, group)


def _covering(prover: Prover, form: RuleBoxes, group: Group) -> list[RuleBoxes]:
    """A rule that covers this one alone; otherwise all that have a part in it."""
    others = [other for other in group.objecting if not _stands_aside(prover, other, form, group)]
    for other in others:
        if not _somebody_escapes(prover, form, [other], group):
            return [other]
    needed = others
    for other in others:
        fewer = [each for each in needed if each is not other]
        if not _somebody_escapes(prover, form, fewer, group):
            needed = fewer
    return needed


def _is_duplicate(prover: Prover, form: RuleBoxes, other: RuleBoxes, group: Group) -> bool:
    """Whether two rules with one effect are true for the same people and false for the same people."""
    one, two = form.rule, other.rule
    if one is two or one.effect is not two.effect or one.hold is not two.hold or two.keep_because:
        return False
    if form.facts != other.facts:
        return False
    world = prover.world
    for region in (Region.FOR, Region.AGAINST):
        boxes, others = world.boxes.of(form.when, region), world.boxes.of(other.when, region)
        for these, those in ((boxes, others), (others, boxes)):
            if prover.somebody(these, world.pool.add(those) | world.contradictory, group) is not None:
                return False
    return True
