"""Strategies for what an app may be told about one person.

Answers drawn evenly would be blocked by some rule almost always, so that nothing below *blocked* is ever seen. These
start from typical answers and leave them in few places. They shrink towards the typical person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st

from ..condition import Value
from ..errors import ProfileError, ProfileProblem
from ..outcome import Verdict
from ..profile import read_value
from ..rules import Rules
from ..ruleset import RuleSet
from ..vocabulary import Fact, FactType
from .aim import Aim, Choose, Target
from .answers import Answers, check_names, plain, typical_answers, without_contradictions

Override = Mapping[str, st.SearchStrategy[Any]]
Profiles = st.SearchStrategy[dict[str, Any]]

VERDICTS = (Verdict.APPLIES, Verdict.DOES_NOT_APPLY, Verdict.UNDETERMINED)
MOST_KNOWN = 6
NO_CONTRADICTION = "no fact of these rules is derived from others, so no answers can contradict each other"


def profiles(
    rules: Rules,
    *,
    intervention: str | None = None,
    max_unusual: int = 4,
    contradictory: bool = False,
    override: Override | None = None,
) -> Profiles:
    """People of whom everything is known and who are typical, save for a few answers.

    Answers are plain values in a mapping. They do not contradict each other, unless ``contradictory``: then they do.
    ``intervention`` takes the typical answers that it needs (a block needs an indication). ``override`` says how some
    facts are answered; None is unknown. Raises ProfileError and UnknownInterventionError.
    """
    people = People.of(rules, intervention, contradictory, override)

    @st.composite
    def persons(draw: st.DrawFn) -> dict[str, Any]:
        return people.finished(draw, people.usual(draw, max_unusual))

    return persons()


def profiles_near_rules(
    rules: Rules,
    *,
    rule: str | None = None,
    intervention: str | None = None,
    contradictory: bool = False,
    override: Override | None = None,
) -> Profiles:
    """People to whom one rule just applies, just does not apply, or for whom one answer is missing to tell.

    Everything else is typical, or unknown. ``rule`` and ``intervention`` narrow it down; else as for ``profiles``.
    """
    people = People.of(rules, intervention, contradictory, override)
    people.check_rule(rule)

    @st.composite
    def persons(draw: st.DrawFn) -> dict[str, Any]:
        target, answers = people.near(draw, rule)
        return people.finished(draw, answers, about=target.bound.reads)

    return persons()


def profiles_with_unknowns(
    rules: Rules,
    *,
    intervention: str | None = None,
    contradictory: bool = False,
    override: Override | None = None,
) -> Profiles:
    """People of whom something is not known: a few answers, whole groups of them, or nearly all.

    An unknown fact is left out, or None. Else as for ``profiles``, and overridden facts are not forgotten.
    """
    people = People.of(rules, intervention, contradictory, override)

    @st.composite
    def persons(draw: st.DrawFn) -> dict[str, Any]:
        answers = people.near(draw, None)[1] if draw(st.booleans()) else people.usual(draw, 4)
        hidden = people.hidden(draw, answers)
        left = {name: value for name, value in answers.items() if name not in hidden}
        told = people.finished(draw, left)
        return {**dict.fromkeys(sorted(hidden)), **told} if draw(st.booleans()) else told

    return persons()


@dataclass(frozen=True, eq=False)
class People:
    """Draws answers step by step."""

    ruleset: RuleSet
    interventions: tuple[str, ...]
    contradictory: bool = False
    override: Override = field(default_factory=dict)

    @classmethod
    def of(cls, rules: Rules, intervention: str | None, contradictory: bool, override: Override | None) -> People:
        """Raises ProfileError, UnknownInterventionError and ValueError."""
        if contradictory and not rules.ruleset.derivations:
            raise ValueError(NO_CONTRADICTION)
        return cls.about(rules, None if intervention is None else (intervention,), contradictory, override)

    @classmethod
    def about(
        cls,
        rules: Rules,
        interventions: Sequence[str] | None,
        contradictory: bool = False,
        override: Override | None = None,
    ) -> People:
        """People about whom these interventions are asked. Raises ProfileError and UnknownInterventionError."""
        ruleset = rules.ruleset
        check_names(override or (), ruleset.vocabulary.facts)
        names = ruleset.interventions if interventions is None else interventions
        return cls(ruleset, tuple(ruleset.intervention(name).id for name in names), contradictory, override or {})

    @cached_property
    def aim(self) -> Aim:
        return Aim(self.ruleset, frozenset(self.override))

    def check_rule(self, rule: str | None) -> None:
        """Raises LookupError for a rule that concerns nothing here."""
        if rule is not None and rule not in self.targets:
            raise LookupError(f"no rule that concerns any of these interventions is called {rule!r}")

    @cached_property
    def targets(self) -> Mapping[str, list[Target]]:
        """Every rule, as each intervention meets it."""
        found: dict[str, list[Target]] = {name: [] for name in self.ruleset.rules}
        for name in self.interventions:
            for target in self.aim.concerning(name):
                found[target.bound.rule.id].append(target)
        return {name: targets for name, targets in found.items() if targets}

    @cached_property
    def bases(self) -> list[Answers]:
        """The typical answers of the interventions, each set of them once."""
        found: list[Answers] = []
        for name in self.interventions:
            answers = typical_answers(self.ruleset, name)
            if answers not in found:
                found.append(answers)
        return found

    def usual(self, draw: st.DrawFn, max_unusual: int, base: Answers | None = None) -> Answers:
        """Typical answers, save for a few."""
        chosen = draw(st.sampled_from(self.bases)) if base is None else base
        unusual = dict(draw(self._unusual(max_unusual)))
        answers = {**self._overridden(draw, chosen), **unusual}
        return without_contradictions(self.ruleset, answers, frozenset(unusual), self.aim.never_drop)

    def near(self, draw: st.DrawFn, rule: str | None) -> tuple[Target, Answers]:
        """Answers at the boundary of a rule, for an intervention that it concerns."""
        choose = chooser(draw)
        target = draw(st.sampled_from(self.targets[rule or draw(st.sampled_from(list(self.targets)))]))
        wanted = draw(st.sampled_from(VERDICTS))
        base = typical_answers(self.ruleset, target.intervention) if draw(st.booleans()) else {}
        return target, self.aim.at(target, wanted, self._overridden(draw, base), choose)

    def hidden(self, draw: st.DrawFn, answers: Mapping[str, Value]) -> frozenset[str]:
        """Facts to forget."""
        facts = self.ruleset.vocabulary.facts
        names = [name for name in facts if name in answers and name not in self.override]
        groups = list(dict.fromkeys(facts[name].group for name in names))
        match draw(st.sampled_from(["some", "groups", "most"])) if names else "":
            case "some":
                return draw(st.frozensets(st.sampled_from(names)))
            case "groups":
                chosen = draw(st.frozensets(st.sampled_from(groups)))
                return frozenset(name for name in names if facts[name].group in chosen)
            case "most":
                return frozenset(names) - draw(st.frozensets(st.sampled_from(names), max_size=MOST_KNOWN))
            case _:
                return frozenset()

    def finished(self, draw: st.DrawFn, answers: Answers, about: frozenset[str] = frozenset()) -> dict[str, Any]:
        """The answers as an app gives them, with a contradiction where there must be one."""
        if self.contradictory:
            found = self.aim.contradict(answers, chooser(draw), self.ruleset.vocabulary.closure(about))
            if found is None:
                reject()
            answers = found
        return plain({name: answers[name] for name in self.ruleset.vocabulary.facts if name in answers})

    def _overridden(self, draw: st.DrawFn, answers: Answers) -> Answers:
        """The answers with those that the caller draws. Raises ProfileError for a value that a fact cannot have."""
        left = {name: value for name, value in answers.items() if name not in self.override}
        for name, strategy in self.override.items():
            try:
                value = read_value(draw(strategy), self.ruleset.vocabulary.facts[name])
            except ValueError as error:
                raise ProfileError([ProfileProblem(name, str(error))]) from None
            if value is not None:
                left[name] = value
        return without_contradictions(self.ruleset, left, never_drop=self.aim.never_drop)

    def _unusual(self, most: int) -> st.SearchStrategy[list[tuple[str, Value]]]:
        """A few answers that are not typical."""
        found = self._unusual_up_to.get(most)
        if found is None:
            points, facts = self.aim.points, self.ruleset.vocabulary.facts
            told = [
                st.tuples(st.just(name), st.one_of(*_not_typical(facts[name], points[name])))
                for name in facts
                if name not in self.override
            ]
            found = st.lists(st.one_of(*told), max_size=most if told else 0, unique_by=_name)
            self._unusual_up_to[most] = found
        return found

    @cached_property
    def _unusual_up_to(self) -> dict[int, st.SearchStrategy[list[tuple[str, Value]]]]:
        return {}


def _name(told: tuple[str, Value]) -> str:
    return told[0]


def _not_typical(fact: Fact, points: tuple[Value, ...]) -> Iterator[st.SearchStrategy[Value]]:
    """Values at the thresholds, three times as often as any others."""
    others = [value for value in points if value != fact.typical] or list(points)
    at_thresholds: st.SearchStrategy[Value] = st.sampled_from(others)
    yield at_thresholds
    if fact.minimum is not None and fact.maximum is not None:
        yield from (at_thresholds, at_thresholds)
        if fact.type is FactType.INTEGER:
            yield st.integers(int(fact.minimum), int(fact.maximum))
        else:
            yield st.decimals(fact.minimum, fact.maximum, allow_nan=False, places=1)


@cache
def _below(many: int) -> st.SearchStrategy[int]:
    return st.integers(0, many - 1)


def chooser(draw: st.DrawFn) -> Choose:
    """Lets hypothesis choose; the first possibility is the simplest."""
    return lambda many: draw(_below(many))
