"""``mutate``: what nothing notices, what would, and what it does where it cannot begin."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from sciatica_rules.cli.page import Page
from sciatica_rules.cli.show.mutate import _propose
from sciatica_rules.proof.cover import OutOfBudgetError
from tests.cli.harness import Done, sciatica_rules
from tests.cli.test_golden import compare
from tests.reading.tiny import write
from tests.testing.packs import sound

GOLDEN = Path(__file__).parents[1] / "testing" / "golden"
NOTICING = """\
- case: Fever stops exercise, and a doctor is next
  profile: {base: typical, fever: true, temperature: null}
  for: [therapy, curl]
  expect: {outcome: blocked, next_step: doctor, reasons: [high_fever]}
"""

PACK = """\
id: clinic
kind: pack
title: Rules of our clinic
version: "0.1.0"
date: "2026-11-22"
status: draft
areas: {house_rules: Rules of the house}
covers: [people over eighty]
not_covered: [frailty]
"""
OVER_EIGHTY = """\
id: over_eighty
title: Over eighty
applies_to: [exercise_therapy]
when: {age_years: {at_least: 80}}
effect: consult_doctor
next_step: fix
message: At your age our clinic asks for an instructor.
action: Book a session with one.
sources: [our_proposal]
status: draft
review_by: "2027-05-22"
examples:
  - {given: {age_years: 79}, expect: does_not_apply}
  - {given: {age_years: 80}, expect: applies}
  - {given: {age_years: 81}, expect: applies}
  - {given: {}, expect: undetermined}
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A small library whose cases are few."""
    return write(tmp_path / "rules", {**sound(), "cases/fever.yaml": NOTICING})


def mutate(rules: Path, *words: str, terminal: bool = False) -> Done:
    return sciatica_rules("mutate", str(rules), *words, terminal=terminal)


def as_json(rules: Path, *words: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(mutate(rules, "--format", "json", *words).out)
    return read


def test_what_nothing_notices_is_shown_with_what_would(rules: Path) -> None:
    done = mutate(rules, "--rule", "high_fever", "--rule", "stops", "--rule", "gently")
    assert (done.code, done.err) == (1, "")
    compare(GOLDEN / "mutate.txt", done.out)


def test_programs_get_every_mutant_with_its_fate(rules: Path) -> None:
    read = as_json(rules, "--rule", "high_fever")
    assert read["failed"] is True
    assert sum(read["counts"].values()) == len(read["mutants"])
    by_kind = {each["kind"]: each for each in read["mutants"]}
    dropped, negated = by_kind["drop_rule"], by_kind["negate"]
    assert dropped["fate"] == negated["fate"] == "killed"
    assert dropped["killed_by"].endswith("cases/fever.yaml:1:9")
    assert negated["killed_by"].startswith("rules/article/exercise/high_fever.yaml:")
    survivors = [each for each in read["mutants"] if each["fate"] == "survived"]
    assert all(each["missing"] and not each["killed_by"] for each in survivors)


def test_what_is_shown_kills_every_survivor_when_it_is_pasted(rules: Path) -> None:
    before = as_json(rules)
    assert before["counts"]["survived"] > 20
    cases: dict[str, None] = {}
    for each in before["mutants"]:
        missing = each["missing"]
        if missing and missing.startswith("- case"):
            cases[missing] = None
        elif missing:
            (file,) = rules.glob(f"*/*/{each['rule']}.yaml")
            text = file.read_text(encoding="utf-8")
            file.write_text(text if missing in text else f"{text}{missing}\n", encoding="utf-8")
    (rules / "cases" / "pasted.yaml").write_text("\n\n".join(cases) + "\n", encoding="utf-8")
    after = as_json(rules)
    assert (after["counts"]["survived"], after["counts"]["not_proved"]) == (0, 0)
    assert after["counts"]["same"] == before["counts"]["same"]
    assert mutate(rules).code == 0


def test_no_case_is_shown_twice_to_be_pasted_and_no_sentence(rules: Path) -> None:
    shown = mutate(rules).out
    sentences = [line for line in shown.splitlines() if line.startswith("- case: ")]
    assert len(set(sentences)) == len(sentences) > 10
    assert "The same case as above would." in shown


def test_another_case_with_the_same_sentence_gets_a_number() -> None:
    shown, pasted = io.StringIO(), list[str]()
    for pain in (4, 6, 4):
        _propose(Page(shown), "case", f"- case: It hurts\n  profile: {{pain_nrs: {pain}}}", pasted)
    assert [line for line in shown.getvalue().splitlines() if not line.startswith("  Nothing")] == [
        "- case: It hurts",
        "  profile: {pain_nrs: 4}",
        "- case: It hurts (2)",
        "  profile: {pain_nrs: 6}",
    ]


def test_the_rules_of_a_pack_are_tried_and_no_others(tmp_path: Path) -> None:
    own = write(tmp_path / "clinic", {"pack.yaml": PACK, "house_rules/over_eighty.yaml": OVER_EIGHTY})
    read = as_json(own)
    assert {each["rule"] for each in read["mutants"]} == {"over_eighty"}
    assert {each["fate"] for each in read["mutants"] if each["kind"] == "move_threshold"} == {"killed"}


def test_cases_may_stand_elsewhere(rules: Path, tmp_path: Path) -> None:
    elsewhere = (rules / "cases").rename(tmp_path / "cases")
    without, with_them = (as_json(rules, *words) for words in ((), ("--cases", str(elsewhere))))
    assert with_them["counts"]["killed"] > without["counts"]["killed"]


def test_what_was_not_proved_is_said_and_fails(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_long(*_: object) -> None:
        raise OutOfBudgetError

    monkeypatch.setattr("sciatica_rules.proof.mutation.trial.missing_example", too_long)
    done = mutate(rules, "--rule", "high_fever", "--budget", "1000")
    assert done.code == 1
    assert "Nothing notices, and in 1,000 steps it was not proved that nobody could." in done.out
    assert done.out.endswith("1 not proved\n")
    assert as_json(rules, "--rule", "high_fever")["counts"]["not_proved"] == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--rule", "high_fevre"), "the folder rules has no rule 'high_fevre'; did you mean 'high_fever'?"),
        (("--cases", "nowhere"), "--cases: there is no folder 'nowhere'"),
        (("--budget", "0"), "Invalid value for '--budget'"),
    ],
)
def test_what_cannot_be_used_is_refused(rules: Path, words: tuple[str, ...], said: str) -> None:
    done = mutate(rules, *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("cases/fever.yaml", "outcome: blocked", "outcome: allowed", "outcome: the case expects allowed"),
        ("cases/fever.yaml", "outcome: blocked", "outcom: blocked", "unknown key 'outcom'"),
        ("cases/fever.yaml", "fever: true", "fever: 7", "the case cannot be run"),
        ("cases/fever.yaml", "[high_fever]", "[high_fevre]", "no rule is called 'high_fevre'"),
        (
            "article/exercise/high_fever.yaml",
            "{temperature: 38.0}",
            "{temperature: 37.0}",
            "the example expects applies",
        ),
    ],
)
def test_no_mistake_is_made_before_all_comes_out_as_it_says(
    rules: Path, file: str, old: str, new: str, said: str
) -> None:
    path = rules / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    done = mutate(rules, "--rule", "high_fever")
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert path.name in done.err


def test_a_person_who_waits_sees_how_far_it_has_come_and_a_pipe_does_not(rules: Path) -> None:
    assert "Making mistakes" in mutate(rules, "--rule", "stops", terminal=True).err
    assert mutate(rules, "--rule", "stops").err == ""
