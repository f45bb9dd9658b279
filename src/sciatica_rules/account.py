"""What there is to say of one rule: what it objects to, the facts behind it, the facts it waits for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .decision import FactNote, Precaution, Question, Reason, Undetermined
from .evidence import Finding, Findings
from .explain import NOTHING, because, leans_on, needs
from .origin import Origin
from .outcome import Verdict
from .provenance import Provenance
from .ruleset import BoundRule, RuleSet
from .vocabulary import NUMBERS


@dataclass(frozen=True, slots=True, eq=False)
class Account:
    """All that a decision says of one rule."""

    bound: BoundRule
    applies: bool = False
    """Whether it objects: it is true, or stands all the same."""
    is_open: bool = False
    """Whether it could object: it is undetermined."""
    leans_on: tuple[str, ...] = ()
    """The assumed facts without which the verdict could be another."""
    waits_for: tuple[str, ...] = ()
    """Of an undetermined rule: what could still settle it, assumptions included."""
    behind: tuple[str, ...] = ()
    """Of a reason: the facts that made the rule true; where it stands without being true, those it needs."""
    reason: Reason | None = None
    undetermined: Undetermined | None = None
    precaution: Precaution | None = None


def account(
    bound: BoundRule, found: Verdict, findings: Findings, ruleset: RuleSet, known: Provenance, *, stands: bool = False
) -> Account:
    """The account of one rule with its verdict, be it that it applies or that it stands all the same."""
    assumes = any(findings[name].origin is Origin.ASSUMED for name in bound.reads)
    if found is Verdict.DOES_NOT_APPLY and not assumes and not stands:
        return Account(bound)  # most rules, most of the time
    is_open = found is Verdict.UNDETERMINED
    needed = needs(bound.when, findings) if is_open else NOTHING
    leaning = leans_on(bound.when, findings) if assumes else NOTHING
    objects = bound.rule.effect.objects
    applies = objects and (found is Verdict.APPLIES or stands)
    behind = in_order((because(bound.when, findings, ruleset) or needed) if applies else NOTHING, ruleset)
    return Account(
        bound,
        applies,
        is_open=objects and is_open,
        leans_on=in_order(leaning, ruleset),
        waits_for=in_order(needed | leaning, ruleset) if is_open else (),
        behind=behind,
        reason=_reason(bound, behind, findings, known) if applies else None,
        undetermined=_undetermined(bound, in_order(needed, ruleset), ruleset) if objects and is_open else None,
        precaution=None if objects or found is Verdict.DOES_NOT_APPLY else _precaution(bound, found, known),
    )


def without_numbers(told: Account, findings: Findings) -> Account:
    """The account as it may be kept: a reason that shows a number of this person is left out."""
    return replace(told, reason=None) if any(findings[name].fact.type in NUMBERS for name in told.behind) else told


def retold(told: Account, findings: Findings, known: Provenance) -> Account:
    """A kept account with the reason that was left out, for a person whose facts stand alike."""
    return replace(told, reason=_reason(told.bound, told.behind, findings, known))


def note(finding: Finding) -> FactNote:
    """One fact as a decision shows it."""
    return FactNote.proven(fact=finding.fact.name, value=finding.value, origin=finding.origin)


def in_order(names: Iterable[str], ruleset: RuleSet) -> tuple[str, ...]:
    """Facts in the order of asking."""
    return tuple(sorted(names, key=ruleset.vocabulary.position.__getitem__))


def _reason(bound: BoundRule, behind: Iterable[str], findings: Findings, known: Provenance) -> Reason:
    rule, notes = bound.rule, known.rules[bound.rule.id]
    return Reason.proven(
        rule=rule.id,
        title=rule.title,
        message=rule.message,
        action=rule.action,
        effect=rule.effect,
        next_step=rule.next_step,
        hold=rule.hold,
        facts=tuple(note(findings[name]) for name in behind),
        sources=notes.sources,
        departs_from_evidence=notes.departure,
        status=rule.status,
    )


def _undetermined(bound: BoundRule, needed: tuple[str, ...], ruleset: RuleSet) -> Undetermined:
    facts = ruleset.vocabulary.facts
    asked = tuple(Question.proven(fact=name, question=facts[name].question) for name in needed)
    return Undetermined.proven(rule=bound.rule.id, title=bound.rule.title, effect=bound.rule.effect, needs=asked)


def _precaution(bound: BoundRule, found: Verdict, known: Provenance) -> Precaution:
    rule = bound.rule
    return Precaution.proven(
        rule=rule.id,
        title=rule.title,
        message=rule.message,
        action=rule.action,
        certain=found is Verdict.APPLIES,
        sources=known.rules[rule.id].sources,
    )
