"""What is written otherwise in a second rule set: everything that its files say, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import timedelta
from decimal import Decimal
from enum import Enum
from typing import Any as Anything

from ..condition import All, Always, Any, Compare, IsTrue, Not, OneOf, in_words
from ..ruleset import RuleSet
from ..source import Citation
from ..vocabulary import Fact, FactGroup, Vocabulary
from .causes import Action
from .denials import denied_otherwise
from .forgetting import forgotten_otherwise

Plain = None | bool | int | Decimal | str | list[str] | dict[str, str]
"""A value as a reader sees it."""

_FILE_KEYS = {"minimum": "min", "maximum": "max", "is_base": "kind", "promise": "promises"}


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """One field before and after."""

    field: str
    before: Plain
    after: Plain


@dataclass(frozen=True, slots=True)
class Edit:
    """One rule, fact, parameter, intervention, group, pack, source, statement or invariant that is not the same."""

    kind: str
    name: str
    title: str
    action: Action
    fields: tuple[FieldEdit, ...] = ()
    """What is written otherwise, where both rule sets have it. None where it is only read otherwise."""
    beyond_proof: tuple[str, ...] = ()
    """The fields whose part in a decision was not compared, though it could be looser."""


def edits(old: RuleSet, new: RuleSet) -> Iterator[Edit]:
    """Everything that was added, removed or is written otherwise, kind by kind, in the order of the second rule set."""
    beyond_text: Mapping[str, Mapping[str, tuple[str, ...]]] = {
        "rule": forgotten_otherwise(old, new),
        "fact": dict.fromkeys(denied_otherwise(old, new), ("denies",)),
    }
    for kind, before, after in zip(KINDS, _catalogues(old), _catalogues(new), strict=True):
        for name in (*after, *(name for name in before if name not in after)):
            beyond = beyond_text.get(kind, {}).get(name, ())
            edit = _edit(kind, name, before.get(name), after.get(name), beyond)
            if edit is not None:
                yield edit


KINDS = ("rule", "parameter", "fact", "intervention", "group", "pack", "source", "statement", "invariant")


def _catalogues(ruleset: RuleSet) -> tuple[Mapping[str, Anything], ...]:
    values = ruleset.values
    return (
        ruleset.rules,
        {name: replace(each, value=values[name]) for name, each in ruleset.parameters.items()},
        ruleset.vocabulary.facts,
        ruleset.interventions,
        {group.name: group for group in ruleset.vocabulary.groups},
        {pack.id: pack for pack in ruleset.packs},
        ruleset.sources,
        ruleset.statements,
        {invariant.id: invariant for invariant in ruleset.invariants},
    )


def _edit(kind: str, name: str, before: Anything, after: Anything, beyond: tuple[str, ...]) -> Edit | None:
    title = _title(before if after is None else after)
    if before is None:
        return Edit(kind, name, title, Action.ADDED, beyond_proof=beyond)
    if after is None:
        return Edit(kind, name, title, Action.REMOVED, beyond_proof=beyond)
    changed = () if before == after else tuple(_fields(before, after))
    beyond += _beyond(before, after) if changed else ()
    return Edit(kind, name, title, Action.CHANGED, changed, tuple(dict.fromkeys(beyond))) if changed or beyond else None


def _title(thing: Anything) -> str:
    if isinstance(thing, Fact):
        return thing.question
    said = getattr(thing, "title", None) or getattr(thing, "sentence", None) or getattr(thing, "says", "")
    return str(said)


def _fields(before: Anything, after: Anything) -> Iterator[FieldEdit]:
    for field in fields(after):
        one, other = (getattr(each, field.name) for each in (before, after))
        is_shown = field.compare and not (isinstance(after, FactGroup) and field.name == "facts")
        if is_shown and one != other:
            yield FieldEdit(_FILE_KEYS.get(field.name, field.name), in_plain(one), in_plain(other))


def _beyond(before: Anything, after: Anything) -> tuple[str, ...]:
    """The fields that a proof says nothing about, which goes over undated answers that both rule sets accept."""
    if not isinstance(after, Fact):
        return ()
    named = ("type", "unit", "valid_for", "momentary", "clearance")
    found = [name for name in named if getattr(before, name) != getattr(after, name)]
    if before.worse_answer is not after.worse_answer:
        found.append("worse_when")
    if _denial(before) != _denial(after):
        found.append("denies")
    if Vocabulary.read_directly(before) - Vocabulary.read_directly(after):
        found.append("derivation")
    return (*found, *_widened(before, after))


def _widened(before: Fact, after: Fact) -> Iterator[str]:
    """Where values are accepted that were refused."""
    low, high = (before.minimum, after.minimum), (before.maximum, after.maximum)
    if low[0] is not None and (low[1] is None or low[1] < low[0]):
        yield "min"
    if high[0] is not None and (high[1] is None or high[1] > high[0]):
        yield "max"
    if after.choices.keys() - before.choices.keys():
        yield "choices"


def _denial(fact: Fact) -> tuple[object, ...]:
    """What "the patient denies ..." says about a fact, and in which group."""
    return () if fact.deniable is None else (fact.group, fact.deniable)


def in_plain(value: Anything) -> Plain:
    """A value of a field as a reader sees it, close to how files have it."""
    match value:
        case None | bool() | int() | Decimal():
            return value
        case Enum():
            return str(value.value)
        case timedelta():
            days = value.total_seconds() / 86400
            return f"{days:g} day{'' if days == 1 else 's'}"
        case frozenset():
            return sorted(map(str, value))
        case tuple():
            return [in_word(each) for each in value]
        case Mapping():
            return {str(key): in_word(each) for key, each in value.items()}
        case Always() | IsTrue() | OneOf() | Compare() | All() | Any() | Not():
            return in_words(value)
        case _ if is_dataclass(value) and not isinstance(value, Citation):
            parts = ((field.name, getattr(value, field.name)) for field in fields(value) if field.compare)
            return {name: in_word(part) for name, part in parts if part not in (None, (), "")}
        case _:
            return str(value)


def in_word(value: Anything) -> str:
    """The same in one string."""
    plain = in_plain(value)
    match plain:
        case None:
            return "none"
        case bool():
            return str(plain).lower()
        case list():
            return ", ".join(plain)
        case dict():
            return ", ".join(f"{key}: {part}" for key, part in plain.items())
        case _:
            return str(plain)
