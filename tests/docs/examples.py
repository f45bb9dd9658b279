"""Runs what a page shows, and says where the page is wrong.

In a page, a fenced block is

- ``python``: run, one block after the other; a ``text`` block right after it is what it prints;
- ``console``: each line with ``$ `` is run by bash, the lines below it are what comes out (``...``: any lines);
- ``yaml`` whose first line is a comment with a file name: written to that file, for what follows on the page;
- anything else: only shown.

``python -m tests.docs.examples PAGE...`` writes into the pages what their examples really give.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
FILE_NAME = re.compile(r"^# (?P<name>[\w./-]+\.yaml)$", re.MULTILINE)
ANY_LINES = "..."


@dataclass(frozen=True)
class Shown:
    """Something a page shows as output, and what really comes out."""

    line: int
    start: int
    end: int
    shown: str
    real: str

    @property
    def right(self) -> bool:
        """Whether the page is right; ``...`` on a line stands for any lines."""
        parts = self.shown.split(f"\n{ANY_LINES}\n") if ANY_LINES in self.shown.splitlines() else [self.shown]
        pattern = r"\n(?:.*\n)*?".join(re.escape(part) for part in parts)
        return re.fullmatch(pattern, self.real) is not None


def check(page: Path) -> list[Shown]:
    """Every output that a page shows, in order."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path("examples").symlink_to(ROOT / "examples")
        return list(_run(page.read_text(encoding="utf-8"), Path(folder)))


def files(text: str) -> Iterator[tuple[str, str]]:
    """Every file that a page shows whole, in order, by its name."""
    for found in FENCE.finditer(text):
        if found["language"] == "yaml" and (name := FILE_NAME.match(found["body"])):
            yield name["name"], found["body"]


def _run(text: str, folder: Path) -> Iterator[Shown]:
    namespace: dict[str, object] = {}
    printed: str | None = None
    end_of_python = 0
    for found in FENCE.finditer(text):
        start, body, line = found.start("body"), found["body"], text.count("\n", 0, found.start("body")) + 1
        is_output = found["language"] == "text" and not text[end_of_python : found.start()].strip()
        if printed and not is_output:
            yield Shown(line, end_of_python, end_of_python, "", printed)
        match found["language"]:
            case "text" if printed is not None and is_output:
                yield Shown(line, start, found.end("body"), body, printed)
                printed = None
            case "python":
                printed, end_of_python = _python(body, line, namespace), found.end()
                continue
            case "console":
                yield from _console(body, start, line, folder)
            case "yaml" if name := FILE_NAME.match(body):
                target = folder / name["name"]
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(body, encoding="utf-8")
        printed, end_of_python = None, found.end()
    if printed:
        yield Shown(text.count("\n", 0, end_of_python), end_of_python, end_of_python, "", printed)


def _python(body: str, line: int, namespace: dict[str, object]) -> str:
    out = io.StringIO()
    code = compile("\n" * (line - 1) + body, "<page>", "exec")
    with contextlib.redirect_stdout(out):
        exec(code, namespace)  # noqa: S102 - the pages are ours, and running them is what this is for
    return out.getvalue()


def _console(body: str, start: int, line: int, folder: Path) -> Iterator[Shown]:
    """Each command of a block with the lines below it."""
    for command in re.finditer(r"^\$ (?P<command>.*\n(?:> .*\n)*)(?P<shown>(?:(?!\$ ).*\n)*)", body, re.MULTILINE):
        typed = command["command"].replace("\n> ", "\n").strip()
        first = line + body.count("\n", 0, command.start("shown"))
        real = _bash(typed, folder)
        yield Shown(first, start + command.start("shown"), start + command.end("shown"), command["shown"], real)


def _bash(command: str, folder: Path) -> str:
    """What a command prints, errors included, with ``sciatica-rules`` being this checkout's."""
    tools = folder / ".bin"
    tools.mkdir(exist_ok=True)
    program = tools / "sciatica-rules"
    start = "import sys; from sciatica_rules.cli import run; sys.exit(run())"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{start}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    surroundings = {
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "COLUMNS": "80",
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    return done.stdout


def rewrite(page: Path) -> int:
    """Put the real output into a page, save where ``...`` already fits. Returns how many places changed."""
    text = page.read_text(encoding="utf-8")
    wrong = [shown for shown in check(page) if not shown.right]
    for shown in reversed(wrong):
        real = shown.real
        if text[: shown.start].endswith("```"):
            real = f"\n\n```text\n{real}```"
        text = text[: shown.start] + real + text[shown.end :]
    page.write_text(text, encoding="utf-8")
    return len(wrong)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(f"{name}: {rewrite(Path(name).resolve())} places written")  # noqa: T201 - a command says what it did
