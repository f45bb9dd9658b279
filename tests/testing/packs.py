"""The tiny library of ``tests/reading/tiny.py``, loaded, and ways to run a class of tests."""

from __future__ import annotations

import tempfile
import unittest
from collections.abc import Set
from functools import cache
from pathlib import Path

from hypothesis import settings

from sciatica_rules import Rules
from sciatica_rules.testing.folder import RuleFolder
from tests.reading.tiny import LIBRARY, write

CALM = settings(max_examples=100, deadline=None, derandomize=True, database=None)
"""Always the same search."""


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


def run(tests: type[unittest.TestCase], leave_out: Set[str] = frozenset()) -> dict[str, str]:
    """What fails, by name, with its report."""
    result = unittest.TestResult()
    unittest.TestSuite(tests(name) for name in names(tests) if name not in leave_out).run(result)
    return {test.id().rpartition(".")[2]: text for test, text in (*result.failures, *result.errors)}


def names(tests: type[unittest.TestCase]) -> list[str]:
    """The tests of a class."""
    return list(unittest.defaultTestLoader.getTestCaseNames(tests))
