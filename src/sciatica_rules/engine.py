"""The generated functions of one rule set, each made when it is first needed, and when to use them.

Ages of answers and held sessions are left to the reference (``reference.py``).
"""

from __future__ import annotations

from datetime import datetime

from . import reference
from .decision import Decision
from .generated import OutcomeFunction, outcome_function
from .outcome import Outcome
from .profile import Profile, ProfileLike
from .program import program
from .rows import Form, Standing
from .ruleset import RuleSet
from .screener import Screener


class Engine:
    """Judges by generated functions wherever they say what the reference says."""

    def __init__(self, ruleset: RuleSet) -> None:
        self._ruleset = ruleset
        self._form = Form(ruleset)
        self._outcomes: dict[bool, dict[str, OutcomeFunction]] = {True: {}, False: {}}
        """By whether nothing in a row is contradictory, and by intervention."""
        self._screeners: dict[str, Screener] = {}

    def read(self, raw: ProfileLike) -> Profile:
        """Check a profile. Raises ProfileError."""
        return raw if isinstance(raw, Profile) and raw.read_by is self._ruleset.vocabulary else self._form.read(raw)

    def outcome(self, raw: ProfileLike, intervention: str, as_of: datetime | None = None) -> Outcome:
        """The outcome alone. Raises ProfileError and UnknownInterventionError."""
        row, consistent = None, True
        if type(raw) is Profile:  # the short ways first
            known = raw.standing
            if as_of is None and type(known) is Standing and known.form is self._form:
                row, consistent = known.row, known.consistent
        elif type(raw) is dict:
            row, consistent = self._form.glance(raw)
        if row is None:
            profile = self.read(raw)
            standing = self._standing(profile, as_of)
            if standing is None:
                return reference.outcome(self._ruleset, profile, intervention, as_of)
            row, consistent = standing.row, standing.consistent
        try:
            function = self._outcomes[consistent][intervention]
        except (KeyError, TypeError):  # not made yet, or nothing that could be an id
            function = self._outcome_function(intervention, consistent)
        return function(row)

    def screen(self, raw: ProfileLike, intervention: str, as_of: datetime | None = None) -> Decision:
        """The complete decision. Raises ProfileError and UnknownInterventionError."""
        profile = self.read(raw)
        standing = self._standing(profile, as_of)
        if standing is None:
            return reference.screen(self._ruleset, profile, intervention, as_of)
        try:
            screener = self._screeners[intervention]
        except (KeyError, TypeError):
            screener = self._screener(intervention)
        return screener.screen(standing, profile, as_of)

    def outcomes(self, raw: ProfileLike, as_of: datetime | None = None) -> dict[str, Outcome]:
        """The outcome of every intervention, in the order in which they are listed. Raises ProfileError."""
        profile = self.read(raw)
        return {name: self.outcome(profile, name, as_of) for name in self._ruleset.interventions}

    def _standing(self, profile: Profile, as_of: datetime | None) -> Standing | None:
        """The row of a person of whom no answer could be too old."""
        return None if as_of is not None and profile.observed else self._form.standing(profile)

    def _outcome_function(self, intervention: str, consistent: bool) -> OutcomeFunction:
        reads = self._ruleset.bound(intervention).reads
        contradictory = [] if consistent else [name for name in self._ruleset.derivations if name in reads]
        compiled = program(self._ruleset, intervention, opened=False)
        made = outcome_function(compiled, self._form.place, contradictory)
        return self._outcomes[consistent].setdefault(intervention, made)

    def _screener(self, intervention: str) -> Screener:
        made = Screener(self._ruleset, self._form, intervention)
        return self._screeners.setdefault(intervention, made)
