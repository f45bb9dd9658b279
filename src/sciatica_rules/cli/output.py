"""Decisions on standard output, in the format that was asked for."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from ..decision import Decision
from .options import Format


def write_json(decisions: Sequence[Decision], kind: Format, several: bool) -> None:
    """The decisions' own JSON: one object, or a list where several could have been asked for; or one per line."""
    out = sys.stdout
    if kind is Format.NDJSON:
        for decision in decisions:
            out.write(decision.model_dump_json() + "\n")
    elif several:
        out.write("[\n" + ",\n".join(decision.model_dump_json(indent=2) for decision in decisions) + "\n]\n")
    else:
        out.write(decisions[0].model_dump_json(indent=2) + "\n")
