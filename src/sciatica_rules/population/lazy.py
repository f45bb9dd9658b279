"""Lazy frames of Polars and relations of DuckDB: a plan goes in, a longer plan comes out, and nothing is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw

from ..condition import Value
from ..outcome import Outcome
from .columns import Columns, Held
from .expressions import Expression, Formulas
from .places import Taken, places, refuse_unanswerable
from .request import CONFLICTS, REASONS, UNDETERMINED, Request


class NarwhalsDialect:
    """What Narwhals calls things."""

    def column(self, name: str) -> nw.Expr:
        return nw.col(name)

    def constant(self, value: Value) -> nw.Expr:
        return nw.lit(value)

    def filled(self, truth: nw.Expr, value: bool) -> nw.Expr:
        return truth.fill_null(value)

    def is_null(self, column: nw.Expr) -> nw.Expr:
        return column.is_null()

    def is_nan(self, column: nw.Expr) -> nw.Expr:
        return column.is_nan()

    def first(self, cases: Sequence[tuple[nw.Expr, nw.Expr]], otherwise: nw.Expr | None) -> Expression:
        for condition, value in reversed(cases):
            chosen = nw.when(condition).then(value)
            otherwise = chosen if otherwise is None else chosen.otherwise(otherwise)
        return otherwise


WORDS = nw.Enum([outcome.value for outcome in Outcome])
"""The words for an outcome in the smallest type for them, the mildest first."""


def screen_lazy(frame: Any, request: Request, columns: Columns) -> Any:
    """A plan that also finds out what is asked. Refusing values costs one query, which counts them."""
    lazy: nw.LazyFrame[Any] = nw.from_native(frame)
    schema = lazy.collect_schema()
    taken = Taken([*schema, *request.made], ignoring_case=lazy.implementation is nw.Implementation.DUCKDB)
    held = {name: (_held(dtype), str(dtype)) for name, dtype in schema.items()}
    formulas = Formulas(request.ruleset, request.program, places(request, columns, held, taken), NarwhalsDialect())
    if request.on_invalid == "refuse":
        counted = {name: where.cast(nw.Int64).sum() for name, where in formulas.unanswerable().items()}
        refuse_unanswerable(request, columns, _counts(lazy, counted))
    checked = formulas.checked()
    lazy = lazy.with_columns(**checked)
    if request.output == "outcome":
        made = lazy.with_columns(**{request.outcome_column: formulas.outcome().cast(WORDS)})
        return made.drop(*checked).to_native()
    verdicts = {rule: taken.free(rule) for rule in formulas.verdicts()}
    lazy = lazy.with_columns(**{verdicts[rule]: verdict for rule, verdict in formulas.verdicts().items()})
    outcome = {request.outcome_column: formulas.outcome_from(verdicts).cast(WORDS)}
    if request.output == "verdicts":
        shown = {f"{request.prefix}{rule}": nw.col(column) for rule, column in verdicts.items()}
        return lazy.with_columns(**outcome, **shown).drop(*checked, *verdicts.values()).to_native()
    conflicts = {fact: taken.free(fact) for fact in formulas.conflicts()}
    lazy = lazy.with_columns(**{conflicts[fact]: where for fact, where in formulas.conflicts().items()}, **outcome)
    return _with_lists(lazy.to_native(), verdicts, conflicts, [*checked, *verdicts.values(), *conflicts.values()])


def _counts(lazy: nw.LazyFrame[Any], counted: Mapping[str, nw.Expr]) -> dict[str, int]:
    if not counted:
        return {}
    row = lazy.select(**counted).collect("pyarrow").row(0)
    return {name: int(count or 0) for name, count in zip(counted, row, strict=True)}


def _held(dtype: nw.dtypes.DType) -> Held:
    if dtype.is_integer():
        return Held.INTEGERS
    if dtype.is_float():
        return Held.FLOATS if dtype == nw.Float64 else Held.SHORT_FLOATS
    if dtype == nw.Boolean:
        return Held.BOOLEANS
    if dtype == nw.Decimal:
        return Held.DECIMALS
    return Held.WORDS if dtype in {nw.String, nw.Categorical, nw.Enum} else Held.OTHER


def _with_lists(relation: Any, verdicts: Mapping[str, str], conflicts: Mapping[str, str], spare: list[str]) -> Any:
    """A relation of DuckDB with lists of words for what the columns say; Narwhals has no lists to make."""
    import duckdb

    def listed(columns: Mapping[str, str], *, missing: bool = False) -> Any:
        held = [duckdb.ColumnExpression(column) for column in columns.values()]
        where = [
            each.isnull() if missing else duckdb.CoalesceOperator(each, duckdb.ConstantExpression(False))
            for each in held
        ]
        words = duckdb.FunctionExpression("list_value", *map(duckdb.ConstantExpression, columns))
        return duckdb.FunctionExpression("list_where", words, duckdb.FunctionExpression("list_value", *where))

    return relation.select(
        duckdb.StarExpression(exclude=spare),
        listed(verdicts).alias(REASONS),
        listed(verdicts, missing=True).alias(UNDETERMINED),
        listed(conflicts).alias(CONFLICTS),
    )
