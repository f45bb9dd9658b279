"""Each change of a copy of the shipped rules is told once, with its rules, its cause and all that it reaches."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from sciatica_rules import Rules, diff, load_rules
from sciatica_rules.proof.diff import Difference
from sciatica_rules.proof.shifts import Comparison, Direction, Shift
from sciatica_rules.reading.load import load_ruleset
from tests.architecture.modules import ROOT

pytestmark = pytest.mark.untraced

SHIPPED = load_rules()
ALL = set(SHIPPED.interventions)
BLOCKS = {name for name, each in SHIPPED.interventions.items() if "nerve_block" in each.tags}
EXERCISES = {name for name, each in SHIPPED.interventions.items() if "exercise_therapy" in each.tags}
HELD = EXERCISES - {name for name, each in SHIPPED.interventions.items() if "gentle" in each.tags}
LOOSER, STRICTER = Direction.LOOSER, Direction.STRICTER

Change = Callable[[Path], None]


def edit(path: str, old: str, new: str) -> Change:
    """One place of a file, written otherwise."""

    def change(folder: Path) -> None:
        text = (folder / path).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (folder / path).write_text(text.replace(old, new), encoding="utf-8")

    return change


def remove(path: str) -> Change:
    """A file less."""
    return lambda folder: (folder / path).unlink()


NEW_RULE = """\
id: seeded
title: Stairs
applies_to: [folk_remedy]
when: climbs_stairs
effect: blocked
next_step: wait
message: Stairs first.
action: Wait.
sources: [our_proposal]
status: draft
review_by: "2027-01-01"
examples:
  - {given: {climbs_stairs: true}, expect: applies}
"""
NEW_FACT = """
  climbs_stairs:
    type: boolean
    typical: false
    question: Do you climb stairs?
    worse_when: true
    mutable: true
    answered_by: patient
