"""What a second rule set writes otherwise, and which of it no proof covers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from sciatica_rules.condition import Condition, IsTrue, Not
from sciatica_rules.proof.causes import Action
from sciatica_rules.proof.diff import diff
from sciatica_rules.proof.edits import Edit, in_word
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.vocabulary import Fact, Worse
from tests import building


def rules(fact: Fact, when: Condition) -> RuleSet:
    return building.ruleset([fact], [building.rule("one", when)])


def one_edit(old: RuleSet, new: RuleSet) -> Edit:
    (edit,) = diff(old, new).edits
    return edit


def test_a_denial_that_says_something_else_is_beyond_proof() -> None:
    old = rules(building.fact("b"), IsTrue("b"))
    changed = replace(old, vocabulary=building.vocabulary([building.fact("b", worse_when=Worse.FALSE)]))
    edit = one_edit(old, changed)
    assert (edit.action, edit.beyond_proof) == (Action.CHANGED, ("denies",))
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
