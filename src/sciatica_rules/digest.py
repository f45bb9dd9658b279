"""Fingerprints of a rule set: one over everything that can change an outcome, one over the texts as well."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

from .ruleset import RuleSet

_TEXTS = frozenset(
    {"action", "area", "answered_by", "departs_from_evidence", "examples", "group", "keep_because", "message", "note"}
    | {"mutable", "question", "review_by", "reviewed_by", "sources", "status", "steps", "title", "typical", "unit"}
    | {"audience", "complexity", "dose", "our_proposal", "stricter", "why"}
)
"""Fields that never change an outcome. A choice's words are texts too, its values are not."""


def logic_digest(ruleset: RuleSet) -> str:
    """SHA-256 over facts, rules, interventions and parameter values, without any text."""
    return _digest(ruleset, skip=_TEXTS)


def full_digest(ruleset: RuleSet) -> str:
    """SHA-256 over the logic and every text and source."""
    return _digest(ruleset, skip=frozenset())


def _digest(ruleset: RuleSet, skip: frozenset[str]) -> str:
    facts = {name: _plain(fact, skip) for name, fact in ruleset.vocabulary.facts.items()}
    if skip:
        for fact in facts.values():
            fact["choices"] = list(fact["choices"])
    content: dict[str, Any] = {
        "facts": facts,
        "groups": [[group.name, [fact.name for fact in group.facts]] for group in ruleset.vocabulary.groups],
        "values": _plain(ruleset.values, skip),
        "own_values": {each.id: _plain(ruleset.values_for(each), skip) for each in ruleset.interventions.values()},
        "interventions": _plain(ruleset.interventions, skip),
        "rules": _plain(ruleset.rules, skip),
    }
    if not skip:
        content["titles"] = [[group.name, group.title] for group in ruleset.vocabulary.groups]
        content["parameters"] = _plain(ruleset.parameters, skip)
        content["sources"] = _plain(ruleset.sources, skip)
        content["statements"] = _plain(ruleset.statements, skip)
        content["packs"] = _plain(ruleset.packs, skip)
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any, skip: frozenset[str]) -> Any:
    """Data as JSON can hold it: the same text for the same meaning, whatever the order in the files."""
    if is_dataclass(value):
        shown = [field.name for field in fields(value) if field.compare and field.name not in skip]
        return {"is": type(value).__name__} | {name: _plain(getattr(value, name), skip) for name in shown}
    if isinstance(value, Mapping):
        return {str(key): _plain(item, skip) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(_plain(item, skip) for item in value)
    if isinstance(value, tuple | list):
        return [_plain(item, skip) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value


def _number(value: Decimal) -> int | str:
    """38, 38.0 and 38.00 are one number."""
    return int(value) if value == value.to_integral_value() else str(value.normalize())
