"""``docs/testing.md``: a foreign app, its pack and its tests, built from the page and run as the page says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.untraced

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "testing.md"
FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
FILE_NAME = re.compile(r"^# (?P<name>[\w./-]+\.(?:yaml|py))$", re.MULTILINE)
SECONDS = re.compile(r"in \d+\.\d+s.*")


FEW = (
    "from hypothesis import settings\nsettings.register_profile('few', max_examples=10)\nsettings.load_profile('few')\n"
)
"""The page is about what is found, not about how long to search."""


def run(command: str, folder: Path) -> str:
    """What a line of the page prints, with ``pytest`` being this one."""
    words = command.split()
    assert words[0] == "pytest"
    plugin = ["-p", "sciatica_rules_pytest", "-p", "no:cacheprovider"]
    surroundings = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(folder)]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "COLUMNS": "80",
        "HYPOTHESIS_STORAGE_DIRECTORY": str(folder / ".hypothesis"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *plugin, *words[1:]],
        cwd=folder,
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return SECONDS.sub("in 4.20s", done.stdout)


def shown(folder: Path) -> Iterator[tuple[int, str, str]]:
    """Each output that the page shows, with the line it begins in and what really comes out."""
    text = PAGE.read_text(encoding="utf-8")
    (folder / "conftest.py").write_text(FEW, encoding="utf-8")
    real = ""
    for block in FENCE.finditer(text):
        body, name = block["body"], FILE_NAME.match(block["body"])
        if block["language"] == "text":
            yield text.count("\n", 0, block.start("body")) + 1, body, real
        elif block["language"] == "sh" and body.startswith("pytest"):
            real = run(body, folder)
        elif name:
            file = folder / name["name"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(body, encoding="utf-8")


def fits(page: str, real: str) -> bool:
    """``...`` on a line stands for any lines."""
    pattern = r"\n(?:.*\n)*?".join(re.escape(part) for part in f"\n{page}".split("\n...\n"))
    return re.fullmatch(pattern, f"\n{real}") is not None


def test_the_page_shows_what_really_comes_out(tmp_path: Path) -> None:
    wrong = [f"{PAGE.name}:{line}\n{real}" for line, page, real in shown(tmp_path) if not fits(page, real)]
    assert not wrong, "\n".join(wrong)
