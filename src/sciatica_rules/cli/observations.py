"""One line of observations: ``discomfort``, ``pain_nrs=4 warmed_up=true``, or a JSON object."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NoReturn

from ..reading.scalars import Ambiguous, read_plain
from ..vocabulary import Vocabulary
from .exits import BadInput


def read_observation(line: str, vocabulary: Vocabulary) -> dict[str, Any]:
    """What a line says, still to be checked against the vocabulary. Raises BadInput; it never repeats a value."""
    return _from_json(line) if line.startswith("{") else _from_words(line, vocabulary)


def _from_words(line: str, vocabulary: Vocabulary) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    for word in line.split():
        name, equals, written = word.partition("=")
        if name in seen:
            raise BadInput(f"{name}: given more than once")
        if not equals and name in vocabulary.facts and vocabulary.facts[name].type.value != "boolean":
            raise BadInput(f"{name}: give its value as well, as in {name}=...")
        try:
            seen[name] = read_plain(written) if equals else True
        except Ambiguous as ambiguous:
            raise BadInput(f"{name}: {ambiguous.message}; write true, false, null, a number or a word") from None
    return seen


def _from_json(line: str) -> dict[str, Any]:
    try:
        read = json.loads(line, parse_float=Decimal, parse_constant=_refuse, object_pairs_hook=_each_key_once)
    except ValueError:
        raise BadInput("this is not a JSON object on one line, each key once") from None
    except RecursionError:
        raise BadInput("this JSON is nested too deeply") from None
    if not isinstance(read, Mapping):
        raise BadInput("this is not a JSON object")
    return dict(read)


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError
    return read


def _refuse(_constant: str) -> NoReturn:
    raise ValueError
