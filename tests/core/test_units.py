"""Units in words: what people read, never a code."""

from __future__ import annotations

import pytest

from sciatica_rules import PatientProfile, load_rules
from sciatica_rules.schema import profile_schema
from sciatica_rules.units import from_to, with_unit

RULES = load_rules()


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [
        ("38", "Cel", "38 °C"),
        ("1", "d", "1 day"),
        ("7", "d", "7 days"),
        ("0", "a", "0 years"),
        ("2", "/d", "2 a day"),
        ("3", "{count}", "3"),
        ("6", "{score}", "6"),
        ("6", "mm[Hg]", "6 mm[Hg]"),
        ("6", "", "6"),
    ],
)
def test_a_number_has_its_unit_in_words(number: str, unit: str, said: str) -> None:
    assert with_unit(number, unit) == said


def test_a_range_has_one_unit() -> None:
    assert from_to(0, 10, "{score}") == "0 to 10"
    assert from_to(1, 1, "d") == "1 to 1 days"


def test_every_unit_of_the_shipped_rules_has_words() -> None:
    units = {fact.unit for fact in RULES.facts.values()} | {each.unit for each in RULES.parameters.values()}
    assert [unit for unit in units - {""} if not unit.startswith("{") and with_unit("2", unit) == f"2 {unit}"] == []


def test_a_person_never_reads_a_code_and_a_program_finds_it() -> None:
    for properties in (PatientProfile.model_json_schema()["properties"], profile_schema(RULES)["properties"]):
        for name, fact in RULES.facts.items():
            assert properties[name].get("x-unit", "") == fact.unit
            assert f"({fact.unit})" not in properties[name]["description"]
        assert properties["body_temperature_c"]["description"].endswith("(30 to 45 °C)")
