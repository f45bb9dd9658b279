"""Words that people read: shares of many people."""

from __future__ import annotations

import pytest

from sciatica_rules.wording import share


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 0, "-"),
        (0, 10_000, "0.0 %"),
        (1, 10_000, "< 0.1 %"),
        (5, 10_000, "0.1 %"),
        (1, 3, "33.3 %"),
        (9_999, 10_000, "> 99.9 %"),
        (10_000, 10_000, "100.0 %"),
    ],
)
def test_a_share_is_nothing_or_everything_only_where_nobody_or_everybody_is_meant(
    part: int, whole: int, said: str
) -> None:
    assert share(part, whole) == said
