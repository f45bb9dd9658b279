"""A small rule set with stops, holds and clearances, and a model of its sessions that shares nothing with the library.

The model follows the sentences of the documentation for these eight rules only, in plain Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any as Anything

from sciatica_rules.condition import All, Any, Compare, IsTrue, Not, OneOf, Operator
from sciatica_rules.outcome import Effect, Hold, NextStep
from sciatica_rules.rules import Rules
from sciatica_rules.vocabulary import FactType, Worse
from tests import building

HELD = {"none": "not stopped", "discomfort": "discomfort", "exacerbation": "a flare"}
GROUPS = {
    "sciatica": ("acute_exacerbation", "general_health_improved", "severe_pain", "pain_nrs"),
    "during_exercise": ("discomfort", "exercise_painful", "dizzy", "pain_subsided", "held_for"),
    "history": ("mental_disorder", "spinal_injury"),
    "clearance": ("orthopedist_cleared", "additional_examination_done"),
}
GROUP_OF = {name: group for group, names in GROUPS.items() for name in names}


def _fact(name: str, **more: Anything) -> Anything:
    return building.fact(name, group=GROUP_OF[name], **more)


_CLEARED = All((IsTrue("orthopedist_cleared"), IsTrue("additional_examination_done")))
_NOT_OVER = Any((Not(IsTrue("pain_subsided")), IsTrue("acute_exacerbation"), Not(IsTrue("general_health_improved"))))
_FACTS = [
    _fact("acute_exacerbation"),
    _fact("general_health_improved", worse_when=Worse.FALSE),
    _fact("severe_pain", implied_by=Compare("pain_nrs", Operator.AT_LEAST, 7)),
    _fact("pain_nrs", type=FactType.INTEGER, minimum=0, maximum=10),
    _fact("discomfort", when_unknown=False, momentary=True),
    _fact("exercise_painful", when_unknown=False, momentary=True),
    _fact("dizzy", momentary=True),
    _fact("pain_subsided", worse_when=Worse.FALSE, when_unknown=False),
    _fact("held_for", type=FactType.CHOICE, choices=HELD, when_unknown="none"),
    _fact("mental_disorder"),
    _fact("spinal_injury"),
    _fact("orthopedist_cleared", worse_when=Worse.FALSE, when_unknown=False, clearance=True),
    _fact("additional_examination_done", worse_when=Worse.FALSE, when_unknown=False, clearance=True),
]
_WAIT: dict[str, Anything] = {"next_step": NextStep.WAIT}
_RULES = [
    building.rule("flare_now", IsTrue("acute_exacerbation"), hold=Hold.EXACERBATION, **_WAIT),
    building.rule("discomfort_stops", IsTrue("discomfort"), hold=Hold.DISCOMFORT, **_WAIT),
    building.rule("painful_exercise_stops", IsTrue("exercise_painful"), hold=Hold.DISCOMFORT, **_WAIT),
    building.rule(
        "held_after_discomfort", All((OneOf("held_for", ("discomfort",)), Not(IsTrue("pain_subsided")))), **_WAIT
    ),
    building.rule("held_after_flare", All((OneOf("held_for", ("exacerbation",)), _NOT_OVER)), **_WAIT),
    building.rule("mental_disorder", All((IsTrue("mental_disorder"), Not(_CLEARED)))),
    building.rule("spinal_injury", All((IsTrue("spinal_injury"), Not(_CLEARED))), applies_to=("bending",)),
    building.rule("severe_pain", Any((IsTrue("severe_pain"), IsTrue("dizzy"))), Effect.CONSULT_DOCTOR),
    building.rule("block_pain", Not(IsTrue("severe_pain")), Effect.CONSULT_DOCTOR, ("nerve_block",)),
]
RULES = Rules(
    building.ruleset(
        _FACTS,
        _RULES,
        [
            building.intervention("exercise_therapy"),
            building.intervention("press_up", "exercise_therapy", "bending"),
            building.intervention("nerve_block"),
        ],
    )
)

EVENTS = ("discomfort", "exercise_painful", "dizzy")
CLEARANCES = ("orthopedist_cleared", "additional_examination_done")
DENIABLE = ("acute_exacerbation", "severe_pain", *EVENTS, "mental_disorder", "spinal_injury")
RANK = {"none": 0, "discomfort": 1, "exacerbation": 2}


@dataclass
class Model:
    """What a session knows, told step by step."""

    answers: dict[str, Anything] = field(default_factory=dict)
    denied: set[str] = field(default_factory=set)
    """Groups."""
    held: str = "none"

    def begin(self, raw: Mapping[str, Anything]) -> None:
        """The first step."""
        self.held = raw.get("held_for") or "none"
        self._take({name: value for name, value in raw.items() if name != "held_for"})
        self._settle()

    def observe(self, raw: Mapping[str, Anything]) -> None:
        """Another step."""
        appeared_before = self._contraindications()
        taken_back = {name for name, value in raw.items() if name != "denies" and value is None}
        self._forget({*EVENTS, *taken_back})
        self._take(raw)
        if self._contraindications() - appeared_before:
            self._forget({name for name in CLEARANCES if raw.get(name) is None})
        self._settle()

    def _take(self, raw: Mapping[str, Anything]) -> None:
        self.answers.update({name: value for name, value in raw.items() if name != "denies" and value is not None})
        self.denied |= set(raw.get("denies", ()))

    def value(self, name: str) -> Anything:
        """True, False, None for unknown, "both" for a contradiction."""
        answer = self.answers.get(name)
        if name == "severe_pain" and self.answers.get("pain_nrs", 0) >= 7:
            return "both" if answer is False else True
        if answer is None and name in DENIABLE and GROUP_OF[name] in self.denied:
            return False
        if answer is None and name in {"discomfort", "exercise_painful", "pain_subsided", *CLEARANCES}:
            return False
        return answer

    def _forget(self, names: set[str]) -> None:
        """A group of which one fact is forgotten is no longer denied as a whole; the others keep their no."""
        reopened = {GROUP_OF[name] for name in names if name in DENIABLE} & self.denied
        others = {name for name in DENIABLE if GROUP_OF[name] in reopened} - names - set(self.answers)
        kept = {name: False for name in others if self.value(name) is False}
        self.answers = {name: value for name, value in self.answers.items() if name not in names} | kept
        self.denied -= reopened

    def _contraindications(self) -> set[str]:
        return {name for name in ("mental_disorder", "spinal_injury") if self.value(name) is True}

    def _stops(self) -> list[str]:
        flare = ["exacerbation"] if self.value("acute_exacerbation") is True else []
        pain = self.value("discomfort") is True or self.value("exercise_painful") is True
        return flare + (["discomfort"] if pain else [])

    def _settle(self) -> None:
        stops = self._stops()
        if stops:
            self.held = max(self.held, *stops, key=lambda hold: RANK[hold])
            said_before = {"pain_subsided"} if self.value("pain_subsided") is True else set()
            if "exacerbation" in stops and self.value("general_health_improved") is True:
                said_before.add("general_health_improved")
            self._forget(said_before)
        elif not self.keeps():
            self.held = "none"

    def keeps(self) -> bool:
        """Whether something still keeps a hold: a condition not known to be met, or answers that contradict."""
        eased = self.value("pain_subsided") is True
        over = self.value("acute_exacerbation") is False and self.value("general_health_improved") is True
        met = {"none": True, "discomfort": eased, "exacerbation": eased and over}[self.held]
        return self.held != "none" and (not met or self.value("severe_pain") == "both")

    def outcome(self, intervention: str) -> str:
        """What the session says on an intervention."""
        if intervention == "nerve_block":
            return "allowed" if self.value("severe_pain") is True else "consult_doctor"
        cleared = all(self.value(name) is True for name in CLEARANCES)
        barring = ["mental_disorder", "spinal_injury"] if intervention == "press_up" else ["mental_disorder"]
        if self._stops() or self.keeps() or (not cleared and any(self.value(name) is True for name in barring)):
            return "blocked"
        unsure = self.value("acute_exacerbation") is None
        unsure |= not cleared and any(self.value(name) is None for name in barring)
        pain = [self.value("severe_pain"), self.value("dizzy")]
        return "consult_doctor" if unsure or pain != [False, False] else "allowed"
