"""Does it really happen to this person? Asked of the reference evaluator alone, a question for each check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from sciatica_rules import Rules
from sciatica_rules.condition import Number, Value, bind
from sciatica_rules.evidence import Findings, establish, evaluate
from sciatica_rules.invariant import Demands, NeverLooserThan
from sciatica_rules.origin import Origin
from sciatica_rules.outcome import Outcome
from sciatica_rules.parameter import Stricter
from sciatica_rules.profile import Profile
from sciatica_rules.proof.finding import Finding
from sciatica_rules.vocabulary import Fact, FactType, Worse
from tests.proof.brute import STALE, values
from tests.typical import typical_profile

Answers = Mapping[str, Value]
CLOSE = Decimal("0.001")


def assert_minimal(found: Finding, rules: Rules) -> None:
    """It happens to the person who is shown, and no longer when any one answer is made typical."""
    example = found.counterexample
    if example is None:
        return
    if found.check != "wrong_stricter_side":
        assert rules.outcome(example.answers, example.intervention) is example.outcome
    assert happens(found, rules, example.answers)
    typical = typical_profile(rules, example.intervention)
    for name in example.unusual.keys() - {found.subject}:
        others = {fact: value for fact, value in example.answers.items() if fact != name}
        nearer = {**others, name: typical[name]} if name in typical else others
        assert not happens(found, rules, nearer), f"{name} could be typical in {example}"


def happens(found: Finding, rules: Rules, answers: Answers) -> bool:
    """Whether these answers show what the finding says."""
    example = found.counterexample
    assert example is not None
    who, name = example.intervention, found.subject
    outcome = rules.outcome(answers, who)
    match found.check:
        case "typical_not_allowed":
            return outcome > Outcome.ALLOWED
        case "pinhole":
            here, step = _number(answers[name]), 1 if rules.facts[name].type is FactType.INTEGER else CLOSE
            sides = [{**answers, name: here + side} for side in (step, -step)]
            consistent = all(is_consistent(rules, each) for each in (answers, *sides))
            return consistent and all(outcome < rules.outcome(each, who) for each in sides)
        case "worse_is_looser":
            worse = ({**answers, name: value} for value in _worse(rules.facts[name], answers[name]))
            return is_consistent(rules, answers) and any(
                is_consistent(rules, each) and rules.outcome(each, who) < outcome for each in worse
            )
        case "loose_default":
            assumed = rules.facts[name].when_unknown
            other = answers if assumed is None else {**answers, name: assumed}
            consistent = is_consistent(rules, answers) and is_consistent(rules, other)
            return consistent and rules.outcome(other, who) < outcome
        case "wrong_stricter_side":
            return is_consistent(rules, answers) and _loosened(rules, name, answers, who)
        case "broken_invariant":
            return _breaks(rules, name, answers, who, contradictory=not is_consistent(rules, example.answers))
        case _:
            raise AssertionError(f"a counterexample of {found.check} is not asked about here")


def is_consistent(rules: Rules, answers: Answers) -> bool:
    return all(finding.origin is not Origin.CONFLICT for finding in _findings(rules, answers).values())


def _findings(rules: Rules, answers: Answers) -> Findings:
    return establish(Profile(answers), rules.ruleset, frozenset(rules.facts), None)


def _worse(fact: Fact, value: Value) -> Iterator[Value]:
    if fact.type is FactType.BOOLEAN:
        yield from {fact.worse_when is Worse.TRUE} - {value}
    else:
        higher = fact.worse_when is Worse.HIGHER
        numbers = (_number(each) for each in values(fact) if each not in {None, STALE})
        yield from (each for each in numbers if each != value and (each > _number(value)) == higher)


def _loosened(rules: Rules, name: str, answers: Answers, who: str) -> bool:
    """Whether a value on the stricter side of a parameter gives a milder outcome."""
    parameter = rules.parameters[name]
    numbers = range(int(parameter.minimum), int(parameter.maximum) + 1)
    looser_first = list(numbers if parameter.stricter is Stricter.HIGHER else reversed(numbers))
    told = [Rules(replace(rules.ruleset, overrides={name: value})).outcome(answers, who) for value in looser_first]
    return told != sorted(told)


def _breaks(rules: Rules, name: str, answers: Answers, who: str, *, contradictory: bool) -> bool:
    """Where a person without contradictions is shown, one with them is no simpler one."""
    (invariant,) = (each for each in rules.ruleset.invariants if each.id == name)
    outcome = rules.outcome(answers, who)
    match invariant.promise:
        case Demands(demanded, when, unanswered):
            meant = bind(when, rules.ruleset.values_for(rules.interventions[who]))
            met = evaluate(meant, _findings(rules, answers)).evidence_for
            believable = contradictory or is_consistent(rules, answers)
            return met and believable and answers.keys().isdisjoint(unanswered) and outcome < demanded
        case NeverLooserThan(others):
            return any(outcome < rules.outcome(answers, other) for other in others)
        case _:
            raise AssertionError(f"a counterexample of {name} is not asked about here")


def _number(value: Value) -> Number:
    assert isinstance(value, int | Decimal)
    return value
