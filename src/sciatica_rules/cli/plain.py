"""Rules, facts, interventions, sources and parameters as plain data, close to how their files are written."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import Any as Anything
from typing import assert_never

from ..condition import All, Always, Any, Compare, Condition, IsTrue, Not, OneOf
from ..intervention import Intervention
from ..parameter import Parameter
from ..rule import Rule
from ..source import Source
from ..vocabulary import Fact

Data = dict[str, Anything]


def rule_data(rule: Rule) -> Data:
    """A rule under the keys of its file, with the pack and area that its folders say."""
    departure = rule.departs_from_evidence
    return _filled(
        id=rule.id,
        pack=rule.pack,
        area=rule.area,
        title=rule.title,
        applies_to=rule.applies_to,
        except_for=rule.except_for,
        when=condition_data(rule.when),
        effect=rule.effect,
        next_step=rule.next_step if rule.effect.objects else None,
        hold=rule.hold if rule.hold.rank else None,
        message=rule.message,
        action=rule.action,
        sources=[str(source) for source in rule.sources],
        departs_from_evidence=None
        if departure is None
        else _filled(direction=departure.direction, source=str(departure.source), note=departure.note),
        status=rule.status,
        reviewed_by=rule.reviewed_by,
        review_by=rule.review_by,
        examples=[
            {"given": {name: plain(value) for name, value in example.given.items()}}
            | _filled(**{"for": example.intervention}, expect=example.expect)
            for example in rule.examples
        ],
    )


def fact_data(fact: Fact) -> Data:
    """A fact under the keys of its file, with its name and group."""
    days = fact.valid_for.total_seconds() / 86400 if fact.valid_for is not None else None
    data = {
        "name": fact.name,
        "group": fact.group,
        "type": fact.type.value,
        "unit": fact.unit or None,
        "min": plain(fact.minimum),
        "max": plain(fact.maximum),
        "choices": dict(fact.choices) or None,
        "denied": fact.denied,
        "typical": plain(fact.typical),
        "question": fact.question,
        "worse_when": {"true": True, "false": False}.get(fact.worse_when.value, fact.worse_when.value),
        "mutable": fact.mutable,
        "valid_for": plain(days),
        "answered_by": fact.answered_by.value,
        "implied_by": condition_data(fact.implied_by) if fact.implied_by is not None else None,
        "defined_by": condition_data(fact.defined_by) if fact.defined_by is not None else None,
        "when_unknown": plain(fact.when_unknown),
        "momentary": fact.momentary or None,
        "clearance": fact.clearance or None,
        "note": fact.note or None,
    }
    return {name: value for name, value in data.items() if value is not None}


def intervention_data(intervention: Intervention) -> Data:
    """An intervention, with every tag that rules see."""
    dose = intervention.dose
    hold = None
    if dose is not None and dose.hold_seconds is not None:
        hold = {"at_least": dose.hold_seconds[0], "at_most": dose.hold_seconds[1]}
    return _filled(
        id=intervention.id,
        title=intervention.title,
        tags=sorted(intervention.tags),
        sources=[str(source) for source in intervention.sources],
        parameters={name: plain(value) for name, value in intervention.parameters.items()},
        typical={name: plain(value) for name, value in intervention.typical.items()},
        complexity=intervention.complexity,
        audience=intervention.audience,
        repetitions=dose.repetitions if dose else None,
        hold_seconds=hold,
        sides=dose.sides if dose else None,
        steps=intervention.steps,
        note=intervention.note,
    )


def source_data(source: Source) -> Data:
    """A source, with its key."""
    return {
        "key": source.key,
        "title": source.title,
        "organisation": source.organisation,
        "year": source.year,
        "link": source.link,
        "strength": source.strength,
        "seen": source.seen,
    }


def parameter_data(parameter: Parameter, value: int | Decimal) -> Data:
    """A parameter with the value in use and the shipped one."""
    return {
        "name": parameter.name,
        "title": parameter.title,
        "unit": parameter.unit,
        "value": plain(value),
        "usual": plain(parameter.value),
        "min": plain(parameter.minimum),
        "max": plain(parameter.maximum),
        "stricter": parameter.stricter.value,
        "sources": [str(source) for source in parameter.sources],
        "our_proposal": parameter.our_proposal,
        "why": parameter.why,
    }


def condition_data(condition: Condition) -> Anything:
    """A condition as it is written in a file."""
    match condition:
        case Always():
            return "always"
        case IsTrue(fact):
            return fact
        case OneOf(fact, values):
            return {fact: values[0] if len(values) == 1 else {"one_of": list(values)}}
        case Compare(fact, operator, threshold):
            return {fact: {operator.value: plain(threshold)}}
        case All(parts):
            return {"all": [condition_data(part) for part in parts]}
        case Any(parts):
            return {"any": [condition_data(part) for part in parts]}
        case Not(part):
            return {"not": condition_data(part)}
        case _:
            assert_never(condition)


def plain(value: Anything) -> Anything:
    """A value as JSON has it. Whole numbers stay whole."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal | float):
        return int(value) if value == int(value) else float(value)
    return value


def _filled(**entries: Anything) -> Data:
    """Only what is there: nothing empty, nothing false."""
    return {
        name: plain(list(value) if isinstance(value, tuple) else value)
        for name, value in entries.items()
        if _is_there(value)
    }


def _is_there(value: Anything) -> bool:
    return isinstance(value, Enum) or bool(value)
