"""Frames of every kind made of rows, and what stands in them afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any as Anything

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

from sciatica_rules.rules import Rules
from sciatica_rules.vocabulary import Fact, FactType
from tests.population.oracle import Row

TYPES: Mapping[FactType, pa.DataType] = {
    FactType.BOOLEAN: pa.bool_(),
    FactType.INTEGER: pa.int64(),
    FactType.DECIMAL: pa.float64(),
    FactType.CHOICE: pa.dictionary(pa.int8(), pa.string()),
}
JUNK = 5
"""So many rows stand before and after those of a slice: no multiple of eight."""


def arrow_table(rows: Sequence[Row], facts: Iterable[Fact]) -> pa.Table:
    """One column for each fact, and one that is none."""
    columns = {fact.name: arrow_column([row.get(fact.name) for row in rows], fact) for fact in facts}
    return pa.table({"person": pa.array(range(len(rows)), pa.int64()), **columns})


def arrow_column(values: Sequence[Anything], fact: Fact) -> pa.Array:
    """The values of one fact, NaN as it is."""
    if fact.type is FactType.DECIMAL:
        return pa.array([None if value is None else float(value) for value in values], pa.float64(), from_pandas=False)
    # Only floats hold a NaN.
    plain = [None if isinstance(value, float | Decimal) else value for value in values]
    return pa.array(plain, TYPES[fact.type])


@dataclass(frozen=True)
class Engine:
    """One kind of frame."""

    make: Callable[[pa.Table], Anything]
    plain: Callable[[Anything], dict[str, list[Anything]]]
    """The columns of a frame that came back, as lists."""
    screen: Callable[..., Anything] = Rules.screen_frame


def sliced(table: pa.Table) -> pa.Table:
    """The same rows, cut out of a table that has more of them on either side."""
    if not table.num_rows:
        return table
    around = table.take(pa.array([table.num_rows - 1] * JUNK))
    return pa.concat_tables([around, table, around]).combine_chunks().slice(JUNK, table.num_rows)


def in_chunks(table: pa.Table) -> pa.Table:
    """The same rows in chunks, the second of which starts within a byte."""
    return pa.concat_tables([table.slice(0, 3), table.slice(3)])


def as_batch(table: pa.Table) -> pa.RecordBatch:
    """The only batch of a table."""
    return pa.RecordBatch.from_arrays([chunk.combine_chunks() for chunk in table.columns], names=table.column_names)


def polars_enums(table: pa.Table) -> pl.DataFrame:
    """Choices as an enumeration, whose words stand in an order of their own."""
    frame = pl.DataFrame(pl.from_arrow(table))
    enums = {}
    for column in frame.get_columns():
        if column.dtype == pl.Categorical:
            words = sorted(set(column.cast(pl.String).drop_nulls().to_list()))
            enums[column.name] = pl.Enum(words)
    return frame.with_columns(pl.col(name).cast(pl.String).cast(dtype) for name, dtype in enums.items())


def polars_text(table: pa.Table) -> pl.DataFrame:
    """Choices as text."""
    return pl.DataFrame(pl.from_arrow(table)).with_columns(pl.col(pl.Categorical).cast(pl.String))


def pandas_arrow(table: pa.Table) -> pd.DataFrame:
    """Every column as Arrow holds it, under an index that does not count from 0."""
    frame = table.to_pandas(types_mapper=pd.ArrowDtype)
    return frame.set_index(pd.Index(range(100, 100 + len(frame))))


def pandas_nullable(table: pa.Table) -> pd.DataFrame:
    """The nullable kinds of pandas itself."""
    kinds = {pa.bool_(): pd.BooleanDtype(), pa.int64(): pd.Int64Dtype(), pa.float64(): pd.Float64Dtype()}
    words = [field.name for field in table.schema if pa.types.is_dictionary(field.type)]
    for name in words:
        table = table.set_column(table.column_names.index(name), name, table[name].cast(pa.string()))
    return table.to_pandas(types_mapper=lambda kind: kinds.get(kind, pd.StringDtype()))


def from_pandas(frame: pd.DataFrame) -> dict[str, list[Anything]]:
    columns: dict[str, list[Anything]] = pa.Table.from_pandas(frame, preserve_index=False).to_pydict()
    return columns


def from_polars_plan(frame: pl.LazyFrame) -> dict[str, list[Anything]]:
    return frame.collect().to_dict(as_series=False)


def from_duckdb(relation: duckdb.DuckDBPyRelation) -> dict[str, list[Anything]]:
    columns: dict[str, list[Anything]] = relation.order("person").to_arrow_table().to_pydict()
    return columns


def _in_batches(rules: Rules, table: pa.Table, intervention: str, **asked: Anything) -> pa.Table:
    batches = table.to_batches(max_chunksize=max(7, table.num_rows // 50)) or [as_batch(table)]
    return pa.Table.from_batches(rules.screen_batches(iter(batches), intervention, **asked))


EAGER: Mapping[str, Engine] = {
    "PyArrow": Engine(lambda table: table, pa.Table.to_pydict),
    "PyArrow, sliced": Engine(sliced, pa.Table.to_pydict),
    "PyArrow, in chunks": Engine(in_chunks, pa.Table.to_pydict),
    "PyArrow record batch": Engine(as_batch, pa.RecordBatch.to_pydict),
    "stream of record batches": Engine(lambda table: table, pa.Table.to_pydict, _in_batches),
    "Polars, enumerations": Engine(polars_enums, lambda frame: frame.to_dict(as_series=False)),
    "Polars, text": Engine(polars_text, lambda frame: frame.to_dict(as_series=False)),
    "pandas, Arrow": Engine(pandas_arrow, from_pandas),
    "pandas, nullable": Engine(pandas_nullable, from_pandas),
}
LAZY: Mapping[str, Engine] = {
    "Polars, lazy": Engine(lambda table: polars_enums(table).lazy(), from_polars_plan),
    "Polars, lazy, text": Engine(lambda table: polars_text(table).lazy(), from_polars_plan),
    "DuckDB": Engine(duckdb.from_arrow, from_duckdb),
}
ENGINES = {**EAGER, **LAZY}
