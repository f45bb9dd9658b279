"""Thresholds that are set at load."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from sciatica_rules.errors import ParameterError, RuleFileError
from sciatica_rules.reading.load import load_ruleset
from sciatica_rules.ruleset import RuleSet
from tests.reading.tiny import CURL, LIBRARY, PARAMETERS, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "rules", LIBRARY)


def load(folder: Path, *, allow_looser: bool = False, **parameters: object) -> RuleSet:
    return load_ruleset([folder], parameters=parameters, allow_looser=allow_looser)


def test_a_stricter_value_takes_the_place_of_the_usual_one(folder: Path) -> None:
    ruleset = load(folder, fever_c=37.6)
    assert ruleset.overrides == {"fever_c": Decimal("37.6")}
    assert ruleset.values["fever_c"] == Decimal("37.6")


def test_the_usual_value_is_no_override(folder: Path) -> None:
    assert load(folder, fever_c=38, max_repetitions=10.0).overrides == {}


@pytest.mark.parametrize(
    ("own", "taken"), [(20, True), (10, False), (5, False)], ids=["looser", "the usual one", "stricter"]
)
def test_the_usual_value_is_an_override_where_a_looser_one_gives_way_to_it(own: int, taken: bool, folder: Path) -> None:
    changed = CURL.replace("parameters: {max_repetitions: 5}", f"parameters: {{max_repetitions: {own}}}")
    write(folder, {"interventions/exercises/curl.yaml": changed})
    ruleset = load(folder, max_repetitions=10)
    assert ruleset.overrides == ({"max_repetitions": 10} if taken else {})
    assert ruleset.values_for(ruleset.interventions["curl"])["max_repetitions"] == min(own, 10)


def test_a_looser_value_needs_to_be_insisted_on(folder: Path) -> None:
    said = "fever_c: 38.5 is looser than the usual 38.0 .lower is stricter.; pass allow_looser=True"
    with pytest.raises(ParameterError, match=said):
        load(folder, fever_c=38.5)
    assert load(folder, fever_c=38.5, allow_looser=True).values["fever_c"] == Decimal("38.5")


def test_where_no_side_is_stricter_every_override_is_looser(folder: Path) -> None:
    write(
        folder,
        {
            "parameters.yaml": PARAMETERS.replace(
                "stricter: lower\n  sources: [guide]", "stricter: depends\n  sources: [guide]"
            )
        },
    )
    with pytest.raises(ParameterError, match="tightens some decisions and loosens others"):
        load(folder, fever_c=37.6)


@pytest.mark.parametrize("value", ["37.6", True, None, float("nan"), float("inf"), 37.4, 39.1, [38]])
def test_only_a_number_of_the_range_can_be_set(value: object, folder: Path) -> None:
    with pytest.raises(ParameterError, match=r"fever_c: must be a number from 37.5 to 39.0 °C"):
        load(folder, fever_c=value)


def test_everything_that_is_wrong_is_said_at_once(folder: Path) -> None:
    with pytest.raises(ParameterError) as caught:
        load(folder, fever=38, fever_c=50, max_repetitions=20)
    lines = str(caught.value).splitlines()
    assert lines[0] == "no parameter is called 'fever'; did you mean 'fever_c'?"
    assert [line.partition(":")[0] for line in lines[1:]] == ["fever_c", "max_repetitions"]


@pytest.mark.parametrize(
    ("value", "said"),
    [(55, "no value of repetitions is above 55 .max_repetitions.")],
)
def test_thresholds_are_checked_with_the_overrides(value: int, said: str, folder: Path) -> None:
    with pytest.raises(RuleFileError, match=said):
        load(folder, max_repetitions=value, allow_looser=True)


def test_a_number_that_counts_something_is_set_to_a_whole_one(folder: Path) -> None:
    with pytest.raises(ParameterError, match="max_repetitions: must be a whole number"):
        load(folder, max_repetitions=9.5, allow_looser=True)


def test_a_problem_in_a_file_comes_before_one_in_an_override(folder: Path) -> None:
    write(folder, {"parameters.yaml": "fever_c: 38\n"})
    with pytest.raises(RuleFileError):
        load(folder, max_repetition=3)
