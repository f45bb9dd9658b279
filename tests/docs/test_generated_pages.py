"""Every rule, fact, parameter, exercise and source has its page, and every link leads somewhere."""

from __future__ import annotations

import posixpath
import re
from functools import cache
from pathlib import Path

import pytest

from sciatica_rules import Decision, load_rules

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
LINK = re.compile(r"(?<!\!)\[[^\]]*\]\((?P<target>[^)\s]+)\)")
ANCHOR = re.compile(r'\{ #(?P<id>[\w-]+) \}$|<a id="(?P<inline>[\w-]+)">', re.MULTILINE)
HEADING = re.compile(r"^#+ (?P<words>.+?)(?: \{ #[\w-]+ \})?$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


@cache
def generated() -> dict[str, str]:
    from make_docs import generate

    return generate(load_rules().ruleset)


@cache
def site() -> dict[str, str]:
    """Every page, written and generated, by its path inside ``docs``."""
    written = {path.relative_to(DOCS).as_posix(): path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md")}
    hand = {path: text for path, text in written.items() if not path.startswith("generated/")}
    return hand | {f"generated/{path}": text for path, text in generated().items()}


def anchors(text: str) -> set[str]:
    named = {found["id"] or found["inline"] for found in ANCHOR.finditer(text)}
    slugs = (re.sub(r"[^\w\s-]", "", found["words"]).strip().lower() for found in HEADING.finditer(text))
    return named | {re.sub(r"[\s-]+", "-", slug) for slug in slugs}


def test_everything_has_its_page() -> None:
    pages, rules = generated(), load_rules()
    assert {f"rules/{name}.md" for name in rules.rules} <= set(pages)
    assert {f"interventions/{name}.md" for name in rules.interventions} <= set(pages)
    for fact in rules.facts.values():
        assert fact.name in anchors(pages[f"facts/{fact.group}.md"])
    assert set(rules.parameters) <= anchors(pages["parameters.md"])
    assert set(rules.sources) <= anchors(pages["sources.md"])
    assert {name.lower() for name in rules.ruleset.statements} <= anchors(pages["article.md"])


@pytest.mark.parametrize("rule", load_rules().rules)
def test_the_page_of_a_rule_says_all_that_its_file_says(rule: str) -> None:
    text, said = generated()[f"rules/{rule}.md"], load_rules().rules[rule]
    assert said.message in text
    assert said.action in text
    assert all(str(citation.statement or citation.key) in text for citation in said.sources)
    rows = re.findall(r"\*\*(?:applies|does not apply|undetermined)\*\* \|$", text, re.MULTILINE)
    assert len(rows) == len(said.examples)
    assert (said.departs_from_evidence is None) == ("## Where current guidance differs" not in text)


def test_every_departure_from_guidance_is_listed() -> None:
    departing = [rule for rule in load_rules().rules.values() if rule.departs_from_evidence]
    assert departing
    assert all(f"(rules/{rule.id}.md)" in generated()["departures.md"] for rule in departing)


def test_every_field_of_a_decision_is_in_the_table() -> None:
    assert all(f"| `{name}` |" in generated()["decision.md"] for name in Decision.model_fields)


def test_everything_public_is_in_the_reference() -> None:
    import sciatica_rules

    text = generated()["api.md"]
    public = [name for name in sciatica_rules.__all__ if not name.startswith("_")]
    assert [name for name in public if f"`{name}`" not in text and f" {name} " not in text] == []


def test_every_link_between_pages_leads_somewhere() -> None:
    broken = []
    for page, text in site().items():
        for found in LINK.finditer(FENCED.sub("", text)):
            path, _, anchor = found["target"].partition("#")
            if path.startswith(("http:", "https:", "mailto:")):
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
            if target not in site() or (anchor and anchor not in anchors(site()[target])):
                broken.append(f"{page}: {found['target']}")
    assert not broken


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"])
def test_every_link_of_the_front_pages_leads_to_a_file(name: str) -> None:
    targets = [found["target"] for found in LINK.finditer((ROOT / name).read_text(encoding="utf-8"))]
    local = [target for target in targets if not target.startswith(("http:", "https:", "mailto:", "#"))]
    assert [target for target in local if not (ROOT / target.partition("#")[0]).exists()] == []
