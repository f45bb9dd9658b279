"""The examples of a rule: may these values be given, and is it clear which numbers they are about?"""

from __future__ import annotations

from ...condition import parameters_read
from ...rule import Rule
from ..fields import Read
from ..problems import Problems
from .context import CHOOSING, Context
from .values import fact_with_values, wrong_value


def check_examples(context: Context, problems: Problems) -> None:
    """Note values that a fact cannot have, and examples that leave open which intervention they are about."""
    for read in context.library.rules.items.values():
        _check_values(read, context, problems)
        if read.trusts("examples", *CHOOSING) and context.all_tags_known:
            _check_interventions(read, context, problems)


def _check_values(read: Read[Rule], context: Context, problems: Problems) -> None:
    for number, example in enumerate(read.value.examples):
        for name, value in example.given.items():
            fact = fact_with_values(context.library, name)
            wrong = wrong_value(value, fact) if fact is not None else None
            if wrong is not None:
                problems.add(read.at("examples", number, "given", name), f"{name} {wrong}")


def _check_interventions(read: Read[Rule], context: Context, problems: Problems) -> None:
    rule = read.value
    concerned = {each.id for each in context.concerned[rule.id]}
    differing = sorted(name for name in parameters_read(rule.when) if len(context.numbers(name, rule)) > 1)
    for number, example in enumerate(rule.examples):
        chosen = example.intervention
        if chosen is None and differing:
            message = f"{', '.join(differing)} differs between interventions, so the example must say for which it is"
            problems.add(read.at("examples", number), message, "for: <intervention>")
        elif chosen in context.library.interventions.items and chosen not in concerned:
            problems.add(read.at("examples", number, "for"), f"the rule does not concern {chosen}")
