"""``vocabulary/<group>.yaml``: the facts that are asked together."""

from __future__ import annotations

from datetime import timedelta

from ...condition import Value
from ...vocabulary import AnsweredBy, Fact, FactGroup, FactType, Worse
from .. import decode
from ..conditions import read_condition
from ..fields import Fields, Read
from ..nodes import Node, Refused
from ..problems import Problems

_REQUIRED = ("type", "question", "worse_when", "mutable", "answered_by")
_OPTIONAL = (
    *("choices", "denied", "typical", "unit", "min", "max", "valid_for"),
    *("implied_by", "defined_by", "when_unknown", "momentary", "clearance", "note"),
)
_TYPES = {member.value: member for member in FactType}
_WORSE = {member.value: member for member in Worse}
_ANSWERED_BY = {member.value: member for member in AnsweredBy}
_LONGEST_VALID_DAYS = 36_500
_FEWEST_CHOICES = 2


def read_group(node: Node, problems: Problems, stem: str) -> tuple[Read[FactGroup], list[Read[Fact]]]:
    """The group and each of its facts."""
    fields = Fields(node, problems, "a group of facts", ("group", "title", "facts"))
    name = fields.identifier("group")
    if name and name != stem:
        problems.add(fields.spot("group"), f"the group must be called {stem!r}, as its file is")
    entries = fields.by_id("facts", "facts with their names as keys")
    facts = [_fact(key, entry, problems, name or stem, fields) for key, entry in entries.items()]
    if fields.trusts("facts") and not facts:
        problems.add(fields.spot("facts"), "a group without facts")
    group = FactGroup(name or stem, fields.text("title"), tuple(read.value for read in facts))
    return Read(group.name, group, fields.spot("group"), node, fields.doubted), facts


def _fact(name: str, node: Node, problems: Problems, group: str, around: Fields) -> Read[Fact]:
    fields = Fields(node, problems, "a fact", _REQUIRED, _OPTIONAL)
    spot = around.key_spot("facts", name)
    fact = Fact(
        name=name,
        group=group,
        type=fields.one_of("type", _TYPES),
        question=fields.text("question"),
        worse_when=fields.one_of("worse_when", _WORSE),
        mutable=fields.boolean("mutable"),
        answered_by=fields.one_of("answered_by", _ANSWERED_BY),
        typical=_value(fields, "typical"),
        choices=_choices(fields, problems),
        denied=fields.identifier("denied") or None,
        unit=fields.text("unit"),
        minimum=fields.number("min") if "min" in fields else None,
        maximum=fields.number("max") if "max" in fields else None,
        valid_for=_valid_for(fields, problems),
        implied_by=fields.read("implied_by", read_condition),
        defined_by=fields.read("defined_by", read_condition),
        when_unknown=_value(fields, "when_unknown"),
        momentary=fields.boolean("momentary"),
        clearance=fields.boolean("clearance"),
        note=fields.text("note"),
        location=spot.location,
    )
    return Read(name, fact, spot, node, fields.doubted)


def _value(fields: Fields, key: str) -> Value | None:
    def not_null(node: Node, problems: Problems) -> Value | None:
        value = decode.scalar(node, problems, "a value of the fact")
        if value is None:
            problems.add(node, f"{key}: null says nothing", f"leave {key} out")
        return None if isinstance(value, Refused) else value

    return fields.read(key, not_null)


def _choices(fields: Fields, problems: Problems) -> dict[str, str]:
    entries = fields.by_id("choices", "values with plain words for each")
    if "choices" in fields and fields.trusts("choices") and len(entries) < _FEWEST_CHOICES:
        problems.add(fields.spot("choices"), "a choice needs at least two values")
        fields.doubted.add("choices")
    return {
        value: decode.text(words, problems, expected="plain words for the value") or ""
        for value, words in entries.items()
    }


def _valid_for(fields: Fields, problems: Problems) -> timedelta | None:
    if "valid_for" not in fields:
        return None
    days = fields.number("valid_for")
    if fields.trusts("valid_for") and not 0 < days <= _LONGEST_VALID_DAYS:
        problems.add(fields.spot("valid_for"), f"valid_for must be above 0 and at most {_LONGEST_VALID_DAYS} days")
        return None
    return timedelta(days=float(days)) if 0 < days <= _LONGEST_VALID_DAYS else None
