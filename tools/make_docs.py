"""Write the generated pages of the documentation into ``docs/generated``.

Run by ``make docs``, before the site is built. Needs nothing but the package itself.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from docs_pages import api, facts, hazards, interventions, repository, rules, schema, sources
from docs_pages.markdown import Pages
from sciatica_rules import load_rules
from sciatica_rules.ruleset import RuleSet

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
TARGET = DOCS / "generated"


def generate(ruleset: RuleSet) -> Pages:
    """Every generated page, by its path inside ``docs/generated``."""
    pages: Pages = {}
    for module in (rules, facts, interventions):
        pages.update(module.pages(ruleset))
    pages.update(sources.pages(ruleset, ROOT / "rules"))
    pages.update(hazards.pages(DOCS, repository.law_titles(DOCS)))
    pages.update(repository.pages(ROOT))
    pages.update(api.pages())
    pages.update(schema.pages())
    return pages


def main() -> int:
    """Write every page anew; pages of things that are gone go with them."""
    pages = generate(load_rules().ruleset)
    shutil.rmtree(TARGET, ignore_errors=True)
    for path, text in pages.items():
        target = TARGET / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    print(f"{len(pages)} pages in {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
