"""What is read stands in the rule set as it was written."""

from __future__ import annotations

import shutil
import zipfile
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from sciatica_rules.condition import All, Always, Any, Compare, IsTrue, Not, OneOf, Operator
from sciatica_rules.errors import ParameterError
from sciatica_rules.intervention import Dose
from sciatica_rules.outcome import Effect, Hold, NextStep, Verdict
from sciatica_rules.reading.load import load_ruleset
from sciatica_rules.reading.shipped import shipped_rules
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.source import Citation
from sciatica_rules.vocabulary import AnsweredBy, FactType, Worse
from tests.reading.tiny import CLINIC, LIBRARY, PACK, rule, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "rules", LIBRARY)


@pytest.fixture
def tiny(folder: Path) -> RuleSet:
    return load_ruleset([folder])


def test_a_fact_holds_what_its_entry_says(tiny: RuleSet) -> None:
    fever, temperature, cancer = (tiny.vocabulary.facts[name] for name in ("fever", "temperature", "cancer"))
    assert (fever.type, fever.worse_when, fever.answered_by) == (FactType.BOOLEAN, Worse.TRUE, AnsweredBy.EITHER)
    assert (fever.group, fever.typical, fever.mutable, fever.valid_for) == ("history", False, True, timedelta(days=1))
    assert fever.defined_by == Compare("temperature", Operator.AT_LEAST, "fever_c")
    assert (temperature.minimum, temperature.maximum, temperature.typical) == (30, 45, Decimal("36.6"))
    assert list(cancer.choices) == ["none", "active", "past"]
    assert cancer.denied == "none"
    assert str(fever.location) == "rules/vocabulary/history.yaml:4:3"


def test_a_session_fact_holds_what_its_entry_says(tiny: RuleSet) -> None:
    facts = tiny.vocabulary.facts
    assert (facts["discomfort"].momentary, facts["discomfort"].when_unknown) == (True, False)
    assert (facts["cleared"].clearance, facts["cleared"].typical) == (True, None)
    assert facts["held_for"].note == "Kept by the session."


def test_a_rule_holds_what_its_file_says(tiny: RuleSet) -> None:
    fever = tiny.rules["high_fever"]
    assert (fever.pack, fever.area, fever.applies_to, fever.except_for) == ("article", "exercise", ("therapy",), ())
    assert fever.when == All((IsTrue("fever"), Not(IsTrue("cleared"))))
    assert (fever.effect, fever.next_step, fever.hold) == (Effect.BLOCKED, NextStep.DOCTOR, Hold.NONE)
    assert fever.sources == (Citation("article", "EX-01"), Citation("guide"))
    assert fever.departs_from_evidence is not None
    assert fever.departs_from_evidence.source == Citation("guide")
    assert [example.expect for example in fever.examples] == [*Verdict]
    assert dict(fever.examples[0].given) == {"temperature": Decimal("38.0")}
    assert tiny.rules["stops"].hold is Hold.DISCOMFORT
    assert tiny.rules["gently"].when == Always()
    assert tiny.rules["too_many"].examples[0].intervention == "curl"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("fever", IsTrue("fever")),
        ("{cancer: active}", OneOf("cancer", ("active",))),
        ("{seizures: 3}", OneOf("seizures", (3,))),
        ("{cancer: {one_of: [active, past]}}", OneOf("cancer", ("active", "past"))),
        ("{temperature: {below: 36.5}}", Compare("temperature", Operator.BELOW, Decimal("36.5"))),
        ("{temperature: {at_most: 37}}", Compare("temperature", Operator.AT_MOST, 37)),
        ("{any: [fever, {not: {all: [cleared]}}]}", Any((IsTrue("fever"), Not(All((IsTrue("cleared"),)))))),
    ],
)
def test_a_condition_is_read_as_it_is_written(written: str, read: object, folder: Path) -> None:
    write(folder, {"article/exercise/more.yaml": rule("more", written)})
    assert load_ruleset([folder]).rules["more"].when == read


def test_an_exercise_holds_what_its_file_says(tiny: RuleSet) -> None:
    curl = tiny.interventions["curl"]
    assert curl.tags == {"curl", "therapy", "exercise", "lying", "simple_exercise", "for_general"}
    assert curl.dose == Dose("up to 5", "both together", (20, 30))
    assert curl.steps == ("Lie on your back.", "Draw your knees to your chest.")
    assert tiny.bound("curl").objecting[0].rule.id
    assert tiny.interventions["numbing"].typical == {"indication": "inflammation"}


def test_sources_statements_and_parameters_are_read(tiny: RuleSet) -> None:
    assert tiny.sources["article"].link is None
    assert tiny.sources["guide"].link == "https://example.org/guide"
    assert tiny.statements["EX-02a"].says == "B"
    assert tiny.parameters["fever_c"].value == Decimal("38.0")
    assert tiny.parameters["max_repetitions"].our_proposal


def test_things_come_in_the_order_of_their_paths(tiny: RuleSet) -> None:
    assert list(tiny.interventions) == ["therapy", "curl", "numbing"]
    assert [group.name for group in tiny.vocabulary.groups] == ["history", "session"]
    assert [pack.id for pack in tiny.packs] == ["article", "gate"]
    assert next(iter(tiny.rules)) == "no_indication"


