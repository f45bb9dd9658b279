"""Parquet to Parquet beside decoding alone, and the memory that it takes: ``python benchmarks/files.py [ROWS]``.

The files hold every fact that exercise therapy reads and an id. Each figure is that of a process of its own; decoding
and screening take turns, so that the ratio holds where the times do not. A million rows are written once, and the files
of a larger population are hard links to the same.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from sciatica_rules import load_rules
from sciatica_rules.frames import Output
from sciatica_rules.population.files.find import find_inputs
from sciatica_rules.population.files.run import read_files, screen_files
from sciatica_rules.population.request import Request
from sciatica_rules.vocabulary import Fact, FactType

INTERVENTION = "exercise_therapy"
ROWS, AT_ONCE = 10_000_000, 1_000_000
UNKNOWN, UNUSUAL = 0.1, 0.05
TURNS = 3

KINDS: dict[str, tuple[str, Output, bool]] = {
    "decoding alone": ("decode", "outcome", False),
    "id and outcome written": ("screen", "outcome", False),
    "id and reasons written": ("screen", "reasons", False),
    "every column and outcome written": ("screen", "outcome", True),
}


def main() -> None:
    """Make the files and print every figure."""
    rows = int(float(sys.argv[1])) if sys.argv[1:] else ROWS
    with tempfile.TemporaryDirectory() as folder:
        people = Path(folder) / "people"
        make_files(people, rows)
        size = sum(path.stat().st_size for path in people.iterdir())
        facts = Request(load_rules().ruleset, INTERVENTION).program.facts
        print(f"{rows:,} rows, {len(facts)} facts, {size / 1e9:.2f} GB")
        runs: dict[str, list[Run]] = {name: [] for name in KINDS}
        for _ in range(TURNS):
            for name in KINDS:
                runs[name].append(in_a_process(name, people, Path(folder) / "out.parquet"))
        base, base_busy = (statistics.median(each) for each in list(zip(*runs["decoding alone"], strict=True))[:2])
        print(f"  {'':34} {'time':>9} {'rate':>14} {'speed':>7} {'processor':>10} {'memory':>9}")
        for name, found in runs.items():
            seconds, busy, peaks = zip(*found, strict=True)
            median, work = statistics.median(seconds), statistics.median(busy)
            figures = (
                f"{median:7.2f} s {rows / median / 1e6:7.2f} M rows/s {base / median:5.2f} x {base_busy / work:8.2f} x"
            )
            print(f"  {name:34} {figures} {max(peaks):6.0f} MB")


def make_files(folder: Path, rows: int) -> None:
    """Files of a million rows at most."""
    folder.mkdir()
    first = folder / "0000.parquet"
    pq.write_table(table(min(rows, AT_ONCE)), first, compression="zstd", row_group_size=AT_ONCE // 4)
    for number in range(1, rows // AT_ONCE):
        os.link(first, folder / f"{number:04}.parquet")


def table(rows: int) -> pa.Table:
    """People who are typical, save for a few answers, and of whom some things are unknown."""
    chance = np.random.default_rng(1)
    facts = Request(load_rules().ruleset, INTERVENTION).program.facts
    columns = {"id": pa.array(np.arange(rows))}
    for fact in facts:
        unusual = chance.random(rows) < UNUSUAL
        columns[fact.name] = column(fact, unusual, chance.random(rows) < UNKNOWN, chance)
    return pa.table(columns)


def column(
    fact: Fact, unusual: npt.NDArray[np.bool_], unknown: npt.NDArray[np.bool_], chance: np.random.Generator
) -> pa.Array:
    """The answers to one question."""
    rows = len(unusual)
    match fact.type:
        case FactType.BOOLEAN:
            return pa.array(unusual ^ bool(fact.typical), mask=unknown)
        case FactType.CHOICE:
            choices = list(fact.choices)
            usual = choices.index(str(fact.typical)) if fact.typical in choices else 0
            places = np.where(unusual, chance.integers(0, len(choices), rows), usual)
            return pa.array(choices).take(pa.array(places, mask=unknown))
        case FactType.INTEGER:
            return pa.array(np.floor(spread(fact, chance, rows)).astype(np.int64), mask=unknown)
        case FactType.DECIMAL:
            return pa.array(np.round(spread(fact, chance, rows), 1), mask=unknown)


def spread(fact: Fact, chance: np.random.Generator, rows: int) -> npt.NDArray[np.float64]:
    """Numbers all over the range."""
    return chance.uniform(float(fact.minimum or 0), float(fact.maximum or 0), rows)


class Run(NamedTuple):
    """What one process took."""

    seconds: float
    """Without start-up."""
    busy: float
    """Seconds of processor time: a fair ratio where others use the machine, too."""
    peak: float
    """Megabytes."""


def in_a_process(name: str, people: Path, out: Path) -> Run:
    """Run once."""
    out.unlink(missing_ok=True)
    words = [sys.executable, __file__, "--one", name, str(people), str(out)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return Run(*map(float, done.stdout.split()))


def one(name: str, people: str, out: str) -> None:
    """Decode, or decode and screen, once."""
    kind, output, everything = KINDS[name]
    request = Request(load_rules().ruleset, INTERVENTION, output)
    only = None if everything else ("id",)
    begun, busy = time.perf_counter(), time.process_time()
    read = read_files(find_inputs(people), request, only)
    if kind == "decode":
        for _ in read.pieces():
            pass
    else:
        screen_files(read, request, only, Path(out), lambda _done, _rows: None)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(time.perf_counter() - begun, time.process_time() - busy, peak)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(*sys.argv[2:])
    else:
        main()
