"""What a second rule set writes otherwise, and which of it no proof covers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any as Anything

import pytest

from sciatica_rules.condition import All, Condition, IsTrue, Not
from sciatica_rules.proof.causes import Action
from sciatica_rules.proof.diff import diff
from sciatica_rules.proof.edits import Edit, in_word
from sciatica_rules.ruleset import RuleSet
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
