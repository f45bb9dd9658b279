"""Rules beside each other: does each change a decision, or do others say the same?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ...outcome import Effect
from ...rule import Rule
from ..boxes import Region
from ..finding import Finding, Level
from ..group import Group, RuleBoxes, union
from ..prover import Prover
from .conditions import never_applies


def covered_rule(prover: Prover, rule: Rule) -> Iterator[Finding]:
    """A rule without which every outcome over profiles without contradictions would be the same.

    Where nobody is allowed anything every milder rule is covered; that is a finding of its own.
    """
    if not rule.effect.objects or rule.keep_because:
        return
    places = [(form, group) for form, groups in prover.world.forms[rule.id].items() for group in groups]
    if any(_changes_something(prover, form, group) for form, group in places):
        return
    if _applies_to_nobody(prover, rule) or not any(prover.is_ever_allowed(group) for _, group in places):
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
    order = list(prover.ruleset.rules)
    for form, groups in prover.world.forms[rule.id].items():
        for group in groups:
            for other in _duplicates(prover, form, group):
                if order.index(other.rule.id) < order.index(rule.id):
                    message = f"{rule.id} has the same condition and effect as {other.rule.id}"
                    related = (other.rule.id,)
                    yield Finding("duplicate_rule", Level.WARNING, rule.id, message, rule.location, related=related)
                    return


def _applies_to_nobody(prover: Prover, rule: Rule) -> bool:
    """Such a rule changes nothing either; that is a finding of its own."""
    return any(never_applies(prover, rule))


def _changes_something(prover: Prover, form: RuleBoxes, group: Group) -> bool:
    """Whether somebody gets a milder outcome without a rule and its duplicates, which are findings themselves."""
    twins = [] if form.rule.keep_because else _duplicates(prover, form, group)
    return not _demand_as_much(prover, form, _others(form, twins, group), group)


def _others(form: RuleBoxes, twins: Sequence[RuleBoxes], group: Group) -> list[RuleBoxes]:
    """The rules that can cover a rule: one that is covered itself, and says so, covers nothing that others do not."""
    return [each for each in group.objecting if each is not form and each not in twins and not each.rule.keep_because]


def _demand_as_much(prover: Prover, form: RuleBoxes, others: Sequence[RuleBoxes], group: Group) -> bool:
    """Whether nobody gets a milder outcome where only the others demand something."""
    covered = [(form.may_apply, union(each.may_apply for each in others))]
    if form.rule.effect is Effect.BLOCKED:
        covered.append((form.applies, union(each.applies for each in others if _holds_as_much(each.rule, form.rule))))
    return all(
        prover.somebody(prover.pool.members(boxes & ~cover), cover | prover.world.contradictory, group) is None
        for boxes, cover in covered
    )


def _holds_as_much(other: Rule, rule: Rule) -> bool:
    """Whether a rule blocks, and stops a session at least as long."""
    return other.effect is Effect.BLOCKED and other.hold >= rule.hold


def _covering(prover: Prover, form: RuleBoxes, group: Group) -> list[RuleBoxes]:
    """A rule that covers this one alone; otherwise some that do so together, none of which can be left out."""
    others = _others(form, _duplicates(prover, form, group), group)
    point = prover.pool.nearest(next(prover.pool.members(form.may_apply)), prover.world.typical(group.intervention))
    for other in others:
        if prover.pool.holds(other.may_apply, point) and _demand_as_much(prover, form, [other], group):
            return [other]

    def enough(some: Sequence[RuleBoxes]) -> bool:
        return _demand_as_much(prover, form, some, group)

    return _fewest(enough, [], others)


def _fewest(
    enough: Callable[[Sequence[RuleBoxes]], bool], sure: Sequence[RuleBoxes], rest: Sequence[RuleBoxes]
) -> list[RuleBoxes]:
    """Those of the rest that are needed beside the sure ones, found by leaving out halves (QuickXplain)."""
    if enough(sure):
        return []
    if len(rest) == 1:
        return list(rest)
    middle = len(rest) // 2
    one, other = rest[:middle], rest[middle:]
    needed = _fewest(enough, [*sure, *one], other)
    return [*_fewest(enough, [*sure, *needed], one), *needed]


def _duplicates(prover: Prover, form: RuleBoxes, group: Group) -> list[RuleBoxes]:
    """The other rules with the same effect that are true for the same people and false for the same people."""
    return [
        other
        for other in group.alike[form.kind]
        if other is not form and not other.rule.keep_because and _is_same(prover, form, other, group)
    ]


def _is_same(prover: Prover, form: RuleBoxes, other: RuleBoxes, group: Group) -> bool:
    world = prover.world
    for region in (Region.FOR, Region.AGAINST):
        one, two = (world.pool.add(world.boxes.of(each.when, region)) for each in (form, other))
        for these, those in ((one, two), (two, one)):
            boxes = world.pool.members(these & ~those)
            if prover.somebody(boxes, those | world.contradictory, group) is not None:
                return False
    return True
