"""Every pack that a page shows passes ``sciatica-rules check``."""

from __future__ import annotations

from pathlib import Path

import pytest

from sciatica_rules import load_rules
from sciatica_rules.proof.finding import Level
from tests.docs.examples import ROOT, files

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


WRONG = {"their-clinic"}
"""A pack with mistakes, which a page shows for what is said of them."""


def packs(page: Path, folder: Path) -> list[Path]:
    """The packs of a page, written below a folder."""
    for name, text in files(page.read_text(encoding="utf-8")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return [path.parent for path in folder.rglob("pack.yaml") if path.parent.name not in WRONG]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_packs_of_a_page_pass_every_check(page: Path, tmp_path: Path) -> None:
    for pack in packs(page, tmp_path):
        rules = load_rules(pack)
        assert rules.check_examples() == ()
        assert [str(finding) for finding in rules.check() if finding.level is not Level.INFO] == []


def test_packs_are_found(tmp_path: Path) -> None:
    assert {page.name for page in PAGES if packs(page, tmp_path / page.name)} >= {"README.md", "diff.md", "mutate.md"}
