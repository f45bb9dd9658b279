"""What holds for every test: slow ones are skipped, visibly, unless ``--slow`` asks for them.

The same commit gives the same result: what hypothesis draws does not change from run to run. ``make explore`` draws
anew each time, and more.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

UNHURRIED = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
settings.register_profile("usual", derandomize=True, deadline=None, suppress_health_check=UNHURRIED)
settings.register_profile(
    "explore",
    max_examples=int(os.environ.get("EXAMPLES", "2000")),
    deadline=None,
    suppress_health_check=UNHURRIED,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the tests that build and install packages, too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--slow"):
        return
    skip = pytest.mark.skip(reason="slow: run by make wheel-test")
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(skip)
