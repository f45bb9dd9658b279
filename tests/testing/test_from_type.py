"""``st.from_type(PatientProfile)`` works without registration, and costs nothing before it is asked for."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st
from hypothesis.strategies._internal import types

import sciatica_rules_hypothesis
from sciatica_rules import MissingExtraError, PatientProfile, load_rules, testing

ROOT = Path(__file__).resolve().parents[2]


def test_it_draws_people_that_can_be_screened() -> None:
    sciatica_rules_hypothesis.register()

    @settings(max_examples=30, deadline=None)
    @given(st.from_type(PatientProfile))
    def check(profile: PatientProfile) -> None:
        assert type(profile) is PatientProfile
        assert not load_rules().screen(profile, "bicycle").conflicts

    check()
    found = find(st.from_type(PatientProfile), lambda profile: profile.pregnant is True)
    assert "pregnant" in found.as_mapping()


def test_other_types_are_left_alone() -> None:
    assert sciatica_rules_hypothesis.resolve(int) is None


def test_an_older_hypothesis_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    monkeypatch.delattr(types, "_global_extra_lookup")
    monkeypatch.setattr(st, "register_type_strategy", lambda *given: told.append(given))
    sciatica_rules_hypothesis.register()
    assert told == [(PatientProfile, sciatica_rules_hypothesis.resolve)]


@pytest.mark.parametrize("plugin", ["sciatica_rules_pytest", "sciatica_rules_hypothesis"])
def test_a_plugin_that_is_only_there_imports_nothing_of_the_library(plugin: str) -> None:
    asked = "sciatica_rules_hypothesis.register()" if "hypothesis" in plugin else "None"
    script = (
        f"import sys, {plugin}; {asked}; print([n for n in sys.modules if n.partition('.')[0] == 'sciatica_rules'])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_both_plugins_are_entry_points() -> None:
    points = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
    assert points == {
        "pytest11": {"sciatica_rules_pytest": "sciatica_rules_pytest"},
        "hypothesis": {"sciatica_rules_hypothesis": "sciatica_rules_hypothesis:register"},
    }


def test_without_hypothesis_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(testing, "find_spec", lambda _name: None)
    with pytest.raises(MissingExtraError, match=r"pip install 'sciatica-rules\[testing\]'"):
        testing.__getattr__("profiles")


def test_what_the_kit_does_not_have_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'profile'"):
        testing.__getattr__("profile")


def test_everything_that_is_promised_is_there() -> None:
    assert all(callable(getattr(testing, name)) for name in testing.__all__)
