"""A folder of rules as tests: what is collected, what passes, and what a failure says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from sciatica_rules.proof.check import CHECKS
from tests.reading.tiny import CLINIC, write
from tests.testing.packs import sound

pytest_plugins = ["pytester"]

GOLDEN = Path(__file__).parent / "golden"
EXAMPLES, PROOFS = 9, len(CHECKS)
CASES = """\
- case: A typical person may do it
  profile: {base: typical}
  for: [therapy, curl]
  expect: {outcome: allowed}

- case: Fever stops everything
  profile: {base: typical, fever: true, temperature: null}
  for: therapy
  expect: {outcome: blocked, reasons: [high_fever]}
"""
EASY = sound()


def library(pytester: pytest.Pytester, changes: Mapping[str, str] | None = None, name: str = "rules") -> Path:
    return write(pytester.path / name, {**EASY, **(changes or {})})


def run(pytester: pytest.Pytester, *words: str) -> pytest.RunResult:
    return pytester.runpytest_inprocess("-p", "sciatica_rules_pytest", "-p", "no:cacheprovider", *words)


def examples(pytester: pytest.Pytester, *words: str) -> pytest.RunResult:
    """Without what is proved."""
    return run(pytester, "--sciatica-rules", "rules", "-k", "yaml", *words)


def test_each_example_and_each_case_is_a_test(pytester: pytest.Pytester) -> None:
    library(pytester, {"cases/some.yaml": CASES})
    result = examples(pytester, "-v")
    result.assert_outcomes(passed=EXAMPLES + 3, deselected=PROOFS)
    result.stdout.fnmatch_lines(
        [
            "rules/article/block/no_indication.yaml::example 1: undetermined PASSED*",
            "rules/article/exercise/too_many.yaml::example 1: applies for curl PASSED*",
            "rules/cases/some.yaml::A typical person may do it [[]therapy] PASSED*",
            "rules/cases/some.yaml::A typical person may do it [[]curl] PASSED*",
            "rules/cases/some.yaml::Fever stops everything PASSED*",
        ]
    )


def test_one_of_them_can_be_named(pytester: pytest.Pytester) -> None:
    library(pytester)
    one = "rules/article/exercise/high_fever.yaml::example 2: does_not_apply"
    run(pytester, "--sciatica-rules", "rules", one).assert_outcomes(passed=1)
    run(pytester, "--sciatica-rules", "rules", "rules/article/exercise").assert_outcomes(passed=EXAMPLES - 2)
    run(pytester, "--sciatica-rules", "rules", "rules", "-k", "yaml").assert_outcomes(
        passed=EXAMPLES, deselected=PROOFS
    )


def test_everything_that_is_proved_is_a_test(pytester: pytest.Pytester) -> None:
    library(pytester)
    result = run(pytester, "--sciatica-rules", "rules", "-k", "not yaml", "-v")
    outcomes = result.parseoutcomes()
    assert outcomes["passed"] + outcomes["failed"] == PROOFS
    result.stdout.fnmatch_lines(["rules::never_applies PASSED*", "rules::idle_fact FAILED*"])
    result.stdout.fnmatch_lines(["rules/vocabulary/*.yaml:*: idle_fact: *"])


WRONG = {
    "article/exercise/stops.yaml": EASY["article/exercise/stops.yaml"].replace("does_not_apply", "applies"),
    "article/exercise/too_many.yaml": EASY["article/exercise/too_many.yaml"].replace(
        "repetitions: 6", "repetitions: 5"
    ),
    "cases/some.yaml": CASES.replace("outcome: allowed", "outcome: blocked, precautions: []"),
}


def report(result: pytest.RunResult) -> str:
    """What pytest says about failures and errors, without how many there were and how long that took."""
    text = str(result.stdout)
    start = re.search(r"^=+ (FAILURES|ERRORS) =+$", text, re.MULTILINE)
    assert start
    return text[start.start() :].rpartition("\n=")[0] + "\n"


def test_a_failure_is_the_line_of_the_file_and_no_traceback(pytester: pytest.Pytester) -> None:
    library(pytester, WRONG)
    result = examples(pytester, "-rN")
    result.assert_outcomes(passed=EXAMPLES - 1, failed=4, deselected=PROOFS)
    assert report(result) == (GOLDEN / "failures.txt").read_text(encoding="utf-8")


BROKEN = {
    "article/exercise/stops.yaml": EASY["article/exercise/stops.yaml"].replace("when: discomfort", "when: discomfot"),
    "article/exercise/gently.yaml": EASY["article/exercise/gently.yaml"].replace("effect: precaution", "effect: warn"),
    "cases/some.yaml": CASES,
}


def test_files_that_cannot_be_read_are_told_all_at_once(pytester: pytest.Pytester) -> None:
    library(pytester, BROKEN)
    result = run(pytester, "--sciatica-rules", "rules", "-rN")
    assert result.ret is pytest.ExitCode.INTERRUPTED
    assert report(result) == (GOLDEN / "broken.txt").read_text(encoding="utf-8")


def test_a_sound_file_in_a_broken_folder_does_not_pass(pytester: pytest.Pytester) -> None:
    library(pytester, BROKEN)
    result = run(pytester, "--sciatica-rules", "rules", "rules/article/exercise/held.yaml")
    assert result.ret is not pytest.ExitCode.OK
    result.assert_outcomes(errors=1)


def test_cases_that_cannot_be_read_fail(pytester: pytest.Pytester) -> None:
    library(pytester, {"cases/some.yaml": CASES.replace("expect:", "expects:", 1)})
    result = examples(pytester)
    result.assert_outcomes(passed=EXAMPLES + 1, failed=1, deselected=PROOFS)
    result.stdout.fnmatch_lines(
        [
            "*rules/cases/some.yaml:4:3: unknown key 'expects' in a case; did you mean 'expect'[?]*",
            "*      expects: {outcome: allowed}",
            "*      ^^^^^^^",
        ]
    )


def test_a_folder_that_is_not_there_is_a_mistake_of_the_command(pytester: pytest.Pytester) -> None:
    result = run(pytester, "--sciatica-rules", "ruls")
    assert result.ret is pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: --sciatica-rules: there is no folder '*ruls'"])
    pytester.makeini("[pytest]\nsciatica_rules = ruls")
    result = run(pytester)
    assert result.ret is pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: the setting sciatica_rules: there is no folder '*ruls'"])


def test_a_pack_of_ones_own_is_tested_beside_the_shipped_rules(pytester: pytest.Pytester) -> None:
    """Its own examples only; what is proved is about all of them together."""
    rule = (
        CLINIC["signs/active_cancer.yaml"].replace("active_cancer", "weak_foot").replace("therapy", "exercise_therapy")
    )
    rule = rule.replace("{cancer: active}", "{all: [diabetes, foot_drop]}").replace("[guide]", "[our_proposal]")
    write(pytester.path / "clinic", {"pack.yaml": CLINIC["pack.yaml"], "signs/weak_foot.yaml": rule})
    result = run(pytester, "--sciatica-rules", "clinic", "-k", "yaml")
    result.assert_outcomes(passed=1, deselected=PROOFS)


def test_without_the_option_a_folder_of_rules_is_a_folder(pytester: pytest.Pytester) -> None:
    library(pytester)
    pytester.makepyfile("def test_it(): pass")
    run(pytester).assert_outcomes(passed=1)


def test_the_option_alone_tests_nothing_else(pytester: pytest.Pytester) -> None:
    library(pytester)
    pytester.makepyfile("def test_it(): pass")
    examples(pytester).assert_outcomes(passed=EXAMPLES, deselected=PROOFS)
    both = run(pytester, "--sciatica-rules", "rules", "-k", "yaml or test_it", ".")
    both.assert_outcomes(passed=EXAMPLES + 1, deselected=PROOFS)


@pytest.mark.parametrize("rest", ["", "\ntestpaths = tests"])
def test_the_setting_tests_the_folder_with_everything_else_but_not_with_one_file(
    pytester: pytest.Pytester, rest: str
) -> None:
    library(pytester)
    pytester.makeini(f"[pytest]\nsciatica_rules = rules{rest}")
    pytester.mkdir("tests")
    (pytester.path / "tests" / "test_it.py").write_text("def test_it(): pass", encoding="utf-8")
    run(pytester, "-k", "yaml or test_it").assert_outcomes(passed=EXAMPLES + 1, deselected=PROOFS)
    run(pytester, "tests/test_it.py").assert_outcomes(passed=1)


def test_the_folder_may_be_where_pytest_is_started_or_somewhere_else(pytester: pytest.Pytester) -> None:
    library(pytester)
    pytester.makeini("[pytest]")
    inside = pytester.path / "rules"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(inside)
        run(pytester, "--sciatica-rules", ".", "-k", "yaml").assert_outcomes(passed=EXAMPLES, deselected=PROOFS)
    outside = write(pytester.path.parent / f"{pytester.path.name}-elsewhere", EASY)
    run(pytester, "--sciatica-rules", str(outside), "-k", "yaml").assert_outcomes(passed=EXAMPLES, deselected=PROOFS)


def test_a_folder_may_have_a_name_that_pytest_passes_by(pytester: pytest.Pytester) -> None:
    library(pytester, name="build")
    pytester.makeini("[pytest]\nsciatica_rules = build")
    run(pytester, "-k", "yaml").assert_outcomes(passed=EXAMPLES, deselected=PROOFS)
    run(pytester, "--sciatica-rules", "build", ".", "-k", "yaml").assert_outcomes(passed=EXAMPLES, deselected=PROOFS)


def test_it_runs_on_several_processes(pytester: pytest.Pytester) -> None:
    library(pytester)
    examples(pytester, "-n", "2").assert_outcomes(passed=EXAMPLES)
