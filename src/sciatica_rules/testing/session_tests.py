"""The part of the ready test class that is about sessions."""

from __future__ import annotations

import unittest
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ..outcome import Hold, Outcome, Verdict
from ..rules import Rules
from .adapter import AppSession, Profile, Question, differences, disagreement, told
from .aim import Target
from .answers import plain, typical_answers
from .questions import Questions

Start = Callable[[Profile, str], AppSession]
Restore = Callable[[Any], Any]


@dataclass(frozen=True, eq=False)
class Sessions:
    """The sessions of an app, beside those of the library."""

    rules: Rules
    questions: Questions
    start: Start
    restore: Restore

    def observed(self, session: Any, observation: Profile) -> Any:
        """The session after one more observation."""
        following = session.observe(dict(observation))
        return session if following is None else following

    def lost_stop(self, target: Target) -> str:
        """How a session goes on although a rule has stopped it; empty if it does not."""
        before = typical_answers(self.rules.ruleset, target.intervention)
        after = self.questions.people.aim.at(target, Verdict.APPLIES, before)
        stop = plain({name: value for name, value in after.items() if before.get(name) != value})
        begun = plain({name: value for name, value in before.items() if name in after})
        if self.rules.session(begun, target.intervention).observe(stop).held_for is Hold.NONE:
            return ""
        session = self.start(begun, target.intervention)
        for observation in (stop, {}, {}):
            session = self.restore(self.observed(session, observation))
            outcome = told(session.decision)["outcome"]
            if outcome != Outcome.BLOCKED.value:
                where = f"{target.bound.rule.id} ({target.bound.rule.location}) stops {target.intervention}"
                told_next = "then" if observation else "after one more observation that says nothing"
                return f"{where} at {stop}, and {told_next} your session says {outcome}"
        return ""


def tests_of_sessions(
    rules: Rules, questions: Questions, start: Start, restore: Restore
) -> dict[str, Callable[..., None]]:
    """The tests, by name."""
    sessions = Sessions(rules, questions, start, restore)

    def test_a_stop_is_never_lost(self: unittest.TestCase) -> None:
        lost = [said for target in questions.stops() if (said := sessions.lost_stop(target))]
        if lost:
            self.fail("\n".join(["", *lost]))

    @given(question=questions.beginnings(), observations=questions.observations(), restored=st.booleans())
    def test_a_session_agrees_with_the_reference(
        self: unittest.TestCase, question: Question, observations: list[Profile], restored: bool
    ) -> None:
        reference = rules.session(question.profile, question.intervention)
        session: Any = start(dict(question.profile), question.intervention)
        for observation in observations:
            reference, session = reference.observe(observation), sessions.observed(session, observation)
            if restored:
                session = restore(session)
            wrong = differences(session.decision, reference.decision)
            if wrong:
                self.fail(disagreement(question, [f"after {observation}", *wrong], reference.decision))

    return {test.__name__: test for test in (test_a_stop_is_never_lost, test_a_session_agrees_with_the_reference)}
