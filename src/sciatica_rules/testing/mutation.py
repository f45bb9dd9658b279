"""Cases against mutants: does any case notice that a rule has a mistake in it?

A decision can only change where the changed rule says something else, which is cheap to find out beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..condition import bind
from ..decide import verdict
from ..errors import FileProblem, RuleFileError, SciaticaRulesError
from ..evidence import Findings, establish
from ..location import Location
from ..outcome import Verdict
from ..profile import read_moment
from ..proof.mutation.mutant import Kind, Mutant
from ..provenance import stamp_as
from ..rule import Rule
from ..rules import Rules
from ..ruleset import BoundRule
from .cases import Case, read_cases
from .run_case import Load, differences, profile_of, run_case


@dataclass(frozen=True)
class _Asked:
    """A case about one decision, as one intervention meets it."""

    case: Case
    intervention: str
    rules: Rules
    findings: Findings
    """Every fact of the profile."""

    def names(self, rule: str) -> bool:
        """Whether the case expects anything of a rule."""
        return any(rule in expected.named for expected in self.case.lists.values())

    def says(self, rule: Rule | None, rules: Rules) -> object:
        """What a rule adds to the decision; None for nothing."""
        ruleset = rules.ruleset
        intervention = ruleset.interventions[self.intervention]
        if rule is None or rule.id not in ruleset.rules or not rule.concerns(intervention.tags):
            return None
        bound = BoundRule(rule, bind(rule.when, ruleset.values_for(intervention)), frozenset())
        found = verdict(bound, self.findings)
        return None if found is Verdict.DOES_NOT_APPLY else (found, rule.effect, rule.next_step, rule.hold)


class CaseTrial:
    """All cases of a folder, to be run with one mutant after the other."""

    def __init__(self, cases: Sequence[Case], load: Load) -> None:
        self.load = load
        single = [case for case in cases if case.observe is None]
        self._sessions = [case for case in cases if case.observe is not None]
        self._plain = _Decisions([case for case in single if not _has_own_rules(case)], load)
        self._others = _Decisions([case for case in single if _has_own_rules(case)], load)
        self._confirmed: set[tuple[int, str]] = set()
        self._latest: tuple[Mutant, dict[int, Rules]] | None = None

    def broken_by(self, mutant: Mutant, *, sessions: bool) -> Location | None:
        """The first case that notices a mutant, if any does. Raises RuleFileError for one that fails as it is."""
        noticing = self._in_sessions(mutant) if sessions else self._in_decisions(mutant)
        for case, intervention in noticing:
            self._confirm(case, intervention)
            return case.spot.location
        return None

    def _in_decisions(self, mutant: Mutant) -> Iterator[tuple[Case, str]]:
        """Those with rules of their own are asked last: each of these sets has to be loaded."""
        for decisions in (self._plain, self._others):
            for asked in decisions.worth_asking(mutant):
                changed = self._changed(mutant, asked.rules)
                if asked.says(mutant.original, asked.rules) != asked.says(mutant.rule, changed) and any(
                    differences(asked.case, asked.intervention, changed)
                ):
                    yield asked.case, asked.intervention

    def _in_sessions(self, mutant: Mutant) -> Iterator[tuple[Case, str]]:
        for case in self._sessions:
            changed = self._changed(mutant, self.load(case))
            for intervention in case.interventions:
                if any(differences(case, intervention, changed)):
                    yield case, intervention

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

    def _confirm(self, case: Case, intervention: str) -> None:
        """A case notices nothing that fails whatever the rules are."""
        if (id(case), intervention) not in self._confirmed:
            problems = run_case(case, intervention, self.load)
            if problems:
                raise RuleFileError(problems)
            self._confirmed.add((id(case), intervention))


class _Decisions:
    """Cases about single decisions."""

    def __init__(self, cases: Sequence[Case], load: Load) -> None:
        self.cases, self.load = cases, load

    def worth_asking(self, mutant: Mutant) -> Sequence[_Asked]:
        """Those to which the rule says something; all of them where the mutant may speak to others."""
        widened = mutant.seen_by_examples or mutant.kind is Kind.DROP_EXCEPTION
        return self._asked if widened else self._spoken_to.get(mutant.original.id, ())

    @cached_property
    def _asked(self) -> Sequence[_Asked]:
        return [asked for case in self.cases for asked in self._ask(case)]

    def _ask(self, case: Case) -> Iterator[_Asked]:
        try:
            rules = self.load(case)
            moment = None if case.as_of is None else read_moment(case.as_of)
            for intervention in case.interventions:
                profile = rules.read(profile_of(case, intervention, rules))
                findings = establish(profile, rules.ruleset, frozenset(rules.facts), moment)
                yield _Asked(case, intervention, rules, findings)
        except (SciaticaRulesError, ValueError) as error:
            raise RuleFileError([case.spot.problem(f"the case cannot be run: {error}")]) from None

    @cached_property
    def _spoken_to(self) -> Mapping[str, Sequence[_Asked]]:
        """For each rule, the cases in which it is not known to be false, those that name it first."""
        found: dict[str, list[_Asked]] = {}
        for asked in self._asked:
            rules = asked.rules.ruleset.bound(asked.intervention)
            for bound in (*rules.objecting, *rules.precautions):
                if verdict(bound, asked.findings) is not Verdict.DOES_NOT_APPLY:
                    found.setdefault(bound.rule.id, []).append(asked)
        return {name: sorted(listed, key=lambda asked: not asked.names(name)) for name, listed in found.items()}


def _has_own_rules(case: Case) -> bool:
    return bool(case.parameters or case.without or case.allow_looser)


def read_folder(folder: Path) -> list[Case]:
    """The cases of every file of a folder, none if there is no such folder. Raises RuleFileError."""
    cases: list[Case] = []
    problems: list[FileProblem] = []
    for file in sorted(folder.glob("*.yaml")):
        read, found = read_cases(str(file), file.read_bytes())
        cases += read
        problems += found
    if problems:
        raise RuleFileError(problems)
    return cases
