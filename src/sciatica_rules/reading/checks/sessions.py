"""What stops a session must be able to keep it stopped: every hold needs a rule that reads why it was."""

from __future__ import annotations

from ...condition import facts_read
from ...evidence import Finding, Findings, evaluate
from ...origin import Origin
from ...outcome import Effect, Hold
from ...rule import Rule
from ...ruleset import HELD_FOR
from ...truth import Truth
from ...vocabulary import Fact
from ..problems import Problems
from .context import CHOOSING, Context
from .values import fact_with_values


def check_holds(context: Context, problems: Problems) -> None:
    """Note a hold that could be forgotten: no resume rule for one of its interventions.

    A resume rule is one with the effect blocked that may apply while ``held_for`` has the value of the hold.
    """
    library = context.library
    held_for = fact_with_values(library, HELD_FOR)
    reasons_known = library.facts.complete and (held_for is not None or HELD_FOR not in library.facts.items)
    # What cannot be read may be the very rule that keeps the session stopped.
    if not (library.rules.all_trust("when", "effect", *CHOOSING) and context.all_tags_known and reasons_known):
        return
    resume = [
        rule
        for rule in context.ruleset.rules.values()
        if rule.effect is Effect.BLOCKED and HELD_FOR in facts_read(rule.when)
    ]
    for read in library.rules.items.values():
        hold = read.value.hold
        if hold is Hold.NONE or not read.trusts("hold"):
            continue
        keeping = [rule for rule in resume if held_for is not None and _may_apply(rule, hold, held_for)]
        unkept = [
            each.id for each in context.concerned[read.name] if not any(rule.concerns(each.tags) for rule in keeping)
        ]
        if unkept:
            more = f" and {len(unkept) - 1} more" if len(unkept) > 1 else ""
            message = f"nothing keeps a session of {unkept[0]}{more} stopped after this rule"
            hint = f"add a rule with the effect blocked that reads {{{HELD_FOR}: {hold.value}}}"
            problems.add(read.at("hold"), message, hint)


def _may_apply(rule: Rule, hold: Hold, held_for: Fact) -> bool:
    """Whether the rule is not known to be false while all that is known is the reason of the hold."""
    findings: Findings = {
        name: Finding(held_for, Truth.UNKNOWN, hold.value if name == HELD_FOR else None, Origin.ANSWERED)
        for name in facts_read(rule.when)
    }
    return hold.value in held_for.choices and evaluate(rule.when, findings) is not Truth.FALSE
