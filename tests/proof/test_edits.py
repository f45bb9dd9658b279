"""What a second rule set writes otherwise, and which of it no proof covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any as Anything

import pytest

from sciatica_rules.condition import All, Any, Compare, Condition, IsTrue, Not, OneOf, Operator, facts_read
from sciatica_rules.outcome import Effect, Hold
from sciatica_rules.profile import read_profile
from sciatica_rules.proof.causes import Action
from sciatica_rules.proof.diff import diff
from sciatica_rules.proof.edits import Edit, in_word
from sciatica_rules.reference import outcome
from sciatica_rules.rule import Rule
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.session import Session
from sciatica_rules.vocabulary import Fact, FactType, Worse
from tests import building


def rules(fact: Fact, when: Condition) -> RuleSet:
    return building.ruleset([fact], [building.rule("one", when)])


def one_edit(old: RuleSet, new: RuleSet) -> Edit:
    (edit,) = diff(old, new).edits
    return edit


BOOLEAN = building.fact("b")
NUMBER = building.fact("n", type=FactType.INTEGER, minimum=1, maximum=9)
CHOICE = building.fact("kind", type=FactType.CHOICE, choices={"a": "one", "b": "another"})
DERIVED = building.fact("d", implied_by=IsTrue("b"), defined_by=IsTrue("c"))


@pytest.mark.parametrize(
    ("before", "change", "told"),
    [
        (BOOLEAN, {"worse_when": Worse.FALSE}, {"worse_when", "denies"}),
        (BOOLEAN, {"worse_when": Worse.DEPENDS}, {"worse_when", "denies"}),
        (replace(BOOLEAN, worse_when=Worse.FALSE), {"worse_when": Worse.DEPENDS}, {"worse_when"}),
        (NUMBER, {"worse_when": Worse.HIGHER}, set()),
        (BOOLEAN, {"group": "sciatica"}, {"denies"}),
        (NUMBER, {"group": "sciatica"}, set()),
        (BOOLEAN, {"clearance": True}, {"clearance", "denies"}),
        (BOOLEAN, {"momentary": True}, {"momentary"}),
        (BOOLEAN, {"valid_for": timedelta(days=9)}, {"valid_for"}),
        (BOOLEAN, {"question": "Is it?", "mutable": False}, set()),
        (NUMBER, {"type": FactType.DECIMAL}, {"type"}),
        (NUMBER, {"unit": "Cel"}, {"unit"}),
        (NUMBER, {"minimum": 0}, {"min"}),
        (NUMBER, {"minimum": None, "maximum": None}, {"min", "max"}),
        (NUMBER, {"maximum": 10}, {"max"}),
        (NUMBER, {"minimum": 2, "maximum": 8}, set()),
        (replace(NUMBER, minimum=None, maximum=None), {"minimum": 2, "maximum": 8}, set()),
        (CHOICE, {"choices": {"a": "one", "b": "another", "c": "a third"}}, {"choices"}),
        (CHOICE, {"choices": {"a": "this one"}}, set()),
        (CHOICE, {"denied": "a"}, {"denies"}),
        (DERIVED, {"defined_by": None}, {"derivation"}),
        (DERIVED, {"implied_by": IsTrue("c")}, {"derivation"}),
        (DERIVED, {"implied_by": All((IsTrue("b"), IsTrue("c")))}, set()),
    ],
)
def test_what_could_loosen_a_decision_and_is_not_compared_is_beyond_proof(
    before: Fact, change: dict[str, Anything], told: set[str]
) -> None:
    beneath = [building.fact(name) for name in ("b", "c") if before.derivations]
    old, new = (building.ruleset([*beneath, fact], []) for fact in (before, replace(before, **change)))
    found = diff(old, new)
    (edit,) = [each for each in found.edits if each.kind == "fact"]
    assert (edit.action, set(edit.beyond_proof)) == (Action.CHANGED, told)
    assert (found.is_equivalent, found.may_be_looser) == (True, bool(told))


HELD_FOR = building.fact(
    "held_for", type=FactType.CHOICE, choices={each.value: "so" for each in Hold}, typical="none", when_unknown="none"
)
SUBSIDED = building.fact("subsided", worse_when=Worse.FALSE, when_unknown=False)
CLEARED = building.fact("cleared", worse_when=Worse.FALSE, when_unknown=False, clearance=True)
STOP = building.rule("stop", IsTrue("b"), hold=Hold.DISCOMFORT)
KEEP = building.rule("keep", All((OneOf("held_for", ("discomfort",)), Not(IsTrue("subsided")))))
ILL = building.rule("ill", All((IsTrue("c"), Not(IsTrue("cleared")))))
AGAIN = building.rule("again", IsTrue("c"))


def sessions(*rules: Rule) -> RuleSet:
    b, c = building.fact("b", when_unknown=False, momentary=True), building.fact("c", when_unknown=False)
    return building.ruleset([b, c, HELD_FOR, SUBSIDED, CLEARED], rules)


def or_never(rule: Rule, fact: str) -> Rule:
    """The same condition in other words, which read one more fact."""
    return replace(rule, when=Any((rule.when, All((rule.when, IsTrue(fact))))))


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ((or_never(STOP, "c"), KEEP, ILL, AGAIN), {}),
        ((or_never(STOP, "subsided"), KEEP, ILL, AGAIN), {"stop": ("hold",)}),
        ((replace(or_never(STOP, "subsided"), id="other"), KEEP, ILL, AGAIN), {"stop": ("hold",)}),
        ((replace(STOP, id="other"), KEEP, ILL, AGAIN), {}),
        ((STOP, replace(KEEP, when=OneOf("held_for", ("discomfort",))), ILL, AGAIN), {"stop": ("hold",)}),
        ((STOP, or_never(KEEP, "c"), ILL, AGAIN), {"stop": ("hold",)}),
        ((STOP, or_never(KEEP, "unheard"), ILL, AGAIN), {}),
        ((STOP, KEEP, AGAIN), {"ill": ("clearance",)}),
        ((STOP, KEEP, replace(ILL, when=IsTrue("c")), AGAIN), {"ill": ("clearance",)}),
        ((STOP, KEEP, replace(ILL, title="Unwell"), AGAIN), {}),
        ((STOP, KEEP, ILL, AGAIN, replace(ILL, id="more")), {}),
    ],
)
def test_what_a_session_may_forget_otherwise_is_beyond_proof(
    new: Sequence[Rule], told: dict[str, tuple[str, ...]]
) -> None:
    after = sessions(*new)
    if any("unheard" in facts_read(rule.when) for rule in new):
        facts = [*after.vocabulary.facts.values(), building.fact("unheard", when_unknown=False)]
        after = replace(after, vocabulary=building.vocabulary(facts))
    found = diff(sessions(STOP, KEEP, ILL, AGAIN), after)
    assert not found.is_looser
    assert {edit.name: edit.beyond_proof for edit in found.beyond_proof} == told
    assert found.may_be_looser is bool(told)


def test_a_stop_reworded_so_that_what_is_said_with_it_lifts_its_hold_is_beyond_proof() -> None:
    """Why a gate must not let it pass: everybody is told the same, and the session goes on."""
    for stop, held in ((STOP, Hold.DISCOMFORT), (or_never(STOP, "subsided"), Hold.NONE)):
        session = Session.start(sessions(stop, KEEP), {}, "exercise_therapy", None)
        assert session.observe(b=True, subsided=True).observe().held_for is held


@pytest.mark.parametrize("assumed", [None, False, True])
def test_a_rule_that_reads_a_clearance_only_now_is_beyond_proof_unless_the_worst_is_assumed_when_it_lapses(
    assumed: bool | None,
) -> None:
    """What blocked by *not cleared* is open again, though the new rule only ever asks for more."""
    facts = [building.fact("b"), building.fact("c"), replace(CLEARED, when_unknown=assumed)]
    more = building.rule("more", IsTrue("b"), Effect.CONSULT_DOCTOR)
    reads = or_never(more, "cleared")
    for known in ([], [more]):
        old, new = (building.ruleset(facts, [ILL, *some]) for some in (known, [reads]))
        found = diff(old, new)
        assert not found.is_looser
        assert {edit.name for edit in found.beyond_proof} == (set() if assumed is False else {"more"})
        told = []
        for ruleset in (old, new):
            session = Session.start(ruleset, {"c": True, "cleared": False}, "exercise_therapy", None).observe(b=True)
            told.append(session.decision.outcome)
        assert (told[1] < told[0]) is found.may_be_looser


def test_a_denial_that_new_evidence_takes_away_from_a_negation_is_beyond_proof() -> None:
    """Nobody who answers one by one is told something looser, but whoever denies the group is."""
    cause, covered = building.fact("c", group="others"), building.rule("covered", IsTrue("c"), Effect.CONSULT_DOCTOR)
    plain, implied = building.fact("b"), building.fact("b", implied_by=IsTrue("c"))
    for condition, told in ((Not(IsTrue("b")), ("denies",)), (IsTrue("b"), ())):
        old, new = (
            building.ruleset([cause, fact], [building.rule("one", condition), covered]) for fact in (plain, implied)
        )
        found = diff(old, new)
        assert (found.is_looser, found.may_be_looser) == (False, bool(told))
        (edit,) = found.edits
        assert (edit.name, edit.beyond_proof) == ("b", told)
        denying = read_profile({"c": True, "denies": ["history"]}, old.vocabulary)
        assert (outcome(new, denying, "exercise_therapy") < outcome(old, denying, "exercise_therapy")) is bool(told)


def test_a_denial_is_beyond_proof_where_a_parameter_derives_the_fact_otherwise() -> None:
    facts = [building.fact("n", type=FactType.INTEGER, minimum=0, maximum=9, group="others")]
    ill = building.fact("ill", implied_by=Compare("n", Operator.ABOVE, "most"))
    reads = building.rule("one", Not(Any((IsTrue("ill"), IsTrue("ill")))))
    old, new = (building.ruleset([*facts, ill], [reads], None, [building.parameter("most", most)]) for most in (3, 2))
    assert {edit.name: edit.beyond_proof for edit in diff(old, new).beyond_proof} == {"ill": ("denies",)}


def test_a_fact_is_told_field_by_field() -> None:
    edit = one_edit(*(rules(building.fact("b", worse_when=worse), IsTrue("b")) for worse in (Worse.TRUE, Worse.FALSE)))
    assert [(each.field, each.before, each.after) for each in edit.fields] == [("worse_when", "true", "false")]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "none"),
        (True, "true"),
        (Decimal("37.5"), "37.5"),
        (("a", "b"), "a, b"),
        ({"a": 1}, "a: 1"),
        (frozenset({"b", "a"}), "a, b"),
        (building.CITED[0], "article/EX-C-01"),
        (Not(IsTrue("b")), "not b"),
    ],
)
def test_a_value_is_told_in_words(value: object, said: str) -> None:
    assert in_word(value) == said
