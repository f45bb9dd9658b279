"""What a decision says about itself: why, what is missing, what was assumed, and that it can be stored and repeated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, product
from typing import Any as Anything

from hypothesis import assume, given
from hypothesis import strategies as st

from sciatica_rules.decision import Decision
from sciatica_rules.origin import Origin
from sciatica_rules.profile import Profile
from sciatica_rules.rules import Rules
from tests import building, oracle
from tests.shaped_strategies import read_once_cases
from tests.strategies import Case, cases, chance, contradictory_cases, shuffled

MOST = 256


def screened(case: Case) -> Decision:
    return Rules(case.ruleset).screen(case.raw, case.intervention, case.as_of)


def again(case: Case, profile: Profile) -> Decision:
    return Rules(case.ruleset).screen(profile, case.intervention, case.as_of)


def read(case: Case) -> Profile:
    return Rules(case.ruleset).read(case.raw)


def with_every_answer(case: Case, names: list[str]) -> Iterator[tuple[Profile, dict[str, Anything]]]:
    """The person with each possible set of fresh answers to these facts, a good many at most; a denial stays a no."""
    profile = read(case)
    facts = case.ruleset.vocabulary.facts
    _, origins = oracle.known_facts(case.ruleset, profile, case.as_of)
    denied = {name: oracle.denial(fact) for name, fact in facts.items() if origins[name] == "denied"}
    for values in islice(product(*(oracle.values_of(case.ruleset, facts[name]) for name in names)), MOST):
        more = dict(zip(names, values, strict=True))
        observed = {name: moment for name, moment in profile.observed.items() if name not in more}
        yield replace(profile, answers={**profile.answers, **denied, **more}, observed=observed), more


# What is missing


@given(cases())
def test_answering_all_that_is_missing_settles_a_decision_without_contradictions(case: Case) -> None:
    """Where the answers contradict nothing and bear out what was assumed."""
    decision = screened(case)
    assume(not decision.conflicts)
    assumed = {missing.fact for missing in decision.missing if missing.assumed}
    for extended, _ in with_every_answer(case, [missing.fact for missing in decision.missing if not missing.assumed]):
        after = again(case, extended)
        assert after.conflicts or after.settled
        assert after.conflicts or {missing.fact for missing in after.missing} <= assumed


@given(cases())
def test_missing_is_empty_exactly_where_a_decision_without_contradictions_is_settled(case: Case) -> None:
    decision = screened(case)
    assume(not decision.conflicts)
    assert (not decision.missing) is decision.settled


@given(read_once_cases())
def test_each_missing_fact_could_still_change_the_outcome(case: Case) -> None:
    """Some two of its answers, all else being equal, end in different outcomes (no two comparisons sharing a fact)."""
    decision = screened(case)
    profile = read(case)
    known, origins = oracle.known_facts(case.ruleset, profile)
    unknown = [name for name, origin in origins.items() if origin == "unknown"]
    fixed = {
        name: value[0] if isinstance(value, tuple) else value for name, value in known.items() if name not in unknown
    }
    for missing in decision.missing:
        others = [name for name in unknown if name != missing.fact]
        assert any(
            len({oracle.plainly(case.ruleset, person, case.intervention) for person in persons}) > 1
            for persons in (
                list(oracle.completions(case.ruleset, {**fixed, **rest}, [missing.fact]))
                for rest in oracle.completions(case.ruleset, {}, others)
            )
        ), missing.fact


@given(cases())
def test_missing_names_no_fact_twice_and_assumed_ones_last(case: Case) -> None:
    decision = screened(case)
    _, origins = oracle.known_facts(case.ruleset, read(case), case.as_of)
    names = [missing.fact for missing in decision.missing]
    assert len(set(names)) == len(names)
    assert [missing.assumed for missing in decision.missing] == sorted(missing.assumed for missing in decision.missing)
    for missing in decision.missing:
        assert origins[missing.fact] == ("assumed" if missing.assumed else origins[missing.fact])
        assert origins[missing.fact] in {"assumed", "unknown", "stale"}
        beneath = oracle.beneath(case.ruleset, missing.fact)
        assert set(missing.settled_by) == {name for name in beneath if origins[name] in {"unknown", "stale"}}


# What a rule needs


@given(cases())
def test_knowing_what_an_undetermined_rule_needs_always_determines_it(case: Case) -> None:
    for undetermined in screened(case).undetermined:
        names = [question.fact for question in undetermined.needs]
        assert names
        for extended, _ in with_every_answer(case, names):
            assert undetermined.rule not in {other.rule for other in again(case, extended).undetermined}


@given(read_once_cases())
def test_an_undetermined_rule_names_no_fact_that_it_does_not_need(case: Case) -> None:
    """Without any one of them some answers to the others leave it undetermined (no fact being compared twice)."""
    for undetermined in screened(case).undetermined:
        for left_out in undetermined.needs:
            names = [question.fact for question in undetermined.needs if question != left_out]
            assert any(
                undetermined.rule in {other.rule for other in again(case, extended).undetermined}
                for extended, _ in with_every_answer(case, names)
            )


# Why


@given(cases())
def test_the_facts_of_a_reason_alone_make_its_rule_true(case: Case) -> None:
    """With nothing else answered, denied or assumed."""
    decision = screened(case)
    profile = read(case)
    _, origins = oracle.known_facts(case.ruleset, profile, case.as_of)
    facts = [replace(fact, when_unknown=None) for fact in case.ruleset.vocabulary.facts.values()]
    nothing_assumed = replace(case.ruleset, vocabulary=building.vocabulary(facts))
    for reason in decision.reasons:
        taken = [note for note in reason.facts if origins[note.fact] in {"denied", "assumed"}]
        alone = {note.fact: note.value for note in taken if note.value is not None}
        told = {note.fact for note in reason.facts if origins[note.fact] == "answered"}
        alone |= {name: answer for name, answer in profile.answers.items() if name in told}
        verdicts = oracle.judge(nothing_assumed, Profile(alone), case.intervention)
        assert reason.rule in verdicts.true
        assert not [note.fact for note in reason.facts if note.origin in {Origin.UNKNOWN, Origin.STALE}]


@given(contradictory_cases())
def test_the_facts_of_a_contradiction_alone_contradict(case: Case) -> None:
    profile = read(case)
    for conflict in screened(case).conflicts:
        _, origins = oracle.known_facts(case.ruleset, profile, case.as_of)
        told = {name: profile.answers[name] for name in conflict.between if origins[name] == "answered"}
        denied = {
            name: oracle.denial(case.ruleset.vocabulary.facts[name])
            for name in conflict.between
            if origins[name] == "denied"
        }
        known, _ = oracle.known_facts(case.ruleset, Profile(told | denied))
        assert known[conflict.fact] == (True, True)
        assert conflict.fact in conflict.between


@given(cases())
def test_every_fact_is_shown_with_what_it_counts_as_and_why(case: Case) -> None:
    decision = screened(case)
    known, origins = oracle.known_facts(case.ruleset, read(case), case.as_of)
    for note in decision.facts:
        value = known[note.fact]
        conflict = value == (True, True)
        assert note.origin.value == ("conflict" if conflict else origins[note.fact])
        if isinstance(value, tuple):
            assert note.value is {(True, False): True, (False, True): False}.get(value)
        else:
            assert note.value == value
    shown = {note.fact for note in decision.facts}
    reads = oracle.read_by(case.ruleset, case.intervention)
    assert {name for name in reads if origins[name] != "unknown"} <= shown
    assert {stale.fact for stale in decision.stale} == {name for name in shown if origins[name] == "stale"}
    assert {assumption.fact for assumption in decision.assumed} <= {
        name for name in shown if origins[name] == "assumed"
    }


@given(cases(), st.data())
def test_an_assumption_that_is_not_listed_changes_no_verdict(case: Case, data: st.DataObject) -> None:
    """The other assumed facts may turn out as they like."""
    decision = screened(case)
    listed = {assumption.fact for assumption in decision.assumed}
    _, origins = oracle.known_facts(case.ruleset, read(case), case.as_of)
    free = [name for name, origin in origins.items() if origin == "assumed" and name not in listed]
    before = (decision.outcome, decision.at_least, decision.at_most, [reason.rule for reason in decision.reasons])
    for extended, _ in with_every_answer(case, [name for name in free if chance(data.draw)]):
        after = again(case, extended)
        assert (after.outcome, after.at_least, after.at_most, [reason.rule for reason in after.reasons]) == before


@given(cases())
def test_a_summary_is_never_empty(case: Case) -> None:
    decision = screened(case)
    assert decision.summary.startswith(decision.title)
    assert decision.summary.endswith(".")
    assert ", ." not in decision.summary
    assert "()" not in decision.summary


# Stored and repeated


@given(cases(), st.data())
def test_the_same_input_gives_the_same_bytes_whatever_its_order(case: Case, data: st.DataObject) -> None:
    mixed = {key: case.raw[key] for key in shuffled(data.draw, list(case.raw))}
    if "observed" in mixed:
        mixed["observed"] = {key: mixed["observed"][key] for key in shuffled(data.draw, list(mixed["observed"]))}
    if "denies" in mixed:
        mixed["denies"] = shuffled(data.draw, mixed["denies"])
    assert screened(replace(case, raw=mixed)).model_dump_json() == screened(case).model_dump_json()


@given(cases())
def test_a_decision_comes_back_from_json_as_it_was(case: Case) -> None:
    decision = screened(case)
    text = decision.model_dump_json()
    restored = Decision.model_validate_json(text)
    assert restored == decision
    assert restored.model_dump_json() == text
    assert Decision.model_validate(decision.model_dump()) == decision


@given(cases())
def test_replaying_a_decision_gives_it_again(case: Case) -> None:
    """Also after it was stored as JSON."""
    rules, decision = Rules(case.ruleset), screened(case)
    assert rules.replay(decision).same
    assert rules.replay(Decision.model_validate_json(decision.model_dump_json())).same


@given(cases())
def test_a_stale_answer_is_never_assumed_or_denied(case: Case) -> None:
    profile = read(case)
    notes = {note.fact: note for note in screened(case).facts}
    for name, note in notes.items():
        if oracle.is_stale(case.ruleset.vocabulary.facts[name], profile, case.as_of):
            assert note.origin.value in {"stale", "derived", "conflict"}
