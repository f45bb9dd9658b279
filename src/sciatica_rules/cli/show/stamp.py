"""Exactly which rules decided, and how they were changed."""

from __future__ import annotations

from ...decision import RuleSetStamp
from ..page import BAD, CARE, DIM, Page
from .words import number


def show_stamp(page: Page, stamp: RuleSetStamp, by: str) -> None:
    """What was left out or set otherwise, then the versions. ``by`` says what ran them."""
    if stamp.left_out:
        page.line((f"Left out: {', '.join(stamp.left_out)}. Nothing of it was asked.", BAD))
    for override in stamp.overrides:
        looser = ", the less strict side" if override.looser else ""
        text = f"Changed: {override.parameter} is {number(override.value)}, usually {number(override.usual)}{looser}."
        page.line((text, BAD if override.looser else CARE))
    packs = " + ".join(f"{pack.id} {pack.version} ({pack.status})" for pack in (stamp.base, *stamp.packs))
    page.line((f"Rules {packs}, {stamp.digest[:12]}; {by}.", DIM))
