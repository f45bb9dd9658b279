"""A profile as a typed, frozen, strict model, for editors and for JSON Schema.

``PatientProfile`` is written out for the shipped vocabulary; a foreign vocabulary gets the same thing at run time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from types import GenericAlias
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationError,
    create_model,
    model_validator,
)
from pydantic.fields import FieldInfo

from .errors import ProfileError, ProfileProblem, did_you_mean
from .profile import DENIES, OBSERVED, as_number, is_nan, read_moment
from .units import from_to
from .vocabulary import Fact, FactType, Vocabulary


def _exact(value: object) -> object:
    number = as_number(value)
    if number is None and isinstance(value, Decimal):
        raise ValueError("not a number that a float can hold")
    return value if number is None else Decimal(number)


def _moment(value: object) -> object:
    return value if value is None else read_moment(value)


ExactNumber = Annotated[Decimal, BeforeValidator(_exact), PlainSerializer(float, return_type=float, when_used="json")]
"""A number exactly as it was written: 37.6 is 37.6."""

Moment = Annotated[datetime, BeforeValidator(_moment)]
"""A point in time; one without a zone is taken as UTC."""


class ProfileModel(BaseModel):
    """What is known about one person. Every fact is optional, and unknown until it is answered.

    Raises ProfileError naming each fact that cannot be used and what is allowed, never the value that was given.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    def __init__(self, /, **given: Any) -> None:
        problems = None
        try:
            super().__init__(**given)
        except ValidationError as error:
            problems = _problems(type(self), error)
        # Raised out here, the error does not carry the other one along, which holds what the patient answered.
        if problems:
            raise ProfileError(problems)

    @model_validator(mode="before")
    @classmethod
    def _nan_is_unknown(cls, given: object) -> object:
        if not isinstance(given, Mapping):
            return given
        return {name: None if is_nan(value) else value for name, value in given.items()}

    def __setattr__(self, name: str, value: object) -> None:
        # In pydantic's own error the new value would be shown.
        raise AttributeError(f"a {type(self).__name__} is never changed; make another one")

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """As pydantic's, but raises ProfileError."""
        return cls._checked(super().model_validate, obj, options)

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """As pydantic's, but raises ProfileError."""
        return cls._checked(super().model_validate_json, json_data, options)

    @classmethod
    def _checked(cls, validate: Any, given: Any, options: dict[str, Any]) -> Self:
        validated: Self | None = None
        problems: list[ProfileProblem] = []
        try:
            validated = validate(given, **options)
        except ValidationError as error:
            problems = _problems(cls, error)
        if validated is None:
            raise ProfileError(problems)
        return validated

    def as_mapping(self) -> dict[str, Any]:
        """The answered facts as plain values, and ``observed`` and ``denies`` where given."""
        return {name: value for name in type(self).model_fields if (value := getattr(self, name)) not in (None, {}, ())}

    def __repr__(self) -> str:
        return f"{type(self).__name__}(answered: {', '.join(self.as_mapping()) or 'nothing'})"

    __str__ = __repr__


def profile_model(vocabulary: Vocabulary, name: str = "Profile") -> type[ProfileModel]:
    """The model of a vocabulary, built at run time."""
    fields: dict[str, Any] = {fact.name: _field(fact) for fact in vocabulary.facts.values()}
    names: Any = Literal[tuple(vocabulary.facts)]
    groups: Any = Literal[tuple(group.name for group in vocabulary.groups)]
    fields[OBSERVED] = (GenericAlias(dict, (names, Moment)), Field(default={}, description=OBSERVED_MEANING))
    fields[DENIES] = (
        GenericAlias(tuple, (groups, ...)),
        Field(default=(), description=DENIES_MEANING, strict=False),
    )
    return create_model(name, __base__=ProfileModel, **fields)


OBSERVED_MEANING = "When a fact was observed; a time without a zone is taken as UTC."
UNIT_KEY = "x-unit"
"""Where a JSON Schema of profiles keeps the UCUM code."""
DENIES_MEANING = "Groups of which the person says: nothing of this."


def meaning(fact: Fact) -> str:
    """The question, and for a number what may be answered."""
    if fact.minimum is None:
        return fact.question
    return f"{fact.question} ({from_to(fact.minimum, fact.maximum, fact.unit)})"


def _field(fact: Fact) -> tuple[Any, Any]:
    limits: dict[str, Any] = {}
    if fact.minimum is not None:
        limits = {"ge": fact.minimum, "le": fact.maximum, "json_schema_extra": {UNIT_KEY: fact.unit}}
    types: dict[FactType, Any] = {FactType.BOOLEAN: bool, FactType.INTEGER: int, FactType.DECIMAL: ExactNumber}
    kind = Literal[tuple(fact.choices)] if fact.type is FactType.CHOICE else types[fact.type]
    return kind | None, Field(default=None, description=meaning(fact), **limits)


def _problems(model: type[ProfileModel], error: ValidationError) -> list[ProfileProblem]:
    found: list[ProfileProblem] = []
    for detail in error.errors(include_url=False, include_input=False):
        told = detail.get("ctx", {}).get("error")
        if isinstance(told, ProfileError):
            found.extend(told.problems)
            continue
        if not detail["loc"]:
            found.append(ProfileProblem("profile", "must be a mapping of fact names to values"))
            continue
        name = str(detail["loc"][0])
        if name not in model.model_fields:
            found.append(ProfileProblem(name, f"no fact has this name{did_you_mean(name, model.model_fields)}"))
        elif name == OBSERVED:
            message = "must map fact names to a date and time such as 2026-01-31T08:30:00+00:00"
            found.append(ProfileProblem(name, message))
        elif name == DENIES:
            found.append(ProfileProblem(name, "must be a list of groups of the vocabulary"))
        else:
            found.append(ProfileProblem(name, _allowed(model.model_fields[name])))
    return list(dict.fromkeys(found))


def _allowed(field: FieldInfo) -> str:
    kind, _none = get_args(field.annotation)
    limits = {key: getattr(limit, key) for limit in field.metadata for key in ("ge", "le") if hasattr(limit, key)}
    if kind is bool:
        return "must be true, false or null"
    if kind is int:
        return f"must be a whole number from {limits['ge']} to {limits['le']}, or null"
    if limits:
        return f"must be a number from {limits['ge']} to {limits['le']}, or null"
    return f"must be one of {', '.join(get_args(kind))}, or null"
