"""Every question of the prover, answered by going through all people there are.

Only for small rule sets: each number is tried at enough points to meet every threshold and every stretch between. The
library's own evaluator screens each person; nothing of ``sciatica_rules.proof`` is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import product
from typing import Any as Anything

from sciatica_rules.condition import All, Always, Any, Condition, Not
from sciatica_rules.decide import judge, verdict, weigh
from sciatica_rules.evidence import Findings, establish, evaluate
from sciatica_rules.origin import Origin
from sciatica_rules.outcome import Outcome, Verdict
from sciatica_rules.profile import Profile
from sciatica_rules.ruleset import BoundRule, RuleSet
from sciatica_rules.truth import Truth
from sciatica_rules.vocabulary import Fact, FactType, Worse

NOW = datetime(2000, 1, 1, tzinfo=UTC)
STALE = "stale"
Answers = tuple[Anything, ...]
"""For each fact of the vocabulary a value, None, or STALE where something would be assumed otherwise."""


class Everybody:
    """All people that a small vocabulary can describe, and what they are told."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.ruleset = ruleset
        self.facts = list(ruleset.vocabulary.facts.values())
        self.place = {fact.name: number for number, fact in enumerate(self.facts)}
        self.interventions = list(ruleset.interventions)

    @cached_property
    def people(self) -> dict[Answers, Findings]:
        """Everybody, with what is known of them."""
        everything = frozenset(self.place)
        return {
            answers: establish(self._profile(answers), self.ruleset, everything, NOW)
            for answers in product(*(values(fact) for fact in self.facts))
        }

    def _profile(self, answers: Answers) -> Profile:
        told, observed = {}, {}
        for fact, value in zip(self.facts, answers, strict=True):
            if value == STALE:
                benign = fact.when_unknown if fact.worse_answer is None else not fact.worse_answer
                told[fact.name], observed[fact.name] = benign, NOW + timedelta(days=1)
            elif value is not None:
                told[fact.name] = value
        return Profile(told, observed)  # type: ignore[arg-type]

    @cached_property
    def consistent(self) -> set[Answers]:
        """Those whose answers hold no contradiction."""
        return {
            answers
            for answers, findings in self.people.items()
            if all(finding.origin is not Origin.CONFLICT for finding in findings.values())
        }

    def bound(self, intervention: str) -> Sequence[BoundRule]:
        """All rules that concern an intervention."""
        rules = self.ruleset.bound(intervention)
        return (*rules.objecting, *rules.precautions)

    def outcomes(self, intervention: str) -> dict[Answers, Outcome]:
        """What everybody is told."""
        if intervention not in self._outcomes:
            bound = self.ruleset.bound(intervention)
            self._outcomes[intervention] = {
                answers: judge(bound, {name: findings[name] for name in bound.reads}).outcome
                for answers, findings in self.people.items()
            }
        return self._outcomes[intervention]

    @cached_property
    def _outcomes(self) -> dict[str, dict[Answers, Outcome]]:
        return {}

    def verdicts(self, rule: str) -> Iterator[tuple[Answers, Verdict]]:
        """What everybody without contradictions makes of a rule, for each intervention that it concerns."""
        for intervention in self.interventions:
            for bound in self.bound(intervention):
                if bound.rule.id == rule:
                    yield from ((answers, verdict(bound, self.people[answers])) for answers in self.consistent)

    def truth(self, condition: Condition, answers: Answers) -> Truth:
        """What a condition without parameters is worth."""
        return evaluate(condition, self.people[answers])

    # The questions

    def never_applies(self, rule: str) -> bool:
        return all(found is not Verdict.APPLIES for _, found in self.verdicts(rule))

    def always_applies(self, rule: str) -> bool:
        is_always = isinstance(self.ruleset.rules[rule].when, Always)
        return not is_always and all(found is not Verdict.DOES_NOT_APPLY for _, found in self.verdicts(rule))

    def changes_nothing(self, rule: str) -> bool:
        """Whether everybody without contradictions is told the same without the rule."""
        rules = {name: each for name, each in self.ruleset.rules.items() if name != rule}
        less = Everybody(replace(self.ruleset, rules=rules))
        return all(
            less.outcomes(name)[answers] == self.outcomes(name)[answers]
            for name in self.interventions
            for answers in self.consistent
        )

    def never_allowed(self, intervention: str) -> bool:
        return all(self.outcomes(intervention)[answers] > Outcome.ALLOWED for answers in self.consistent)

    def demanded(self, intervention: str, answers: Answers) -> Outcome:
        """What the rules demand, whether or not answers contradict each other."""
        verdicts = [(each, verdict(each, self.people[answers])) for each in self.ruleset.bound(intervention).objecting]
        applying = [each for each, found in verdicts if found is Verdict.APPLIES]
        return weigh(applying, [each for each, found in verdicts if found is Verdict.UNDETERMINED]).outcome

    def worse_is_looser(self, fact: Fact) -> bool:
        if fact.worse_when is Worse.DEPENDS:
            return False
        downward = fact.worse_when in {Worse.FALSE, Worse.LOWER}
        return self._loosens(fact, lambda a, b: (b < a) if downward else (a < b))

    def loose_default(self, fact: Fact) -> bool:
        if fact.when_unknown is None or not self._only_lowers(fact):
            return False
        return self._loosens(fact, lambda _, b: b == fact.when_unknown)

    def _loosens(self, fact: Fact, wanted: Anything) -> bool:
        """Whether somebody gets a milder outcome when the fact goes from one value to another that is wanted."""
        for answers, there in self._changed(fact):
            here, after = answers[self.place[fact.name]], there[self.place[fact.name]]
            if here in {None, STALE} or after in {None, STALE} or here == after or not wanted(here, after):
                continue
            if any(self.outcomes(name)[there] < self.outcomes(name)[answers] for name in self.interventions):
                return True
        return False

    def _changed(self, fact: Fact) -> Iterator[tuple[Answers, Answers]]:
        place = self.place[fact.name]
        for answers in self.consistent:
            for value in values(fact):
                there = (*answers[:place], value, *answers[place + 1 :])
                if there in self.consistent:
                    yield answers, there

    def _only_lowers(self, fact: Fact) -> bool:
        for intervention in self.interventions:
            own = self.ruleset.interventions[intervention].typical
            usual = [self._assumed(each, own.get(each.name, each.typical)) for each in self.facts]
            told = set()
            for value in values(fact):
                if value not in {None, STALE}:
                    person = [value if each is fact else answer for each, answer in zip(self.facts, usual, strict=True)]
                    told.add(self.outcomes(intervention)[tuple(person)])
            if len(told) > 1:
                return False
        return True

    @staticmethod
    def _assumed(fact: Fact, typical: Anything) -> Anything:
        return typical if fact.when_unknown is None else fact.when_unknown

    def pinhole(self, fact: Fact) -> bool:
        """Whether somebody gets a milder outcome at a value than just below and just above it."""
        if fact.type not in {FactType.INTEGER, FactType.DECIMAL}:
            return False
        place, ladder = self.place[fact.name], [value for value in values(fact) if value is not None and value != STALE]
        for answers in self.consistent:
            if answers[place] not in ladder[1:-1]:
                continue
            at = ladder.index(answers[place])
            sides = [(*answers[:place], ladder[at + step], *answers[place + 1 :]) for step in (-1, 1)]
            if all(side in self.consistent for side in sides):
                for name in self.interventions:
                    found = self.outcomes(name)
                    if all(found[side] > found[answers] for side in sides):
                        return True
        return False

    def idle_fact(self, fact: Fact) -> bool:
        return all(self._said(answers) == self._said(there) for answers, there in self._changed(fact))

    def _said(self, answers: Answers) -> Anything:
        """Outcome, bounds and shown precautions for every intervention."""
        findings = self.people[answers]
        said = []
        for name in self.interventions:
            bound = self.ruleset.bound(name)
            judgement = judge(bound, {each: findings[each] for each in bound.reads})
            shown = [verdict(each, findings) for each in bound.precautions]
            said.append((judgement.outcome, judgement.at_least, judgement.at_most, shown))
        return said

    def idle(self, rule: str, mutants: Iterator[tuple[Condition, Condition]]) -> bool:
        """Whether any of these parts could be a constant wherever it is known to be the opposite."""
        when = self.ruleset.rules[rule].when
        return any(
            all(
                self.truth(when, answers) == self.truth(mutant, answers)
                for answers in self.consistent
                if self.truth(opposite, answers) is Truth.TRUE
            )
            for opposite, mutant in mutants
        )


