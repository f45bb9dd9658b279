from __future__ import annotations

from unittest import mock

import pytest

from sciatica_rules.cli.page import Page
from tests.cli.harness import COLOUR, Stream, sciatica_rules


def test_a_terminal_gets_colours_and_otherwise_the_same_text() -> None:
    coloured = sciatica_rules("screen", "ill.yaml", terminal=True).out
    plain = sciatica_rules("screen", "ill.yaml").out
    assert "\x1b[" in coloured
    assert COLOUR.sub("", coloured) == plain


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_whoever_wants_no_colours_gets_none(environment: dict[str, str]) -> None:
    assert "\x1b" not in sciatica_rules("screen", "ill.yaml", terminal=True, environment=environment).out


@pytest.mark.parametrize(
    ("columns", "terminal", "width"),
    [("80", False, 80), ("", False, 80), ("60", True, 60), ("12", False, 40), ("0", False, 80), ("wide", False, 80)],
)
def test_the_width_is_that_of_the_terminal_or_80(columns: str, terminal: bool, width: int) -> None:
    with mock.patch.dict("os.environ", {"COLUMNS": columns}):
        assert Page(Stream(terminal=terminal)).width == width


@pytest.mark.parametrize(("real", "width"), [(300, 100), (90, 90), (20, 40)])
def test_a_terminal_is_never_filled_beyond_what_reads_well(real: int, width: int) -> None:
    with (
        mock.patch.dict("os.environ", {"COLUMNS": ""}),
        mock.patch("sciatica_rules.cli.page.shutil.get_terminal_size", return_value=mock.Mock(columns=real)),
    ):
        assert Page(Stream(terminal=True)).width == width


@pytest.mark.parametrize("command", ["screen ill.yaml", "exercises ill.yaml", "rules", "interventions bicycle"])
def test_a_narrow_terminal_loses_no_words(command: str) -> None:
    wide, narrow = (sciatica_rules(*command.split(), environment={"COLUMNS": columns}).out for columns in ("100", "40"))
    words = {word for word in wide.split() if len(word) < 15}
    assert words - set(narrow.split()) <= {"How", "much"}
