from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.harness import GOLDEN, sciatica_rules, steady
from tests.cli.test_golden import compare


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    path = tmp_path / "decision.json"
    path.write_text(sciatica_rules("screen", "ill.yaml", "--format", "json").out, encoding="utf-8")
    return path


def test_the_same_rules_give_the_same(stored: Path) -> None:
    done = sciatica_rules("replay", str(stored))
    assert done.code == 0
    assert done.out.startswith("The same: BLOCKED")
    assert "The rules are the same" in done.out


def test_other_rules_say_what_differs(stored: Path) -> None:
    done = sciatica_rules("replay", str(stored), "--set", "fever_c=39", "--allow-looser", "--without", "safety_gate")
    assert done.code == 1
    assert "- reasons: gone: fever_now" in done.out
    assert "The rules have changed" in done.out


def test_what_differs_is_there_for_programs_too(stored: Path) -> None:
    done = sciatica_rules("replay", "-", "--set", "max_repetitions=9", "--format", "json", stdin=stored.read_bytes())
    read = json.loads(done.out)
    assert (done.code, read["same"], read["differences"]) == (1, False, ["ruleset"])
    assert read["again"]["outcome"] == "blocked"


def test_texts_that_changed_are_told_from_what_decides(stored: Path) -> None:
    decision = json.loads(stored.read_text(encoding="utf-8"))
    decision["ruleset"]["digest"] = "0" * 64
    decision["outcome"], decision["next_step"] = "consult_doctor", "answer"
    decision["reasons"][0]["title"] = "Another title"
    decision["precautions"] = []
    done = sciatica_rules("replay", "-", stdin=json.dumps(decision))
    assert done.code == 1
    assert "outcome: consult_doctor is now blocked" in done.out
    assert "reasons: the same entries, but not what they say or their order" in done.out
    assert "precautions: new: stop_when_it_hurts, mind_the_pain" in done.out.replace(
        "mind_the_pain, stop_when_it_hurts", "stop_when_it_hurts, mind_the_pain"
    )
    assert "Only texts of the rules have changed" in done.out


def test_a_decision_about_facts_that_these_rules_do_not_know_is_bad_input(stored: Path) -> None:
    decision = json.loads(stored.read_text(encoding="utf-8"))
    decision["profile"]["unheard_of"] = True
    done = sciatica_rules("replay", "-", stdin=json.dumps(decision))
    assert done.code == 2
    assert "unheard_of: no fact has this name" in done.err


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("same", ""),
        ("changed", "--set fever_c=39 --allow-looser --without safety_gate"),
        ("changed_json", "--set max_repetitions=9 --format json"),
    ],
)
def test_replay_prints(name: str, words: str, stored: Path) -> None:
    done = sciatica_rules("replay", "-", *words.split(), stdin=stored.read_bytes())
    compare(GOLDEN / "replay" / f"{name}.txt", steady(f"(exit code {done.code})\n{done.out}{done.err}"))
