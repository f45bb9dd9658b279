"""The schemas take what the reader takes, and refuse what it refuses where a schema can know."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from sciatica_rules import load_rules
from sciatica_rules.schema import decision_schema, profile_schema, rule_schema, vocabulary_schema
from tests.typical import typical_profile

RULES = load_rules()
FOLDER = Path(__file__).resolve().parents[2] / "rules"
SCHEMAS = {
    "profile": profile_schema(RULES),
    "decision": decision_schema(),
    "rule": rule_schema(RULES),
    "vocabulary": vocabulary_schema(RULES),
}


def errors(kind: str, document: object) -> list[str]:
    return [
        f"{error.json_path}: {error.message}" for error in Draft202012Validator(SCHEMAS[kind]).iter_errors(document)
    ]


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def files(*patterns: str) -> Iterator[Path]:
    for pattern in patterns:
        yield from sorted(FOLDER.glob(pattern))


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_is_one(kind: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[kind])


def test_every_shipped_rule_fits() -> None:
    found = {path.name: errors("rule", read(path)) for path in files("article/*/*.yaml", "safety_gate/*/*.yaml")}
    assert len(found) == len(RULES.rules)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_every_shipped_vocabulary_fits() -> None:
    found = {path.name: errors("vocabulary", read(path)) for path in files("vocabulary/*.yaml")}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_a_profile_and_its_decision_fit() -> None:
    profile = typical_profile(
        RULES, "exercise_therapy", denies=["history"], observed={"pain_nrs": "2026-01-01"}, fever=None
    )
    plain = {name: float(value) if isinstance(value, Decimal) else value for name, value in profile.items()}
    assert errors("profile", plain) == []
    decision = RULES.screen(profile, "exercise_therapy")
    assert errors("decision", decision.model_dump(mode="json")) == []


@pytest.mark.parametrize(
    "profile",
    [
        {"unheard_of": True},
        {"pregnant": "no"},
        {"pregnant": 0},
        {"pain_nrs": 11},
        {"pain_nrs": 3.5},
        {"body_temperature_c": "38"},
        {"malignancy_status": "maybe"},
        {"denies": ["everything"]},
        {"observed": {"unheard_of": "2026-01-01"}},
        [],
    ],
)
def test_a_bad_profile_does_not_fit(profile: object) -> None:
    assert errors("profile", profile)


@pytest.mark.parametrize(
    "change",
    [
        {"wen": "fever"},
        {"when": "fevr"},
        {"when": "pain_nrs"},
        {"when": {"malignancy_status": "activ"}},
        {"when": {"malignancy_status": {"at_least": 1}}},
        {"when": {"fever": True}},
        {"when": {"pain_nrs": {"atleast": 3}}},
        {"when": {"pain_nrs": {"at_least": 3, "below": 5}}},
        {"when": {"pain_nrs": {"at_least": "fevr_c"}}},
        {"when": {"pain_nrs": {"at_least": 12}}},
        {"when": {"body_temperature_c": 38}},
        {"when": {"all": []}},
        {"when": {"not": "always"}},
        {"when": {"all": ["fever"], "any": ["fever"]}},
        {"applies_to": ["excercise"]},
        {"sources": ["nowhere"]},
        {"sources": []},
        {"effect": "forbidden"},
        {"effect": "precaution"},
        {"next_step": "answer"},
        {"examples": [{"given": {"fever": True}}]},
        {"examples": [{"given": {"fever": "yes"}, "expect": "applies"}]},
        {"review_by": "soon"},
    ],
)
def test_a_bad_rule_does_not_fit(change: dict[str, Any]) -> None:
    rule = read(FOLDER / "article" / "contraindications" / "viral_infection_with_fever.yaml")
    assert errors("rule", rule) == []
    assert errors("rule", rule | change)


@pytest.mark.parametrize("without", ["id", "when", "action", "next_step", "examples"])
def test_a_rule_that_lacks_something_does_not_fit(without: str) -> None:
    rule = read(FOLDER / "article" / "contraindications" / "active_cancer.yaml")
    del rule[without]
    assert errors("rule", rule)


@pytest.mark.parametrize(
    "change",
    [
        {"type": "text"},
        {"worse_when": "worse"},
        {"choices": {"a": "A", "b": "B"}},
        {"min": 0},
        {"valid_for": 0},
        {"qestion": "?"},
        {"defined_by": {"any": []}},
    ],
)
def test_a_bad_fact_does_not_fit(change: dict[str, Any]) -> None:
    group = copy.deepcopy(read(FOLDER / "vocabulary" / "emergency_signs.yaml"))
    assert errors("vocabulary", group) == []
    group["facts"]["collapse"] |= change
    assert errors("vocabulary", group)


def test_every_property_of_a_decision_says_what_it_means() -> None:
    schema = decision_schema()
    shapes = {"Decision": schema, **schema["$defs"]}
    said = {(name, key): value for name, shape in shapes.items() for key, value in shape.get("properties", {}).items()}
    assert len(said) > 80
    assert [place for place, value in said.items() if not value.get("description", "").endswith(".")] == []


def test_a_derivation_may_read_facts_of_its_own_file() -> None:
    fact = {"type": "boolean", "question": "?", "worse_when": True, "mutable": True, "answered_by": "either"}
    facts = {"mine": fact, "sum": fact | {"defined_by": {"any": ["mine", "collapse", {"my_score": {"at_least": 3}}]}}}
    assert errors("vocabulary", {"group": "own", "title": "Own", "facts": facts}) == []
