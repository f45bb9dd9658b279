"""The ready test class passes for an app that asks the rules, and fails for each app that makes a mistake."""

from __future__ import annotations

import json
import unittest
from collections.abc import Mapping
from dataclasses import replace
from enum import Enum
from itertools import cycle
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st

from sciatica_rules import Outcome, ProfileError, Rules, UnknownInterventionError, load_rules
from sciatica_rules.outcome import Verdict
from sciatica_rules.testing import rule_pack_tests
from sciatica_rules.testing.adapter import Screen
from sciatica_rules.vocabulary import FactType, Worse
from tests.testing.packs import (
    AGREES,
    BLOCKED,
    CALM,
    CONTRADICTORY,
    EDGE,
    EVERY,
    EXAMPLES,
    SAME,
    SESSION,
    STOP,
    UNKNOWN,
    WORSE,
    failing,
    names,
    run,
    tiny,
)

RULES = tiny()
FEW = settings(CALM, max_examples=8)


# Apps without a mistake


class Light(Enum):
    GREEN = "allowed"
    AMBER = "consult_doctor"
    RED = "blocked"


def over_the_wire(profile: dict[str, Any], intervention: str) -> object:
    """An app that sends JSON."""
    return json.loads(RULES.screen(json.loads(json.dumps(profile)), intervention).model_dump_json())


RIGHT: dict[str, Screen] = {
    "a decision": RULES.screen,
    "an outcome": RULES.outcome,
    "a word": lambda profile, intervention: RULES.outcome(profile, intervention).value,
    "an enumeration of its own": lambda profile, intervention: Light(RULES.outcome(profile, intervention).value),
    "a mapping": over_the_wire,
}


@pytest.mark.parametrize("screen", RIGHT.values(), ids=RIGHT)
def test_an_app_that_asks_the_rules_passes(screen: Screen) -> None:
    assert failing(screen) == {}


def test_the_shipped_rules_pass() -> None:
    rules = load_rules()
    tests = rule_pack_tests(rules, rules.outcome, interventions=["bicycle", "nerve_block_lidocaine"], settings=FEW)
    assert set(names(tests)) == EVERY
    assert run(tests, EVERY) == {}


def test_without_an_app_the_rules_alone_are_tested() -> None:
    tests = rule_pack_tests(RULES, settings=FEW)
    assert set(names(tests)) == EVERY - {EDGE, AGREES, SAME}
    assert run(tests, EVERY) == {}


def test_a_test_is_left_out_where_the_rules_know_nothing_of_it() -> None:
    fever = RULES.facts["fever"]
    facts = [replace(fever, defined_by=None), *(fact for name, fact in RULES.facts.items() if name != "fever")]
    groups = [
        replace(group, facts=tuple(fact for fact in facts if fact.group == group.name))
        for group in RULES.ruleset.vocabulary.groups
    ]
    vocabulary = replace(RULES.ruleset.vocabulary, groups=tuple(groups))
    few = {"high_fever": RULES.rules["high_fever"]}
    plain = Rules(replace(RULES.ruleset, vocabulary=vocabulary, rules=few))
    tests = rule_pack_tests(plain, plain.screen, interventions=["therapy"], settings=FEW)
    assert set(names(tests)) == EVERY - {CONTRADICTORY, STOP, SESSION}


def test_rules_without_a_direction_have_nothing_that_is_worse() -> None:
    few = {"no_indication": RULES.rules["no_indication"]}
    assert failing(None, WORSE, rules=Rules(replace(RULES.ruleset, rules=few)), interventions=["numbing"]) == {}


def test_the_class_is_one_of_unittest() -> None:
    tests = rule_pack_tests(RULES)
    assert issubclass(tests, unittest.TestCase)
    assert tests.__doc__ == "Made by rule_pack_tests."


