"""Tests for your own rules and your own adapter: strategies for profiles and rule sets, and a ready test class.

It needs the extra ``testing``; docs/testing.md shows it at work.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ..errors import MissingExtraError

if TYPE_CHECKING:
    from .made_up import conditions, rulesets
    from .pack_tests import rule_pack_tests
    from .people import profiles, profiles_near_rules, profiles_with_unknowns

__all__ = [
    "conditions",
    "profiles",
    "profiles_near_rules",
    "profiles_with_unknowns",
    "rule_pack_tests",
    "rulesets",
]

_WHERE = {
    "conditions": "made_up",
    "profiles": "people",
    "profiles_near_rules": "people",
    "profiles_with_unknowns": "people",
    "rule_pack_tests": "pack_tests",
    "rulesets": "made_up",
}


def __getattr__(name: str) -> Any:
    """Everything is imported on first use: what collects a folder of rules for pytest works without hypothesis."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if find_spec("hypothesis") is None:
        raise MissingExtraError(__name__, "testing")
    return getattr(import_module(f".{_WHERE[name]}", __name__), name)
