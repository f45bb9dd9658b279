"""A program as a list of operations on bitmaps, made for the columns that are there.

Every bitmap has its place, a row of one table. First come the literals, those of a fact side by side. Then come the
formulas, each behind its parts; two bitmaps are combined at a time. A formula that is repeated is there once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, assert_never

from ..atoms import Among, Holds, Literal, No, Outside, Yes, opposite
from ..condition import Operator
from ..generated import is_met
from ..outcome import Effect
from ..program import NOBODY, Both, Constant, Either, Loom, Node, Program, literals_in
from ..vocabulary import Fact, FactType, Vocabulary

NONE, ALL = 0, 1
"""The places of the bitmaps of nobody and of everybody."""


@dataclass(frozen=True, eq=False)
class Leaf:
    """The literals of one fact: from ``place`` on what is tested, then as many places for the opposites."""

    fact: Fact
    tests: tuple[Literal, ...]
    """``Yes``, a number that is at least or above something, or equality with one value."""
    place: int

    @property
    def opposites(self) -> int:
        return self.place + len(self.tests)

    @property
    def met_when_missing(self) -> tuple[int, ...] | None:
        """Which tests a missing answer meets, for a fact with a default."""
        default = self.fact.when_unknown
        return None if default is None else tuple(n for n, test in enumerate(self.tests) if is_met(test, default))


class Step(NamedTuple):
    """Two bitmaps become one."""

    every: bool
    """Whether both must hold, or at least one."""
    first: int
    second: int
    place: int
    """Where the result goes: behind both, or to the first."""


@dataclass(frozen=True, eq=False)
class Plan:
    """What to do, and where the answers are then found."""

    leaves: tuple[Leaf, ...]
    steps: tuple[Step, ...]
    places: int
    blocked: int
    clear: int
    """Where the evidence is against every rule."""
    conflicting: int
    rules: tuple[tuple[int, int], ...]
    """The evidence for and against each rule, where that is asked for."""
    conflicts: tuple[int, ...]
    derived: tuple[tuple[int, int], ...]
    """The evidence for and against each derived fact, likewise."""


def make_plan(program: Program, vocabulary: Vocabulary, present: Collection[str], *, rules: bool) -> Plan:
    """The plan for these columns; whatever has no column is unknown. With ``rules`` each rule has places of its own."""
    here = [fact for fact in program.facts if fact.name in present]
    weaver = _Weaver(program, vocabulary, {fact.name for fact in here})
    rails = [(weaver.woven(each.rails.true), weaver.woven(each.rails.false)) for each in program.rules]
    derived = [(weaver.woven(each.true), weaver.woven(each.false)) for each in program.derived.values()]
    conflicts = [weaver.woven(each.when) for each in program.conflicts]
    stops = [true for (true, _), rule in zip(rails, program.rules, strict=True) if rule.effect is Effect.BLOCKED]
    blocked, clear = weaver.loom.either(stops), weaver.loom.both(false for _, false in rails)
    conflicting = weaver.loom.either(conflicts)
    shown = [node for pair in rails + derived for node in pair] + conflicts if rules else []
    layout = _Layout(here, [blocked, clear, conflicting, *shown])
    at = layout.place
    return Plan(
        layout.leaves,
        tuple(layout.steps),
        layout.places,
        at(blocked),
        at(clear),
        at(conflicting),
        tuple((at(true), at(false)) for true, false in rails) if rules else (),
        tuple(map(at, conflicts)) if rules else (),
        tuple((at(true), at(false)) for true, false in derived) if rules else (),
    )


class _Weaver:
    """Rewrites formulas so that they read only what is there, and equality only with one value at a time."""

    def __init__(self, program: Program, vocabulary: Vocabulary, present: Collection[str]) -> None:
        self.loom = Loom(vocabulary, {})
        self._program = program
        self._choices = {fact.name: tuple(fact.choices) for fact in program.facts}
        self._present = present
        self._known: dict[Node, Node] = {}

    def woven(self, node: Node) -> Node:
        found = self._known.get(node)
        if found is None:
            found = self._known[node] = self._weave(node)
        return found

    def _weave(self, node: Node) -> Node:
        match node:
            case Both(parts):
                return self.loom.both(map(self.woven, parts))
            case Either(parts):
                return self.loom.either(map(self.woven, parts))
            case Constant():
                return node
            case Yes() | No() | Holds() | Among() | Outside() if node.fact not in self._present:
                default = self._program.defaults.get(node.fact)
                return NOBODY if default is None else Constant(is_met(node, default))
            case Among(fact, values):
                others = tuple(choice for choice in self._choices[fact] if choice not in values)
                if others and len(others) < len(values):
                    return self.loom.both(Outside(fact, (value,)) for value in others)
                return self.loom.either(Among(fact, (value,)) for value in values)
            case Outside(fact, values):
                return self.loom.both(Outside(fact, (value,)) for value in values)
            case Yes() | No() | Holds():
                return node
            case _:
                assert_never(node)


class _Layout:
    """Gives every formula its place."""

    def __init__(self, facts: Iterable[Fact], roots: Sequence[Node]) -> None:
        self._places: dict[Node, int] = {}
        self.places = ALL + 1
        self.leaves = tuple(self._leaves(facts, roots))
        self.steps: list[Step] = []
        for root in roots:
            self._add(root)

    def place(self, node: Node) -> int:
        """Where the bitmap of a formula is."""
        if isinstance(node, Constant):
            return ALL if node.holds else NONE
        return self._places[node]

    def _leaves(self, facts: Iterable[Fact], roots: Sequence[Node]) -> Iterable[Leaf]:
        read: dict[str, dict[Literal, None]] = defaultdict(dict)
        for literal in literals_in(roots):
            read[literal.fact][_test(literal)] = None
        for fact in facts:
            if fact.type is FactType.BOOLEAN and fact.name not in read:
                continue
            # Comparisons before equality: each kind is tested with one call. A fact whose literals all turned out not
            # to matter keeps its leaf: its values may still be some that it may not hold.
            tests = tuple(sorted(read[fact.name], key=lambda test: isinstance(test, Among)))
            leaf = Leaf(fact, tests, self.places)
            self._places |= {test: leaf.place + number for number, test in enumerate(tests)}
            self._places |= {_opposite(test): leaf.opposites + number for number, test in enumerate(tests)}
            self.places += 2 * len(tests)
            yield leaf

    def _add(self, node: Node) -> None:
        """Put a formula behind its parts, unless it is there."""
        if not isinstance(node, Both | Either) or node in self._places:
            return
        for part in node.parts:
            self._add(part)
        first, *others = map(self.place, node.parts)
        place = self._places[node] = self.places
        self.places += 1
        for other in others:
            self.steps.append(Step(isinstance(node, Both), first, other, place))
            first = place


_UP = frozenset({Operator.AT_LEAST, Operator.ABOVE})
_POSITIVE: Mapping[type[Literal], bool] = {Yes: True, No: False, Among: True, Outside: False}


def _test(literal: Literal) -> Literal:
    """What is tested to learn whether a literal holds: it, or its opposite."""
    if isinstance(literal, Holds):
        return literal if literal.operator in _UP else opposite(literal)
    return literal if _POSITIVE[type(literal)] else _opposite(literal)


def _opposite(literal: Literal) -> Literal:
    match literal:
        case Yes(fact):
            return No(fact)
        case No(fact):
            return Yes(fact)
        case Among(fact, values):
            return Outside(fact, values)
        case Outside(fact, values):
            return Among(fact, values)
        case Holds():
            return opposite(literal)
        case _:
            assert_never(literal)
