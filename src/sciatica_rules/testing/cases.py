"""Cases: sentences about whole decisions, each made exact. One file for each area, one entry for each sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import FileProblem, did_you_mean
from ..outcome import Hold, NextStep, Outcome
from ..profile import RESERVED
from ..reading import decode
from ..reading.fields import Fields
from ..reading.nodes import Mapping as MappingNode
from ..reading.nodes import Node, Refused, Scalar, read_nodes
from ..reading.nodes import Sequence as SequenceNode
from ..reading.problems import Problems
from ..reading.text import Spot

REQUIRED = ("case", "for", "expect")
OPTIONAL = ("source", "profile", "parameters", "allow_looser", "without", "as_of", "observe", "then_for")
OUTCOMES = tuple(outcome.value for outcome in Outcome)
WORDS: Mapping[str, tuple[str, ...]] = {
    "outcome": OUTCOMES,
    "next_step": tuple(step.value for step in NextStep),
    "at_least": OUTCOMES,
    "at_most": OUTCOMES,
    "held_for": tuple(hold.value for hold in Hold),
}
LISTS = ("reasons", "undetermined", "missing", "assumed", "conflicts", "stale", "precautions", "not_covered")
BASES = ("nothing", "typical")


@dataclass(frozen=True)
class Expected:
    """What one list of a decision must hold."""

    spot: Spot
    exactly: frozenset[str] | None = None
    includes: frozenset[str] = frozenset()
    excludes: frozenset[str] = frozenset()

    @property
    def named(self) -> frozenset[str]:
        return (self.exactly or frozenset()) | self.includes | self.excludes


@dataclass(frozen=True)
class Case:
    """One sentence about one decision, for each of one or more interventions."""

    sentence: str
    spot: Spot
    interventions: Sequence[str]
    base: str
    unknown: Sequence[str]
    """Facts or groups of facts that are taken out of the base."""
    facts: Mapping[str, Any]
    words: Mapping[str, tuple[str, Spot]]
    settled: tuple[bool, Spot] | None
    lists: Mapping[str, Expected]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    allow_looser: bool = False
    without: Sequence[str] = ()
    as_of: str | None = None
    observe: Sequence[Mapping[str, Any]] | None = None
    then_for: str | None = None


def read_cases(path: str, data: bytes) -> tuple[list[Case], list[FileProblem]]:
    """The cases of one file, and everything that is wrong in it."""
    node, found = read_nodes(path, data)
    problems = Problems()
    problems.extend(found)
    if node is None:
        return [], problems.found
    if not isinstance(node, SequenceNode):
        problems.add(node, "a file of cases is a list, each beginning with 'case:'")
        return [], problems.found
    cases = [case for item in node.items if (case := _read_case(item, problems)) is not None]
    first: dict[str, Case] = {}
    for case in cases:
        if first.setdefault(case.sentence, case) is not case:
            problems.add(case.spot, "this sentence is already said", f"in line {first[case.sentence].spot.line + 1}")
    return cases, problems.found


def _read_case(node: Node, problems: Problems) -> Case | None:
    before = len(problems)
    fields = Fields(node, problems, "a case", REQUIRED, OPTIONAL)
    expectations = fields.node_at("expect")
    if expectations is None:
        return None
    expect = Fields(expectations, problems, "expect", ("outcome",), (*WORDS, "settled", *LISTS))
    profile = dict(_mapping(fields, "profile", problems))
    base, unknown = profile.pop("base", None), profile.pop("unknown", None)
    observed = fields.node_at("observe")
    if observed is None:
        for key, why in (("then_for", "then_for asks a session"), ("held_for", "only a session is held")):
            for told in (fields, expect):
                if key in told:
                    problems.add(told.spot(key), f"{why}; add 'observe' (an empty list starts a session)")
    case = Case(
        sentence=fields.text("case"),
        spot=fields.spot("case"),
        interventions=_names(fields.node_at("for"), problems),
        base=(decode.one_of(base, problems, BASES) if base is not None else None) or "nothing",
        unknown=_names(unknown, problems),
        facts={name: _plain(value, problems) for name, value in profile.items()},
        words={key: word for key in WORDS if key in expect and (word := _word(expect, key, problems)) is not None},
        settled=(expect.boolean("settled"), expect.spot("settled")) if "settled" in expect else None,
        lists={key: _expected(expect.spot(key), problems) for key in LISTS if key in expect},
        parameters={name: _plain(value, problems) for name, value in _mapping(fields, "parameters", problems).items()},
        allow_looser=fields.boolean("allow_looser") if "allow_looser" in fields else False,
        without=_names(fields.node_at("without"), problems),
        as_of=fields.text("as_of") or None,
        observe=None if observed is None else [_plain(one, problems) for one in _observations(observed, problems)],
        then_for=fields.text("then_for") or None,
    )
    return case if len(problems) == before else None


def _word(expect: Fields, key: str, problems: Problems) -> tuple[str, Spot] | None:
    node = expect.node_at(key)
    word = decode.one_of(node, problems, WORDS[key]) if node is not None else None
    return None if word is None else (word, expect.spot(key))


def _expected(spot: Spot, problems: Problems) -> Expected:
    if not isinstance(spot, MappingNode):
        return Expected(spot, exactly=frozenset(_names(spot, problems)))
    inner = Fields(spot, problems, "what a list holds", (), ("includes", "excludes"))
    includes, excludes = (frozenset(_names(inner.node_at(key), problems)) for key in ("includes", "excludes"))
    return Expected(spot, includes=includes, excludes=excludes)


def _observations(node: Node, problems: Problems) -> list[Node]:
    listed = decode.items(node, problems, "a list of observations", may_be_empty=True)
    return [item for item in listed if decode.mapping(item, problems, "an observation") is not None]


def _mapping(fields: Fields, key: str, problems: Problems) -> Mapping[str, Node]:
    node = fields.node_at(key)
    found = None if node is None else decode.mapping(node, problems, "a mapping")
    return {} if found is None else found.entries


def _names(node: Spot | None, problems: Problems) -> list[str]:
    """A name, or a list of names."""
    if not isinstance(node, Scalar | SequenceNode | MappingNode):
        return []
    if isinstance(node, Scalar):
        word = decode.text(node, problems, expected="a name or a list of names")
        return [] if word is None else [word]
    listed = decode.items(node, problems, "a name or a list of names", may_be_empty=True)
    return [word for item in listed if (word := decode.text(item, problems)) is not None]


def _plain(node: Node, problems: Problems) -> Any:
    match node:
        case MappingNode():
            return {key: _plain(value, problems) for key, value in node.entries.items()}
        case SequenceNode():
            return [_plain(item, problems) for item in node.items]
        case Scalar():
            return None if isinstance(node.value, Refused) else node.value


def unknown_names(case: Case, known: Mapping[str, Sequence[str]]) -> Iterator[FileProblem]:
    """What a case names that the rules do not know; ``known`` holds every fact, group, rule and intervention."""

    def check(spot: Spot, names: Iterable[str], *kinds: str) -> Iterator[FileProblem]:
        words = [word for kind in kinds for word in known[kind]]
        for name in sorted(set(names) - set(words)):
            yield spot.problem(f"no {' or '.join(kinds)} is called {name!r}{did_you_mean(name, words)}")

    screened = [*case.interventions, *([case.then_for] if case.then_for else [])]
    yield from check(case.spot, screened, "intervention")
    yield from check(case.spot, case.unknown, "fact", "group")
    yield from check(case.spot, [name for name in case.facts if name not in RESERVED], "fact")
    for key, expected in case.lists.items():
        if key != "not_covered":
            kind = "rule" if key in {"reasons", "undetermined", "precautions"} else "fact"
            yield from check(expected.spot, expected.named, kind)
