"""What became of mistakes made on purpose, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ...proof.mutation.missing_case import MissingCase
from ...proof.mutation.paste import as_yaml
from ...proof.mutation.trial import Fate, Tried
from ...rule import Example
from ..page import BOLD, CARE, DIM, GOOD, Page

_WORDS = {
    Fate.KILLED: "noticed",
    Fate.SAME: "the same for everybody",
    Fate.SURVIVED: "not noticed",
    Fate.NOT_PROVED: "not proved",
}


def show_tried(page: Page, tried: Sequence[Tried], rules: int, budget: int) -> None:
    """Each mistake that nothing noticed with what would have, ready to be pasted; then how many there are."""
    pasted: list[tuple[str, ...]] = []
    for each in tried:
        if each.fate in {Fate.SURVIVED, Fate.NOT_PROVED}:
            _show(page, each, budget, pasted)
    counts = Counter(each.fate for each in tried)
    said = f"{len(tried)} mistakes in {rules} {'rule' if rules == 1 else 'rules'}: "
    told = ", ".join(f"{counts[fate]} {_WORDS[fate]}" for fate in Fate if counts[fate])
    unnoticed = counts[Fate.SURVIVED] + counts[Fate.NOT_PROVED]
    page.line(said, (told or "nothing to try", CARE if unnoticed else GOOD))


def _show(page: Page, tried: Tried, budget: int, pasted: list[tuple[str, ...]]) -> None:
    """``pasted`` is what was shown to be pasted before: nothing is to be there twice, no sentence either."""
    mutant = tried.mutant
    if mutant.location is not None:
        page.unbroken((str(mutant.location), BOLD))
    page.line((mutant.kind.value.replace("_", " "), CARE), f" in {mutant.original.id}: ", mutant.change, indent=2)
    if tried.missing is None:
        page.line(f"Nothing notices, and in {budget:,} steps it was not proved that nobody could.", indent=2)
    else:
        _propose(page, tried.mutant.original.id, tried.missing, pasted)
    page.blank()


def _propose(page: Page, rule: str, missing: Example | MissingCase, pasted: list[tuple[str, ...]]) -> None:
    is_case = isinstance(missing, MissingCase)
    first, *rest = as_yaml(missing).splitlines()
    item, said = ("case", ("", first, *rest)) if is_case else ("example of the rule", (rule, first, *rest))
    if said in pasted:
        page.line((f"Nothing notices. The same {item} as above would.", DIM), indent=2)
        return
    pasted.append(said)
    times = sum(each[1] == first for each in pasted)
    page.line((f"Nothing notices. This {item} would:", DIM), indent=2)
    page.unbroken(f"{first} ({times})" if is_case and times > 1 else first)
    for line in rest:
        page.unbroken(line)
