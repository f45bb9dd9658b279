"""The JSON form of a decision: a table of fields for each part, made from its JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sciatica_rules import Decision
from sciatica_rules.decision import SCHEMA_VERSION

from .markdown import heading, page, table

Schema = dict[str, Any]


def pages() -> Iterator[tuple[str, str]]:
    schema = Decision.model_json_schema(mode="serialization")
    yield "decision.schema.json", json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    yield "decision.md", _page(schema)


def _page(schema: Schema) -> str:
    parts = [
        "# A decision as JSON",
        f"`decision.model_dump_json()` gives one decision. Its form is version `{SCHEMA_VERSION}`: every decision"
        " says so in `schema_version`. Every field is always there, so a reader never has to guess between *empty*"
        " and *left out*. The same decision always gives the same bytes. The schema itself:"
        " [decision.schema.json](decision.schema.json), also printed by `sciatica-rules schema decision`.",
        heading("The decision", "decision"),
        _fields(schema, schema["$defs"]),
    ]
    for name, part in schema["$defs"].items():
        parts.append(heading(name, name.lower()))
        parts.append(" ".join(str(part.get("description", "")).split()))
        parts.append(_fields(part, schema["$defs"]) if "properties" in part else _words(part))
    return page(*parts)


def _words(part: Schema) -> str:
    return "One of " + ", ".join(f"`{word}`" for word in part["enum"]) + "."


def _fields(part: Schema, defs: Schema) -> str:
    return table(
        ["Field", "Type", "Meaning"],
        ([f"`{name}`", _type(field), _meaning(field, defs)] for name, field in part["properties"].items()),
    )


def _meaning(field: Schema, defs: Schema) -> str:
    """What is said of a field, or else of what it holds."""
    if "description" in field:
        return str(field["description"])
    named = str(field.get("items", field).get("$ref", "")).rsplit("/", 1)[-1]
    said = " ".join(str(defs.get(named, {}).get("description", "")).split())
    return said.partition(". ")[0].rstrip(".") + "." if said else ""


def _type(field: Schema) -> str:
    if "$ref" in field:
        name = field["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "const" in field:
        return f"always `{field['const']}`"
    if "anyOf" in field:
        return " or ".join(dict.fromkeys(_type(option) for option in field["anyOf"]))
    match field.get("type"):
        case "array":
            return f"list of {_type(field['items'])}"
        case "object":
            return "object"
        case "string" if field.get("format") == "date-time":
            return "time, ISO 8601"
        case "string" if "enum" in field:
            return " or ".join(f"`{word}`" for word in field["enum"])
        case str(name):
            return {"string": "text", "boolean": "true or false", "integer": "whole number"}.get(name, name)
        case _:
            return "any"
