"""Profiles from files. No message here shows a line or a value: what a patient answered must not reach a log."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any, Literal

from ..errors import FileProblem, ProfileError, ProfileProblem
from ..location import Location
from ..profile import Profile, allowed_values, read_profile
from ..vocabulary import Vocabulary
from .fields import place, place_of_key
from .json_text import WHOLE, read_json
from .nodes import Loader, Mapping, Node, Refused, Scalar, Sequence, read_nodes

Format = Literal["yaml", "json"]
Locate = Callable[[ProfileProblem], Location]

_UNKNOWN = "no fact has this name"
_KEY = re.compile(r'"([^"\\\n]*)"\s*:\s*')


def read_profile_text(
    text: str, kind: Format, path: str, vocabulary: Vocabulary, loader: Loader | None = None
) -> Profile:
    """The profile in a YAML or JSON text. Raises ProfileError naming every problem and its place, never a value."""
    if kind == "json":
        return _from_json(text, path, 1, vocabulary)
    node, problems = read_nodes(path, text.encode("utf-8", "surrogatepass"), loader)
    if node is None:
        raise ProfileError(ProfileProblem(WHOLE, each.message, each.hint, each.location) for each in problems)
    return _checked(
        _plain(node), _told(problems, node, vocabulary), lambda problem: _place_in_yaml(problem, node), vocabulary
    )


def read_profile_lines(text: str, path: str, vocabulary: Vocabulary) -> list[Profile]:
    """The profiles of an NDJSON text, one per line. Raises one ProfileError with every problem of every line."""
    profiles: list[Profile] = []
    problems: list[ProfileProblem] = []
    for read in each_profile(text.split("\n"), path, vocabulary):
        if isinstance(read, Profile):
            profiles.append(read)
        else:
            problems.extend(read.problems)
    if problems:
        raise ProfileError(problems)
    return profiles


def each_profile(lines: Iterable[str], path: str, vocabulary: Vocabulary) -> Iterator[Profile | ProfileError]:
    """The profile of each line that is not empty, or its error, so that one bad line does not hide the others."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            read: Profile | ProfileError = _from_json(line, path, number, vocabulary)
        except ProfileError as error:
            read = error
        yield read


def _from_json(text: str, path: str, line: int, vocabulary: Vocabulary) -> Profile:
    data, problems = read_json(text, path, line)
    return _checked(data, problems, _JsonPlaces(text, path, line).locate, vocabulary)


def _checked(data: Any, problems: list[ProfileProblem], locate: Locate, vocabulary: Vocabulary) -> Profile:
    """The profile, or all problems of its form and of its facts together."""
    if data is None and problems:
        raise ProfileError(problems)
    profile = None
    try:
        profile = read_profile(data, vocabulary)
    except ProfileError as error:
        problems = [*problems, *(replace(problem, location=locate(problem)) for problem in error.problems)]
    if profile is None or problems:
        raise ProfileError(problems)
    return profile


def _plain(node: Node) -> Any:
    """The tree as plain data, without what was already refused."""
    match node:
        case Mapping():
            return {key: _plain(value) for key, value in node.entries.items() if not _is_refused(value)}
        case Sequence():
            return [_plain(item) for item in node.items if not _is_refused(item)]
        case Scalar():
            return None if _is_refused(node) else node.value


def _is_refused(node: Node) -> bool:
    return isinstance(node, Scalar) and isinstance(node.value, Refused)


def _told(problems: list[FileProblem], node: Node, vocabulary: Vocabulary) -> list[ProfileProblem]:
    """The problems of the text, each with the fact whose value it is about and what that may hold."""
    names = {spot.location: name for name, spot in _named(node, "") if _is_refused(spot)}
    told = []
    for problem in problems:
        name = names.get(problem.location) or WHOLE
        fact = vocabulary.facts.get(name)
        hint = problem.hint if fact is None else allowed_values(fact)
        told.append(ProfileProblem(name, problem.message, hint, problem.location))
    return told


def _named(node: Node, name: str) -> Iterator[tuple[str, Node]]:
    """Every node with the path of keys that leads to it."""
    if isinstance(node, Mapping):
        for key, value in node.entries.items():
            yield from _named(value, f"{name}.{key}" if name else key)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _named(item, name)
    else:
        yield name, node


def _place_in_yaml(problem: ProfileProblem, node: Node) -> Location:
    path = problem.fact.split(".")
    spot = place_of_key(node, *path) if problem.message.startswith(_UNKNOWN) else place(node, *path)
    return spot.location


class _JsonPlaces:
    """Where the keys of a JSON text stand, found only once something is wrong."""

    def __init__(self, text: str, path: str, line: int) -> None:
        self.text, self.path, self.line = text, path, line

    @cached_property
    def _keys(self) -> dict[str, list[re.Match[str]]]:
        found: dict[str, list[re.Match[str]]] = {}
        for key in _KEY.finditer(self.text):
            found.setdefault(key[1], []).append(key)
        return found

    def locate(self, problem: ProfileProblem) -> Location:
        """The value of a key that occurs only once; otherwise the start of the profile."""
        found = self._keys.get(problem.fact.rpartition(".")[2], [])
        if len(found) != 1:
            return Location(self.path, self.line)
        at = found[0].start() if problem.message.startswith(_UNKNOWN) else found[0].end()
        above = self.text.count("\n", 0, at)
        return Location(self.path, self.line + above, at - self.text.rfind("\n", 0, at))
