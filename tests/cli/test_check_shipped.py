"""``check`` over copies of all shipped rules: what it prints, in each format, and when it fails."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.modules import ROOT
from tests.cli.harness import GOLDEN, Done, sciatica_rules, steady
from tests.cli.test_check import NEEDLESS, PACK
from tests.cli.test_golden import compare

pytestmark = pytest.mark.untraced


def shipped(folder: Path) -> Path:
    """A whole rule set, a copy of the shipped one."""
    return shutil.copytree(ROOT / "rules", folder / "rules")


@cache
def checked(rules: Path, form: str = "text") -> Done:
    """What a check prints of rules that no test changes, run only once: each proof takes its time."""
    return sciatica_rules("check", str(rules), "--format", form)


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return shipped(tmp_path)


@pytest.fixture(scope="module")
def needless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a rule that others cover."""
    rules = shipped(tmp_path_factory.mktemp("needless"))
    (rules / "article" / "diagnosis" / "seeded.yaml").write_text(NEEDLESS, encoding="utf-8")
    return rules


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a fifth injection."""
    rules = shipped(tmp_path_factory.mktemp("broken"))
    path = rules / "parameters.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("value: 4\n", "value: 5\n"), encoding="utf-8")
    return rules


def test_the_shipped_rules_pass_strictly(rules: Path) -> None:
    done = sciatica_rules("check", str(rules), "--strict")
    assert done.code == 0
    told = " ".join(done.out.split())
    assert "Your rules, together with those they stand on, are fine. 103 rules, 15 checks with 39 promises" in told
    assert told.endswith("examples hold (1 note).")


def test_a_warning_fails_only_strictly(needless: Path) -> None:
    done = checked(needless)
    assert done.code == 0
    assert (
        "rules/article/diagnosis/seeded.yaml:1:5\n  warning covered_rule: seeded never changes a decision" in done.out
    )
    assert sciatica_rules("check", str(needless), "--strict").code == 1


def test_an_error_shows_somebody(broken: Path) -> None:
    done = checked(broken)
    assert done.code == 1
    assert "rules/invariants.yaml:" in done.out
    assert "betamethasone_injections_given: 4" in done.out


def test_what_was_not_proved_fails_strictly(rules: Path) -> None:
    assert sciatica_rules("check", str(rules), "--budget", "1").code == 0
    done = sciatica_rules("check", str(rules), "--budget", "1", "--strict")
    assert done.code == 1
    assert "not proved" in done.out


def test_programs_get_the_person_too(broken: Path) -> None:
    done = checked(broken, "json")
    read = json.loads(done.out)
    (found,) = (each for each in read["findings"] if each["level"] == "error" and each["counterexample"])
    assert read["failed"] is True
    assert found["check"] == "broken_invariant"
    assert found["location"]["path"] == "rules/invariants.yaml"
    assert found["counterexample"]["profile"]["betamethasone_injections_given"] == 4
    assert found["counterexample"]["outcome"] != "blocked"


def test_code_hosts_get_sarif(needless: Path) -> None:
    done = checked(needless, "sarif")
    (run,) = json.loads(done.out)["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["covered_rule", "idle_fact"]


def test_no_note_is_told_about_rules_that_somebody_else_wrote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.cli.harness.LIBRARY", ROOT / "rules")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "pack.yaml").write_text(PACK, encoding="utf-8")
    assert "note" not in sciatica_rules("check", str(tmp_path / "mine")).out
    assert "info idle_fact" in sciatica_rules("check", str(ROOT / "rules")).out


@pytest.fixture
def mistaken(rules: Path) -> Path:
    """The shipped rules with one example that does not hold."""
    path = rules / "article" / "contraindications" / "high_temperature.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("{given: {fever: true}, expect: applies}") == 1
    path.write_text(text.replace("{given: {fever: true}, expect: ap", "{given: {fever: false}, expect: ap"), "utf-8")
    return rules


def test_a_wrong_example_fails_at_its_place(mistaken: Path) -> None:
    done = sciatica_rules("check", str(mistaken))
    assert done.code == 1
    lines = (mistaken / "article" / "contraindications" / "high_temperature.yaml").read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "fever: false}, expect: applies" in text)
    assert f"rules/article/contraindications/high_temperature.yaml:{line}:5\n  error wrong_example: " in done.out
    assert "Found 1 error, 1 note. docs/checks says of each what to do. Looked at 103 rules with " in " ".join(
        done.out.split()
    )


def test_programs_are_told_of_a_wrong_example(mistaken: Path) -> None:
    read = json.loads(sciatica_rules("check", str(mistaken), "--format", "json").out)
    assert read["failed"] is True
    assert read["findings"][0]["check"] == "wrong_example"
    assert (read["rules"], read["checks"]) == (103, 15)
    assert read["examples"] > 500
    (run,) = json.loads(sciatica_rules("check", str(mistaken), "--format", "sarif").out)["runs"]
    assert run["results"][0]["ruleId"] == run["tool"]["driver"]["rules"][0]["id"] == "wrong_example"


def test_a_folder_is_named_as_with_every_other_command(needless: Path) -> None:
    done = sciatica_rules("check", "--rules", str(needless), "--base", "article", "--set", "fever_c=37.9")
    assert done.out == sciatica_rules("check", str(needless), "--set", "fever_c=37.9").out
    assert sciatica_rules("check", str(needless), "--set", "fever=1").err.startswith("sciatica-rules: no parameter is")
    assert "no base is called 'other'" in sciatica_rules("check", str(needless), "--base", "other").err
    assert "no base is called 'other'" in sciatica_rules("check", "--base", "other").err


def test_a_threshold_of_a_rule_set_of_ones_own_is_proved_to_loosen_nothing(rules: Path) -> None:
    text = (rules / "parameters.yaml").read_text(encoding="utf-8")
    side = "value: 38.0\n  min: 37.5\n  max: 39.0\n  stricter: lower"
    assert text.count(side) == 1
    (rules / "parameters.yaml").write_text(text.replace(side, side.replace("lower", "higher")), encoding="utf-8")
    done = sciatica_rules("check", str(rules), "--set", "fever_c=38.5")
    assert done.code == 2
    assert "fever_c: 38.5 in place of the usual 38.0 loosens decisions; pass --allow-looser" in done.err
    assert "body_temperature_c: 38" in done.err
    assert "wrong_stricter_side" in sciatica_rules("check", str(rules), "--set", "fever_c=38.5", "--allow-looser").out


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
@pytest.mark.parametrize("folder", ["needless", "broken"])
def test_check_prints(folder: str, form: str, request: pytest.FixtureRequest) -> None:
    rules = request.getfixturevalue(folder)
    done = checked(rules, form)
    text = steady(f"(exit code {done.code})\n{done.out}{done.err}")
    for shown in (rules.as_uri(), str(rules)):
        text = text.replace(shown, "RULES")
    compare(GOLDEN / "check" / f"{folder}_{form}.txt", text)
