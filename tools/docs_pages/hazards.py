"""The hazard log as a page, from ``docs/safety/hazards.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from .markdown import bullets, heading, link, page, rule_page, table

HERE = "hazards.md"
CONTROL_KINDS = ("laws", "rules", "tests", "pages", "invariants")


def read(folder: Path) -> list[dict[str, Any]]:
    """Every hazard of the log, in its order."""
    log: list[dict[str, Any]] = yaml.safe_load((folder / "safety" / "hazards.yaml").read_text(encoding="utf-8"))
    return log


def pages(folder: Path, law_titles: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    log = read(folder)
    parts = [
        "# Hazard log",
        "What could go wrong when somebody relies on this library, what harm it could do, and what stands against"
        " it. The controls are laws, rules and tests that exist: a test fails on one that does not. What the"
        " library cannot control is said under *left over*, and it is for the maker of the product to deal with (see"
        " [what a maker must do](../safety/for_makers.md)). Nobody has estimated likelihoods, and no clinician has"
        " reviewed this log.",
        table(["Hazard", "Harm"], ([f"[{entry['hazard']}](#{entry['id']})", entry["harm"]] for entry in log)),
    ]
    for entry in log:
        parts += [
            heading(entry["hazard"], entry["id"]),
            table(["", ""], [["Cause", entry["cause"]], ["Harm", entry["harm"]]]),
            "**Controls**",
            bullets(_controls(entry["controls"], law_titles)),
            f"**Left over.** {entry['left_over']}",
        ]
    yield HERE, page(*parts)


def _controls(controls: Mapping[str, Any], law_titles: Mapping[str, str]) -> Iterator[str]:
    yield from controls.get("how", [])
    for law in controls.get("laws", []):
        yield f"law: [{law_titles[law]}](../laws.md#{law})"
    if rules := controls.get("rules"):
        yield "rules " + ", ".join(link(f"`{rule}`", rule_page(rule), HERE) for rule in rules)
    if tests := controls.get("tests"):
        yield "tests " + ", ".join(f"`{test.partition('::')[2]}` ({_folder(test)})" for test in tests)
    if invariants := controls.get("invariants"):
        yield "invariants " + ", ".join(f"`{name}`" for name in invariants)
    for path in controls.get("pages", []):
        target = path.removeprefix("generated/") if path.startswith("generated/") else f"../{path}"
        yield f"see [{_title(path)}]({target})"


def _title(path: str) -> str:
    """The name of a page as a sentence says it: its file's, or its folder's for the first page of a folder."""
    folder, _, name = path.removesuffix(".md").rpartition("/")
    return (folder.rpartition("/")[2] if name == "index" else name).replace("_", " ")


def _folder(test: str) -> str:
    return test.partition("::")[0].rpartition("/")[0]
