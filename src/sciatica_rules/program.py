"""The conditions of one intervention, compiled once: what every engine runs.

Each rule becomes two formulas, the evidence for it and the evidence against it, over literals (``atoms.py``). Negation
is gone, since it only swaps the two. So are derivations: evidence for a derived fact is its own *yes* or what implies
it. What is left is *and* and *or*, which run on booleans, on bitmaps and on columns alike. Formulas that are equal are
one object within a rule set, so an engine that remembers what it has worked out does nothing twice.

A program knows plain answers. What a denial of a group answers, and which answers are too old to count, depends on the
profile: an engine settles that before (``evidence.py``) or leaves such a profile to the reference. Then:

- *blocked* where the evidence for any blocking rule holds;
- *allowed* where the evidence against every rule holds and no conflict does (then no evidence for any rule can);
- *consult_doctor* otherwise.

A literal of a fact with a default reads a missing answer as that default. Any other literal of a missing answer is
false.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, assert_never
from weakref import WeakKeyDictionary

from .atoms import Among, Holds, Literal, No, Outside, Yes, literals
from .condition import All, Always, Any, Compare, Condition, IsTrue, Not, OneOf, Value
from .outcome import Effect
from .ruleset import RuleSet
from .vocabulary import Fact, Vocabulary


@dataclass(frozen=True, slots=True)
class Constant:
    """Holds of everybody, or of nobody."""

    holds: bool


@dataclass(frozen=True, slots=True, eq=False)
class Both:
    """Every part holds: two parts or more, none of them a constant or itself a ``Both``."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Either:
    """At least one part holds: two parts or more, none of them a constant or itself an ``Either``."""

    parts: tuple[Node, ...]


Derivation = tuple[Condition | None, Condition | None]
"""What implies a fact and what defines it, bound to numbers."""

Node = Literal | Constant | Both | Either

EVERYBODY, NOBODY = Constant(True), Constant(False)


@dataclass(frozen=True, slots=True)
class Rails:
    """The evidence for something and the evidence against it."""

    true: Node
    false: Node


class Compiled(NamedTuple):
    """A rule as two formulas."""

    rule: str
    effect: Effect
    rails: Rails


class Contradiction(NamedTuple):
    """A derived fact, and when there is evidence both for and against it."""

    fact: str
    when: Node


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """All that decides one intervention."""

    intervention: str
    rules: tuple[Compiled, ...]
    """In the order of ``RuleSet.bound``: the most severe first."""
    precautions: tuple[Compiled, ...]
    """Shown with a decision, without a say in it. Nothing below speaks of them."""
    conflicts: tuple[Contradiction, ...]
    """The derived facts that the rules read, also through derivations, as far as they can be contradictory."""
    derived: Mapping[str, Rails]
    """The evidence for and against each derived fact whose own answer the literals read: for engines that tell whether
    it is known. No decision needs it."""
    facts: tuple[Fact, ...]
    """Those whose answers the literals read, in the order of the vocabulary."""
    defaults: Mapping[str, Value]
    """What a missing answer is read as, for those of the facts that declare it."""


def program(ruleset: RuleSet, intervention: str, *, opened: bool = True) -> Program:
    """Compile the objecting rules of an intervention. Raises UnknownInterventionError.

    Unless ``opened``, a derived fact is read as if it were answered: for engines that settle derivations beforehand,
    and conflicts with them.
    """
    loom = loom_of(ruleset, opened=opened)
    bound = ruleset.bound(intervention)
    rules, precautions = (
        tuple(Compiled(each.rule.id, each.rule.effect, loom.rails(each.when)) for each in kind)
        for kind in (bound.objecting, bound.precautions)
    )
    conflicts = tuple(loom.conflicts(bound.reads))
    nodes = [rail for rule in rules for rail in (rule.rails.true, rule.rails.false)]
    nodes += [conflict.when for conflict in conflicts]
    read = {literal.fact for literal in literals_in(nodes)}
    facts = tuple(fact for fact in ruleset.vocabulary.facts.values() if fact.name in read)
    defaults = {fact.name: fact.when_unknown for fact in facts if fact.when_unknown is not None}
    derived = {fact.name: loom.rails(IsTrue(fact.name)) for fact in facts if fact.derivations}
    return Program(intervention, rules, precautions, conflicts, derived, facts, defaults)


def literals_in(nodes: Iterable[Node]) -> Iterator[Literal]:
    """Every literal of these formulas, once, in the order of reading."""
    seen: set[Node] = set()
    pending = list(nodes)[::-1]
    while pending:
        node = pending.pop()
        if node in seen:
            continue
        seen.add(node)
        match node:
            case Both(parts) | Either(parts):
                pending += parts[::-1]
            case Constant():
                pass
            case Yes() | No() | Holds() | Among() | Outside():
                yield node
            case _:
                assert_never(node)


