"""Pages that repeat files of the repository: the changelog and the decision records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .markdown import page

LAW = re.compile(r"^## (?P<title>.+?) \{ #(?P<id>[a-z-]+) \}$", re.MULTILINE)


def law_titles(docs: Path) -> dict[str, str]:
    """The laws of ``docs/laws.md``: the anchor of each, with its sentence."""
    text = (docs / "laws.md").read_text(encoding="utf-8")
    return {found["id"]: found["title"] for found in LAW.finditer(text)}


def pages(root: Path) -> Iterator[tuple[str, str]]:
    yield "changelog.md", _without_links(root / "CHANGELOG.md", "Changes of the library")
    yield "rules_changelog.md", _without_links(root / "rules" / "CHANGELOG.md", "Changes of the rules")
    yield "adr.md", _decision_records(root / "docs" / "adr")


def _without_links(path: Path, title: str) -> str:
    """A file of the repository; a link to another file of it becomes plain words."""
    text = path.read_text(encoding="utf-8") if path.is_file() else f"# {title}\n\nNothing yet.\n"
    return re.sub(r"\[([^\]]+)\]\((?!https?://|#)[^)]+\)", r"\1", text)


def _decision_records(folder: Path) -> str:
    rows = []
    for path in sorted(folder.glob("*.md")) if folder.is_dir() else []:
        first = next((line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("# ")), "")
        if path.stem.lower() not in ("readme", "index", "template"):
            rows.append(f"- [{first.removeprefix('# ') or path.stem}](../adr/{path.name})")
    lead = "Why things are as they are. Each page is one decision, with what was weighed against it."
    return page("# Decisions that shaped this", lead, "\n".join(rows) or "None yet.")
