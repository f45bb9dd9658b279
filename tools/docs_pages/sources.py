"""The documents behind the rules, and the numbered statements of the founding article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import yaml

from sciatica_rules.ruleset import RuleSet
from sciatica_rules.source import Citation, Source

from .markdown import (
    bullets,
    heading,
    intervention_page,
    link,
    page,
    parameter_anchor,
    rule_page,
    sentence,
    source_anchor,
    statement_anchor,
    table,
)

HERE, ARTICLE = "sources.md", "article.md"

SEEN = {
    "page_text": "the lines that matter, in a stored copy of the page",
    "abstract": "the abstract only",
    "secondary": "only what somebody else wrote about it",
    "own_work": "our own work",
}


def pages(ruleset: RuleSet, rules_folder: Path) -> Iterator[tuple[str, str]]:
    used = uses(ruleset)
    no_rule: dict[str, str] = yaml.safe_load((rules_folder / "article" / "no-rule.yaml").read_text(encoding="utf-8"))
    yield HERE, _sources(ruleset, used)
    yield ARTICLE, _statements(ruleset, used, no_rule)


def how_far_read(source: Source) -> str:
    """How much of a document was read, in words."""
    word, *more = source.seen.split(" ", 1)
    plain = SEEN.get(word.rstrip(";"), word)
    return f"{plain} {more[0]}" if more else plain


def cited(citation: Citation, ruleset: RuleSet, here: str) -> str:
    """One source of a rule, as a list item."""
    source = ruleset.sources[citation.key]
    if citation.statement:
        statement = ruleset.statements[citation.statement]
        return f"{link(f'`{citation}`', statement_anchor(citation.statement), here)}: {statement.says}"
    about = (
        f"{sentence(f'{source.organisation}, {source.year}')} Kind: {source.strength}. Read: {how_far_read(source)}."
    )
    return f"{link(source.title, source_anchor(source.key), here)}. {about}"


def uses(ruleset: RuleSet) -> dict[str, dict[str, str]]:
    """For each citation (``key`` or ``article/ID``), the pages of what cites it, by label."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for rule in ruleset.rules.values():
        departure = [rule.departs_from_evidence.source] if rule.departs_from_evidence else []
        for citation in (*rule.sources, *departure):
            found[str(citation)][rule.title] = rule_page(rule.id)
    for intervention in ruleset.interventions.values():
        for citation in intervention.sources:
            found[str(citation)][intervention.title] = intervention_page(intervention.id)
    for parameter in ruleset.parameters.values():
        for citation in parameter.sources:
            found[str(citation)][parameter.title] = parameter_anchor(parameter.name)
    return found


def _sources(ruleset: RuleSet, used: dict[str, dict[str, str]]) -> str:
    parts = [
        "# Sources",
        "Every document that a rule, an exercise or a threshold cites. *Read* says how much of it the author of"
        " the rules saw: for most, a stored copy of a web page, of which only the lines that matter were read."
        " Check any figure against the current original before clinical use.",
    ]
    for source in ruleset.sources.values():
        rows = [
            ["By", f"{source.organisation}, {source.year}"],
            ["Kind", source.strength],
            ["Read", how_far_read(source)],
        ]
        if source.link:
            rows.append(["Link", f"<{source.link}>"])
        parts += [heading(source.title, source.key), f"`{source.key}`", table(["", ""], rows)]
        if source.key == "article":
            parts.append(f"Its statements, one by one: {link('the founding article', ARTICLE, HERE)}.")
        elif used[source.key]:
            parts.append("Cited by " + _linked(used[source.key], HERE) + ".")
    return page(*parts)


def _statements(ruleset: RuleSet, used: dict[str, dict[str, str]], no_rule: dict[str, str]) -> str:
    source = ruleset.sources["article"]
    parts = [
        "# The founding article",
        f"The base of rules is a reading of one web page, *{source.title}*, author and publisher not established."
        " It is not a guideline. Here is every numbered statement of it in our words, with what rests on it. Where"
        " nothing rests on a statement, the reason is given.",
    ]
    kinds: dict[str, list[str]] = defaultdict(list)
    for statement in ruleset.statements.values():
        citing = used.get(f"article/{statement.id}", {})
        tail = f" *Behind* {_linked(citing, ARTICLE)}." if citing else f" *No rule:* {no_rule.get(statement.id, '')}"
        anchor = f'<a id="{statement.id.lower()}"></a>'
        kinds[statement.kind].append(f"{anchor}**{statement.id}** {sentence(statement.says)}{tail}")
    for kind, items in sorted(kinds.items()):
        parts += [heading(kind.replace("_", " ").capitalize(), kind), bullets(items)]
    return page(*parts)


def _linked(citing: dict[str, str], here: str) -> str:
    return ", ".join(link(label, target, here) for label, target in citing.items())