class Loom:
    """Makes the formulas of one rule set, each of them once. Derivations that are not given to it stay closed."""

    def __init__(self, vocabulary: Vocabulary, derivations: Mapping[str, Derivation]) -> None:
        self._facts = vocabulary.facts
        self._order = vocabulary.in_dependency_order
        self._derivations = derivations
        self._contradictory = {fact.name for fact in self._order if fact.derivations and fact.name not in derivations}
        """The facts that a settled *yes* or *no* can both be true of."""
        self._known: dict[object, Node] = {}
        self._derived: dict[str, Rails] = {}

    def rails(self, condition: Condition) -> Rails:
        """A bound condition as two formulas."""
        match condition:
            case Always():
                return Rails(EVERYBODY, NOBODY)
            case IsTrue(fact) if fact in self._derivations:
                return self._fact(fact)
            case IsTrue(fact) | OneOf(fact) | Compare(fact):
                true, false = literals(condition, self._facts[fact])
                return Rails(self._literal(true), self._literal(false))
            case Not(part):
                inner = self.rails(part)
                return Rails(inner.false, inner.true)
            case All(parts):
                rails = [self.rails(part) for part in parts]
                return Rails(self.both(each.true for each in rails), self.either(each.false for each in rails))
            case Any(parts):
                rails = [self.rails(part) for part in parts]
                return Rails(self.either(each.true for each in rails), self.both(each.false for each in rails))
            case _:
                assert_never(condition)

    def conflicts(self, names: frozenset[str]) -> Iterator[Contradiction]:
        """When each of these facts, in dependency order, is contradictory; those that never can be are left out."""
        for fact in self._order:
            if fact.name in names and fact.name in self._derivations:
                rails = self._fact(fact.name)
                when = self.both((rails.true, rails.false))
                if when is not NOBODY:
                    yield Contradiction(fact.name, when)

    def _fact(self, name: str) -> Rails:
        found = self._derived.get(name)
        if found is None:
            found = self._derived.setdefault(name, self.derived(name, self._derivations[name]))
        return found

    def derived(self, name: str, derivation: Derivation) -> Rails:
        """A boolean fact: its own answer, and all that is evidence for or against it."""
        yes, no = literals(IsTrue(name), self._facts[name])
        others = self.beneath(derivation)
        return Rails(self.either((yes, others.true)), self.either((no, others.false)))

    def beneath(self, derivation: Derivation) -> Rails:
        """All that is evidence for or against a boolean fact beside its own answer."""
        implied_by, defined_by = derivation
        implied = NOBODY if implied_by is None else self.rails(implied_by).true
        defined = Rails(NOBODY, NOBODY) if defined_by is None else self.rails(defined_by)
        return Rails(self.either((implied, defined.true)), defined.false)

    def both(self, nodes: Iterable[Node]) -> Node:
        """The formula that holds where all of these do."""
        parts = self._parts(nodes, Both)
        if NOBODY in parts or any(self._excluded(part, parts) for part in parts):
            return NOBODY
        kept = _without_covered([part for part in parts if part is not EVERYBODY], Either)
        return self._once(Both, kept) if kept else EVERYBODY

    def either(self, nodes: Iterable[Node]) -> Node:
        """The formula that holds where at least one of these does."""
        parts = self._parts(nodes, Either)
        if EVERYBODY in parts:
            return EVERYBODY
        kept = _without_covered([part for part in parts if part is not NOBODY], Both)
        return self._once(Either, kept) if kept else NOBODY

    def _excluded(self, part: Node, beside: Collection[Node]) -> bool:
        """Whether it cannot hold beside the others: nobody answers both *yes* and *no*."""
        return isinstance(part, Yes) and part.fact not in self._contradictory and No(part.fact) in beside

    def _once(self, kind: type[Both | Either], parts: tuple[Node, ...]) -> Node:
        """The one formula of these parts in any order; a single part stands for itself."""
        return self._known.setdefault((kind, frozenset(parts)), kind(parts)) if parts[1:] else parts[0]

    def _parts(self, nodes: Iterable[Node], kind: type[Both | Either]) -> dict[Node, None]:
        """The parts of a formula, each once, with those of its own kind opened."""
        opened: dict[Node, None] = {}
        for node in nodes:
            parts = node.parts if isinstance(node, kind) else (self._literal(node),)
            opened.update(dict.fromkeys(parts))
        return opened

    def _literal(self, node: Node) -> Node:
        """A choice that is among none of the choices is no one's."""
        if isinstance(node, Among) and not node.values:
            return NOBODY
        return node if isinstance(node, Both | Either | Constant) else self._known.setdefault(node, node)


def _without_covered(parts: list[Node], kind: type[Both | Either]) -> tuple[Node, ...]:
    """The parts, less those that another one settles: in *a and (a or b)* and *a or (a and b)*, b changes nothing."""
    every = set(parts)
    return tuple(part for part in parts if not isinstance(part, kind) or every.isdisjoint(part.parts))


_OPENED: WeakKeyDictionary[RuleSet, Loom] = WeakKeyDictionary()
_CLOSED: WeakKeyDictionary[RuleSet, Loom] = WeakKeyDictionary()


def loom_of(ruleset: RuleSet, *, opened: bool = True) -> Loom:
    """The loom of a rule set: its programs share their formulas."""
    looms = _OPENED if opened else _CLOSED
    found = looms.get(ruleset)
    if found is None:
        made = Loom(ruleset.vocabulary, dict(ruleset.derivations) if opened else {})
        found = looms.setdefault(ruleset, made)
    return found
