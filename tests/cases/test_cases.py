"""Runs every case of this folder: one test for each sentence and intervention."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from sciatica_rules import Decision, Rules, Session, load_rules
from tests.cases.case_files import Case, CaseError, Expected, read_all, read_cases, unknown_words
from tests.typical import typical_profile

CASES = read_all()
AS_OF = "as_of"


def _items() -> list[Any]:
    items = []
    for case in CASES:
        several = len(case.interventions) > 1
        for intervention in case.interventions:
            name = f"{case.sentence} [{intervention}]" if several else case.sentence
            items.append(pytest.param(case, intervention, id=name))
    return items


@pytest.mark.parametrize(("case", "intervention"), _items())
def test_case(case: Case, intervention: str) -> None:
    rules = _rules(case)
    profile = _profile(case, rules, intervention)
    if case.observe is None:
        decision = rules.screen(profile, intervention, case.as_of)
        assert rules.outcome(profile, intervention, case.as_of) is decision.outcome, case.place
        _compare(case, decision, None, "")
    else:
        _compare(case, *_in_session(case, rules, profile, intervention, restored=False), "")
        _compare(case, *_in_session(case, rules, profile, intervention, restored=True), ", saved and restored")


def test_there_are_cases_for_every_area() -> None:
    assert len(CASES) >= 240


def test_no_sentence_is_said_twice() -> None:
    sentences = [case.sentence for case in CASES]
    assert sorted({sentence for sentence in sentences if sentences.count(sentence) > 1}) == []


def test_every_name_in_a_case_is_known() -> None:
    rules = load_rules()
    groups = {group.name: group for group in rules.ruleset.vocabulary.groups}
    ids: dict[str, Mapping[str, Any]] = {"rules": rules.rules, "interventions": rules.interventions}
    unknown = [f"{case.place}: {word}" for case in CASES for word in unknown_words(case, rules.facts, groups, ids)]
    topics = {topic for pack in rules.ruleset.packs for topic in (*pack.covers, *pack.not_covered)}
    for case in CASES:
        named = case.lists.get("not_covered", Expected())
        unknown += [f"{case.place}: {topic}" for topic in (named.includes | named.excludes) - topics]
        unknown += [
            f"{case.place}: source {source}"
            for source in case.source
            if source not in rules.ruleset.statements and not source.startswith("A-")
        ]
    assert unknown == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- case: A\n  for: folk_remedy\n  expects: {}\n", "cases.yaml:1: a case has no key expects"),
        ("\n- case: A\n  for: folk_remedy\n", "cases.yaml:2: a case needs 'expect'"),
        ("- case: A\n  for: folk_remedy\n  expect: {outcom: allowed}\n", "cases.yaml:1: expect has no key outcom"),
        ("- case: A\n  for: folk_remedy\n  expect: {settled: true}\n", "cases.yaml:1: expect needs 'outcome'"),
        (
            "- case: A\n  for: folk_remedy\n  expect: {outcome: allowed, reasons: {include: [a]}}\n",
            "cases.yaml:1: reasons has no key include",
        ),
        (
            "- case: A\n  for: folk_remedy\n  profile: {base: benign}\n  expect: {outcome: allowed}\n",
            "cases.yaml:1: base must be typical or nothing",
        ),
        (
            "- case: A\n  for: folk_remedy\n  expect: {outcome: allowed, held_for: none}\n",
            "cases.yaml:1: only a session is held",
        ),
        ("- case: A\n  case: B\n", "cases.yaml, line 1: duplicate key case"),
        ("case: A\n", "cases.yaml, line 1: a file of cases is a list"),
        ("- case: [\n", "cases.yaml: not well-formed YAML"),
    ],
)
def test_a_case_that_cannot_be_run_is_refused_with_its_place(text: str, said: str) -> None:
    with pytest.raises(CaseError) as refused:
        read_cases("cases.yaml", text)
    assert str(refused.value).startswith(said)


def _rules(case: Case) -> Rules:
    return _load(tuple(sorted(case.parameters.items())), case.allow_looser, case.without)


@cache
def _load(parameters: tuple[tuple[str, Any], ...], allow_looser: bool, without: tuple[str, ...]) -> Rules:
    return load_rules(parameters=dict(parameters), allow_looser=allow_looser, without=without)


def _profile(case: Case, rules: Rules, intervention: str) -> dict[str, Any]:
    answers = typical_profile(rules, intervention) if case.base == "typical" else {}
    forgotten = {name for name in answers if name in case.unknown or rules.facts[name].group in case.unknown}
    kept = {name: value for name, value in answers.items() if name not in forgotten}
    return {**kept, **case.facts}


def _in_session(
    case: Case, rules: Rules, profile: Mapping[str, Any], intervention: str, *, restored: bool
) -> tuple[Decision, Session]:
    session = rules.session(profile, intervention, case.as_of)
    for observation in case.observe or ():
        if restored:
            session = Session.from_json(session.to_json(), rules)
        facts = {name: value for name, value in observation.items() if name != AS_OF}
        session = session.observe(facts, as_of=observation.get(AS_OF))
    if restored:
        session = Session.from_json(session.to_json(), rules)
    return (session.screen(case.then_for) if case.then_for else session.decision), session


def _compare(case: Case, decision: Decision, session: Session | None, how: str) -> None:
    wrong = [
        f"{key}: expected {_plain(expected)}, found {_plain(_scalar(decision, session, key))}"
        for key, expected in case.scalars.items()
        if _plain(_scalar(decision, session, key)) != _plain(expected)
    ]
    for key, expected in case.lists.items():
        wrong += _differences(key, _found(decision, key), expected)
    wrong += _stamped(case, decision)
    if wrong:
        pytest.fail(f"{case.place}{how}\n" + "\n".join(wrong) + f"\n{decision.summary}", pytrace=False)


def _scalar(decision: Decision, session: Session | None, key: str) -> object:
    if key == "held_for":
        return session.held_for if session else None
    return getattr(decision, key)


def _plain(value: object) -> object:
    return value if isinstance(value, bool) else str(value)


def _found(decision: Decision, key: str) -> list[str]:
    match key:
        case "reasons":
            return [reason.rule for reason in decision.reasons]
        case "undetermined":
            return [rule.rule for rule in decision.undetermined]
        case "missing":
            return [fact.fact for fact in decision.missing if not fact.assumed]
        case "assumed":
            return [fact.fact for fact in decision.assumed]
        case "conflicts":
            return [fact.fact for fact in decision.conflicts]
        case "stale":
            return [fact.fact for fact in decision.stale]
        case "precautions":
            return [precaution.rule for precaution in decision.precautions]
        case _:
            return list(decision.not_covered)


def _differences(key: str, listed: list[str], expected: Expected) -> list[str]:
    found = set(listed)
    said = [] if len(found) == len(listed) else [f"{key}: something is listed twice: {listed}"]
    absent = (expected.exactly or frozenset()) | expected.includes
    surplus = expected.excludes if expected.exactly is None else found - expected.exactly
    said += [f"{key}: {name} is not there" for name in sorted(absent - found)]
    return said + [f"{key}: {name} should not be there" for name in sorted(surplus & found)]


def _stamped(case: Case, decision: Decision) -> list[str]:
    """What the user changed stands in every decision."""
    stamp = decision.ruleset
    usual = {name: parameter.value for name, parameter in load_rules().parameters.items()}
    changed = sorted(name for name, value in case.parameters.items() if float(value) != float(usual[name]))
    overrides = sorted(override.parameter for override in stamp.overrides)
    said = [] if overrides == changed else [f"overrides: expected {changed}, found {overrides}"]
    if sorted(stamp.left_out) != sorted(case.without):
        said.append(f"left out: expected {sorted(case.without)}, found {sorted(stamp.left_out)}")
    return said
