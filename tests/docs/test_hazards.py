"""The hazard log names no control that does not exist, and says what is left over."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from sciatica_rules import load_rules

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
LOG: list[dict[str, Any]] = yaml.safe_load((DOCS / "safety" / "hazards.yaml").read_text(encoding="utf-8"))
KINDS = {"how", "laws", "rules", "invariants", "tests", "pages"}

each_hazard = pytest.mark.parametrize("entry", LOG, ids=lambda entry: str(entry["id"]))


@cache
def laws() -> frozenset[str]:
    text = (DOCS / "laws.md").read_text(encoding="utf-8")
    return frozenset(re.findall(r"^## .+ \{ #([a-z]+) \}$", text, re.MULTILINE))


@cache
def functions_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@cache
def invariants() -> frozenset[str]:
    path = ROOT / "rules" / "invariants.yaml"
    return frozenset(yaml.safe_load(path.read_text(encoding="utf-8"))) if path.is_file() else frozenset()


@each_hazard
def test_every_control_exists(entry: dict[str, Any]) -> None:
    controls = entry["controls"]
    assert set(controls) <= KINDS
    assert set(controls.get("laws", [])) <= laws()
    assert set(controls.get("rules", [])) <= set(load_rules().rules)
    assert set(controls.get("invariants", [])) <= invariants()
    for test in controls.get("tests", []):
        path, _, name = test.partition("::")
        assert name in functions_in(path), test
    for page in controls.get("pages", []):
        assert page.startswith("generated/") or (DOCS / page).is_file(), page


@each_hazard
def test_every_hazard_says_what_stands_against_it_and_what_is_left_over(entry: dict[str, Any]) -> None:
    assert set(entry) == {"id", "hazard", "cause", "harm", "controls", "left_over"}
    assert entry["controls"]
    assert entry["left_over"].strip()


def test_no_hazard_stands_twice() -> None:
    names = [entry["id"] for entry in LOG]
    assert len(names) == len(set(names))


def test_where_nothing_is_known_the_list_of_emergency_signs_is_the_first_question() -> None:
    rules = load_rules()
    assert {rules.screen({}, name).missing[0].fact for name in rules.interventions} == {"any_emergency_sign"}
