"""The prover against an independent SAT solver: the same answer to every question, more than ten thousand of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from sciatica_rules import load_rules
from sciatica_rules.outcome import Outcome
from sciatica_rules.proof.boxes import Region
from sciatica_rules.proof.group import DEMANDS, Group, union
from sciatica_rules.proof.prover import Prover
from sciatica_rules.ruleset import BoundRule, RuleSet
from tests.strategies import rulesets

pytest.importorskip("pysat", reason="python-sat is not installed: pip install python-sat")

from tests.proof.sat import Sat

pytestmark = pytest.mark.untraced

Answers = tuple[str, bool, bool]
"""A question, the prover's answer and the solver's."""


class Questions:
    """Everything that the checks ask about a rule set, one question at a time, of both."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.ruleset, self.prover, self.sat = ruleset, Prover(ruleset), Sat(ruleset)

    def all(self) -> Iterator[Answers]:
        for group in self.prover.world.groups:
            rules = list(self.ruleset.bound(group.intervention).objecting)
            yield from self._allowed(group, rules)
            yield from self._rules(group, rules)
            yield from self._facts(group, rules)
            yield from self._promises(group, rules)

    def _allowed(self, group: Group, rules: list[BoundRule]) -> Iterator[Answers]:
        cover = group.at_least(Outcome.CONSULT_DOCTOR) | self.prover.world.contradictory
        ours = self.prover.somebody([{}], cover, group) is not None
        sat = self.sat
        yield "allowed", ours, sat.somebody(sat.consistent({}), -sat.demands(rules, Outcome.CONSULT_DOCTOR, {}))

    def _rules(self, group: Group, rules: list[BoundRule]) -> Iterator[Answers]:
        prover, sat = self.prover, self.sat
        consistent, contradictory = sat.consistent({}), prover.world.contradictory
        boxes = {each.rule.id: each for each in group.objecting}
        for bound in rules:
            form = boxes[bound.rule.id]
            applies = prover.somebody(prover.pool.members(form.applies), contradictory, group)
            yield "applies", applies is not None, sat.somebody(consistent, sat.evidence(bound.when, {}))
            against = prover.world.boxes.of(form.when, Region.AGAINST)
            found = prover.somebody(against, contradictory, group)
            yield "fails", found is not None, sat.somebody(consistent, sat.evidence(bound.when, {}, against=True))
            others = [each for each in group.objecting if each is not form]
            cover = union(each.may_apply for each in others) | contradictory
            alone = prover.somebody(prover.pool.members(form.may_apply), cover, group)
            rest = [each for each in rules if each is not bound]
            open_ = -sat.evidence(bound.when, {}, against=True)
            theirs = sat.somebody(consistent, open_, -sat.demands(rest, Outcome.CONSULT_DOCTOR, {}))
            yield "changes something", alone is not None, theirs

    def _facts(self, group: Group, rules: list[BoundRule]) -> Iterator[Answers]:
        prover, sat = self.prover, self.sat
        for position, (name, scale) in enumerate(prover.world.scales.items()):
            if name not in self.ruleset.bound(group.intervention).reads:
                continue
            shown = [scale.readable(cell, None) for cell in range(scale.size)]
            for here in range(scale.size):
                for there in {here - 1, here + 1} & set(range(scale.size)):
                    for demand in DEMANDS:
                        ours = prover.loosened_by(position, here, there, group, group.demanding[demand])
                        one, other = {name: shown[here]}, {name: shown[there]}
                        theirs = sat.somebody(
                            sat.consistent(one), sat.consistent(other),
                            sat.demands(rules, demand, one), -sat.demands(rules, demand, other),
                        )  # fmt: skip
                        yield f"{name} from {here} to {there}", ours is not None, theirs

    def _promises(self, group: Group, rules: list[BoundRule]) -> Iterator[Answers]:
        """Whether another intervention is ever stricter, contradictions included."""
        prover, sat = self.prover, self.sat
        for other in prover.world.groups:
            theirs = list(self.ruleset.bound(other.intervention).objecting)
            for demand in DEMANDS:
                cover = group.at_least(demand)
                found = prover.somebody(prover.pool.members(other.at_least(demand) & ~cover), cover, group)
                literals = [self._at_least(group, rules, demand), self._at_least(other, theirs, demand)]
                yield "looser than another", found is not None, sat.somebody(-literals[0], literals[1])

    def _at_least(self, group: Group, rules: list[BoundRule], demand: Outcome) -> int:
        demanded = self.sat.demands(rules, demand, {})
        if demand is Outcome.BLOCKED:
            return demanded
        reads = self.ruleset.bound(group.intervention).reads
        return self.sat.either([demanded, -self.sat.consistent({}, reads)])


def test_the_solver_agrees_about_the_shipped_rules_and_about_small_ones_ten_thousand_times() -> None:
    asked = 0
    for answer in Questions(load_rules().ruleset).all():
        asked += 1
        assert answer[1] is answer[2], answer

    @settings(max_examples=400, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(rulesets())
    def ask(ruleset: RuleSet) -> None:
        nonlocal asked
        for answer in Questions(ruleset).all():
            asked += 1
            assert answer[1] is answer[2], answer

    ask()
    assert asked >= 10_000
