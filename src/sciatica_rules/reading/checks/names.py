"""Every name that a file uses must be the name of something."""

from __future__ import annotations

from typing import TypeVar

from ...condition import Compare
from ...intervention import Intervention
from ...rule import Rule
from ...source import Citation
from ..decode import shown
from ..fields import Read
from ..problems import Problems
from ..shelf import Library
from ..text import Spot
from .context import PlacedLeaf, all_leaves

T = TypeVar("T")


def check_names(library: Library, problems: Problems) -> None:
    """Facts, parameters, interventions, sources and statements; tags are checked with the interventions."""
    for leaf in all_leaves(library):
        _check_leaf(leaf, library, problems)
    for parameter in library.parameters.items.values():
        _check_citations(parameter, parameter.value.sources, library, problems)
    for intervention in library.interventions.items.values():
        _check_intervention(intervention, library, problems)
    for rule in library.rules.items.values():
        _check_rule(rule, library, problems)
    for statement in library.without_rule:
        library.statements.require(statement.name, statement.spot, problems)


def _check_intervention(read: Read[Intervention], library: Library, problems: Problems) -> None:
    _check_citations(read, read.value.sources, library, problems)
    for name in read.value.typical:
        library.facts.require(name, read.at_key("typical", name), problems)
    for name in read.value.parameters:
        library.parameters.require(name, read.at_key("parameters", name), problems)


def _check_rule(read: Read[Rule], library: Library, problems: Problems) -> None:
    rule = read.value
    for number, example in enumerate(rule.examples):
        for name in example.given:
            library.facts.require(name, read.at_key("examples", number, "given", name), problems)
        if example.intervention is not None:
            library.interventions.require(example.intervention, read.at("examples", number, "for"), problems)
    _check_citations(read, rule.sources, library, problems)
    departure = rule.departs_from_evidence
    if departure is not None and departure.source.key:
        _check_citation(departure.source, read.at("departs_from_evidence", "source"), library, problems)


def _check_leaf(placed: PlacedLeaf, library: Library, problems: Problems) -> None:
    leaf, before = placed.leaf, len(problems)
    library.facts.require(placed.fact, placed.fact_spot, problems)
    if isinstance(leaf, Compare) and isinstance(leaf.threshold, str):
        library.parameters.require(leaf.threshold, placed.operator_spot(leaf.operator.value), problems)
    if len(problems) > before:
        placed.read.doubted.add(placed.key)


def _check_citations(read: Read[T], citations: tuple[Citation, ...], library: Library, problems: Problems) -> None:
    for citation in citations:
        _check_citation(citation, read.member("sources", str(citation)), library, problems)


def _check_citation(citation: Citation, spot: Spot, library: Library, problems: Problems) -> None:
    before = len(problems)
    library.sources.require(citation.key, spot, problems)
    if citation.statement is None or len(problems) > before:
        return
    library.statements.require(citation.statement, spot, problems)
    pack = library.statement_packs.get(citation.statement)
    if pack is not None and pack != citation.key:
        message = f"statement {shown(citation.statement)} is not one of {citation.key}"
        problems.add(spot, message, f"write {pack}/{citation.statement}")
