"""What no file can know alone: every check across files, in the order in which their reports are most useful."""

from __future__ import annotations

from ..ruleset import RuleSet
from .checks.comparisons import check_comparisons
from .checks.context import Context
from .checks.contradictions import check_typical_profiles
from .checks.derivations import check_derivations
from .checks.examples import check_examples
from .checks.facts import check_facts
from .checks.interventions import check_interventions
from .checks.invariants import check_invariants
from .checks.names import check_names
from .checks.rules import check_rules
from .checks.sessions import check_holds
from .problems import Problems
from .shelf import Library


def check(library: Library, ruleset: RuleSet, problems: Problems) -> None:
    """Note everything that makes the documents, each readable by itself, no rule set."""
    context = Context(library, ruleset)
    check_facts(library, problems)
    check_names(library, problems)
    check_derivations(library, problems)
    check_comparisons(context, problems)
    check_rules(context, problems)
    check_interventions(context, problems)
    check_invariants(context, problems)
    check_examples(context, problems)
    check_holds(context, problems)
    check_typical_profiles(ruleset, library, problems)
