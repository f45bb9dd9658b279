"""Invariants name facts, tags, interventions, rules and packs: do these exist?"""

from __future__ import annotations

from ...errors import did_you_mean
from ...invariant import AllowedOnlyWhere, Demands, Invariant, NeverLooserThan, ReleasesToo
from ...ruleset import HELD_FOR
from ..decode import shown
from ..fields import Read
from ..problems import Problems
from ..shelf import Library
from .context import Context, check_tag


def check_invariants(context: Context, problems: Problems) -> None:
    """Note names of nothing, and promises about no intervention."""
    library = context.library
    for read in library.invariants.items.values():
        invariant = read.value
        for key, words in (("for", invariant.concerns_tags), ("except_for", invariant.except_for)):
            for word in words:
                check_tag(word, read.member(key, word), context, problems)
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
