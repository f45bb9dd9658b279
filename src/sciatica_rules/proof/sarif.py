"""Findings as SARIF 2.1.0, which code hosts show beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from .check import CHECKS
from .finding import Finding, Level
from .wrong_example import SUMMARY, WRONG_EXAMPLE

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOT_PROVED: "error", Level.INFO: "note"}


def sarif(findings: Sequence[Finding], version: str, uri: Callable[[str], str]) -> dict[str, Any]:
    """One run. ``uri`` says of the path of a location where the file lies, seen from the root of the repository."""
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "sciatica-rules", "version": version, "rules": list(_rules())}},
                "results": [_result(finding, uri) for finding in findings],
            }
        ],
    }


def _rules() -> Iterable[dict[str, Any]]:
    yield {"id": WRONG_EXAMPLE, "shortDescription": {"text": SUMMARY}}
    for check in CHECKS:
        yield {"id": check.name, "shortDescription": {"text": check.summary}}


def _result(finding: Finding, uri: Callable[[str], str]) -> dict[str, Any]:
    text = f"{finding.message}\n{finding.counterexample}" if finding.counterexample else finding.message
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "level": _LEVELS[finding.level],
        "message": {"text": text},
    }
    if finding.location is not None:
        file = {"uri": uri(finding.location.path)}
        region = {"startLine": finding.location.line, "startColumn": finding.location.column}
        result["locations"] = [{"physicalLocation": {"artifactLocation": file, "region": region}}]
    return result
