"""Invariants name facts, tags, interventions, rules and packs: do these exist?"""

from __future__ import annotations

from collections.abc import Iterator

from ...errors import did_you_mean
from ...invariant import AllowedOnlyWhere, Demands, Invariant, NeverLooserThan, ReleasesToo
from ...ruleset import HELD_FOR
from ..decode import shown
from ..fields import Read
from ..problems import Problems
from ..shelf import Library
from .context import PlacedLeaf, placed_leaves


def leaves_of_invariant(read: Read[Invariant]) -> Iterator[PlacedLeaf]:
    """The comparisons of its condition."""
    promise = read.value.promise
    if isinstance(promise, Demands) and "when" in getattr(read.node, "entries", {}):
        yield from placed_leaves(promise.when, read.at("when"))


def check_invariants(library: Library, problems: Problems) -> None:
    """Note names of nothing, and promises about no intervention."""
    tags = frozenset().union(*(read.value.tags for read in library.interventions.items.values()))
    complete = library.interventions.complete
    for read in library.invariants.items.values():
        invariant = read.value
        if complete:
            for key, words in (("for", invariant.concerns_tags), ("except_for", invariant.except_for)):
                for word in words:
                    if word not in tags:
                        near = did_you_mean(word, tags)
                        problems.add(read.member(key, word), f"no intervention has the tag {shown(word)}{near}")
        if invariant.pack:
            _require_pack(read, library, problems)
        _check_promise(read, library, problems)


def _check_promise(read: Read[Invariant], library: Library, problems: Problems) -> None:
    match read.value.promise:
        case Demands(unanswered=facts):
            for name in facts:
                library.facts.require(name, read.member("unanswered", name), problems)
        case NeverLooserThan(others):
            for name in others:
                library.interventions.require(name, read.member("never_looser_than", name), problems)
        case AllowedOnlyWhere(other, leaving_aside):
            if other:
                library.interventions.require(other, read.at("allowed_only_where"), problems)
            for name in leaving_aside:
                library.rules.require(name, read.member("leaving_aside", name), problems)
        case ReleasesToo():
            library.facts.require(HELD_FOR, read.at("release_of"), problems)


def _require_pack(read: Read[Invariant], library: Library, problems: Problems) -> None:
    name, known = read.value.pack, {*library.packs.items, *library.left_out, *library.loaded}
    if name not in known and library.packs.complete:
        problems.add(read.at("pack"), f"no pack is called {shown(name)}{did_you_mean(name, known)}")
