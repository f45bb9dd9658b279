"""A page for the programme, every exercise and every nerve block."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from sciatica_rules.intervention import Intervention
from sciatica_rules.ruleset import BoundRule, RuleSet

from .markdown import (
    INTERVENTIONS,
    bullets,
    count,
    heading,
    intervention_page,
    link,
    page,
    parameter_anchor,
    rule_page,
    table,
    trail,
)
from .sources import cited

FOLDERS = (
    ("programme", "The programme"),
    ("exercise", "Exercises"),
    ("nerve_block", "Nerve blocks"),
)
GENERAL = {"exercise_therapy", "exercise", "nerve_block"}
"""Tags of rules that concern every exercise, or every block."""
AUDIENCES = {
    "general": "general",
    "pregnancy": "for pregnancy",
    "severe_pain": "for severe pain",
    "yoga": "taken from yoga",
}


def pages(ruleset: RuleSet) -> Iterator[tuple[str, str]]:
    yield f"{INTERVENTIONS}/index.md", _index(ruleset)
    for intervention in ruleset.interventions.values():
        yield intervention_page(intervention.id), _intervention(intervention, ruleset)


def _index(ruleset: RuleSet) -> str:
    here = f"{INTERVENTIONS}/index.md"
    left = dict(ruleset.interventions)
    parts = [
        "# Exercises and blocks",
        f"What can be screened: {count(len(left), 'intervention')}. The steps are in our own words; what the"
        " article left unclear is noted on the page of the exercise. A page here is not advice to do the exercise:"
        " screen first.",
    ]
    for tag, title in FOLDERS:
        found = [left.pop(name) for name in list(left) if tag in left[name].tags]
        parts += [heading(title, tag), _listing(found, here)]
    return page(*parts, heading("Other", "other"), _listing(list(left.values()), here))


def _listing(found: list[Intervention], here: str) -> str:
    if any(intervention.dose for intervention in found):
        return table(
            ["Exercise", "Repetitions", "Kind"],
            [
                [
                    link(exercise.title, intervention_page(exercise.id), here),
                    exercise.dose.repetitions if exercise.dose else "",
                    _kind(exercise),
                ]
                for exercise in found
            ],
        )
    return table(
        ["Intervention", "Id"],
        [[link(other.title, intervention_page(other.id), here), f"`{other.id}`"] for other in found],
    )


def _kind(exercise: Intervention) -> str:
    if exercise.audience == "general":
        return exercise.complexity
    return f"{exercise.complexity}, {AUDIENCES.get(exercise.audience, exercise.audience)}"


def _intervention(intervention: Intervention, ruleset: RuleSet) -> str:
    here = intervention_page(intervention.id)
    bound = ruleset.bound(intervention.id)
    parts = [
        trail(here, ("Exercises and blocks", f"{INTERVENTIONS}/index.md")),
        f"# {intervention.title}",
        f"`{intervention.id}`",
        '!!! note "Screen first"\n    This page describes. Whether it is for a given person is what a decision'
        " answers.",
        table(["", ""], _summary(intervention, here)),
    ]
    if intervention.steps:
        steps = "\n".join(f"{number}. {step}" for number, step in enumerate(intervention.steps, 1))
        parts += [heading("How it is done", "steps"), steps]
    if intervention.note:
        parts.append(f"*Note.* {intervention.note}")
    parts.append(heading("Rules that concern it", "rules"))
    everything = (*bound.objecting, *bound.precautions)
    own = [rule for rule in everything if GENERAL.isdisjoint(rule.rule.applies_to)]
    general = [rule for rule in everything if rule not in own]
    if own and general:
        parts += ["These are about it in particular:", _rules(own, here)]
        parts.append(f'??? info "{count(len(general), "rule")} that it shares with many others"')
        parts.append(textwrap.indent(_rules(general, here), "    "))
    else:
        parts.append(_rules(everything, here))
    parts += [heading("Sources", "sources"), bullets(cited(c, ruleset, here) for c in intervention.sources)]
    return page(*parts)


def _summary(intervention: Intervention, here: str) -> Iterator[list[str]]:
    if dose := intervention.dose:
        yield ["Repetitions", dose.repetitions]
        yield ["Sides", dose.sides]
        if dose.hold_seconds:
            shortest, longest = dose.hold_seconds
            yield ["Hold", f"{shortest} seconds" if shortest == longest else f"{shortest} to {longest} seconds"]
        yield ["Complexity", intervention.complexity]
        yield ["Audience", AUDIENCES.get(intervention.audience, intervention.audience)]
    for name, value in intervention.parameters.items():
        yield ["Own value", f"{link(f'`{name}`', parameter_anchor(name), here)}: {value}"]
    yield ["Tags", ", ".join(f"`{tag}`" for tag in sorted(intervention.tags - {intervention.id}))]


def _rules(found: Sequence[BoundRule], here: str) -> str:
    return table(
        ["Rule", "Effect", "Next step"],
        [
            [
                link(bound.rule.title, rule_page(bound.rule.id), here),
                f"*{bound.rule.effect}*",
                str(bound.rule.next_step) if bound.rule.effect.objects else "",
            ]
            for bound in found
        ],
    )
