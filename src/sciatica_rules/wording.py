"""The sentences that the library itself says. Everything clinical is said by the rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from .outcome import NextStep, Outcome
from .rule import Rule

SAFETY_NET = (
    "New numbness between the legs or around the back passage, new trouble with bladder or bowel, or new weakness"
    " in a leg: get emergency care now, whatever this says."
)

_NERVE_BLOCK = "nerve_block"
TREATING_DOCTOR = "Whether to inject is for the treating doctor to decide."

NOT_REVIEWED = "No clinician has reviewed these rules yet."
REVIEWED = "A clinician has reviewed each of these rules."

_LEADS = {
    NextStep.EMERGENCY: "blocked, get emergency care now",
    NextStep.URGENT: "blocked, see a doctor today",
    NextStep.DOCTOR: "blocked until a doctor has decided otherwise",
    NextStep.WAIT: "blocked for now",
    NextStep.FIX: "blocked until this is put right",
}


def final_say(tags: Set[str]) -> str:
    """Who decides in the end, where no rule ever can; empty where nothing is to be said."""
    return TREATING_DOCTOR if _NERVE_BLOCK in tags else ""


def review_notice(rules: Iterable[Rule]) -> str:
    """Whether the rules that concern an intervention were reviewed. Anything short of all of them counts as no."""
    concerned = list(rules)
    return REVIEWED if concerned and all(rule.reviewed_by for rule in concerned) else NOT_REVIEWED


def summary(
    title: str,
    outcome: Outcome,
    next_step: NextStep,
    reasons: Sequence[Rule],
    questions: int,
    conflicts: int,
    precautions: int,
) -> str:
    """One sentence that stands alone: what it is about, the outcome, the weightiest reason."""
    match outcome:
        case Outcome.ALLOWED:
            minding = f" ({count(precautions, 'precaution')} to mind)" if precautions else ""
            return f"{title}: allowed, no rule of this set objects{minding}."
        case Outcome.CONSULT_DOCTOR:
            return f"{title}: {_consult(next_step, reasons, questions, conflicts)}."
        case Outcome.BLOCKED:
            return f"{title}: {_LEADS.get(next_step, 'blocked')} ({_listed(reasons)})."


def _consult(next_step: NextStep, reasons: Sequence[Rule], questions: int, conflicts: int) -> str:
    still_open = []
    if conflicts:
        still_open.append(f"{count(conflicts, 'contradiction')} to clear up")
    if questions:
        still_open.append(f"{count(questions, 'question')} to answer")
    besides = " and ".join(still_open)
    if not reasons:
        return f"not decided yet, {besides}"
    lead = "change the plan or ask a doctor first" if next_step is NextStep.FIX else "ask a doctor first"
    return f"{lead} ({_listed(reasons)})" + (f"; {besides}" if besides else "")


def _listed(reasons: Sequence[Rule]) -> str:
    more = len(reasons) - 1
    return reasons[0].title + (f", and {count(more, 'more reason')}" if more else "")


def count(number: int, noun: str) -> str:
    """A number with its noun, in the plural where there is not exactly one."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def people(number: int) -> str:
    """So many people."""
    return f"{number:,} {'person' if number == 1 else 'people'}"


def share(part: int, whole: int) -> str:
    """A share in percent that is 0 or 100 only where nobody or everybody is meant; a dash of nobody at all."""
    if not whole:
        return "-"
    percent = f"{100 * part / whole:.1f} %"
    if part and percent == "0.0 %":
        return "< 0.1 %"
    if part < whole and percent == "100.0 %":
        return "> 99.9 %"
    return percent
