"""Everything that was found wrong, in one place, so that a reader never stops at the first."""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import FileProblem, RuleFileError
from .text import Spot


class Problems:
    """Collects what is wrong while reading goes on."""

    def __init__(self) -> None:
        self.found: list[FileProblem] = []

    def add(self, spot: Spot, message: str, hint: str = "") -> None:
        """Note a problem at a place of a file."""
        self.found.append(spot.problem(message, hint))

    def extend(self, problems: Iterable[FileProblem]) -> None:
        self.found.extend(problems)

    def __len__(self) -> int:
        return len(self.found)

    def raise_if_any(self) -> None:
        """Raises RuleFileError with all of them."""
        if self.found:
            raise RuleFileError(self.found)
