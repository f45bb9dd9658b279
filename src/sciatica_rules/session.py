"""An exercise session: stop, hold and resume. A session is immutable; each observation gives the next one.

A hold is never lost: what was said before a stop does not lift it, a clearance never covers what appeared after it was
given, and a session that was saved in the middle of a hold comes back held.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Protocol

from .decision import Decision
from .errors import ProfileError, ProfileProblem, SessionError
from .hold import State, begin, observe
from .outcome import Hold
from .profile import DENIES, OBSERVED, ProfileLike, read_moment, read_moment_of_use, read_profile
from .reference import screen
from .ruleset import HELD_FOR, RuleSet
from .vocabulary import FactType

SCHEMA_VERSION = "1"


class HasRuleSet(Protocol):
    """What ``load_rules`` gives."""

    @property
    def ruleset(self) -> RuleSet:
        """The rule set as data."""
        ...


@dataclass(frozen=True, repr=False)
class Session:
    """One session of one person. Get it from ``rules.session(profile, intervention)``."""

    _state: State

    @classmethod
    def start(cls, ruleset: RuleSet, profile: ProfileLike, intervention: str, as_of: datetime | None) -> Session:
        """Take the first step. Raises ProfileError and UnknownInterventionError."""
        return cls(begin(ruleset, read_profile(profile, ruleset.vocabulary), intervention, as_of))

    @property
    def intervention(self) -> str:
        """What the session is about."""
        return self._state.intervention

    @property
    def held_for(self) -> Hold:
        """Why the session stands still, if it does. Store it: a new day's profile takes it as ``held_for``."""
        return self._state.held

    @cached_property
    def decision(self) -> Decision:
        """What the session says now. While it is held, whatever its resume rules concern is *blocked*."""
        return self.screen(self.intervention)

    def screen(self, intervention: str) -> Decision:
        """The decision on this or another intervention under the same hold. Raises UnknownInterventionError."""
        state = self._state
        standing = state.ruleset.bound(intervention).resume if state.held is not Hold.NONE else frozenset()
        return screen(state.ruleset, state.profile_with_hold, intervention, state.as_of, standing)

    def observe(
        self,
        observation: Mapping[str, Any] | None = None,
        /,
        *,
        as_of: datetime | date | str | None = None,
        **facts: Any,
    ) -> Session:
        """The session after one more observation, e.g. ``session.observe(discomfort=True)``.

        Events (discomfort, pain, difficulty, breathing) count for this observation only; every other fact stays until
        it is changed, and None takes an answer back. Raises ProfileError and leaves this session as it was.
        """
        given = {**(observation or {}), **facts}
        if HELD_FOR in given:
            message = "cannot be observed: it follows from what happens in the session"
            raise ProfileError([ProfileProblem(HELD_FOR, message)])
        seen = read_profile(given, self._state.ruleset.vocabulary)
        withdrawn = set(given) - set(seen.answers) - {OBSERVED, DENIES}
        moment = None if as_of is None else read_moment_of_use(as_of)
        return Session(observe(self._state, seen, withdrawn, moment))

    def to_json(self) -> str:
        """Everything that the next step needs, so that an app killed in the middle of a hold resumes held."""
        state = self._state
        stored = {
            "schema_version": SCHEMA_VERSION,
            "intervention": state.intervention,
            "held_for": state.held.value,
            "as_of": state.as_of.isoformat() if state.as_of else None,
            "profile": state.profile.as_mapping(),
        }
        return json.dumps(stored, default=_number_as_text, ensure_ascii=False, allow_nan=False)

    @classmethod
    def from_json(cls, text: str, rules: HasRuleSet) -> Session:
        """A stored session, under the rules as they are now. Raises SessionError on anything that is not one."""
        problem = "the text is not a session stored by to_json, or names what these rules do not know"
        try:
            return cls(_restore(text, rules.ruleset))
        except SessionError as error:
            problem = error.problem
        except ProfileError as error:
            problem = str(error)
        except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError):
            pass
        # Raised out here, the error does not carry the other one along, which could show what a patient answered.
        raise SessionError(problem)

    def __repr__(self) -> str:
        return f"Session(intervention={self.intervention!r}, held_for={self.held_for.value!r})"


def _restore(text: str, ruleset: RuleSet) -> State:
    stored = json.loads(text, parse_float=Decimal, object_pairs_hook=_each_key_once)
    if set(stored) != {"schema_version", "intervention", "held_for", "as_of", "profile"}:
        raise SessionError("its keys are not those of a stored session")
    if stored["schema_version"] != SCHEMA_VERSION:
        raise SessionError(f"only version {SCHEMA_VERSION} of the format can be read")
    profile = read_profile(_numbers_from_text(stored["profile"], ruleset), ruleset.vocabulary)
    if HELD_FOR in profile.answers:
        raise SessionError("its profile says why the session is held, which only the session knows")
    as_of = None if stored["as_of"] is None else read_moment(stored["as_of"])
    ruleset.bound(stored["intervention"])
    held = Hold(stored["held_for"])
    if held is not Hold.NONE and HELD_FOR not in ruleset.vocabulary.facts:
        raise SessionError("it is held, and these rules know no hold")
    return State(ruleset, stored["intervention"], profile, held, as_of)


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A key that stands twice could take a hold back."""
    if len(dict(pairs)) != len(pairs):
        raise SessionError("a key stands twice")
    return dict(pairs)


def _number_as_text(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"a session holds no {type(value).__name__}")


def _numbers_from_text(profile: dict[str, Any], ruleset: RuleSet) -> dict[str, Any]:
    """JSON has no exact decimals, so they are stored as text."""
    facts = ruleset.vocabulary.facts
    return {
        name: Decimal(value)
        if isinstance(value, str) and name in facts and facts[name].type is FactType.DECIMAL
        else value
        for name, value in profile.items()
    }