def test_interventions_and_facts_that_are_not_there_are_refused() -> None:
    with pytest.raises(UnknownInterventionError):
        rule_pack_tests(RULES, interventions=["crul"])
    with pytest.raises(ProfileError, match="did you mean 'fever'"):
        rule_pack_tests(RULES, override={"fevre": st.none()})


def test_only_what_an_app_offers_is_asked_and_only_as_it_is_told() -> None:
    asked: list[tuple[dict[str, Any], str]] = []

    def screen(profile: dict[str, Any], intervention: str) -> Outcome:
        asked.append((dict(profile), intervention))
        return RULES.outcome(profile, intervention)

    override = {"temperature": st.floats(36, 37), "cleared": st.just(True)}
    assert failing(screen, interventions=["curl"], override=override) == {}
    assert {intervention for _, intervention in asked} == {"curl"}
    assert {profile.get("cleared") for profile, _ in asked} <= {True, None}
    assert {profile["temperature"] for profile, _ in asked if "temperature" in profile} <= {
        temperature
        for temperature in (profile.get("temperature", 36) for profile, _ in asked)
        if 36 <= temperature <= 37
    }


# Apps with a mistake


def unknown_is_no(profile: dict[str, Any], intervention: str) -> Outcome:
    booleans = {
        name: False for name, fact in RULES.facts.items() if fact.type is FactType.BOOLEAN and not fact.derivations
    }
    others = {"temperature": 36.6, "seizures": 0, "cancer": "none"}
    known = {name: value for name, value in profile.items() if value is not None}
    return RULES.outcome({**booleans, **others, **known}, intervention)


def without_a_rule(rule: str) -> Screen:
    rules = {name: each for name, each in RULES.rules.items() if name != rule}
    return Rules(replace(RULES.ruleset, rules=rules)).outcome


def with_a_threshold_moved(profile: dict[str, Any], intervention: str) -> Outcome:
    warmer = {**profile}
    if warmer.get("temperature") is not None:
        warmer["temperature"] = min(45, warmer["temperature"] + 0.1)
    return RULES.outcome(warmer, intervention)


def last_answer_wins(profile: dict[str, Any], intervention: str) -> Outcome:
    """Where answers contradict each other, an app that believes the temperature."""
    told = dict(profile)
    if told.get("temperature") is not None:
        told.pop("fever", None)
    return RULES.outcome(told, intervention)


def forgets_when_told_more(profile: dict[str, Any], intervention: str) -> Outcome:
    outcome = RULES.outcome(profile, intervention)
    known = [value for value in profile.values() if value is not None]
    return Outcome.CONSULT_DOCTOR if len(known) > 7 and outcome is Outcome.BLOCKED else outcome


WRONG: dict[str, tuple[Screen, set[str]]] = {
    "takes unknown for no": (unknown_is_no, {EDGE, AGREES, UNKNOWN}),
    "drops a rule that blocks": (without_a_rule("many_seizures"), {EDGE, AGREES}),
    "drops a rule about one intervention": (without_a_rule("no_indication"), {EDGE, AGREES}),
    "moves a threshold": (with_a_threshold_moved, {EDGE}),
    "settles contradictions by itself": (last_answer_wins, {CONTRADICTORY}),
    "is milder the more it knows": (forgets_when_told_more, {EDGE, AGREES, BLOCKED}),
}


@pytest.mark.parametrize(("screen", "by"), WRONG.values(), ids=WRONG)
def test_an_app_that_is_wrong_is_found_out(screen: Screen, by: set[str]) -> None:
    assert by <= set(failing(screen))


@pytest.mark.parametrize("rule", [rule.id for rule in RULES.rules.values() if rule.effect.objects])
def test_whichever_rule_is_dropped_its_edge_tells(rule: str) -> None:
    """Nothing is left to chance."""
    failed = failing(without_a_rule(rule), EDGE)[EDGE]
    assert f"rules/{RULES.rules[rule].location.path.removeprefix('rules/')}" in failed  # type: ignore[union-attr]


