"""Numbers in plans of Polars and DuckDB: compared as they are written, however large they are."""

from __future__ import annotations

import math
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sciatica_rules.condition import Compare, Not, OneOf, Operator
from sciatica_rules.vocabulary import FactType
from tests import building
from tests.population.agreement import OUTPUTS
from tests.population.one_rule import LEVEL
from tests.population.oracle import all_told
from tests.population.plans import EXERCISE, collected, engines, one_rule, outcomes, screened


def test_nan_in_a_parquet_file_is_unknown_although_duckdb_believes_that_there_is_none(tmp_path: Path) -> None:
    """The least and the greatest value of such a file leave it out, and DuckDB settles comparisons by these alone."""
    ruleset = one_rule(LEVEL, when=Compare("level", Operator.AT_LEAST, 38))
    for rest, said in (([36.6, 37.0], "allowed"), ([39.0, 40.0], "blocked")):
        table = pa.table({"person": [1, 2, 3, 4], "level": [*rest, math.nan, None]})
        pq.write_table(table, tmp_path / "people.parquet")
        relation = duckdb.read_parquet(str(tmp_path / "people.parquet"))
        for output in OUTPUTS:
            found = [row["outcome"] for row in collected(screened(relation, ruleset, output=output))]
            assert found == [said, said, "consult_doctor", "consult_doctor"]


LIMITS = [(pa.int64(), -(2**63), 2**63 - 1), (pa.uint64(), 0, 2**64 - 1)]


@engines
@pytest.mark.parametrize(("type_", "least", "most"), LIMITS, ids=["int64", "uint64"])
@pytest.mark.parametrize("threshold", [-(2**64), -(2**63), -(2**63) + 1, 2**53 + 1, 2**63 - 1, 2**63, 2**63 + 5, 2**64])
def test_whole_numbers_that_no_float_tells_apart_are_compared_exactly(
    engine: str, type_: pa.DataType, least: int, most: int, threshold: int
) -> None:
    near = [threshold + step for step in (-1, 0, 1) if least <= threshold + step <= most]
    rows = [*near, least, most, None]
    for when in (
        Compare("free", Operator.AT_LEAST, threshold),
        Compare("free", Operator.AT_MOST, threshold),
        Not(OneOf("free", (threshold,))),
    ):
        ruleset = one_rule(building.fact("free", type=FactType.INTEGER), when=when)
        expected = [told.outcome.value for told in all_told(ruleset, EXERCISE, [{"free": number} for number in rows])]
        assert outcomes(engine, ruleset, free=pa.array(rows, type_)) == expected


@engines
def test_a_value_that_no_float_is_written_as_equals_none(engine: str) -> None:
    ruleset = one_rule(building.fact("size", type=FactType.DECIMAL), when=Not(OneOf("size", (2**53 + 1,))))
    assert outcomes(engine, ruleset, size=[float(2**53), None]) == ["blocked", "consult_doctor"]


@engines
@pytest.mark.parametrize("type_", [pa.int8(), pa.uint8(), pa.int16(), pa.uint64()], ids=str)
def test_thresholds_beyond_a_narrow_column_are_compared_rightly(engine: str, type_: pa.DataType) -> None:
    count = building.fact("count", type=FactType.INTEGER, minimum=-1000, maximum=1000)
    ruleset = one_rule(count, when=Compare("count", Operator.BELOW, 500))
    assert outcomes(engine, ruleset, count=pa.array([1, None], type_)) == ["blocked", "consult_doctor"]
    ruleset = one_rule(count, when=Compare("count", Operator.AT_LEAST, -500))
    assert outcomes(engine, ruleset, count=pa.array([1, None], type_)) == ["blocked", "consult_doctor"]


@engines
def test_a_threshold_between_two_floats_is_kept(engine: str) -> None:
    size = building.fact("size", type=FactType.DECIMAL)
    ruleset = one_rule(size, when=Compare("size", Operator.AT_LEAST, Decimal("0.1000000000000000055")))
    assert outcomes(engine, ruleset, size=[0.1, math.nextafter(0.1, 1)]) == ["allowed", "blocked"]


@engines
def test_whole_numbers_may_stand_for_decimal_ones(engine: str) -> None:
    size = building.fact("size", type=FactType.DECIMAL, minimum=0, maximum=100)
    ruleset = one_rule(size, when=Compare("size", Operator.AT_LEAST, Decimal("37.6")))
    assert outcomes(engine, ruleset, size=pa.array([37, 38, 101], pa.int8())) == [
        "allowed",
        "blocked",
        "consult_doctor",
    ]
