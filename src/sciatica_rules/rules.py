"""The rules as users hold them: what was loaded, with the verbs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from .decision import Decision
from .digest import full_digest, logic_digest
from .engine import Engine
from .errors import ProfileError, ProfileProblem
from .examples import ExampleFailure, check_examples
from .frames import OnInvalid, Output
from .intervention import Intervention
from .late import Late
from .outcome import Outcome
from .parameter import Parameter
from .profile import Profile, ProfileLike, read_moment_of_use
from .replay import Replay, replay
from .rule import Rule
from .ruleset import RuleSet
from .session import Session
from .source import Source
from .vocabulary import Fact

if TYPE_CHECKING:
    from . import profile_model as models
    from .proof import diff as differences
    from .proof import finding as findings
else:
    # Whoever asks for the types of these methods gets them; who only screens loads none of it.
    differences, findings, models = Late(".proof.diff"), Late(".proof.finding"), Late(".profile_model")

Frame = TypeVar("Frame")

Moment = datetime | date | str
"""A point in time; text is ISO 8601, a time without a zone is taken as UTC, and a day on its own as its end."""


@dataclass(frozen=True, eq=False, repr=False)
class Rules:
    """A loaded rule set. Immutable and free of side effects: share one between threads."""

    ruleset: RuleSet

    def screen(self, profile: ProfileLike, intervention: str, as_of: Moment | None = None) -> Decision:
        """May this person do this, or have it done?

        ``as_of`` is the moment of use: an answer observed longer before it than it stays good counts as unknown.
        Without it, nothing ages. Raises ProfileError and UnknownInterventionError.
        """
        return self._engine.screen(profile, intervention, _moment(as_of))

    def outcome(self, profile: ProfileLike, intervention: str, as_of: Moment | None = None) -> Outcome:
        """The outcome alone. Raises ProfileError and UnknownInterventionError."""
        return self._engine.outcome(profile, intervention, None if as_of is None else _moment(as_of))

    def outcomes(self, profile: ProfileLike, as_of: Moment | None = None) -> dict[str, Outcome]:
        """The outcome of each intervention, in the order in which they are listed. Raises ProfileError."""
        return self._engine.outcomes(profile, _moment(as_of))

    def screen_all(self, profile: ProfileLike, as_of: Moment | None = None) -> dict[str, Decision]:
        """One decision for each intervention, in the order in which they are listed. Raises ProfileError."""
        read, moment = self.read(profile), _moment(as_of)
        return {name: self._engine.screen(read, name, moment) for name in self.interventions}

    def screen_frame(
        self,
        frame: Frame,
        intervention: str,
        *,
        output: Output = "outcome",
        columns: Mapping[str, str] | None = None,
        assume_known: Collection[str] = (),
        on_invalid: OnInvalid = "refuse",
        outcome_column: str = "outcome",
        prefix: str = "rule_",
    ) -> Frame:
        """Screen every row of a frame: the same kind of frame comes back, with its columns and what was found.

        ``output`` is the outcome alone, with it the *verdicts* (one nullable boolean for each rule), or with it the
        *reasons* (lists of words). ``columns`` maps facts to columns that are called otherwise; facts without a column
        are unknown. Columns that cannot tell a missing answer are refused unless the fact is in ``assume_known``. A
        value that a fact may not hold is an error, or else, with ``on_invalid="unknown"``, it is unknown and the row
        is never allowed. Raises PopulationError, MissingExtraError and UnknownInterventionError.
        """
        # Imported here: who screens one person needs no frames.
        from .population.frame import screen_frame
        from .population.request import Request

        asked = (output, columns or {}, assume_known, on_invalid, outcome_column, prefix)
        return screen_frame(frame, Request(self.ruleset, intervention, *asked))

    def screen_batches(
        self,
        batches: Iterable[Any],
        intervention: str,
        *,
        output: Output = "outcome",
        columns: Mapping[str, str] | None = None,
        assume_known: Collection[str] = (),
        on_invalid: OnInvalid = "refuse",
        outcome_column: str = "outcome",
        prefix: str = "rule_",
    ) -> Iterator[Any]:
        """Screen a stream of ``pyarrow.RecordBatch``, one after the other, in little memory. As ``screen_frame``."""
        # Imported here: who screens one person needs no frames.
        from .population.batches import screen_batches
        from .population.request import Request

        asked = (output, columns or {}, assume_known, on_invalid, outcome_column, prefix)
        return screen_batches(batches, Request(self.ruleset, intervention, *asked))

    def session(self, profile: ProfileLike, intervention: str, as_of: Moment | None = None) -> Session:
        """A session that starts from this profile. Raises ProfileError and UnknownInterventionError."""
        return Session.start(self.ruleset, profile, intervention, _moment(as_of))

    def replay(self, decision: Decision) -> Replay:
        """Screen again what a stored decision rested on, and compare. Raises as ``screen`` does."""
        return replay(self.ruleset, decision)

    def read(self, profile: ProfileLike) -> Profile:
        """Check a profile once, to screen it many times. Raises ProfileError naming every problem, never a value."""
        return self._engine.read(profile)

    def check_examples(self) -> tuple[ExampleFailure, ...]:
        """Run the examples of every rule. Empty if all come out as they say."""
        return check_examples(self.ruleset)

    def check(self, budget: int | None = None) -> tuple[findings.Finding, ...]:
        """Prove these rules consistent: what every check of ``docs/checks/`` finds, each with somebody it happens to.

        ``budget`` is the number of search steps that one question may take; beyond it the finding says *not proved*.
        """
        # Imported here: who only screens needs no prover.
        from .proof.check import check

        return check(self.ruleset) if budget is None else check(self.ruleset, budget)

    def diff(self, new: Rules, budget: int | None = None) -> differences.Difference:
        """What other rules change for people, proved over all of them, and what they say in other words.

        ``budget`` is the number of search steps that one question may take; beyond it the answer is *not proved*.
        """
        from .proof.diff import diff

        return diff(self.ruleset, new.ruleset) if budget is None else diff(self.ruleset, new.ruleset, budget)

    @property
    def interventions(self) -> Mapping[str, Intervention]:
        """What can be screened, by id."""
        return self.ruleset.interventions

    @property
    def facts(self) -> Mapping[str, Fact]:
        """What may be asked, by name."""
        return self.ruleset.vocabulary.facts

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """The thresholds that the sources leave open, by name, as shipped; ``ruleset.values`` holds overrides."""
        return self.ruleset.parameters

    @property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule, by id."""
        return self.ruleset.rules

    @property
    def sources(self) -> Mapping[str, Source]:
        """Every document that is cited, by key."""
        return self.ruleset.sources

    @cached_property
    def profile_model(self) -> type[models.ProfileModel]:
        """The typed profile of this vocabulary; ``PatientProfile`` is the one of the shipped rules."""
        # Imported here: a first pydantic model that is not deferred costs as much as all the rest of the library.
        from .profile_model import profile_model

        return profile_model(self.ruleset.vocabulary)

    @property
    def version(self) -> str:
        """Base and packs with their versions, e.g. ``article 0.1.0 + safety_gate 0.1.0``."""
        return " + ".join(f"{pack.id} {pack.version}" for pack in self.ruleset.packs)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the logic and every text; two rule sets with one digest say the same."""
        return full_digest(self.ruleset)

    @cached_property
    def logic_digest(self) -> str:
        """SHA-256 over everything that can change an outcome."""
        return logic_digest(self.ruleset)

    @cached_property
    def _engine(self) -> Engine:
        return Engine(self.ruleset)

    def __reduce__(self) -> tuple[type[Rules], tuple[RuleSet]]:
        # Everything else is worked out again where it is needed, and generated functions cannot be stored.
        return Rules, (self.ruleset,)

    def __repr__(self) -> str:
        return f"Rules({self.version}: {len(self.rules)} rules, {len(self.interventions)} interventions)"


def _moment(moment: Moment | None) -> datetime | None:
    try:
        return None if moment is None else read_moment_of_use(moment)
    except ValueError as error:
        raise ProfileError([ProfileProblem("as_of", str(error))]) from None
