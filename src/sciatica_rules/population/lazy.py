"""Lazy frames of Polars and relations of DuckDB: a plan goes in, a longer plan comes out, and nothing is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import narwhals as nw

from ..outcome import Outcome
from .columns import Columns, Held
from .expressions import Expression, Formulas, Place, Plain
from .places import Taken, places, refuse_twins, refuse_unanswerable
from .request import CONFLICTS, REASONS, UNDETERMINED, Request
from .results import WORDS


class NarwhalsDialect:
    """What Narwhals calls things."""

    by_row = False

    def column(self, name: str) -> nw.Expr:
        return nw.col(name)

    def constant(self, value: Plain) -> nw.Expr:
        return nw.lit(value)

    def outcome(self, outcome: Outcome) -> nw.Expr:
        # To make words of all rows into members of a closed list afterwards would take as long as to find them out.
        return nw.lit(outcome.value, dtype=nw.Enum(WORDS))

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


Eager = Callable[[nw.DataFrame[Any], Columns, Request], Any]


def screen_polars(lazy: nw.LazyFrame[Any], request: Request, columns: Columns, eager: Eager) -> Any:
    """A longer plan. Refusing values costs one query, which counts them.

    Reasons are found out by ``eager``, part by part as the plan is carried out: lists take Polars a hundred times as
    long.
    """
    plan = Plan(lazy, request, columns, ignoring_case=False)
    if request.output != "reasons":
        return plan.screened().to_native()
    frame, asked = lazy.to_native(), replace(request, on_invalid="unknown")

    def screen(part: Any) -> Any:
        return eager(nw.from_native(part, eager_only=True), columns, asked)

    schema = screen(frame.collect_schema().to_frame()).schema
    return frame.map_batches(screen, schema=schema, streamable=True)


def screen_duckdb(lazy: nw.LazyFrame[Any], request: Request, columns: Columns) -> Any:
    """A longer plan. Refusing values costs one query, which counts them."""
    refuse_twins(request, lazy.collect_schema().names())
    plan = Plan(lazy, request, columns, ignoring_case=True)
    return plan.listed() if request.output == "reasons" else plan.screened().to_native()


class Plan:
    """The steps that are put behind a plan, one after the other. Columns made on the way are taken out at the end."""

    def __init__(self, lazy: nw.LazyFrame[Any], request: Request, columns: Columns, *, ignoring_case: bool) -> None:
        """Raises PopulationError."""
        schema = lazy.collect_schema()
        # Without its parts: those of a closed list are what stands in the column.
        held = {name: (_held(dtype), dtype.base_type().__name__) for name, dtype in schema.items()}
        held |= dict.fromkeys(_null_columns(lazy), (Held.NOTHING, "Null"))
        self._request = request
        self._taken = Taken([*schema, *request.made], ignoring_case=ignoring_case)
        self._lazy, self._spare = lazy, list[str]()
        closed = {name: dtype.categories for name, dtype in schema.items() if isinstance(dtype, nw.Enum)}
        wide = {name: most for name, dtype in schema.items() for type_, most in _WIDE.items() if dtype == type_}
        where = places(request, columns, held, closed=closed, wide=wide)
        where = self._as_they_are(where) if lazy.implementation.is_duckdb() else where
        self._formulas = Formulas(request.ruleset, request.program, where, NarwhalsDialect())
        if request.on_invalid == "refuse":
            counted = {name: where.cast(nw.Int64).sum() for name, where in self._formulas.unanswerable().items()}
            refuse_unanswerable(request, columns, _counts(self._lazy, counted))

    def screened(self) -> nw.LazyFrame[Any]:
        """With outcomes, or verdicts beside them."""
        name = self._request.outcome_column
        if self._request.output == "outcome":
            made = {name: self._formulas.outcome()}
        else:
            verdicts = self._added(self._formulas.verdicts())
            made = {name: self._formulas.outcome_from(verdicts)}
            made |= {f"{self._request.prefix}{rule}": nw.col(column) for rule, column in verdicts.items()}
        return self._lazy.with_columns(**made).drop(*self._spare)

    def listed(self) -> Any:
        """With outcomes and lists of words: a relation of DuckDB, since Narwhals has no lists to make."""
        import duckdb

        verdicts = self._added(self._formulas.verdicts())
        conflicts = self._added(self._formulas.conflicts())
        outcome = self._formulas.outcome_from(verdicts)
        relation = self._lazy.with_columns(**{self._request.outcome_column: outcome}).to_native()
        no, column = duckdb.ConstantExpression(False), duckdb.ColumnExpression

        def words(cases: Mapping[str, Any]) -> Any:
            known = duckdb.FunctionExpression("list_value", *map(duckdb.ConstantExpression, cases))
            where = duckdb.FunctionExpression("list_value", *cases.values())
            return duckdb.FunctionExpression("list_where", known, where)

        return relation.select(
            duckdb.StarExpression(exclude=self._spare),
            words({rule: duckdb.CoalesceOperator(column(name), no) for rule, name in verdicts.items()}).alias(REASONS),
            words({rule: column(name).isnull() for rule, name in verdicts.items()}).alias(UNDETERMINED),
            words({fact: column(name) for fact, name in conflicts.items()}).alias(CONFLICTS),
        )

    def _as_they_are(self, where: dict[str, Place]) -> dict[str, Place]:
        """With words and floats in columns of their own, which DuckDB compares as they are.

        Under a collation, of a column or of the whole connection, *NONE* may be *none*. And of a Parquet file DuckDB
        believes that NaN is in none of its columns, since others leave it out of the least and the greatest value: what
        these seem to settle is not looked at. Of a column that is worked out it believes no such thing.
        """
        import duckdb

        copied = {fact: place for fact, place in where.items() if place.held in _COPIES}
        if not copied:
            return where
        plain = {fact: replace(place, column=self._taken.free(fact)) for fact, place in copied.items()}
        made = [
            duckdb.SQLExpression(_COPIES[place.held].format(_quoted(place.column))).alias(plain[fact].column)
            for fact, place in copied.items()
        ]
        self._lazy = nw.from_native(self._lazy.to_native().select(duckdb.StarExpression(), *made))
        self._spare += [place.column for place in plain.values()]
        return where | plain

    def _added(self, expressions: Mapping[str, nw.Expr]) -> dict[str, str]:
        """Columns of these expressions, made on the way: by what each is about, its name."""
        names = {about: self._taken.free(about) for about in expressions}
        made = {names[about]: each for about, each in expressions.items()}
        self._lazy = self._lazy.with_columns(**made) if made else self._lazy
        self._spare += made
        return names


_COPIES = {Held.WORDS: 'CAST({0} AS VARCHAR) COLLATE "binary"', Held.FLOATS: "CASE WHEN {0} IS NOT NULL THEN {0} END"}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _counts(lazy: nw.LazyFrame[Any], counted: Mapping[str, nw.Expr]) -> dict[str, int]:
    if not counted:
        return {}
    row = lazy.select(**counted).collect("pyarrow").row(0)
    return {name: int(count or 0) for name, count in zip(counted, row, strict=True)}


_WIDE = {nw.UInt64: 2**64 - 1, nw.Int128: 2**127 - 1, nw.UInt128: 2**128 - 1}
"""The greatest whole number of those types that go beyond 64 bits with a sign."""


def _held(dtype: nw.dtypes.DType) -> Held:
    if dtype.is_integer():
        return Held.INTEGERS
    if dtype.is_float():
        return Held.FLOATS if dtype == nw.Float64 else Held.SHORT_FLOATS
    if dtype == nw.Boolean:
        return Held.BOOLEANS
    if dtype == nw.Decimal:
        return Held.DECIMALS
    return Held.WORDS if isinstance(dtype, nw.String | nw.Categorical | nw.Enum) else Held.OTHER


def _null_columns(lazy: nw.LazyFrame[Any]) -> list[str]:
    """Columns of a type that holds nothing but nulls, for which Narwhals has no name."""
    frame = lazy.to_native()
    types = (
        frame.collect_schema()
        if lazy.implementation.is_polars()
        else dict(zip(frame.columns, frame.types, strict=True))
    )
    return [name for name, type_ in types.items() if str(type_).strip('"').upper() == "NULL"]
