"""The examples of the rules, told beside what the checks find. They are run, not proved."""

from __future__ import annotations

from ..examples import check_examples
from ..ruleset import RuleSet
from .finding import Finding, Level

WRONG_EXAMPLE = "wrong_example"
SUMMARY = "An example of a rule that comes out otherwise than it says."


def wrong_examples(ruleset: RuleSet) -> tuple[Finding, ...]:
    """A finding for each example that does not hold, where it stands."""
    return tuple(
        Finding(WRONG_EXAMPLE, Level.ERROR, failure.rule, failure.message, failure.location)
        for failure in check_examples(ruleset)
    )
