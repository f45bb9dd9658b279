"""Runs the command line inside this process, over a small rule set of its own, with streams like real ones."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from sciatica_rules import Rules, load_rules
from sciatica_rules.cli.main import main
from sciatica_rules.library import SHIPPED_BASE
from sciatica_rules.reading.load import load_ruleset
from sciatica_rules.version import __version__

HERE = Path(__file__).parent
LIBRARY, PROFILES, GOLDEN = HERE / "library", HERE / "profiles", HERE / "golden"

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str


class Stream(io.TextIOWrapper):
    """A text stream over bytes, at a terminal or not."""

    def __init__(self, data: bytes = b"", *, terminal: bool = False) -> None:
        self.bytes = io.BytesIO(data)
        super().__init__(self.bytes, encoding="utf-8")
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    @property
    def text(self) -> str:
        self.flush()
        return self.bytes.getvalue().decode()


def sciatica_rules(
    *words: str, stdin: bytes | str = b"", terminal: bool = False, environment: Mapping[str, str] | None = None
) -> Done:
    """Run one command at 80 columns. With ``terminal`` all three streams are one."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    streams = Stream(data, terminal=terminal), Stream(terminal=terminal), Stream(terminal=terminal)
    variables = {"COLUMNS": "80", "TERM": "xterm"} | dict(environment or {})
    with (
        mock.patch.multiple(sys, stdin=streams[0], stdout=streams[1], stderr=streams[2]),
        mock.patch.dict("os.environ", variables, clear=True),
        mock.patch("sciatica_rules.cli.options.load_rules", small_rules),
        mock.patch("sciatica_rules.cli.rule_folder.shipped_rules", return_value=LIBRARY),
    ):
        code = main(words)
    return Done(code, streams[1].text, streams[2].text)


def small_rules(*folders: Path, base: str, **options: Any) -> Rules:
    """Stands in for ``load_rules``: the library beside this file is the shipped one."""
    if not folders and base == SHIPPED_BASE and not any(options.values()):
        return _shipped()
    with mock.patch("sciatica_rules.reading.shipped.shipped_rules", return_value=LIBRARY):
        return load_rules(*folders, base=base, **options)


@cache
def _shipped() -> Rules:
    return Rules(load_ruleset([LIBRARY]))


def steady(text: str) -> str:
    """Without what changes from version to version and says nothing here."""
    return re.sub(r"\b(?:[0-9a-f]{64}|[0-9a-f]{12})\b", "<digest>", text).replace(__version__, "<version>")
