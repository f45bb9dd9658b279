"""What ``diff`` finds between two rule sets made up by chance is what trying everybody finds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import product
from math import prod
from typing import Any as Anything

from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from sciatica_rules.condition import All, Condition, IsTrue, Not, OneOf
from sciatica_rules.decide import judge, verdict
from sciatica_rules.evidence import establish
from sciatica_rules.outcome import Effect, Hold, NextStep, Outcome, Verdict
from sciatica_rules.profile import Profile
from sciatica_rules.proof.diff import Difference, diff
from sciatica_rules.proof.shifts import Comparison, Direction, Shift
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.vocabulary import Fact, FactType
from tests import building
from tests.proof.brute import values
from tests.strategies import BELOW, CHOICES, Case, chance, condition, larger_rulesets, pick, rule, rulesets

NOW = datetime(2000, 1, 1, tzinfo=UTC)
LACKING, LEFT_OUT = "lacking", "left out"
MOST = 400
thorough = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
Two = tuple[RuleSet, RuleSet]
Answers = Mapping[str, Anything]


@dataclass(frozen=True)
class Said:
    """What one rule set makes of one person."""

    outcome: Outcome
    next_step: NextStep
    hold: Hold


def said(ruleset: RuleSet, person: Answers) -> dict[str, Said]:
    """For each intervention, by the library's own evaluator, of the facts that the rule set knows."""
    told: dict[str, Anything] = {}
    dated: dict[str, datetime] = {}
    for name, fact in ruleset.vocabulary.facts.items():
        answer = person[name]
        if answer == LACKING and fact.when_unknown is not None:
            told[name] = fact.when_unknown if fact.worse_answer is None else not fact.worse_answer
            dated[name] = NOW + timedelta(days=1)
        elif answer not in {LACKING, LEFT_OUT}:
            told[name] = answer
    findings = establish(Profile(told, dated), ruleset, frozenset(ruleset.vocabulary.facts), NOW)
    found = {}
    for name in ruleset.interventions:
        bound = ruleset.bound(name)
        judgement = judge(bound, {each: findings[each] for each in bound.reads})
        verdicts = [(each, verdict(each, findings)) for each in bound.objecting]
        holds = [each.rule.hold for each, found in verdicts if found is Verdict.APPLIES]
        keeping = [found for each, found in verdicts if each.keeps_a_hold]
        if any(judgement.conflicts or found is not Verdict.DOES_NOT_APPLY for found in keeping):
            holds.append(Hold(str(findings["held_for"].value or "none")))
        found[name] = Said(judgement.outcome, judgement.next_step, max(holds, default=Hold.NONE))
    return found


def answers(name: str, old: RuleSet, new: RuleSet) -> list[Anything]:
    """Every way to answer a fact of either."""
    facts = [each.vocabulary.facts[name] for each in (old, new) if name in each.vocabulary.facts]
    possible = [values(fact)[:-1] for fact in facts]
    common = [each for each in possible[0] if all(each in others for others in possible)]
    split = len(facts) > 1 and facts[0].when_unknown != facts[1].when_unknown
    return [*common, LACKING, *([LEFT_OUT] if split else [])]


def people(old: RuleSet, new: RuleSet) -> Iterator[Answers]:
    names = list(dict.fromkeys((*new.vocabulary.facts, *old.vocabulary.facts)))
    ways = [answers(name, old, new) for name in names]
    assume(prod(map(len, ways)) <= MOST)
    for chosen in product(*ways):
        yield dict(zip(names, chosen, strict=True))


def directions(old: RuleSet, new: RuleSet) -> dict[str, set[Direction]]:
    """For each intervention of both, whether anybody is told something looser, or stricter."""
    found: dict[str, set[Direction]] = {name: set() for name in new.interventions if name in old.interventions}
    for person in people(old, new):
        told, told_now = said(old, person), said(new, person)
        for name, seen in found.items():
            before, after = told[name], told_now[name]
            if after.outcome < before.outcome or after.next_step < before.next_step or after.hold < before.hold:
                seen.add(Direction.LOOSER)
            if after.outcome > before.outcome or after.next_step > before.next_step or after.hold > before.hold:
                seen.add(Direction.STRICTER)
    return found


WORDS = {
    (): Comparison.EQUIVALENT,
    (Direction.LOOSER,): Comparison.NOWHERE_STRICTER,
    (Direction.STRICTER,): Comparison.NOWHERE_LOOSER,
    (Direction.LOOSER, Direction.STRICTER): Comparison.BOTH,
}


@st.composite
def rewritten(draw: st.DrawFn) -> Two:
    """A rule set, and the same with some rules, numbers, tags, derivations or assumptions changed."""
    old = _holding(draw, draw(rulesets()))
    facts = {name: _rewritten(draw, fact, old) for name, fact in old.vocabulary.facts.items()}
    known = list(facts.values())
    rules = {
        name: rule(draw, name, known) if chance(draw, 3) else each
        for name, each in old.rules.items()
        if not chance(draw, 6)
    }
    overrides = {name: draw(BELOW[4]) for name in old.parameters if chance(draw, 4)} or old.overrides
    changed = replace(old, vocabulary=building.vocabulary(known), rules=rules, overrides=overrides)
    changed = _holding(draw, changed) if chance(draw, 3) else changed
    return (old, changed) if chance(draw) else (changed, old)


