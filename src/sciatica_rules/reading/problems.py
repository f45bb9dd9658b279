"""Everything that was found wrong, in one place, so that a reader never stops at the first."""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import FileProblem, RuleFileError
from .text import Spot


class Problems:
    """Collects what is wrong while reading goes on."""

    def __init__(self) -> None:
        self.found: list[FileProblem] = []
        self._met_again = 0

    def add(self, spot: Spot, message: str, hint: str = "") -> None:
        """Note a problem at a place of a file."""
        self.found.append(spot.problem(message, hint))

    def extend(self, problems: Iterable[FileProblem]) -> None:
        self.found.extend(problems)

    def meet_again(self) -> None:
        """Note that something needs a part of a file whose problem is already told."""
        self._met_again += 1

    def __len__(self) -> int:
        """Grows whenever something turns out to be wrong, told before or not."""
        return len(self.found) + self._met_again

    def raise_if_any(self) -> None:
        """Raises RuleFileError with all of them."""
        if self.found:
            raise RuleFileError(self.found)
