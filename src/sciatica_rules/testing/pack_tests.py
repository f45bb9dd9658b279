"""A ready test class for your own rules and your own way to screen with them."""

from __future__ import annotations

import unittest
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from hypothesis import HealthCheck, given
from hypothesis import settings as Settings  # noqa: N812 - a parameter bears its name

from ..condition import Condition
from ..outcome import Outcome, Verdict
from ..rules import Rules
from ..session import Session
from .adapter import Question, Screen, differences, disagreement, reference_judgement, told
from .answers import plain, typical_answers
from .people import VERDICTS, Override, People
from .questions import Questions
from .session_tests import Restore, Start, tests_of_sessions

MOST_SHOWN = 5
MOST_WAYS = 12
UNHURRIED = (HealthCheck.too_slow, HealthCheck.data_too_large)


def rule_pack_tests(
    rules: Rules,
    screen: Screen | None = None,
    *,
    session: Start | None = None,
    restore: Restore | None = None,
    interventions: Sequence[str] | None = None,
    override: Override | None = None,
    settings: Settings | None = None,
) -> type[unittest.TestCase]:
    """Make a class of tests, for pytest and for unittest.

    ``TestMyPack = rule_pack_tests(my_rules, my_app.screen)`` is all it takes. ``screen(profile, intervention)`` is your
    app's way to an outcome, or to a decision that holds one; without it the rules alone are tested.
    ``session(profile, intervention)`` starts a session of your app, which has ``decision`` and ``observe(mapping)``;
    ``restore(session)`` saves it and reads it back, as after a crash. Without ``session`` the library's own are tested.
    ``interventions`` are those that your app offers, ``override`` says how some facts are answered, ``settings`` are
    those of hypothesis. Raises ProfileError and UnknownInterventionError.
    """
    people = People.about(rules, interventions, override=override)
    subject = _Subject(rules, screen or rules.screen, Questions(rules, people))
    tests: dict[str, Callable[..., None]] = {**_of_rules(subject), **_of_laws(subject)}
    if screen is not None:
        tests |= _of_agreement(subject)
    if any(subject.questions.stops()):
        start = rules.session if session is None else session
        again = restore or (_restored(rules) if session is None else _as_it_is)
        tests |= tests_of_sessions(rules, subject.questions, start, again)
    searched = settings or Settings(deadline=None, suppress_health_check=UNHURRIED)
    body: dict[str, Any] = {
        name: searched(test) if hasattr(test, "hypothesis") else test for name, test in tests.items()
    }
    return type("RulePackTests", (unittest.TestCase,), {"__doc__": "Made by rule_pack_tests.", **body})


def _restored(rules: Rules) -> Restore:
    return lambda session: Session.from_json(session.to_json(), rules)


def _as_it_is(session: Any) -> Any:
    return session


@dataclass(frozen=True, eq=False)
class _Subject:
    """What is tested."""

    rules: Rules
    screen: Screen
    questions: Questions

    def outcome(self, question: Question) -> Outcome:
        """What the app says."""
        return Outcome(told(self.screen(dict(question.profile), question.intervention))["outcome"])

    def disagreement(self, question: Question) -> str:
        """How the app's answer differs from that of the reference; empty if it does not."""
        wrong = differences(self.screen(dict(question.profile), question.intervention), reference_judgement(question))
        if not wrong:
            return ""
        return disagreement(question, wrong, self.rules.screen(question.profile, question.intervention))

    def edges(self) -> Iterator[Question]:
        """People to whom each rule just applies, for everything it concerns; and once just not, and undetermined."""
        aim, met = self.questions.people.aim, set[tuple[str, Condition]]()
        for intervention in self.questions.people.interventions:
            typical = typical_answers(self.rules.ruleset, intervention)
            base = {name: value for name, value in typical.items() if name not in aim.never_drop}
            for target in aim.concerning(intervention):
                numbers = (target.bound.rule.id, target.bound.when)
                if not target.bound.rule.effect.objects:
                    continue
                if numbers in met:
                    yield Question(self.rules, plain(aim.at(target, Verdict.APPLIES, base)), intervention)
                    continue
                for wanted in VERDICTS:
                    for answers in islice(aim.each_way(target, wanted, base), MOST_WAYS):
                        yield Question(self.rules, plain(answers), intervention)
                met.add(numbers)


