"""Promises are read as they are written, or refused at the place where they make no sense."""

from __future__ import annotations

from pathlib import Path

import pytest

from sciatica_rules import RuleFileError
from sciatica_rules.condition import All, Always, Compare, IsTrue, Operator
from sciatica_rules.invariant import AllowedOnlyWhere, Demands, Invariant, NeverLooserThan, ReleasesToo
from sciatica_rules.outcome import Hold, Outcome
from sciatica_rules.reading.load import load_ruleset
from tests.reading.tiny import LIBRARY, unmarked, write

SAID = "promise: {sentence: Said., for: [therapy], "


def load(folder: Path, text: str) -> tuple[Invariant, ...]:
    write(folder / "rules", {**LIBRARY, "invariants.yaml": text})
    return load_ruleset([folder / "rules"]).invariants


@pytest.mark.parametrize(
    ("written", "promise"),
    [
        ("when: fever, demands: blocked}", Demands(Outcome.BLOCKED, IsTrue("fever"))),
        (
            "when: {all: [fever, {temperature: {above: 39}}]}, demands: consult_doctor}",
            Demands(Outcome.CONSULT_DOCTOR, All((IsTrue("fever"), Compare("temperature", Operator.ABOVE, 39)))),
        ),
        ("unanswered: [fever], demands: consult_doctor}", Demands(Outcome.CONSULT_DOCTOR, Always(), ("fever",))),
        ("never_looser_than: [curl, numbing]}", NeverLooserThan(("curl", "numbing"))),
        ("allowed_only_where: curl, leaving_aside: [too_many]}", AllowedOnlyWhere("curl", ("too_many",))),
        ("release_of: exacerbation, releases: discomfort}", ReleasesToo(Hold.EXACERBATION, Hold.DISCOMFORT)),
    ],
)
def test_each_form_is_read(written: str, promise: object, tmp_path: Path) -> None:
    (invariant,) = load(tmp_path, SAID + written + "\n")
    assert invariant.promise == promise
    assert (invariant.id, invariant.sentence, str(invariant.location)) == (
        "promise",
        "Said.",
        "rules/invariants.yaml:1:1",
    )
    assert invariant.concerns(frozenset({"therapy"}))
    assert not invariant.concerns(frozenset({"curl"}))


def test_everything_is_everything_but_exceptions(tmp_path: Path) -> None:
    text = (
        "promise: {sentence: Said., for: everything, except_for: [curl], when: fever, demands: blocked, pack: gate}\n"
    )
    (invariant,) = load(tmp_path, text)
    assert invariant.concerns(frozenset({"whatever"}))
    assert not invariant.concerns(frozenset({"whatever", "curl"}))
    assert invariant.pack == "gate"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (SAID + "demands: ⟦blocked}", "says when, or what is unanswered"),
        ("promise: ⟦{sentence: Said., for: [therapy], when: fever}", "lacks demands"),
        (SAID + "when: fever, demands: ⟦allowed}", "expected one of consult_doctor, blocked"),
        (SAID + "when: ⟦fevr, demands: blocked}", "unknown fact 'fevr'; did you mean 'fever'?"),
        (SAID + "when: ⟦temperature, demands: blocked}", "so it needs a comparison"),
        (SAID + "when: {temperature: {above: ⟦fever_d}}, demands: blocked}", "unknown parameter 'fever_d'"),
        (SAID + "unanswered: [⟦fevr], demands: blocked}", "unknown fact 'fevr'"),
        (SAID + "never_looser_than: [⟦curls]}", "unknown intervention 'curls'"),
        (SAID + "allowed_only_where: ⟦curls}", "unknown intervention 'curls'"),
        (SAID + "allowed_only_where: curl, leaving_aside: [⟦too_man]}", "unknown rule 'too_man'"),
        (SAID + "release_of: discomfort, releases: ⟦exacerbation}", "a hold that is milder than discomfort"),
        (SAID + "⟦wen: fever, unanswered: [fever], demands: blocked}", "unknown key 'wen'"),
        ("promise: {sentence: Said., for: [⟦therapi], when: fever, demands: blocked}", "no intervention has the tag"),
        (SAID + "when: fever, demands: blocked, except_for: [⟦curls]}", "no intervention has the tag 'curls'"),
        (SAID + "when: fever, demands: blocked, pack: ⟦gates}", "no pack is called 'gates'; did you mean 'gate'?"),
        ("⟦[promise]", "expected invariants with their names as keys"),
        ("promise: ⟦fever", "expected an invariant with the keys"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_place(written: str, said: str, tmp_path: Path) -> None:
    text, (place,) = unmarked(written + "\n")
    with pytest.raises(RuleFileError) as caught:
        load(tmp_path, text)
    (problem,) = caught.value.problems
    assert said in problem.message
    assert str(problem.location) == f"rules/invariants.yaml:{place}"


def test_a_users_folder_may_bring_promises_of_its_own(tmp_path: Path) -> None:
    write(tmp_path / "rules", dict(LIBRARY))
    write(tmp_path / "own", {"invariants.yaml": SAID + "when: fever, demands: blocked}\n"})
    (invariant,) = load_ruleset([tmp_path / "rules", tmp_path / "own"]).invariants
    assert str(invariant.location) == "own/invariants.yaml:1:1"


def test_a_promise_about_a_word_that_is_no_id_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError):
        load(tmp_path, SAID + "allowed_only_where: 12, leaving_aside: [too_many]}\n")


def test_no_tag_is_called_unknown_while_an_intervention_cannot_be_read(tmp_path: Path) -> None:
    broken = next(name for name in LIBRARY if name.startswith("interventions/"))
    write(
        tmp_path / "rules", {**LIBRARY, broken: "id: [", "invariants.yaml": SAID + "when: fever, demands: blocked}\n"}
    )
    with pytest.raises(RuleFileError) as caught:
        load_ruleset([tmp_path / "rules"])
    assert "no intervention has the tag" not in str(caught.value)