def values(fact: Fact) -> list[Anything]:
    """Every value of a fact, or enough of them; then no answer, and an answer too old where one is assumed."""
    lack = None if fact.when_unknown is None else STALE
    match fact.type:
        case FactType.BOOLEAN:
            return [False, True, lack]
        case FactType.CHOICE:
            return [*fact.choices, lack]
        case FactType.INTEGER:
            return [*range(int(fact.minimum or 0), int(fact.maximum or 0) + 1), lack]
        case FactType.DECIMAL:
            return [*(Decimal(quarter) / 4 for quarter in range(int(fact.maximum or 0) * 4 + 1)), lack]


def mutants(condition: Condition) -> Iterator[tuple[Condition, Condition]]:
    """For each part of a condition and each constant: the part being the opposite, the condition with the constant."""
    match condition:
        case Not(part):
            yield from ((opposite, Not(mutant)) for opposite, mutant in mutants(part))
        case All(parts) | Any(parts):
            for number, part in enumerate(parts):
                for opposite, constant in ((Not(part), Always()), (part, Not(Always()))):
                    yield opposite, type(condition)((*parts[:number], constant, *parts[number + 1 :]))
                for opposite, mutant in mutants(part):
                    yield opposite, type(condition)((*parts[:number], mutant, *parts[number + 1 :]))
        case _:
            return
