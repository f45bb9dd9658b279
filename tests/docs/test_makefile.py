"""What the targets of the README do before they do what they are for."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.examples import ROOT


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize("target", ["demo", "test"])
def test_whoever_waits_for_the_set_up_is_told_so_before_it_begins(target: str, tmp_path: Path) -> None:
    words = ["make", "--dry-run", target, f"VENV={tmp_path / 'venv'}", f"PYTHON={sys.executable}"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    told, _, after = done.stdout.partition(f"echo 'Setting up {tmp_path / 'venv'} (once, under a minute) ...' >&2")
    assert "-m venv" not in told
    assert "-m venv --clear" in after
