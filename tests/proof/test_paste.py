"""What is shown as missing can be pasted, however long it is."""

from __future__ import annotations

from decimal import Decimal

import yaml

from sciatica_rules.outcome import Verdict
from sciatica_rules.proof.mutation.missing_case import MissingCase
from sciatica_rules.proof.mutation.paste import as_yaml
from sciatica_rules.rule import Example

LONG = {f"a_fact_with_a_long_name_{number}": number % 2 == 0 for number in range(6)}


def test_a_long_example_takes_one_line_for_each_answer() -> None:
    example = Example({**LONG, "warm": Decimal("38.50")}, Verdict.APPLIES, "curl")
    (read,) = yaml.safe_load(as_yaml(example))
    assert read == {"given": {**LONG, "warm": 38.5}, "for": "curl", "expect": "applies"}
    assert max(map(len, as_yaml(example).splitlines())) < 50


def test_a_long_case_takes_one_line_for_each_answer() -> None:
    unusual = {**LONG, "asked": None}
    missing = MissingCase("one", "curl", unusual, "precautions", {"outcome": "allowed"}, listed=False)
    (read,) = yaml.safe_load(as_yaml(missing))
    assert read["profile"] == {"base": "typical", **unusual}
    assert read["expect"] == {"outcome": "allowed", "precautions": {"excludes": ["one"]}}
    assert max(map(len, as_yaml(missing).splitlines())) < 80
