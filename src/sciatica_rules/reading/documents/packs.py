"""``<pack>/pack.yaml``: what a base or a pack says about itself."""

from __future__ import annotations

from itertools import chain

from ...pack import Pack
from .. import decode
from ..fields import Fields, Read
from ..nodes import Node
from ..problems import Problems

_REQUIRED = ("id", "kind", "title", "version", "date", "status", "areas", "covers", "not_covered")
_KINDS = {"base": True, "pack": False}
STATUSES = {"draft": "draft", "reviewed": "reviewed"}


def read_pack(node: Node, problems: Problems, stem: str | None) -> Read[Pack]:
    """A pack; ``stem`` is the folder it must be named after, if any."""
    fields = Fields(node, problems, "a pack", _REQUIRED, ("not_covered_for",))
    by_tag = _topics(fields, problems)
    pack = Pack(
        id=fields.id_as_stem(stem, of="folder"),
        is_base=fields.one_of("kind", _KINDS),
        title=fields.text("title"),
        version=fields.text("version"),
        date=fields.date("date"),
        status=fields.one_of("status", STATUSES),
        areas=_areas(fields, problems),
        covers=fields.texts("covers", may_be_empty=True),
        not_covered=(*fields.texts("not_covered", may_be_empty=True), *chain(*by_tag.values())),
        not_covered_for=by_tag,
        location=fields.spot("id").location,
    )
    return Read(pack.id, pack, fields.spot("id"), node, fields.doubted)


def _areas(fields: Fields, problems: Problems) -> dict[str, str]:
    entries = fields.by_id("areas", "folders of rules with a heading each")
    return {area: decode.text(heading, problems, expected="a heading") or "" for area, heading in entries.items()}


def _topics(fields: Fields, problems: Problems) -> dict[str, tuple[str, ...]]:
    entries = fields.by_id("not_covered_for", "tags with a list of topics each")
    read = {tag: [decode.text(item, problems) for item in _items(node, problems)] for tag, node in entries.items()}
    return {tag: tuple(topic for topic in topics if topic is not None) for tag, topics in read.items()}


def _items(node: Node, problems: Problems) -> list[Node]:
    return decode.items(node, problems, "a list of topics")
