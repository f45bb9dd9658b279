"""Mistakes do not hide one another: two of them in one library are both told, wherever both can be known."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sciatica_rules.errors import RuleFileError
from sciatica_rules.reading import nodes
from sciatica_rules.reading.load import load_ruleset
from tests.reading import (
    refusals_of_facts,
    refusals_of_fields,
    refusals_of_folders,
    refusals_of_rules,
    refusals_of_text,
)
from tests.reading.pairs import both, is_excused, led_to, moved, text_of
from tests.reading.refusal import Refusal
from tests.reading.tiny import LIBRARY, write

SINGLE = (
    *refusals_of_text.REFUSALS,
    *refusals_of_fields.REFUSALS,
    *refusals_of_facts.REFUSALS,
    *refusals_of_rules.REFUSALS,
    *refusals_of_folders.REFUSALS,
)
READABLE = SINGLE[len(refusals_of_text.REFUSALS) :]
APART = (
    "a number where text is expected is refused",
    "an action that promises safety is refused",
    "an unknown source is refused",
    "an unknown direction is refused",
    "a review date that is a word is refused",
    "an unknown fact in an example is refused",
    "an unknown key of an example is refused",
    "sides that are none are refused",
    "a hold that ends before it starts is refused",
    "a year without quotes is refused",
    "a date of another form is refused",
    "our_proposal that is a word is refused",
)
"""Mistakes by which nothing else is measured; only typical answers wait for the parameters and interventions."""
BOTH = st.tuples(st.sampled_from(SINGLE), st.sampled_from(READABLE))


@pytest.fixture(scope="module", autouse=True)
def leave_no_trace() -> Iterator[None]:
    """These tests are not traced; a word that they leave in the cache would spare a traced one its lines."""
    yield
    nodes._key_refusal.cache_clear()


def told(files: dict[str, str | bytes | None]) -> list[str]:
    with TemporaryDirectory() as folder:
        write(Path(folder) / "rules", {**LIBRARY, **files})
        with pytest.raises(RuleFileError) as caught:
            load_ruleset([Path(folder) / "rules"])
    return [text_of(problem) for problem in caught.value.problems]


@cache
def alone(number: int) -> list[str]:
    return told(dict(SINGLE[number].files))


def hidden(one: Refusal, other: Refusal, found: list[str]) -> list[str]:
    """What is told of one mistake alone and not beside the other, without a reason."""
    mine, others = (alone(SINGLE.index(each)) for each in (one, other))
    missing = [problem for problem in mine if moved(problem, one, other) not in found]
    return [problem for problem in missing if not is_excused(problem, others)]


@settings(max_examples=400)
@given(st.sampled_from([refusal for refusal in READABLE if refusal.sentence in APART]), st.sampled_from(READABLE))
def test_a_mistake_by_which_nothing_is_measured_hides_nothing(apart: Refusal, other: Refusal) -> None:
    files = both(apart, other)
    assume(files is not None)
    found = told(files or {})
    expected = [moved(problem, other, apart) for problem in alone(SINGLE.index(other))]
    assert [problem for problem in expected if problem not in found and "contradict" not in problem] == []


def test_mistakes_that_are_apart_are_known_ones() -> None:
    assert {refusal.sentence for refusal in READABLE} >= set(APART)


@settings(max_examples=400)
@given(BOTH)
def test_no_mistake_hides_another_or_leads_to_more(pair: tuple[Refusal, Refusal]) -> None:
    one, other = pair
    files = both(one, other)
    assume(files is not None)
    found = told(files or {})
    assert hidden(one, other, found) == []
    assert hidden(other, one, found) == []
    assert led_to(found, one, other, (alone(SINGLE.index(one)), alone(SINGLE.index(other)))) == []
