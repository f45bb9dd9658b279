"""A rule set of one rule over facts of every type, and what comes of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any as Anything

import numpy as np
import pyarrow as pa

from sciatica_rules.condition import Compare, Condition, OneOf, Operator
from sciatica_rules.rules import Rules
from sciatica_rules.vocabulary import Fact, FactType
from tests import building

SIGN = building.fact("sign")
LEVEL = building.fact("level", type=FactType.DECIMAL, minimum=30, maximum=45)
COUNT = building.fact("count", type=FactType.INTEGER, minimum=0, maximum=300)
KIND = building.fact("kind", type=FactType.CHOICE, choices={"none": "nothing", "some": "something", "much": "a lot"})
HIGH = Compare("level", Operator.AT_LEAST, Decimal("37.6"))
MANY = Compare("count", Operator.ABOVE, 5)
MUCH = OneOf("kind", ("some", "much"))


def rules_of(when: Condition, *facts: Fact) -> Rules:
    return Rules(building.ruleset(facts or [SIGN, LEVEL, COUNT, KIND], [building.rule("only", when)]))


def verdicts(when: Condition, *facts: Fact, **columns: Anything) -> list[bool | None]:
    """What comes of one rule for these Arrow columns."""
    rules = rules_of(when, *facts)
    found = rules.screen_frame(pa.table(columns), "exercise_therapy", output="verdicts", on_invalid="unknown")
    outcomes = found["outcome"].to_pylist()
    answers: list[bool | None] = found["rule_only"].to_pylist()
    for outcome, answer in zip(outcomes, answers, strict=True):
        assert outcome == {True: "blocked", False: "allowed", None: "consult_doctor"}[answer]
    return answers


def bitmap(*bits: int) -> pa.Buffer:
    return pa.py_buffer(np.packbits(bits, bitorder="little").tobytes())


def masked(values: Anything, dtype: Anything, type_: pa.DataType, *valid: int) -> pa.Array:
    """Numbers, also where nothing is known."""
    return pa.Array.from_buffers(type_, len(valid), [bitmap(*valid), pa.py_buffer(np.array(values, dtype).tobytes())])
