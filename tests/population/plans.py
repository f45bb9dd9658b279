"""Frames that plan first and read later: how they are made of Arrow, screened and read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pyarrow as pa
import pytest

from sciatica_rules import load_rules
from sciatica_rules.frames import Output
from sciatica_rules.outcome import Effect
from sciatica_rules.population.frame import screen_frame
from sciatica_rules.population.request import Request
from sciatica_rules.ruleset import RuleSet
from tests import building
from tests.population.agreement import OUTPUTS

SHIPPED = load_rules()
ENGINES: dict[str, Callable[[pa.Table], Any]] = {
    "polars": lambda arrow: pl.DataFrame(arrow).lazy(),
    "duckdb": duckdb.from_arrow,
}
EXERCISE = "exercise_therapy"
PERSON = pa.table({"person": [1], "pain_nrs": [3], "body_temperature_c": [36.5], "malignancy_status": ["none"]})

engines = pytest.mark.parametrize("engine", ENGINES)
outputs = pytest.mark.parametrize("output", OUTPUTS)


def collected(frame: Any) -> list[dict[str, Any]]:
    """The rows of a lazy frame, in the order of the people."""
    rows: list[dict[str, Any]] = nw.from_native(frame).collect("pyarrow").to_arrow().sort_by("person").to_pylist()
    return rows


def screened(frame: Any, ruleset: RuleSet, intervention: str = EXERCISE, output: Output = "outcome") -> Any:
    return screen_frame(frame, Request(ruleset, intervention, output, on_invalid="unknown"))


def one_rule(*facts: Any, when: Any) -> RuleSet:
    return building.ruleset(facts, [building.rule("r", when, Effect.BLOCKED)])


def outcomes(engine: str, ruleset: RuleSet, **columns: Any) -> list[str]:
    arrays = {name: values if isinstance(values, pa.Array) else pa.array(values) for name, values in columns.items()}
    people = pa.table({"person": range(len(next(iter(arrays.values())))), **arrays})
    return [row["outcome"] for row in collected(screened(ENGINES[engine](people), ruleset))]
