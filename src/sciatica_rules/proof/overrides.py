"""A parameter set at load must not loosen any decision: proved, or refused with somebody whose decision it loosens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..condition import Number
from ..errors import ParameterError
from ..ruleset import RuleSet
from .boxes import TooLargeError
from .cover import BUDGET, OutOfBudgetError
from .finding import Counterexample
from .looser import concerned, looser
from .prover import Prover

_ALL_THE_SAME = "pass allow_looser=True to set it all the same"


def refuse_looser(ruleset: RuleSet, budget: int = BUDGET) -> None:
    """Raises ParameterError if the overrides of a rule set loosen any decision, or stand on a side declared looser.

    Asked about every profile that holds no contradiction under the usual values or under the overrides. The declared
    side counts as well: an outcome is not everything that a decision says, and a question may be too hard to settle.
    """
    wrong = [_refusal(ruleset, {name: value}, budget) for name, value in ruleset.overrides.items()]
    if not any(wrong) and len(wrong) > 1:
        wrong = [_refusal(ruleset, ruleset.overrides, budget)]
    if any(wrong):
        raise ParameterError("\n".join(filter(None, wrong)))


def _refusal(ruleset: RuleSet, overrides: Mapping[str, Number], budget: int) -> str:
    changed = [(ruleset.parameters[name], value) for name, value in overrides.items()]
    try:
        example = loosened(ruleset, overrides, budget)
    except (OutOfBudgetError, TooLargeError):
        example = None
    if example is not None:
        said = ", ".join(f"{value} in place of the usual {parameter.value}" for parameter, value in changed)
        return f"{', '.join(overrides)}: {said} loosens decisions; {_ALL_THE_SAME}\n    {example}"
    looser = [(parameter, value) for parameter, value in changed if parameter.looser(value)]
    return "\n".join(f"{each.name}: {each.why_looser(value)}; {_ALL_THE_SAME}" for each, value in looser)


def loosened(ruleset: RuleSet, overrides: Mapping[str, Number], budget: int = BUDGET) -> Counterexample | None:
    """Somebody who gets a milder outcome with these overrides than with the usual values, if there is anybody.

    Raises OutOfBudgetError and TooLargeError.
    """
    usual, changed = (replace(ruleset, overrides=values) for values in ({}, overrides))
    prover = Prover(usual, {"changed": [changed]}, budget)
    after = prover.world.beside(changed)
    found = next(looser(prover, prover.world, after, concerned(usual, overrides.keys())), None)
    return found.counterexample(prover, "the usual values", "the override") if found else None
