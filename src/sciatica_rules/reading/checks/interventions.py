"""Rules and interventions meet through tags: every rule must concern something, everything must be guarded."""

from __future__ import annotations

from ...intervention import Intervention
from ...rule import Rule
from ..fields import Read
from ..problems import Problems
from .context import CHOOSING, TAGGING, Context, check_tag
from .values import fact_with_values, wrong_value


def check_interventions(context: Context, problems: Problems) -> None:
    """Note tags and rules without an intervention, interventions without a rule, and own values that cannot be."""
    library = context.library
    for rule in library.rules.items.values():
        _check_tags(rule, context, problems)
    for pack in library.packs.items.values():
        for tag in pack.value.not_covered_for:
            check_tag(tag, pack.at_key("not_covered_for", tag), context, problems)
    for intervention in library.interventions.items.values():
        _check_parameters(intervention, context, problems)
        _check_typical(intervention, context, problems)
    if library.rules.all_trust("effect", *CHOOSING):
        _check_reach(context, problems)


def _check_tags(read: Read[Rule], context: Context, problems: Problems) -> None:
    for key, words in zip(CHOOSING, (read.value.applies_to, read.value.except_for), strict=True):
        for word in words:
            if not check_tag(word, read.member(key, word), context, problems):
                read.doubted.add(key)
    if read.trusts(*CHOOSING) and context.all_tags_known and not context.concerned[read.name]:
        problems.add(read.at("applies_to"), "the rule concerns no intervention", "except_for leaves none of them")


def _check_parameters(read: Read[Intervention], context: Context, problems: Problems) -> None:
    for name, value in read.value.parameters.items():
        parameter = context.library.parameters.trusted(name, "min", "max")
        if parameter is not None and not parameter.minimum <= value <= parameter.maximum:
            message = f"{name} must lie from {parameter.minimum} to {parameter.maximum}"
            problems.add(read.at("parameters", name), message)


def _check_typical(read: Read[Intervention], context: Context, problems: Problems) -> None:
    for name, value in read.value.typical.items():
        fact = fact_with_values(context.library, name)
        wrong = wrong_value(value, fact) if fact is not None else None
        if wrong is not None:
            problems.add(read.at("typical", name), f"{name} {wrong}")


def _check_reach(context: Context, problems: Problems) -> None:
    rules = context.ruleset.rules
    guarded = {
        each.id for name, concerned in context.concerned.items() if rules[name].effect.objects for each in concerned
    }
    for read in context.library.interventions.items.values():
        if read.trusts(*TAGGING) and read.name not in guarded:
            message = "no rule can object to this intervention, so it would always be allowed"
            problems.add(
                read.spot, message, "give it a tag that rules with the effect blocked or consult_doctor apply to"
            )
