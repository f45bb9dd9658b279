from __future__ import annotations

import re

import pytest

from tests.cli.harness import sciatica_rules

COMMANDS = re.findall(r"^  ([a-z]+)  ", sciatica_rules("--help").out.partition("Commands:")[2], re.MULTILINE)


def test_every_command_is_listed() -> None:
    wanted = {"screen", "exercises", "session", "rules", "facts", "interventions", "sources", "schema", "replay"}
    assert wanted <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_has_an_example(command: str) -> None:
    done = sciatica_rules(command, "--help")
    assert done.code == 0
    assert re.search(rf"Examples?:\n  +sciatica-rules (screen|{command})", done.out)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_into_80_columns(command: str) -> None:
    lines = sciatica_rules(*command.split(), "--help").out.splitlines()
    assert [line for line in lines if len(line) > 80] == []


@pytest.mark.parametrize("words", ["--help", "screen --help", "screen well.yaml"])
def test_nothing_is_coloured_for_a_pipe(words: str) -> None:
    environment = {"FORCE_COLOR": "1", "GITHUB_ACTIONS": "true", "CLICOLOR_FORCE": "1"}
    assert "\x1b" not in sciatica_rules(*words.split(), environment=environment).out
