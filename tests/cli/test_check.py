"""``check``: what it prints, in each format, and when it fails."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.cli.harness import LIBRARY, sciatica_rules

NEEDLESS = """\
id: seeded
title: Fever with a cold
applies_to: [exercise_therapy]
when: {all: [fever, viral_infection]}
effect: consult_doctor
next_step: doctor
message: Fever and a cold.
action: Ask a doctor.
sources: [our_proposal]
status: draft
review_by: "2027-01-01"
examples:
  - {given: {}, expect: undetermined}
"""


def test_the_rules_that_come_along_are_checked_where_none_are_named() -> None:
    done = sciatica_rules("check")
    assert done.out == "The shipped rules are fine.\n12 rules, 15 checks proved, 41 examples hold.\n"


PROMISE = "hearts: {sentence: Said., for: [exercise_therapy], when: heart_disease, demands: blocked}\n"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A few rules, with a promise that they do not keep."""
    rules = shutil.copytree(LIBRARY, tmp_path / "rules")
    (rules / "invariants.yaml").write_text(PROMISE, encoding="utf-8")
    return rules


def test_a_promise_that_is_not_kept_is_told_with_somebody(small: Path) -> None:
    done = sciatica_rules("check", str(small))
    assert done.code == 1
    assert "rules/invariants.yaml:1:1\n  error broken_invariant: hearts does not hold" in done.out
    assert "heart_disease: true" in done.out


def test_programs_get_the_place_the_person_and_what_was_looked_at(small: Path) -> None:
    read = json.loads(sciatica_rules("check", str(small), "--format", "json").out)
    (found,) = read["findings"]
    assert found["location"] == {"path": "rules/invariants.yaml", "line": 1, "column": 1}
    assert found["counterexample"]["profile"]["heart_disease"] is True
    assert found["counterexample"]["outcome"] == "consult_doctor"
    assert (read["failed"], read["rules"], read["checks"]) == (True, 12, 15)


def test_a_number_that_may_not_be_set_is_refused_for_rules_of_ones_own_too(small: Path) -> None:
    done = sciatica_rules("check", str(small), "--set", "fever=1")
    assert done.code == 2
    assert done.err.startswith("sciatica-rules: no parameter is called 'fever'; did you mean 'fever_c'?")


PACK = """\
id: clinic
kind: pack
title: Our clinic
version: "0.1.0"
date: "2026-11-22"
status: draft
areas: {house: Of the house}
covers: [fever with a cold]
not_covered: []
"""
NUMB = NEEDLESS.replace("{all: [fever, viral_infection]}", "{any: [heart_disease, numbness]}").replace(
    "effect: consult_doctor\nnext_step: doctor", "effect: blocked\nnext_step: emergency"
)
ANKLES = """\
group: ankles
title: Ankles
facts:
  ankle_size_cm:
    type: integer
    unit: cm
    min: 1
    max: 99
    typical: 20
    question: How thick is your ankle?
    worse_when: depends
    mutable: true
    answered_by: patient
  swollen:
    type: boolean
    typical: false
    implied_by: {ankle_size_cm: {above: 30}}
    question: Is your ankle swollen?
    worse_when: "true"
    mutable: true
    answered_by: patient
"""


def clinic(folder: Path) -> Path:
    """A pack with a rule that covers a shipped one, and questions that no rule asks."""
    files = {"pack.yaml": PACK, "house/seeded.yaml": NUMB, "vocabulary/ankles.yaml": ANKLES}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("here", [".", "deep/in a folder", "deep/in a folder/rules"])
@pytest.mark.parametrize("name", ["deep/in a folder/rules", "deep/in a folder/library", "deep/in a folder/clinic"])
def test_every_place_that_code_hosts_get_is_a_line_of_a_file(
    here: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = clinic(tmp_path / name)
    (tmp_path / here).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(tmp_path / here)
    done = sciatica_rules("check", os.path.relpath(folder), "--format", "sarif")
    (run,) = json.loads(done.out)["runs"]
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert {result["ruleId"] for result in run["results"]} == {"covered_rule", "idle_fact"}
    for place in places:
        file = Path.cwd() / unquote(place["artifactLocation"]["uri"]).removeprefix("file://")
        assert len(file.read_text("utf-8").splitlines()) >= place["region"]["startLine"]


def test_a_folder_of_ones_own_is_checked_with_the_rules_that_come_along(tmp_path: Path) -> None:
    done = sciatica_rules("check", str(tmp_path / "nowhere"))
    assert done.code == 2
    assert "nowhere" in done.err
