"""Nobody shown could be simpler: no answer, and no answers that go together, can be made usual."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sciatica_rules.proof.simplest import simplest

PEOPLE = st.tuples(*[st.integers(0, 2)] * 4)
LINKED = st.lists(st.sets(st.integers(0, 3), min_size=2).map(sorted), max_size=2)


@given(st.sets(PEOPLE, min_size=1), PEOPLE, LINKED, st.integers(-1, 3), st.data())
def test_no_answer_of_the_simplest_person_can_be_made_usual(
    people: set[tuple[int, ...]], usual: tuple[int, ...], linked: list[list[int]], keep: int, data: st.DataObject
) -> None:
    start = data.draw(st.sampled_from(sorted(people)))
    found = simplest(list(start), list(usual), linked, lambda point: tuple(point) in people, keep)
    assert tuple(found) in people
    assert keep < 0 or found[keep] == start[keep]
    assert all(cell in {start[number], usual[number]} for number, cell in enumerate(found))
    for facts in [*linked, *([number] for number in range(4))]:
        nearer = [usual[at] if at in facts and at != keep else cell for at, cell in enumerate(found)]
        assert nearer == found or tuple(nearer) not in people
