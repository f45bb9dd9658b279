"""What a person is told: one decision, complete, as data.

The JSON form has a schema: ``Decision.model_json_schema()``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, NoReturn, Self

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from .origin import Origin
from .outcome import Effect, Hold, NextStep, Outcome

SCHEMA_VERSION: Literal["1"] = "1"

JsonNumber = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]
FactValue = bool | int | JsonNumber | str | None

_new = object.__new__
_put_dict, _put_fields_set, _put_extra, _put_private = (
    vars(BaseModel)[slot].__set__
    for slot in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
)
"""What a model of pydantic consists of, found once: a decision has dozens of parts."""


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
        made = _new(cls)
        _put_fields_set(made, set(values))
        _put_dict(made, {**cls._same_for_all, **values} if cls._same_for_all else values)
        _put_extra(made, None)
        _put_private(made, None)
        return made


class SourceNote(_Part):
    """A document that a rule rests on."""

    key: str = Field(description="Its key in the rules' list of sources.")
    statement: str | None = Field(
        description="The numbered statement, where the founding article is the source; else null."
    )
    title: str = Field(description="The title of the document.")
    organisation: str = Field(description="Who published it.")
    year: str = Field(description="The year it was published, as text; 'n.d.' where it bears none.")
    link: str | None = Field(description="Where it can be read; null where no address is known.")
    strength: str = Field(description="What kind of document it is, such as guideline, review, label or article.")
    seen: str = Field(description="How much of it the author of the rule read, such as page_text, abstract or title.")


class FactNote(_Part):
    """A fact that took part in a decision, with its value and where that comes from."""

    fact: str = Field(description="The name of the fact.")
    value: FactValue = Field(
        repr=False,
        description="In the unit of the fact; null where the answer is stale, or where answers contradict each other.",
    )
    origin: Origin = Field(description="Where the value comes from.")


class DepartureNote(_Part):
    """For clinicians: where the article and current guidance disagree."""

    direction: Literal["stricter", "laxer"] = Field(description="How the article stands to the guidance.")
    note: str = Field(description="What differs, in one sentence.")
    source: SourceNote = Field(description="The guidance.")


class Reason(_Part):
    """A rule that objects."""

    rule: str = Field(description="The id of the rule.")
    title: str = Field(description="A short noun phrase for lists.")
    message: str = Field(description="To the patient, in one sentence.")
    action: str = Field(description="What to do next.")
    effect: Effect = Field(description="What the rule demands: consult_doctor or blocked.")
    next_step: NextStep = Field(description="How pressing that is; from fix to emergency.")
    hold: Hold = Field(description="Why a session stands still from now on; none for a rule that stops no session.")
    facts: tuple[FactNote, ...] = Field(
        description="The facts that made the rule true, in the order of asking. In a held session a rule may stand"
        " until it is known to be false; then those it still needs."
    )
    sources: tuple[SourceNote, ...] = Field(description="The documents the rule rests on, at least one.")
    departs_from_evidence: DepartureNote | None = Field(
        description="Where current guidance is stricter or laxer than the rule; null where no such place is known."
    )
    status: str = Field(description="'draft' until a clinician has reviewed the rule.")


class Precaution(_Part):
    """A rule that is worth knowing and stands in nobody's way."""

    rule: str = Field(description="The id of the rule.")
    title: str = Field(description="A short noun phrase for lists.")
    message: str = Field(description="To the patient, in one sentence.")
    action: str = Field(description="What to do about it; empty where the message says it all.")
    certain: bool = Field(description="False where an unanswered fact decides whether it concerns this person.")
    sources: tuple[SourceNote, ...] = Field(description="The documents the rule rests on, at least one.")


class Question(_Part):
    """A fact as a person is asked about it."""

    fact: str = Field(description="The name of the fact.")
    question: str = Field(description="The question to ask.")


class Undetermined(_Part):
    """A rule that could object once its facts are known."""

    rule: str = Field(description="The id of the rule.")
    title: str = Field(description="A short noun phrase for lists; do not show it to a patient as if it were so.")
    effect: Effect = Field(description="What the rule would demand.")
    needs: tuple[Question, ...] = Field(description="The unknown facts it waits for, in the order of asking.")


class Missing(_Part):
    """An unknown fact that could still change the outcome."""

    fact: str = Field(description="The name of the fact.")
    question: str = Field(description="The question to ask.")
    group: str = Field(description="The screen of questions it belongs to.")
    answered_by: str = Field(description="Who can answer: patient, clinician or either.")
    settled_by: tuple[str, ...] = Field(
        description="Unknown facts beneath it, whose answers may settle it; empty where only its own answer can."
    )
    assumed: bool = Field(
        description="True where a value is taken until it is answered, such as a clearance nobody mentioned. Not"
        " counted among the questions of the summary."
    )
    rules: tuple[str, ...] = Field(description="The undetermined rules that wait for it, by id.")


class Assumption(_Part):
    """A fact that nobody answered, with the value that was taken for it."""

    fact: str = Field(description="The name of the fact.")
    question: str = Field(description="The question whose answer was assumed.")
    value: FactValue = Field(description="The value that was taken, in the unit of the fact; never null.")
    rules: tuple[str, ...] = Field(description="The rules whose verdict leans on it, by id.")


class Conflict(_Part):
    """A fact for which there is evidence both ways."""

    fact: str = Field(description="The name of the fact.")
    question: str = Field(description="The question to clear up.")
    between: tuple[str, ...] = Field(description="The facts whose answers contradict each other, this one included.")


