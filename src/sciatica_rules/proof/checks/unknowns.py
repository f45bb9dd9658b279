"""The price of three-valued logic: where a rule asks although every answer would give the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from ...condition import Condition, Value, facts_read, leaves
from ...evidence import evaluate, stated
from ...origin import Origin
from ...rule import Rule
from ...truth import Truth
from ..cells import Scale
from ..cover import OutOfBudgetError
from ..finding import Finding, Level
from ..prover import Prover
from .conditions import always_applies, never_applies


def needless_unknown(prover: Prover, rule: Rule) -> Iterator[Finding]:
    """A rule that is undetermined for somebody although every way to answer the rest gives the same.

    Asked of the facts that the condition names, each by itself: what they are derived from is left out.
    """
    for form in prover.world.forms[rule.id]:
        scales = [prover.world.scales[name] for name in sorted(facts_read(form.when))]
        if _is_exact(form.when, scales):
            continue
        if prod(scale.size + 1 for scale in scales) > prover.pool.budget:
            raise OutOfBudgetError
        answers = next(_needless(form.when, scales), None)
        if answers is not None and not any((*never_applies(prover, rule), *always_applies(prover, rule))):
            given = ", ".join(f"{name} {str(value).lower()}" for name, value in answers.items() if value is not None)
            asked = ", ".join(name for name, value in answers.items() if value is None)
            message = f"{rule.id} asks for {asked} although no answer matters{f' with {given}' if given else ''}"
            yield Finding("needless_unknown", Level.INFO, rule.id, message, rule.location_of(0))
            return


def _is_exact(condition: Condition, scales: list[Scale]) -> bool:
    """Whether every comparison is about another fact and can come out either way; then nothing is asked in vain."""
    compared = list(leaves(condition))
    of = {scale.fact.name: scale for scale in scales}
    once = len({leaf.fact for leaf in compared}) == len(compared)
    return once and all(of[leaf.fact].holding(leaf) not in {0, of[leaf.fact].answered} for leaf in compared)


def _needless(condition: Condition, scales: list[Scale]) -> Iterator[dict[str, Value | None]]:
    values = [[scale.readable(cell, scale.fact.typical) for cell in range(scale.size)] for scale in scales]
    for chosen in product(*([None, *each] for each in values)):
        if _truth(condition, scales, chosen) is Truth.UNKNOWN:
            open_ = (each if value is None else [value] for each, value in zip(values, chosen, strict=True))
            if len({_truth(condition, scales, answers) for answers in product(*open_)}) == 1:
                yield {scale.fact.name: value for scale, value in zip(scales, chosen, strict=True)}


def _truth(condition: Condition, scales: list[Scale], answers: tuple[Value | None, ...]) -> Truth:
    told = zip(scales, answers, strict=True)
    return evaluate(condition, {scale.fact.name: stated(scale.fact, value, Origin.ANSWERED) for scale, value in told})
