"""Small pieces of Markdown, and how pages link to each other."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence

Pages = dict[str, str]
"""Each page by its path inside ``docs/generated``."""

RULES, FACTS, INTERVENTIONS = "rules", "facts", "interventions"


def link(text: str, target: str, here: str) -> str:
    """A link between two generated pages; ``target`` may carry an anchor."""
    path, _, anchor = target.partition("#")
    relative = posixpath.relpath(path, posixpath.dirname(here) or ".") if path != here else ""
    return f"[{text}]({relative}{'#' + anchor if anchor else ''})"


def rule_page(rule: str) -> str:
    return f"{RULES}/{rule}.md"


def intervention_page(intervention: str) -> str:
    return f"{INTERVENTIONS}/{intervention}.md"


def fact_anchor(group: str, fact: str) -> str:
    return f"{FACTS}/{group}.md#{fact}"


def parameter_anchor(parameter: str) -> str:
    return f"parameters.md#{parameter}"


def source_anchor(source: str) -> str:
    return f"sources.md#{source}"


def statement_anchor(statement: str) -> str:
    return f"article.md#{statement.lower()}"


def trail(here: str, *steps: tuple[str, str]) -> str:
    """Where a page stands: the pages above it, outermost first."""
    return " / ".join(link(text, target, here) for text, target in steps) + "\n{ .trail }"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table. Bars inside a cell are escaped, line breaks become spaces."""
    lines = ["| " + " | ".join(headings) + " |", "|" + " --- |" * len(headings)]
    lines += ["| " + " | ".join(cell(text) for text in row) + " |" for row in rows]
    return "\n".join(lines)


def cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def bullets(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def heading(title: str, anchor: str, level: int = 2) -> str:
    """A heading with an anchor that does not depend on its words."""
    return f"{'#' * level} {title} {{ #{anchor} }}"


def page(*parts: str) -> str:
    return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"


def count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def sentence(text: str) -> str:
    """The text with a full stop, unless it has an end already."""
    return text if text.endswith((".", "!", "?")) else f"{text}."
