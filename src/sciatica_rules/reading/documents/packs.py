"""``<pack>/pack.yaml``: what a base or a pack says about itself."""

from __future__ import annotations

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
    fields = Fields(node, problems, "a pack", _REQUIRED)
    pack = Pack(
        id=fields.id_as_stem(stem, of="folder"),
        is_base=fields.one_of("kind", _KINDS),
        title=fields.text("title"),
        version=fields.text("version"),
        date=fields.date("date"),
        status=fields.one_of("status", STATUSES),
        areas=_areas(fields, problems),
        covers=fields.texts("covers", may_be_empty=True),
        not_covered=fields.texts("not_covered", may_be_empty=True),
        location=fields.spot("id").location,
    )
    return Read(pack.id, pack, fields.spot("id"), node, fields.sound)


def _areas(fields: Fields, problems: Problems) -> dict[str, str]:
    entries = fields.by_id("areas", "folders of rules with a heading each")
    return {area: decode.text(heading, problems, expected="a heading") or "" for area, heading in entries.items()}
