"""The tiny library of ``tests/reading/tiny.py``, loaded, and ways to run a class of tests."""

from __future__ import annotations

import tempfile
import unittest
from collections.abc import Set
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import Phase, settings

from sciatica_rules import Rules
from sciatica_rules.testing import rule_pack_tests
from sciatica_rules.testing.adapter import Screen
from sciatica_rules.testing.folder import RuleFolder
from tests.reading.tiny import LIBRARY, write

CALM = settings(max_examples=60, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
"""Always the same search, and what it finds is left as large as it is."""


def sound() -> dict[str, str]:
    """The tiny library, every example of which comes out as it says."""
    assumed = ("article/exercise/stops.yaml", "article/exercise/held.yaml")
    mended = {name: LIBRARY[name].replace("expect: undetermined", "expect: does_not_apply") for name in assumed}
    return {**LIBRARY, **mended}


@cache
def tiny() -> Rules:
    """A complete library of eight rules with a session, assumptions, a derivation and a parameter."""
    with tempfile.TemporaryDirectory() as folder:
        return RuleFolder(write(Path(folder) / "rules", sound())).rules


def run(tests: type[unittest.TestCase], only: Set[str]) -> dict[str, str]:
    """What fails of some tests, by name, with its report."""
    result = unittest.TestResult()
    unittest.TestSuite(tests(name) for name in names(tests) if name in only).run(result)
    return {test.id().rpartition(".")[2]: text for test, text in (*result.failures, *result.errors)}


def names(tests: type[unittest.TestCase]) -> list[str]:
    """The tests of a class."""
    return list(unittest.defaultTestLoader.getTestCaseNames(tests))


EDGE = "test_screen_agrees_with_the_reference_at_the_edge_of_every_rule"
AGREES = "test_screen_agrees_with_the_reference"
UNKNOWN = "test_what_is_unknown_is_never_taken_for_no"
BLOCKED = "test_blocked_stays_blocked_whatever_is_answered_next"
CONTRADICTORY = "test_contradictory_answers_are_never_allowed"
SAME = "test_the_same_question_gets_the_same_answer"
WORSE = "test_a_worse_answer_never_loosens"
EXAMPLES = "test_every_example_of_a_rule_comes_out_as_it_says"
STOP = "test_a_stop_is_never_lost"
SESSION = "test_a_session_agrees_with_the_reference"
EVERY = {EDGE, AGREES, UNKNOWN, BLOCKED, CONTRADICTORY, SAME, WORSE, EXAMPLES, STOP, SESSION}


def failing(screen: Screen | None = None, *only: str, rules: Rules | None = None, **more: Any) -> dict[str, str]:
    """What fails for an app, of all tests or of a few; its sessions are tested if it has any."""
    chosen = EVERY if "session" in more else EVERY - {STOP, SESSION}
    return run(rule_pack_tests(rules or tiny(), screen, settings=CALM, **more), set(only) or chosen)
