"""Of which facts a denial may count otherwise under a second rule set, though every answer is compared.

Who denies a group says *no* to a fact only where nothing else is evidence about it. So where only the second rule set
has evidence, the *no* is there for the first and gone for the second: nobody who answers one by one is told so. That is
looser only where the first asks for a *not*: elsewhere whoever leaves the fact open is told at least as much.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..condition import All, Always, Any, Compare, Condition, IsTrue, Not, OneOf, facts_read
from ..ruleset import RuleSet


def denied_otherwise(old: RuleSet, new: RuleSet) -> frozenset[str]:
    """The facts whose denial the first rule set reads in a negation, and which the second derives otherwise."""
    before, after = old.vocabulary, new.vocabulary
    derived = {name for name in new.derivations if new.derivations[name] != old.derivations.get(name)}
    return frozenset(
        name
        for name in _negated(old) & new.derivations.keys()
        if before.facts[name].deniable is not None and derived & after.closure([name])
    )


def _negated(ruleset: RuleSet) -> frozenset[str]:
    """The facts that stand in a negation, be it of something derived from them."""
    conditions = [rule.when for rule in ruleset.rules.values() if rule.effect.objects]
    conditions += [each for fact in ruleset.vocabulary.facts.values() for each in fact.derivations]
    return ruleset.vocabulary.closure(name for condition in conditions for name in _in_negations(condition))


def _in_negations(condition: Condition) -> Iterator[str]:
    match condition:
        case Not(part):
            yield from facts_read(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from _in_negations(part)
        case Always() | IsTrue() | OneOf() | Compare():
            return
