"""What ``population`` prints, as prose to be read when it changes, and what it writes. UPDATE_GOLDEN=1 writes anew."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from pathlib import Path
from unittest import mock

import pytest
from rich.progress import Progress

from sciatica_rules.cli.commands.population import _ended_as_interrupted
from tests.cli.harness import COLOUR, GOLDEN, sciatica_rules, steady
from tests.cli.test_golden import compare

PEOPLE = """patient,any_sign,cancer,fever,heart_disease,pain,temperature_c
007,false,none,false,false,3,36.6
008,false,active,false,false,2,
009,,none,,false,8,37.9
010,false,past,true,,1,38.5
011,false,none,false,,0,36.9
012,,,,,,
013,false,none,false,false,2,39.5
014,false,none,,false,2,36.6
"""
WELL = "patient,any_sign,cancer,fever,heart_disease,pain\n007,false,none,false,false,3\n"
FILES = {
    "people.csv": PEOPLE,
    "well.csv": WELL,
    "nobody.csv": "patient,any_sign,cancer\n",
    "outside.csv": WELL + "2,false,nose,false,false,-1\n3,false,none,false,false,11\n",
    "words.csv": "patient,any_sign\n1,false\n2,no\n",
    "no_facts.csv": "patient,note\n1,x\n",
    "nearly.csv": "patient,fevers,cancer\n1,false,none\n",
    "again.csv": "patient,cancer,outcome\n1,none,allowed\n",
    "no_facts.ndjson": '{"patient": 1}\n',
    "in/a.csv": WELL,
    "whole.csv": "any_sign,numbness,foot_drop,cancer,temperature_c,fever,heart_attack,heart_disease,cleared,discomfort,"
    "repetitions,pain_subsided,held_for\nfalse,false,false,none,36.6,false,false,false,false,false,1,false,none\n",
    "there.csv": "old\n",
}

COMMANDS = {
    "help": "--help",
    "summary": "people.csv out.csv",
    "bad_two_interventions": "people.csv out.csv --for lidocaine_block --for exercise_therapy",
    "summary_all": "people.csv out.csv --for lidocaine_block --all",
    "summary_changed": "people.csv out.csv --without safety_gate --set fever_c=37.6 --output verdicts",
    "summary_json": "people.csv out.csv --format json",
    "well": "well.csv out.csv",
    "every_column": "whole.csv out.csv",
    "nobody": "nobody.csv out.csv",
    "invalid_as_unknown": "outside.csv out.csv --on-invalid unknown",
    "renamed": "nearly.csv out.csv --column fever=fevers --id patient",
    "nearly": "nearly.csv out.csv",
    "report": "people.csv out.csv --report report.html --quiet",
    "renamed_unread": "people.csv out.csv --id patient --column block_indication=nowhere --quiet",
    "bad_value": "outside.csv out.csv",
    "bad_word": "words.csv out.csv",
    "bad_no_facts": "no_facts.csv out.csv",
    "bad_no_facts_ndjson": "no_facts.ndjson out.csv",
    "bad_outcome_twice": "again.csv out.csv",
    "bad_intervention": "people.csv out.csv --for bycicle",
    "bad_in": "nowhere.csv out.csv",
    "bad_out_ending": "people.csv out.xlsx",
    "bad_out_there": "people.csv there.csv",
    "bad_out_is_in": "people.csv people.csv --force",
    "bad_out_in_folder": "in in/out.csv",
    "bad_out_is_folder": "people.csv in",
    "bad_out_folder": "people.csv nowhere/out.csv",
    "bad_report_there": "people.csv out.csv --report there.csv",
    "bad_report_is_out": "people.csv out.csv --report out.csv",
    "bad_column": "people.csv out.csv --column fever",
    "bad_column_twice": "people.csv out.csv --column fever=a --column fever=b",
    "bad_column_fact": "people.csv out.csv --column fewer=a",
    "bad_column_absent": "people.csv out.csv --column fever=a",
    "bad_id": "people.csv out.csv --id patients",
}


@pytest.fixture(autouse=True)
def _among_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_command_prints_and_writes(name: str) -> None:
    there = set(Path().iterdir())
    done = sciatica_rules("population", *COMMANDS[name].split())
    parts = [f"$ sciatica-rules population {COMMANDS[name]}\n(exit code {done.code})\n"]
    parts += [f"--- {title}\n{text}" for title, text in (("output", done.out), ("errors", done.err)) if text]
    new = sorted(path.name for path in set(Path().iterdir()) - there)
    parts += [f"--- {path}\n{Path(path).read_text(encoding='utf-8')}" for path in new if path.endswith(".csv")]
    assert [path for path in new if path not in {"out.csv", "report.html"}] == []
    assert done.code == (2 if name.startswith("bad_") else 0)
    assert (done.code == 2) == bool(done.err)
    assert not (new and done.code)
    compare(GOLDEN / "population" / f"{name}.txt", steady("".join(parts)))


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in (GOLDEN / "population").glob("*.txt")} == set(COMMANDS)


@pytest.mark.parametrize(
    "name", [name for name in COMMANDS if not name.startswith(("bad_", "help")) and name != "summary_json"]
)
def test_the_summary_fits_into_80_columns(name: str) -> None:
    text = (GOLDEN / "population" / f"{name}.txt").read_text(encoding="utf-8").partition("\n--- out.csv")[0]
    assert [line for line in text.splitlines()[1:] if len(line) > 80 or line != line.rstrip()] == []


def test_nothing_of_what_people_answered_is_in_a_message() -> None:
    for name in COMMANDS:
        if name.startswith("bad_"):
            text = (GOLDEN / "population" / f"{name}.txt").read_text(encoding="utf-8").partition("--- errors")[2]
            assert not re.search(r"\b(nose|11|-1)\b", text)


def test_force_replaces_what_is_there() -> None:
    assert sciatica_rules("population", "well.csv", "there.csv", "--force", "--id", "patient").code == 0
    assert Path("there.csv").read_text(encoding="utf-8") == '"patient","outcome"\n"007","allowed"\n'


def test_somebody_at_a_terminal_sees_how_far_it_is_and_how_fast() -> None:
    with mock.patch("rich.progress.Progress.stop", Progress.refresh):
        done = sciatica_rules("population", "people.csv", "out.csv", terminal=True, environment={"COLUMNS": "80"})
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", done.err)
    assert re.search(r"Screening .* 8 people, [\d,]+/s", plain)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_a_request_to_end_is_met_as_an_interrupt() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt), _ended_as_interrupted():
        os.kill(os.getpid(), signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is before


def test_quiet_says_nothing_at_a_terminal_either() -> None:
    done = sciatica_rules("population", "people.csv", "out.csv", "--quiet", terminal=True)
    assert (done.code, done.out, done.err) == (0, "", "")


def test_the_bars_of_a_terminal_are_as_long_as_the_shares() -> None:
    done = sciatica_rules("population", "well.csv", "out.csv", terminal=True)
    lines = COLOUR.sub("", done.out).splitlines()
    assert [line.count("\u2588") for line in lines if "%" in line][:3] == [
        max(line.count("\u2588") for line in lines),
        0,
        0,
    ]


def test_the_report_can_be_opened_by_anybody() -> None:
    assert sciatica_rules("population", "people.csv", "out.csv", "--report", "report.html", "--quiet").code == 0
    text = Path("report.html").read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert "No clinician has reviewed these rules yet." in text
    assert not Path(".report.html.unfinished").exists()


@pytest.mark.parametrize(
    ("missing", "forgotten", "said"),
    [
        ("pyarrow", "sciatica_rules.population", "sciatica-rules[population]"),
        ("jinja2", "sciatica_rules.population.report", "sciatica-rules[report]"),
    ],
)
def test_without_an_extra_one_sentence_says_what_to_install(missing: str, forgotten: str, said: str) -> None:
    kept = {name: module for name, module in sys.modules.items() if not name.startswith(forgotten)}
    with (
        mock.patch.dict("sys.modules", kept, clear=True),
        mock.patch("importlib.util.find_spec", lambda name: None if name == missing else object()),
    ):
        done = sciatica_rules("population", "people.csv", "out.csv", "--report", "report.html")
    assert (done.code, done.out) == (2, "")
    assert f"pip install '{said}'" in done.err
    assert not Path("out.csv").exists()


def test_the_summary_as_data_holds_the_rules_that_decided() -> None:
    done = sciatica_rules("population", "people.csv", "out.csv", "--format", "json")
    data = json.loads(done.out)
    assert data["rows"] == 8
    assert sum(data["outcomes"].values()) == 8
    assert data["ruleset"]["base"]["id"] == "article"
