"""One rule, fact, intervention, source or parameter in full."""

from __future__ import annotations

from collections.abc import Mapping

from ...condition import All, Any, Condition, Value, facts_read, in_words
from ...intervention import Intervention
from ...outcome import Hold
from ...parameter import Parameter
from ...provenance import source_note
from ...rule import Example, Rule
from ...rules import Rules
from ...source import Citation, Source
from ...units import from_to, with_unit
from ...vocabulary import Fact
from ..page import BOLD, DIM, Page, Part
from .catalogue import range_in_words
from .exercises import how_much
from .words import document, how_far_read, number, value_in_words, year

_EFFECTS = {"blocked": "blocks", "consult_doctor": "asks for a doctor", "precaution": "is a precaution"}
_WORSE = {
    "true": "a yes can only tighten a decision",
    "false": "a no can only tighten a decision",
    "higher": "a higher number can only tighten a decision",
    "lower": "a lower number can only tighten a decision",
    "depends": "no answer is the worse one for every rule",
}


def show_rule(page: Page, rule: Rule, rules: Rules) -> None:
    """What it asks, what it says, where it comes from, and what it makes of small profiles."""
    page.line((rule.title, BOLD), (f"  {rule.id}", DIM))
    pressing = f", next step: {rule.next_step.value}" if rule.effect.objects else ""
    hold = f", holds a session ({rule.hold.value})" if rule.hold is not Hold.NONE else ""
    _entry(page, "Effect", f"{_EFFECTS[rule.effect.value]}{pressing}{hold}")
    _entry(page, "Concerns", ", ".join(rule.applies_to))
    if rule.except_for:
        _entry(page, "Except for", ", ".join(rule.except_for))
    _entry(page, "When", _condition(rule.when))
    _entry(page, "Message", rule.message)
    if rule.action:
        _entry(page, "Action", rule.action)
    departure = rule.departs_from_evidence
    if departure is not None:
        text = f"the article is {departure.direction} than current guidance. {departure.note} [{departure.source}]"
        _entry(page, "For clinicians", text)
    reviewed = f"reviewed by {rule.reviewed_by}" if rule.reviewed_by else "not reviewed by a clinician"
    _entry(page, "Status", f"{rule.status}, {reviewed}" + (f", review by {rule.review_by}" if rule.review_by else ""))
    _entry(page, "Stands in", f"pack {rule.pack}, area {rule.area}")
    _sources(page, rule.sources, rules)
    page.heading("Examples")
    for example in rule.examples:
        page.line(_given(example), ": ", (example.expect.value.replace("_", " "), BOLD), indent=2, bullet="- ")


def show_fact(page: Page, fact: Fact, rules: Rules) -> None:
    """The question, what may be answered, and who reads it."""
    page.line((fact.question, BOLD))
    _entry(page, "Name", f"{fact.name}, in the group {fact.group}")
    _entry(page, "Type", fact.type.value)
    if fact.minimum is not None:
        _entry(page, "Range", from_to(number(fact.minimum), number(fact.maximum), fact.unit))
    for choice, meaning in fact.choices.items():
        _entry(page, choice, meaning)
    _entry(page, "Worse", _WORSE[fact.worse_when.value])
    _entry(page, "Asked of", {"either": "patient or clinician"}.get(fact.answered_by.value, fact.answered_by.value))
    if fact.valid_for is not None:
        days = fact.valid_for.total_seconds() / 86400
        _entry(page, "Stays good", f"{days:g} day{'' if days == 1 else 's'}")
    if fact.when_unknown is not None:
        _entry(page, "Not answered", f"taken as {value_in_words(fact, fact.when_unknown)}, and shown as assumed")
    if fact.momentary:
        _entry(page, "Event", "it counts for one observation of a session")
    if fact.clearance:
        _entry(page, "Clearance", "it never covers what appears after it was given")
    if fact.implied_by is not None:
        _entry(page, "Yes when", _condition(fact.implied_by))
    if fact.defined_by is not None:
        _entry(page, "Yes or no as", _condition(fact.defined_by))
    if fact.note:
        _entry(page, "Note", fact.note)
    closure = rules.ruleset.vocabulary.closure
    readers = [rule.id for rule in rules.rules.values() if fact.name in closure(facts_read(rule.when))]
    _names(page, "Read by these rules", readers)