def test_every_shipped_rule_that_alone_decides_is_missed_where_it_is_dropped() -> None:
    from sciatica_rules.testing.aim import Aim
    from sciatica_rules.testing.answers import typical_answers

    rules = load_rules()
    aim = Aim(rules.ruleset)
    unseen = set()
    for target in aim.targets():
        name = target.bound.rule.id
        if target.bound.rule.effect.objects:
            answers = aim.at(target, Verdict.APPLIES, typical_answers(rules.ruleset, target.intervention))
            others = {rule: each for rule, each in rules.rules.items() if rule != name}
            without = Rules(replace(rules.ruleset, rules=others))
            if without.outcome(answers, target.intervention) == rules.outcome(answers, target.intervention):
                unseen.add(name)
    assert len(unseen) <= len(rules.rules) // 5, sorted(unseen)


def test_an_app_that_changes_the_profile_is_found_out() -> None:
    def screen(profile: dict[str, Any], intervention: str) -> Outcome:
        outcome = RULES.outcome(profile, intervention)
        profile["asked"] = True
        return outcome

    failed = failing(screen)
    assert set(failed) == {SAME}
    assert "your screen has changed the profile" in failed[SAME]


def test_an_app_that_answers_now_this_now_that_is_found_out() -> None:
    answers = cycle(["allowed", "blocked", "blocked"])
    failed = failing(lambda _profile, _intervention: next(answers), SAME)
    assert "} at first, and then {'outcome': " in failed[SAME]


def test_an_app_that_remembers_the_last_person_is_found_out() -> None:
    before: dict[str, Any] = {}

    def screen(profile: dict[str, Any], intervention: str) -> Outcome:
        outcome = RULES.outcome({**before, **profile}, intervention)
        before.update({"discomfort": True} if profile.get("discomfort") else {})
        return outcome

    assert failing(screen)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (None, "gives a NoneType, which is no outcome and holds none"),
        (
            "alowed",
            "gives the outcome 'alowed', which is none of allowed, consult_doctor, blocked; did you mean 'allowed'?",
        ),
        ({"outcome": "blocked", "next_step": "run"}, "gives the next_step 'run', which is none of none, answer, fix"),
    ],
)
def test_an_app_that_gives_no_outcome_is_told_so(answer: object, said: str) -> None:
    assert said in failing(lambda _profile, _intervention: answer, EDGE)[EDGE]


def test_a_next_step_is_compared_where_the_app_gives_one() -> None:
    def screen(profile: dict[str, Any], intervention: str) -> Mapping[str, str]:
        return {"outcome": RULES.outcome(profile, intervention).value, "next_step": "none"}

    assert "next_step: your screen says none, the reference says" in failing(screen, EDGE)[EDGE]


# Rules with a mistake


def changed(**rules: Any) -> Rules:
    return Rules(replace(RULES.ruleset, rules={**RULES.rules, **rules}))


def test_an_example_that_comes_out_otherwise_is_told_with_its_place() -> None:
    wrong = replace(RULES.rules["stops"], examples=(replace(RULES.rules["stops"].examples[0], expect=Verdict.APPLIES),))
    failed = failing(None, EXAMPLES, rules=changed(stops=wrong))
    assert "article/exercise/stops.yaml:14:5: stops for therapy: the example expects applies" in failed[EXAMPLES]


def test_a_worse_answer_that_loosens_is_found_out() -> None:
    group = RULES.ruleset.vocabulary.groups[0]
    facts = [replace(fact, worse_when=Worse.LOWER) if fact.name == "seizures" else fact for fact in group.facts]
    groups = (replace(group, facts=tuple(facts)), *RULES.ruleset.vocabulary.groups[1:])
    vocabulary = replace(RULES.ruleset.vocabulary, groups=groups)
    failed = failing(None, WORSE, EXAMPLES, rules=Rules(replace(RULES.ruleset, vocabulary=vocabulary)))
    assert set(failed) == {WORSE}
    assert "after the worse answer, seizures from" in failed[WORSE]
