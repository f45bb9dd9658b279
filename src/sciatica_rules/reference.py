"""The verb of the library: what does this rule set say about this person and this intervention?

This is the reference, which can screen everybody. ``screener.py`` finds out the same for most people in less time, and
composes its decisions here too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from .account import Account, account, in_order, note
from .condition import Value
from .decide import Judgement, judge, verdict
from .decision import Assumption, Conflict, Decision, FactNote, Missing, Stale
from .evidence import Finding, Findings, establish
from .explain import conflicting
from .origin import Origin
from .outcome import Outcome
from .profile import DENIES, OBSERVED, Profile
from .provenance import Provenance, provenance
from .ruleset import BoundRules, RuleSet
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
    known = provenance(ruleset)
    findings = establish(profile, ruleset, bound.reads | bound.shows, as_of)
    rules = (*bound.objecting, *bound.precautions)
    verdicts = [verdict(rule, findings) for rule in rules]
    judgement = judge(bound, findings, standing or NOTHING_STANDS, verdicts[: len(bound.objecting)])
    applying = {rule.rule.id for rule in judgement.applying}
    accounts = [
        account(rule, found, findings, ruleset, known, stands=rule.rule.id in applying)
        for rule, found in zip(rules, verdicts, strict=True)
    ]
    return compose(
        known,
        bound,
        judgement,
        accounts,
        facts=tuple(note(finding) for finding in findings.values() if finding.origin is not Origin.UNKNOWN),
        profile=taking_part(
            profile,
            findings,
            map(profile.answers.get, findings),
            frozenset(finding.fact.group for finding in findings.values()),
        ),
        review=review_notice(rule.rule for rule in rules),
        missing=missing(waiting(accounts, judgement.at_least), findings, ruleset),
        assumed=assumptions(accounts, findings, ruleset),
        conflicts=tuple(conflict(name, findings, ruleset) for name in judgement.conflicts),
        stale=tuple(
            Stale(fact=name, question=finding.fact.question, observed=profile.observed[name])
            for name, finding in findings.items()
            if finding.origin is Origin.STALE
        ),
        as_of=as_of,
        in_session=standing is not None,
    )


def compose(
    known: Provenance,
    bound: BoundRules,
    judgement: Judgement,
    accounts: Sequence[Account],
    *,
    facts: tuple[FactNote, ...],
    profile: dict[str, Any],
    review: str,
    missing: tuple[Missing, ...],
    assumed: tuple[Assumption, ...],
    conflicts: tuple[Conflict, ...] = (),
    stale: tuple[Stale, ...] = (),
    as_of: datetime | None = None,
    in_session: bool = False,
) -> Decision:
    """One decision of its parts. Rules that do not apply, need nothing and lean on nothing need no account."""
    precautions = tuple([each.precaution for each in accounts if each.precaution is not None])
    outcome, next_step = judgement.outcome, judgement.next_step
    return Decision.proven(
        intervention=bound.intervention.id,
        title=bound.intervention.title,
        outcome=outcome,
        next_step=next_step,
        summary=summary(
            bound.intervention.title,
            outcome,
            next_step,
            [rule.rule for rule in judgement.applying],
            questions=sum(not fact.assumed for fact in missing),
            conflicts=len(conflicts),
            precautions=len(precautions),
        ),
        final_say=final_say(bound.intervention.tags),
        safety_net=SAFETY_NET,
        review=review,
        at_least=judgement.at_least,
        at_most=judgement.at_most,
        settled=judgement.at_least is judgement.at_most,
        reasons=tuple([each.reason for each in accounts if each.reason is not None]),
        undetermined=tuple([each.undetermined for each in accounts if each.is_open and not each.applies]),
        missing=missing,
        precautions=precautions,
        assumed=assumed,
        conflicts=conflicts,
        stale=stale,
        not_covered=known.not_covered[bound.intervention.id],
        facts=facts,
        profile=profile,
        as_of=as_of,
        in_session=in_session,
        ruleset=known.stamp,
        engine=__version__,
    )


def waiting(accounts: Iterable[Account], at_least: Outcome) -> tuple[Account, ...]:
    """The undetermined rules that demand more than is known to be demanded."""
    known = at_least.rank
    still_open = [each for each in accounts if each.is_open and not each.applies]
    return tuple([each for each in still_open if each.bound.rule.effect.demand.rank > known])


def missing(waiting: Iterable[Account], findings: Findings, ruleset: RuleSet) -> tuple[Missing, ...]:
    """The facts that these rules wait for, the most influential first."""
    rules: dict[str, list[Account]] = {}
    for each in waiting:
        for name in each.waits_for:
            rules.setdefault(name, []).append(each)

    def influence(name: str) -> tuple[bool, int, int, int]:
        ranks = [each.bound.rule.effect.demand.rank for each in rules[name]]
        assumed = findings[name].origin is Origin.ASSUMED
        return assumed, -max(ranks), -sum(ranks), ruleset.vocabulary.position[name]

    return tuple(
        [
            _missed(findings[name], tuple([each.bound.rule.id for each in rules[name]]), findings, ruleset)
            for name in sorted(rules, key=influence)
        ]
    )


def _missed(finding: Finding, rules: tuple[str, ...], findings: Findings, ruleset: RuleSet) -> Missing:
    fact = finding.fact
    return Missing.proven(
        fact=fact.name,
        question=fact.question,
        group=fact.group,
        answered_by=fact.answered_by.value,
        settled_by=_unknown_beneath(fact.name, findings, ruleset),
        assumed=finding.origin is Origin.ASSUMED,
        rules=rules,
    )


def _unknown_beneath(name: str, findings: Findings, ruleset: RuleSet) -> tuple[str, ...]:
    unknown = (Origin.UNKNOWN, Origin.STALE)
    beneath = ruleset.vocabulary.beneath[name]
    if not beneath:
        return ()
    return in_order((other for other in beneath if findings[other].origin in unknown), ruleset)


def assumptions(accounts: Iterable[Account], findings: Findings, ruleset: RuleSet) -> tuple[Assumption, ...]:
    """What was assumed, with the rules whose verdict leans on it."""
    rules: dict[str, list[str]] = {}
    for each in accounts:
        for name in each.leans_on:
            rules.setdefault(name, []).append(each.bound.rule.id)
    return tuple(
        Assumption.proven(
            fact=name,
            question=findings[name].fact.question,
            value=findings[name].value,
            rules=tuple(rules[name]),
        )
        for name in in_order(rules, ruleset)
    )


def conflict(name: str, findings: Findings, ruleset: RuleSet) -> Conflict:
    """One fact with evidence both ways, and the answers that give it."""
    between = in_order(conflicting(name, findings, ruleset), ruleset)
    return Conflict(fact=name, question=findings[name].fact.question, between=between)


def taking_part(
    profile: Profile, names: Collection[str], answers: Iterable[Value | None], groups: frozenset[str]
) -> dict[str, Any]:
    """The part of a profile that a decision rests on, in the order of these facts, which are of these groups."""
    plain: dict[str, Any] = {name: answer for name, answer in zip(names, answers, strict=True) if answer is not None}
    if profile.observed:
        moments = {name: profile.observed[name].isoformat() for name in names if name in profile.observed}
        plain |= {OBSERVED: moments} if moments else {}
    denied = [group for group in profile.denies if group in groups]
    if denied:
        plain[DENIES] = sorted(denied)
    return plain
