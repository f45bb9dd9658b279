"""pandas frames: which columns cannot tell a missing answer, and how the others become Arrow.

In a column of objects, of NumPy booleans or of categories pandas answers a comparison with a missing value by *no*.
Such a column is refused, unless the caller says that nothing is missing there.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw
import pyarrow as pa

from ..errors import ColumnProblem, PopulationError
from .columns import Columns
from .request import Request
from .results import WORDS

_HINT = "convert it with {}, or name the fact in assume_known if none is missing"
_KEEPS_NULL = {"category": "astype('string')"}
"""What makes a column tell a missing answer, where it is not what serves for all others."""


def read_pandas(frame: Any, columns: Columns, request: Request) -> pa.Table:
    """The columns that are read, as Arrow. Raises PopulationError."""
    problems = []
    arrays = {}
    for fact, column in columns.found.items():
        series = frame[column]
        if fact not in request.assume_known and _is_silent(series.dtype):
            message = f"a column of type {series.dtype} cannot tell a missing answer"
            conversion = _KEEPS_NULL.get(str(series.dtype), "convert_dtypes(dtype_backend='pyarrow')")
            problems.append(ColumnProblem(fact, message, _HINT.format(conversion), column))
            continue
        try:
            arrays[column] = pa.array(series, from_pandas=True)
        except (pa.ArrowException, OverflowError, UnicodeError):
            message = f"a column of type {series.dtype} holds values of several kinds, or of one that no fact has"
            problems.append(ColumnProblem(fact, message, "convert the column yourself", column))
    if problems:
        raise PopulationError(problems)
    return pa.table(arrays or {"nothing": pa.nulls(len(frame))})


def _is_silent(dtype: Any) -> bool:
    return str(dtype) in {"object", "bool", "category"}


def with_made(frame: Any, made: pa.Table) -> Any:
    """A frame with the columns that were made, under the index that it has."""
    pandas = nw.dependencies.get_pandas()
    kinds = {pa.bool_(): pandas.BooleanDtype()}

    def kind(type_: pa.DataType) -> Any:
        """Verdicts as nullable booleans, lists as Arrow has them, outcomes as a categorical."""
        return pandas.ArrowDtype(type_) if pa.types.is_list(type_) else kinds.get(type_)

    converted = made.to_pandas(types_mapper=kind).set_axis(frame.index)
    # Of no rows at all the words of the dictionary are lost.
    outcome = made.column_names[0]
    converted[outcome] = converted[outcome].cat.set_categories(WORDS, ordered=True)
    return frame.assign(**{name: converted[name] for name in made.column_names})
