"""What a difference between two rule sets comes from, and that nobody is told one who is not there."""

from __future__ import annotations

import pytest

from sciatica_rules.condition import All, Condition, IsTrue, Not
from sciatica_rules.proof.causes import Action, Cause, causes
from sciatica_rules.proof.cover import Pool
from sciatica_rules.proof.diff import diff
from sciatica_rules.proof.edits import in_plain
from sciatica_rules.proof.witness import ProverError
from sciatica_rules.rule import Departure
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.source import Citation
from tests import building


def rules(when: Condition, *facts: str) -> RuleSet:
    return building.ruleset([building.fact(name) for name in facts], [building.rule("one", when)])


def test_a_fact_that_only_one_side_knows_is_a_cause() -> None:
    old, new = rules(IsTrue("fever"), "fever"), rules(All((IsTrue("fever"), IsTrue("pain"))), "fever", "pain")
    changed = Cause("rule", "one", Action.CHANGED)
    assert list(causes("one", old, new, "exercise_therapy")) == [changed, Cause("fact", "pain", Action.ADDED)]
    assert list(causes("one", new, old, "exercise_therapy")) == [changed, Cause("fact", "pain", Action.REMOVED)]


def test_an_intervention_that_a_rule_no_longer_concerns_is_a_cause() -> None:
    stop = building.rule("one", IsTrue("fever"), applies_to=("lying",))
    places = [building.intervention("curl", "lying"), building.intervention("curl")]
    old, new = (building.ruleset([building.fact("fever", typical=False)], [stop], [place]) for place in places)
    changed = Cause("intervention", "curl", Action.CHANGED)
    assert list(causes("one", old, new, "curl")) == list(causes("one", new, old, "curl")) == [changed]
    assert list(causes("one", old, old, "curl")) == []


def test_what_only_an_answer_too_old_to_count_shows_is_told_of_somebody_with_one() -> None:
    flat = building.fact("flat", typical=False, when_unknown=False)
    both_ways = building.rule("one", All((IsTrue("flat"), Not(IsTrue("flat")))))
    old, new = building.ruleset([flat], [both_ways]), building.ruleset([flat], [])
    (shift,) = diff(old, new).shifts
    assert (shift.person.stale, shift.person.before.outcome) == (("flat",), "consult_doctor")


def test_a_search_that_ends_at_the_wrong_person_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = rules(IsTrue("fever"), "fever"), rules(Not(IsTrue("fever")), "fever")
    monkeypatch.setattr(Pool, "escape", lambda _pool, _members, _cover, typical: list(typical))
    with pytest.raises(ProverError, match="for whom nothing changes"):
        diff(old, new)


def test_a_departure_from_evidence_is_told_by_its_parts() -> None:
    departure = Departure("laxer", Citation("guideline"), "It says more.")
    assert in_plain(departure) == {"direction": "laxer", "source": "guideline", "note": "It says more."}
    assert in_plain(Departure("laxer", Citation("guideline"), "")) == {"direction": "laxer", "source": "guideline"}
