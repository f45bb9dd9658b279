"""What every engine runs says the same as the conditions it was made from."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from decimal import Decimal
from typing import Any as Anything

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciatica_rules import load_rules
from sciatica_rules.atoms import Among, Holds, Literal, No, Outside, Yes, literals
from sciatica_rules.condition import All, Always, Any, Compare, Condition, IsTrue, Not, OneOf, Operator, leaves
from sciatica_rules.outcome import Effect, Outcome
from sciatica_rules.profile import Profile, read_profile
from sciatica_rules.program import (
    EVERYBODY,
    NOBODY,
    Both,
    Constant,
    Either,
    Node,
    Program,
    literals_in,
    loom_of,
    program,
)
from sciatica_rules.reference import outcome
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.vocabulary import FactType
from tests import building
from tests.strategies import CHOICES, Case, cases, contradictory_cases

FACTS = [
    building.fact("a"),
    building.fact("b"),
    building.fact("count", type=FactType.INTEGER, minimum=0, maximum=9),
    building.fact("level", type=FactType.DECIMAL, minimum=0, maximum=9),
    building.fact("kind", type=FactType.CHOICE, choices=CHOICES),
]
PLAIN = building.ruleset(FACTS, [])
COMPARE = {"at_least": operator.ge, "above": operator.gt, "at_most": operator.le, "below": operator.lt}
Answers = Mapping[str, Anything]


def says(node: Node, answers: Answers) -> bool:
    """The meaning of a formula, written down once more."""
    match node:
        case Constant(holds):
            return holds
        case Both(parts):
            return all(says(part, answers) for part in parts)
        case Either(parts):
            return any(says(part, answers) for part in parts)
        case _:
            return node.fact in answers and met(node, answers[node.fact])


def met(literal: Literal, value: Anything) -> bool:
    match literal:
        case Yes():
            return value is True
        case No():
            return value is False
        case Among(values=values):
            return value in values
        case Outside(values=values):
            return value not in values
        case Holds(operator=comparison, threshold=threshold):
            return bool(COMPARE[comparison.value](value, threshold))


def run(made: Program, answers: Answers) -> Outcome:
    """What the text of ``program.py`` says an engine has to do."""
    known = {**made.defaults, **answers}
    if any(says(rule.rails.true, known) for rule in made.rules if rule.effect is Effect.BLOCKED):
        return Outcome.BLOCKED
    clear = all(says(rule.rails.false, known) for rule in made.rules)
    contradictory = any(says(conflict.when, known) for conflict in made.conflicts)
    return Outcome.ALLOWED if clear and not contradictory else Outcome.CONSULT_DOCTOR


def plain(case: Case) -> Profile:
    raw = {name: value for name, value in case.raw.items() if name not in {"denies", "observed"}}
    return read_profile(raw, case.ruleset.vocabulary)


@given(cases(aged=False) | contradictory_cases())
def test_a_program_says_what_the_reference_says_of_plain_answers(case: Case) -> None:
    profile = plain(case)
    assert run(program(case.ruleset, case.intervention), profile.answers) is outcome(
        case.ruleset, profile, case.intervention
    )


@given(cases(aged=False) | contradictory_cases())
def test_a_program_tells_which_facts_it_reads(case: Case) -> None:
    made = program(case.ruleset, case.intervention)
    answers = plain(case).answers
    kept = {name: value for name, value in answers.items() if name in {fact.name for fact in made.facts}}
    assert run(made, kept) is run(made, answers)
    assert {fact.name for fact in made.facts} <= case.ruleset.bound(case.intervention).reads


@given(cases(aged=False), st.data())
def test_formulas_that_are_equal_are_one_object(case: Case, data: st.DataObject) -> None:
    """Whichever program they come from; so a rule that stands twice costs nothing."""
    again = data.draw(st.sampled_from(sorted(case.ruleset.interventions)))
    nodes: dict[object, Node] = {}
    for made in (program(case.ruleset, case.intervention), program(case.ruleset, again)):
        for node in every_node(made):
            spelled = (type(node), frozenset(map(id, node.parts))) if isinstance(node, Both | Either) else node
            assert nodes.setdefault(spelled, node) is node


def every_node(made: Program) -> list[Node]:
    pending = [rail for rule in (*made.rules, *made.precautions) for rail in (rule.rails.true, rule.rails.false)]
    pending += [conflict.when for conflict in made.conflicts]
    found: list[Node] = []
    while pending:
        found.append(node := pending.pop())
        pending += node.parts if isinstance(node, Both | Either) else ()
    return found


@given(cases(aged=False))
def test_no_formula_holds_a_constant_or_a_part_of_its_own_kind(case: Case) -> None:
    for node in every_node(program(case.ruleset, case.intervention)):
        if isinstance(node, Both | Either):
            assert len(node.parts) > 1
            assert not [part for part in node.parts if isinstance(part, Constant | type(node))]


A, B = IsTrue("a"), IsTrue("b")


@pytest.mark.parametrize(
    ("condition", "true", "false"),
    [
        (Always(), EVERYBODY, NOBODY),
        (A, Yes("a"), No("a")),
        (Not(A), No("a"), Yes("a")),
        (Not(Not(A)), Yes("a"), No("a")),
        (All((A,)), Yes("a"), No("a")),
        (All((A, Any((A, B)))), Yes("a"), No("a")),
        (Any((A, All((A, B)))), Yes("a"), No("a")),
        (All((A, Always())), Yes("a"), No("a")),
        (Any((A, Always())), EVERYBODY, NOBODY),
        (Any((A, Not(Always()))), Yes("a"), No("a")),
        (All(()), EVERYBODY, NOBODY),
        (Any(()), NOBODY, EVERYBODY),
        (OneOf("kind", ("some",)), Among("kind", ("some",)), Among("kind", ("none", "much"))),
        (OneOf("kind", ("some", "much", "none")), Among("kind", ("none", "some", "much")), NOBODY),
        (OneOf("count", (3, 1, 3)), Among("count", (1, 3)), Outside("count", (1, 3))),
    ],
)
def test_a_condition_becomes_its_two_rails(condition: Condition, true: Node, false: Node) -> None:
    rails = loom_of(PLAIN).rails(condition)
    assert (rails.true, rails.false) == (true, false)


def test_a_derived_fact_that_nothing_can_contradict_is_no_conflict_to_look_for() -> None:
    never = building.fact("c", implied_by=All((A, Not(A))))
    ruleset = building.ruleset([*FACTS, never], [building.rule("only", IsTrue("c"))])
    assert program(ruleset, "exercise_therapy").conflicts == ()


def test_a_fact_answered_both_ways_is_nobody() -> None:
    """Evidence for and against one plain fact cannot meet, so it is no conflict to look for."""
    assert loom_of(PLAIN).rails(All((A, Not(A)))).true is NOBODY


@pytest.mark.parametrize(
    ("fact", "written", "threshold", "canonical", "canonical_threshold"),
    [
        ("count", Operator.ABOVE, 2, Operator.AT_LEAST, 3),
        ("count", Operator.ABOVE, Decimal("2.5"), Operator.AT_LEAST, 3),
        ("count", Operator.AT_LEAST, Decimal("2.5"), Operator.AT_LEAST, 3),
        ("count", Operator.AT_MOST, 2, Operator.BELOW, 3),
        ("count", Operator.AT_MOST, Decimal("2.5"), Operator.BELOW, 3),
        ("count", Operator.BELOW, Decimal("2.5"), Operator.BELOW, 3),
        ("level", Operator.ABOVE, Decimal("2.0"), Operator.ABOVE, 2),
        ("level", Operator.AT_MOST, Decimal("2.50"), Operator.AT_MOST, Decimal("2.5")),
    ],
)
def test_a_comparison_has_one_form(
    fact: str, written: Operator, threshold: Decimal, canonical: Operator, canonical_threshold: Decimal
) -> None:
    found, _ = literals(Compare(fact, written, threshold), PLAIN.vocabulary.facts[fact])
    assert found == Holds(fact, canonical, canonical_threshold)
    assert str(found.threshold) == str(canonical_threshold)


@given(st.sampled_from(list(Operator)), st.decimals(-1, 10, places=2), st.integers(0, 9), st.sampled_from(FACTS[2:4]))
def test_a_comparison_and_its_opposite_split_all_known_numbers(
    written: Operator, threshold: Decimal, number: int, fact: Anything
) -> None:
    true, false = literals(Compare(fact.name, written, threshold), fact)
    holds = bool(COMPARE[written.value](number, threshold))
    assert (met(true, number), met(false, number)) == (holds, not holds)


@pytest.mark.parametrize(
    ("leaf", "fact"),
    [
        (IsTrue("count"), "count"),
        (OneOf("a", (1,)), "a"),
        (Compare("kind", Operator.BELOW, 1), "kind"),
        (Compare("count", Operator.BELOW, "a_parameter"), "count"),
    ],
)
def test_what_no_rule_file_can_say_is_not_compiled(leaf: Anything, fact: str) -> None:
    with pytest.raises(TypeError, match=f"suits the fact {fact}"):
        literals(leaf, PLAIN.vocabulary.facts[fact])


def shipped_programs() -> tuple[RuleSet, list[Program]]:
    ruleset = load_rules().ruleset
    return ruleset, [program(ruleset, name) for name in ruleset.interventions]


def test_the_shipped_rules_use_no_more_comparisons_than_they_write() -> None:
    ruleset, made = shipped_programs()
    derivations = [each for pair in ruleset.derivations.values() for each in pair if each is not None]
    for each in made:
        bound = ruleset.bound(each.intervention)
        written = [rule.when for rule in (*bound.objecting, *bound.precautions)] + derivations
        used = set(literals_in(every_node(each)))
        assert len(used) <= 2 * len({leaf for when in written for leaf in leaves(when)} | set(ruleset.derivations))


def test_a_closed_program_reads_derived_facts_as_answered() -> None:
    ruleset, _ = shipped_programs()
    closed = program(ruleset, "exercise_therapy", opened=False)
    assert closed.conflicts == ()
    assert {literal.fact for literal in literals_in(every_node(closed))} >= {"fever", "severe_pain"}
    assert "body_temperature_c" not in {fact.name for fact in closed.facts}


@pytest.mark.parametrize("values", [(), (Decimal("0.5"),), (True,), ("1",)], ids=str)
def test_numbers_that_are_none_are_not_compared(values: Anything) -> None:
    """With nothing left to compare, *one of none of them* would hold of nobody, and its opposite of the unknown."""
    number = building.fact("number", type=FactType.INTEGER)
    with pytest.raises(TypeError, match="only a bound comparison that suits the fact number"):
        literals(OneOf("number", values), number)
