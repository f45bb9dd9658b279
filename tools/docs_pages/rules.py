"""A page for every rule, a page for every pack, and the list of where the article departs from guidance."""

from __future__ import annotations

from collections.abc import Iterator

from sciatica_rules.condition import in_words
from sciatica_rules.decide import verdict
from sciatica_rules.evidence import establish
from sciatica_rules.explain import leans_on, needs
from sciatica_rules.outcome import Hold, Verdict
from sciatica_rules.pack import Pack
from sciatica_rules.profile import Profile
from sciatica_rules.rule import Rule
from sciatica_rules.ruleset import BoundRule, RuleSet
from sciatica_rules.source import Citation

from .conditions import fact_link, outline, plain
from .markdown import (
    INTERVENTIONS,
    RULES,
    bullets,
    count,
    heading,
    intervention_page,
    link,
    page,
    rule_page,
    source_anchor,
    table,
    trail,
)
from .sources import cited

DRAFT = """\
!!! warning "Draft"
    No clinician has reviewed this rule. It is one reading of its sources, not medical advice.
"""

EFFECTS = {
    "blocked": "The answer is *blocked* while this rule applies.",
    "consult_doctor": "The answer is at least *consult_doctor* while this rule applies.",
    "precaution": "Shown with the decision. It stands in nobody's way.",
}


def pages(ruleset: RuleSet) -> Iterator[tuple[str, str]]:
    yield f"{RULES}/index.md", _index(ruleset)
    for pack in ruleset.packs:
        yield f"{RULES}/{pack_page(pack)}", _pack(pack, ruleset)
    for rule in ruleset.rules.values():
        yield rule_page(rule.id), _rule(rule, ruleset)
    yield "departures.md", _departures(ruleset)


def pack_page(pack: Pack) -> str:
    return f"pack_{pack.id}.md"


def _index(ruleset: RuleSet) -> str:
    here = f"{RULES}/index.md"
    parts = [
        "# Rules",
        f"The package holds {count(len(ruleset.rules), 'rule')} for"
        f" {count(len(ruleset.interventions), 'intervention')}. Each rule is one file, and each has a page here:"
        " what it says, when it applies, when it is undetermined, what it rests on and how far that was read. **No"
        " clinician has reviewed them.**",
    ]
    for pack in ruleset.packs:
        kind = "the base: a complete rule set" if pack.is_base else "a pack: it can only tighten"
        parts.append(heading(pack.title, pack.id))
        parts.append(f"`{pack.id}` {pack.version}, {pack.date}, {pack.status}; {kind}.")
        rows = []
        for area, title in pack.areas.items():
            rules = _in_area(ruleset, pack, area)
            rows.append([link(title, f"{RULES}/{pack_page(pack)}#{area}", here), str(len(rules))])
        parts.append(table(["Area", "Rules"], rows))
    return page(*parts)


def _in_area(ruleset: RuleSet, pack: Pack, area: str) -> list[Rule]:
    return [rule for rule in ruleset.rules.values() if rule.pack == pack.id and rule.area == area]


def _pack(pack: Pack, ruleset: RuleSet) -> str:
    here = f"{RULES}/{pack_page(pack)}"
    parts = [trail(here, ("Rules", f"{RULES}/index.md")), f"# {pack.title}"]
    parts.append(f"`{pack.id}` {pack.version}, {pack.date}. Status: {pack.status}.")
    for area, title in pack.areas.items():
        parts.append(heading(title, area))
        parts.append(
            table(
                ["Rule", "Effect", "Concerns"],
                [
                    [
                        link(rule.title, rule_page(rule.id), here),
                        f"*{rule.effect}*, {rule.next_step}" if rule.effect.objects else f"*{rule.effect}*",
                        ", ".join(f"`{tag}`" for tag in rule.applies_to),
                    ]
                    for rule in _in_area(ruleset, pack, area)
                ],
            )
        )
    parts += [heading("What it covers", "covers"), bullets(pack.covers)]
    parts.append(heading("What it does not cover", "not_covered"))
    parts.append("Nobody should take a decision to say anything about these, unless another loaded pack covers them.")
    parts.append(bullets(pack.not_covered))
    return page(*parts)


def _rule(rule: Rule, ruleset: RuleSet) -> str:
    here = rule_page(rule.id)
    pack = next(pack for pack in ruleset.packs if pack.id == rule.pack)
    pack_target = f"{RULES}/{pack_page(pack)}"
    above = (
        ("Rules", f"{RULES}/index.md"),
        (pack.title, pack_target),
        (pack.areas[rule.area], f"{pack_target}#{rule.area}"),
    )
    parts = [
        trail(here, *above),
        f"# {rule.title}",
        f"`{rule.id}`",
        "" if rule.reviewed_by else DRAFT,
        f"> {rule.message}\n>\n> {rule.action}" if rule.action else f"> {rule.message}",
        table(["", ""], _summary(rule, ruleset, here)),
        heading("When it applies", "when"),
        outline(rule.when, ruleset, here),
        f"In one line: `{in_words(rule.when)}`.",
        heading("When it is undetermined", "undetermined"),
        _undetermined(rule, ruleset, here),
        heading("Examples", "examples"),
        "Each is run as a test. Everything not given is unknown.",
        _examples(rule, here),
        heading("Why", "why"),
        bullets(cited(citation, ruleset, here) for citation in rule.sources),
    ]
    if departure := rule.departs_from_evidence:
        parts += [
            heading("Where current guidance differs", "departs"),
            f"The article is **{departure.direction}** than this source. {departure.note}",
            bullets([cited(departure.source, ruleset, here)]),
        ]
    return page(*parts)


