"""Programs and plans that were made already, so that the next frame of the same kind need not wait for them."""

from __future__ import annotations

from collections.abc import Collection
from weakref import WeakKeyDictionary

from ..program import Program, program
from ..ruleset import RuleSet
from .plan import Plan, make_plan

_KEPT = 64
"""So many plans of one rule set are kept: more than any application has kinds of frames."""

_PROGRAMS: WeakKeyDictionary[RuleSet, dict[str, Program]] = WeakKeyDictionary()
_PLANS: WeakKeyDictionary[RuleSet, dict[tuple[str, frozenset[str], bool], Plan]] = WeakKeyDictionary()


def program_of(ruleset: RuleSet, intervention: str) -> Program:
    """The conditions of an intervention, with derivations opened. Raises UnknownInterventionError."""
    programs = _PROGRAMS.setdefault(ruleset, {})
    found = programs.get(intervention)
    return programs.setdefault(intervention, program(ruleset, intervention)) if found is None else found


def plan_of(ruleset: RuleSet, intervention: str, present: Collection[str], *, rules: bool) -> Plan:
    """The plan for the facts that have a column."""
    plans = _PLANS.setdefault(ruleset, {})
    key = (intervention, frozenset(present), rules)
    found = plans.get(key)
    if found is None:
        if len(plans) >= _KEPT:
            plans.clear()
        found = make_plan(program_of(ruleset, intervention), ruleset.vocabulary, present, rules=rules)
        plans[key] = found
    return found
