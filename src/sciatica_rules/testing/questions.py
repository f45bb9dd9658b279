"""Strategies for what the ready test class asks: a person and an intervention, and observations for a session."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hypothesis import strategies as st

from ..condition import Value, facts_read
from ..outcome import Hold
from ..rules import Rules
from ..ruleset import HELD_FOR
from ..vocabulary import Fact, Worse
from .adapter import Question
from .aim import Target
from .answers import Answers, contradictions, plain, typical_answers, without_contradictions
from .people import People, chooser

OF_TEN, NEAR_RULES, WITH_UNKNOWNS = 10, 5, 2
"""How many of ten people stand near a rule, and of how many something is unknown."""

MOST_OBSERVED = 3
MOST_OBSERVATIONS = 5


@dataclass(frozen=True, eq=False)
class Questions:
    """What is asked about one rule set."""

    rules: Rules
    people: People

    def _question(self, answers: Answers, intervention: str) -> Question:
        ordered = {name: answers[name] for name in self.rules.facts if name in answers}
        return Question(self.rules, plain(ordered), intervention)

    def any(self) -> st.SearchStrategy[Question]:
        """People near rules, usual people, and people of whom something is unknown."""

        @st.composite
        def questions(draw: st.DrawFn) -> Question:
            intervention, answers = self._answers(draw, draw(st.integers(1, OF_TEN)) <= NEAR_RULES)
            question = self._question(answers, intervention)
            if draw(st.integers(1, OF_TEN)) > OF_TEN - WITH_UNKNOWNS:
                hidden = self.people.hidden(draw, answers)
                told: dict[str, Any] = dict.fromkeys(sorted(hidden)) if draw(st.booleans()) else {}
                told |= {name: value for name, value in question.profile.items() if name not in hidden}
                return Question(self.rules, told, intervention)
            return question

        return questions()

    def _answers(self, draw: st.DrawFn, near: bool) -> tuple[str, Answers]:
        if near:
            target, answers = self.people.near(draw, None)
            return target.intervention, answers
        intervention = draw(st.sampled_from(self.people.interventions))
        base = typical_answers(self.rules.ruleset, intervention)
        return intervention, self.people.usual(draw, 4, base)

    def before_and_after(self) -> st.SearchStrategy[tuple[Question, Question]]:
        """A person of whom something is unknown, and the same one when more is answered; what is assumed stays."""
        facts = self.rules.facts

        @st.composite
        def pairs(draw: st.DrawFn) -> tuple[Question, Question]:
            target, after = self.people.near(draw, None)
            reads = self.rules.ruleset.vocabulary.closure(target.bound.reads)
            hidden = self.people.hidden(draw, after) | (reads if draw(st.booleans()) else frozenset())
            kept = {
                name: value
                for name, value in after.items()
                if name not in hidden or facts[name].when_unknown is not None or name in self.people.override
            }
            return self._question(kept, target.intervention), self._question(after, target.intervention)

        return pairs()

    def contradictory(self) -> st.SearchStrategy[Question]:
        """People whose answers contradict each other about something that the rules read."""

        @st.composite
        def questions(draw: st.DrawFn) -> Question:
            intervention, answers = self._answers(draw, draw(st.booleans()))
            about = self.rules.ruleset.bound(intervention).reads
            return self._question(self.people.aim.contradict(answers, chooser(draw), about) or answers, intervention)

        return questions()

    def better_and_worse(self) -> st.SearchStrategy[tuple[Question, Question, str] | None]:
        """One person twice, once with a worse answer to one fact; None where that would be contradictory."""
        ruleset = self.rules.ruleset

        @st.composite
        def pairs(draw: st.DrawFn) -> tuple[Question, Question, str] | None:
            intervention, answers = self._answers(draw, draw(st.booleans()))
            directed = [fact for fact in self._directed if fact.name in ruleset.bound(intervention).reads]
            if not directed:
                return None
            fact = draw(st.sampled_from(directed))
            two = draw(st.lists(st.sampled_from(self.people.aim.points[fact.name]), min_size=2, max_size=2))
            better, worse = sorted(two, key=lambda value: _badness(fact, value))
            keep = frozenset({fact.name})
            one = without_contradictions(ruleset, {**answers, fact.name: better}, keep, self.people.aim.never_drop)
            other = {**one, fact.name: worse}
            if fact.name not in one or contradictions(ruleset, one) or contradictions(ruleset, other):
                return None
            return self._question(one, intervention), self._question(other, intervention), fact.name

        return pairs()

    @cached_property
    def _directed(self) -> list[Fact]:
        """The facts that can only tighten a decision in one direction."""
        free = [fact for name, fact in self.rules.facts.items() if name not in self.people.override]
        return [fact for fact in free if fact.worse_when is not Worse.DEPENDS]

    # Sessions

    def stops(self) -> Iterator[Target]:
        """Every rule that stops a session, for every intervention that it concerns."""
        for name in self.people.interventions:
            yield from (one for one in self.people.aim.concerning(name) if one.bound.rule.hold is not Hold.NONE)

    def observations(self) -> st.SearchStrategy[list[dict[str, Any]]]:
        """What is observed in a session, one thing after the other; None takes an answer back."""
        facts, points = self.rules.facts, self.people.aim.points
        stopping = [rule for rule in self.rules.rules.values() if rule.hold is not Hold.NONE]
        lifting = [rule for rule in self.rules.rules.values() if HELD_FOR in facts_read(rule.when)]
        read = {name for rule in (*stopping, *lifting) for name in facts_read(rule.when)}
        names = [name for name, fact in facts.items() if name in read or fact.clearance or fact.momentary]
        values: dict[str, st.SearchStrategy[Value | None]] = {
            name: st.sampled_from([*points[name], None]) for name in names if name != HELD_FOR
        }
        chosen = st.lists(st.sampled_from(list(values)), max_size=MOST_OBSERVED, unique=True)
        anything = chosen.flatmap(lambda some: st.fixed_dictionaries({name: values[name] for name in some})).map(plain)
        relief = {name: _best(facts[name]) for rule in lifting for name in facts_read(rule.when) if name != HELD_FOR}
        return st.lists(st.one_of(anything, st.just(plain(relief))), min_size=1, max_size=MOST_OBSERVATIONS)

    def beginnings(self) -> st.SearchStrategy[Question]:
        """With whom a session begins: as often as not a typical person, whom nothing else stops."""
        ruleset = self.rules.ruleset
        typical = {name: typical_answers(ruleset, name) for name in self.people.interventions}
        benign = [self._question(self._told(answers), name) for name, answers in typical.items()]
        return st.one_of(st.sampled_from(benign), self.any())

    def _told(self, answers: Answers) -> Answers:
        return {name: value for name, value in answers.items() if name not in self.people.override}


def _best(fact: Fact) -> Value | None:
    """The answer that can only loosen a decision, where that is known."""
    return {Worse.TRUE: False, Worse.FALSE: True}.get(fact.worse_when, fact.typical)


def _badness(fact: Fact, value: Value) -> tuple[bool, Any]:
    match fact.worse_when:
        case Worse.TRUE:
            return value is True, 0
        case Worse.FALSE:
            return value is not True, 0
        case Worse.LOWER:
            return False, 0 if isinstance(value, str) else -value
        case Worse.HIGHER | Worse.DEPENDS:
            return False, value
