"""A difference as plain data for programs, and the JSON Schema of it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ..outcome import Hold, NextStep, Outcome
from .causes import Action
from .diff import Difference
from .edits import KINDS, Edit
from .finding import described
from .pair import Person, Told
from .shifts import Comparison, Direction, Shift

SCHEMA_VERSION = 1
DIALECT = "https://json-schema.org/draft/2020-12/schema"

Data = dict[str, Any]


def difference_data(difference: Difference, old: Mapping[str, str], new: Mapping[str, str]) -> Data:
    """Everything that was found; ``old`` and ``new`` say what was compared."""
    return {
        "schema_version": SCHEMA_VERSION,
        "old": dict(old),
        "new": dict(new),
        "looser": difference.is_looser,
        "may_be_looser": difference.may_be_looser,
        "interventions": {name: found.value for name, found in difference.interventions.items()},
        "shifts": [_shift(each) for each in difference.shifts],
        "edits": [_edit(each) for each in difference.edits],
    }


def _shift(shift: Shift) -> Data:
    return {
        "direction": shift.direction.value,
        "rules": list(shift.rules),
        "causes": [{"kind": each.kind, "name": each.name, "action": each.action.value} for each in shift.causes],
        "interventions": list(shift.interventions),
        "person": _person(shift.person),
    }


def _person(person: Person) -> Data:
    return {
        "intervention": person.intervention,
        "text": described(person.unusual, person.stale),
        "unusual": {name: _number(value) for name, value in person.unusual.items()},
        "profile": {name: _number(value) for name, value in person.answers.items()},
        "stale": list(person.stale),
        "before": _told(person.before),
        "after": _told(person.after),
    }


def _told(told: Told) -> Data:
    return {"outcome": told.outcome.value, "next_step": told.next_step.value, "hold": told.hold.value}


def _edit(edit: Edit) -> Data:
    return {
        "kind": edit.kind,
        "name": edit.name,
        "title": edit.title,
        "action": edit.action.value,
        "fields": [
            {"field": each.field, "before": _number(each.before), "after": _number(each.after)} for each in edit.fields
        ],
        "beyond_proof": list(edit.beyond_proof),
    }


def _number(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return value


def difference_schema() -> Data:
    """What a difference looks like as JSON."""
    compared = _object(version=_TEXT, digest=_TEXT, logic_digest=_TEXT, name=_TEXT)
    told = _object(outcome=_enum(Outcome), next_step=_enum(NextStep), hold=_enum(Hold))
    scalar = {"type": ["boolean", "number", "string", "null"]}
    person = _object(
        intervention=_TEXT,
        text=_TEXT | {"description": "What differs from the typical profile, in words."},
        unusual={"type": "object", "additionalProperties": scalar, "description": "null: not answered."},
        profile={"type": "object", "additionalProperties": scalar, "description": "All answers, to screen it again."},
        stale=_list(_TEXT) | {"description": "Facts with an answer too old to count."},
        before=told,
        after=told,
    )
    cause = _object(kind=_TEXT, name=_TEXT, action=_enum(Action))
    shift = _object(
        direction=_enum(Direction),
        rules=_list(_TEXT) | {"description": "Empty where only contradictory answers are read otherwise."},
        causes=_list(cause),
        interventions=_list(_TEXT),
        person=person,
    )
    words = {"type": "object", "additionalProperties": _TEXT}
    shown = {"anyOf": [scalar, _list(_TEXT), words]}
    edit = _object(
        kind={"enum": list(KINDS)},
        name=_TEXT,
        title=_TEXT,
        action=_enum(Action),
        fields=_list(_object(field=_TEXT, before=shown, after=shown)),
        beyond_proof=_list(_TEXT) | {"description": "What could be looser and was not compared."},
    )
    return {
        "$schema": DIALECT,
        "title": "Difference",
        "description": "What new rules change for people, and what they say in other words.",
    } | _object(
        schema_version={"const": SCHEMA_VERSION},
        old=compared,
        new=compared,
        looser={"type": "boolean", "description": "Somebody is told something looser."},
        may_be_looser={"type": "boolean", "description": "It is not proved that nobody is."},
        interventions={"type": "object", "additionalProperties": _enum(Comparison)},
        shifts=_list(shift),
        edits=_list(edit),
    )


_TEXT: Data = {"type": "string"}


def _enum(words: type[Comparison | Direction | Action | Outcome | NextStep | Hold]) -> Data:
    return {"enum": [word.value for word in words]}


def _list(items: Data) -> Data:
    return {"type": "array", "items": items}


def _object(**properties: Data) -> Data:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
