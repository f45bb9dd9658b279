"""Was a stored decision right, and would it be the same today?"""

from __future__ import annotations

from dataclasses import dataclass

from .decision import Decision
from .outcome import Hold
from .profile import read_profile
from .reference import screen
from .ruleset import HELD_FOR, RuleSet


@dataclass(frozen=True, slots=True, repr=False)
class Replay:
    """A stored decision beside the same profile screened again."""

    stored: Decision
    again: Decision
    differences: tuple[str, ...]
    """The parts of the decision that came out differently, e.g. ``outcome`` or ``reasons``."""

    @property
    def same(self) -> bool:
        """Whether nothing came out differently."""
        return not self.differences

    def __repr__(self) -> str:
        return f"Replay(same={self.same}, differences={self.differences})"


def replay(ruleset: RuleSet, stored: Decision) -> Replay:
    """Screen again what a stored decision rested on. Raises ProfileError where these rules do not know its facts."""
    profile = read_profile(stored.profile, ruleset.vocabulary)
    standing = None
    if stored.in_session:
        held = profile.answers.get(HELD_FOR, Hold.NONE.value) != Hold.NONE.value
        standing = ruleset.bound(stored.intervention).resume if held else frozenset()
    again = screen(ruleset, profile, stored.intervention, stored.as_of, standing)
    differences = tuple(name for name in Decision.model_fields if getattr(stored, name) != getattr(again, name))
    return Replay(stored, again, differences)
