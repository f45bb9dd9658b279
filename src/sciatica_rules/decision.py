"""What a person is told: one decision, complete, as data.

The JSON form has a schema: ``Decision.model_json_schema()``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, NoReturn, Self

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from .evidence import Origin
from .outcome import Effect, Hold, NextStep, Outcome

SCHEMA_VERSION: Literal["1"] = "1"

JsonNumber = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]
FactValue = bool | int | JsonNumber | str | None


class _Part(BaseModel):
    # Built on first use, so that importing the package stays cheap.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, hide_input_in_errors=True)

    _same_for_all: ClassVar[Mapping[str, Any]] = {}
    """The fields with defaults, which come first."""

    @classmethod
    def proven(cls, **values: Any) -> Self:
        """A part of which every value, in the order of the fields, is known to be valid: nothing is checked or copied.

        It equals what the class itself makes of these values, in a fraction of the time.
        """
        made = cls.__new__(cls)
        put = object.__setattr__
        put(made, "__pydantic_fields_set__", set(values))
        put(made, "__dict__", {**cls._same_for_all, **values} if cls._same_for_all else values)
        put(made, "__pydantic_extra__", None)
        put(made, "__pydantic_private__", None)
        return made


class SourceNote(_Part):
    """A document that a rule rests on. ``seen`` says how much of it the rule's author read."""

    key: str
    statement: str | None = Field(description="The numbered statement, where the founding article is the source.")
    title: str
    organisation: str
    year: str
    link: str | None
    strength: str
    seen: str


class FactNote(_Part):
    """A fact that took part in a decision, with its value and where that comes from."""

    fact: str
    value: FactValue = Field(description="Null where the answer is stale, or where answers contradict each other.")
    origin: Origin


class DepartureNote(_Part):
    """For clinicians: where the article and current guidance disagree."""

    direction: Literal["stricter", "laxer"]
    note: str
    source: SourceNote


class Reason(_Part):
    """A rule that objects."""

    rule: str
    title: str
    message: str
    action: str
    effect: Effect
    next_step: NextStep
    hold: Hold
    facts: tuple[FactNote, ...] = Field(description="The facts that made the rule true.")
    sources: tuple[SourceNote, ...]
    departs_from_evidence: DepartureNote | None
    status: str = Field(description="'draft' until a clinician has reviewed the rule.")


class Precaution(_Part):
    """A rule that is worth knowing and stands in nobody's way."""

    rule: str
    title: str
    message: str
    action: str
    certain: bool = Field(description="False where an unanswered fact decides whether it concerns this person.")
    sources: tuple[SourceNote, ...]


class Question(_Part):
    """A fact as a person is asked about it."""

    fact: str
    question: str


class Undetermined(_Part):
    """A rule that could object once its facts are known."""

    rule: str
    title: str
    effect: Effect
    needs: tuple[Question, ...]


class Missing(_Part):
    """An unknown fact that could still change the outcome."""

    fact: str
    question: str
    group: str
    answered_by: str
    settled_by: tuple[str, ...] = Field(description="Unknown facts beneath it, whose answers may settle it.")
    assumed: bool = Field(description="True where a value is assumed until it is answered.")
    rules: tuple[str, ...] = Field(description="The undetermined rules that wait for it.")


class Assumption(_Part):
    """A fact that nobody answered, with the value that was taken for it."""

    fact: str
    question: str
    value: FactValue
    rules: tuple[str, ...] = Field(description="The rules whose verdict leans on it.")


class Conflict(_Part):
    """A fact for which there is evidence both ways."""

    fact: str
    question: str
    between: tuple[str, ...] = Field(description="The facts whose answers contradict each other.")


class Stale(_Part):
    """An answer that is too old to count."""

    fact: str
    question: str
    observed: datetime


class PackStamp(_Part):
    """A published group of rules and its version."""

    id: str
    version: str
    status: str


class Override(_Part):
    """A parameter that was set to something other than the shipped value."""

    parameter: str
    value: JsonNumber | int
    usual: JsonNumber | int
    looser: bool


class RuleSetStamp(_Part):
    """Exactly which rules decided."""

    base: PackStamp
    packs: tuple[PackStamp, ...]
    left_out: tuple[str, ...]
    overrides: tuple[Override, ...]
    logic_digest: str = Field(description="SHA-256 over everything that can change an outcome.")
    digest: str = Field(description="SHA-256 over the logic and all texts.")


class Decision(_Part):
    """The answer to: may this person do this, or have it done?

    ``outcome`` is one of *allowed*, *consult_doctor*, *blocked*. *allowed* means that no rule of this set objects; it
    is not a promise, and no clinician has reviewed the rules. A decision is neither true nor false: ``bool()`` raises.
    """

    _same_for_all: ClassVar[Mapping[str, Any]] = {"schema_version": SCHEMA_VERSION}

    schema_version: Literal["1"] = SCHEMA_VERSION
    intervention: str
    title: str
    outcome: Outcome
    next_step: NextStep
    summary: str = Field(min_length=1)
    safety_net: str = Field(description="What a patient must always be told, whatever the outcome.")
    review: str = Field(description="Whether a clinician has reviewed the rules behind this decision.")
    at_least: Outcome = Field(description="What holds whatever is answered next.")
    at_most: Outcome = Field(description="The worst that a further answer could bring.")
    settled: bool = Field(description="Whether no further answer can change the outcome.")
    reasons: tuple[Reason, ...]
    undetermined: tuple[Undetermined, ...]
    missing: tuple[Missing, ...]
    precautions: tuple[Precaution, ...]
    assumed: tuple[Assumption, ...]
    conflicts: tuple[Conflict, ...]
    stale: tuple[Stale, ...]
    not_covered: tuple[str, ...]
    facts: tuple[FactNote, ...]
    profile: dict[str, FactValue | dict[str, str] | list[str]] = Field(
        description="The answers that took part, enough to screen again."
    )
    as_of: datetime | None
    in_session: bool = Field(description="Whether a session decided, in which a hold stands until it is lifted.")
    ruleset: RuleSetStamp
    engine: str

    def __bool__(self) -> NoReturn:
        raise TypeError("a Decision is neither true nor false; compare decision.outcome with Outcome.ALLOWED")

    def __repr__(self) -> str:
        outcome, next_step = self.outcome.value, self.next_step.value
        return f"Decision(intervention={self.intervention!r}, outcome={outcome!r}, next_step={next_step!r})"

    __str__ = __repr__
