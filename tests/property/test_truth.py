"""All tables of the four values, written out."""

from __future__ import annotations

from itertools import permutations, product

import pytest

from sciatica_rules.truth import Truth, conjunction, disjunction, known, negation, union

U, T, F, C = Truth.UNKNOWN, Truth.TRUE, Truth.FALSE, Truth.CONTRADICTION
ALL = (U, T, F, C)
PAIRS = list(product(ALL, ALL))

AND = {
    (U, U): U, (U, T): U, (U, F): F, (U, C): F,
    (T, U): U, (T, T): T, (T, F): F, (T, C): C,
    (F, U): F, (F, T): F, (F, F): F, (F, C): F,
    (C, U): F, (C, T): C, (C, F): F, (C, C): C,
}  # fmt: skip
OR = {
    (U, U): U, (U, T): T, (U, F): U, (U, C): T,
    (T, U): T, (T, T): T, (T, F): T, (T, C): T,
    (F, U): U, (F, T): T, (F, F): F, (F, C): C,
    (C, U): T, (C, T): T, (C, F): C, (C, C): C,
}  # fmt: skip
TOGETHER = {
    (U, U): U, (U, T): T, (U, F): F, (U, C): C,
    (T, U): T, (T, T): T, (T, F): C, (T, C): C,
    (F, U): F, (F, T): C, (F, F): F, (F, C): C,
    (C, U): C, (C, T): C, (C, F): C, (C, C): C,
}  # fmt: skip
NOT = {U: U, T: F, F: T, C: C}


@pytest.mark.parametrize("pair", PAIRS)
def test_conjunction_of_two(pair: tuple[Truth, Truth]) -> None:
    assert conjunction(pair) is AND[pair]


@pytest.mark.parametrize("pair", PAIRS)
def test_disjunction_of_two(pair: tuple[Truth, Truth]) -> None:
    assert disjunction(pair) is OR[pair]


@pytest.mark.parametrize("pair", PAIRS)
def test_all_evidence_of_two_together(pair: tuple[Truth, Truth]) -> None:
    assert union(pair) is TOGETHER[pair]


@pytest.mark.parametrize("truth", ALL)
def test_negation(truth: Truth) -> None:
    assert negation(truth) is NOT[truth]
    assert negation(negation(truth)) is truth


@pytest.mark.parametrize("pair", PAIRS)
def test_de_morgan(pair: tuple[Truth, Truth]) -> None:
    left, right = map(negation, pair)
    assert negation(conjunction(pair)) is disjunction((left, right))
    assert negation(disjunction(pair)) is conjunction((left, right))


@pytest.mark.parametrize("triple", list(product(ALL, ALL, ALL)))
def test_three_parts_count_alike_in_any_order_and_grouping(triple: tuple[Truth, Truth, Truth]) -> None:
    first, second, third = triple
    for combine in (conjunction, disjunction, union):
        whole = combine(triple)
        assert all(combine(order) is whole for order in permutations(triple))
        assert combine((combine((first, second)), third)) is whole
    assert conjunction((first, disjunction((second, third)))) is disjunction(
        (conjunction((first, second)), conjunction((first, third)))
    )
    assert disjunction((first, conjunction((second, third)))) is conjunction(
        (disjunction((first, second)), disjunction((first, third)))
    )


@pytest.mark.parametrize("pair", PAIRS)
def test_absorption_and_idempotence(pair: tuple[Truth, Truth]) -> None:
    first, _ = pair
    assert conjunction((first, disjunction(pair))) is first
    assert disjunction((first, conjunction(pair))) is first
    assert conjunction((first, first)) is disjunction((first, first)) is union((first, first)) is first


@pytest.mark.parametrize("triple", list(product(ALL, ALL, ALL)))
def test_more_evidence_never_takes_evidence_away(triple: tuple[Truth, Truth, Truth]) -> None:
    less, more, other = triple[0], union(triple[:2]), triple[2]
    for combine in (conjunction, disjunction):
        before, after = combine((less, other)), combine((more, other))
        assert union((before, after)) is after
    assert union((negation(less), negation(more))) is negation(more)


def test_nothing_combined() -> None:
    assert conjunction(()) is T
    assert disjunction(()) is F
    assert union(()) is U


def test_the_rails_are_what_the_names_say() -> None:
    rails = {U: (False, False), T: (True, False), F: (False, True), C: (True, True)}
    for truth, (evidence_for, evidence_against) in rails.items():
        assert truth.evidence_for is evidence_for
        assert truth.evidence_against is evidence_against
    assert known(True) is T
    assert known(False) is F
