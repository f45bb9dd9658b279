"""Each refusal, one by one: what is said, where it points, and that both loaders say the same."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sciatica_rules.errors import RuleFileError
from sciatica_rules.reading.load import load_ruleset
from sciatica_rules.reading.nodes import Loader
from tests.reading import (
    refusals_of_facts,
    refusals_of_fields,
    refusals_of_folders,
    refusals_of_rules,
    refusals_of_text,
)
from tests.reading.refusal import Refusal
from tests.reading.tiny import LIBRARY, write

REFUSALS = (
    *refusals_of_text.REFUSALS,
    *refusals_of_fields.REFUSALS,
    *refusals_of_facts.REFUSALS,
    *refusals_of_rules.REFUSALS,
    *refusals_of_folders.REFUSALS,
)
GOLDEN = Path(__file__).parent / "golden" / "errors.txt"


def refuse(refusal: Refusal, folder: Path, loader: Loader) -> RuleFileError:
    write(folder / "rules", {**LIBRARY, **refusal.files})
    with pytest.raises(RuleFileError) as caught:
        load_ruleset([folder / "rules"], loader=loader)
    return caught.value


@pytest.mark.parametrize("refusal", REFUSALS, ids=str)
@pytest.mark.parametrize("loader", ["c", "pure"])
def test_it_is_refused_at_its_place(refusal: Refusal, loader: Loader, tmp_path: Path) -> None:
    problems = refuse(refusal, tmp_path, loader).problems
    assert [str(problem.location) for problem in problems] == list(refusal.places)
    assert all(said in problem.message for said, problem in zip(refusal.said, problems, strict=True))


def test_every_report_reads_as_it_was_reviewed(tmp_path: Path) -> None:
    """Write the file anew with UPDATE_GOLDEN=1, then read it as prose."""
    reports = []
    for number, refusal in enumerate(REFUSALS):
        error = refuse(refusal, tmp_path / str(number), "c")
        assert str(error) == str(refuse(refusal, tmp_path / f"{number}p", "pure"))
        reports.append(f"# {refusal.sentence}\n{error}\n")
    text = "\n".join(reports)
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_no_two_refusals_have_one_sentence() -> None:
    assert len({refusal.sentence for refusal in REFUSALS}) == len(REFUSALS)
