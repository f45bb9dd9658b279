"""Strategies over small rule sets and over what is known of one person.

Domains are kept small, so that every completion of a partly unknown profile can be enumerated. What is drawn is drawn
by index from ready-made strategies: building a strategy costs far more than drawing from one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any as Anything
from typing import Protocol, TypeVar

from hypothesis import strategies as st

from sciatica_rules.condition import All, Always, Any, Compare, Condition, IsTrue, Not, OneOf, Operator
from sciatica_rules.intervention import Intervention
from sciatica_rules.outcome import Effect, NextStep
from sciatica_rules.parameter import Stricter
from sciatica_rules.profile import read_profile
from sciatica_rules.rule import Rule
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.vocabulary import Fact, FactType, Vocabulary, Worse
from tests import building
from tests.oracle import known_facts, names_in, values_of

T = TypeVar("T")


class Draw(Protocol):
    """Draws from a strategy: the first argument of a composite one, or ``data.draw``."""

    def __call__(self, strategy: st.SearchStrategy[T], /) -> T: ...


NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
DAY = timedelta(days=1)
MOMENTS = (NOW, NOW, NOW - 2 * DAY, NOW + DAY, (NOW - DAY).isoformat(), None)
UNKNOWNS = (None, float("nan"), Decimal("NaN"))
GROUPS = ("history", "sciatica")
TAGS = ("exercise_therapy", "lying", "nerve_block")
CHOICES = {"none": "nothing", "some": "something", "much": "a lot"}
STEPS = tuple(step for step in NextStep if step not in {NextStep.NONE, NextStep.ANSWER})
PARAMETERS = (
    building.parameter("limit", 2, Stricter.LOWER),
    building.parameter("enough", 1, Stricter.HIGHER),
    building.parameter("either", Decimal("1.5"), Stricter.DEPENDS),
)
NAMED = tuple(each.name for each in PARAMETERS)

_WHOLE: Sequence[int | Decimal | str] = (1, 2, 3, 0, *NAMED)
_FINE: Sequence[int | Decimal | str] = (1, Decimal("0.5"), Decimal("1.50"), *NAMED)
BELOW = [st.integers(0, max(0, most - 1)) for most in range(40)]


def pick(draw: Draw, items: Sequence[T]) -> T:
    """One of these, the first ones being the simplest."""
    return items[draw(BELOW[len(items)])]


def chance(draw: Draw, one_in: int = 2) -> bool:
    """True once in so many times."""
    return draw(BELOW[one_in]) == one_in - 1


def some(draw: Draw, items: Sequence[T], least: int = 0) -> list[T]:
    """Some of these, in their order, at least ``least``."""
    chosen = [item for item in items if chance(draw)]
    return chosen if len(chosen) >= least else list(items[:least])


def shuffled(draw: Draw, items: Sequence[T]) -> list[T]:
    """The same in any order."""
    pending = list(items)
    return [pending.pop(draw(BELOW[len(pending)])) for _ in items]


@dataclass(frozen=True)
class Case:
    """A rule set, an intervention of it, and a raw profile."""

    ruleset: RuleSet
    intervention: str
    raw: dict[str, Anything] = field(default_factory=dict)
    as_of: datetime | None = None

    def __repr__(self) -> str:
        facts = "\n  ".join(map(repr, self.ruleset.vocabulary.facts.values()))
        rules = "\n  ".join(f"{rule.id}: {rule.when} -> {rule.effect}" for rule in self.ruleset.rules.values())
        asked = f"{self.intervention} at {self.as_of} of {self.raw}"
        own = {each.id: (sorted(each.tags), each.parameters) for each in self.ruleset.interventions.values()}
        return f"Case({asked}\n  {facts}\n  {rules}\n  {own} overrides {self.ruleset.overrides})"

    def _repr_pretty_(self, printer: Anything, _cycle: bool) -> None:
        printer.text(repr(self))


# Conditions


def condition(draw: Draw, facts: Sequence[Fact], depth: int = 2) -> Condition:
    """A condition of up to nine comparisons."""
    kind = draw(BELOW[6]) if depth else 0
    if kind <= 1:
        return Always() if chance(draw, 20) else _leaf(draw, pick(draw, facts))
    if kind == 2:
        return Not(condition(draw, facts, depth - 1))
    parts = tuple(condition(draw, facts, depth - 1) for _ in range(1 + draw(BELOW[3])))
    return All(parts) if kind in {3, 4} else Any(parts)


def _leaf(draw: Draw, fact: Fact) -> Condition:
    match fact.type:
        case FactType.BOOLEAN:
            return IsTrue(fact.name)
        case FactType.CHOICE:
            return OneOf(fact.name, tuple(some(draw, list(CHOICES), least=1)))
        case FactType.INTEGER:
            if chance(draw, 3):
                return OneOf(fact.name, tuple(some(draw, [1, 0, 2, 3], least=1)))
            return Compare(fact.name, pick(draw, list(Operator)), pick(draw, _WHOLE))
        case FactType.DECIMAL:
            return Compare(fact.name, pick(draw, list(Operator)), pick(draw, _FINE))


@st.composite
def conditions(draw: st.DrawFn, facts: Sequence[Fact]) -> Condition:
    """A condition over these facts."""
    return condition(draw, facts)


# Vocabularies


def vocabulary(draw: Draw) -> Vocabulary:
    """A few facts of every type; some booleans are derived from others, some of the rest are assumed when unknown."""
    others = [
        building.fact("count", type=FactType.INTEGER, minimum=0, maximum=3, group=pick(draw, GROUPS)),
        building.fact("level", type=FactType.DECIMAL, minimum=0, maximum=2, unit="1", group="sciatica"),
        building.fact("kind", type=FactType.CHOICE, choices=CHOICES, denied=pick(draw, ["none", None])),
    ]
    facts = some(draw, others)[:2]
    for number in range(2 + draw(BELOW[3])):
        facts.append(_boolean(draw, f"b{number}", facts))
    read = {name for fact in facts for derivation in fact.derivations for name in names_in(derivation)}
    return building.vocabulary(shuffled(draw, [_with_default(draw, fact, read) for fact in facts]))


def _boolean(draw: Draw, name: str, earlier: Sequence[Fact]) -> Fact:
    plain = building.fact(
        name,
        group=pick(draw, GROUPS),
        worse_when=pick(draw, [Worse.TRUE, Worse.TRUE, Worse.FALSE, Worse.DEPENDS]),
        clearance=chance(draw, 6),
    )
    kinds = pick(draw, [(), ("implied_by",), ("defined_by",), ("implied_by", "defined_by")]) if earlier else ()
    derivations: dict[str, Anything] = {kind: condition(draw, earlier) for kind in kinds}
    return replace(plain, **derivations)


def _with_default(draw: Draw, fact: Fact, read: set[str]) -> Fact:
    aged = replace(fact, valid_for=pick(draw, [None, DAY]))
    if fact.derivations or fact.name in read or chance(draw):
        return aged
    defaults: dict[FactType, list[Anything]] = {
        FactType.BOOLEAN: [False, True],
        FactType.INTEGER: [0, 1, 3],
        FactType.DECIMAL: [0, Decimal("1.5")],
        FactType.CHOICE: list(CHOICES),
    }
    return replace(aged, when_unknown=pick(draw, defaults[fact.type]))


# Rules and rule sets


def rule(draw: Draw, id_: str, facts: Sequence[Fact]) -> Rule:
    """A rule, an objecting one more often than a precaution."""
    effect = pick(draw, [Effect.BLOCKED, Effect.CONSULT_DOCTOR, Effect.BLOCKED, Effect.PRECAUTION])
    return building.rule(
        id_,
        condition(draw, facts),
        effect,
        pick(draw, [TAGS[:1], TAGS[:2], TAGS[1:2], TAGS[1:]]),
        except_for=("lying",) if chance(draw, 6) else (),
        next_step=pick(draw, STEPS) if effect.objects else NextStep.NONE,
    )


def _own_numbers(draw: Draw) -> dict[str, int]:
    return {name: draw(BELOW[4]) for name in NAMED if chance(draw, 3)}


def _intervention(draw: Draw, id_: str) -> Intervention:
    return building.intervention(id_, *pick(draw, [TAGS[:1], TAGS, TAGS[2:]]), parameters=_own_numbers(draw))


@st.composite
def rulesets(draw: st.DrawFn) -> RuleSet:
    """One to four rules over a small vocabulary, two interventions that may shadow parameters, a few overrides."""
    known = vocabulary(draw)
    facts = list(known.facts.values())
    chosen = [rule(draw, f"rule_{number}", facts) for number in range(1 + draw(BELOW[4]))]
    places = [_intervention(draw, "stretch"), building.intervention("press_up", *TAGS[:2])]
    return building.ruleset(known, chosen, places, PARAMETERS, _own_numbers(draw))


@st.composite
def larger_rulesets(draw: st.DrawFn, ruleset: RuleSet) -> RuleSet:
    """The same rule set with a pack beside it: more facts, rules and interventions; their names start with ``new_``."""
    old = list(ruleset.vocabulary.facts.values())
    readable = [fact for fact in old if fact.when_unknown is None]
    asked = building.fact("new_0", group=pick(draw, ["history", "gate"]))
    derived = building.fact("new_1", group="gate", defined_by=condition(draw, [*readable, asked]))
    assumed = building.fact("new_2", group="gate", when_unknown=chance(draw))
    facts = [*old, asked, derived, assumed]
    added = [rule(draw, f"new_rule_{number}", facts) for number in range(draw(BELOW[4]))]
    place = building.intervention("new_exercise", "exercise_therapy")
    return replace(
        ruleset,
        vocabulary=building.vocabulary(facts),
        rules={**{each.id: each for each in added}, **ruleset.rules},
        interventions={**ruleset.interventions, place.id: place},
        packs=(*ruleset.packs, building.pack("gate")),
    )


# Profiles


def answer(draw: Draw, ruleset: RuleSet, name: str) -> Anything:
    """A value that the fact may hold."""
    return pick(draw, values_of(ruleset, ruleset.vocabulary.facts[name]))


def raw_profile(draw: Draw, ruleset: RuleSet, *, aged: bool = True) -> dict[str, Anything]:
    """A plain mapping: partly unknown, often contradictory, with denials, NaN and, where ``aged``, observed times."""
    raw: dict[str, Anything] = {}
    seen: dict[str, Anything] = {}
    for name in ruleset.vocabulary.facts:
        given = draw(BELOW[8])
        if given:
            raw[name] = pick(draw, UNKNOWNS) if given == 1 else answer(draw, ruleset, name)
        if aged and chance(draw):
            seen[name] = pick(draw, MOMENTS)
    if seen:
        raw["observed"] = seen
    denies = [group.name for group in ruleset.vocabulary.groups if chance(draw, 3)]
    if denies:
        raw["denies"] = [*reversed(denies), denies[0]]
    return raw


@st.composite
def raw_profiles(draw: st.DrawFn, ruleset: RuleSet, *, aged: bool = True) -> dict[str, Anything]:
    """A person as an app tells it."""
    return raw_profile(draw, ruleset, aged=aged)


@st.composite
def cases(draw: st.DrawFn, *, aged: bool = True) -> Case:
    """A rule set, a person and an intervention."""
    ruleset = draw(rulesets())
    raw = raw_profile(draw, ruleset, aged=aged)
    as_of = pick(draw, [None, NOW]) if aged else None
    return Case(ruleset, pick(draw, sorted(ruleset.interventions)), raw, as_of)


@st.composite
def contradictory_cases(draw: st.DrawFn) -> Case:
    """A person who denies, one by one, what follows from the other answers."""
    case = draw(cases())
    derived = [name for name, fact in case.ruleset.vocabulary.facts.items() if fact.derivations]
    raw = {name: value for name, value in case.raw.items() if name not in derived}
    profile = read_profile({**raw, "observed": None}, case.ruleset.vocabulary)
    for name in derived:
        known, _ = known_facts(case.ruleset, profile)
        evidence = {(True, False): False, (False, True): True}.get(known[name])
        if evidence is not None and not chance(draw, 4):
            raw[name] = evidence
            profile = replace(profile, answers={**profile.answers, name: evidence})
    observed = {name: moment for name, moment in raw.get("observed", {}).items() if name not in derived}
    return replace(case, raw={**raw, "observed": observed})
