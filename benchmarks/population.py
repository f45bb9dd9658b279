"""What screening a population costs, beside the same rules written by hand for Polars: ``make bench``.

All rows of a table are measured in turns in one run, and every outcome is compared before anything is measured. Each
figure is the least of some repetitions: the time that passed and, where others use the machine too, the time of the
processor. ``--json FILE`` writes the figures, ``--rows N`` leaves out what has more rows.
"""

from __future__ import annotations

import argparse
import gc
import json
import platform
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, get_args

import narwhals as nw
import numpy as np
import polars as pl
import pyarrow as pa

from many import BENIGN, DEGREES, INTERVENTION, KINDS, WAYS, by_hand, comparisons, many_people, many_rules
from sciatica_rules import Rules
from sciatica_rules.frames import Output

REPETITIONS = 5
PIECE = 1_000_000
"""So many people are made by chance; more of them are these again."""

Figure = dict[str, Any]
Work = Callable[[], Any]


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=lambda text: int(float(text)), default=100_000_000)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    cores = pa.cpu_count()
    bandwidth = _read_bandwidth()
    print(f"{cores} threads; memory is read at {bandwidth / 1e9:.1f} GB/s by one of them")
    figures: list[Figure] = []
    sizes = [rows for rows in (10_000, 100_000, 1_000_000, 10_000_000) if rows <= asked.rows]
    usual = min(1_000_000, sizes[-1])
    for rows in sizes:
        figures += one_table("rows", 60, rows, 0.1, bandwidth, cores)
    for rules in (10, 200, 1_000):
        figures += one_table("rules", rules, usual, 0.1, bandwidth, cores)
    for unknown in (0.0, 0.25, 0.5):
        figures += one_table("unknown share", 60, usual, unknown, bandwidth, cores)
    figures += outputs(usual)
    if asked.rows >= 100_000_000:
        figures += stream(asked.rows, cores)
    if asked.json:
        asked.json.write_text(json.dumps({"machine": _machine(cores, bandwidth), "figures": figures}, indent=2) + "\n")


def one_table(series: str, count: int, rows: int, unknown: float, bandwidth: float, cores: int) -> list[Figure]:
    """The outcome by the kernel and by hand."""
    rules, table = many_rules(count), _people(rows, unknown)
    length = sum(comparisons(rule.when) for rule in rules.rules.values()) / count
    read = sum(
        (column.chunk(0).indices if pa.types.is_dictionary(column.type) else column.chunk(0)).nbytes
        for column in table.columns
    )
    limit = bandwidth / (read / rows + 1)
    print(f"\n{count} rules of {length:.1f} comparisons, {rows:,} people, {unknown:.0%} unknown")
    print(f"  at most {limit / 1e6:.0f} M/s could be read from memory")
    frame = pl.DataFrame(pl.from_arrow(table)).with_columns(pl.col(KINDS).cast(pl.Enum(DEGREES))).rechunk()
    works: dict[str, Work] = {}
    for way, joins in WAYS.items():
        outcome = by_hand(rules, *joins)
        works[f"Polars, {way}, eager"] = partial(frame.select, outcome)
        works[f"Polars, {way}, streaming"] = partial(_streaming, frame, outcome)
    works["kernel, one thread"] = lambda: _on(1, rules, table)
    works[f"kernel, {cores} threads"] = lambda: _on(cores, rules, table)
    works["kernel, Polars frame in and out"] = lambda: rules.screen_frame(frame, INTERVENTION)
    plan = rules.screen_frame(frame.lazy(), INTERVENTION, on_invalid="unknown").select("outcome")
    works["expressions, eager"] = plan.collect
    works["expressions, streaming"] = partial(plan.collect, engine="streaming")
    expected = next(iter(works.values()))()["outcome"].to_numpy()
    for name, work in works.items():
        if not np.array_equal(_ranks(work()), expected):
            raise SystemExit(f"{name} gives other outcomes")
    found = _measure(works)
    by_hand_best = min(passed for name, (passed, _) in found.items() if name.startswith("Polars"))
    by_hand_least = min(used for name, (_, used) in found.items() if name.startswith("Polars"))
    figures = []
    for name, (passed, used) in found.items():
        figures.append(
            {
                "series": series, "rules": count, "rows": rows, "unknown": unknown, "way": name,
                "seconds": passed, "processor_seconds": used, "limit": limit,
                "ratio": by_hand_best / passed, "processor_ratio": by_hand_least / used,
            }
        )  # fmt: skip
        print(
            f"  {name:32} {passed * 1e3:9.2f} ms {rows / passed / 1e6:7.1f} M/s {by_hand_best / passed:6.2f} x"
            f"   processor {used * 1e3:9.2f} ms {by_hand_least / used:6.2f} x   {rows / passed / limit:5.1%} of memory"
        )
    return figures


