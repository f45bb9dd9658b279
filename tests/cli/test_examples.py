"""The profiles in ``examples/`` show what they say they show, under the rules that are shipped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sciatica_rules import load_rules
from sciatica_rules.cli.main import main
from sciatica_rules.cli.show.questions import signs_of

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.mark.parametrize(
    ("words", "code", "shows"),
    [
        ("screen allowed.yaml", 0, ["ALLOWED", "Precautions"]),
        ("screen blocked.yaml", 4, ["BLOCKED", "What to do", "Active cancer - blocks", "Sources", "https://"]),
        ("screen questions_open.yaml", 3, ["or answer what is still open", "any_emergency_sign: false"]),
        ("screen emergency.yaml", 4, ["BLOCKED - EMERGENCY"]),
        ("exercises pregnant.yaml", 0, ["ALLOWED (3)", "CONSULT A DOCTOR (28)"]),
        ("session allowed.yaml", 0, ["STOP. BLOCKED", "Held (discomfort)", "The hold is lifted."]),
    ],
)
def test_an_example_shows_what_it_says(
    words: str, code: int, shows: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(EXAMPLES)
    with (EXAMPLES / "session_discomfort.txt").open(encoding="utf-8") as lines:
        monkeypatch.setattr("sys.stdin", lines)
        assert main(words.split()) == code
    shown = capsys.readouterr().out
    assert [text for text in shows if text not in shown] == []


def test_of_a_person_of_whom_nothing_is_known_a_list_of_signs_is_shown_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nothing = tmp_path / "nothing.json"
    nothing.write_text("{}", encoding="utf-8")
    assert main(["screen", str(nothing)]) == 3
    shown = capsys.readouterr().out
    signs = signs_of(load_rules().facts["any_emergency_sign"])
    assert len(signs) > 5
    assert [name for name in signs if f"({name})" not in shown] == []
    assert "more questions; --all shows them." in shown
    main(["screen", str(nothing), "--all"])
    assert capsys.readouterr().out.count("(") > shown.count("(") + 20


def test_every_example_explains_itself() -> None:
    texts = {
        path.name: path.read_text(encoding="utf-8") for path in [*EXAMPLES.glob("*.yaml"), *EXAMPLES.glob("*.txt")]
    }
    assert [name for name, text in texts.items() if not text.startswith("# ")] == []


@pytest.mark.skipif(shutil.which("sh") is None, reason="there is no shell to run it")
def test_the_demo_runs_through(tmp_path: Path) -> None:
    script = tmp_path / "sciatica-rules"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sciatica_rules "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    environment = {"PATH": path, "PYTHONPATH": str(EXAMPLES.parent / "src")}
    done = subprocess.run(["sh", EXAMPLES / "demo.sh"], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("(exit code") == 6
    assert [line for line in done.stdout.splitlines() if len(line) > 80 and "https://" not in line] == []
