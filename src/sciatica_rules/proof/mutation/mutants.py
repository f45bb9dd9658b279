"""Every mutant of a rule: its condition, what it demands and whom it concerns, each with one mistake."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...outcome import Effect, Hold, NextStep
from ...rule import Rule
from ...ruleset import RuleSet
from .conditions import Alterations
from .mutant import Kind, Mutant

_MILDER = {Effect.BLOCKED: Effect.CONSULT_DOCTOR, Effect.CONSULT_DOCTOR: Effect.PRECAUTION}
_STEPS = tuple(step for step in NextStep if step > NextStep.ANSWER)
"""The next steps that a rule can demand."""


def mutants(ruleset: RuleSet, rule: Rule) -> tuple[Mutant, ...]:
    """The mutants of one rule, those that are no other rule than an earlier one left out."""
    found: dict[Rule | None, Mutant] = {}
    for mutant in (*_conditions(ruleset, rule), *_demands(rule), *_reach(ruleset, rule)):
        found.setdefault(mutant.rule and _comparable(mutant.rule), mutant)
    return tuple(found.values())


def _comparable(rule: Rule) -> Rule:
    """Examples hold mappings, which cannot be hashed; they are the same in all mutants."""
    return replace(rule, examples=())


def _conditions(ruleset: RuleSet, rule: Rule) -> Iterator[Mutant]:
    alterations = Alterations(ruleset.vocabulary.facts, ruleset.values)
    for one in alterations.of(rule.when):
        yield Mutant(one.kind, one.change, rule, replace(rule, when=one.when), one.moved, one.part)


def _demands(rule: Rule) -> Iterator[Mutant]:
    milder = _MILDER.get(rule.effect)
    if milder is not None:
        # Only what blocks can hold, and a precaution has no next step.
        step = rule.next_step if milder.objects else NextStep.NONE
        lower = replace(rule, effect=milder, next_step=step, hold=Hold.NONE)
        yield Mutant(Kind.LOWER_EFFECT, f"{milder} instead of {rule.effect}", rule, lower)
    if rule.next_step in _STEPS[1:]:
        step = _STEPS[_STEPS.index(rule.next_step) - 1]
        change = f"next_step {step} instead of {rule.next_step}"
        yield Mutant(Kind.LOWER_NEXT_STEP, change, rule, replace(rule, next_step=step))
    for hold in Hold:
        if hold < rule.hold:
            yield Mutant(Kind.LOWER_HOLD, f"hold {hold} instead of {rule.hold}", rule, replace(rule, hold=hold))


def _reach(ruleset: RuleSet, rule: Rule) -> Iterator[Mutant]:
    if len(rule.applies_to) > 1:
        for tag in rule.applies_to:
            left = tuple(other for other in rule.applies_to if other != tag)
            yield Mutant(Kind.DROP_TAG, f"without {tag} in applies_to", rule, replace(rule, applies_to=left))
    for tag in rule.except_for:
        left = tuple(other for other in rule.except_for if other != tag)
        yield Mutant(Kind.DROP_EXCEPTION, f"without {tag} in except_for", rule, replace(rule, except_for=left))
    for tag in _exceptions(ruleset):
        excepting = replace(rule, except_for=(*rule.except_for, tag))
        if 0 < _reached(ruleset, excepting) < _reached(ruleset, rule):
            yield Mutant(Kind.ADD_EXCEPTION, f"with {tag} in except_for", rule, excepting)
    yield Mutant(Kind.DROP_RULE, "left out", rule, None)


def _exceptions(ruleset: RuleSet) -> tuple[str, ...]:
    """The exceptions that any rule makes."""
    return tuple(dict.fromkeys(tag for rule in ruleset.rules.values() for tag in rule.except_for))


def _reached(ruleset: RuleSet, rule: Rule) -> int:
    return sum(rule.concerns(intervention.tags) for intervention in ruleset.interventions.values())
