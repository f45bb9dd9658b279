"""``<pack>/<area>/<rule-id>.yaml``: one rule."""

from __future__ import annotations

from ...condition import Always
from ...outcome import Effect, Hold, NextStep, Verdict
from ...rule import Departure, Example, Rule
from ...source import Citation
from .. import decode
from ..conditions import part_spots, read_condition
from ..fields import Fields, Read
from ..nodes import Node
from ..problems import Problems
from .packs import STATUSES

_REQUIRED = ("id", "title", "applies_to", "when", "effect", "message", "sources", "status", "review_by", "examples")
_OPTIONAL = ("except_for", "next_step", "hold", "action", "departs_from_evidence", "reviewed_by", "keep_because")
_EFFECTS = {member.value: member for member in Effect}
_VERDICTS = {member.value: member for member in Verdict}
_DIRECTIONS = {word: word for word in ("stricter", "laxer")}
_NEXT_STEPS = {step.value: step for step in NextStep if step > NextStep.ANSWER}
"""The first two are no demand of a rule: nothing to do, and an answer that is missing."""
_HOLDS = {hold.value: hold for hold in Hold if hold > Hold.NONE}


def read_rule(node: Node, problems: Problems, stem: str, pack: str, area: str) -> Read[Rule]:
    """A rule, which must be named after its file."""
    fields = Fields(node, problems, "a rule", _REQUIRED, _OPTIONAL)
    when = fields.node_at("when")
    rule = Rule(
        id=fields.id_as_stem(stem),
        pack=pack,
        area=area,
        title=fields.text("title"),
        applies_to=fields.identifiers("applies_to", "a list of tags"),
        when=fields.read("when", read_condition) or Always(),
        effect=fields.one_of("effect", _EFFECTS),
        message=fields.text("message"),
        sources=fields.citations("sources"),
        examples=fields.read("examples", _examples) or (),
        except_for=fields.identifiers("except_for", "a list of tags"),
        next_step=fields.one_of("next_step", _NEXT_STEPS) if "next_step" in fields else NextStep.NONE,
        action=fields.text("action"),
        departs_from_evidence=fields.read("departs_from_evidence", _departure),
        status=fields.one_of("status", STATUSES),
        reviewed_by=fields.text("reviewed_by"),
        review_by=fields.date("review_by"),
        hold=fields.one_of("hold", _HOLDS) if "hold" in fields else Hold.NONE,
        keep_because=fields.text("keep_because"),
        location=fields.spot("id").location,
        part_locations=() if when is None else tuple(spot.location for spot in part_spots(when)),
    )
    return Read(rule.id, rule, fields.spot("id"), node, fields.doubted)


def _examples(node: Node, problems: Problems) -> tuple[Example, ...]:
    return tuple(_example(item, problems) for item in decode.items(node, problems, "at least one example"))


def _example(node: Node, problems: Problems) -> Example:
    fields = Fields(node, problems, "an example", ("given", "expect"), ("for",))
    return Example(
        given=fields.scalars("given", "facts with their values"),
        expect=fields.one_of("expect", _VERDICTS),
        intervention=fields.identifier("for") or None,
        location=node.location,
    )


def _departure(node: Node, problems: Problems) -> Departure:
    inner = Fields(node, problems, "departs_from_evidence", ("direction", "source", "note"))
    cited = inner.read("source", decode.citation)
    return Departure(inner.one_of("direction", _DIRECTIONS), cited or Citation(""), inner.text("note"))
