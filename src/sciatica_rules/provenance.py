"""Where a decision comes from: the documents behind a rule, and exactly which rules decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast
from weakref import WeakKeyDictionary

from .decision import DepartureNote, Override, PackStamp, RuleSetStamp, SourceNote
from .digest import full_digest, logic_digest
from .intervention import Intervention
from .pack import Pack
from .rule import Rule
from .ruleset import RuleSet
from .source import Citation


@dataclass(frozen=True, slots=True)
class RuleNotes:
    """What a decision repeats of one rule."""

    sources: tuple[SourceNote, ...]
    departure: DepartureNote | None


@dataclass(frozen=True, slots=True)
class Provenance:
    """What every decision of one rule set repeats; worked out once for each rule set."""

    stamp: RuleSetStamp
    not_covered: dict[str, tuple[str, ...]]
    """For each intervention, what matters most for it first."""
    rules: dict[str, RuleNotes]


_WORKED_OUT: WeakKeyDictionary[RuleSet, Provenance] = WeakKeyDictionary()


def provenance(ruleset: RuleSet) -> Provenance:
    """The stamp, the limits and the sources of a rule set."""
    found = _WORKED_OUT.get(ruleset)
    if found is None:
        found = _WORKED_OUT[ruleset] = Provenance(
            stamp=_stamp(ruleset),
            not_covered={each.id: _not_covered(ruleset, each) for each in ruleset.interventions.values()},
            rules={rule.id: _notes(ruleset, rule) for rule in ruleset.rules.values()},
        )
    return found


def stamp_as(ruleset: RuleSet, other: RuleSet) -> None:
    """Give a rule set the stamp of another, which it was made from: for trials whose decisions nobody keeps."""
    _WORKED_OUT[ruleset] = provenance(other)


def source_note(ruleset: RuleSet, citation: Citation) -> SourceNote:
    """One citation with all that is known of its document."""
    source = ruleset.sources[citation.key]
    return SourceNote(
        key=source.key,
        statement=citation.statement,
        title=source.title,
        organisation=source.organisation,
        year=source.year,
        link=source.link,
        strength=source.strength,
        seen=source.seen,
    )


def _notes(ruleset: RuleSet, rule: Rule) -> RuleNotes:
    sources = tuple(source_note(ruleset, citation) for citation in rule.sources)
    departure = rule.departs_from_evidence
    if departure is None:
        return RuleNotes(sources, None)
    direction = cast("Literal['stricter', 'laxer']", departure.direction)
    note = DepartureNote(direction=direction, note=departure.note, source=source_note(ruleset, departure.source))
    return RuleNotes(sources, note)


def _stamp(ruleset: RuleSet) -> RuleSetStamp:
    return RuleSetStamp(
        base=_pack_stamp(ruleset.base),
        packs=tuple(_pack_stamp(pack) for pack in ruleset.packs[1:]),
        left_out=tuple(pack.id for pack in ruleset.left_out),
        overrides=tuple(
            Override(
                parameter=name,
                value=value,
                usual=ruleset.parameters[name].value,
                looser=ruleset.parameters[name].looser(value),
            )
            for name, value in sorted(ruleset.overrides.items())
        ),
        logic_digest=logic_digest(ruleset),
        digest=full_digest(ruleset),
    )


def _pack_stamp(pack: Pack) -> PackStamp:
    return PackStamp(id=pack.id, version=pack.version, status=pack.status)


def _not_covered(ruleset: RuleSet, intervention: Intervention) -> tuple[str, ...]:
    """Topics that no loaded pack asks about: what a left-out pack covers, what concerns this intervention, the rest."""
    covered = {topic for pack in ruleset.packs for topic in pack.covers}
    missing = [topic for pack in ruleset.left_out for topic in pack.covers]
    tagged = [pair for pack in ruleset.packs for pair in pack.not_covered_for.items()]
    own = {topic for tag, topics in tagged if tag in intervention.tags for topic in topics}
    others = {topic for _, topics in tagged for topic in topics} - own
    topics = [topic for pack in ruleset.packs for topic in pack.not_covered]
    missing += sorted(topics, key=lambda topic: (topic not in own, topic in others))
    return tuple(topic for topic in dict.fromkeys(missing) if topic not in covered)
