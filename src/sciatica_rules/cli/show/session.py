"""A session as it goes: what changed with each observation, and what is needed to go on."""

from __future__ import annotations

from collections.abc import Mapping

from ...decision import Decision, Reason
from ...origin import Origin
from ...outcome import Hold, NextStep, Outcome
from ...rules import Rules
from ...ruleset import HELD_FOR
from ...session import Session
from ...vocabulary import Fact, Worse
from ...wording import count
from ..page import BAD, BOLD, DIM, GOOD, Page, Part
from .decision import show_outcome
from .overview import in_short
from .words import NAMES, STYLES, how_to_answer

_BENIGN = {Worse.TRUE: False, Worse.FALSE: True}

HELP = (
    "Type what you observe, e.g. discomfort or pain_nrs=4. ? lists everything, show tells the decision in full,"
    " quit ends."
)


def show_start(page: Page, session: Session, rules: Rules) -> None:
    """The decision that the session starts with."""
    show_outcome(page, session.decision)
    for reason in session.decision.reasons:
        _reason(page, reason, "")
    _hold(page, session, rules)


def show_step(page: Page, before: Session, after: Session, seen: Mapping[str, object], rules: Rules) -> None:
    """The outcome after an observation, and what is new since the one before."""
    old, new = before.decision, after.decision
    _outcome(page, old, new)
    were, are = _by_rule(old), _by_rule(new)
    appeared = [reason for rule, reason in are.items() if rule not in were]
    stops = any(reason.hold is not Hold.NONE for reason in appeared)
    resume = rules.ruleset.bound(after.intervention).resume
    for reason in appeared:
        if not (stops and reason.rule in resume):
            _reason(page, reason, "new reason: ")
    for rule, reason in were.items():
        if rule not in are:
            page.line(("no longer a reason: ", DIM), reason.title, indent=2)
    known = {precaution.rule for precaution in old.precautions if precaution.certain}
    for precaution in new.precautions:
        if precaution.certain and precaution.rule not in known:
            page.line(("from now on, mind: ", BOLD), f"{precaution.message} {precaution.action}".strip(), indent=2)
    for conflict in new.conflicts:
        page.line(("contradiction: ", BAD), f"{', '.join(conflict.between)} cannot all be right", indent=2)
    if before.held_for is not Hold.NONE and after.held_for is Hold.NONE:
        page.line(("The hold is lifted.", GOOD), indent=2)
    forgotten = _forgotten(before, after, seen, rules)
    if forgotten:
        page.line(("no longer counts, as it was said too early: ", DIM), ", ".join(forgotten), indent=2)
    _hold(page, after, rules)


def show_end(page: Page, session: Session, observations: int) -> None:
    """What stands when nobody observes anything more."""
    held = f", held ({session.held_for.value})" if session.held_for is not Hold.NONE else ""
    page.blank()
    outcome = session.decision.outcome
    page.line("End after ", count(observations, "observation"), ": ", (NAMES[outcome], STYLES[outcome]), f"{held}.")
    page.line((session.decision.safety_net, BOLD))
    page.line((session.decision.review, DIM))


def show_observable(page: Page, session: Session, rules: Rules, word: str) -> None:
    """What can be observed and matters here, the events first; with a word, what has it in its name or question."""
    bound = rules.ruleset.bound(session.intervention)
    matter = [fact for name, fact in rules.facts.items() if name in bound.reads | bound.shows and name != HELD_FOR]
    said = [fact for fact in matter if word.lower() in f"{fact.name} {fact.question}".lower()]
    events = [fact for fact in said if fact.momentary]
    if events:
        page.line(("Events: they count for one observation", BOLD))
        _list(page, events)
    for group in rules.ruleset.vocabulary.groups:
        found = [fact for fact in said if fact.group == group.name and not fact.momentary]
        if found:
            page.line((group.title, BOLD))
            _list(page, found)
    if not said:
        page.line("Nothing that matters here has this in its name or question; ? alone lists everything.")


def _outcome(page: Page, old: Decision, new: Decision) -> None:
    style = STYLES[new.outcome]
    pressing = f" ({new.next_step.value})" if new.next_step >= NextStep.URGENT else ""
    short = in_short(new)
    page.line(*_lead(old, new), (NAMES[new.outcome] + pressing, style), f" - {short}" if short else "")


def _lead(old: Decision, new: Decision) -> list[Part]:
    """What the outcome means for somebody in the middle of a session: a stop says so as long as it lasts."""
    if new.outcome is Outcome.BLOCKED:
        return [("STOP. " if old.outcome is not Outcome.BLOCKED else "Do not go on. Still ", BAD)]
    return ["Still " if old.outcome is new.outcome and old.next_step is new.next_step else "Now "]


def _reason(page: Page, reason: Reason, lead: str) -> None:
    page.line((lead, DIM), (f"{reason.title}: ", BOLD), f"{reason.message} {reason.action}".strip(), indent=2)


def _hold(page: Page, session: Session, rules: Rules) -> None:
    if session.held_for is Hold.NONE:
        return
    needed = ", ".join(_lifts(session, rules))
    page.line((f"Held ({session.held_for.value}). ", BAD), f"It goes on only after: {needed}.", indent=2)


def _lifts(session: Session, rules: Rules) -> list[str]:
    """The answers that the rules which keep the session stopped still wait for."""
    bound = rules.ruleset.bound(session.intervention)
    keeping = {reason.rule for reason in session.decision.reasons}
    reads = [rule.reads for rule in bound.objecting if rule.rule.id in bound.resume & keeping]
    needed = frozenset().union(*reads) - {HELD_FOR}
    given = {note.fact: note.value for note in session.decision.facts if note.origin is not Origin.ASSUMED}
    wanted = {name: _BENIGN.get(rules.facts[name].worse_when) for name in rules.facts if name in needed}
    return [
        f"{name}={str(benign).lower()}" if benign is not None else name
        for name, benign in wanted.items()
        if benign is None or given.get(name) is not benign
    ]


def _forgotten(before: Session, after: Session, seen: Mapping[str, object], rules: Rules) -> list[str]:
    """Answers that a stop, or something new that appeared, made void."""
    bound = rules.ruleset.bound(after.intervention)
    withdrawn = {name for name, value in seen.items() if value is None}
    said = ({*before.decision.profile, *seen} - withdrawn) & (bound.reads | bound.shows)
    return [
        fact.name
        for fact in rules.facts.values()
        if fact.name in said and fact.name not in after.decision.profile and not fact.momentary
    ]


def _by_rule(decision: Decision) -> dict[str, Reason]:
    return {reason.rule: reason for reason in decision.reasons}


def _list(page: Page, facts: list[Fact]) -> None:
    for fact in facts:
        page.line((how_to_answer(fact), BOLD), f" - {fact.question}", indent=2)
