"""Every part of a condition is known by its place, so that a finding can point at it."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

import pytest

from sciatica_rules import load_rules
from sciatica_rules.condition import All, Always, Any, Compare, Condition, IsTrue, Not, OneOf, all_parts, numbered_parts
from sciatica_rules.rule import Rule
from tests.architecture.modules import ROOT


def words(part: Condition) -> str:
    """How a part begins in a file, brackets left out."""
    match part:
        case Always():
            return "always"
        case IsTrue(fact) | OneOf(fact) | Compare(fact):
            return fact
        case All():
            return "all:"
        case Any():
            return "any:"
        case Not():
            return "not:"
        case _:
            assert_never(part)


@pytest.mark.parametrize("rule", load_rules().rules.values(), ids=lambda rule: rule.id)
def test_every_part_stands_where_it_is_said_to(rule: Rule) -> None:
    found = []
    for number, _ in enumerate(all_parts(rule.when)):
        place = rule.location_of(number)
        assert place is not None
        line = (ROOT / place.path).read_text(encoding="utf-8").splitlines()[place.line - 1]
        found.append(line[place.column - 1 :].lstrip("{"))
    expected = [words(part) for part in all_parts(rule.when)]
    assert [text[: len(word)] for text, word in zip(found, expected, strict=True)] == expected


def test_a_part_that_was_read_from_no_file_stands_where_the_rule_stands() -> None:
    rule = load_rules().rules["held_after_flare"]
    assert replace(rule, when=Not(rule.when)).location_of(3) == rule.location
    assert replace(rule, part_locations=()).location_of(0) == rule.location


def test_places_are_no_part_of_what_a_rule_says() -> None:
    rule = load_rules().rules["held_after_flare"]
    bare = replace(rule, part_locations=())
    assert bare == rule
    assert repr(bare) == repr(rule)


def test_direct_parts_have_the_numbers_of_all_parts() -> None:
    one, two, three = (IsTrue(name) for name in ("one", "two", "three"))
    whole = All((Not(Any((one, two))), three))
    everything = list(all_parts(whole))
    assert [everything[number] for number, _ in numbered_parts(whole)] == list(whole.parts)
    inner = Any((one, two))
    assert list(numbered_parts(inner, everything.index(inner))) == [(3, one), (4, two)]