"""


def new_fact_and_rule(folder: Path) -> None:
    """A question that was not asked before, and a rule that reads it."""
    path = folder / "vocabulary/plan.yaml"
    path.write_text(path.read_text(encoding="utf-8") + NEW_FACT, encoding="utf-8")
    (folder / "article/diagnosis/seeded.yaml").write_text(NEW_RULE, encoding="utf-8")


@dataclass(frozen=True)
class Seed:
    """A change, and the one shift that it must lead to."""

    change: Change
    direction: Direction
    rules: tuple[str, ...]
    causes: tuple[str, ...]
    interventions: set[str]
    unusual: dict[str, object]
    told: tuple[str, str]


CANCER = "article/contraindications/active_cancer.yaml"
SEEDS = {
    "a rule is gone": Seed(
        remove("article/block_contraindications/block_skin_infection.yaml"),
        LOOSER, ("block_skin_infection",), ("rule block_skin_infection removed",), BLOCKS,
        {"skin_infection": True}, ("blocked, next step doctor", "allowed"),
    ),
    "a rule demands less": Seed(
        edit(CANCER, "effect: blocked", "effect: consult_doctor"),
        LOOSER, ("active_cancer",), ("rule active_cancer changed",), EXERCISES,
        {"malignancy_status": "active"}, ("blocked, next step doctor", "consult_doctor, next step doctor"),
    ),
    "a rule is less pressing": Seed(
        edit("article/block_contraindications/block_skin_infection.yaml", "next_step: doctor", "next_step: wait"),
        LOOSER, ("block_skin_infection",), ("rule block_skin_infection changed",), BLOCKS,
        {"skin_infection": True}, ("blocked, next step doctor", "blocked, next step wait"),
    ),
    "a hold is lost for some": Seed(
        edit("article/preconditions/flare_now.yaml", "when: acute_exacerbation",
             "when: {all: [acute_exacerbation, {not: discomfort}]}"),
        LOOSER, ("flare_now",), ("rule flare_now changed",), HELD,
        {"acute_exacerbation": True, "discomfort": True},
        ("blocked, next step wait, a session is held for exacerbation",
         "blocked, next step wait, a session is held for discomfort"),
    ),
    "a hold is gone": Seed(
        edit("article/session/discomfort_stops.yaml", "hold: discomfort\n", ""),
        LOOSER, ("discomfort_stops",), ("rule discomfort_stops changed",), HELD,
        {"discomfort": True}, ("blocked, next step wait, a session is held for discomfort", "blocked, next step wait"),
    ),
    "a threshold is looser": Seed(
        edit("parameters.yaml", "unit: /d\n  value: 2\n", "unit: /d\n  value: 3\n"),
        LOOSER, ("too_many_sessions",), ("parameter max_sessions_per_day changed",), EXERCISES,
        {"sessions_per_day": 3}, ("consult_doctor, next step fix", "allowed"),
    ),
    "a threshold is stricter": Seed(
        edit("parameters.yaml", "unit: /d\n  value: 2\n", "unit: /d\n  value: 1\n"),
        STRICTER, ("too_many_sessions",), ("parameter max_sessions_per_day changed",), EXERCISES,
        {"sessions_per_day": 2}, ("allowed", "consult_doctor, next step fix"),
    ),
    "an assumption is gone": Seed(
        edit("vocabulary/plan.yaml", "    when_unknown: true\n", ""),
        LOOSER, ("complex_exercise_for_beginner",), ("fact first_attempts changed",),
        {name for name, each in SHIPPED.interventions.items() if "complex_exercise" in each.tags},
        {"first_attempts": None}, ("consult_doctor, next step fix", "consult_doctor, next step answer"),
    ),
    "a new question": Seed(
        new_fact_and_rule,
        STRICTER, ("seeded",), ("rule seeded added",), {"folk_remedy"},
        {"climbs_stairs": True}, ("allowed", "blocked, next step wait"),
    ),
    "a tag is gone": Seed(
        edit("interventions/blocks/nerve_block_lidocaine_betamethasone.yaml",
             "[nerve_block, lidocaine, betamethasone, combination]", "[nerve_block, betamethasone, combination]"),
        LOOSER, ("block_lidocaine_allergy",), ("intervention nerve_block_lidocaine_betamethasone changed",),
        {"nerve_block_lidocaine_betamethasone"}, {"allergy_lidocaine": True}, ("blocked, next step doctor", "allowed"),
    ),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(ROOT / "rules", tmp_path / "rules")


def changed(folder: Path, change: Change) -> Rules:
    change(folder)
    return Rules(load_ruleset([folder]))


@pytest.mark.parametrize("name", SEEDS)
def test_a_change_is_told_once(name: str, folder: Path) -> None:
    seed = SEEDS[name]
    found = diff(SHIPPED, changed(folder, seed.change))
    (shift,) = found.shifts
    assert (shift.direction, shift.rules) == (seed.direction, seed.rules)
    assert tuple(map(str, shift.causes)) == seed.causes
    assert set(shift.interventions) == seed.interventions
    assert shift.person.unusual == seed.unusual
    assert (str(shift.person.before), str(shift.person.after)) == seed.told
    assert found.is_looser == found.may_be_looser == (seed.direction is LOOSER)
    word = Comparison.NOWHERE_STRICTER if seed.direction is LOOSER else Comparison.NOWHERE_LOOSER
    assert {name for name, fares in found.interventions.items() if fares is word} == seed.interventions
    assert set(found.interventions.values()) <= {word, Comparison.EQUIVALENT}


@pytest.mark.parametrize("name", SEEDS)
def test_what_is_looser_one_way_is_stricter_the_other_way(name: str, folder: Path) -> None:
    new = changed(folder, SEEDS[name].change)
    there, back = diff(SHIPPED, new).shifts, diff(new, SHIPPED).shifts
    assert {(shift.direction, shift.rules) for shift in there}.isdisjoint((one.direction, one.rules) for one in back)
    assert [set(shift.interventions) for shift in there] == [set(shift.interventions) for shift in back]


@pytest.mark.parametrize("name", SEEDS)
def test_nobody_who_is_shown_can_be_more_typical(name: str, folder: Path) -> None:
    new = changed(folder, SEEDS[name].change)
    for shift in diff(SHIPPED, new).shifts:
        assert not [fact for fact in shift.person.unusual if still_differs(shift, fact, SHIPPED, new)]


def still_differs(shift: Shift, fact: str, old: Rules, new: Rules) -> bool:
    """Whether a person with one answer made typical is told different things all the same."""
    person = shift.person
    known = new.facts.get(fact) or old.facts[fact]
    usual = new.interventions[person.intervention].typical.get(fact, known.typical)
    answers = {**person.answers, fact: usual}
    told = []
    for rules in (old, new):
        decision = rules.screen({name: answers[name] for name in answers if name in rules.facts}, person.intervention)
        told.append((decision.outcome, decision.next_step))
    return told[0] != told[1]


def test_rules_are_the_same_as_themselves() -> None:
    for same in (diff(SHIPPED, SHIPPED), diff(SHIPPED, Rules(load_ruleset([ROOT / "rules"])))):
        assert same.is_equivalent
        assert not same.may_be_looser
        assert set(same.interventions) == ALL
        assert (same.shifts, same.edits) == ((), ())


def test_words_alone_change_nothing(folder: Path) -> None:
    found = diff(SHIPPED, changed(folder, edit(CANCER, "title: Active cancer", "title: Cancer now")))
    assert found.is_equivalent
    (only,) = found.edits
    assert (only.kind, only.name, [each.field for each in only.fields]) == ("rule", "active_cancer", ["title"])


def test_what_matters_over_time_is_no_proof_of_anything(folder: Path) -> None:
    new = changed(folder, edit("vocabulary/plan.yaml", "    valid_for: 0.25\n", "    valid_for: 2\n"))
    found = diff(SHIPPED, new)
    assert found.is_equivalent
    assert found.may_be_looser
    assert [(each.name, each.beyond_proof) for each in found.beyond_proof] == [("warmed_up", ("valid_for",))]


def test_a_question_beyond_its_budget_is_not_proved(folder: Path) -> None:
    found = SHIPPED.diff(changed(folder, edit("parameters.yaml", "value: 38.0", "value: 37.9")), budget=1)
    assert isinstance(found, Difference)
    assert found.not_proved
    assert found.may_be_looser


def test_an_intervention_of_one_alone_is_told_and_is_no_proof_of_anything(folder: Path) -> None:
    less = changed(folder, remove("interventions/exercises/bicycle.yaml"))
    for found, word in ((diff(SHIPPED, less), Comparison.REMOVED), (diff(less, SHIPPED), Comparison.ADDED)):
        assert found.interventions["bicycle"] is word
        assert ("intervention", "bicycle", str(word)) in [(each.kind, each.name, each.action) for each in found.edits]
        assert found.not_compared == ("bicycle",)
        assert (found.is_equivalent, found.is_looser, found.may_be_looser) == (False, False, True)


def test_an_intervention_that_is_called_otherwise_is_no_proof_of_anything(folder: Path) -> None:
    bicycle = folder / "interventions/exercises/bicycle.yaml"
    text = bicycle.read_text(encoding="utf-8").replace("id: bicycle", "id: cycling")
    bicycle.with_name("cycling.yaml").write_text(text, encoding="utf-8")
    found = diff(SHIPPED, changed(folder, remove("interventions/exercises/bicycle.yaml")))
    assert found.not_compared == ("cycling", "bicycle")
    assert found.may_be_looser
