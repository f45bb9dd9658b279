"""Each rule by itself: do its effect, its next step and its condition go together?"""

from __future__ import annotations

import re

from ...condition import Always
from ...outcome import Effect, Hold, NextStep
from ...rule import Rule
from ..fields import Read
from ..problems import Problems
from .context import Context

_PROMISE = re.compile(r"\bsafe(?:ly|r|st)?\b", re.IGNORECASE)
"""*Unsafe* is a warning and *safety* a topic; the others promise what no rule can know."""


def check_rules(context: Context, problems: Problems) -> None:
    """Note what a rule lacks, or has too much, for its effect."""
    for read in context.library.rules.items.values():
        if read.trusts("effect"):
            _check_effect(read, problems)
        if read.trusts("status", "reviewed_by"):
            _check_review(read, problems)
        _check_promises(read, problems)


def _check_effect(read: Read[Rule], problems: Problems) -> None:
    rule = read.value
    if rule.effect.objects:
        if read.trusts("when") and isinstance(rule.when, Always):
            hint = "a rule that objects names what it objects to"
            problems.add(read.at("when"), "only the condition of a precaution can be always", hint)
            read.doubted.add("when")
        if read.trusts("next_step") and rule.next_step is NextStep.NONE:
            problems.add(read.at("effect"), f"a rule with the effect {rule.effect} needs a next_step")
        if read.trusts("action") and not rule.action:
            problems.add(
                read.at("effect"), f"a rule with the effect {rule.effect} needs an action", "say what to do next"
            )
    elif rule.next_step is not NextStep.NONE:
        problems.add(read.at_key("next_step"), "a precaution has no next_step", "it demands nothing")
    if rule.hold is not Hold.NONE and rule.effect is not Effect.BLOCKED:
        problems.add(read.at_key("hold"), "only a rule with the effect blocked can hold a session")


def _check_review(read: Read[Rule], problems: Problems) -> None:
    rule = read.value
    if rule.status == "reviewed" and not rule.reviewed_by:
        problems.add(read.at("status"), "a reviewed rule says by whom: reviewed_by")
    if rule.status == "draft" and rule.reviewed_by:
        problems.add(read.at("status"), "a rule with reviewed_by is no draft", "status: reviewed")


def _check_promises(read: Read[Rule], problems: Problems) -> None:
    rule = read.value
    for key, text in (("title", rule.title), ("message", rule.message), ("action", rule.action)):
        said = _PROMISE.search(text)
        if said is not None:
            hint = "say what to do or to leave; that no rule objects does not make it safe"
            problems.add(read.at(key), f"a rule never tells a patient that something is safe, found {said[0]!r}", hint)
