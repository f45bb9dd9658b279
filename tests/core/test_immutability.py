"""A rule set is shared by everybody in a process, so nobody can change it; it can be copied and sent to another one."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest

from sciatica_rules import PatientProfile, ProfileError, Rules, load_rules
from sciatica_rules.frozen import FrozenDict
from sciatica_rules.profile import Profile
from sciatica_rules.vocabulary import FactType
from tests import building

RULES = load_rules()
RULESET = RULES.ruleset
LOW_BACK = {"malignancy_status": "active", "body_temperature_c": 36.6}


@pytest.mark.parametrize(
    "mapping",
    [
        RULES.facts,
        RULES.rules,
        RULES.parameters,
        RULES.interventions,
        RULES.sources,
        RULESET.statements,
        RULESET.overrides,
        RULESET.values,
        RULESET.derivations,
        RULESET.vocabulary.position,
        RULESET.vocabulary.beneath,
        RULESET.base.areas,
        RULES.facts["malignancy_status"].choices,
        RULES.interventions["nerve_block_lidocaine"].typical,
        RULES.interventions["bicycle"].parameters,
        next(iter(RULES.rules.values())).examples[0].given,
        RULES.read(LOW_BACK).answers,
        RULES.read(LOW_BACK).observed,
    ],
)
@pytest.mark.parametrize(
    "change",
    [
        lambda mapping: mapping.__setitem__("fever", None),
        lambda mapping: mapping.__delitem__("fever"),
        lambda mapping: mapping.__ior__({"fever": None}),
        lambda mapping: mapping.clear(),
        lambda mapping: mapping.pop("fever"),
        lambda mapping: mapping.popitem(),
        lambda mapping: mapping.setdefault("fever", None),
        lambda mapping: mapping.update(fever=None),
    ],
)
def test_no_mapping_of_a_rule_set_can_be_changed(mapping: Any, change: Callable[[Any], Any]) -> None:
    before = dict(mapping)
    with pytest.raises(TypeError, match="is never changed"):
        change(mapping)
    assert dict(mapping) == before


UNCHANGING = (str, int, Decimal, bytes, date, timedelta, Enum, type, type(None))


def reachable(value: Any, path: str, seen: dict[int, Any]) -> Iterator[tuple[str, Any]]:
    """Everything that can be reached from a value by names without an underscore, and by keys and places."""
    if isinstance(value, UNCHANGING) or id(value) in seen:
        return
    seen[id(value)] = value
    yield path, value
    if isinstance(value, Mapping):
        inner = [(f"{path}[{key!r}]", each) for key, each in value.items()]
    elif isinstance(value, Collection):
        inner = [(f"{path}[{place}]", each) for place, each in enumerate(value)]
    else:
        names = [name for name in dir(value) if not name.startswith("_")]
        found = [(f"{path}.{name}", getattr(value, name)) for name in names]
        inner = [(where, each) for where, each in found if not callable(each)]
    for where, each in inner:
        yield from reachable(each, where, seen)


def test_nothing_that_can_be_reached_from_rules_can_be_changed() -> None:
    used = Rules(replace(RULESET))
    used.screen_all(LOW_BACK)
    bound = tuple(used.ruleset.bound(name) for name in used.interventions)
    found = dict(reachable((used, bound, used.ruleset.everywhere), "rules", {}))
    assert len(found) > 1_000
    kinds = (FrozenDict, tuple, frozenset)
    containers = {path: each for path, each in found.items() if isinstance(each, Collection)}
    assert [path for path, each in containers.items() if not isinstance(each, kinds)] == []
    others = [(path, each) for path, each in found.items() if path not in containers]
    assert [path for path, each in others if not type(each).__dataclass_params__.frozen] == []


def test_what_a_rule_set_was_made_from_is_no_way_in() -> None:
    choices = {"none": "none of it"}
    made = building.fact("malignancy", type=FactType.CHOICE, choices=choices)
    choices["active"] = "slipped in"
    assert made.choices == {"none": "none of it"}


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda rules: pickle.loads(pickle.dumps(rules))])  # noqa: S301 - our own bytes
def test_rules_that_were_used_can_be_copied_and_sent(again: Callable[[Rules], Rules]) -> None:
    said = RULES.screen(LOW_BACK, "bicycle")
    _ = RULES.profile_model, RULES.facts, RULES.digest
    other = again(RULES)
    assert other.digest == RULES.digest
    assert other.screen(LOW_BACK, "bicycle") == said
    assert type(other.facts) is FrozenDict


def test_a_session_can_be_sent() -> None:
    session = RULES.session(LOW_BACK, "bicycle").observe(discomfort=True)
    assert pickle.loads(pickle.dumps(session)).decision == session.decision  # noqa: S301 - our own bytes


def test_decisions_are_keys() -> None:
    one, same, other = (RULES.screen(told, "bicycle") for told in (LOW_BACK, dict(LOW_BACK), {"pregnant": True}))
    assert {one: "blocked"}[same] == "blocked"
    assert len({one, same, other}) == 2


@pytest.mark.parametrize("answers", [{"fevr": True}, {"body_temperature_c": Decimal(99)}, {"fever": 1}])
def test_a_profile_that_nobody_read_is_read_before_it_is_used(answers: dict[str, Any]) -> None:
    with pytest.raises(ProfileError):
        RULES.outcome(Profile(answers), "bicycle")
    assert RULES.read(Profile({"body_temperature_c": Decimal("NaN")})).answers == {}


def test_a_profile_that_was_read_is_read_again_by_others() -> None:
    profile = RULES.read(LOW_BACK)
    assert RULES.read(profile) is profile
    with pytest.raises(ProfileError):
        Rules(building.ruleset([building.fact("a")], [])).read(profile)
    sent = pickle.loads(pickle.dumps(profile))  # noqa: S301 - our own bytes
    assert sent == RULES.read(sent) == profile
    assert sent.read_by is None


def test_a_class_is_no_profile() -> None:
    with pytest.raises(ProfileError, match="must be a mapping"):
        RULES.screen(PatientProfile, "bicycle")  # type: ignore[arg-type]


def test_a_frozen_mapping_is_its_own_copy() -> None:
    assert copy.copy(RULES.facts) is RULES.facts
