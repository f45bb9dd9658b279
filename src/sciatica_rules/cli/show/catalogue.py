"""What is loaded, in lists: rules, facts, interventions, sources, parameters."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from ...intervention import Intervention
from ...outcome import Effect
from ...parameter import Parameter
from ...rules import Rules
from ...units import from_to
from ..page import BOLD, CARE, DIM, Page
from .words import STYLES, how_far_read, how_to_answer, number, year

EFFECTS = {Effect.BLOCKED: "blocks", Effect.CONSULT_DOCTOR: "doctor", Effect.PRECAUTION: "precaution"}
_EFFECT_WIDTH = 10
_KINDS = {"programme": "The programme", "exercise": "Exercises", "nerve_block": "Nerve blocks", "": "Others"}


def list_rules(page: Page, rules: Rules) -> None:
    """Rules by pack and area."""
    longest = max(map(len, rules.rules), default=0)
    for pack in rules.ruleset.packs:
        page.heading(f"{pack.title} ({pack.id} {pack.version}, {pack.status})")
        for area, title in pack.areas.items():
            own = [rule for rule in rules.rules.values() if (rule.pack, rule.area) == (pack.id, area)]
            if own:
                page.line((f"{title} ({area})", BOLD), indent=2)
            for rule in own:
                effect = Text(EFFECTS[rule.effect], STYLES[rule.effect.demand] if rule.effect.objects else DIM)
                _row(page, [effect, rule.id, rule.title], [_EFFECT_WIDTH, longest])
    _ends(page, f"{len(rules.rules)} rules. One in full: rules ID.")


def list_facts(page: Page, rules: Rules) -> None:
    """Facts by group, with the question that each one is."""
    for group in rules.ruleset.vocabulary.groups:
        page.heading(f"{group.title} ({group.name})")
        for fact in group.facts:
            page.line((how_to_answer(fact), BOLD), indent=2)
            page.line(fact.question, indent=4)
    _ends(page, f"{len(rules.facts)} facts. One in full: facts NAME.")


def list_interventions(page: Page, rules: Rules) -> None:
    """Interventions: the programme, the exercises, the blocks, the rest."""
    longest = max(map(len, rules.interventions), default=0)
    kinds: dict[str, list[Intervention]] = {kind: [] for kind in _KINDS}
    for intervention in rules.interventions.values():
        kinds[next((kind for kind in _KINDS if kind in intervention.tags), "")].append(intervention)
    for kind, members in kinds.items():
        if members:
            page.heading(_KINDS[kind])
        for intervention in members:
            _row(page, [intervention.id, intervention.title], [longest])
    _ends(page, f"{len(rules.interventions)} interventions. One in full: interventions ID.")


def list_sources(page: Page, rules: Rules) -> None:
    """Documents, with what kind each is and how far it was read."""
    for source in rules.sources.values():
        page.line((source.key, BOLD), f"  {source.organisation}, {year(source.year)}")
        page.line(source.title, indent=4)
        page.line((f"{source.strength}; {how_far_read(source.seen)}", DIM), indent=4)
    _ends(page, f"{len(rules.sources)} sources. One with all that rests on it: sources KEY.")


def list_parameters(page: Page, rules: Rules) -> None:
    """Thresholds that can be set, with the range and the side that is stricter."""
    longest = max(map(len, rules.parameters), default=0)
    for parameter in rules.parameters.values():
        value = Text(number(rules.ruleset.values[parameter.name]), BOLD)
        _row(page, [parameter.name, value, f"{parameter.title} ({range_in_words(parameter)})"], [longest, 5])
    if rules.ruleset.overrides:
        page.blank()
        page.line((f"Changed by --set: {', '.join(rules.ruleset.overrides)}.", CARE))
    _ends(page, f"{len(rules.parameters)} parameters. One in full: parameters NAME. To change one: --set NAME=VALUE.")


def range_in_words(parameter: Parameter) -> str:
    """Such as ``1 to 30, lower is stricter``."""
    side = {"depends": "which side is stricter depends"}.get(
        parameter.stricter.value, f"{parameter.stricter.value} is stricter"
    )
    return f"{from_to(number(parameter.minimum), number(parameter.maximum), parameter.unit)}, {side}"


def _row(page: Page, cells: Iterable[str | Text], widths: list[int]) -> None:
    rest = page.width - 2 - sum(widths) - 2 * len(widths)
    page.row(list(cells), [*widths, max(rest, 20)])


def _ends(page: Page, text: str) -> None:
    page.blank()
    page.line((text, DIM))
