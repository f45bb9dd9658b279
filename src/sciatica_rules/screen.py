"""The verb of the library: what does this rule set say about this person and this intervention?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from .condition import Value
from .decide import Judgement, judge, verdict
from .decision import (
    Assumption,
    Conflict,
    Decision,
    FactNote,
    Missing,
    Precaution,
    Question,
    Reason,
    Stale,
    Undetermined,
)
from .evidence import Finding, Findings, Origin, establish
from .explain import NOTHING, Facts, because, conflicting, leans_on, needs
from .outcome import Outcome, Verdict
from .profile import DENIES, OBSERVED, Profile
from .provenance import Provenance, provenance
from .rule import Rule
from .ruleset import BoundRule, BoundRules, RuleSet
from .version import __version__
from .wording import SAFETY_NET, final_say, review_notice, summary

NOTHING_STANDS: frozenset[str] = frozenset()


def outcome(
    ruleset: RuleSet,
    profile: Profile,
    intervention: str,
    as_of: datetime | None = None,
) -> Outcome:
    """The outcome alone. Raises UnknownInterventionError."""
    bound = ruleset.bound(intervention)
    return judge(bound, establish(profile, ruleset, bound.reads, as_of)).outcome


def screen(
    ruleset: RuleSet,
    profile: Profile,
    intervention: str,
    as_of: datetime | None = None,
    standing: frozenset[str] | None = None,
) -> Decision:
    """The complete decision. ``standing`` rules (of a held session) apply until they are known to be false.

    Raises UnknownInterventionError.
    """
    bound = ruleset.bound(intervention)
    findings = establish(profile, ruleset, bound.reads | bound.shows, as_of)
    judgement = judge(bound, findings, standing or NOTHING_STANDS)
    known = provenance(ruleset)
    needed = {rule.rule.id: needs(rule.when, findings) for rule in judgement.undetermined}
    leaning = _leaning(bound, findings)
    missing = _missing(judgement, needed, leaning, findings, ruleset)
    precautions = _precautions(bound, findings, known)
    applying = [rule.rule for rule in judgement.applying]
    return Decision(
        intervention=intervention,
        title=bound.intervention.title,
        outcome=judgement.outcome,
        next_step=judgement.next_step,
        summary=summary(
            bound.intervention.title,
            judgement.outcome,
            judgement.next_step,
            applying,
            questions=sum(not fact.assumed for fact in missing),
            conflicts=len(judgement.conflicts),
            precautions=len(precautions),
        ),
        final_say=final_say(bound.intervention.tags),
        safety_net=SAFETY_NET,
        review=review_notice(rule.rule for rule in (*bound.objecting, *bound.precautions)),
        at_least=judgement.at_least,
        at_most=judgement.at_most,
        settled=judgement.at_least is judgement.at_most,
        reasons=tuple(_reason(rule, findings, ruleset, known) for rule in judgement.applying),
        undetermined=tuple(_undetermined(rule, needed[rule.rule.id], ruleset) for rule in judgement.undetermined),
        missing=missing,
        precautions=precautions,
        assumed=_assumed(leaning, findings, ruleset),
        conflicts=tuple(_conflict(name, findings, ruleset) for name in judgement.conflicts),
        stale=tuple(
            Stale(fact=name, question=finding.fact.question, observed=profile.observed[name])
            for name, finding in findings.items()
            if finding.origin is Origin.STALE
        ),
        not_covered=known.not_covered[intervention],
        facts=tuple(_note(finding) for finding in findings.values() if finding.origin is not Origin.UNKNOWN),
        profile=_taking_part(profile, findings),
        as_of=as_of,
        in_session=standing is not None,
        ruleset=known.stamp,
        engine=__version__,
    )


def _reason(bound: BoundRule, findings: Findings, ruleset: RuleSet, known: Provenance) -> Reason:
    rule, notes = bound.rule, known.rules[bound.rule.id]
    behind = because(bound.when, findings, ruleset) or needs(bound.when, findings)
    return Reason(
        rule=rule.id,
        title=rule.title,
        message=rule.message,
        action=rule.action,
        effect=rule.effect,
        next_step=rule.next_step,
        hold=rule.hold,
        facts=tuple(_note(findings[name]) for name in _in_order(behind, ruleset)),
        sources=notes.sources,
        departs_from_evidence=notes.departure,
        status=rule.status,
    )


def _undetermined(bound: BoundRule, needed: Facts, ruleset: RuleSet) -> Undetermined:
    facts = ruleset.vocabulary.facts
    asked = tuple(Question(fact=name, question=facts[name].question) for name in _in_order(needed, ruleset))
    return Undetermined(rule=bound.rule.id, title=bound.rule.title, effect=bound.rule.effect, needs=asked)


def _leaning(bound: BoundRules, findings: Findings) -> dict[str, Facts]:
    """For each rule that leans on an assumption, which ones."""
    assumed = {name for name, finding in findings.items() if finding.origin is Origin.ASSUMED}
    rules = (rule for rule in (*bound.objecting, *bound.precautions) if not assumed.isdisjoint(rule.reads))
    return {rule.rule.id: leans_on(rule.when, findings) for rule in rules}


def _missing(
    judgement: Judgement, needed: dict[str, Facts], leaning: dict[str, Facts], findings: Findings, ruleset: RuleSet
) -> tuple[Missing, ...]:
    """The facts of undetermined rules that demand more than is known to be demanded, the most influential first."""
    waiting: dict[str, list[Rule]] = {}
    for bound in judgement.undetermined:
        if bound.rule.effect.demand > judgement.at_least:
            for name in needed[bound.rule.id] | leaning.get(bound.rule.id, NOTHING):
                waiting.setdefault(name, []).append(bound.rule)

    def influence(name: str) -> tuple[bool, int, int, int]:
        ranks = [rule.effect.demand.rank for rule in waiting[name]]
        assumed = findings[name].origin is Origin.ASSUMED
        return assumed, -max(ranks), -sum(ranks), ruleset.vocabulary.position[name]

    return tuple(
        Missing(
            fact=name,
            question=findings[name].fact.question,
            group=findings[name].fact.group,
            answered_by=findings[name].fact.answered_by.value,
            settled_by=_unknown_beneath(name, findings, ruleset),
            assumed=findings[name].origin is Origin.ASSUMED,
            rules=tuple(rule.id for rule in waiting[name]),
        )
        for name in sorted(waiting, key=influence)
    )


def _unknown_beneath(name: str, findings: Findings, ruleset: RuleSet) -> tuple[str, ...]:
    unknown = (Origin.UNKNOWN, Origin.STALE)
    beneath = ruleset.vocabulary.beneath[name]
    return _in_order((other for other in beneath if findings[other].origin in unknown), ruleset)


def _in_order(names: Iterable[str], ruleset: RuleSet) -> tuple[str, ...]:
    """Facts in the order of asking."""
    return tuple(sorted(names, key=ruleset.vocabulary.position.__getitem__))


def _precautions(bound: BoundRules, findings: Findings, known: Provenance) -> tuple[Precaution, ...]:
    verdicts = [(precaution.rule, verdict(precaution, findings)) for precaution in bound.precautions]
    return tuple(
        Precaution(
            rule=rule.id,
            title=rule.title,
            message=rule.message,
            action=rule.action,
            certain=came_out is Verdict.APPLIES,
            sources=known.rules[rule.id].sources,
        )
        for rule, came_out in verdicts
        if came_out is not Verdict.DOES_NOT_APPLY
    )


def _assumed(leaning: dict[str, Facts], findings: Findings, ruleset: RuleSet) -> tuple[Assumption, ...]:
    rules: dict[str, list[str]] = {}
    for rule, names in leaning.items():
        for name in names:
            rules.setdefault(name, []).append(rule)
    return tuple(
        Assumption(
            fact=name,
            question=findings[name].fact.question,
            value=findings[name].value,
            rules=tuple(rules[name]),
        )
        for name in _in_order(rules, ruleset)
    )


def _conflict(name: str, findings: Findings, ruleset: RuleSet) -> Conflict:
    between = _in_order(conflicting(name, findings, ruleset), ruleset)
    return Conflict(fact=name, question=findings[name].fact.question, between=between)


def _note(finding: Finding) -> FactNote:
    return FactNote(fact=finding.fact.name, value=finding.value, origin=finding.origin)


def _taking_part(profile: Profile, findings: Findings) -> dict[str, Any]:
    """The part of a profile that a decision rests on, in the order of the vocabulary."""
    plain: dict[str, Value | dict[str, str] | list[str]] = {
        name: profile.answers[name] for name in findings if name in profile.answers
    }
    observed = {name: profile.observed[name].isoformat() for name in findings if name in profile.observed}
    if observed:
        plain[OBSERVED] = observed
    groups = _groups(findings.values())
    denied = [group for group in profile.denies if group in groups]
    if denied:
        plain[DENIES] = sorted(denied)
    return plain


def _groups(findings: Iterable[Finding]) -> frozenset[str]:
    return frozenset(finding.fact.group for finding in findings)
