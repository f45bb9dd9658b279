"""Rule sets made directly in Python, with as little text as they can do with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sciatica_rules.condition import Condition, Number
from sciatica_rules.intervention import Intervention
from sciatica_rules.outcome import Effect, NextStep
from sciatica_rules.pack import Pack
from sciatica_rules.parameter import Parameter, Stricter
from sciatica_rules.rule import Rule
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.source import Citation, Source
from sciatica_rules.vocabulary import AnsweredBy, Fact, FactGroup, FactType, Vocabulary, Worse

SOURCE = Source(
    "article", "The article", "Its publisher", "2004", "a web page", "the whole text", "https://example.org"
)
CITED = (Citation("article", "EX-C-01"),)


def fact(name: str, **more: Any) -> Fact:
    """A fact; without a type, a boolean one that is worse when true."""
    type_ = more.pop("type", FactType.BOOLEAN)
    worse = more.pop("worse_when", Worse.TRUE if type_ is FactType.BOOLEAN else Worse.DEPENDS)
    return Fact(
        name=name,
        group=more.pop("group", "history"),
        type=type_,
        question=f"What about {name}?",
        worse_when=worse,
        mutable=True,
        answered_by=AnsweredBy.EITHER,
        **more,
    )


def vocabulary(facts: Iterable[Fact]) -> Vocabulary:
    """The facts in their groups, in the order in which they are given."""
    groups: dict[str, list[Fact]] = {}
    for each in facts:
        groups.setdefault(each.group, []).append(each)
    return Vocabulary(tuple(FactGroup(name, name.title(), tuple(members)) for name, members in groups.items()))


def rule(
    id_: str,
    when: Condition,
    effect: Effect = Effect.BLOCKED,
    applies_to: tuple[str, ...] = ("exercise_therapy",),
    **more: Any,
) -> Rule:
    """A rule; an objecting one without a next step asks for a doctor."""
    more.setdefault("next_step", NextStep.DOCTOR if effect.objects else NextStep.NONE)
    more.setdefault("pack", "article")
    return Rule(
        id=id_,
        area="contraindications",
        title=f"Rule {id_}",
        applies_to=applies_to,
        when=when,
        effect=effect,
        message=f"Mind {id_}.",
        sources=CITED,
        examples=(),
        **more,
    )


def intervention(id_: str, *tags: str, **more: Any) -> Intervention:
    """An intervention; its id counts as a tag."""
    return Intervention(id_, f"The {id_}", frozenset({id_, *tags}), CITED, **more)


def parameter(name: str, value: Number, stricter: Stricter = Stricter.DEPENDS) -> Parameter:
    """A parameter that may take a wide range of values."""
    return Parameter(name, name.title(), "", value, -100, 100, stricter, "left open", CITED)


def pack(id_: str, *, is_base: bool = False, **more: Any) -> Pack:
    """A base or a pack of version 1.0.0 that covers the topic of its own name."""
    covers, not_covered = more.pop("covers", (id_,)), more.pop("not_covered", ())
    return Pack(id_, is_base, id_.title(), "1.0.0", "2026-01-01", "draft", {}, covers, not_covered, **more)


def ruleset(
    facts: Vocabulary | Iterable[Fact],
    rules: Iterable[Rule],
    interventions: Iterable[Intervention] | None = None,
    parameters: Iterable[Parameter] = (),
    overrides: Mapping[str, Number] | None = None,
    packs: Sequence[Pack] | None = None,
    left_out: Sequence[Pack] = (),
) -> RuleSet:
    """A rule set of these parts; without interventions, with ``exercise_therapy`` alone."""
    given = [intervention("exercise_therapy")] if interventions is None else interventions
    return RuleSet(
        vocabulary=facts if isinstance(facts, Vocabulary) else vocabulary(facts),
        parameters={each.name: each for each in parameters},
        sources={SOURCE.key: SOURCE},
        statements={},
        interventions={each.id: each for each in given},
        rules={each.id: each for each in rules},
        packs=tuple(packs) if packs is not None else (pack("article", is_base=True),),
        left_out=tuple(left_out),
        overrides=overrides or {},
    )
