"""Reads the whole-decision cases of this folder; README.md describes their format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent

CASE_KEYS = {
    "case",
    "source",
    "profile",
    "for",
    "parameters",
    "allow_looser",
    "without",
    "as_of",
    "observe",
    "then_for",
    "expect",
}
SCALARS = {"outcome", "next_step", "at_least", "at_most", "settled", "held_for"}
LISTS = {"reasons", "undetermined", "missing", "assumed", "conflicts", "stale", "precautions", "not_covered"}
SELECTORS = {"includes", "excludes"}
REQUIRED = ("case", "for", "expect")


class CaseError(Exception):
    """A case that cannot be run as it is written; the message says where it stands and what is wrong."""


@dataclass(frozen=True)
class Expected:
    """What one list of a decision must hold."""

    exactly: frozenset[str] | None = None
    includes: frozenset[str] = frozenset()
    excludes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Case:
    """One sentence about one decision, for each of one or more interventions."""

    sentence: str
    place: str
    interventions: tuple[str, ...]
    base: str
    unknown: tuple[str, ...]
    facts: Mapping[str, Any]
    scalars: Mapping[str, Any]
    lists: Mapping[str, Expected]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    allow_looser: bool = False
    without: tuple[str, ...] = ()
    as_of: str | None = None
    observe: tuple[Mapping[str, Any], ...] | None = None
    then_for: str | None = None
    source: tuple[str, ...] = ()


class _Loader(yaml.SafeLoader):
    """PyYAML takes the last of two equal keys without a word; this one refuses them."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _value in node.value]
    twice = {str(key) for key in keys if keys.count(key) > 1}
    if twice:
        raise CaseError(f"line {node.start_mark.line + 1}: duplicate key {', '.join(sorted(twice))}")
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_all(folder: Path = HERE) -> list[Case]:
    """Every case of every file, in the order of their names. Raises CaseError."""
    return [case for path in sorted(folder.glob("*.yaml")) for case in read_cases(path.name, path.read_text("utf-8"))]


def read_cases(name: str, text: str) -> list[Case]:
    """The cases of one file. Raises CaseError with file and line."""
    try:
        root = yaml.compose(text, Loader=_Loader)
        if not isinstance(root, yaml.SequenceNode):
            raise CaseError("line 1: a file of cases is a list")
        return [_read_case(name, node) for node in root.value]
    except CaseError as error:
        message = str(error)
        raise CaseError(message if message.startswith(name) else f"{name}, {message}") from None
    except yaml.YAMLError as error:
        raise CaseError(f"{name}: not well-formed YAML: {error}") from None


def _read_case(name: str, node: yaml.Node) -> Case:
    place = f"{name}:{node.start_mark.line + 1}"
    raw = _Loader("").construct_document(node)
    if not isinstance(raw, dict):
        raise CaseError(f"{place}: a case is a mapping that begins with 'case:'")
    _refuse_unknown(place, "a case", raw, CASE_KEYS)
    for key in REQUIRED:
        if key not in raw:
            raise CaseError(f"{place}: a case needs {key!r}")
    profile = dict(_as_mapping(place, "profile", raw.get("profile", {})))
    expect = _as_mapping(place, "expect", raw["expect"])
    _refuse_unknown(place, "expect", expect, SCALARS | LISTS)
    if "outcome" not in expect:
        raise CaseError(f"{place}: expect needs 'outcome'")
    base = profile.pop("base", "nothing")
    if base not in {"nothing", "typical"}:
        raise CaseError(f"{place}: base must be typical or nothing")
    if "held_for" in expect and "observe" not in raw:
        raise CaseError(f"{place}: only a session is held; add 'observe' (an empty list starts a session)")
    if "then_for" in raw and "observe" not in raw:
        raise CaseError(f"{place}: then_for asks a session; add 'observe'")
    return Case(
        sentence=_text(place, "case", raw["case"]),
        place=place,
        interventions=_names(place, "for", raw["for"]),
        base=base,
        unknown=_names(place, "unknown", profile.pop("unknown", [])),
        facts=profile,
        scalars={key: value for key, value in expect.items() if key in SCALARS},
        lists={key: _expected(place, key, value) for key, value in expect.items() if key in LISTS},
        parameters=_as_mapping(place, "parameters", raw.get("parameters", {})),
        allow_looser=raw.get("allow_looser", False) is True,
        without=_names(place, "without", raw.get("without", [])),
        as_of=_text(place, "as_of", raw["as_of"]) if "as_of" in raw else None,
        observe=_observations(place, raw["observe"]) if "observe" in raw else None,
        then_for=_text(place, "then_for", raw["then_for"]) if "then_for" in raw else None,
        source=_names(place, "source", raw.get("source", [])),
    )


def _observations(place: str, given: object) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(given, list):
        raise CaseError(f"{place}: observe is a list of observations, each a mapping of facts")
    return tuple(_as_mapping(place, "an observation", one) for one in given)


def _expected(place: str, key: str, given: object) -> Expected:
    if isinstance(given, list):
        return Expected(exactly=frozenset(_names(place, key, given)))
    selectors = _as_mapping(place, key, given)
    _refuse_unknown(place, key, selectors, SELECTORS)
    return Expected(
        includes=frozenset(_names(place, key, selectors.get("includes", []))),
        excludes=frozenset(_names(place, key, selectors.get("excludes", []))),
    )


def _refuse_unknown(place: str, where: str, given: Mapping[str, Any], known: set[str]) -> None:
    unknown = sorted(str(key) for key in given if key not in known)
    if unknown:
        raise CaseError(f"{place}: {where} has no key {', '.join(unknown)}; it may hold {', '.join(sorted(known))}")


def _as_mapping(place: str, where: str, given: object) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        raise CaseError(f"{place}: {where} must be a mapping")
    return given


def _names(place: str, where: str, given: object) -> tuple[str, ...]:
    listed = [given] if isinstance(given, str) else given
    if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
        raise CaseError(f"{place}: {where} must be a name or a list of names")
    return tuple(listed)


def _text(place: str, where: str, given: object) -> str:
    if not isinstance(given, str):
        raise CaseError(f"{place}: {where} must be text (quote a date)")
    return given


def unknown_words(
    case: Case, facts: Mapping[str, Any], groups: Mapping[str, Any], ids: Mapping[str, Any]
) -> Iterator[str]:
    """What a case names that the loaded rules do not know; a typing error would otherwise pass an ``excludes``."""
    rules, interventions = ids["rules"], ids["interventions"]
    known: dict[str, Any] = dict.fromkeys(LISTS - {"not_covered"}, facts)
    known |= dict.fromkeys(("reasons", "undetermined", "precautions"), rules)
    for key, expected in case.lists.items():
        if key in known:
            named = (expected.exactly or frozenset()) | expected.includes | expected.excludes
            yield from (f"{key}: {name}" for name in sorted(named) if name not in known[key])
    yield from (f"unknown: {name}" for name in case.unknown if name not in facts and name not in groups)
    screened = (*case.interventions, *([case.then_for] if case.then_for else []))
    yield from (f"for: {name}" for name in screened if name not in interventions)
