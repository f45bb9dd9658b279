"""A folder of rules is a rule set of its own wherever a base stands in it."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.cli.harness import LIBRARY, sciatica_rules


def test_a_base_is_found_behind_a_pack(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(LIBRARY, rules)
    pack = (rules / "safety_gate").rename(rules / "a_gate") / "pack.yaml"
    pack.write_text(pack.read_text(encoding="utf-8").replace("id: safety_gate", "id: a_gate"), encoding="utf-8")
    alone = sciatica_rules("check", str(rules))
    assert alone.out == sciatica_rules("check", str(LIBRARY)).out
    assert alone.err == ""
