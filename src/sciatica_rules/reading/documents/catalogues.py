"""The files that list many small things by id: parameters, sources, statements, and statements without a rule."""

from __future__ import annotations

from ...parameter import Parameter, Stricter
from ...source import Source, Statement
from .. import decode
from ..fields import Fields, Read, by_id
from ..nodes import Mapping, Node
from ..problems import Problems
from ..text import Spot

_STRICTER = {member.value: member for member in Stricter}
_PARAMETER = ("title", "unit", "value", "min", "max", "stricter", "sources", "our_proposal", "why")
_SOURCE = ("title", "organisation", "year", "link", "strength", "seen")
_STATEMENT = ("lines", "says", "kind")


def read_parameters(node: Node, problems: Problems) -> list[Read[Parameter]]:
    """``parameters.yaml``."""
    return [
        _parameter(name, entry, problems, _key(node, name))
        for name, entry in by_id(node, problems, "parameters with their names as keys").items()
    ]


def _parameter(name: str, node: Node, problems: Problems, spot: Spot) -> Read[Parameter]:
    fields = Fields(node, problems, "a parameter", _PARAMETER)
    parameter = Parameter(
        name=name,
        title=fields.text("title"),
        unit=fields.text("unit"),
        value=fields.number("value"),
        minimum=fields.number("min"),
        maximum=fields.number("max"),
        stricter=fields.one_of("stricter", _STRICTER),
        why=fields.text("why"),
        sources=fields.citations("sources", may_be_empty=True),
        our_proposal=fields.boolean("our_proposal"),
        location=spot.location,
    )
    _check_parameter(parameter, fields, problems)
    return Read(name, parameter, spot, node, fields.doubted)


def _check_parameter(parameter: Parameter, fields: Fields, problems: Problems) -> None:
    low, high = parameter.minimum, parameter.maximum
    if fields.trusts("min", "max") and low >= high:
        problems.add(fields.spot("max"), f"max must be above min ({low})")
        fields.doubted.update(("min", "max"))
    if fields.trusts("min", "max", "value") and not low <= parameter.value <= high:
        problems.add(fields.spot("value"), f"the value lies outside of min..max ({low} to {high})")
        fields.doubted.update(("min", "max", "value"))
    if fields.trusts("sources", "our_proposal") and not parameter.sources and not parameter.our_proposal:
        problems.add(fields.spot("sources"), "a parameter needs a source, or our_proposal: true")


def read_sources(node: Node, problems: Problems) -> list[Read[Source]]:
    """``sources.yaml``."""
    return [
        _source(key, entry, problems, _key(node, key))
        for key, entry in by_id(node, problems, "sources with their keys").items()
    ]


def _source(key: str, node: Node, problems: Problems, spot: Spot) -> Read[Source]:
    fields = Fields(node, problems, "a source", _SOURCE)
    source = Source(
        key=key,
        title=fields.text("title"),
        organisation=fields.text("organisation"),
        year=fields.text("year"),
        strength=fields.text("strength"),
        seen=fields.text("seen"),
        link=fields.text_or_null("link"),
        location=spot.location,
    )
    if source.link is not None and fields.trusts("link") and not source.link.startswith(("https://", "http://")):
        problems.add(fields.spot("link"), "a link starts with https:// or http://")
    return Read(key, source, spot, node, fields.doubted)


def read_statements(node: Node, problems: Problems) -> list[Read[Statement]]:
    """``<pack>/statements.yaml``."""
    return [_statement(key, entry, problems, _key(node, key)) for key, entry in _by_statement(node, problems).items()]


def _statement(key: str, node: Node, problems: Problems, spot: Spot) -> Read[Statement]:
    fields = Fields(node, problems, "a statement", _STATEMENT)
    statement = Statement(id=key, kind=fields.text("kind"), lines=fields.text("lines"), says=fields.text("says"))
    return Read(key, statement, spot, node, fields.doubted)


def read_no_rule(node: Node, problems: Problems) -> list[Read[str]]:
    """``<pack>/no-rule.yaml``: the ids of statements that carry no decision, each with the reason."""
    found = []
    for key, entry in _by_statement(node, problems).items():
        decode.text(entry, problems, expected="the reason why it carries no decision")
        found.append(Read(key, key, _key(node, key), entry))
    return found


def _by_statement(node: Node, problems: Problems) -> dict[str, Node]:
    return by_id(node, problems, "statement ids as keys", decode.is_statement_id, decode.STATEMENT_RULE)


def _key(node: Node, name: str) -> Spot:
    return node.keys[name] if isinstance(node, Mapping) else node
