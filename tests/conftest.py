"""What holds for every test: slow ones are skipped, visibly, unless ``--slow`` asks for them.

The same commit gives the same result: what hypothesis draws does not change from run to run. ``make explore`` draws
anew each time.
"""

from __future__ import annotations

import pytest
from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", derandomize=False, deadline=None)
settings.load_profile("same")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the tests that build and install packages, too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--slow"):
        return
    skip = pytest.mark.skip(reason="slow: run by make wheel-test")
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(skip)