def _holding(draw: st.DrawFn, ruleset: RuleSet) -> RuleSet:
    """The same with rules that hold a session."""
    holds = {name: pick(draw, list(Hold)) for name, each in ruleset.rules.items() if each.effect is Effect.BLOCKED}
    return replace(ruleset, rules={n: replace(each, hold=holds.get(n, each.hold)) for n, each in ruleset.rules.items()})


def _rewritten(draw: st.DrawFn, fact: Fact, ruleset: RuleSet) -> Fact:
    if fact.derivations and chance(draw, 4):
        beneath = [ruleset.vocabulary.facts[name] for name in sorted(ruleset.vocabulary.beneath[fact.name])]
        return replace(fact, implied_by=condition(draw, beneath), defined_by=None) if beneath else fact
    read = {name for names in ruleset.vocabulary.beneath.values() for name in names}
    if fact.name in read or fact.derivations or not chance(draw, 4):
        return fact
    words: dict[FactType, list[Anything]] = {
        FactType.BOOLEAN: [None, True, False],
        FactType.INTEGER: [None, 0, 2],
        FactType.DECIMAL: [None, 0, 1],
        FactType.CHOICE: [None, *CHOICES],
    }
    return replace(fact, when_unknown=pick(draw, words[fact.type]))


@st.composite
def grown(draw: st.DrawFn) -> Two:
    """A rule set, and the same with more facts, rules and interventions, or with fewer."""
    old = draw(rulesets())
    new = draw(larger_rulesets(old))
    return (old, new) if chance(draw) else (new, old)


@st.composite
def held(draw: st.DrawFn) -> Two:
    """A rule set that keeps a session held as long as something is so, and the same with something else."""
    words = {each.value: each.value for each in Hold}
    held_for = building.fact("held_for", type=FactType.CHOICE, choices=words, when_unknown=pick(draw, [None, "none"]))
    ways: list[dict[str, Anything]] = [
        {"defined_by": IsTrue("a")},
        {"implied_by": IsTrue("a"), "defined_by": Not(IsTrue("a"))},
        {},
        {},
    ]
    derived = pick(draw, ways), pick(draw, ways)
    stop, twin = building.rule("stop", IsTrue("a"), hold=pick(draw, list(Hold))), building.rule("twin", IsTrue("b"))
    kept: list[Condition] = [
        OneOf("held_for", tuple(words)[1:]),
        OneOf("held_for", ("exacerbation",)),
        IsTrue("a"),
        IsTrue("b"),
    ]
    old, new = (
        building.ruleset(
            [building.fact("a"), building.fact("b", **each), held_for],
            [stop, twin, building.rule("keep", All((kept[draw(BELOW[2])], _literal(draw, kept))))],
        )
        for each in derived
    )
    return old, new


def _literal(draw: st.DrawFn, of: list[Condition]) -> Condition:
    found = pick(draw, of)
    return Not(found) if chance(draw) else found


def assert_agrees(two: Two) -> Difference:
    old, new = two
    note(f"{Case(old, 'stretch')!r}\n{Case(new, 'stretch')!r}")
    expected = directions(old, new)
    found = diff(old, new)
    alone = dict.fromkeys(new.interventions, Comparison.ADDED) | dict.fromkeys(old.interventions, Comparison.REMOVED)
    assert found.interventions == alone | {name: WORDS[tuple(sorted(seen))] for name, seen in expected.items()}
    for shift in found.shifts:
        assert_replays(shift, old, new)
    return found


def assert_replays(shift: Shift, old: RuleSet, new: RuleSet) -> None:
    """The reference evaluator tells the person of a shift what is said of it."""
    person = shift.person
    names = (*old.vocabulary.facts, *new.vocabulary.facts)
    told = {name: person.answers.get(name, LACKING if name in person.stale else LEFT_OUT) for name in names}
    for ruleset, expected in ((old, person.before), (new, person.after)):
        found = said(ruleset, told)[person.intervention]
        assert (found.outcome, found.next_step, found.hold) == (expected.outcome, expected.next_step, expected.hold)


@thorough
@given(rewritten())
def test_a_diff_of_rewritten_rules_agrees_with_brute_force(two: Two) -> None:
    assert_agrees(two)


@thorough
@given(held())
def test_a_diff_of_what_keeps_a_session_held_agrees_with_brute_force(two: Two) -> None:
    assert_agrees(two)


@thorough
@given(grown())
def test_a_diff_of_rules_with_more_facts_agrees_with_brute_force(two: Two) -> None:
    assert_agrees(two)
