"""Frames of every kind: which engine screens one, and how the same kind comes back."""

from __future__ import annotations

from typing import Any, TypeVar, cast

import narwhals as nw
import pyarrow as pa

from ..errors import ColumnProblem, PopulationError
from .batches import Screener, refuse_invalid, with_columns
from .columns import Columns, choose_columns
from .lazy import screen_duckdb, screen_polars
from .pandas_frame import read_pandas, with_made
from .places import refuse_patterns
from .request import Request
from .results import WORDS, made_columns, made_types, most_rows

Frame = TypeVar("Frame")

_SMALL = 1 << 14
"""Batches of fewer rows than this are put together before they are screened."""


def screen_frame(frame: Frame, request: Request) -> Frame:
    """The frame with what was found beside its columns: of the same kind, wrapped if it was. Raises PopulationError."""
    native = nw.to_native(frame, pass_through=True)
    screened = _screened(native, request)
    return cast("Frame", screened if native is frame else nw.from_native(screened))


def _screened(frame: Any, request: Request) -> Any:
    if isinstance(frame, pa.RecordBatch):
        return _record_batch(frame, request)
    if isinstance(frame, pa.Table):
        return _table(frame, request)
    if nw.dependencies.is_dask_dataframe(frame):  # asked here, since Narwhals is about to leave Dask to others
        raise _refused("Dask frames are not screened as a whole", _BATCHES)
    try:
        wrapped = nw.from_native(frame, pass_through=True)
    except nw.exceptions.DuplicateError:
        raise _refused("it has several columns of one name", "rename or drop them") from None
    if not isinstance(wrapped, nw.DataFrame | nw.LazyFrame):
        raise _refused(f"frames of type {type(frame).__name__} cannot be screened", _HINT)
    why = _refusals().get(wrapped.implementation)
    if why is not None:
        raise _refused(*why)
    if isinstance(wrapped, nw.LazyFrame):
        return _lazy(wrapped, request)
    if wrapped.implementation.is_pandas():
        return _pandas(frame, request)
    return _narwhals(wrapped, request)


_HINT = "hand over a Polars, pandas, PyArrow, DuckDB or Spark frame"
_BATCHES = "hand over its record batches to screen_batches, for example from within map_partitions"


def _refused(message: str, hint: str) -> PopulationError:
    return PopulationError([ColumnProblem("frame", message, hint)])


def _refusals() -> dict[nw.Implementation, tuple[str, str]]:
    """Kinds of frames that could answer otherwise than the reference does, and what to do instead."""
    return {
        nw.Implementation.IBIS: ("Ibis tables are not screened: they lose what is unknown", "use to_pyarrow()"),
        nw.Implementation.MODIN: ("Modin frames are not screened as a whole", _BATCHES),
        nw.Implementation.CUDF: ("cuDF frames are not screened", "use to_arrow()"),
    }


_CALLER = 6
"""So many calls above the place where the warning is made stands the line of the user."""


def _record_batch(batch: pa.RecordBatch, request: Request) -> pa.RecordBatch:
    if batch.num_rows > most_rows(request):
        raise _refused("one record batch has no room for the reasons of so many rows", "hand it over as a table")
    columns = choose_columns(request, batch.schema.names)
    columns.warn(_CALLER)
    found = Screener(request, columns, batch.schema).find(batch)
    refuse_invalid(request, columns, [found])
    return with_columns(batch, request, found)


def _table(table: pa.Table, request: Request) -> pa.Table:
    columns = choose_columns(request, table.column_names)
    columns.warn(_CALLER)
    made = _made(table.select(columns.needed or table.column_names[:1]), columns, request)
    for name in made.column_names:
        table = table.append_column(made.field(name), made[name])
    return table


def _pandas(frame: Any, request: Request) -> Any:
    columns = choose_columns(request, [name for name in frame.columns if isinstance(name, str)])
    columns.warn(_CALLER)
    made = _made(read_pandas(frame, columns, request), columns, request)
    return with_made(frame, made)


def _lazy(frame: nw.LazyFrame[Any], request: Request) -> Any:
    columns = choose_columns(request, frame.collect_schema().names())
    columns.warn(_CALLER)
    match frame.implementation:
        case nw.Implementation.PYSPARK | nw.Implementation.PYSPARK_CONNECT:
            # Imported here: it imports Spark, which is there if a frame of Spark is.
            from .spark import screen_spark

            return screen_spark(frame.to_native(), request, columns)
        case nw.Implementation.DUCKDB:
            refuse_patterns(columns)
            return screen_duckdb(frame, request, columns)
        case nw.Implementation.POLARS:
            refuse_patterns(columns)
            return screen_polars(frame, request, columns, _with_made)
        case _:
            raise _refused(f"lazy frames of {frame.implementation} are not screened", _HINT)


def _narwhals(frame: nw.DataFrame[Any], request: Request) -> Any:
    columns = choose_columns(request, frame.columns)
    columns.warn(_CALLER)
    refuse_patterns(columns)
    _refuse_wide(frame, columns)
    return _with_made(frame, columns, request)


def _refuse_wide(frame: nw.DataFrame[Any], columns: Columns) -> None:
    """Refuse whole numbers of more bits than Arrow has."""
    schema = frame.schema  # worked out anew each time that it is asked for
    types = {fact: schema[column] for fact, column in columns.found.items()}
    problems = [
        ColumnProblem(fact, f"Arrow has no column of type {type_}", "convert it to 64 bits", columns.found[fact])
        for fact, type_ in types.items()
        if type_ in {nw.Int128, nw.UInt128}
    ]
    if problems:
        raise PopulationError(problems)


def _with_made(frame: nw.DataFrame[Any], columns: Columns, request: Request) -> Any:
    read = frame.select(columns.needed) if columns.needed else frame[:, :1].select(nw.all().is_null())
    made = _made(read.to_arrow(), columns, request)
    # Marked as the library itself marks an enumeration, the words need not be read row by row.
    sample = nw.new_series("outcome", WORDS, nw.Enum(WORDS), backend=frame.implementation).to_frame().to_arrow()
    marked = made.schema.field(0).with_metadata(sample.schema.field(0).metadata)
    native = nw.from_arrow(made.set_column(0, marked, made[0]), backend=frame.implementation)
    words = native[request.outcome_column].cast(nw.Enum(WORDS))
    return frame.with_columns(words, *(native[name] for name in native.columns[1:])).to_native()


def _made(read: pa.Table, columns: Columns, request: Request) -> pa.Table:
    """The columns that come out, of a table with those that are read."""
    screener = Screener(request, columns, read.schema)
    most = most_rows(request)
    batches = read.to_batches(max_chunksize=most)
    if read.num_rows < _SMALL * len(batches):
        batches = read.combine_chunks().to_batches(max_chunksize=most)
    found = [screener.find(batch) for batch in batches]
    refuse_invalid(request, columns, found)
    types = made_types(request)
    parts = [made_columns(request, each) for each in found]
    arrays = [pa.chunked_array([part[at] for part in parts], type_) for at, type_ in enumerate(types.values())]
    return pa.table(arrays, names=list(types))
