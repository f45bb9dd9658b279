"""A stop is never lost: not by a bad line, not by a kill, not by starting anew."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest

from sciatica_rules.cli.alone import alone_with
from sciatica_rules.cli.exits import BadInput
from sciatica_rules.cli.store import save
from tests.cli.harness import Done, sciatica_rules

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "today.json"


def session(*words: str, lines: str = "", terminal: bool = False) -> Done:
    return sciatica_rules("session", *words, stdin=lines, terminal=terminal)


def held_for(path: Path) -> str:
    return str(json.loads(path.read_text(encoding="utf-8"))["held_for"])


def test_a_person_gets_a_prompt_and_short_help() -> None:
    done = session("well.yaml", lines="discomfort\npane\nquit\n", terminal=True)
    assert "? lists everything" in done.out
    assert done.out.count("> ") == 3
    assert "line 2 is not used: pane: no fact has this name; did you mean 'pain'?" in done.err
    assert done.code == 4, "whoever types may mistype"


def test_a_word_that_nothing_is_called_by_is_said_to_be_so() -> None:
    done = session("well.yaml", lines="? zebra\nquit\n", terminal=True)
    assert "Nothing that matters here has this in its name or question; ? alone lists" in done.out


def test_a_person_may_end_with_the_end_of_the_file() -> None:
    assert session("well.yaml", lines="", terminal=True).code == 0


def test_a_bad_line_in_a_pipe_changes_nothing_and_ends_with_2() -> None:
    done = session("well.yaml", lines="discomfort=maybe\n\xff\npain_subsided=true\n")
    assert done.code == 2
    assert "End after 1 observation: ALLOWED." in done.out


def test_a_line_of_json_must_be_an_object() -> None:
    assert "not well-formed JSON" in session("well.yaml", lines='{"pain": 3\n').err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("held_for=none", "held_for: cannot be observed"),
        ("cancer", "cancer: give its value too: cancer=... (none, active or past)"),
        ("pain", "pain: give its value too: pain=... (0 to 10)"),
        ("stop", "no fact is called so; say what you observe, such as discomfort (? lists everything)"),
        ("STOP now", "no fact is called so; say what you observe, such as discomfort"),
        ("better", "no fact is called so; say what you observe, such as pain_subsided (? lists everything)"),
        ("danger list", "no fact is called list; did you mean the command '?'?"),
        ("exit", "no fact is called exit; did you mean the command 'quit'?"),
        ("repetition", "no fact is called so; say what you observe, such as repetitions=... (0 to 1000) (? lists"),
        ("heart", "no fact is called so; say what you observe, such as heart_attack or heart_disease (? lists"),
        ("zebra", "zebra: no fact has this name"),
        ("discomfort=yes", "discomfort: must be true, false or null"),
        ("zebra=yes", "zebra: write true, false, null, a number or a word"),
        ("pain=12", "pain: must be a whole number from 0 to 10"),
    ],
)
def test_a_line_that_cannot_be_used_says_why(line: str, said: str) -> None:
    done = session("well.yaml", lines=line)
    assert done.code == 2
    assert f"line 1 is not used: {said}" in done.err


def test_what_was_said_too_early_is_named(kept: Path) -> None:
    done = session("well.yaml", "--save", str(kept), lines="pain_subsided\ndiscomfort pain_subsided\n")
    assert "no longer counts, as it was said too early: pain_subsided" in done.out
    assert held_for(kept) == "discomfort"


def test_a_session_is_saved_before_its_result_is_shown(kept: Path) -> None:
    with mock.patch("sciatica_rules.cli.commands.session.show_step", side_effect=KeyboardInterrupt):
        assert session("well.yaml", "--save", str(kept), lines="discomfort\n").code == 130
    assert held_for(kept) == "discomfort"


def test_a_saved_session_goes_on_where_it_was(kept: Path) -> None:
    assert session("well.yaml", "--save", str(kept), lines="discomfort\n").code == 4
    resumed = session("--resume", str(kept), lines="pain=2\n")
    assert resumed.code == 4
    assert resumed.out.count("Held (discomfort). It goes on only after: pain_subsided=true.") == 2
    assert session("--resume", str(kept), lines="pain_subsided=true\n").code == 0
    assert held_for(kept) == "none", "what is resumed goes on being saved"


def test_a_resumed_session_may_be_saved_elsewhere(kept: Path, tmp_path: Path) -> None:
    session("well.yaml", "--save", str(kept), lines="discomfort\n")
    elsewhere = tmp_path / "elsewhere.json"
    session("--resume", str(kept), "--save", str(elsewhere), lines="pain_subsided=true\n")
    assert (held_for(kept), held_for(elsewhere)) == ("discomfort", "none")


def test_starting_anew_never_overwrites_a_saved_session(kept: Path) -> None:
    session("well.yaml", "--save", str(kept), lines="discomfort\n")
    done = session("well.yaml", "--save", str(kept))
    assert done.code == 2
    assert "a stop in it must not be lost" in done.err
    assert held_for(kept) == "discomfort"


def test_a_session_that_cannot_be_saved_at_all_does_not_begin(tmp_path: Path) -> None:
    done = session("well.yaml", "--save", str(tmp_path / "nowhere" / "today.json"))
    assert (done.code, done.out) == (2, "")
    assert "cannot save the session" in done.err


def test_going_on_elsewhere_never_overwrites_another_session(kept: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    session("well.yaml", "--save", str(kept), lines="discomfort\n")
    session("well.yaml", "--save", str(other))
    assert session("--resume", str(other), "--save", str(kept)).code == 2
    assert held_for(kept) == "discomfort"
    assert session("--resume", str(kept), "--save", str(kept)).code == 4


@pytest.mark.skipif(os.name == "nt", reason="Windows has other locks")
def test_two_sessions_never_save_in_the_same_file(kept: Path) -> None:
    session("well.yaml", "--save", str(kept))
    with alone_with(kept):
        for words in (["--resume", str(kept)], ["well.yaml", "--save", str(kept)]):
            done = session(*words, lines="discomfort\n")
            assert (done.code, done.out) == (2, "")
            assert f"{kept} is in use by another session" in done.err
    assert session("--resume", str(kept), lines="discomfort\n").code == 4
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
def test_a_session_under_another_name_is_the_same_session(kept: Path, tmp_path: Path) -> None:
    """Otherwise the link would become a file that knows of the stop, beside one that does not."""
    link = tmp_path / "link.json"
    link.symlink_to(kept.name)
    assert session("well.yaml", "--save", str(link)).code == 0
    with alone_with(kept):
        assert "in use by another session" in session("--resume", str(link), lines="discomfort\n").err
    assert session("--resume", str(link), lines="discomfort\n").code == 4
    assert (link.is_symlink(), held_for(kept)) == (True, "discomfort")


def test_a_way_round_to_a_session_never_overwrites_it(kept: Path) -> None:
    session("well.yaml", "--save", str(kept), lines="discomfort\n")
    done = session("well.yaml", "--save", str(kept.parent / "nowhere" / ".." / kept.name))
    assert (done.code, held_for(kept)) == (2, "discomfort")


@pytest.mark.parametrize("folder", [".", "", "/"])
def test_a_folder_is_no_place_for_a_session(folder: str) -> None:
    done = session("well.yaml", "--save", folder, lines="discomfort\n")
    assert (done.code, done.out) == (2, "")
    assert "exists, and a stop in it must not be lost" in done.err


def test_a_saved_session_is_a_file_and_never_standard_input(kept: Path) -> None:
    session("well.yaml", "--save", str(kept))
    done = session("--resume", "-", lines=kept.read_text(encoding="utf-8"))
    assert (done.code, done.out) == (2, "")
    assert "--resume takes a file: observations come from standard input" in done.err


@pytest.mark.skipif(os.name == "nt", reason="Windows has other locks")
def test_a_lock_that_was_taken_away_keeps_nobody_out_and_is_not_used(kept: Path) -> None:
    with mock.patch("sciatica_rules.cli.alone.os.path.samestat", return_value=False):
        assert session("well.yaml", "--save", str(kept)).code == 2
    with mock.patch("sciatica_rules.cli.alone.fcntl.flock", side_effect=OSError(95, "Operation not supported")):
        assert session("well.yaml", "--save", str(kept)).code == 0, "no locks here"


def test_a_session_that_cannot_be_saved_still_shows_the_stop_and_ends_with_2(kept: Path) -> None:
    calls = iter([None, None, OSError(28, "No space left on device")])
    with mock.patch("sciatica_rules.cli.store.os.fsync", side_effect=lambda _: _raise(next(calls, None))):
        # The first save syncs the file and its folder; the second one fails.
        done = session("well.yaml", "--save", str(kept), lines="discomfort\n")
    assert done.code == 2
    assert "cannot save the session" in done.err
    assert "STOP. BLOCKED" in done.out
    assert held_for(kept) == "none"


def _raise(error: OSError | None) -> None:
    if error is not None:
        raise error


def test_a_failed_save_leaves_the_file_as_it_was_and_nothing_beside_it(kept: Path) -> None:
    save("first", kept)
    with (
        mock.patch("sciatica_rules.cli.store.os.fsync", side_effect=OSError(28, "No space left on device")),
        pytest.raises(BadInput, match=r"cannot save the session in .*: no space left on device"),
    ):
        save("second", kept)
    assert kept.read_text(encoding="utf-8") == "first\n"
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps other permissions")
def test_only_the_owner_may_read_a_saved_session(kept: Path) -> None:
    save("text", kept)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
def test_a_session_that_is_killed_in_the_middle_resumes_held(kept: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "80"}
    words = ["session", str(ROOT / "examples" / "allowed.yaml"), "--save", str(kept)]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-m", "sciatica_rules", *words], stdin=pipe, stdout=pipe, env=environment
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"warmed_up=true\ndiscomfort\n")
        process.stdin.flush()
        while b"Held (discomfort)" not in (line := process.stdout.readline()):
            assert line, "it ended before it was stopped"
        process.kill()
        assert process.wait(timeout=60) < 0
    assert held_for(kept) == "discomfort"
    done = subprocess.run(
        [sys.executable, "-m", "sciatica_rules", "session", "--resume", str(kept)],
        input="pain_subsided=true\n", env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Held (discomfort)" in done.stdout
    assert "The hold is lifted." in done.stdout
    assert done.returncode == 0
