"""Each refusal, one by one: what is said, where it points, and that both loaders say the same."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
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
    refusals_together,
)
from tests.reading.refusal import Refusal
from tests.reading.tiny import LIBRARY, write

REFUSALS = (
    *refusals_of_text.REFUSALS,
    *refusals_of_fields.REFUSALS,
    *refusals_of_facts.REFUSALS,
    *refusals_of_rules.REFUSALS,
    *refusals_of_folders.REFUSALS,
    *refusals_together.REFUSALS,
)
GOLDEN = Path(__file__).parent / "golden" / "errors.txt"
"""Every report in full, to be read as prose. UPDATE_GOLDEN=1 writes it anew."""


@pytest.mark.parametrize("refusal", REFUSALS, ids=str)
def test_it_is_refused_at_its_place(refusal: Refusal, tmp_path: Path) -> None:
    write(tmp_path / "rules", {**LIBRARY, **refusal.files})
    error = refuse(tmp_path, "c")
    assert [str(problem.location) for problem in error.problems] == list(refusal.places)
    assert all(said in problem.message for said, problem in zip(refusal.said, error.problems, strict=True))
    assert str(refuse(tmp_path, "pure")) == str(error)
    assert str(error) == reviewed().get(refusal.sentence, str(error))


def test_every_report_was_reviewed(tmp_path: Path) -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text("\n".join(reports(tmp_path)), encoding="utf-8")
        reviewed.cache_clear()
    assert list(reviewed()) == [refusal.sentence for refusal in REFUSALS]


def refuse(folder: Path, loader: Loader) -> RuleFileError:
    with pytest.raises(RuleFileError) as caught:
        load_ruleset([folder / "rules"], loader=loader)
    return caught.value


def reports(folder: Path) -> Iterator[str]:
    for number, refusal in enumerate(REFUSALS):
        write(folder / str(number) / "rules", {**LIBRARY, **refusal.files})
        yield f"# {refusal.sentence}\n{refuse(folder / str(number), 'c')}\n"


@cache
def reviewed() -> dict[str, str]:
    """The reports that were read, by the sentence above each."""
    sections = ("\n" + GOLDEN.read_text(encoding="utf-8")).split("\n# ")[1:]
    return {sentence: said.strip("\n") for sentence, _, said in (section.partition("\n") for section in sections)}
