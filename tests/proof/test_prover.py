"""Budgets, sizes, the simplest person, and how findings are told."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciatica_rules import load_rules
from sciatica_rules.condition import All, Any, Compare, Condition, IsTrue, Not, OneOf, Operator
from sciatica_rules.invariant import Demands, Invariant, ReleasesToo
from sciatica_rules.outcome import Effect, Hold, Outcome
from sciatica_rules.proof.boxes import MOST_BOXES
from sciatica_rules.proof.cells import scales
from sciatica_rules.proof.check import CHECKS, check
from sciatica_rules.proof.finding import Finding, Level
from sciatica_rules.proof.prover import Prover
from sciatica_rules.proof.sarif import sarif
from sciatica_rules.proof.witness import ProverError
from sciatica_rules.proof.wrong_example import WRONG_EXAMPLE
from sciatica_rules.vocabulary import FactType
from tests import building
from tests.architecture.modules import ROOT

SHIPPED = load_rules()


def promise(when: Condition, outcome: Outcome = Outcome.BLOCKED, *tags: str) -> Invariant:
    return Invariant("promise", "Said.", tags, Demands(outcome, when))


def broken(invariant: Invariant) -> Finding:
    (found,) = (each for each in check(replace(SHIPPED.ruleset, invariants=(invariant,))) if each.subject == "promise")
    return found


def test_the_shipped_rules_are_proved_through_their_verb() -> None:
    assert SHIPPED.check() == check(SHIPPED.ruleset)


def test_a_question_beyond_its_budget_is_not_proved() -> None:
    findings = SHIPPED.check(budget=1)
    assert Level.NOT_PROVED in {finding.level for finding in findings}
    assert not [finding for finding in findings if finding.level is Level.ERROR]


def test_of_a_condition_that_is_too_large_nothing_is_said() -> None:
    facts = [building.fact(f"b{number}") for number in range(60)]
    groups = [Any(tuple(IsTrue(fact.name) for fact in facts[start : start + 5])) for start in range(0, 60, 5)]
    assert 5 ** len(groups) > MOST_BOXES
    (finding,) = check(building.ruleset(facts, [building.rule("large", All(tuple(groups)))]))
    assert (finding.check, finding.level) == ("too_large", Level.NOT_PROVED)


def test_a_counterexample_is_as_typical_as_can_be() -> None:
    found = broken(promise(IsTrue("diabetes"), Outcome.BLOCKED, "nerve_block"))
    example = found.counterexample
    assert example is not None
    assert set(example.unusual) == {"diabetes", "emergency_declared_by_doctor"}
    typical = {name: fact.typical for name, fact in SHIPPED.facts.items() if fact.typical is not None}
    typical |= SHIPPED.interventions[example.intervention].typical
    for name in example.unusual:
        milder = {**example.answers, name: typical[name]}
        still = milder["diabetes"] is True and SHIPPED.outcome(milder, example.intervention) < Outcome.BLOCKED
        assert not still


def test_a_counterexample_says_who_it_is() -> None:
    found = broken(promise(Compare("body_temperature_c", Operator.ABOVE, Decimal("38.5")), Outcome.BLOCKED, "exercise"))
    assert "body_temperature_c: 38.6" in str(found)
    assert "otherwise typical" in str(found)
    assert "error broken_invariant" in str(found)


def test_the_typical_person_is_called_so() -> None:
    found = broken(promise(Not(IsTrue("diabetes")), Outcome.BLOCKED, "nerve_block"))
    assert "{the typical profile}" in str(found.counterexample)


def test_an_answer_that_is_too_old_can_break_a_promise() -> None:
    invariant = Invariant(
        "promise", "Said.", ("exercise_therapy",),
        Demands(Outcome.BLOCKED, IsTrue("heart_attack_history"), ("orthopedist_cleared",)),
    )  # fmt: skip
    example = broken(invariant).counterexample
    assert example is not None
    assert example.stale == ("orthopedist_cleared",)
    assert "orthopedist_cleared: too old to count" in str(example)


def test_a_release_that_is_too_easy_is_seen() -> None:
    ruleset = SHIPPED.ruleset
    milder = replace(ruleset.rules["held_after_flare"], when=All((IsTrue("pregnant"), Not(IsTrue("pregnant")))))
    rules = {**ruleset.rules, "held_after_flare": milder}
    invariant = Invariant("promise", "Said.", ("programme",), ReleasesToo(Hold.EXACERBATION, Hold.DISCOMFORT))
    findings = check(replace(ruleset, rules=rules, invariants=(invariant,)))
    (found,) = (each for each in findings if each.subject == "promise")
    assert "what releases exacerbation does not release discomfort" in found.message


def test_a_promise_of_a_pack_that_is_left_out_is_not_made() -> None:
    without = load_rules(without=["safety_gate"])
    assert not [each for each in without.check() if each.check == "broken_invariant"]


def test_a_point_that_is_not_bad_is_a_bug_of_the_prover() -> None:
    prover = Prover(SHIPPED.ruleset)
    group = prover.world.groups[0]
    with pytest.raises(ProverError):
        prover.simplest(prover.world.typical(group.intervention), group, lambda _: False)


def test_what_several_rules_cover_together_names_those_that_are_needed() -> None:
    number = building.fact("n", type=FactType.INTEGER, minimum=0, maximum=6)
    facts = [building.fact("a"), building.fact("c"), number]
    either = Any((Compare("n", Operator.AT_LEAST, 5), Compare("n", Operator.AT_MOST, 0)))
    rules = [
        building.rule("first", Compare("n", Operator.AT_LEAST, 4)),
        building.rule("second", Compare("n", Operator.AT_MOST, 1)),
        building.rule("third", IsTrue("c")),
        building.rule("covered", All((IsTrue("a"), either))),
    ]
    (found,) = (each for each in check(building.ruleset(facts, rules)) if each.check == "covered_rule")
    assert (found.subject, found.related) == ("covered", ("first", "second"))


def test_a_waived_rule_is_left_alone() -> None:
    rules = [building.rule("one", IsTrue("a")), building.rule("two", IsTrue("a"), keep_because="Its own words.")]
    assert not [each for each in check(building.ruleset([building.fact("a")], rules)) if each.level is Level.WARNING]


def test_a_condition_over_too_many_answers_is_not_gone_through() -> None:
    facts = [building.fact(f"b{number}") for number in range(12)]
    often = All((*(IsTrue(fact.name) for fact in facts), Any((IsTrue("b0"), Not(IsTrue("b0"))))))
    found = check(building.ruleset(facts, [building.rule("wide", often)]))
    assert ("needless_unknown", Level.NOT_PROVED) in {(each.check, each.level) for each in found}


def test_a_finding_without_a_place_is_told_without_one() -> None:
    finding = Finding("pinhole", Level.INFO, "fact", "Said.")
    assert str(finding) == "info pinhole: Said."
    assert "locations" not in sarif([finding], "1.0", str)["runs"][0]["results"][0]


def test_a_threshold_without_its_number_has_no_cells() -> None:
    fact = building.fact("heat", type=FactType.DECIMAL, minimum=34, maximum=43)
    with pytest.raises(TypeError):
        scales({"heat": fact}, [Compare("heat", Operator.ABOVE, "fever_c")])


def test_what_the_evaluator_does_not_confirm_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    prover = Prover(SHIPPED.ruleset)
    group = prover.world.groups[0]
    contradictory = prover.world.typical(group.intervention)
    contradictory = prover.changed(contradictory, prover.position["pregnant"], 0)
    contradictory = prover.changed(contradictory, prover.position["gestation_weeks"], 0)
    with pytest.raises(ProverError, match="contradiction"):
        prover.confirm_consistent(contradictory, group.intervention)
    monkeypatch.setattr("sciatica_rules.proof.prover.screened", lambda *_: Outcome.BLOCKED)
    with pytest.raises(ProverError, match="disagrees"):
        prover.counterexample(prover.world.typical(group.intervention), group)


@given(
    st.decimals(34, 43, places=3), st.lists(st.decimals(34, 43, places=2), max_size=6), st.sampled_from(list(Operator))
)
@settings(max_examples=200)
def test_the_cell_of_a_value_says_of_it_what_the_comparison_says(
    value: Decimal, thresholds: list[Decimal], operator: Operator
) -> None:
    fact = building.fact("heat", type=FactType.DECIMAL, minimum=34, maximum=43, typical=Decimal("36.6"))
    leaves = [Compare("heat", operator, threshold) for threshold in thresholds]
    scale = scales({"heat": fact}, leaves)["heat"]
    for leaf in leaves:
        expected = {"at_least": value >= leaf.threshold, "above": value > leaf.threshold}  # type: ignore[operator]
        expected |= {"at_most": value <= leaf.threshold, "below": value < leaf.threshold}  # type: ignore[operator]
        assert bool(scale.holding(leaf) >> scale.cell(value) & 1) == expected[operator.value]
    for cell in range(scale.size):
        assert scale.cell(scale.readable(cell, fact.typical)) == cell


@given(st.integers(0, 10), st.lists(st.integers(0, 10), min_size=1, max_size=3, unique=True), st.sampled_from(Operator))
def test_the_cell_of_a_whole_number_tells_what_each_comparison_alone_says(
    value: int, listed: list[int], operator: Operator
) -> None:
    number = building.fact("n", type=FactType.INTEGER, minimum=0, maximum=10)
    threshold = listed[0]
    compared = {"at_least": value >= threshold, "above": value > threshold}
    compared |= {"at_most": value <= threshold, "below": value < threshold}
    for leaf, expected in (
        (OneOf("n", tuple(listed)), value in listed),
        (Compare("n", operator, threshold), compared[operator.value]),
    ):
        scale = scales({"n": number}, [leaf])["n"]
        assert bool(scale.holding(leaf) >> scale.cell(value) & 1) == expected


def test_cells_that_are_too_coarse_are_noticed() -> None:
    fact = building.fact("heat", type=FactType.DECIMAL, minimum=34, maximum=43)
    scale = scales({"heat": fact}, [])["heat"]
    with pytest.raises(LookupError):
        scale.holding(Compare("heat", Operator.ABOVE, 38))


def test_sarif_names_the_file_as_the_repository_does() -> None:
    finding = replace(
        broken(promise(IsTrue("diabetes"), Outcome.BLOCKED)), location=SHIPPED.rules["flare_now"].location
    )
    (run,) = sarif([finding], "1.0", lambda path: f"clinic/{path}")["runs"]
    (result,) = run["results"]
    assert json.dumps(result)
    assert result["level"] == "error"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "clinic/rules/article/preconditions/flare_now.yaml"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [WRONG_EXAMPLE, *(each.name for each in CHECKS)]


def test_every_check_has_a_page_of_its_own() -> None:
    pages = {path.stem for path in (ROOT / "docs" / "checks").glob("*.md")}
    assert pages == {"index", WRONG_EXAMPLE, *(each.name for each in CHECKS)}


def test_nobody_stands_on_both_sides_of_a_value_at_once() -> None:
    """Below 3 blocks those with a, above 3 those without: 3 itself is a pinhole for nobody."""
    facts = [building.fact("a"), building.fact("n", type=FactType.INTEGER, minimum=0, maximum=10)]
    rules = [
        building.rule("low", All((IsTrue("a"), Compare("n", Operator.BELOW, 3)))),
        building.rule("high", All((Not(IsTrue("a")), Compare("n", Operator.ABOVE, 3)))),
        building.rule("any", Compare("n", Operator.AT_LEAST, 0), effect=Effect.CONSULT_DOCTOR),
    ]
    assert "pinhole" not in {finding.check for finding in check(building.ruleset(facts, rules))}
