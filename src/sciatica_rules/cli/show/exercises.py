"""All exercises for one person: which remain, which do not and why, and how much of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.text import Text

from ...decision import Decision
from ...intervention import Dose, Intervention
from ...outcome import Outcome
from ...rules import Rules
from ...wording import count
from ..page import BOLD, DIM, Page
from .decision import show_limits, show_pressing
from .words import NAMES, STYLES

_SECTIONS = {
    Outcome.ALLOWED: "no rule objects to these",
    Outcome.CONSULT_DOCTOR: "not without a doctor, or an answer",
    Outcome.BLOCKED: "not these, as things stand",
}


def show_exercises(page: Page, decisions: Mapping[str, Decision], rules: Rules, everything: bool) -> None:
    """One table for each outcome. What holds for every exercise is said once, above them."""
    found = list(decisions.values())
    shared_reasons = _shared([[reason.rule for reason in decision.reasons] for decision in found])
    shared_questions = _shared([_questions(decision) for decision in found])
    tally = ", ".join(f"{_number(found, outcome)} {NAMES[outcome].lower()}" for outcome in Outcome)
    show_pressing(page, found)
    page.heading(f"{len(found)} exercises: {tally}")
    _show_shared(page, found, shared_reasons, shared_questions)
    for outcome in Outcome:
        own = [decision for decision in found if decision.outcome is outcome]
        if own:
            page.heading((NAMES[outcome], STYLES[outcome]), f" ({len(own)}): {_SECTIONS[outcome]}")
            _table(page, own, rules, shared_reasons, shared_questions)
    page.blank()
    page.line(("One exercise with reasons, sources and steps: screen PROFILE --for ID, interventions ID.", DIM))
    show_limits(page, found[-1], everything)


def _show_shared(page: Page, decisions: Sequence[Decision], reasons: Sequence[str], questions: Sequence[str]) -> None:
    if reasons:
        page.heading("For every exercise")
        for reason in decisions[0].reasons:
            if reason.rule in reasons:
                page.line((reason.title, BOLD), f": {reason.message}", indent=2, bullet="- ")
    if questions:
        page.blank()
        page.line(f"{count(len(questions), 'question')} open for every exercise: screen PROFILE lists what to answer.")


def _table(
    page: Page, decisions: Sequence[Decision], rules: Rules, reasons: Sequence[str], questions: Sequence[str]
) -> None:
    """Whoever may not do an exercise need not know how much of it; a column that says nothing is left out."""
    exercises = [rules.interventions[decision.intervention] for decision in decisions]
    columns: list[tuple[str, Sequence[str | Text]]] = [("Exercise (id)", [_name(exercise) for exercise in exercises])]
    if decisions[0].outcome is not Outcome.BLOCKED:
        columns.append(("How much", [how_much(exercise) for exercise in exercises]))
    why = [_why(decision, reasons, questions) for decision in decisions]
    if any(why):
        columns.append(("Why", [words or "as above" for words in why]))
    longest = max(len(name) for name, intervention in rules.interventions.items() if intervention.dose)
    first = longest + len("()")
    rest = page.width - 2 - first - 2
    how_much_too = [rest * 3 // 5, rest - rest * 3 // 5 - 2]
    widths = {1: [page.width - 2], 2: [first, rest], 3: [first, *how_much_too]}[len(columns)]
    if len(columns) > 1:
        page.row([heading for heading, _ in columns], widths, DIM)
    for cells in zip(*(cells for _, cells in columns), strict=True):
        page.row(cells, widths)


def _name(exercise: Intervention) -> Text:
    return Text.assemble(exercise.title, (f" ({exercise.id})", DIM))


def _why(decision: Decision, shared_reasons: Sequence[str], shared_questions: Sequence[str]) -> str:
    """What concerns this exercise and not every other."""
    own = [reason.title for reason in decision.reasons if reason.rule not in shared_reasons]
    questions = len(set(_questions(decision)) - set(shared_questions))
    if questions:
        own.append(count(questions, "open question"))
    if decision.conflicts:
        own.append(count(len(decision.conflicts), "contradiction"))
    return "; ".join(own)


def how_much(intervention: Intervention) -> str:
    """The dose in a few words."""
    dose = intervention.dose
    if dose is None:
        return ""
    repetitions = "repetitions not given" if dose.repetitions == "not given" else dose.repetitions
    return "; ".join(filter(None, [repetitions, _sides(dose), _hold(dose)]))


def _sides(dose: Dose) -> str:
    return dose.sides if dose.sides not in dose.repetitions and dose.sides != "symmetric" else ""


def _hold(dose: Dose) -> str:
    if dose.hold_seconds is None:
        return ""
    shortest, longest = dose.hold_seconds
    return f"hold {shortest} s" if shortest == longest else f"hold {shortest} to {longest} s"


def _questions(decision: Decision) -> list[str]:
    return [missing.fact for missing in decision.missing if not missing.assumed]


def _shared(lists: Sequence[Sequence[str]]) -> list[str]:
    first, *others = lists
    return [name for name in first if all(name in other for other in others)]


def _number(decisions: Sequence[Decision], outcome: Outcome) -> int:
    return sum(decision.outcome is outcome for decision in decisions)
