"""What stops a session must be able to keep it stopped: every hold needs a rule that reads why it was."""

from __future__ import annotations

from ...evidence import Finding, Findings, Origin, evaluate
from ...outcome import Effect, Hold
from ...rule import Rule
from ...ruleset import HELD_FOR, BoundRule, RuleSet
from ...truth import Truth
from ..problems import Problems
from .context import Context


def check_holds(context: Context, problems: Problems) -> None:
    """A resume rule is one with the effect blocked that may apply while ``held_for`` has the value of the hold."""
    for read in context.library.rules.items.values():
        rule = read.value
        if rule.hold is Hold.NONE:
            continue
        unkept = [each.id for each in context.concerned[rule.id] if not _is_kept(each.id, rule, context.ruleset)]
        if unkept:
            more = f" and {len(unkept) - 1} more" if len(unkept) > 1 else ""
            message = f"nothing keeps a session of {unkept[0]}{more} stopped after this rule"
            hint = f"add a rule with the effect blocked that reads {{{HELD_FOR}: {rule.hold.value}}}"
            problems.add(read.at("hold"), message, hint)


def _is_kept(intervention: str, rule: Rule, ruleset: RuleSet) -> bool:
    return any(
        bound.rule.effect is Effect.BLOCKED and HELD_FOR in bound.reads and _may_apply(bound, rule.hold, ruleset)
        for bound in ruleset.bound(intervention).objecting
    )


def _may_apply(bound: BoundRule, hold: Hold, ruleset: RuleSet) -> bool:
    """Whether the rule is not known to be false while all that is known is the reason of the hold."""
    facts = ruleset.vocabulary.facts
    findings: Findings = {
        name: Finding(facts[name], Truth.UNKNOWN, hold.value if name == HELD_FOR else None, Origin.ANSWERED)
        for name in bound.reads
    }
    return evaluate(bound.when, findings) is not Truth.FALSE