def show_intervention(page: Page, intervention: Intervention, rules: Rules) -> None:
    """What it is, how it is done, and which rules concern it."""
    page.line((intervention.title, BOLD), (f"  {intervention.id}", DIM))
    if intervention.dose is not None:
        _entry(page, "How much", how_much(intervention))
        _entry(page, "Complexity", f"{intervention.complexity}, for: {intervention.audience.replace('_', ' ')}")
    for name, value in intervention.parameters.items():
        _entry(page, "Own limit", f"{name} = {number(value)}")
    _entry(page, "Tags", ", ".join(sorted(intervention.tags)))
    if intervention.note:
        _entry(page, "Note", intervention.note)
    if intervention.steps:
        page.heading("Steps")
        for position, step in enumerate(intervention.steps, 1):
            page.line(step, indent=2, bullet=f"{position}. ")
    bound = rules.ruleset.bound(intervention.id)
    _names(page, "Rules that can object", [one.rule.id for one in bound.objecting])
    _names(page, "Precautions", [one.rule.id for one in bound.precautions])
    _sources(page, intervention.sources, rules)


def show_source(page: Page, source: Source, rules: Rules) -> None:
    """The document and everything that rests on it."""
    page.line((source.title, BOLD), (f"  {source.key}", DIM))
    _entry(page, "From", f"{source.organisation}, {year(source.year)}")
    _entry(page, "Kind", source.strength)
    _entry(page, "Read", how_far_read(source.seen))
    if source.link:
        page.unbroken(("  " + source.link, DIM))
    _names(page, "Rules that rest on it", [rule.id for rule in rules.rules.values() if _cites(rule.sources, source)])
    departing = [rule.departs_from_evidence for rule in rules.rules.values()]
    ids = [
        rule.id
        for rule, departure in zip(rules.rules.values(), departing, strict=True)
        if departure is not None and departure.source.key == source.key
    ]
    _names(page, "Rules that depart from it", ids)
    own = [one.id for one in rules.interventions.values() if _cites(one.sources, source)]
    _names(page, "Interventions that rest on it", own)
    _names(page, "Parameters", [one.name for one in rules.parameters.values() if _cites(one.sources, source)])


def show_parameter(page: Page, parameter: Parameter, rules: Rules) -> None:
    """The value, what it may be set to, and why it is what it is."""
    page.line((parameter.title, BOLD), (f"  {parameter.name}", DIM))
    value = rules.ruleset.values[parameter.name]
    changed = f" (usually {with_unit(number(parameter.value), parameter.unit)})" if value != parameter.value else ""
    _entry(page, "Value", f"{with_unit(number(value), parameter.unit)}{changed}")
    _entry(page, "Range", range_in_words(parameter))
    _entry(page, "Why", parameter.why)
    if parameter.our_proposal:
        _entry(page, "Source", "our proposal")
    own = [one.id for one in rules.interventions.values() if parameter.name in one.parameters]
    _names(page, "Interventions with a value of their own", own)
    _sources(page, parameter.sources, rules)


def _entry(page: Page, name: str, *text: Part) -> None:
    page.line(*text, indent=2, bullet=f"{name + ':':<15} ")


def _names(page: Page, heading: str, names: list[str]) -> None:
    if names:
        page.heading(f"{heading} ({len(names)})")
        page.line(", ".join(names), indent=2)


def _sources(page: Page, citations: tuple[Citation, ...], rules: Rules) -> None:
    if not citations:
        return
    page.heading("Sources")
    places: dict[str, list[Citation]] = {}
    for citation in citations:
        places.setdefault(citation.key, []).append(citation)
    for cited in places.values():
        note = source_note(rules.ruleset, cited[0])
        page.line(document(note), indent=2, bullet="- ")
        if note.link:
            page.unbroken((note.link, DIM), indent=4)
        for citation in cited:
            statement = rules.ruleset.statements.get(citation.statement or "")
            if statement is not None:
                page.line(f"{statement.id} (line {statement.lines}): {statement.says}", indent=4)


def _condition(condition: Condition) -> str:
    """In words, without the brackets that only a part needs."""
    words = in_words(condition)
    return words[1:-1] if isinstance(condition, All | Any) else words


def _given(example: Example) -> str:
    given: Mapping[str, Value] = example.given
    facts = ", ".join(f"{name} = {_written(value)}" for name, value in given.items()) or "nothing known"
    return f"{facts} (for {example.intervention})" if example.intervention else facts


def _written(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else number(value)


def _cites(citations: tuple[Citation, ...], source: Source) -> bool:
    return any(citation.key == source.key for citation in citations)
