"""What is evidence for what: only for boolean facts, never in a circle, never beside an assumption."""

from __future__ import annotations

from collections.abc import Mapping

from ...vocabulary import Fact, FactType
from ..fields import Read
from ..nodes import Scalar
from ..problems import Problems
from ..shelf import Library
from .context import DERIVATIONS, leaves_at

_DEEPEST = 50


def check_derivations(library: Library, problems: Problems) -> None:
    """Note derivations of facts that have none, of assumed facts, and those that lead back to where they began."""
    facts = library.facts.items
    for read in facts.values():
        fact = read.value
        for key in DERIVATIONS:
            node = read.at(key)
            if isinstance(node, Scalar) and node.value == "always":
                problems.add(node, "a derivation cannot be always", "only the condition of a precaution can")
        if not fact.derivations:
            continue
        key = "implied_by" if fact.implied_by is not None else "defined_by"
        if read.trusts("type") and fact.type is not FactType.BOOLEAN:
            problems.add(read.at_key(key), f"only a boolean fact can have {key}")
        if fact.when_unknown is not None:
            problems.add(
                read.at_key("when_unknown"), f"a fact with {key} has no when_unknown", "take one of the two out"
            )
        for leaf in leaves_at(read, *DERIVATIONS):
            beneath = facts.get(leaf.fact)
            if beneath is not None and beneath.value.when_unknown is not None:
                message = f"{leaf.fact} has when_unknown, so no derivation may read it"
                problems.add(leaf.fact_spot, message, "an assumption is no evidence")
    _check_circles(facts, problems)


def _check_circles(facts: Mapping[str, Read[Fact]], problems: Problems) -> None:
    """Every fact whose derivations lead back to it, once for each circle, and chains that are too long to follow."""
    depths: dict[str, int] = {}
    for name in facts:
        _follow(name, facts, depths, [], problems)


def _follow(
    name: str, facts: Mapping[str, Read[Fact]], depths: dict[str, int], path: list[str], problems: Problems
) -> int:
    if name in path:
        circle = [*path[path.index(name) :], name]
        problems.add(facts[name].spot, f"a circle of derivations: {' -> '.join(circle)}")
        return 0
    if name in depths or name not in facts:
        return depths.get(name, 0)
    if len(path) > _DEEPEST:
        problems.add(facts[name].spot, f"derivations lead through more than {_DEEPEST} facts")
        return 0
    beneath = sorted({leaf.fact for leaf in leaves_at(facts[name], *DERIVATIONS)})
    depths[name] = 1 + max((_follow(each, facts, depths, [*path, name], problems) for each in beneath), default=0)
    return depths[name]
