"""One decision on one page: the outcome first, then what to do, why, what is still open, and how far this goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from ...condition import facts_read
from ...decision import Decision, FactNote, FactValue, Reason
from ...origin import Origin
from ...outcome import NextStep, Outcome
from ...rules import Rules
from ...vocabulary import Fact
from ...wording import count
from ..page import BOLD, CARE, DIM, Page, Part
from .footnotes import Footnotes
from .questions import show_questions, show_unasked
from .stamp import show_stamp
from .words import STYLES, headline, origin_in_words, value_in_words

SHOWN_AT_MOST, FEW_MORE = 5, 2
"""A list is cut only where that saves more than a few lines."""
T = TypeVar("T")


def show_decisions(page: Page, decisions: Sequence[Decision], rules: Rules, everything: bool) -> None:
    """Each decision, and once below them what is true of all."""
    footnotes = Footnotes()
    for position, decision in enumerate(decisions):
        if position:
            page.blank()
        show_decision(page, decision, rules, footnotes, everything)
    footnotes.show(page)
    show_limits(page, decisions[-1], everything)


def show_decision(page: Page, decision: Decision, rules: Rules, footnotes: Footnotes, everything: bool) -> None:
    """What is said about one intervention."""
    show_outcome(page, decision)
    _what_to_do(page, decision)
    _reasons(page, decision, rules, footnotes)
    _conflicts(page, decision, rules)
    _stale(page, decision)
    show_questions(page, decision, rules, everything)
    show_unasked(page, decision, rules)
    if decision.outcome is not Outcome.BLOCKED or everything:
        _precautions(page, decision, footnotes, everything)
        _assumed(page, decision, rules, everything)


def show_outcome(page: Page, decision: Decision) -> None:
    """The outcome, which nobody can overlook."""
    style = STYLES[decision.outcome]
    page.bar(style)
    page.line((headline(decision.outcome, decision.next_step), f"{style} reverse"))
    page.line(decision.summary)
    page.bar(style)


def show_pressing(page: Page, decisions: Sequence[Decision]) -> None:
    """What cannot wait, if any of these decisions says so."""
    worst = max(decisions, key=lambda decision: (decision.outcome, decision.next_step))
    if worst.next_step < NextStep.URGENT:
        return
    style = STYLES[worst.outcome]
    page.bar(style)
    page.line((headline(worst.outcome, worst.next_step), f"{style} reverse"))
    pressing = [reason.action for reason in worst.reasons if reason.next_step is worst.next_step]
    for action in dict.fromkeys(pressing):
        page.line(action)
    page.bar(style)


def _what_to_do(page: Page, decision: Decision) -> None:
    actions: dict[str, list[int]] = {}
    for position, reason in enumerate(decision.reasons, 1):
        actions.setdefault(reason.action, []).append(position)
    if not actions and not decision.conflicts and not decision.missing and not decision.final_say:
        return
    page.heading("What to do")
    if len(decision.reasons) == 1:
        for action in actions:
            page.line(action, indent=2)
    else:
        for action, positions in actions.items():
            page.line(action, indent=2, bullet=f"{', '.join(map(str, positions))}. ")
    if decision.conflicts:
        page.line("Clear up the answers below that contradict each other.", indent=2)
    if any(not missing.assumed for missing in decision.missing):
        page.line("Answer the open questions below, then screen again.", indent=2)
    if decision.final_say:
        page.line(decision.final_say, indent=2)


def _reasons(page: Page, decision: Decision, rules: Rules, footnotes: Footnotes) -> None:
    if not decision.reasons:
        return
    page.heading("Why")
    for position, reason in enumerate(decision.reasons, 1):
        if position > 1:
            page.blank()
        _reason(page, position, reason, rules, footnotes)


def _reason(page: Page, position: int, reason: Reason, rules: Rules, footnotes: Footnotes) -> None:
    bullet = f"{position}. "
    inner = 2 + len(bullet)
    style = STYLES[reason.effect.demand]
    effect = "blocks" if reason.effect.value == "blocked" else "needs a doctor"
    page.line((reason.title, BOLD), " - ", (effect, style), (f" (rule {reason.rule})", DIM), indent=2, bullet=bullet)
    page.line(reason.message, indent=inner)
    for note in sorted(_telling(reason, rules), key=lambda note: note.origin is Origin.ASSUMED):
        _fact(page, note, rules, inner)
    page.line(("Sources: ", DIM), footnotes.cite(reason.sources), indent=inner)
    departure = reason.departs_from_evidence
    if departure is not None:
        lead = f"For clinicians - the article is {departure.direction} than current guidance: "
        page.line((lead, DIM), f"{departure.note} {footnotes.cite([departure.source])}", indent=inner)


def _telling(reason: Reason, rules: Rules) -> list[FactNote]:
    """The facts, without a summary (and what else it sums up) where the rule itself names a sign that makes it true."""
    own = facts_read(rules.rules[reason.rule].when)
    beneath = rules.ruleset.vocabulary.beneath
    summaries = [note.fact for note in reason.facts if note.origin is Origin.DERIVED and beneath[note.fact] & own]
    needless = frozenset(summaries).union(*(beneath[name] - own for name in summaries))
    return [note for note in reason.facts if note.fact not in needless]


def _fact(page: Page, note: FactNote, rules: Rules, indent: int) -> None:
    fact = rules.facts[note.fact]
    page.line(fact.question, *_answer(fact, note.value, note.origin), indent=indent, bullet="- ")


def _answer(fact: Fact, value: FactValue, origin: Origin) -> list[Part]:
    parts: list[Part] = []
    for words, style in ((value_in_words(fact, value), BOLD), (origin_in_words(origin), DIM)):
        parts += [" ", (words, style)] if words else []
    return parts


def _conflicts(page: Page, decision: Decision, rules: Rules) -> None:
    if not decision.conflicts:
        return
    page.heading("Answers that contradict each other")
    page.line(("Until one of each is put right, neither can be relied on.", DIM), indent=2)
    values = {note.fact: note for note in decision.facts}
    for conflict in decision.conflicts:
        page.line(conflict.question, indent=2, bullet="- ")
        for name in conflict.between:
            note = values[name]
            given = decision.profile.get(name, note.value)
            value = None if isinstance(given, dict | list) else given
            origin = Origin.ANSWERED if name in decision.profile else note.origin
            page.line((f"{name}:", DIM), *_answer(rules.facts[name], value, origin), indent=4)


def _stale(page: Page, decision: Decision) -> None:
    if not decision.stale:
        return
    page.heading("Too old to count: ask again")
    for stale in decision.stale:
        when = f" ({stale.fact}, observed {stale.observed:%Y-%m-%d %H:%M})"
        page.line(stale.question, (when, DIM), indent=2, bullet="- ")


def _precautions(page: Page, decision: Decision, footnotes: Footnotes, everything: bool) -> None:
    if not decision.precautions:
        return
    page.heading(f"Precautions ({len(decision.precautions)})")
    certain_first = sorted(decision.precautions, key=lambda precaution: not precaution.certain)
    shown = _cut(certain_first, everything)
    for precaution in shown:
        perhaps = "" if precaution.certain else " (may concern you: an open question decides)"
        text = f"{precaution.message} {precaution.action}".strip()
        page.line(text, (perhaps, DIM), (f" {footnotes.cite(precaution.sources)}", DIM), indent=2, bullet="- ")
    show_left(page, len(certain_first) - len(shown), "more precaution")


def _assumed(page: Page, decision: Decision, rules: Rules, everything: bool) -> None:
    if not decision.assumed:
        return
    page.heading(f"Assumed until answered ({len(decision.assumed)})")
    open_too = {missing.fact for missing in decision.missing}
    weighty_first = sorted(
        decision.assumed, key=lambda one: (one.fact not in open_too, rules.facts[one.fact].momentary)
    )
    shown = _cut(weighty_first, everything)
    for assumption in shown:
        answer = value_in_words(rules.facts[assumption.fact], assumption.value)
        page.line(assumption.question, " ", (answer, BOLD), (f" ({assumption.fact})", DIM), indent=2, bullet="- ")
    show_left(page, len(decision.assumed) - len(shown), "more assumption")


def show_limits(page: Page, decision: Decision, everything: bool) -> None:
    """What holds for every decision: what no rule asks about, when to get help, who has looked at the rules."""
    if decision.not_covered:
        page.heading(f"Not covered by these rules ({len(decision.not_covered)})")
        shown = _cut(decision.not_covered, everything)
        for topic in shown:
            page.line(topic, indent=2, bullet="- ")
        show_left(page, len(decision.not_covered) - len(shown), "more topic")
    page.blank()
    page.line((decision.safety_net, CARE))
    page.blank()
    page.line((decision.review, BOLD))
    as_of = f", as of {decision.as_of:%Y-%m-%d %H:%M} UTC" if decision.as_of else ""
    show_stamp(page, decision.ruleset, f"sciatica-rules {decision.engine}{as_of}")


def _cut(entries: Sequence[T], everything: bool) -> Sequence[T]:
    return entries if everything or len(entries) <= SHOWN_AT_MOST + FEW_MORE else entries[:SHOWN_AT_MOST]


def show_left(page: Page, left: int, noun: str) -> None:
    """How much was cut, and how to see it."""
    if left > 0:
        page.line((f"... and {count(left, noun)}; --all shows them.", DIM), indent=2)
