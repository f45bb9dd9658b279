"""An app's own way to screen, held against the reference: what it says, and how to tell where it is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from ..decide import Judgement, judge
from ..decision import Decision
from ..errors import did_you_mean
from ..evidence import establish
from ..outcome import NextStep, Outcome
from ..rules import Rules
from .answers import plain, typical_answers

Profile = dict[str, Any]
Screen = Callable[[Profile, str], object]
"""What an app calls: a profile and an intervention give an outcome, or a decision that holds one."""

WORDS: Mapping[str, type[Outcome | NextStep]] = {
    "outcome": Outcome,
    "next_step": NextStep,
    "at_least": Outcome,
    "at_most": Outcome,
}
"""What is compared: the outcome, and whatever else of these an app's answer holds."""

MOST_SHOWN = 8


class AppSession(Protocol):
    """What is asked of an app's session. It may change itself or give a new one, as ``Session`` does."""

    @property
    def decision(self) -> object:
        """An outcome, or a decision that holds one."""
        ...

    def observe(self, observation: Profile, /) -> Any:
        """The session after one more observation; None if it has changed itself."""
        ...


@dataclass(frozen=True, eq=False)
class Question:
    """A profile and an intervention, shown by what is not typical."""

    rules: Rules
    profile: Profile
    intervention: str

    def __repr__(self) -> str:
        return f"{self.intervention} for {unlike_typical(self.rules, self.profile, self.intervention)}"

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """How hypothesis shows it."""
        printer.text(repr(self))


def unlike_typical(rules: Rules, profile: Profile, intervention: str) -> str:
    """A profile in as few words as possible: by what is known, or by what differs from typical answers."""
    known = {name: value for name, value in profile.items() if value is not None}
    typical = plain(typical_answers(rules.ruleset, intervention))
    unusual = {name: value for name, value in known.items() if name not in typical or typical[name] != value}
    unknown = [name for name in typical if name not in known]
    if len(known) <= len(unusual) + len(unknown):
        return f"a person of whom only this is known: {known}"
    parts = [str(unusual)] if unusual else []
    parts += [f"not known: {_listed(unknown)}"] if unknown else []
    return "a typical person" + (f", save for {'; '.join(parts)}" if parts else "")


def _listed(names: list[str]) -> str:
    more = len(names) - MOST_SHOWN
    return ", ".join(names[:MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")


def told(answer: object) -> dict[str, str]:
    """What an answer says: an outcome alone, or a decision, as an object or as a mapping. Raises AssertionError."""
    if isinstance(answer, str | Enum):
        return {"outcome": _word("outcome", answer)}
    found = {name: answer.get(name) if isinstance(answer, Mapping) else getattr(answer, name, None) for name in WORDS}
    if found["outcome"] is None:
        raise AssertionError(f"your screen gives a {type(answer).__name__}, which is no outcome and holds none")
    return {name: _word(name, value) for name, value in found.items() if value is not None}


def _word(name: str, value: object) -> str:
    word = str(value.value) if isinstance(value, Enum) else str(value)
    known = [str(each) for each in WORDS[name]]
    if word not in known:
        near = did_you_mean(word, known)
        raise AssertionError(f"your screen gives the {name} {word!r}, which is none of {', '.join(known)}{near}")
    return word


def reference_judgement(question: Question) -> Judgement:
    """What the reference says, without the texts of a decision."""
    ruleset = question.rules.ruleset
    bound = ruleset.bound(question.intervention)
    return judge(bound, establish(question.rules.read(question.profile), ruleset, bound.reads, None))


def differences(answer: object, reference: Judgement | Decision) -> list[str]:
    """Where an app's answer is not that of the reference."""
    return [
        f"{name}: your screen says {word}, the reference says {getattr(reference, name)}"
        for name, word in told(answer).items()
        if word != str(getattr(reference, name))
    ]


def disagreement(question: Question, wrong: Iterable[str], reference: Decision) -> str:
    """What an author needs to find the mistake."""
    rules = question.rules.rules
    because = [f"  {reason.rule} ({rules[reason.rule].location})" for reason in reference.reasons]
    because += [f"  {open_.rule} ({rules[open_.rule].location}), undetermined" for open_ in reference.undetermined]
    shown = because[:MOST_SHOWN] + ([f"  and {len(because) - MOST_SHOWN} more"] if len(because) > MOST_SHOWN else [])
    return "\n".join([repr(question), *wrong, *(["rules behind the reference:", *shown] if shown else [])])
