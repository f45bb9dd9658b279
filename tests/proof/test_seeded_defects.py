"""Each check sees its own defect, planted in a copy of the shipped rules, at its line, and nothing else new."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from sciatica_rules.proof.check import CHECKS, check
from sciatica_rules.proof.finding import Level
from sciatica_rules.reading.load import load_ruleset
from sciatica_rules.rules import Rules
from tests.architecture.modules import ROOT
from tests.proof.witness import assert_minimal

pytestmark = pytest.mark.untraced

SHIPPED = ROOT / "rules"

RULE = """\
id: {id}
title: A rule with a defect
applies_to: [{tag}]
when: {when}
effect: {effect}
message: Something is wrong here.
{rest}sources: [our_proposal]
status: draft
review_by: "2027-01-01"
examples:
  - {{given: {{}}, expect: undetermined}}
"""
OBJECTION = "next_step: doctor\naction: Ask a doctor.\n"

FACT = """
  shoe_size:
    type: integer
    unit: "{count}"
    min: 20
    max: 60
    typical: 40
    question: What is the size of your shoes?
    worse_when: higher
    mutable: false
    answered_by: patient
"""

Plant = Callable[[Path], None]


def rule(name: str, tag: str, when: str, effect: str = "consult_doctor") -> Plant:
    """One more rule of the area diagnosis."""
    rest = "" if effect == "precaution" else OBJECTION
    text = RULE.format(id=name, tag=tag, when=when, effect=effect, rest=rest)
    return lambda folder: put(folder / "article" / "diagnosis" / f"{name}.yaml", text)


def put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def edit(path: str, old: str, new: str) -> Plant:
    """One place of a file, written otherwise."""

    def plant(folder: Path) -> None:
        text = (folder / path).read_text(encoding="utf-8")
        assert text.count(old) == 1
        put(folder / path, text.replace(old, new))

    return plant


def several(*plants: Plant) -> Plant:
    """A defect that takes more than one change."""

    def plant(folder: Path) -> None:
        for each in plants:
            each(folder)

    return plant


@dataclass(frozen=True)
class Defect:
    """What is planted, and the one finding that it must lead to."""

    check: str
    plant: Plant
    subject: str
    path: str
    line: str
    """The start of the line that the finding points at."""
    level: Level = Level.ERROR
    at: str = ""
    """What stands at the very place, where that is a part of a condition."""
    related: tuple[str, ...] = field(default=())


SEEDED = "article/diagnosis/seeded.yaml"
TEMPERATURE = "article/contraindications/high_temperature.yaml"
EITHER = (
    "{any: [{all: [{sciatica_cause: stenosis}, stomach_ulcer]},"
    " {all: [{not: {sciatica_cause: stenosis}}, renal_disease]}]}"
)
NEVER = "{all: [{body_temperature_c: {below: 38}}, {body_temperature_c: {at_least: 38.0}}]}"
BUT_NOT_FIVE = "{any: [{pain_nrs: {above: 5}}, {all: [{pain_nrs: {above: 3}}, {pain_nrs: {below: 5}}]}]}"
JUST_BELOW_FORTY = "{all: [{body_temperature_c: {above: 39.5}}, {body_temperature_c: {below: 40.0}}]}"
FOLK = "interventions/other/folk_remedy.yaml"

DEFECTS = [
    Defect(
        "never_applies",
        rule("seeded", "folk_remedy", "{all: [pregnant, {not: pregnant}]}"),
        "seeded", SEEDED, "when:", at="{all: [pregnant",
    ),
    Defect(
        "never_applies",
        rule("seeded", "folk_remedy", NEVER),
        "seeded", SEEDED, "when:", at=NEVER,
    ),
    Defect(
        "always_applies",
        rule("seeded", "folk_remedy", "{any: [{pain_nrs: {above: 3}}, {pain_nrs: {below: 4}}]}", "precaution"),
        "seeded", SEEDED, "when:", at="{any: [{pain_nrs: {above: 3}}",
    ),
    Defect(
        "idle_part",
        edit(TEMPERATURE, "when: fever", "when: {any: [fever, {all: [fever, viral_infection]}]}"),
        "high_temperature", TEMPERATURE, "when:", Level.WARNING, "{all: [fever, viral_infection]}",
    ),
    Defect(
        "covered_rule",
        rule("seeded", "exercise_therapy", "{all: [fever, {not: supervised_by_instructor}]}"),
        "seeded", SEEDED, "id: seeded", Level.WARNING, related=("high_temperature",),
    ),
    Defect(
        "duplicate_rule",
        rule("seeded", "exercise_therapy", "fever"),
        "seeded", SEEDED, "id: seeded", Level.WARNING, related=("high_temperature",),
    ),
    Defect(
        "needless_waiver",
        edit(TEMPERATURE, "status: draft", "keep_because: It looks lonely.\nstatus: draft"),
        "high_temperature", TEMPERATURE, "id: high_temperature", Level.WARNING,
    ),
    Defect(
        "needless_unknown",
        rule("seeded", "folk_remedy", EITHER),
        "seeded", SEEDED, "when:", Level.INFO, EITHER,
    ),
    Defect(
        "pinhole",
        rule("seeded", "folk_remedy", BUT_NOT_FIVE),
        "pain_nrs", SEEDED, "when:", at="{pain_nrs: {above: 5}}", related=("seeded",),
    ),
    Defect(
        "pinhole",
        several(
            rule("seeded", "folk_remedy", "{body_temperature_c: {above: 40}}"),
            rule("seeded_too", "folk_remedy", JUST_BELOW_FORTY),
        ),
        "body_temperature_c", "article/diagnosis/seeded_too.yaml", "when:",
        at="{body_temperature_c: {above: 39.5}}", related=("seeded_too",),
    ),
    Defect(
        "worse_is_looser",
        rule("seeded", "folk_remedy", "{all: [stomach_ulcer, {not: diabetes}]}", "blocked"),
        "diabetes", SEEDED, "when:", at="diabetes}", related=("seeded",),
    ),
    Defect(
        "worse_is_looser",
        rule("seeded", "folk_remedy", "{all: [stomach_ulcer, {age_years: {above: 70}}]}"),
        "age_years", SEEDED, "when:", at="{age_years: {above: 70}}", related=("seeded",),
    ),
    Defect(
        "loose_default",
        edit("vocabulary/block.yaml", "when_unknown: false", "when_unknown: true"),
        "emergency_declared_by_doctor", "vocabulary/block.yaml", "  emergency_declared_by_doctor:",
    ),
    Defect(
        "wrong_stricter_side",
        edit("parameters.yaml", "unit: /d\n  value: 2\n  min: 1\n  max: 4\n  stricter: lower",
             "unit: /d\n  value: 2\n  min: 1\n  max: 4\n  stricter: higher"),
        "max_sessions_per_day", "parameters.yaml", "max_sessions_per_day:",
    ),
    Defect(
        "idle_fact",
        lambda folder: put(
            folder / "vocabulary/plan.yaml", (folder / "vocabulary/plan.yaml").read_text(encoding="utf-8") + FACT
        ),
        "shoe_size", "vocabulary/plan.yaml", "  shoe_size:", Level.WARNING,
    ),
    Defect(
        "broken_invariant",
        edit("parameters.yaml", "value: 4\n", "value: 5\n"),
        "no_fifth_betamethasone_injection", "invariants.yaml", "no_fifth_betamethasone_injection:",
    ),
    Defect(
        "broken_invariant",
        edit("interventions/blocks/nerve_block_lidocaine_betamethasone.yaml",
             "tags: [nerve_block, lidocaine, betamethasone, combination]",
             "tags: [nerve_block, lidocaine, combination, betamethasone_mix]"),
        "combination_is_never_looser_than_either_agent", "invariants.yaml",
        "combination_is_never_looser_than_either_agent:",
    ),
    Defect(
        "never_allowed",
        several(
            rule("seeded", "folk_remedy", "stomach_ulcer"),
            rule("seeded_too", "folk_remedy", "{not: stomach_ulcer}"),
        ),
        "folk_remedy", "interventions/other/folk_remedy.yaml", "id: folk_remedy",
    ),
    Defect(
        "typical_not_allowed",
        edit(FOLK, "doctor_consulted_folk_remedy: true", "doctor_consulted_folk_remedy: false"),
        "folk_remedy", "interventions/other/folk_remedy.yaml", "id: folk_remedy",
    ),
]  # fmt: skip


@cache
def usual_findings() -> frozenset[tuple[str, str]]:
    return frozenset((finding.check, finding.subject) for finding in check(load_ruleset([SHIPPED])))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(SHIPPED, tmp_path / "rules")


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: f"{defect.check}-{defect.subject}")
def test_a_planted_defect_is_found_and_nothing_else(defect: Defect, folder: Path) -> None:
    defect.plant(folder)
    ruleset = load_ruleset([folder])
    new = [each for each in check(ruleset) if (each.check, each.subject) not in usual_findings()]
    assert [(each.check, each.subject, each.level) for each in new] == [(defect.check, defect.subject, defect.level)]
    (found,) = new
    assert found.related == defect.related
    place = found.location
    assert place is not None
    assert place.path == f"rules/{defect.path}"
    line = (folder / defect.path).read_text(encoding="utf-8").splitlines()[place.line - 1]
    assert line.startswith(defect.line)
    assert line[place.column - 1 :].startswith(defect.at)
    assert_minimal(found, Rules(ruleset))


def test_every_check_has_a_planted_defect() -> None:
    assert {each.name for each in CHECKS} == {defect.check for defect in DEFECTS}


def test_the_shipped_rules_pass_strictly() -> None:
    assert {finding.level for finding in check(load_ruleset([SHIPPED]))} <= {Level.INFO}
