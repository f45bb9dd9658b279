"""Questions that are still open: by group, the most influential first; a list with one answer for all stays whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...condition import Any, IsTrue
from ...decision import Decision, Missing
from ...outcome import NextStep
from ...rules import Rules
from ...vocabulary import Fact
from ...wording import count
from ..page import BOLD, DIM, Page
from .words import NAMES, how_to_answer

SHOWN_AT_MOST, FEW_MORE = 16, 4
"""The list is cut only where that saves more than a few questions."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question, or a list of signs with the one question that answers them all."""

    question: Missing
    signs: Sequence[Missing] = ()


def show_questions(page: Page, decision: Decision, rules: Rules, everything: bool) -> None:
    """The open questions, and where they could lead."""
    still_open = [missing for missing in decision.missing if not missing.assumed]
    if not still_open:
        return
    everything = everything or len(still_open) <= SHOWN_AT_MOST + FEW_MORE
    page.heading(f"Open questions ({len(still_open)}), the most influential first")
    page.line(_where_they_lead(decision), indent=2)
    shown = 0
    for group, asks in _by_group(still_open, rules):
        if shown >= SHOWN_AT_MOST and not everything:
            break
        page.blank()
        page.line((_title(rules, group), BOLD), indent=2)
        for ask in asks:
            if shown >= SHOWN_AT_MOST and not everything:
                break
            shown += 1 + len(ask.signs)
            _show(page, ask, rules)
    left = len(still_open) - shown
    if left > 0:
        page.blank()
        page.line((f"... and {count(left, 'more question')}; --all shows them.", DIM), indent=2)


def show_unasked(page: Page, decision: Decision, rules: Rules) -> None:
    """Questions that cannot change the outcome any more, but could show that it is more pressing than it looks."""
    asked = {missing.fact for missing in decision.missing}
    pressing = [rule for rule in decision.undetermined if _more_pressing(rules.rules[rule.rule].next_step, decision)]
    unasked = {one.fact: one for rule in pressing for one in rule.needs if one.fact not in asked}
    if not unasked:
        return
    page.heading(f"Not answered ({len(unasked)})")
    page.line("The answers cannot change this outcome, but a sign among them would make it more pressing.", indent=2)
    for one in unasked.values():
        page.line(one.question, (f" ({how_to_answer(rules.facts[one.fact])})", DIM), indent=2, bullet="- ")


def _more_pressing(next_step: NextStep, decision: Decision) -> bool:
    return next_step >= NextStep.URGENT and next_step > decision.next_step


def _where_they_lead(decision: Decision) -> str:
    best, worst = NAMES[decision.at_least], NAMES[decision.at_most]
    return f"Depending on the answers, this becomes {best} at best and {worst} at worst."


def _show(page: Page, ask: Ask, rules: Rules) -> None:
    if not ask.signs:
        _show_one(page, ask.question, rules)
        return
    for sign in ask.signs:
        _show_one(page, sign, rules)
    page.line("None of these? Then one answer will do: ", (f"{ask.question.fact}: false", DIM), indent=2)


def _show_one(page: Page, missing: Missing, rules: Rules) -> None:
    page.line(missing.question, (f" ({how_to_answer(rules.facts[missing.fact])})", DIM), indent=2, bullet="- ")


def _by_group(missing: Sequence[Missing], rules: Rules) -> Iterator[tuple[str, list[Ask]]]:
    """Groups in the order of their most influential question."""
    groups: dict[str, list[Ask]] = {}
    for ask in _asks(missing, rules):
        groups.setdefault(ask.question.group, []).append(ask)
    yield from groups.items()


def _asks(missing: Sequence[Missing], rules: Rules) -> list[Ask]:
    by_name = {one.fact: one for one in missing}
    asks: list[Ask] = []
    listed: set[str] = set()
    for one in missing:
        signs = [by_name[name] for name in signs_of(rules.facts[one.fact]) if name in by_name]
        if signs:
            asks.append(Ask(one, signs))
            listed.update(sign.fact for sign in signs)
    listed.update(ask.question.fact for ask in asks)
    asks += [Ask(one) for one in missing if one.fact not in listed]
    order = {one.fact: position for position, one in enumerate(missing)}
    return sorted(asks, key=lambda ask: min(order[one.fact] for one in (ask.question, *ask.signs)))


def signs_of(fact: Fact) -> list[str]:
    """The signs that a fact sums up: it is defined as any of them."""
    match fact.defined_by:
        case Any(parts):
            return [part.fact for part in parts if isinstance(part, IsTrue)]
        case _:
            return []


def _title(rules: Rules, group: str) -> str:
    return next(one.title for one in rules.ruleset.vocabulary.groups if one.name == group)
