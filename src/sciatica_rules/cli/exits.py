"""What an exit code says, so that ``sciatica-rules screen PROFILE && start`` goes on only where nothing objects."""

from __future__ import annotations

from collections.abc import Iterable

from ..outcome import Outcome

ALLOWED = 0
"""Every decision asked for is *allowed*; or a command that decides nothing did what it was asked."""
DIFFERS = 1
"""``replay``: a stored decision would come out differently. ``check``, ``diff`` and ``mutate``: something was found."""
BAD_INPUT = 2
"""A profile, rules or options that cannot be used."""
CONSULT_DOCTOR = 3
BLOCKED = 4
BUG = 70
"""An error inside the program. Nothing was decided."""
INTERRUPTED = 130
"""Stopped from the keyboard."""
BROKEN_PIPE = 141
"""Whoever read the output went away before its end."""

_CODES = {Outcome.ALLOWED: ALLOWED, Outcome.CONSULT_DOCTOR: CONSULT_DOCTOR, Outcome.BLOCKED: BLOCKED}


class BadInput(Exception):
    """Something that was given cannot be used. The text says what and is ready to be shown."""


def exit_code(outcomes: Iterable[Outcome], exit_zero: bool) -> int:
    """The code of the worst outcome: of several answers the strictest decides."""
    return ALLOWED if exit_zero else _CODES[max(outcomes)]
