"""A page for every group of facts, with a section for every fact; and the parameters."""

from __future__ import annotations

from collections.abc import Iterator

from sciatica_rules.condition import Condition, facts_read, parameters_read
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.units import from_to, with_unit
from sciatica_rules.vocabulary import Fact, FactGroup, FactType, Worse

from .conditions import fact_link, outline
from .markdown import FACTS, bullets, count, fact_anchor, heading, link, page, rule_page, table, trail
from .sources import cited

WORSE = {
    Worse.TRUE: "A yes can only tighten a decision.",
    Worse.FALSE: "A no can only tighten a decision.",
    Worse.HIGHER: "A higher value can only tighten a decision.",
    Worse.LOWER: "A lower value can only tighten a decision.",
    Worse.DEPENDS: "Neither direction is always the stricter one.",
}
ANSWERED_BY = {"patient": "the patient", "clinician": "a clinician", "either": "the patient or a clinician"}


def pages(ruleset: RuleSet) -> Iterator[tuple[str, str]]:
    yield f"{FACTS}/index.md", _index(ruleset)
    for group in ruleset.vocabulary.groups:
        yield f"{FACTS}/{group.name}.md", _group(group, ruleset)
    yield "parameters.md", _parameters(ruleset)


def _index(ruleset: RuleSet) -> str:
    here = f"{FACTS}/index.md"
    parts = [
        "# Facts",
        f"All {len(ruleset.vocabulary.facts)} facts that may be asked. A fact is one question, one field of"
        " `PatientProfile` and one column of a table. Every one may be left out: what is not known stays unknown."
        " One group is one screen of questions.",
    ]
    rows = []
    for group in ruleset.vocabulary.groups:
        names = ", ".join(link(f"`{fact.name}`", fact_anchor(group.name, fact.name), here) for fact in group.facts)
        rows.append([link(group.title, f"{FACTS}/{group.name}.md", here), f"`{group.name}`", names])
    return page(*parts, table(["Group", "Name", "Facts"], rows))


def _group(group: FactGroup, ruleset: RuleSet) -> str:
    here = f"{FACTS}/{group.name}.md"
    above = trail(here, ("Facts", f"{FACTS}/index.md"))
    parts = [above, f"# {group.title}", f"Group `{group.name}`, {count(len(group.facts), 'fact')}."]
    deniable = [fact.name for fact in group.facts if fact.deniable is not None]
    if deniable:
        listed = ", ".join(f"`{name}`" for name in deniable)
        parts.append(f'`denies: [{group.name}]` in a profile ("nothing of this") can answer {listed}.')
    for fact in group.facts:
        parts += _fact(fact, ruleset, here)
    return page(*parts)


def _fact(fact: Fact, ruleset: RuleSet, here: str) -> Iterator[str]:
    yield heading(f"`{fact.name}`", fact.name)
    yield f"> {fact.question}"
    yield table(["", ""], _summary(fact))
    if fact.choices:
        yield table(["Value", "Meaning"], ([f"`{value}`", words] for value, words in fact.choices.items()))
    if fact.implied_by is not None:
        yield page(
            "Taken as true, beside any answer, where this holds; where it does not, nothing follows:",
            outline(fact.implied_by, ruleset, here),
        )
    if fact.defined_by is not None:
        yield page(
            "True where this is known to hold, false where it is known not to:",
            outline(fact.defined_by, ruleset, here),
        )
    if serves := _serves(fact, ruleset):
        yield "Evidence for " + ", ".join(fact_link(ruleset, name, here) for name in serves) + "."
    readers = [rule for rule in ruleset.rules.values() if fact.name in facts_read(rule.when)]
    if readers:
        yield "Read by " + ", ".join(link(rule.title, rule_page(rule.id), here) for rule in readers) + "."
    if fact.note:
        yield f"*Note for authors.* {fact.note}"


def _summary(fact: Fact) -> Iterator[list[str]]:
    kind = {"boolean": "yes or no", "integer": "whole number", "decimal": "number", "choice": "one of a list"}
    limits = f", {from_to(fact.minimum, fact.maximum, fact.unit)}" if fact.minimum is not None else ""
    yield ["Type", kind[fact.type.value] + limits]
    if fact.unit:
        yield ["Unit in data", f"`{fact.unit}` (UCUM)"]
    yield ["Answered by", ANSWERED_BY[fact.answered_by.value]]
    yield ["Direction", WORSE[fact.worse_when]]
    if fact.valid_for is not None:
        days = fact.valid_for.total_seconds() / 86400
        yield ["Stays good for", f"{days:g} day{'' if days == 1 else 's'}"]
    else:
        yield ["Stays good for", "no limit" + ("" if fact.mutable else "; it does not change")]
    if fact.when_unknown is not None:
        yield ["Until answered", f"taken as *{str(fact.when_unknown).lower()}*, and shown as an assumption"]
    if fact.momentary:
        yield ["In a session", "an event: it counts for one observation"]
    if fact.clearance:
        yield ["In a session", "a clearance: it does not cover what appears after it was given"]
    if fact.type is FactType.CHOICE and fact.denied is not None:
        yield ["A denial means", f"`{fact.denied}`"]


def _serves(fact: Fact, ruleset: RuleSet) -> list[str]:
    return [
        other.name
        for other in ruleset.vocabulary.facts.values()
        if any(fact.name in facts_read(condition) for condition in other.derivations)
    ]


def _parameters(ruleset: RuleSet) -> str:
    here = "parameters.md"
    parts = [
        "# Parameters",
        "A threshold that the article leaves open has a name, a value, a range and a reason. Each can be set at load:"
        ' `load_rules(parameters={"fever_c": 37.5})`. A value on the looser side, or one that is proved to loosen any'
        " decision, needs `allow_looser=True`, and every override stands in every decision. An exercise may have its"
        " own value; an override then reaches it only where it"
        " is the stricter of the two.",
    ]
    for parameter in ruleset.parameters.values():
        name = parameter.name
        stricter = "it depends: any override needs `allow_looser=True`"
        if parameter.stricter.value != "depends":
            stricter = f"a {parameter.stricter} value is the stricter one"
        parts += [
            heading(parameter.title, name),
            table(
                ["", ""],
                [
                    ["Name", f"`{name}`"],
                    ["Value", f"**{with_unit(str(parameter.value), parameter.unit)}**"],
                    ["Unit in data", f"`{parameter.unit}` (UCUM)"],
                    ["Range", f"{from_to(parameter.minimum, parameter.maximum, parameter.unit)}; {stricter}"],
                ],
            ),
            parameter.why + (" **Our proposal**, without an outside source." if parameter.our_proposal else ""),
            bullets(cited(citation, ruleset, here) for citation in parameter.sources),
            _readers(name, ruleset, here),
        ]
    return page(*parts)


def _readers(parameter: str, ruleset: RuleSet, here: str) -> str:
    def reads(condition: Condition) -> bool:
        return parameter in parameters_read(condition)

    readers = [link(rule.title, rule_page(rule.id), here) for rule in ruleset.rules.values() if reads(rule.when)]
    readers += [
        fact_link(ruleset, fact.name, here)
        for fact in ruleset.vocabulary.facts.values()
        if any(reads(condition) for condition in fact.derivations)
    ]
    return "Read by " + ", ".join(readers) + "." if readers else ""
