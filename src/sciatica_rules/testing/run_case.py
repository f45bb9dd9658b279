"""Does a decision hold what a case says? What does not is told where the case says it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..decision import Decision
from ..errors import FileProblem, SciaticaRulesError
from ..rules import Rules
from ..session import Session
from .answers import typical_answers
from .cases import Case, Expected, unknown_names

Load = Callable[[Case], Rules]
"""The rules with the parameters of a case, and without the packs that it leaves out."""

AS_OF = "as_of"


def run_case(case: Case, intervention: str, load: Load) -> list[FileProblem]:
    """Everything that is otherwise than the case says; a session runs straight through, and saved and restored."""
    try:
        rules = load(case)
        unknown = list(unknown_names(case, _known(rules)))
        return unknown or list(differences(case, intervention, rules))
    except (SciaticaRulesError, ValueError) as error:
        return [case.spot.problem(f"the case cannot be run: {error}")]


def _known(rules: Rules) -> Mapping[str, list[str]]:
    return {
        "fact": list(rules.facts),
        "group": [group.name for group in rules.ruleset.vocabulary.groups],
        "rule": list(rules.rules),
        "intervention": list(rules.interventions),
    }


def differences(case: Case, intervention: str, rules: Rules) -> Iterator[FileProblem]:
    """What is otherwise than the case says, whose names these rules may not know. Raises ProfileError."""
    profile = profile_of(case, intervention, rules)
    if case.observe is None:
        yield from _differences(case, rules.screen(profile, intervention, case.as_of), None, "")
        return
    for restored, how in ((False, ""), (True, ", saved and restored")):
        session = rules.session(profile, intervention, case.as_of)
        for observation in case.observe:
            facts = {name: value for name, value in observation.items() if name != AS_OF}
            session = _again(session, rules, restored).observe(facts, as_of=observation.get(AS_OF))
        session = _again(session, rules, restored)
        decision = session.screen(case.then_for) if case.then_for else session.decision
        yield from _differences(case, decision, session, how)


def _again(session: Session, rules: Rules, restored: bool) -> Session:
    return Session.from_json(session.to_json(), rules) if restored else session


def profile_of(case: Case, intervention: str, rules: Rules) -> dict[str, Any]:
    """The profile that a case is about."""
    answers = typical_answers(rules.ruleset, intervention) if case.base == "typical" else {}
    kept = {
        name: value
        for name, value in answers.items()
        if name not in case.unknown and rules.facts[name].group not in case.unknown
    }
    return {**kept, **case.facts}


def _differences(case: Case, decision: Decision, session: Session | None, how: str) -> Iterator[FileProblem]:
    for key, (word, spot) in case.words.items():
        found = session.held_for if key == "held_for" and session else getattr(decision, key, None)
        if str(found) != word:
            yield spot.problem(f"{key}: the case expects {word}, the decision says {found}{how}", decision.summary)
    if case.settled is not None and decision.settled is not case.settled[0]:
        yield case.settled[1].problem(f"the decision is {'' if decision.settled else 'not '}settled{how}")
    for key, expected in case.lists.items():
        said = _in_list(_found(decision, key), expected)
        if said:
            yield expected.spot.problem(f"{key}: {'; '.join(said)}{how}")


def _found(decision: Decision, key: str) -> set[str]:
    match key:
        case "reasons" | "undetermined" | "precautions":
            return {each.rule for each in getattr(decision, key)}
        case "missing":
            return {each.fact for each in decision.missing if not each.assumed}
        case "not_covered":
            return set(decision.not_covered)
        case _:
            return {each.fact for each in getattr(decision, key)}


def _in_list(found: set[str], expected: Expected) -> list[str]:
    absent = ((expected.exactly or frozenset()) | expected.includes) - found
    surplus = expected.excludes & found if expected.exactly is None else found - expected.exactly
    said = [f"{name} is not there" for name in sorted(absent)]
    return said + [f"{name} should not be there" for name in sorted(surplus)]
