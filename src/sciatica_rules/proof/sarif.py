"""Findings as SARIF 2.1.0, which code hosts show beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .check import CHECKS
from .finding import Finding, Level
from .wrong_example import SUMMARY, WRONG_EXAMPLE

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOT_PROVED: "error", Level.INFO: "note"}


def sarif(findings: Sequence[Finding], version: str, folders: Mapping[str, Path]) -> dict[str, Any]:
    """One run. ``folders`` is where each folder lies that locations start with, from the root of the repository."""
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "sciatica-rules", "version": version, "rules": list(_rules())}},
                "results": [_result(finding, folders) for finding in findings],
            }
        ],
    }


def _rules() -> Iterable[dict[str, Any]]:
    yield {"id": WRONG_EXAMPLE, "shortDescription": {"text": SUMMARY}}
    for check in CHECKS:
        yield {"id": check.name, "shortDescription": {"text": check.summary}}


def _result(finding: Finding, folders: Mapping[str, Path]) -> dict[str, Any]:
    text = f"{finding.message}\n{finding.counterexample}" if finding.counterexample else finding.message
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "level": _LEVELS[finding.level],
        "message": {"text": text},
    }
    if finding.location is not None:
        uri = _uri(finding.location.path, folders)
        region = {"startLine": finding.location.line, "startColumn": finding.location.column}
        result["locations"] = [{"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}]
    return result


def _uri(path: str, folders: Mapping[str, Path]) -> str:
    """Where a file really lies. A location starts with what messages call its folder, which may have parts itself."""
    name = max((name for name in folders if path.startswith(f"{name}/")), key=len)
    file = folders[name] / path[len(name) + 1 :]
    return file.as_uri() if file.is_absolute() else quote(file.as_posix())