def _summary(rule: Rule, ruleset: RuleSet, here: str) -> Iterator[list[str]]:
    yield ["Effect", f"**{rule.effect}**. {EFFECTS[rule.effect.value]}"]
    if rule.effect.objects:
        yield ["Next step", f"*{rule.next_step}*"]
    if rule.hold is not Hold.NONE:
        yield ["In a session", f"Stops it. The session is then held for *{rule.hold}* until it may go on."]
    yield ["Concerns", ", ".join(f"`{tag}`" for tag in rule.applies_to) + f": {_reached(rule, ruleset, here)}"]
    if rule.except_for:
        yield ["Not", ", ".join(f"`{tag}`" for tag in rule.except_for)]
    reviewed = f"reviewed by {rule.reviewed_by}" if rule.reviewed_by else "not reviewed"
    yield [
        "Status",
        f"{rule.status}, {reviewed}" + (f"; to be looked at again by {rule.review_by}" * bool(rule.review_by)),
    ]
    yield ["File", f"`rules/{rule.pack}/{rule.area}/{rule.id}.yaml`"]


def _reached(rule: Rule, ruleset: RuleSet, here: str) -> str:
    reached = [found for found in ruleset.interventions.values() if rule.concerns(found.tags)]
    if len(reached) <= 8:
        return ", ".join(link(found.title, intervention_page(found.id), here) for found in reached)
    return link(
        f"{len(reached)} of {count(len(ruleset.interventions), 'intervention')}", f"{INTERVENTIONS}/index.md", here
    )


def _undetermined(rule: Rule, ruleset: RuleSet, here: str) -> str:
    if not rule.effect.objects and in_words(rule.when) == "always":
        return "Never: it is shown with every decision."
    bound = _bound(rule, ruleset)
    findings = establish(Profile({}), ruleset, ruleset.vocabulary.closure(bound.reads), None)
    found = verdict(bound, findings)
    if found is Verdict.UNDETERMINED:
        waits = (
            "With nothing answered. It then demands at most *consult_doctor*, and the decision asks:"
            if rule.effect.objects
            else "With nothing answered. It is then shown as a precaution that may concern the person. It hangs on:"
        )
        return page(waits, bullets(_question(name, ruleset, here) for name in sorted(needs(bound.when, findings))))
    assumed = sorted(leans_on(bound.when, findings))
    taken = bullets(
        f"{fact_link(ruleset, name, here)} is taken as *{str(findings[name].value).lower()}*" for name in assumed
    )
    outcome = "applies" if found is Verdict.APPLIES else "does not apply"
    lead = f"Not with nothing answered: the rule then {outcome}, because of what is assumed until somebody answers."
    others = [example for example in rule.examples if example.expect is Verdict.UNDETERMINED]
    tail = "The examples show when it is." if others else "No answers leave it undetermined."
    return page(lead, taken, tail)


def _bound(rule: Rule, ruleset: RuleSet) -> BoundRule:
    """The rule as the first intervention that it concerns meets it."""
    first = next(found.id for found in ruleset.interventions.values() if rule.concerns(found.tags))
    bound = ruleset.bound(first)
    return next(found for found in (*bound.objecting, *bound.precautions) if found.rule.id == rule.id)


def _question(fact: str, ruleset: RuleSet, here: str) -> str:
    return f"{fact_link(ruleset, fact, here)}: {ruleset.vocabulary.facts[fact].question}"


def _examples(rule: Rule, here: str) -> str:
    with_intervention = any(example.intervention for example in rule.examples)
    rows = []
    for example in rule.examples:
        row = [plain(example.given), f"**{str(example.expect).replace('_', ' ')}**"]
        if with_intervention:
            name = example.intervention
            row.insert(1, link(f"`{name}`", intervention_page(name), here) if name else "any")
        rows.append(row)
    return table(["Given", "For", "The rule"] if with_intervention else ["Given", "The rule"], rows)


def _departures(ruleset: RuleSet) -> str:
    here = "departures.md"
    parts = [
        "# Where the article and current guidance differ",
        "For clinicians. The base follows the founding article, also where guidance has moved on. Where a difference"
        " was found, it is noted on the rule, and the note stands in every decision in which the rule objects"
        " (`departs_from_evidence`). Differences that nobody looked for are not here.",
    ]
    for direction, heading_text in (
        ("laxer", "Where the article is laxer"),
        ("stricter", "Where the article is stricter"),
    ):
        parts.append(heading(heading_text, direction))
        parts.append(
            table(
                ["Rule", "What differs", "Source"],
                [
                    [
                        link(rule.title, rule_page(rule.id), here),
                        departure.note,
                        _document(departure.source, ruleset, here),
                    ]
                    for rule in ruleset.rules.values()
                    if (departure := rule.departs_from_evidence) and departure.direction == direction
                ],
            )
        )
    return page(*parts)


def _document(citation: Citation, ruleset: RuleSet, here: str) -> str:
    source = ruleset.sources[citation.key]
    return link(f"{source.organisation}, {source.year}", source_anchor(source.key), here)
