"""``rules``, ``facts``, ``interventions``, ``sources``, ``parameters``: what is loaded, as a list or one in full."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

import typer

from ...errors import did_you_mean
from ...library import SHIPPED_BASE
from ...rules import Rules
from ..exits import ALLOWED, BadInput
from ..options import (
    AllowLooser,
    Base,
    ListFormat,
    ListOutputFormat,
    RuleFolders,
    RuleOptions,
    Settings,
    Without,
)
from ..page import Page
from ..plain import fact_data, intervention_data, parameter_data, rule_data, source_data
from ..show.catalogue import list_facts, list_interventions, list_parameters, list_rules, list_sources
from ..show.entry import show_fact, show_intervention, show_parameter, show_rule, show_source

RULES_HELP = """The rules, or one in full.

\b
Examples:
  sciatica-rules rules
  sciatica-rules rules active_cancer
  sciatica-rules rules --format json
"""
FACTS_HELP = """What may be asked about a person, or one fact in full.

\b
Examples:
  sciatica-rules facts
  sciatica-rules facts malignancy_status
"""
INTERVENTIONS_HELP = """What may be screened, or one in full.

\b
Examples:
  sciatica-rules interventions
  sciatica-rules interventions prone_press_up
"""
SOURCES_HELP = """The documents that rules rest on, or one in full.

\b
Examples:
  sciatica-rules sources
  sciatica-rules sources article
"""
PARAMETERS_HELP = """The thresholds that can be set with --set, or one in full.

\b
Examples:
  sciatica-rules parameters
  sciatica-rules parameters fever_c
  sciatica-rules parameters --set fever_c=37.8
"""


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shelf(Generic[T]):
    """One kind of thing: where it stands, and how it is listed, shown and written."""

    noun: str
    things: Callable[[Rules], Mapping[str, T]]
    listing: Callable[[Page, Rules], None]
    entry: Callable[[Page, T, Rules], None]
    data: Callable[[T, Rules], dict[str, Any]]

    def show(self, name: str | None, rules: Rules, output: ListFormat) -> int:
        """Everything, or the one thing that was asked for. Raises BadInput on a name that is not there."""
        things = self.things(rules)
        if name is not None and name not in things:
            near = did_you_mean(name, things) or f"; without a name, {self.noun}s lists what there is"
            raise BadInput(f"no {self.noun} is called {name!r}{near}")
        if output is ListFormat.JSON:
            found: Any = (
                self.data(things[name], rules)
                if name is not None
                else [self.data(thing, rules) for thing in things.values()]
            )
            sys.stdout.write(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
        elif name is not None:
            self.entry(Page(sys.stdout), things[name], rules)
        else:
            self.listing(Page(sys.stdout), rules)
        return ALLOWED


RULES = Shelf("rule", lambda rules: rules.rules, list_rules, show_rule, lambda rule, _: rule_data(rule))
FACTS = Shelf("fact", lambda rules: rules.facts, list_facts, show_fact, lambda fact, _: fact_data(fact))
INTERVENTIONS = Shelf(
    "intervention",
    lambda rules: rules.interventions,
    list_interventions,
    show_intervention,
    lambda intervention, _: intervention_data(intervention),
)
SOURCES = Shelf("source", lambda rules: rules.sources, list_sources, show_source, lambda source, _: source_data(source))
PARAMETERS = Shelf(
    "parameter",
    lambda rules: rules.parameters,
    list_parameters,
    show_parameter,
    lambda parameter, rules: parameter_data(parameter, rules.ruleset.values[parameter.name]),
)

Id = Annotated[str | None, typer.Argument(metavar="[ID]", help="One of them in full.")]
Name = Annotated[str | None, typer.Argument(metavar="[NAME]", help="One of them in full.")]
Key = Annotated[str | None, typer.Argument(metavar="[KEY]", help="One of them in full.")]


def rules(
    name: Id = None,
    without: Without = None,
    folders: RuleFolders = None,
    base: Base = SHIPPED_BASE,
    output: ListOutputFormat = ListFormat.TEXT,
) -> int:
    """List the rules, or show one."""
    return RULES.show(name, RuleOptions(folders, without, base=base).load(), output)


def facts(
    name: Name = None,
    without: Without = None,
    folders: RuleFolders = None,
    base: Base = SHIPPED_BASE,
    output: ListOutputFormat = ListFormat.TEXT,
) -> int:
    """List the facts, or show one."""
    return FACTS.show(name, RuleOptions(folders, without, base=base).load(), output)


def interventions(
    name: Id = None,
    without: Without = None,
    folders: RuleFolders = None,
    base: Base = SHIPPED_BASE,
    output: ListOutputFormat = ListFormat.TEXT,
) -> int:
    """List the interventions, or show one."""
    return INTERVENTIONS.show(name, RuleOptions(folders, without, base=base).load(), output)


def sources(
    name: Key = None,
    without: Without = None,
    folders: RuleFolders = None,
    base: Base = SHIPPED_BASE,
    output: ListOutputFormat = ListFormat.TEXT,
) -> int:
    """List the sources, or show one."""
    return SOURCES.show(name, RuleOptions(folders, without, base=base).load(), output)


def parameters(
    name: Name = None,
    without: Without = None,
    folders: RuleFolders = None,
    base: Base = SHIPPED_BASE,
    settings: Settings = None,
    allow_looser: AllowLooser = False,
    output: ListOutputFormat = ListFormat.TEXT,
) -> int:
    """List the parameters, or show one."""
    return PARAMETERS.show(name, RuleOptions(folders, without, settings, allow_looser, base).load(), output)
