"""The prover against brute force: the same answer to every question, on small rule sets made up by chance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import prod

from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from sciatica_rules.condition import Always, parameters_read
from sciatica_rules.invariant import AllowedOnlyWhere, Demands, Invariant, NeverLooserThan
from sciatica_rules.outcome import Outcome
from sciatica_rules.proof.check import check
from sciatica_rules.proof.finding import Finding, Level
from sciatica_rules.proof.looser import looser
from sciatica_rules.proof.prover import Prover
from sciatica_rules.rule import Rule
from sciatica_rules.rules import Rules
from sciatica_rules.ruleset import RuleSet
from tests.proof.brute import Everybody, mutants, values
from tests.proof.witness import assert_minimal
from tests.strategies import Case, condition, rulesets

MOST = 3_000
thorough = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


def small(ruleset: RuleSet) -> Everybody:
    """Everybody, unless they are too many to ask one by one."""
    note(str(Case(ruleset, "stretch")))
    assume(prod(len(values(fact)) for fact in ruleset.vocabulary.facts.values()) <= MOST)
    return Everybody(ruleset)


def concerns_anything(ruleset: RuleSet, rule: Rule) -> bool:
    return any(rule.concerns(each.tags) for each in ruleset.interventions.values())


def of(findings: Iterable[Finding], *checks: str) -> set[str]:
    return {finding.subject for finding in findings if finding.check in checks}


@thorough
@given(rulesets())
def test_every_check_agrees_with_brute_force(ruleset: RuleSet) -> None:
    everybody = small(ruleset)
    findings = check(ruleset)
    assert not [finding for finding in findings if finding.level is Level.NOT_PROVED]
    rules = [name for name, rule in ruleset.rules.items() if concerns_anything(ruleset, rule)]
    facts = ruleset.vocabulary.facts
    assert of(findings, "never_applies") == {name for name in rules if everybody.never_applies(name)}
    assert of(findings, "always_applies") == {name for name in rules if everybody.always_applies(name)}
    assert of(findings, "never_allowed") == set(filter(everybody.never_allowed, ruleset.interventions))
    pinholes = {name for name, fact in facts.items() if everybody.pinhole(fact)}
    assert of(findings, "pinhole") == pinholes
    worse = {name for name, fact in facts.items() if everybody.worse_is_looser(fact)}
    assert of(findings, "worse_is_looser") == worse - pinholes
    assert of(findings, "loose_default") == {name for name, fact in facts.items() if everybody.loose_default(fact)}
    assert of(findings, "idle_fact") == {name for name, fact in facts.items() if everybody.idle_fact(fact)}


@thorough
@given(rulesets())
def test_covered_rules_are_those_that_change_nothing(ruleset: RuleSet) -> None:
    everybody = small(ruleset)
    findings = check(ruleset)
    covered, twins = of(findings, "covered_rule"), of(findings, "duplicate_rule")
    twins |= {name for finding in findings if finding.check == "duplicate_rule" for name in finding.related}
    for name, rule in ruleset.rules.items():
        if rule.effect.objects and concerns_anything(ruleset, rule) and not everybody.never_applies(name):
            changes_nothing = everybody.changes_nothing(name)
            assert not (name in covered and not changes_nothing)
            allowed = [each for each in ruleset.interventions.values() if not everybody.never_allowed(each.id)]
            if any(rule.concerns(each.tags) for each in allowed):
                assert not (changes_nothing and name not in covered | twins)


@thorough
@given(rulesets())
def test_idle_parts_are_those_that_a_constant_can_stand_for(ruleset: RuleSet) -> None:
    everybody = small(ruleset)
    found = of(check(ruleset), "idle_part")
    for name, rule in ruleset.rules.items():
        if not parameters_read(rule.when) and concerns_anything(ruleset, rule):
            constant = everybody.never_applies(name) or everybody.always_applies(name)
            assert (name in found) == (not constant and everybody.idle(name, mutants(rule.when)))


@st.composite
def demands(draw: st.DrawFn) -> tuple[RuleSet, Invariant]:
    """A rule set and a promise about it, which may well be broken."""
    ruleset = draw(rulesets())
    facts = list(ruleset.vocabulary.facts.values())
    rules = [rule.when for rule in ruleset.rules.values() if not parameters_read(rule.when)]
    when = draw(st.sampled_from([*rules, Always(), condition(draw, facts)]))
    assume(not parameters_read(when))
    open_facts = draw(st.lists(st.sampled_from([fact.name for fact in facts]), max_size=2, unique=True))
    outcome = draw(st.sampled_from([Outcome.BLOCKED, Outcome.CONSULT_DOCTOR]))
    return ruleset, Invariant("promise", "Said.", (), Demands(outcome, when, tuple(open_facts)))


@thorough
@given(demands())
def test_a_demand_holds_exactly_where_brute_force_finds_nobody(case: tuple[RuleSet, Invariant]) -> None:
    ruleset, invariant = case
    promise = invariant.promise
    assert isinstance(promise, Demands)
    everybody = small(ruleset)
    lacks = [(everybody.place[name], values(ruleset.vocabulary.facts[name])[-1]) for name in promise.unanswered]
    meeting = [
        answers
        for answers in everybody.people
        if everybody.truth(promise.when, answers).evidence_for and all(answers[at] == lack for at, lack in lacks)
    ]
    broken = any(
        everybody.outcomes(name)[answers] < promise.outcome for name in ruleset.interventions for answers in meeting
    )
    assert bool(of(check(replace(ruleset, invariants=(invariant,))), "broken_invariant")) == broken


@thorough
@given(rulesets())
def test_comparing_promises_agree_with_brute_force(ruleset: RuleSet) -> None:
    everybody = small(ruleset)
    one, other = (everybody.outcomes(name) for name in ("stretch", "press_up"))
    never_looser = Invariant("never_looser", "Said.", ("stretch",), NeverLooserThan(("press_up",)))
    only_where = Invariant("only_where", "Said.", ("stretch",), AllowedOnlyWhere("press_up"))
    expected = set()
    if any(one[each] < other[each] for each in everybody.people):
        expected.add("never_looser")
    if any(one[each] is Outcome.ALLOWED < other[each] for each in everybody.people):
        expected.add("only_where")
    found = check(replace(ruleset, invariants=(never_looser, only_where)))
    assert of(found, "broken_invariant") == expected


@thorough
@given(rulesets(), st.dictionaries(st.sampled_from(["limit", "enough", "either"]), st.integers(0, 3)))
def test_looser_overrides_are_those_that_loosen_somebody(ruleset: RuleSet, overrides: dict[str, int]) -> None:
    after = replace(ruleset, overrides=overrides)
    old, new = small(ruleset), Everybody(after)
    prover = Prover(ruleset, {"after": [after]})
    found = list(looser(prover, prover.world, prover.world.beside(after), ruleset.interventions))
    expected = {
        name
        for name in ruleset.interventions
        if any(new.outcomes(name)[answers] < old.demanded(name, answers) for answers in old.consistent | new.consistent)
    }
    assert {each.before[1].intervention for each in found} == expected
    for each in found:
        each.counterexample(prover, "before", "after")


@thorough
@given(rulesets())
def test_every_counterexample_is_replayed_and_minimal(ruleset: RuleSet) -> None:
    for finding in check(ruleset):
        example = finding.counterexample
        if example is not None and not example.stale and finding.check != "wrong_stricter_side":
            assert_minimal(finding, Rules(ruleset))
