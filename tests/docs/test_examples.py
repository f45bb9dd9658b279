"""Every example that the README and the documentation show gives exactly what they show."""

from __future__ import annotations

from pathlib import Path

import pytest

from sciatica_rules import screen
from tests.docs.examples import ROOT, check

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_shows_what_really_comes_out(page: Path) -> None:
    wrong = [
        f"{page.name}:{shown.line} shows\n{shown.shown}\nbut what comes out is\n{shown.real}"
        for shown in check(page)
        if not shown.right
    ]
    assert not wrong, "\n\n".join(wrong)


def test_the_readme_says_how_many_questions_there_are() -> None:
    limits = " ".join((ROOT / "README.md").read_text(encoding="utf-8").partition("## Limits")[2].split())
    lists = {"denies": ["emergency_signs", "serious_signs", "infection_risks", "history", "diagnosis"]}
    counts = [
        sum(not missing.assumed for missing in screen(profile, "exercise_therapy").missing) for profile in ({}, lists)
    ]
    asked, left = counts
    assert f"{asked} questions are open before exercise therapy can be *allowed*" in limits
    assert f'Five lists of "none of these" answer {asked - left} of them, and some of the other {left} fall' in limits


def test_the_readme_shows_something_of_everything_people_do() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for named in ("screen(", "PatientProfile(", "screen_all(", "load_rules(", "parameters=", "session(", "from_json("):
        assert named in text
    for named in ("as_of=", "replay(", "model_dump_json(", "model_json_schema(", "$ sciatica-rules"):
        assert named in text
