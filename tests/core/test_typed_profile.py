"""``PatientProfile``, and the same thing for a foreign vocabulary."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

import sciatica_rules
from sciatica_rules import MissingExtraError, PatientProfile, ProfileError, load_rules

RULES = load_rules()
MODELS = [PatientProfile, RULES.profile_model]


@pytest.mark.parametrize("model", MODELS)
def test_a_typed_profile_is_screened_like_the_plain_one(model: Any) -> None:
    plain = {
        "pain_nrs": 3,
        "body_temperature_c": 37.6,
        "malignancy_status": "remission",
        "fever": False,
        "observed": {"fever": "2026-01-31", "pain_nrs": None},
        "denies": ["emergency_signs"],
    }
    typed = model(**{**plain, "observed": {"fever": "2026-01-31"}, "pregnant": None, "stroke_history": float("nan")})
    again = model.model_validate_json(typed.model_dump_json())
    assert typed == again == model.model_validate(typed.as_mapping())
    assert typed.body_temperature_c == Decimal("37.6")
    assert typed.observed == {"fever": datetime(2026, 1, 31, tzinfo=UTC)}
    whole = RULES.screen(plain, "bicycle", as_of="2026-01-31T12:00")
    assert RULES.screen(typed, "bicycle", as_of="2026-01-31T12:00").model_dump_json() == whole.model_dump_json()


def test_its_repr_names_the_answered_facts_and_no_values() -> None:
    assert repr(PatientProfile(pain_nrs=7, fever=True)) == "PatientProfile(answered: fever, pain_nrs)"
    assert str(PatientProfile()) == "PatientProfile(answered: nothing)"


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"fever": "no"}, "fever: must be true, false or null"),
        ({"fever": 0}, "fever: must be true, false or null"),
        ({"pain_nrs": 11}, "pain_nrs: must be a whole number from 0 to 10, or null"),
        ({"pain_nrs": True}, "pain_nrs: must be a whole number from 0 to 10, or null"),
        ({"body_temperature_c": "38"}, "body_temperature_c: must be a number from"),
        ({"body_temperature_c": Decimal("37.60000000000000000001")}, "body_temperature_c: must be a number from"),
        (
            {"malignancy_status": "gone"},
            "malignancy_status: must be one of none, suspected, active, remission, or null",
        ),
        ({"pain": 4}, "pain: no fact has this name"),
        ({"observed": {"fever": "soon"}}, "observed: must map fact names to a date and time"),
        ({"denies": ["everything"]}, "denies: must be a list of groups"),
    ],
)
def test_what_cannot_be_used_is_named_and_never_shown(model: Any, given: dict[str, Any], said: str) -> None:
    builds: list[Callable[[], object]] = [partial(model, **given), partial(model.model_validate, given)]
    for build in builds:
        with pytest.raises(ProfileError) as caught:
            build()
        assert said in str(caught.value)
        assert caught.value.__context__ is None
        assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems  # noqa: S301


def test_what_is_no_mapping_or_no_json_is_refused() -> None:
    with pytest.raises(ProfileError, match="must be a mapping"):
        PatientProfile.model_validate([1])
    with pytest.raises(ProfileError, match="must be a mapping"):
        PatientProfile.model_validate_json("{")


def test_it_is_never_changed() -> None:
    profile = PatientProfile(pain_nrs=7)
    with pytest.raises(AttributeError, match="is never changed"):
        profile.pain_nrs = 3


def test_a_missing_extra_says_what_to_install_also_from_another_process() -> None:
    error = pickle.loads(pickle.dumps(MissingExtraError("sciatica-rules", "cli")))  # noqa: S301
    assert str(error) == "sciatica-rules needs optional packages: pip install 'sciatica-rules[cli]'"


def test_the_package_has_no_other_names_and_a_type_checker_knows() -> None:
    with pytest.raises(AttributeError, match="Profil"):
        _ = sciatica_rules.Profil  # type: ignore[attr-defined]
