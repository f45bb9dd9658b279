"""What the tests of engines share: the reference's own reader, and when two decisions are alike."""

from __future__ import annotations

from decimal import Decimal
from typing import Any as Anything

from sciatica_rules.decision import Decision
from sciatica_rules.profile import Profile, read_profile
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.vocabulary import FactType, Worse
from tests import building
from tests.strategies import CHOICES

FACTS = [
    building.fact("yes", when_unknown=True, worse_when=Worse.FALSE),
    building.fact("no", when_unknown=False),
    building.fact("open"),
    building.fact("count", type=FactType.INTEGER, minimum=0, maximum=3, when_unknown=1),
    building.fact("level", type=FactType.DECIMAL, minimum=0, maximum=2, when_unknown=Decimal("1.5")),
    building.fact("kind", type=FactType.CHOICE, choices=CHOICES, denied="none", when_unknown="some"),
    building.fact("free", type=FactType.DECIMAL, minimum=0, maximum=2),
    building.fact("many", type=FactType.INTEGER),
]
"""Facts of every type, most of them with a default."""


def read(raw: Anything, ruleset: RuleSet) -> Profile:
    """By the reader that has no short ways."""
    return read_profile(raw, ruleset.vocabulary)


def assert_alike(found: Decision, expected: Decision) -> None:
    """Equal, and the same when stored, to the last byte and in the order of its parts."""
    assert found == expected
    assert found.model_dump_json() == expected.model_dump_json()
    assert found.model_fields_set == expected.model_fields_set
    assert repr(found.model_dump()) == repr(expected.model_dump())
