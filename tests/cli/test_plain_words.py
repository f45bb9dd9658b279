"""Words that anybody would type in a session lead to facts that exist."""

from __future__ import annotations

import pytest

from sciatica_rules import load_rules
from sciatica_rules.cli import plain_words

FACTS = load_rules().facts


def test_every_fact_that_is_hinted_at_exists() -> None:
    assert {name for names in plain_words._MEANT.values() for name in names} <= set(FACTS)


@pytest.mark.parametrize(
    ("word", "first"),
    [
        ("stop", "such as discomfort, "),
        ("pain", "such as exercise_painful, pain_nrs=... (0 to 10) or pain_subsided"),
        ("flare", "such as acute_exacerbation ("),
        ("breathing", "such as breathing_rapid_shallow"),
        ("dizzy", "such as discomfort ("),
    ],
)
def test_a_plain_word_leads_to_a_fact(word: str, first: str) -> None:
    hint = plain_words.hint([word], FACTS)
    assert hint is not None
    assert first in hint


@pytest.mark.parametrize("word", ["discomfort", "discomfrt", "a", "to", "123456", "zebra"])
def test_a_fact_a_slip_of_the_finger_and_a_strange_word_lead_nowhere(word: str) -> None:
    assert plain_words.hint([word], FACTS) is None
