"""What became of mistakes made on purpose, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

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

Pasted = dict[str | None, list[str]]
"""What was shown to be pasted, for each rule its examples; the cases, which are of no one rule, under None."""


def show_tried(page: Page, tried: Sequence[Tried], rules: int, budget: int) -> None:
    """Each mistake that nothing noticed with what would have, ready to be pasted; then how many there are."""
    pasted: Pasted = {}
    for each in tried:
        if each.fate in {Fate.SURVIVED, Fate.NOT_PROVED}:
            _show(page, each, budget, pasted)
    counts = Counter(each.fate for each in tried)
    said = f"{len(tried)} mistakes in {rules} {'rule' if rules == 1 else 'rules'}: "
    told = ", ".join(f"{counts[fate]} {_WORDS[fate]}" for fate in Fate if counts[fate])
    unnoticed = counts[Fate.SURVIVED] + counts[Fate.NOT_PROVED]
    page.line(said, (told or "nothing to try", CARE if unnoticed else GOOD))


def _show(page: Page, tried: Tried, budget: int, pasted: Pasted) -> None:
    mutant = tried.mutant
    if mutant.location is not None:
        page.unbroken((str(mutant.location), BOLD))
    page.line((mutant.kind.value.replace("_", " "), CARE), f" in {mutant.original.id}: ", mutant.change, indent=2)
    if tried.missing is None:
        page.line(f"Nothing notices, and in {budget:,} steps it was not proved that nobody could.", indent=2)
    elif isinstance(tried.missing, Example):
        _propose(page, "example of the rule", as_yaml(tried.missing), pasted.setdefault(mutant.original.id, []))
    else:
        _propose(page, "case", as_yaml(tried.missing), pasted.setdefault(None, []))
    page.blank()


def _propose(page: Page, item: str, text: str, pasted: list[str]) -> None:
    """Show what would notice: nothing is to be pasted twice, nor two cases with one sentence."""
    if text in pasted:
        page.line((f"Nothing notices. The same {item} as above would.", DIM), indent=2)
        return
    first, *rest = text.splitlines()
    alike = sum(each.splitlines()[0] == first for each in pasted)
    pasted.append(text)
    page.line((f"Nothing notices. This {item} would:", DIM), indent=2)
    page.unbroken(f"{first} ({alike + 1})" if alike and first.startswith("- case: ") else first)
    for line in rest:
        page.unbroken(line)
