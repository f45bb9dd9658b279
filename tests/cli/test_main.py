"""What can go wrong outside of the commands, and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pytest

from sciatica_rules import cli
from tests.cli.harness import sciatica_rules

SCREEN = "sciatica_rules.cli.commands.screen.read_profiles"
HERE = Path(__file__).resolve()
ENVIRONMENT = {"PATH": os.environ["PATH"], "PYTHONPATH": str(HERE.parents[2] / "src"), "COLUMNS": "80"}


def program(*words: str) -> list[str]:
    return [sys.executable, "-m", "sciatica_rules", *words]


def test_an_error_inside_the_program_decides_nothing_and_shows_no_answer() -> None:
    with mock.patch(SCREEN, side_effect=RuntimeError("pain is 7")):
        done = sciatica_rules("screen", "well.yaml")
    assert (done.code, done.out) == (70, "")
    assert "an error inside the program (RuntimeError); nothing was decided" in done.err
    assert "pain" not in done.err


def test_where_it_happened_is_shown_only_if_asked_for() -> None:
    with mock.patch(SCREEN, side_effect=RuntimeError("pain is 7")):
        done = sciatica_rules("screen", "well.yaml", environment={"SCIATICA_RULES_TRACEBACK": "1"})
    assert done.code == 70
    assert "Traceback" in done.err


def test_a_command_that_gives_no_exit_code_is_an_error_inside_the_program() -> None:
    with mock.patch("sciatica_rules.cli.commands.screen.exit_code", return_value=None):
        assert sciatica_rules("screen", "well.yaml").code == 70


@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt, 130), (BrokenPipeError, 141)])
def test_being_stopped_is_not_a_permission(error: type[BaseException], code: int) -> None:
    with mock.patch(SCREEN, side_effect=error):
        assert sciatica_rules("screen", "well.yaml").code == code
    with mock.patch("sciatica_rules.cli.main._run", side_effect=error):
        assert sciatica_rules("screen", "well.yaml").code == code


def test_an_output_that_takes_no_more_is_no_permission_and_no_mistake_of_the_program() -> None:
    with mock.patch("sciatica_rules.cli.main._run", side_effect=OSError(28, "No space left on device")):
        done = sciatica_rules("screen", "well.yaml")
    assert (done.code, done.err) == (2, "sciatica-rules: cannot write the output: no space left on device\n")


def test_a_file_that_nobody_expected_to_fail_is_a_mistake_of_the_program() -> None:
    with mock.patch(SCREEN, side_effect=OSError(5, "Input/output error", "pain is 7")):
        done = sciatica_rules("screen", "well.yaml")
    assert done.code == 70
    assert "pain" not in done.err


def test_a_stream_that_cannot_be_reconfigured_is_left_alone() -> None:
    with mock.patch("sciatica_rules.cli.main.sys") as system:
        system.stdout = system.stderr = mock.Mock(spec=["write", "flush", "isatty"])
        with mock.patch("sciatica_rules.cli.main._run", return_value=0):
            assert cli_main() == 0


def cli_main() -> int:
    from sciatica_rules.cli.main import main

    return main([])


def test_a_character_that_the_terminal_does_not_have_is_no_reason_to_fail() -> None:
    environment = ENVIRONMENT | {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run(program("facts", "caf\u00e9"), env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert r"no fact is called 'caf\xe9'" in done.stderr


def test_a_reader_that_goes_away_is_no_reason_to_complain() -> None:
    with started(program("facts")) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.wait(timeout=60) == 141
        assert process.stderr.read() == b""


def test_the_keyboard_stops_a_session() -> None:
    profile = HERE.parents[2] / "examples" / "allowed.yaml"
    with started(program("session", str(profile))) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130


@contextmanager
def started(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=ENVIRONMENT)
    with process:
        try:
            yield process
        finally:
            process.kill()


def test_without_the_extra_one_sentence_says_what_to_install(capsys: pytest.CaptureFixture[str]) -> None:
    with mock.patch("sciatica_rules.cli.find_spec", return_value=None):
        assert cli.run() == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "sciatica-rules needs optional packages: pip install 'sciatica-rules[cli]'\n"


def test_without_the_extra_the_program_ends_so_as_well(tmp_path: Path) -> None:
    for package in ("typer", "rich"):
        hidden = "import importlib.util, sys\nreal = importlib.util.find_spec\n"
        hidden += f"importlib.util.find_spec = lambda name: None if name == {package!r} else real(name)\n"
        hidden += "from sciatica_rules.cli import run\nsys.exit(run())\n"
        done = subprocess.run(
            [sys.executable, "-c", hidden], cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 2
        assert done.stderr.startswith("sciatica-rules needs optional packages")


def test_the_console_script_runs_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    with mock.patch("sys.argv", ["sciatica-rules", "--version"]):
        assert cli.run() == 0
    assert capsys.readouterr().out.startswith("sciatica-rules ")


def test_the_shell_can_complete_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    asked = {"_SCIATICA_RULES_COMPLETE": "complete_bash", "COMP_WORDS": "sciatica-rules exe", "COMP_CWORD": "1"}
    with mock.patch.dict("os.environ", asked):
        assert cli_main() == 0
    assert capsys.readouterr().out.strip() == "exercises"


def test_the_module_runs_as_a_program() -> None:
    done = subprocess.run(program("--version"), env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split()[0]) == (0, "sciatica-rules")
