"""Differences between rule sets that no files hold, as people read them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sciatica_rules.cli.page import Page
from sciatica_rules.cli.show.diff import show_difference
from sciatica_rules.cli.show.diff_markdown import difference_in_markdown
from sciatica_rules.cli.show.difference import MOST, pieces
from sciatica_rules.condition import All, IsTrue, Not
from sciatica_rules.outcome import Effect
from sciatica_rules.proof.diff import Difference, diff
from sciatica_rules.proof.edits import FieldEdit
from sciatica_rules.vocabulary import Worse
from tests import building
from tests.cli.harness import Stream


def milder(places: int) -> Difference:
    """One rule demands less than before, for so many interventions."""
    interventions = [building.intervention(f"move_{number}", "exercise_therapy") for number in range(places)]
    old, new = (
        building.ruleset([building.fact("fever")], [building.rule("hot", IsTrue("fever"), effect)], interventions)
        for effect in (Effect.BLOCKED, Effect.CONSULT_DOCTOR)
    )
    return diff(old, new)


def in_text(difference: Difference) -> str:
    stream = Stream()
    show_difference(Page(stream), difference, "old", "new")
    return stream.text


@pytest.mark.parametrize(("others", "folded"), [(MOST, False), (MOST + 1, True)])
def test_many_interventions_are_folded_in_a_comment_and_counted_in_a_text(others: int, folded: bool) -> None:
    difference = milder(others + 1)
    markdown, text = difference_in_markdown(difference, "old", "new"), in_text(difference)
    assert (f"<summary>and for {others} others</summary>" in markdown) is folded
    assert ("and 1 more" in text) is folded
    assert markdown.count("move_") == others + 1


def test_a_change_of_which_no_cause_is_known_is_told_without_a_reason() -> None:
    difference = milder(1)
    (shift,) = difference.shifts
    unexplained = replace(difference, shifts=(replace(shift, causes=()),))
    assert "why:" in in_text(difference)
    assert "why:" not in in_text(unexplained)
    assert "**`hot`**: rule hot changed" in difference_in_markdown(difference, "old", "new")
    assert "**`hot`**\n" in difference_in_markdown(unexplained, "old", "new")


def test_what_only_sessions_forget_otherwise_is_told_and_listed_as_no_edit() -> None:
    cleared = building.fact("cleared", worse_when=Worse.FALSE, clearance=True)
    ill = building.rule("ill", All((IsTrue("sick"), Not(IsTrue("cleared")))))
    old, new = (
        building.ruleset([cleared, building.fact("a"), building.fact("sick", defined_by=each)], [ill])
        for each in (IsTrue("a"), All((IsTrue("a"), IsTrue("a"))))
    )
    difference = diff(old, new)
    assert "rule ill: when a clearance lapses" in in_text(difference)
    assert "otherwise: rules" not in in_text(difference)
    assert "#### Rules" not in difference_in_markdown(difference, "old", "new")


def test_of_a_field_with_names_only_the_entries_that_changed_are_told() -> None:
    field = FieldEdit("choices", {"none": "No", "slow": "Slow"}, {"none": "No", "slow": "Slowly", "fast": "Fast"})
    assert pieces(field) == (["slow: Slow"], ["slow: Slowly", "fast: Fast"])
