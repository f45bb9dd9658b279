"""``schema``: JSON Schemas of what people write and get."""

from __future__ import annotations

import json
import sys
from enum import Enum
from typing import Annotated, assert_never

import typer

from ... import schema as schemas
from ...library import SHIPPED_BASE
from ...proof.diff_json import difference_schema
from ...rules import Rules
from ..exits import ALLOWED
from ..options import Base, RuleFolders, RuleOptions, Without

HELP = """JSON Schemas for editors and programs.

KIND is profile, decision, rule, vocabulary or difference (2020-12).

The one of a rule completes keys, facts, tags and sources in an editor.

\b
Examples:
  sciatica-rules schema profile > profile.schema.json
  sciatica-rules schema rule --rules my-clinic > rule.schema.json

\b
A rule file names it in its first line:
  # yaml-language-server: $schema=rule.schema.json
"""


class Kind(str, Enum):
    """What has a schema."""

    PROFILE = "profile"
    DECISION = "decision"
    RULE = "rule"
    VOCABULARY = "vocabulary"
    DIFFERENCE = "difference"


def schema(
    kind: Annotated[Kind, typer.Argument(metavar="KIND", help="profile, decision, rule, vocabulary or difference.")],
    without: Without = None,
    rules: RuleFolders = None,
    base: Base = SHIPPED_BASE,
) -> int:
    """Write one schema."""
    loaded = RuleOptions(rules, without, base=base).load()
    sys.stdout.write(json.dumps(_build(kind, loaded), indent=2, ensure_ascii=False) + "\n")
    return ALLOWED


def _build(kind: Kind, rules: Rules) -> schemas.Schema:
    match kind:
        case Kind.PROFILE:
            return schemas.profile_schema(rules)
        case Kind.DECISION:
            return schemas.decision_schema()
        case Kind.RULE:
            return schemas.rule_schema(rules)
        case Kind.VOCABULARY:
            return schemas.vocabulary_schema(rules)
        case Kind.DIFFERENCE:
            return difference_schema()
        case _:
            assert_never(kind)
