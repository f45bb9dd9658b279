"""A result is there whole or not at all: after an error, a full disk, an interrupt, a kill, two runs at once."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from unittest import mock

import pytest

from sciatica_rules.errors import TableFileError
from sciatica_rules.population.files.ahead import ahead
from sciatica_rules.population.files.out import whole
from tests.population.made_files import write

OLD, NEW = b"old", b"new"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    path = tmp_path / "out.parquet"
    path.write_bytes(OLD)
    return path


def fail(out: Path, error: type[BaseException]) -> None:
    """Go wrong while the file is written."""
    with whole(out) as file:
        file.write(NEW)
        raise error


def alone(out: Path) -> bool:
    """Whether nothing else was left in the folder."""
    return list(out.parent.iterdir()) == [out]


def test_a_file_takes_its_name_once_it_is_whole(out: Path) -> None:
    with whole(out) as file:
        file.write(NEW)
        file.flush()
        assert out.read_bytes() == OLD
    assert out.read_bytes() == NEW
    assert alone(out)


def test_all_is_on_the_disk_before_it_takes_its_name(out: Path) -> None:
    done: list[str] = []
    with (
        mock.patch("os.fsync", side_effect=lambda _: done.append("sync")),
        mock.patch.object(Path, "replace", side_effect=lambda _: done.append("name")),
        whole(out) as file,
    ):
        file.write(NEW)
    assert done == ["sync", "name", "sync"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_after_an_error_the_old_file_is_there_and_nothing_else(out: Path, error: type[BaseException]) -> None:
    with pytest.raises(error):
        fail(out, error)
    assert out.read_bytes() == OLD
    assert alone(out)


@pytest.mark.parametrize(
    ("number", "reason"),
    [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "you may not write there"), (errno.EIO, "input/output error")],
)
def test_a_disk_that_takes_no_more_is_told(out: Path, number: int, reason: str) -> None:
    with (
        pytest.raises(TableFileError, match=rf"out.parquet: cannot be written: {reason}$"),
        mock.patch("os.fsync", side_effect=OSError(number, os.strerror(number))),
        whole(out) as file,
    ):
        file.write(NEW)
    assert out.read_bytes() == OLD
    assert alone(out)


def test_an_error_of_which_the_system_says_nothing_is_told(out: Path) -> None:
    with (
        pytest.raises(TableFileError, match=r"cannot be written: the system does not say why$"),
        mock.patch("os.fsync", side_effect=OSError),
        whole(out),
    ):
        pass


def test_what_a_killed_run_has_left_is_used_again(out: Path) -> None:
    (out.parent / ".out.parquet.unfinished").write_bytes(b"much longer than what is written now")
    with whole(out) as file:
        assert file.tell() == 0
        file.write(NEW)
    assert out.read_bytes() == NEW
    assert alone(out)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such locks")
def test_two_runs_do_not_write_one_file(out: Path) -> None:
    with whole(out) as file:
        file.write(NEW)
        with pytest.raises(TableFileError, match="is being written by another run at this moment"), whole(out):
            pass
    assert out.read_bytes() == NEW
    assert alone(out)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such locks")
def test_a_run_that_comes_when_another_ends_leaves_the_result_of_that_alone(out: Path) -> None:
    """Between opening the unfinished file and locking it, the other run has given it its name."""
    unfinished = out.parent / ".out.parquet.unfinished"
    unfinished.write_bytes(b"whole")
    lock = "sciatica_rules.population.files.out._lock"
    calls: Iterator[Callable[[], object]] = iter([lambda: unfinished.replace(out), lambda: None])
    with mock.patch(lock, side_effect=lambda _: next(calls)()), pytest.raises(RuntimeError):
        fail(out, RuntimeError)
    assert out.read_bytes() == b"whole"


# Whole runs, in processes of their own

SLOWLY = """
import sys, time
from sciatica_rules.population.files import run
real = run._pieces
def slowly(table):
    for piece in real(table):
        yield piece
        print("piece", flush=True)
        time.sleep(0.05)
run._pieces = slowly
from sciatica_rules.cli import run as command
sys.exit(command())
"""


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder with more than is read in a moment."""
    for number in range(400):
        write(tmp_path / "in" / f"{number:03}.csv", "id,pregnant\n" + "7,false\n" * 50)
    return tmp_path


def started(folder: Path, program: str = SLOWLY) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", program, "population", "in", "out.csv", "--quiet"]
    run = subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert run.stdout is not None
    assert run.stdout.readline() == "piece\n"
    while not (folder / ".out.csv.unfinished").exists():
        time.sleep(0.01)
    return run


@pytest.mark.skipif(os.name == "nt", reason="Windows has other signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "asked to end"])
def test_an_interrupt_leaves_nothing(many: Path, number: signal.Signals) -> None:
    with started(many) as run:
        run.send_signal(number)
        _, err = run.communicate(timeout=60)
    assert (run.returncode, err) == (130, "\n")
    assert [path.name for path in many.iterdir()] == ["in"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has other signals")
def test_a_kill_leaves_no_result_and_the_next_run_cleans_up(many: Path) -> None:
    with started(many) as run:
        run.kill()
        run.communicate(timeout=60)
    assert sorted(path.name for path in many.iterdir()) == [".out.csv.unfinished", "in"]
    again = [sys.executable, "-m", "sciatica_rules", "population", "in", "out.csv", "--quiet"]
    assert subprocess.run(again, cwd=many, check=True, capture_output=True, text=True).stdout == ""
    assert sorted(path.name for path in many.iterdir()) == ["in", "out.csv"]
    assert len((many / "out.csv").read_text(encoding="utf-8").splitlines()) == 1 + 400 * 50


@pytest.mark.skipif(os.name == "nt", reason="Windows sets no such limits")
def test_a_file_that_may_not_grow_is_told(many: Path) -> None:
    limited = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
    words = [sys.executable, "-c", limited + SLOWLY, "population", "in", "out.csv"]
    done = subprocess.run(words, cwd=many, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "sciatica-rules: out.csv: cannot be written: it would be larger than a file may be\n"
    assert [path.name for path in many.iterdir()] == ["in"]


# Working ahead


def test_items_come_in_order_and_only_some_are_worked_out_before_they_are_wanted() -> None:
    made: list[int] = []

    def numbers() -> Generator[int]:
        for number in range(20):
            made.append(number)
            yield number

    taken = []
    for number in ahead(numbers(), most=2):
        taken.append(number)
        assert len(made) <= len(taken) + 4
    assert taken == made == list(range(20))


def test_what_goes_wrong_ahead_is_raised_where_the_items_are_taken() -> None:
    def numbers() -> Generator[int]:
        yield 1
        raise TableFileError("a.csv", "is no good")

    taken = ahead(numbers())
    assert next(taken) == 1
    with pytest.raises(TableFileError):
        next(taken)


def test_whoever_takes_no_more_stops_the_work() -> None:
    ended: list[bool] = []

    def numbers() -> Generator[int]:
        try:
            yield from range(1_000_000)
        finally:
            ended.append(True)

    taken = ahead(ahead(numbers()))
    assert next(taken) == 0
    taken.close()
    assert ended == [True]