def _streaming(frame: pl.DataFrame, outcome: pl.Expr) -> pl.DataFrame:
    return frame.lazy().select(outcome).collect(engine="streaming")


def outputs(rows: int) -> list[Figure]:
    """What verdicts and reasons cost beside the outcome."""
    rules, table = many_rules(60), _people(rows, 0.1)
    print(f"\n60 rules, {rows:,} people: outputs")
    wanted: tuple[Output, ...] = get_args(Output)
    found = _measure({one: partial(rules.screen_frame, table, INTERVENTION, output=one) for one in wanted})
    for output, (passed, used) in found.items():
        print(f"  {output:32} {passed * 1e3:9.2f} ms {rows / passed / 1e6:7.1f} M/s   processor {used * 1e3:9.2f} ms")
    return [
        {"series": "outputs", "rules": 60, "rows": rows, "way": output, "seconds": passed, "processor_seconds": used}
        for output, (passed, used) in found.items()
    ]


def stream(rows: int, cores: int) -> list[Figure]:
    """A long stream of batches, one after the other."""
    rules, [batch] = many_rules(60), _people(PIECE, 0.1).to_batches()
    batches = (batch for _ in range(rows // PIECE))
    begun, used = time.perf_counter(), time.process_time()
    counted = sum(each.num_rows for each in rules.screen_batches(batches, INTERVENTION))
    passed, used = time.perf_counter() - begun, time.process_time() - used
    print(f"\n60 rules, a stream of {counted:,} people: {passed:.1f} s, processor {used:.1f} s")
    print(f"  {counted / passed / 1e6:.1f} M/s")
    figure = {"series": "rows", "rules": 60, "rows": rows, "unknown": 0.1, "way": f"kernel, {cores} threads"}
    return [{**figure, "seconds": passed, "processor_seconds": used}]


def _people(rows: int, unknown: float) -> pa.Table:
    piece = many_people(min(rows, PIECE), unknown)
    return pa.concat_tables([piece] * (rows // piece.num_rows)).combine_chunks()


def _on(threads: int, rules: Rules, table: pa.Table) -> pa.Table:
    before = pa.cpu_count()
    pa.set_cpu_count(threads)
    try:
        return rules.screen_frame(table, INTERVENTION)
    finally:
        pa.set_cpu_count(before)


def _ranks(frame: Any) -> Any:
    """Outcomes as the numbers that Polars was asked for by hand."""
    if isinstance(frame, pa.Table):
        return frame["outcome"].combine_chunks().indices.to_numpy()
    outcome = frame["outcome"]
    return (outcome.to_physical() if outcome.dtype == pl.Enum else outcome).to_numpy()


def _measure(works: dict[str, Work]) -> dict[str, tuple[float, float]]:
    """The least time that passed and the least time of the processor, of some turns."""
    least = dict.fromkeys(works, (float("inf"), float("inf")))
    gc.collect()
    for _ in range(REPETITIONS):
        for name, work in works.items():
            begun, used = time.perf_counter(), time.process_time()
            work()
            used, passed = time.process_time() - used, time.perf_counter() - begun
            least[name] = (min(least[name][0], passed), min(least[name][1], used))
    return least


def _read_bandwidth() -> float:
    """Bytes that one thread reads in a second."""
    room = np.ones(1 << 25, np.uint64)
    times = []
    for _ in range(REPETITIONS):
        begun = time.perf_counter()
        np.bitwise_or.reduce(room)
        times.append(time.perf_counter() - begun)
    return room.nbytes / min(times)


def _machine(cores: int, bandwidth: float) -> Figure:
    packages = {module.__name__: module.__version__ for module in (np, pl, pa, nw)}
    return {
        "threads": cores, "read_bandwidth": bandwidth, "python": platform.python_version(),
        "system": platform.platform(), "facts": len(BENIGN), **packages,
    }  # fmt: skip


if __name__ == "__main__":
    main()