def _of_rules(subject: _Subject) -> dict[str, Callable[..., None]]:
    def test_every_example_of_a_rule_comes_out_as_it_says(self: unittest.TestCase) -> None:
        failures = subject.rules.check_examples()
        if failures:
            self.fail("\n" + "\n".join(map(str, failures)))

    @given(pair=subject.questions.better_and_worse())
    def test_a_worse_answer_never_loosens(self: unittest.TestCase, pair: tuple[Question, Question, str] | None) -> None:
        if pair is not None:
            better, worse, fact = pair
            before, after = subject.outcome(better), subject.outcome(worse)
            if after < before:
                change = f"{fact} from {better.profile[fact]} to {worse.profile[fact]}"
                self.fail(f"{better}: {before}, but {after} after the worse answer, {change}")

    return _named(test_every_example_of_a_rule_comes_out_as_it_says, test_a_worse_answer_never_loosens)


def _of_laws(subject: _Subject) -> dict[str, Callable[..., None]]:
    @given(pair=subject.questions.before_and_after())
    def test_what_is_unknown_is_never_taken_for_no(self: unittest.TestCase, pair: tuple[Question, Question]) -> None:
        before, after = pair
        if subject.outcome(before) is Outcome.ALLOWED and subject.outcome(after) is not Outcome.ALLOWED:
            self.fail(f"{before}: allowed while something is unknown, but {subject.outcome(after)} for {after}")

    @given(pair=subject.questions.before_and_after())
    def test_blocked_stays_blocked_whatever_is_answered_next(
        self: unittest.TestCase, pair: tuple[Question, Question]
    ) -> None:
        before, after = pair
        if subject.outcome(before) is Outcome.BLOCKED and subject.outcome(after) is not Outcome.BLOCKED:
            self.fail(f"{before}: blocked, but only {subject.outcome(after)} for {after}")

    @given(question=subject.questions.contradictory())
    def test_contradictory_answers_are_never_allowed(self: unittest.TestCase, question: Question) -> None:
        conflicts = subject.rules.screen(question.profile, question.intervention).conflicts
        if conflicts and subject.outcome(question) is Outcome.ALLOWED:
            names = ", ".join(conflict.fact for conflict in conflicts)
            self.fail(f"{question}: allowed, though answers contradict each other about {names}")

    laws = [
        test_what_is_unknown_is_never_taken_for_no,
        test_blocked_stays_blocked_whatever_is_answered_next,
    ]
    if subject.rules.ruleset.derivations:
        laws.append(test_contradictory_answers_are_never_allowed)
    return _named(*laws)


def _of_agreement(subject: _Subject) -> dict[str, Callable[..., None]]:
    def test_screen_agrees_with_the_reference_at_the_edge_of_every_rule(self: unittest.TestCase) -> None:
        wrong = [said for question in subject.edges() if (said := subject.disagreement(question))]
        if wrong:
            wrong.sort(key=len)
            more = f"\n\nand {len(wrong) - MOST_SHOWN} more" if len(wrong) > MOST_SHOWN else ""
            self.fail("\n\n".join(["", *wrong[:MOST_SHOWN]]) + more)

    @given(question=subject.questions.any())
    def test_screen_agrees_with_the_reference(self: unittest.TestCase, question: Question) -> None:
        said = subject.disagreement(question)
        if said:
            self.fail(said)

    @given(question=subject.questions.any())
    def test_the_same_question_gets_the_same_answer(self: unittest.TestCase, question: Question) -> None:
        given_away = dict(question.profile)
        first = told(subject.screen(given_away, question.intervention))
        if given_away != question.profile:
            self.fail(f"{question}: your screen has changed the profile that it was given")
        again = told(subject.screen(given_away, question.intervention))
        if again != first:
            self.fail(f"{question}: your screen says {first} at first, and then {again}")

    return _named(
        test_screen_agrees_with_the_reference_at_the_edge_of_every_rule,
        test_screen_agrees_with_the_reference,
        test_the_same_question_gets_the_same_answer,
    )


def _named(*tests: Callable[..., None]) -> dict[str, Callable[..., None]]:
    return {test.__name__: test for test in tests}
