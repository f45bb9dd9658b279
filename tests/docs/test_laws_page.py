"""Every law has its test, and every test of a law stands on the page of laws."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "laws.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(test_\w+)`")
NUMBER_OF_LAWS = 7


def written_tests() -> set[str]:
    tree = ast.parse((ROOT / "tests" / "property" / "test_laws.py").read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_every_test_that_the_page_names_exists() -> None:
    assert set(NAMED.findall(PAGE)) <= written_tests()


def test_every_test_of_a_law_stands_on_the_page() -> None:
    assert {name for name in written_tests() if name.startswith("test_law_")} <= set(NAMED.findall(PAGE))


def test_every_law_names_its_tests_by_its_number() -> None:
    sections = PAGE.split("\n## ")[1 : NUMBER_OF_LAWS + 1]
    for number, section in enumerate(sections, 1):
        named = NAMED.findall(section)
        assert named, section
        assert all(name.startswith(f"test_law_{number}_") for name in named), section
