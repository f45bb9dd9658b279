"""How much work formulas are, in operations: the same formulas, said in a dialect that only counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..outcome import Outcome
from .expressions import Plain


@dataclass(frozen=True, eq=False)
class Weight:
    """An expression of which only the size is known. What is used twice counts twice, as engines do it twice."""

    operations: int = 1

    def _with(self, other: Any = None) -> Weight:
        return Weight(self.operations + 1 + (other.operations if isinstance(other, Weight) else 0))

    __and__ = __or__ = __ge__ = __lt__ = _with
    __eq__ = _with  # type: ignore[assignment]  # as expressions of engines do, it answers with an expression
    __invert__ = _with
    __hash__ = None  # type: ignore[assignment]  # likewise


class CountingDialect:
    """Calls everything by its weight."""

    by_row = True

    def column(self, name: str) -> Weight:  # noqa: ARG002 - one is like the other
        return Weight()

    def constant(self, value: Plain) -> Weight:  # noqa: ARG002 - likewise
        return Weight()

    def outcome(self, outcome: Outcome) -> Weight:  # noqa: ARG002 - likewise
        return Weight()

    def filled(self, truth: Weight, value: bool) -> Weight:  # noqa: ARG002 - likewise
        return Weight(truth.operations + 1)

    def is_null(self, column: Weight) -> Weight:
        return Weight(column.operations + 1)

    def is_nan(self, column: Weight) -> Weight:
        return Weight(column.operations + 1)

    def first(self, cases: Sequence[tuple[Weight, Weight]], otherwise: Weight | None) -> Weight:
        parts = [weight for case in cases for weight in case] + ([otherwise] if otherwise else [])
        return Weight(1 + sum(weight.operations for weight in parts))
