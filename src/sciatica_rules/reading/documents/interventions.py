"""``interventions/<folder>/<id>.yaml``: one thing that may be screened."""

from __future__ import annotations

from ...condition import Number
from ...intervention import Dose, Intervention
from .. import decode
from ..fields import Fields, Read, by_id
from ..nodes import Node
from ..problems import Problems

FOLDERS = ("programme", "exercises", "blocks", "other")
_EXERCISES = "exercises"

_REQUIRED = ("id", "title", "tags", "sources")
_OPTIONAL = ("parameters", "typical", "note")
_OF_EXERCISES = ("complexity", "audience", "repetitions", "sides", "steps")
_COMPLEXITY = {word: word for word in ("simple", "moderate", "complex")}
_AUDIENCE = {word: word for word in ("general", "pregnancy", "severe_pain", "yoga")}
_SIDES = {word: word for word in ("both together", "each side", "one side", "symmetric", "alternating")}


def read_intervention(node: Node, problems: Problems, stem: str, folder: str) -> Read[Intervention]:
    """An intervention; an exercise where it stands in the folder of exercises."""
    is_exercise = folder == _EXERCISES
    required = (*_REQUIRED, *_OF_EXERCISES) if is_exercise else _REQUIRED
    optional = (*_OPTIONAL, "hold_seconds") if is_exercise else _OPTIONAL
    fields = Fields(node, problems, "an exercise" if is_exercise else "an intervention", required, optional)
    name = fields.id_as_stem(stem)
    complexity = fields.one_of("complexity", _COMPLEXITY) if is_exercise else ""
    audience = fields.one_of("audience", _AUDIENCE) if is_exercise else ""
    tags = {name, *fields.identifiers("tags", "a list of tags")}
    if is_exercise:
        tags |= {f"{complexity}_exercise", f"for_{audience}"}
    intervention = Intervention(
        id=name,
        title=fields.text("title"),
        tags=frozenset(tags),
        sources=fields.citations("sources"),
        parameters=fields.read("parameters", _parameters) or {},
        typical=fields.scalars("typical", "facts with their benign values"),
        complexity=complexity,
        audience=audience,
        dose=_dose(fields) if is_exercise else None,
        steps=fields.texts("steps"),
        note=fields.text("note"),
        location=fields.spot("id").location,
    )
    return Read(name, intervention, fields.spot("id"), node, fields.doubted)


def _parameters(node: Node, problems: Problems) -> dict[str, Number]:
    found = {}
    for name, item in by_id(node, problems, "parameters with their own values").items():
        value = decode.number(item, problems)
        if value is not None:
            found[name] = value
    return found


def _dose(fields: Fields) -> Dose:
    hold_seconds = fields.read("hold_seconds", _hold_seconds)
    return Dose(fields.text("repetitions"), fields.one_of("sides", _SIDES), hold_seconds)


def _hold_seconds(node: Node, problems: Problems) -> tuple[int, int]:
    inner = Fields(node, problems, "hold_seconds", ("at_least", "at_most"))
    shortest, longest = inner.whole_number("at_least"), inner.whole_number("at_most")
    if inner.trusts("at_least", "at_most") and not 0 < shortest <= longest:
        problems.add(node, "hold_seconds needs at_least above 0 and at_most not below it")
    return shortest, longest
