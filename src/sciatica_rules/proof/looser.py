"""Is one rule set anywhere looser than another one with the same facts?

Asked about every profile that holds no contradiction under at least one of the two. One that the first alone sees
counts for nothing by itself: whoever denies a whole group says nothing against evidence, and something where none is
left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace

from ..condition import facts_read, parameters_read
from ..outcome import Outcome
from ..ruleset import RuleSet
from .boxes import EVERYWHERE, both
from .cover import Point
from .finding import Counterexample
from .group import DEMANDS, Group, union
from .prover import Prover
from .simplest import Bad
from .world import World


@dataclass(frozen=True, slots=True)
class Loosened:
    """A person who gets a milder outcome from the second rule set than from the first."""

    point: Point
    before: tuple[World, Group]
    after: tuple[World, Group]

    def counterexample(self, prover: Prover, before: str, after: str) -> Counterexample:
        """The person, screened by the reference evaluator with both. The two rule sets are named by the words given."""
        (old, old_group), (new, new_group) = self.before, self.after
        now = prover.counterexample(self.point, new_group, ruleset=new.ruleset)
        example = prover.counterexample(self.point, old_group, ruleset=old.ruleset)
        return replace(example, then=f" with {before}, and {now.outcome} with {after}")


def looser(prover: Prover, before: World, after: World, interventions: Iterable[str]) -> Iterator[Loosened]:
    """For each intervention that anybody gets a milder outcome of, one person who does. Raises OutOfBudgetError."""
    for name in interventions:
        old, new = before.alone(name), after.alone(name)
        if old.objecting == new.objecting and old.contradictions == new.contradictions:
            continue
        found = _loosened(prover, (before, old), (after, new))
        if found is not None:
            yield found


def _loosened(prover: Prover, before: tuple[World, Group], after: tuple[World, Group]) -> Loosened | None:
    (world, old), (later, new) = before, after
    only_before = tuple(prover.pool.members(world.contradictory & ~later.contradictory))
    for where, aside in ((EVERYWHERE, world.contradictory), (only_before, later.contradictory)):
        for demand in DEMANDS:
            cover = new.at_least(demand)
            boxes = prover.pool.members(_ruled(old, demand) & ~(cover | _ruled(new, demand)))
            asked = (box for one in boxes for other in where if (box := both(one, other)) is not None)
            found = prover.somebody(asked, cover | aside, old)
            if found is not None:
                return Loosened(prover.simplest(found, old, _is_looser(prover, aside, old, new)), before, after)
    return None


def _is_looser(prover: Prover, aside: int, old: Group, new: Group) -> Bad:
    holds = prover.pool.holds

    def bad(point: Point) -> bool:
        ruled = (demand for demand in DEMANDS if holds(_ruled(old, demand), point))
        return not holds(aside, point) and prover.outcome(point, new) < next(ruled, Outcome.ALLOWED)

    return bad


def _ruled(group: Group, demand: Outcome) -> int:
    """Where rules demand at least this, for whatever reason; a mere contradiction demands nothing here."""
    found = group.demanding[demand]
    return found if demand is Outcome.BLOCKED else found | union(rule.applies for rule in group.objecting)


def concerned(ruleset: RuleSet, parameters: Set[str]) -> list[str]:
    """The interventions with a rule that reads any of these parameters, also through a derivation."""
    facts = ruleset.vocabulary.facts.values()
    derived = {fact.name for fact in facts for each in fact.derivations if parameters & parameters_read(each)}
    rules = [
        rule
        for rule in ruleset.rules.values()
        if rule.effect.objects
        and (parameters & parameters_read(rule.when) or derived & ruleset.vocabulary.closure(facts_read(rule.when)))
    ]
    return [each.id for each in ruleset.interventions.values() if any(rule.concerns(each.tags) for rule in rules)]
