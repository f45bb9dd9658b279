"""Cases beside a folder of rules are read strictly, and run as those of this repository are."""

from __future__ import annotations

from pathlib import Path

import pytest

from sciatica_rules.errors import FileProblem
from sciatica_rules.location import Location
from sciatica_rules.testing.cases import read_cases
from sciatica_rules.testing.folder import RuleFolder
from tests.reading.tiny import write
from tests.testing.packs import sound

ROOT = Path(__file__).resolve().parents[2]
TYPICAL = "- case: A typical person\n  profile: {base: typical}\n  for: therapy\n  expect: "
HELD = (
    "- case: Discomfort stops\n  profile: {base: typical}\n  for: therapy\n"
    "  observe: [{discomfort: true}]\n  expect: {outcome: blocked"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> RuleFolder:
    return RuleFolder(write(tmp_path_factory.mktemp("library") / "rules", sound()))


def found(folder: RuleFolder, text: str) -> list[FileProblem]:
    """What is wrong with some cases, or comes out otherwise than they say."""
    file = folder.folder / "cases" / "some.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return [problem for check in folder.checks()[file] for problem in check.run()]


@pytest.mark.parametrize(
    "text",
    [
        TYPICAL + "{outcome: allowed, settled: true, next_step: none, reasons: [], precautions: [gently]}\n",
        TYPICAL + "{outcome: allowed, not_covered: {includes: [children], excludes: [fever]}}\n",
        TYPICAL.replace("therapy", "[therapy, curl]").replace("typical}", "typical, discomfort: null}")
        + "{outcome: allowed, assumed: {includes: [discomfort]}}\n",
        TYPICAL.replace("typical}", "typical, unknown: [fever, temperature]}")
        + "{outcome: consult_doctor, missing: [fever]}\n",
        TYPICAL.replace("typical}", "typical, unknown: history}") + "{outcome: consult_doctor, at_least: allowed}\n",
        TYPICAL.replace("base: typical", "temperature: 38.1, fever: false")
        + "{outcome: blocked, conflicts: [fever]}\n",
        TYPICAL.replace("  for", "  parameters: {fever_c: 37.5}\n  for") + "{outcome: allowed}\n",
        TYPICAL.replace("  for", "  without: [gate]\n  for") + "{outcome: allowed}\n",
        TYPICAL.replace("typical}", 'typical, temperature: null, observed: {fever: "2026-01-01"}}').replace(
            "  for", '  as_of: "2026-01-09"\n  for'
        )
        + "{outcome: consult_doctor, stale: [fever]}\n",
        HELD + ", held_for: discomfort, reasons: [stops, held]}\n",
        HELD.replace("true}]", "true}, {pain_subsided: true}]").replace("blocked", "allowed") + ", held_for: none}\n",
        HELD.replace("  observe", "  then_for: curl\n  observe") + "}\n",
    ],
)
def test_a_case_that_is_right_passes(folder: RuleFolder, text: str) -> None:
    assert [str(problem) for problem in found(folder, text)] == []


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        (TYPICAL + "{outcome: blocked}\n", "4:21", "outcome: the case expects blocked, the decision says allowed"),
        (TYPICAL + "{outcome: allowed, settled: false}\n", "4:39", "the decision is settled"),
        (TYPICAL + "{outcome: allowed, reasons: [stops]}\n", "4:39", "reasons: stops is not there"),
        (
            TYPICAL + "{outcome: allowed, precautions: {excludes: [gently]}}\n",
            "4:43",
            "precautions: gently should not be there",
        ),
        (HELD + ", held_for: none}\n", "5:40", "held_for: the case expects none, the decision says discomfort"),
        (TYPICAL + "{outcome: allowed, reasons: [stop]}\n", "4:39", "no rule is called 'stop'; did you mean 'stops'?"),
        (TYPICAL.replace("therapy", "terapy") + "{outcome: allowed}\n", "1:9", "no intervention is called 'terapy'"),
        (
            TYPICAL.replace("typical}", "typical, unknown: [pain]}") + "{outcome: allowed}\n",
            "1:9",
            "no fact or group is",
        ),
        (
            TYPICAL.replace("typical}", "typical, fevre: true}") + "{outcome: allowed}\n",
            "1:9",
            "no fact is called 'fevre'",
        ),
        (
            TYPICAL.replace("typical}", "typical, seizures: -1}") + "{outcome: allowed}\n",
            "1:9",
            "the case cannot be run",
        ),
        (
            TYPICAL.replace("  for", "  parameters: {fever_c: 50}\n  for") + "{outcome: allowed}\n",
            "1:9",
            "must be a number",
        ),
        (TYPICAL + "{outcome: alowed}\n", "4:21", "did you mean 'allowed'?"),
        (TYPICAL + "{settled: true}\n", "4:11", "expect lacks outcome"),
        (
            TYPICAL + "{outcome: allowed, reason: []}\n",
            "4:30",
            "unknown key 'reason' in expect; did you mean 'reasons'?",
        ),
        (TYPICAL + "{outcome: allowed, reasons: {exactly: []}}\n", "4:40", "unknown key 'exactly'"),
        (TYPICAL + "{outcome: allowed, held_for: none}\n", "4:40", "only a session is held; add 'observe'"),
        (
            TYPICAL.replace("  for", "  then_for: curl\n  for") + "{outcome: allowed}\n",
            "3:13",
            "then_for asks a session",
        ),
        (TYPICAL.replace("typical}", "benign}") + "{outcome: allowed}\n", "2:19", "expected one of nothing, typical"),
        (TYPICAL.replace("therapy", "[1]") + "{outcome: allowed}\n", "3:9", "expected text, found a number"),
        (HELD.replace("[{discomfort: true}]", "[stop]") + "}\n", "4:13", "expected an observation, found text"),
        (f"{TYPICAL}{{outcome: allowed}}\n{TYPICAL}{{outcome: allowed}}\n", "5:9", "this sentence is already said"),
        ("- case: A\n  for: therapy\n", "1:3", "a case lacks expect"),
        ("case: A\n", "1:1", "a file of cases is a list"),
        ("- case: [\n", "2:1", ""),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(folder: RuleFolder, text: str, place: str, said: str) -> None:
    problem = found(folder, text)[0]
    assert str(problem.location) == f"{folder.folder / 'cases' / 'some.yaml'}:{place}"
    assert said in problem.message


def test_a_session_that_is_saved_and_restored_is_compared_too(folder: RuleFolder) -> None:
    problems = found(folder, HELD.replace("blocked", "allowed") + "}\n")
    assert [
        problem.message.removeprefix("outcome: the case expects allowed, the decision says ") for problem in problems
    ] == [
        "blocked",
        "blocked, saved and restored",
    ]


def test_every_case_of_this_repository_can_be_read() -> None:
    for file in sorted((ROOT / "tests" / "cases").glob("*.yaml")):
        cases, problems = read_cases(file.name, file.read_bytes())
        assert cases
        assert not problems


def test_the_shipped_rules_meet_some_cases_of_this_repository() -> None:
    shipped = RuleFolder(ROOT / "rules")
    file = ROOT / "tests" / "cases" / "sessions.yaml"
    cases, _ = read_cases(file.name, file.read_bytes())
    from sciatica_rules.testing.run_case import run_case

    wrong = [
        problem for case in cases for name in case.interventions for problem in run_case(case, name, shipped.rules_for)
    ]
    assert [str(problem) for problem in wrong] == []


def test_a_place_outside_of_the_folder_stays_as_it_is(folder: RuleFolder) -> None:
    elsewhere, here = Location("shipped/article/pack.yaml", 3), Location("rules/article/pack.yaml", 3)
    assert folder.in_full(elsewhere) == elsewhere
    assert folder.in_full(here).path == str(folder.folder / "article" / "pack.yaml")
    assert folder.in_full(Location("rules")).path == str(folder.folder)
    assert folder.shown(elsewhere, "Something.").line_text == ""