class Stale(_Part):
    """An answer that does not count at the moment of use: too old, or dated after it."""

    fact: str = Field(description="The name of the fact.")
    question: str = Field(description="The question to ask again.")
    observed: datetime = Field(description="When it was answered, in UTC.")


class PackStamp(_Part):
    """A published group of rules and its version."""

    id: str = Field(description="Its name.")
    version: str = Field(description="Its own version, apart from that of the library.")
    status: str = Field(description="'draft' until a clinician has reviewed it.")


class Override(_Part):
    """A parameter that was set to something other than the shipped value."""

    parameter: str = Field(description="The name of the parameter.")
    value: JsonNumber | int = Field(description="The value that counted, in the unit of the parameter.")
    usual: JsonNumber | int = Field(description="The shipped value, in the same unit.")
    looser: bool = Field(description="Whether it can make decisions milder.")


class RuleSetStamp(_Part):
    """Exactly which rules decided."""

    base: PackStamp = Field(description="The complete rule set that everything stands on.")
    packs: tuple[PackStamp, ...] = Field(description="The packs that tighten it, in the order of loading.")
    left_out: tuple[str, ...] = Field(description="Shipped packs that were left out by name; mostly empty.")
    overrides: tuple[Override, ...] = Field(description="Parameters set to another value, by name; mostly empty.")
    logic_digest: str = Field(description="SHA-256 over everything that can change an outcome.")
    digest: str = Field(description="SHA-256 over the logic and all texts.")


class Decision(_Part):
    """The answer to: may this person do this, or have it done?

    ``outcome`` is one of *allowed*, *consult_doctor*, *blocked*. *allowed* means that no rule of this set objects; it
    is not a promise, and no clinician has reviewed the rules. A decision is neither true nor false: ``bool()`` raises.
    """

    _same_for_all: ClassVar[Mapping[str, Any]] = {"schema_version": SCHEMA_VERSION}

    schema_version: Literal["1"] = Field(default=SCHEMA_VERSION, description="The form of this document.")
    intervention: str = Field(description="The id of what was asked for.")
    title: str = Field(description="What was asked for, in words.")
    outcome: Outcome = Field(description="The answer. Allowed means that no rule of this set objects, nothing more.")
    next_step: NextStep = Field(description="What to do next, the most pressing of all reasons; none where allowed.")
    summary: str = Field(
        min_length=1,
        description="The answer in one sentence that stands alone. The questions it counts are those of missing that"
        " are not assumed.",
    )
    final_say: str = Field(
        description="Who decides in the end, to be shown with the answer: for a nerve block the treating doctor. Empty"
        " where nothing is to be said."
    )
    safety_net: str = Field(description="What a patient must always be told, whatever the outcome.")
    review: str = Field(description="Whether a clinician has reviewed the rules behind this decision.")
    at_least: Outcome = Field(description="What holds whatever is answered next.")
    at_most: Outcome = Field(description="The worst that a further answer could bring.")
    settled: bool = Field(description="Whether no further answer can change the outcome.")
    reasons: tuple[Reason, ...] = Field(
        description="The rules that object, the worst and most pressing first; empty where none does."
    )
    undetermined: tuple[Undetermined, ...] = Field(
        description="The rules that could object once more is known; empty where every rule is decided."
    )
    missing: tuple[Missing, ...] = Field(
        description="The unknown facts that could still change the outcome, the most influential first, the assumed"
        " ones last; empty where the decision is settled. Answering all of them settles it, unless answers contradict."
    )
    precautions: tuple[Precaution, ...] = Field(
        description="What to mind; shown unless known not to concern this person."
    )
    assumed: tuple[Assumption, ...] = Field(
        description="Facts nobody answered, for which a value was taken that some verdict leans on."
    )
    conflicts: tuple[Conflict, ...] = Field(
        description="Facts for which answers contradict each other. While there are any, at least consult_doctor."
    )
    stale: tuple[Stale, ...] = Field(
        description="Answers that took no part, too old or dated after as_of; always empty without as_of."
    )
    not_covered: tuple[str, ...] = Field(
        description="Topics that no loaded rule asks about, in words: of packs left out first, then what concerns this"
        " intervention most."
    )
    facts: tuple[FactNote, ...] = Field(
        description="Every fact that took part and is not simply unknown, in the order of the vocabulary."
    )
    profile: dict[str, FactValue | dict[str, str] | list[str]] = Field(
        description="The answers that took part, enough to screen again: a value by name of the fact, 'observed' with"
        " times by name, 'denies' with groups."
    )
    as_of: datetime | None = Field(description="The moment of use, in UTC; null where no answer was taken to age.")
    in_session: bool = Field(description="Whether a session decided, in which a hold stands until it is lifted.")
    ruleset: RuleSetStamp = Field(description="Base, packs, what was left out or set: exactly which rules decided.")
    engine: str = Field(description="The version of the library.")

    def __bool__(self) -> NoReturn:
        raise TypeError("a Decision is neither true nor false; compare decision.outcome with Outcome.ALLOWED")

    def __hash__(self) -> int:
        return hash((self.intervention, self.outcome, self.next_step, self.facts))

    def __repr__(self) -> str:
        outcome, next_step = self.outcome.value, self.next_step.value
        return f"Decision(intervention={self.intervention!r}, outcome={outcome!r}, next_step={next_step!r})"

    __str__ = __repr__
