"""From the verdicts of all rules to one outcome. This is the whole of it."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from .evidence import Findings, evaluate
from .origin import Origin
from .outcome import NextStep, Outcome, Verdict
from .ruleset import BoundRule, BoundRules
from .truth import Truth

_RANK = attrgetter("rank")


class Judgement(NamedTuple):
    """The verdicts on one person, and the bounds they set."""

    applying: Sequence[BoundRule]
    undetermined: Sequence[BoundRule]
    conflicts: Sequence[str]
    """Facts with evidence both ways."""
    at_least: Outcome
    """What holds whatever is answered next."""
    at_most: Outcome
    """The worst that a further answer could bring."""

    @property
    def outcome(self) -> Outcome:
        """What is known to be demanded; what is not known demands at most a doctor's advice."""
        return _worse(self.at_least, min(self.at_most, Outcome.CONSULT_DOCTOR, key=_RANK))

    @property
    def next_step(self) -> NextStep:
        """The most pressing step of the rules that apply; an answer, where only answers are missing."""
        steps = [bound.rule.next_step for bound in self.applying]
        if self.conflicts or self.at_most is not self.at_least:
            steps.append(NextStep.ANSWER)
        return max(steps, default=NextStep.NONE, key=_RANK)


def verdict(bound: BoundRule, findings: Findings) -> Verdict:
    """What a profile makes of one rule. Evidence for it outweighs evidence against it."""
    truth = evaluate(bound.when, findings)
    if truth.evidence_for:
        return Verdict.APPLIES
    return Verdict.DOES_NOT_APPLY if truth is Truth.FALSE else Verdict.UNDETERMINED


def judge(
    bound: BoundRules,
    findings: Findings,
    standing: frozenset[str] = frozenset(),
    found: Sequence[Verdict] | None = None,
) -> Judgement:
    """Combine the verdicts of the objecting rules, which whoever knows them already has ``found``.

    A rule that is ``standing`` applies until it is known to be false, and nothing is known while answers contradict
    each other. Where all of them are false, something that only the session's own intervention reads keeps the hold.
    """
    conflicts = [name for name in findings if name in bound.reads and findings[name].origin is Origin.CONFLICT]
    applying: list[BoundRule] = []
    undetermined: list[BoundRule] = []
    if found is None:
        found = [verdict(rule, findings) for rule in bound.objecting]
    verdicts = list(zip(bound.objecting, found, strict=True))
    kept_here = any(each is not Verdict.DOES_NOT_APPLY for rule, each in verdicts if rule.rule.id in standing)
    for rule, each in verdicts:
        known_false = each is Verdict.DOES_NOT_APPLY and not conflicts and kept_here
        stands = rule.rule.id in standing and not known_false
        if each is Verdict.APPLIES or stands:
            applying.append(rule)
        elif each is Verdict.UNDETERMINED:
            undetermined.append(rule)
    return weigh(applying, undetermined, conflicts)


def weigh(applying: Sequence[BoundRule], undetermined: Sequence[BoundRule], conflicts: Sequence[str] = ()) -> Judgement:
    """The bounds that the verdicts set. While answers contradict each other, the worst is still possible."""
    at_least = _worst(applying)
    at_most = _worse(at_least, _worst(undetermined))
    if conflicts:
        at_least, at_most = _worse(at_least, Outcome.CONSULT_DOCTOR), Outcome.BLOCKED
    return Judgement(applying, undetermined, conflicts, at_least, at_most)


def _worst(rules: Sequence[BoundRule]) -> Outcome:
    worst = Outcome.ALLOWED
    for bound in rules:
        worst = _worse(worst, bound.rule.effect.demand)
    return worst


def _worse(one: Outcome, other: Outcome) -> Outcome:
    return other if other.rank > one.rank else one
