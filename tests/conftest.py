"""What holds for every test: what hypothesis draws, which tests are skipped, and which are not traced.

The same commit gives the same result: what hypothesis draws does not change from run to run. ``make explore`` draws
anew each time, and more.

Every branch of the library is to be reached by a test that was written for it. What is drawn at random, and what goes
through all of the shipped rules, meets the same lines a thousand times and would count the others as tested by luck; so
such tests are not traced, and take half the time. Outside of the folders that are named below, a test that sweeps as
widely bears the mark ``untraced``.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

UNHURRIED = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
settings.register_profile("usual", derandomize=True, deadline=None, suppress_health_check=UNHURRIED)
settings.register_profile(
    "explore",
    max_examples=int(os.environ.get("EXAMPLES", "2000")),
    deadline=None,
    suppress_health_check=UNHURRIED,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))

UNTRACED = {"architecture", "cases", "docs", "property", "rules"}
DRAWS = "testing"  # what these tests are about is drawing


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the tests that build and install packages, too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--slow"):
        return
    skip = pytest.mark.skip(reason="slow: run by make wheel-test")
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(skip)


def is_traced(item: pytest.Item) -> bool:
    folder = item.path.parent.name
    drawn = is_hypothesis_test(getattr(item, "obj", None)) and folder != DRAWS
    return not drawn and folder not in UNTRACED and not item.get_closest_marker("untraced")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    # Coverage has a mark for this, but with several processes it leaves a second tracer running.
    trace, of_threads = sys.gettrace(), threading.gettrace()
    if trace is None or is_traced(item):
        return (yield)
    sys.settrace(None)
    threading.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(trace)
        threading.settrace(of_threads)
