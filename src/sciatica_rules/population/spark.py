"""Frames of Spark, by column expressions or by batches in Arrow.

Expressions need nothing on the executors, and Spark compiles them with the rest of the query: all of a stage in one
method. The JVM makes machine code only of methods of at most 8,000 bytes, and takes none beyond 64 KB at all. With
``spark.sql.codegen.hugeMethodLimit=8000`` Spark notices the first and works with many small methods instead. Beyond the
second it would compile in vain, so a program of that size is run as batches: these need this package on the executors,
and cost about the same for any number of rules.

Expressions are Spark's own columns, not those of Narwhals, which has neither lists nor, for Spark, closed lists of
words, and which asks the JVM anew for a formula each time that it is used. Each question takes a dozen messages, most
of them about which line of Python asked; without ``spark.python.sql.dataFrameDebugging.enabled`` there are three.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Literal

import pyarrow as pa
from pyspark.sql import functions as F  # noqa: N812 - what everybody calls it
from pyspark.sql.types import ArrayType, BooleanType, StringType, StructField, StructType

from ..outcome import Outcome
from .batches import Screener, with_columns
from .columns import Columns, Held, choose_columns
from .expressions import Expression, Formulas, Place, Plain
from .places import Taken, places, refuse_twins, refuse_unanswerable
from .request import CONFLICTS, REASONS, UNDETERMINED, Request
from .weight import CountingDialect, Weight

Way = Literal["auto", "columns", "batches"]

SETTINGS = {
    "spark.sql.codegen.hugeMethodLimit": "8000",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "131072",
    "spark.python.sql.dataFrameDebugging.enabled": "false",
}
"""What a session needs to be fast: to run expressions, to run batches, and to build expressions. The last has to be set
before it starts, the others can be set while it runs."""

METHOD_LIMIT = 65_535
"""So many bytes a method of the JVM may have."""
_BYTES_AN_OPERATION, _BYTES_OF_THE_REST = 22, 3_000
"""What Spark makes of an expression, and of reading the columns: measured from 300 operations to 1,900."""


class SparkDialect:
    """What Spark calls things."""

    by_row = True

    def column(self, name: str) -> Expression:
        return F.col(f"`{name.replace('`', '``')}`")

    def constant(self, value: Plain) -> Expression:
        return F.lit(value)

    def outcome(self, outcome: Outcome) -> Expression:
        return F.lit(outcome.value)

    def filled(self, truth: Expression, value: bool) -> Expression:
        return F.coalesce(truth, F.lit(value))

    def is_null(self, column: Expression) -> Expression:
        return F.isnull(column)

    def is_nan(self, column: Expression) -> Expression:
        return F.isnan(column)

    def first(self, cases: Sequence[tuple[Expression, Expression]], otherwise: Expression | None) -> Expression:
        chosen: Any = F
        for condition, value in cases:
            chosen = chosen.when(condition, value)
        return chosen if otherwise is None else chosen.otherwise(otherwise)


def screen_spark_frame(frame: Any, request: Request, way: Way = "auto") -> Any:
    """As ``Rules.screen_frame``, for those who know which way is better for them."""
    columns = choose_columns(request, frame.columns)
    columns.warn(3)
    return screen_spark(frame, request, columns, way)


def screen_spark(frame: Any, request: Request, columns: Columns, way: Way = "auto") -> Any:
    """A plan that also finds out what is asked. Refusing values costs one query, which counts them."""
    refuse_twins(request, frame.columns)
    taken = Taken([*frame.columns, *request.made], ignoring_case=True)
    held = {field.name: (_held(field.dataType.simpleString()), field.dataType.simpleString()) for field in frame.schema}
    where = places(request, columns, held)
    formulas = Formulas(request.ruleset, request.program, where, SparkDialect())
    if request.on_invalid == "refuse":
        refuse_unanswerable(request, columns, _counts(frame, formulas.unanswerable()))
    if way == "batches" or (way == "auto" and method_size(request, where) > METHOD_LIMIT):
        return _by_batches(frame, request, columns)
    return _by_columns(frame, request, formulas, taken)


def method_size(request: Request, where: Mapping[str, Place]) -> int:
    """About how many bytes the method has that Spark would make of the expressions."""
    formulas = Formulas(request.ruleset, request.program, where, CountingDialect())
    made: list[Weight] = []
    if request.output == "outcome":
        made.append(formulas.outcome())
    else:
        names = {rule.rule: rule.rule for rule in request.program.rules}
        made += [*formulas.verdicts().values(), *formulas.conflicts().values(), formulas.outcome_from(names)]
    operations: int = sum(weight.operations for weight in made)
    return _BYTES_OF_THE_REST + _BYTES_AN_OPERATION * operations


def _counts(frame: Any, counted: Mapping[str, Expression]) -> dict[str, int]:
    if not counted:
        return {}
    sums = [F.count_if(where).alias(str(number)) for number, where in enumerate(counted.values())]
    return dict(zip(counted, frame.select(*sums).first(), strict=True))


def _by_columns(frame: Any, request: Request, formulas: Formulas, taken: Taken) -> Any:
    if request.output == "outcome":
        return frame.withColumn(request.outcome_column, formulas.outcome())
    verdicts = {rule: taken.free(rule) for rule in formulas.verdicts()}
    frame = frame.withColumns({verdicts[rule]: verdict for rule, verdict in formulas.verdicts().items()})
    column = formulas.dialect.column
    stand = {rule: column(name) for rule, name in verdicts.items()}
    made = {request.outcome_column: formulas.outcome_from(verdicts)}
    if request.output == "verdicts":
        made |= {f"{request.prefix}{rule}": verdict for rule, verdict in stand.items()}
    else:
        made[REASONS] = _words(stand)
        made[UNDETERMINED] = _words({rule: F.isnull(verdict) for rule, verdict in stand.items()})
        made[CONFLICTS] = _words(formulas.conflicts())
    return frame.withColumns(made).drop(*verdicts.values())


def _words(cases: Mapping[str, Expression]) -> Expression:
    """The list of those words whose case holds."""
    said = [F.when(where, F.lit(word)) for word, where in cases.items()]
    return F.array_compact(F.array(*said).cast("array<string>"))


def _by_batches(frame: Any, request: Request, columns: Columns) -> Any:
    words = ArrayType(StringType(), containsNull=False)
    types = {REASONS: words, UNDETERMINED: words, CONFLICTS: words, request.outcome_column: StringType()}
    types |= dict.fromkeys(request.verdict_columns, BooleanType())
    made = [StructField(name, types[name]) for name in request.made]
    schema = StructType([*frame.schema.fields, *made])
    asked = replace(request, on_invalid="unknown")  # what is to be refused is by now
    return frame.mapInArrow(partial(screen_part, request=asked, columns=columns), schema)


def screen_part(batches: Iterable[pa.RecordBatch], request: Request, columns: Columns) -> Iterator[pa.RecordBatch]:
    """What an executor does with its part of a frame; which facts have no column was said before."""
    screener: Screener | None = None
    for batch in batches:
        screener = screener or Screener(request, columns, batch.schema)
        screened = with_columns(batch, request, screener.find(batch))
        place = screened.schema.get_field_index(request.outcome_column)
        yield screened.set_column(place, request.outcome_column, screened.column(place).cast(pa.string()))


_HELD = {
    "void": Held.NOTHING,
    "boolean": Held.BOOLEANS,
    "tinyint": Held.INTEGERS,
    "smallint": Held.INTEGERS,
    "int": Held.INTEGERS,
    "bigint": Held.INTEGERS,
    "double": Held.FLOATS,
    "float": Held.SHORT_FLOATS,
    "string": Held.WORDS,
}
"""By what Spark calls a type. Text with a collation is something else: to it *Active* may be *active*."""


def _held(type_: str) -> Held:
    return Held.DECIMALS if type_.startswith("decimal") else _HELD.get(type_, Held.OTHER)