def test_the_order_of_the_disk_does_not_matter(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "again" / "rules"
    write(other, {name: LIBRARY[name] for name in reversed(list(LIBRARY))})
    one, two = load_ruleset([folder]), load_ruleset([other])
    assert list(one.rules.items()) == list(two.rules.items())
    assert list(one.interventions) == list(two.interventions)


def test_line_ends_of_windows_change_nothing(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "again" / "rules"
    write(other, {name: text.replace("\n", "\r\n").encode() for name, text in LIBRARY.items()})
    assert load_ruleset([folder]).rules == load_ruleset([other]).rules


def test_both_loaders_read_the_same(folder: Path) -> None:
    fast, slow = load_ruleset([folder], loader="c"), load_ruleset([folder], loader="pure")
    assert (fast.rules, fast.vocabulary.groups) == (slow.rules, slow.vocabulary.groups)


def test_the_c_loader_must_be_there_when_it_is_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("yaml.CSafeLoader")
    assert load_ruleset([folder]).rules
    with pytest.raises(ValueError, match="without its C loader"):
        load_ruleset([folder], loader="c")


def test_a_zip_file_can_be_read(folder: Path, tmp_path: Path) -> None:
    archive = shutil.make_archive(str(tmp_path / "packed"), "zip", tmp_path, "rules")
    with zipfile.ZipFile(archive) as opened:
        packed = zipfile.Path(opened, "rules/")
        assert load_ruleset([packed]).rules == load_ruleset([folder]).rules


def test_the_shipped_rules_can_be_read() -> None:
    assert shipped_rules().is_dir()
    fast = load_ruleset([shipped_rules()], loader="c")
    assert fast.rules == load_ruleset([shipped_rules()], loader="pure").rules


class TestPacks:
    def test_a_shipped_pack_can_be_left_out(self, folder: Path) -> None:
        ruleset = load_ruleset([folder], without=["gate"])
        assert [pack.id for pack in ruleset.packs] == ["article"]
        assert [pack.id for pack in ruleset.left_out] == ["gate"]
        assert "many_seizures" not in ruleset.rules

    def test_another_base_takes_the_place_of_the_first(self, folder: Path) -> None:
        write(folder, {"newer/pack.yaml": PACK.replace("id: article", "id: newer")})
        write(folder, {"newer/exercise/tired.yaml": rule("tired", "{seizures: 1}", "therapy, nerve_block")})
        ruleset = load_ruleset([folder], base="newer")
        assert [pack.id for pack in ruleset.packs] == ["newer", "gate"]
        assert set(ruleset.rules) == {"tired", "many_seizures"}
        assert "EX-01" in ruleset.statements
        assert load_ruleset([folder]).base.id == "article"

    @pytest.mark.parametrize(
        ("base", "without", "said"),
        [
            ("articel", (), "no base is called 'articel'; did you mean 'article'?; bases: article"),
            ("gate", (), "no base is called 'gate'"),
            ("article", ["gat"], "no shipped pack is called 'gat'; did you mean 'gate'?; packs: gate"),
            ("article", ["article"], "'article' is the base and cannot be left out"),
            ("article", "gate", r"without takes a list of names, such as \['gate'\]"),
        ],
    )
    def test_an_unknown_choice_is_refused(self, base: str, without: list[str], said: str, folder: Path) -> None:
        with pytest.raises(ParameterError, match=said.replace("?", r"\?")):
            load_ruleset([folder], base=base, without=without)

    def test_a_pack_of_a_user_adds_to_the_shipped_ones(self, folder: Path, tmp_path: Path) -> None:
        own = write(tmp_path / "my-clinic", CLINIC)
        ruleset = load_ruleset([folder, own])
        assert [pack.id for pack in ruleset.packs] == ["article", "gate", "clinic"]
        assert ruleset.rules["active_cancer"].pack == "clinic"
        assert str(ruleset.rules["active_cancer"].location) == "my-clinic/signs/active_cancer.yaml:1:5"

    def test_a_folder_of_a_user_may_hold_several_packs_and_facts(self, folder: Path, tmp_path: Path) -> None:
        own = write(tmp_path / "own", {f"clinic/{name}": text for name, text in CLINIC.items()})
        write(
            own,
            {
                "vocabulary/extra.yaml": LIBRARY["vocabulary/history.yaml"]
                .partition("  fever:")[0]
                .replace("group: history", "group: extra")
                + "  tired:\n    type: boolean\n    question: Tired?\n    worse_when: true\n"
                "    mutable: true\n    answered_by: either\n"
            },
        )
        write(own, {"clinic/signs/tired.yaml": rule("tired", "tired")})
        assert "tired" in load_ruleset([folder, own]).vocabulary.facts

    def test_a_pack_of_a_user_may_hold_facts_of_its_own(self, folder: Path, tmp_path: Path) -> None:
        own = write(tmp_path / "clinic", CLINIC)
        write(own, {"sources.yaml": LIBRARY["sources.yaml"].partition("guide:")[0].replace("article:", "book:")})
        assert "book" in load_ruleset([folder, own]).sources


@pytest.mark.parametrize("said", ["This is unsafe for you.", "For your safety, rest.", "Nothing here is fail-proof."])
def test_a_warning_is_no_promise_of_safety(folder: Path, said: str) -> None:
    path = folder / "article/exercise/high_fever.yaml"
    path.write_text(path.read_text("utf-8").replace("You have a fever.", f'"{said}"'), "utf-8")
    assert load_ruleset([folder]).rules["high_fever"].message == said
