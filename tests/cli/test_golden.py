"""What each command prints, as prose to be read when it changes. UPDATE_GOLDEN=1 writes the files anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.harness import GOLDEN, sciatica_rules, steady

COMMANDS = {
    "screen_allowed": "screen well.yaml",
    "screen_blocked": "screen ill.yaml",
    "screen_blocked_all": "screen ill.yaml --all",
    "screen_questions": "screen nothing.json",
    "screen_list_of_signs": "screen signs_open.yaml",
    "screen_emergency": "screen emergency.yaml",
    "screen_urgent": "screen urgent.yaml",
    "screen_urgent_all": "screen urgent.yaml --all",
    "screen_contradiction": "screen contradiction.yaml",
    "screen_stale": "screen dated.yaml --as-of 2026-01-03T09:00",
    "screen_two": "screen ill.yaml --for bicycle --for prone_press_up",
    "screen_every": "screen ill.yaml --for all",
    "screen_block": "screen severe.yaml --for lidocaine_block",
    "screen_many_profiles": "screen three.ndjson --for bicycle --for prone_press_up",
    "screen_left_out_and_set": "screen well.yaml --without safety_gate --set fever_c=37.6 --set severe_pain=7"
    " --allow-looser",
    "screen_json": "screen emergency.yaml --format json",
    "exercises_some": "exercises ill.yaml",
    "exercises_all_remain": "exercises well.yaml",
    "exercises_emergency": "exercises emergency.yaml",
    "exercises_questions": "exercises nothing.json",
    "session_pipe": "session well.yaml < observations.txt",
    "rules": "rules",
    "rules_one": "rules active_cancer",
    "rules_one_hold": "rules discomfort_stops",
    "rules_one_reviewed": "rules mind_the_pain",
    "rules_one_except": "rules fever_now",
    "rules_one_for": "rules too_many",
    "rules_json": "rules --format json",
    "rules_one_json": "rules active_cancer --format json",
    "facts": "facts",
    "facts_boolean": "facts any_sign",
    "facts_number": "facts temperature_c",
    "facts_choice": "facts cancer",
    "facts_event": "facts discomfort",
    "facts_clearance": "facts cleared",
    "facts_implied": "facts heart_disease",
    "facts_json": "facts --format json",
    "interventions": "interventions",
    "interventions_exercise": "interventions prone_press_up",
    "interventions_note": "interventions bicycle",
    "interventions_block": "interventions lidocaine_block",
    "interventions_json": "interventions --format json",
    "sources": "sources",
    "sources_one": "sources handbook",
    "sources_without_link": "sources our_proposal",
    "sources_json": "sources article --format json",
    "parameters": "parameters",
    "parameters_one": "parameters max_repetitions",
    "parameters_set": "parameters fever_c --set fever_c=37.6",
    "parameters_all_set": "parameters --set fever_c=37.6",
    "exercises_contradiction": "exercises contradiction.yaml",
    "parameters_json": "parameters fever_c --format json",
    "schema_decision": "schema decision",
    "schema_difference": "schema difference",
    "schema_profile": "schema profile",
    "schema_rule": "schema rule",
    "schema_vocabulary": "schema vocabulary",
    "help_diff": "diff --help",
    "version": "--version",
    "bad_profile": "screen - < bad.yaml",
    "bad_kind": "schema foo",
    "bad_intervention": "screen well.yaml --for bycicle",
    "bad_name": "rules activ_cancer",
    "bad_rules": "screen well.yaml --rules broken",
    "bad_parameter": "screen well.yaml --set fever=37.6",
    "bad_looser": "screen well.yaml --set fever_c=38.5",
    "bad_pack": "screen well.yaml --without safty_gate",
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_prints(name: str) -> None:
    command, _, source = COMMANDS[name].partition(" < ")
    done = sciatica_rules(*command.split(), stdin=Path(source).read_bytes() if source else b"")
    parts = [f"$ sciatica-rules {COMMANDS[name]}\n(exit code {done.code})\n"]
    parts += [f"--- {title}\n{text}" for title, text in (("output", done.out), ("errors", done.err)) if text]
    compare(GOLDEN / f"{name}.txt", steady("".join(parts)))


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(COMMANDS)


@pytest.mark.parametrize("name", [name for name, command in COMMANDS.items() if "json" not in command.split()])
def test_text_fits_into_80_columns_save_addresses(name: str) -> None:
    if not name.startswith(("schema", "bad_")):
        lines = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8").splitlines()[1:]
        assert [line for line in lines if len(line) > 80 and "https://" not in line] == []
        assert [line for line in lines if line != line.rstrip()] == []


def compare(path: Path, text: str) -> None:
    """The text as the file has it, or the file made anew."""
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
