"""Who gets another decision from a changed rule, and which case would show it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ...condition import Value
from ...hold import begin
from ...outcome import Effect, Hold
from ...profile import Profile
from ...reference import screen
from ...rule import Rule
from ...ruleset import RuleSet
from ..cover import BUDGET, Point
from ..group import Group, RuleBoxes, union
from ..prover import Prover
from ..simplest import simplest
from ..witness import ProverError, profile, readable, unusual
from ..world import too_old
from .mutant import Kind, Mutant

Told = Literal["outcome", "next_step", "held_for", "reasons", "undetermined", "precautions"]
"""What of a decision shows the difference."""


@dataclass(frozen=True, slots=True)
class MissingCase:
    """A case that holds for the original and not for the mutant."""

    rule: str
    intervention: str
    unusual: Mapping[str, Value | None]
    """What differs from the typical profile of the intervention; None where the fact is not answered."""
    told: Told
    words: Mapping[str, str]
    """Outcome, next step and hold, as far as they are expected."""
    listed: bool
    """Whether the rule stands in the list that ``told`` names."""


@dataclass(frozen=True, slots=True)
class _Question:
    """Is anybody in these boxes and not in the cover?"""

    group: Group
    boxes: int
    cover: int
    told: Told


class Decisions:
    """Compares the decisions of a rule set with those of its mutants."""

    def __init__(self, ruleset: RuleSet, budget: int = BUDGET) -> None:
        self.ruleset, self.budget = ruleset, budget
        self.prover = Prover(ruleset, budget=budget)

    def missing_case(self, mutant: Mutant) -> MissingCase | None:
        """The simplest case that tells the two apart; None where it is proved that there is none.

        Asked about every profile without answers that are too old to count, first about those without contradictions.
        Raises OutOfBudgetError and TooLargeError.
        """
        changed = mutant.of(self.ruleset)
        gains = mutant.kind is Kind.DROP_EXCEPTION
        prover = Prover(changed, budget=self.budget) if gains else self.prover
        stale = too_old(prover.world)
        for outside in (stale | prover.world.contradictory, stale):
            for question in _questions(prover, mutant):
                cover = question.cover | outside
                boxes = prover.pool.members(question.boxes & ~cover)
                found = prover.somebody(boxes, cover, question.group)
                if found is not None:
                    point = _simplest(prover, question, found, cover)
                    return self._confirmed(prover, mutant, changed, question, point)
        return None

    def _confirmed(
        self, prover: Prover, mutant: Mutant, changed: RuleSet, question: _Question, point: Point
    ) -> MissingCase:
        """The case, screened by the reference evaluator with both rule sets. Raises ProverError."""
        name, told = question.group.intervention, question.told
        values = readable(prover.world, point, name)
        person = profile(prover.world, point, values)
        before, after = (_seen(each, person, name, mutant.original.id) for each in (self.ruleset, changed))
        if before[told] == after[told]:
            raise ProverError(f"the reference evaluator sees no difference between {mutant.original.id} and its mutant")
        words: dict[str, str] = {key: before[key] for key in ("outcome", told) if key in _WORDS}
        listed = before[told] == _LISTED
        different = unusual(prover.world, point, values, name)
        return MissingCase(mutant.original.id, name, different, told, words, listed)


_WORDS = frozenset({"outcome", "next_step", "held_for"})
_LISTED, _NOT_LISTED = "listed", "not listed"


def _seen(ruleset: RuleSet, profile: Profile, intervention: str, rule: str) -> Mapping[str, str]:
    """What a case can see of a decision, as far as it could show one rule."""
    decision = screen(ruleset, profile, intervention)
    lists = {
        "reasons": {each.rule for each in decision.reasons},
        "undetermined": {each.rule for each in decision.undetermined},
        "precautions": {each.rule for each in decision.precautions},
    }
    return {
        "outcome": str(decision.outcome),
        "next_step": str(decision.next_step),
        "held_for": str(begin(ruleset, profile, intervention, None).held),
        **{key: _LISTED if rule in names else _NOT_LISTED for key, names in lists.items()},
    }


def _simplest(prover: Prover, question: _Question, found: Point, cover: int) -> Point:
    typical = prover.world.typical(question.group.intervention)

    def bad(point: Point) -> bool:
        return prover.pool.holds(question.boxes, point) and not prover.pool.holds(cover, point)

    return simplest(found, typical, prover.world.linked, bad)


def _questions(prover: Prover, mutant: Mutant) -> Iterator[_Question]:
    """Where a difference would be seen, the plainest first."""
    original = mutant.original
    match mutant.kind:
        case Kind.LOWER_EFFECT if original.effect is Effect.BLOCKED:
            for form, group in _places(prover, original):
                others = union(each.applies for each in group.blocking if each is not form)
                yield _Question(group, form.applies, others, "outcome")
        case Kind.LOWER_NEXT_STEP:
            for form, group in _places(prover, original):
                pressing = [each for each in group.objecting if each.rule.next_step >= original.next_step]
                others = union(each.applies for each in pressing if each is not form)
                yield _Question(group, form.applies, others, "next_step")
        case Kind.LOWER_HOLD:
            holding = [form for forms in prover.world.forms.values() for form in forms if _holds(form, original.hold)]
            for form, group in _places(prover, original):
                others = union(each.applies for each in holding if each.rule.id != original.id)
                yield _Question(group, form.applies, others, "held_for")
        case _:
            yield from _reached(prover, mutant)


def _holds(form: RuleBoxes, hold: Hold) -> bool:
    return form.rule.hold is not Hold.NONE and form.rule.hold >= hold


def _places(prover: Prover, rule: Rule) -> Iterator[tuple[RuleBoxes, Group]]:
    for form, groups in prover.world.forms[rule.id].items():
        yield from ((form, group) for group in groups)


def _reached(prover: Prover, mutant: Mutant) -> Iterator[_Question]:
    """The interventions that only one of the two rules concerns: there the rule is listed in one decision only."""
    alone = [
        (form, prover.world.alone(intervention.id))
        for intervention in prover.ruleset.interventions.values()
        for form in prover.world.rules(intervention)
        if form.rule.id == mutant.original.id and _is_lost_or_gained(mutant, intervention.tags)
    ]
    if not mutant.original.effect.objects:
        for form, group in alone:
            yield _Question(group, form.applies, 0, "precautions")
            yield _Question(group, form.may_apply, 0, "precautions")
        return
    for form, group in alone:
        others = union(each.may_apply for each in group.objecting if each is not form)
        yield _Question(group, form.applies, others, "reasons")
    for form, group in alone:
        yield _Question(group, form.applies, 0, "reasons")
        yield _Question(group, form.may_apply, form.applies, "undetermined")


def _is_lost_or_gained(mutant: Mutant, tags: frozenset[str]) -> bool:
    """Whether an objection or a precaution for these interventions comes or goes."""
    if mutant.rule is None or mutant.rule.effect is not mutant.original.effect:
        return mutant.original.concerns(tags)
    return mutant.rule.concerns(tags) != mutant.original.concerns(tags)
