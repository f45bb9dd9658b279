"""The tiny library of ``tests/reading/tiny.py``, loaded, and ways to run a class of tests."""

from __future__ import annotations

import tempfile
import unittest
from functools import cache
from pathlib import Path

from hypothesis import settings

from sciatica_rules import Rules
from sciatica_rules.testing.folder import RuleFolder
from tests.reading.tiny import LIBRARY, write

CALM = settings(max_examples=150, deadline=None, derandomize=True, database=None)
"""Always the same search."""


@cache
def tiny() -> Rules:
    """A complete library of nine rules with a session, assumptions, a derivation and a parameter."""
    with tempfile.TemporaryDirectory() as folder:
        return RuleFolder(write(Path(folder) / "rules", LIBRARY)).rules


def run(tests: type[unittest.TestCase]) -> dict[str, str]:
    """What fails, by name, with the last line of its report that says something."""
    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromTestCase(tests).run(result)
    return {test.id().rpartition(".")[2]: text for test, text in (*result.failures, *result.errors)}


def names(tests: type[unittest.TestCase]) -> list[str]:
    """The tests of a class."""
    return list(unittest.defaultTestLoader.getTestCaseNames(tests))
