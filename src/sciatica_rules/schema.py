"""JSON Schemas (2020-12) of what people write: profiles, rules and vocabularies; and of what they get: decisions.

Made from a loaded rule set, so that an editor completes the names of facts, tags, parameters and sources. What a schema
cannot say (a threshold that no value reaches, examples that do not hold) the reader still checks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, assert_never

from .condition import Number, Operator
from .decision import Decision
from .outcome import Effect, Hold, NextStep, Verdict
from .profile import DENIES, OBSERVED
from .profile_model import UNIT_KEY, meaning
from .rules import Rules
from .vocabulary import AnsweredBy, Fact, FactType, Worse

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ID = {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}
TEXT = {"type": "string", "minLength": 1}
DATE = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}

Schema = dict[str, Any]


def profile_schema(rules: Rules) -> Schema:
    """What may stand in a profile: every fact with its type, range and choices, ``observed`` and ``denies``."""
    moment = {"type": ["string", "null"], "description": "ISO 8601; a time without a zone is taken as UTC."}
    properties: Schema = {fact.name: _answer(fact) for fact in rules.facts.values()}
    properties[OBSERVED] = {
        "type": ["object", "null"],
        "description": "When a fact was observed.",
        "properties": dict.fromkeys(rules.facts, moment),
        "additionalProperties": False,
    }
    properties[DENIES] = {
        "type": ["array", "null"],
        "description": "Groups of which the person says: nothing of this.",
        "items": {"enum": [group.name for group in rules.ruleset.vocabulary.groups]},
    }
    return _document("Profile", rules, properties)


def decision_schema() -> Schema:
    """What a decision looks like as JSON."""
    return {"$schema": DIALECT, **Decision.model_json_schema(mode="serialization")}


def rule_schema(rules: Rules) -> Schema:
    """What may stand in the file of one rule."""
    tags = sorted({tag for intervention in rules.interventions.values() for tag in intervention.tags})
    answers = {fact.name: _value(fact) for fact in rules.facts.values()}
    example = _object(
        {
            "given": _object(answers, required=()) | {"description": "All that is known of this small profile."},
            "for": {"enum": list(rules.interventions), "description": "Where a threshold depends on the intervention."},
            "expect": {"enum": [verdict.value for verdict in Verdict]},
        },
        required=("given", "expect"),
    )
    departure = _object(
        {"direction": {"enum": ["stricter", "laxer"]}, "source": {"$ref": "#/$defs/citation"}, "note": TEXT},
        required=("direction", "source", "note"),
    )
    properties: Schema = {
        "id": {**ID, "description": "The name of the file without its ending."},
        "title": {**TEXT, "description": "A short noun phrase that reads well in a list."},
        "applies_to": _list({"enum": tags}, "Interventions with any of these tags; an id counts as a tag."),
        "except_for": _list({"enum": tags}, "Save those with any of these."),
        "when": {
            "anyOf": [{"const": "always"}, {"$ref": "#/$defs/condition"}],
            "description": "What makes the rule true.",
        },
        "effect": {"enum": [effect.value for effect in Effect]},
        "next_step": {"enum": [step.value for step in NextStep if step > NextStep.ANSWER]},
        "hold": {
            "enum": [hold.value for hold in Hold if hold > Hold.NONE],
            "description": "A session stops, and stays so.",
        },
        "message": {**TEXT, "description": "To the patient: one sentence. No diagnosis as a fact, never 'safe'."},
        "action": {**TEXT, "description": "What to do next, in one or two sentences."},
        "sources": _list({"$ref": "#/$defs/citation"}, "Everything the rule rests on."),
        "departs_from_evidence": departure,
        "status": {"enum": ["draft", "reviewed"]},
        "reviewed_by": TEXT,
        "review_by": DATE,
        "keep_because": TEXT,
        "examples": _list(example, "At least one of each kind that is possible, and each threshold's neighbours."),
    }
    required = ("id", "title", "applies_to", "when", "effect", "message", "sources", "status", "review_by", "examples")
    objecting = {"required": ["next_step", "action"]}
    precaution = {"properties": {"next_step": False, "hold": False}}
    return _document("Rule", rules, properties, required) | {
        "if": {"properties": {"effect": {"const": Effect.PRECAUTION.value}}},
        "then": precaution,
        "else": objecting,
        "$defs": {"condition": _condition(rules, own_facts=False), "citation": _citation(rules)},
    }


def vocabulary_schema(rules: Rules) -> Schema:
    """What may stand in the file of one group of facts. Its conditions may also read facts of the file itself."""
    scalar = {"type": ["boolean", "number", "string"]}
    properties: Schema = {
        "type": {"enum": [kind.value for kind in FactType]},
        "choices": {"type": "object", "propertyNames": ID, "additionalProperties": TEXT, "minProperties": 2},
        "denied": {**ID, "description": "The choice that 'the patient denies it' stands for."},
        "unit": {**TEXT, "description": "UCUM, e.g. Cel, d, wk, a, {count}."},
        "min": {"type": "number"},
        "max": {"type": "number"},
        "typical": {**scalar, "description": "A benign value; left out if a benign profile has none."},
        "question": {**TEXT, "description": "One plain sentence."},
        "worse_when": {
            "enum": [True, False, *(worse.value for worse in Worse if worse not in (Worse.TRUE, Worse.FALSE))],
            "description": "The direction that can only tighten a decision.",
        },
        "mutable": {"type": "boolean", "description": "Can it change within weeks?"},
        "valid_for": {"type": "number", "exclusiveMinimum": 0, "description": "Days an answer stays good."},
        "answered_by": {"enum": [who.value for who in AnsweredBy]},
        "implied_by": {"$ref": "#/$defs/condition"},
        "defined_by": {"$ref": "#/$defs/condition"},
        "when_unknown": {**scalar, "description": "Taken where there is no evidence, and shown as assumed."},
        "momentary": {"type": "boolean", "description": "An event: it counts for one observation."},
        "clearance": {"type": "boolean", "description": "It never covers what appears after it was given."},
        "note": TEXT,
    }
    fact = _object(properties, required=("type", "question", "worse_when", "mutable", "answered_by")) | {
        "allOf": [
            _where_type(["choice"], {"required": ["choices"]}, {"properties": {"choices": False, "denied": False}}),
            _where_type(
                ["integer", "decimal"],
                {"required": ["min", "max", "unit"]},
                {"properties": {"min": False, "max": False, "unit": False}},
            ),
            _where_type(["boolean"], {}, {"properties": {"implied_by": False, "defined_by": False}}),
        ]
    }
    group: Schema = {
        "group": {**ID, "description": "The name of the file without its ending."},
        "title": {**TEXT, "description": "The heading of the screen of questions."},
        "facts": {"type": "object", "propertyNames": ID, "additionalProperties": fact, "minProperties": 1},
    }
    return _document("Vocabulary", rules, group, ("group", "title", "facts")) | {
        "$defs": {"condition": _condition(rules, own_facts=True)}
    }


def _document(title: str, rules: Rules, properties: Schema, required: Sequence[str] = ()) -> Schema:
    about = {"$schema": DIALECT, "title": title, "description": f"Made from {rules.version}."}
    return about | _object(properties, required)


def _object(properties: Schema, required: Sequence[str]) -> Schema:
    needed: Schema = {"required": list(required)} if required else {}
    return {"type": "object", "properties": properties, **needed, "additionalProperties": False}


def _list(items: Schema, description: str) -> Schema:
    return {"type": "array", "items": items, "minItems": 1, "description": description}


def _where_type(kinds: list[str], then: Schema, otherwise: Schema) -> Schema:
    return {"if": {"properties": {"type": {"enum": kinds}}}, "then": then, "else": otherwise}


def _answer(fact: Fact) -> Schema:
    """A value of a fact, or null for unknown, with the question."""
    value = _value(fact)
    meanings = "".join(f"\n{choice}: {meaning}" for choice, meaning in fact.choices.items())
    unit = {UNIT_KEY: fact.unit} if fact.unit else {}
    nullable = {"enum": [*value["enum"], None]} if "enum" in value else {**value, "type": [value["type"], "null"]}
    return {**nullable, **unit, "description": meaning(fact) + meanings}


def _value(fact: Fact) -> Schema:
    match fact.type:
        case FactType.BOOLEAN:
            return {"type": "boolean"}
        case FactType.CHOICE:
            return {"enum": list(fact.choices)}
        case FactType.INTEGER:
            return {"type": "integer", **_range(fact)}
        case FactType.DECIMAL:
            return {"type": "number", **_range(fact)}
        case _:
            assert_never(fact.type)


def _range(fact: Fact) -> Schema:
    limits = {"minimum": fact.minimum, "maximum": fact.maximum}
    return {name: _number(limit) for name, limit in limits.items() if limit is not None}


def _citation(rules: Rules) -> Schema:
    statements = [f"{rules.ruleset.base.id}/{name}" for name in rules.ruleset.statements]
    return {"enum": [*rules.sources, *statements]}


def _condition(rules: Rules, own_facts: bool) -> Schema:
    """The closed language of conditions over these facts; ``own_facts`` lets it name others too."""
    several = {"type": "array", "items": {"$ref": "#/$defs/condition"}, "minItems": 1}
    facts = rules.facts.values()
    booleans = [fact.name for fact in facts if fact.type is FactType.BOOLEAN]
    compared = {fact.name: _comparison(fact, rules) for fact in facts if fact.type is not FactType.BOOLEAN}
    keys: Schema = {"all": several, "any": several, "not": {"$ref": "#/$defs/condition"}} | compared
    one_key = _object(keys, required=()) | {"minProperties": 1, "maxProperties": 1}
    is_true: Schema = {"enum": booleans, "description": "This fact is true."}
    if own_facts:
        one_key |= {"propertyNames": ID, "additionalProperties": True}
        return {"anyOf": [is_true, ID, one_key]}
    return {"anyOf": [is_true, one_key]}


def _comparison(fact: Fact, rules: Rules) -> Schema:
    """What may stand behind the name of a fact that is not boolean."""
    value = _value(fact)
    one_of = {"type": "array", "items": value, "minItems": 1, "uniqueItems": True}
    if fact.type is FactType.CHOICE:
        return {"anyOf": [value, _object({"one_of": one_of}, required=("one_of",))], "description": fact.question}
    threshold = {"anyOf": [{**value, "type": "number"}, {"enum": list(rules.parameters)}]}
    operators: Schema = {operator.value: threshold for operator in Operator}
    if fact.type is FactType.INTEGER:
        operators["one_of"] = one_of
    compared = _object(operators, required=()) | {"minProperties": 1, "maxProperties": 1}
    equals = [value] if fact.type is FactType.INTEGER else []
    return {"anyOf": [*equals, compared], "description": fact.question}


def _number(value: Number) -> int | float:
    return int(value) if value == int(value) else float(value)
