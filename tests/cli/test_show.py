"""Pages about rule sets that no file holds."""

from __future__ import annotations

import pytest

from sciatica_rules import Effect, Rules
from sciatica_rules.cli.page import Page
from sciatica_rules.cli.show.check import Checked, show_findings
from sciatica_rules.cli.show.decision import show_decisions
from sciatica_rules.cli.show.exercises import how_much
from sciatica_rules.cli.show.mutate import show_tried
from sciatica_rules.cli.show.words import how_far_read
from sciatica_rules.condition import IsTrue
from sciatica_rules.proof.finding import Finding, Level
from sciatica_rules.proof.mutation.mutants import mutants
from sciatica_rules.proof.mutation.trial import Fate, Tried
from tests import building
from tests.cli.harness import Stream, small_rules


def shown(rules: Rules, profile: dict[str, object]) -> str:
    stream = Stream()
    show_decisions(Page(stream), [rules.screen(profile, "exercise_therapy")], rules, everything=False)
    return stream.text


def test_a_decision_without_sources_and_limits_has_no_such_headings() -> None:
    rules = Rules(building.ruleset([building.fact("fever")], [building.rule("hot", IsTrue("fever"))]))
    text = shown(rules, {"fever": False})
    assert text.startswith("=")
    assert "ALLOWED" in text
    assert "Sources" not in text
    assert "Not covered" not in text


@pytest.mark.parametrize(("more", "cut"), [(16, False), (20, False), (21, True), (40, True)])
def test_questions_are_cut_only_where_that_saves_some(more: int, cut: bool) -> None:
    facts = [building.fact(f"fact_{number}", group=f"group_{number // 3}") for number in range(more)]
    rules = Rules(building.ruleset(facts, [building.rule(fact.name, IsTrue(fact.name)) for fact in facts]))
    text = shown(rules, {})
    assert ("--all shows them" in text) is cut
    assert text.count("What about") == (16 if cut else more)


def test_a_doctor_is_asked_for_in_the_colour_of_care() -> None:
    rule = building.rule("hot", IsTrue("fever"), Effect.CONSULT_DOCTOR)
    text = shown(Rules(building.ruleset([building.fact("fever")], [rule])), {"fever": True})
    assert "CONSULT A DOCTOR" in text
    assert "Rule hot - needs a doctor" in text


def test_what_is_no_exercise_has_no_dose() -> None:
    assert how_much(small_rules(base="article").interventions["lidocaine_block"]) == ""


def test_a_word_for_how_far_a_source_was_read_that_nobody_knows_is_kept() -> None:
    assert how_far_read("a photograph") == "a photograph"
    assert how_far_read("secondary (quoted)") == "known only from other documents (quoted)"


def test_a_finding_and_a_mistake_in_rules_of_no_file_have_no_place() -> None:
    stream = Stream()
    show_findings(
        Page(stream),
        [Finding("dead_rule", Level.WARNING, "hot", "nobody has it")],
        Checked(own=False, rules=1, invariants=0, checks=1, examples=0),
    )
    assert stream.text.startswith("  warning dead_rule: nobody has it\n")
    ruleset = building.ruleset([building.fact("fever")], [building.rule("hot", IsTrue("fever"))])
    mutant = mutants(ruleset, ruleset.rules["hot"])[0]
    stream = Stream()
    show_tried(Page(stream), [Tried(mutant, Fate.NOT_PROVED)], rules=1, budget=10)
    assert stream.text.startswith("  negate in hot: not fever, instead of fever\n")
