"""The written pages use the words of the code, and the menu names pages that exist."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from sciatica_rules import Effect, Hold, NextStep, Outcome
from sciatica_rules.origin import Origin
from sciatica_rules.outcome import Verdict
from sciatica_rules.wording import SAFETY_NET

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


@pytest.mark.parametrize("words", [Outcome, NextStep, Hold, Effect, Verdict, Origin], ids=lambda words: words.__name__)
def test_the_glossary_holds_every_word_of_an_answer(words: Any) -> None:
    glossary = (DOCS / "glossary.md").read_text(encoding="utf-8")
    missing = [word.value for word in words if not re.search(rf"\b{word.value.replace('_', '[_ ]')}\b", glossary)]
    assert not missing


def test_the_safety_net_is_quoted_as_it_is_said() -> None:
    assert SAFETY_NET in (DOCS / "safety" / "intended_use.md").read_text(encoding="utf-8")


def test_the_menu_names_every_written_page_and_no_other() -> None:
    menu = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]["nav"]
    named = set(_paths(menu))
    written = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    written = {path for path in written if not path.startswith(("generated/", "adr/"))}
    assert {path for path in named if not path.startswith("generated/")} == written


def _paths(menu: list[dict[str, Any]]) -> list[str]:
    found: list[str] = []
    for entry in menu:
        for target in entry.values():
            found += _paths(target) if isinstance(target, list) else [target]
    return found
