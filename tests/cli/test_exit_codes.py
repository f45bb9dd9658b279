"""``screen PROFILE && start`` goes on only where nothing objects."""

from __future__ import annotations

import json

import pytest

from tests.cli.harness import sciatica_rules


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("screen well.yaml", 0),
        ("screen nothing.json", 3),
        ("screen ill.yaml", 4),
        ("screen ill.yaml --exit-zero", 0),
        ("screen well.yaml --for bicycle --for exercise_therapy", 0),
        ("screen severe.yaml --for lidocaine_block", 0),
        ("screen severe.yaml --for lidocaine_block --for bicycle", 3),
        ("screen well.yaml --for all", 4),
        ("screen three.ndjson", 4),
        ("screen three.ndjson --format ndjson", 4),
        ("screen three.ndjson --exit-zero", 0),
        ("exercises ill.yaml", 0),
        ("session well.yaml", 0),
        ("session nothing.json", 3),
        ("session ill.yaml", 4),
        ("session ill.yaml --exit-zero", 0),
        ("--help", 0),
    ],
)
def test_the_worst_outcome_of_all_that_were_asked_for_decides(command: str, code: int) -> None:
    assert sciatica_rules(*command.split()).code == code


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("", "Usage"),
        ("screen", "PROFILE"),
        ("screen well.yaml --fro bicycle", "--fro"),
        ("screen well.yaml --format xml", "xml"),
        ("scren well.yaml", "scren"),
        ("schema patient", "patient"),
        ("screen missing.yaml", "cannot read missing.yaml: no such file"),
        ("screen .", "cannot read .:"),
        ("screen observations.txt", "a profile file ends in .yaml, .yml, .json"),
        ("exercises three.ndjson", "this command takes one profile, and here are 3"),
        ("screen well.yaml --set fever_c", "--set fever_c: write a name and a number"),
        ("screen well.yaml --set fever_c=high", "write a name and a number"),
        ("screen well.yaml --set fever_c=true", "write a name and a number"),
        ("screen well.yaml --set fever_c=1e3", "write a name and a number"),
        ("screen well.yaml --set fever_c=37.6 --set fever_c=37.7", "--set fever_c: given more than once"),
        ("screen well.yaml --as-of yesterday", "--as-of: write a date and time"),
        ("screen well.yaml --for jogging", "no intervention is called 'jogging'"),
        ("facts pian", "no fact is called 'pian'; did you mean 'pain'?"),
        ("interventions bycicle", "did you mean 'bicycle'?"),
        ("sources handbok", "did you mean 'handbook'?"),
        ("parameters fever", "did you mean 'fever_c'?"),
        ("replay well.yaml", "this is not one decision as screen --format json writes it"),
        ("session", "a session needs a profile file"),
        ("session -", "a session needs a profile file"),
        ("session well.yaml --for all", "a session is about one intervention"),
        ("session well.yaml --resume saved.json", "give --resume without them"),
        ("session --resume well.yaml", "the stored session cannot be restored"),
        ("session --resume missing.json", "cannot read missing.json"),
        ("session well.yaml --save nowhere/session.json", "cannot save the session in"),
    ],
)
def test_bad_input_exits_with_2_and_says_what_is_wrong(command: str, said: str) -> None:
    done = sciatica_rules(*command.split())
    assert done.code == 2
    assert said in done.out + done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"", "standard input:1:1: profile: the file is empty"),
        (b"pain: [1]", "pain: must be a whole number from 0 to 10"),
        (b"\xff\xfe", "standard input: this is not UTF-8 text"),
        (b'{"pain": 3', "this is not well-formed JSON"),
        (b'{"pain": 3}\n{"pain": 77}\n{"pane": 3}', "standard input:2"),
        (b"{}\n  \n{", "this is not well-formed JSON"),
        (b"[]", "must be a mapping of fact names to values"),
    ],
)
def test_a_bad_profile_exits_with_2_and_never_shows_an_answer(given: bytes, said: str) -> None:
    done = sciatica_rules("screen", "-", stdin=given)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "77" not in done.err


def test_every_bad_line_of_many_profiles_is_reported_and_nothing_is_decided() -> None:
    done = sciatica_rules("screen", "-", "--format", "ndjson", stdin=b'{"pain": 77}\n{"pain": 3}\n{"pane": 3}\n')
    assert (done.code, done.out) == (2, "")
    assert "standard input:1:10" in done.err
    assert "standard input:3:2" in done.err


def test_no_profile_at_all_is_no_permission(tmp_path: object) -> None:
    path = f"{tmp_path}/none.ndjson"
    with open(path, "w", encoding="utf-8"):  # noqa: PTH123
        pass
    done = sciatica_rules("screen", path)
    assert done.code == 2
    assert "there is no profile in it" in done.err


@pytest.mark.parametrize("kind", ["profile", "decision", "rule", "vocabulary"])
def test_a_schema_is_json(kind: str) -> None:
    assert json.loads(sciatica_rules("schema", kind).out)["$schema"].endswith("2020-12/schema")


def test_one_question_gets_an_object_and_several_get_a_list() -> None:
    def answer(*words: str) -> object:
        return json.loads(sciatica_rules("screen", *words, "--format", "json").out)

    one, two, many = answer("well.yaml"), answer("well.yaml", "--for", "all"), answer("three.ndjson")
    assert isinstance(one, dict)
    assert isinstance(two, list)
    assert len(two) == 5
    assert isinstance(many, list)
    assert [decision["outcome"] for decision in many] == ["allowed", "blocked", "blocked"]


def test_ndjson_is_one_decision_a_line() -> None:
    done = sciatica_rules("exercises", "well.yaml", "--format", "ndjson")
    assert [json.loads(line)["intervention"] for line in done.out.splitlines()] == [
        "bicycle",
        "prone_press_up",
        "side_bend",
    ]


def test_an_intervention_that_is_named_twice_is_answered_once() -> None:
    done = sciatica_rules("screen", "well.yaml", "--for", "bicycle", "--for", "bicycle", "--format", "ndjson")
    assert len(done.out.splitlines()) == 1


@pytest.mark.parametrize("text", [b"numbness: true", b'{"numbness": true}', b'\n{\n  "numbness": true\n}\n'])
def test_a_pipe_may_hold_yaml_or_json(text: bytes) -> None:
    assert sciatica_rules("screen", "-", stdin=text).code == 4


def test_many_decisions_are_shown_in_full_if_asked_for() -> None:
    assert sciatica_rules("screen", "ill.yaml", "--for", "all", "--all").out.count("What to do") == 5


def test_now_is_taken_from_the_clock() -> None:
    done = sciatica_rules("screen", "dated.yaml", "--as-of", "now", "--format", "json")
    assert {stale["fact"] for stale in json.loads(done.out)["stale"]} == {"fever", "any_sign"}
