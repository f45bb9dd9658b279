"""Rules and interventions meet through tags: every rule must concern something, everything must be guarded."""

from __future__ import annotations

from ...errors import did_you_mean
from ...intervention import Intervention
from ...pack import Pack
from ...rule import Rule
from ..decode import shown
from ..fields import Read
from ..problems import Problems
from .context import Context
from .values import wrong_value


def check_interventions(context: Context, problems: Problems) -> None:
    """Note tags and rules without an intervention, interventions without a rule, and own values that cannot be."""
    library = context.library
    tags = frozenset().union(*(read.value.tags for read in library.interventions.items.values()))
    if library.interventions.complete and all(read.sound for read in library.interventions.items.values()):
        for rule in library.rules.items.values():
            _check_tags(rule, tags, context, problems)
        for pack in library.packs.items.values():
            _check_topics(pack, tags, problems)
    for intervention in library.interventions.items.values():
        if intervention.sound:
            _check_parameters(intervention, context, problems)
            _check_typical(intervention, context, problems)
    if library.rules.complete and all(read.sound for read in library.rules.items.values()):
        _check_reach(context, problems)


def _check_tags(read: Read[Rule], tags: frozenset[str], context: Context, problems: Problems) -> None:
    before = len(problems)
    for key, words in (("applies_to", read.value.applies_to), ("except_for", read.value.except_for)):
        for word in words:
            if word not in tags:
                problems.add(
                    read.member(key, word), f"no intervention has the tag {shown(word)}{did_you_mean(word, tags)}"
                )
    if read.sound and len(problems) == before and not context.concerned[read.name]:
        problems.add(read.at("applies_to"), "the rule concerns no intervention", "except_for leaves none of them")


def _check_topics(read: Read[Pack], tags: frozenset[str], problems: Problems) -> None:
    for tag in read.value.not_covered_for:
        if tag not in tags:
            spot = read.at_key("not_covered_for", tag)
            problems.add(spot, f"no intervention has the tag {shown(tag)}{did_you_mean(tag, tags)}")


def _check_parameters(read: Read[Intervention], context: Context, problems: Problems) -> None:
    for name, value in read.value.parameters.items():
        parameter = context.library.parameters.sound(name)
        if parameter is not None and not parameter.minimum <= value <= parameter.maximum:
            message = f"{name} must lie from {parameter.minimum} to {parameter.maximum}"
            problems.add(read.at("parameters", name), message)


def _check_typical(read: Read[Intervention], context: Context, problems: Problems) -> None:
    for name, value in read.value.typical.items():
        fact = context.library.facts.sound(name)
        wrong = wrong_value(value, fact) if fact is not None else None
        if wrong is not None:
            problems.add(read.at("typical", name), f"{name} {wrong}")


def _check_reach(context: Context, problems: Problems) -> None:
    rules = context.ruleset.rules
    guarded = {
        each.id for name, concerned in context.concerned.items() if rules[name].effect.objects for each in concerned
    }
    for read in context.library.interventions.items.values():
        if read.sound and read.name not in guarded:
            message = "no rule can object to this intervention, so it would always be allowed"
            problems.add(
                read.spot, message, "give it a tag that rules with the effect blocked or consult_doctor apply to"
            )
