"""Cases against mutants: does any case notice that a rule has a mistake in it?

A decision can only change where the changed rule says something else, which is cheap to find out beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..condition import bind
from ..decide import verdict
from ..errors import FileProblem
from ..evidence import Findings, establish
from ..location import Location
from ..outcome import Verdict
from ..profile import read_moment
from ..proof.mutation.mutant import Kind, Mutant
from ..provenance import stamp_as
from ..rule import Rule
from ..rules import Rules
from ..ruleset import BoundRule
from .cases import Case
from .run_case import Load, differences, profile_of, run_case


@dataclass(frozen=True)
class _Asked:
    """A case about one decision, as one intervention meets it."""

    case: Case
    intervention: str
    rules: Rules
    findings: Findings
    """Every fact of the profile."""

    def says(self, rule: Rule | None, rules: Rules) -> object:
        """What a rule adds to the decision; None for nothing."""
        ruleset = rules.ruleset
        intervention = ruleset.interventions[self.intervention]
        if rule is None or not rule.concerns(intervention.tags):
            return None
        bound = BoundRule(rule, bind(rule.when, ruleset.values_for(intervention)), frozenset())
        found = verdict(bound, self.findings)
        return None if found is Verdict.DOES_NOT_APPLY else (found, rule.effect, rule.next_step, rule.hold)


class CaseTrial:
    """All cases of a folder, to be run with one mutant after the other."""

    def __init__(self, cases: Sequence[Case], load: Load) -> None:
        self.cases, self.load = cases, load
        self._latest: tuple[Mutant, dict[int, Rules]] | None = None

    def problems(self) -> Iterator[FileProblem]:
        """What comes out otherwise before anything is changed."""
        for case in self.cases:
            for intervention in case.interventions:
                yield from run_case(case, intervention, self.load)

    def broken_by(self, mutant: Mutant, *, sessions: bool) -> Location | None:
        """The first case that notices a mutant, if any does."""
        found = self._sessions(mutant) if sessions else self._decisions(mutant)
        return next(found, None)

    def _decisions(self, mutant: Mutant) -> Iterator[Location]:
        for asked in self._worth_asking(mutant):
            changed = self._changed(mutant, asked.rules)
            if asked.says(mutant.original, asked.rules) != asked.says(mutant.rule, changed) and any(
                differences(asked.case, asked.intervention, changed)
            ):
                yield asked.case.spot.location

    def _worth_asking(self, mutant: Mutant) -> Sequence[_Asked]:
        """All, or those to which the rule says something, where the mutant speaks to nobody else."""
        widened = mutant.seen_by_examples or mutant.kind is Kind.DROP_EXCEPTION
        return self._asked if widened else self._spoken_to.get(mutant.original.id, ())

    def _sessions(self, mutant: Mutant) -> Iterator[Location]:
        for case in self.cases:
            if case.observe is not None:
                changed = self._changed(mutant, self.load(case))
                if any(any(differences(case, intervention, changed)) for intervention in case.interventions):
                    yield case.spot.location

    def _changed(self, mutant: Mutant, rules: Rules) -> Rules:
        """The rules of a case with the mistake in them; kept for as long as the same mutant is asked about."""
        if self._latest is None or self._latest[0] is not mutant:
            self._latest = (mutant, {})
        known = self._latest[1]
        found = known.get(id(rules))
        if found is None:
            found = known[id(rules)] = Rules(mutant.of(rules.ruleset))
            stamp_as(found.ruleset, rules.ruleset)
        return found

    @cached_property
    def _asked(self) -> Sequence[_Asked]:
        found = []
        for case in self.cases:
            if case.observe is None:
                rules = self.load(case)
                every_fact = frozenset(rules.facts)
                moment = None if case.as_of is None else read_moment(case.as_of)
                for intervention in case.interventions:
                    profile = rules.read(profile_of(case, intervention, rules))
                    findings = establish(profile, rules.ruleset, every_fact, moment)
                    found.append(_Asked(case, intervention, rules, findings))
        return found

    @cached_property
    def _spoken_to(self) -> Mapping[str, Sequence[_Asked]]:
        """For each rule, the cases in which it is not known to be false."""
        found: dict[str, list[_Asked]] = {}
        for asked in self._asked:
            rules = asked.rules.ruleset.bound(asked.intervention)
            for bound in (*rules.objecting, *rules.precautions):
                if verdict(bound, asked.findings) is not Verdict.DOES_NOT_APPLY:
                    found.setdefault(bound.rule.id, []).append(asked)
        return found
