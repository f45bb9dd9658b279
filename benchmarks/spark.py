"""What Spark costs on this machine, beside reading the people alone: ``python benchmarks/spark.py``.

One session on two cores, people made up by chance in Parquet, everything measured in turns; nothing is written, so that
what remains is reading and screening.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import SparkSession

from sciatica_rules import Rules, load_rules
from sciatica_rules.population.request import Request
from sciatica_rules.population.spark import SETTINGS, Way, screen_spark_frame
from sciatica_rules.program import program
from sciatica_rules.vocabulary import Fact, FactType

INTERVENTION = "exercise_therapy"
FILES, AT_ONCE = 4, 131_072
KEPT = ("id", "outcome")
Ways = dict[str, Callable[[Any], Any]]


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=4)
    given = parser.parse_args()
    rules = load_rules()
    with tempfile.TemporaryDirectory() as folder:
        make_people(rules, Path(folder), given.people)
        started = time.perf_counter()
        spark = session()
        print(f"Spark {spark.version} started in {time.perf_counter() - started:.0f} s")
        measure(spark, rules, folder, given.people, given.rounds)
        spark.stop()


def session() -> SparkSession:
    """Spark on two cores of this machine, with the settings that a session needs from its start."""
    os.environ["PYSPARK_PYTHON"] = sys.executable  # the Python that runs this also runs the batches
    builder = SparkSession.builder.master("local[2]").appName("sciatica-rules")
    settings = SETTINGS | {"spark.driver.memory": "4g", "spark.log.level": "ERROR", "spark.ui.enabled": "false"}
    settings |= {"spark.ui.showConsoleProgress": "false", "spark.driver.bindAddress": "127.0.0.1"}
    settings["spark.driver.host"] = "127.0.0.1"
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def measure(spark: SparkSession, rules: Rules, folder: str, people: int, rounds: int) -> None:
    """Reading alone in turns with expressions, then with what is slower.

    A method that the JVM interprets slows down for a while what is run after it, so it comes last.
    """
    limit = "spark.sql.codegen.hugeMethodLimit"
    spark.conf.set(limit, SETTINGS[limit])
    reading: Ways = {"reading alone": lambda frame: frame}
    fast: Ways = {
        "columns, two kept": lambda frame: screened(frame, rules, "columns").select(*KEPT),
        "columns, all kept": lambda frame: screened(frame, rules, "columns"),
    }
    slow: Ways = {
        "batches, two kept": lambda frame: two_kept(frame, rules),
        "batches, all kept": lambda frame: screened(frame, rules, "batches"),
    }
    in_turns(spark, folder, people, rounds, reading | fast)
    in_turns(spark, folder, people, rounds, reading | slow)
    spark.conf.set(limit, "65535")
    in_turns(spark, folder, people, 2, {"columns, all kept, without the setting": fast["columns, all kept"]})


def in_turns(spark: SparkSession, folder: str, people: int, rounds: int, ways: Ways) -> None:
    """The least time of each, with that of planning, and how it stands to the first."""
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(rounds):
        for name, screen in ways.items():
            started = time.perf_counter()
            screen(spark.read.parquet(folder)).write.format("noop").mode("overwrite").save()
            best[name] = min(best[name], time.perf_counter() - started)
    least = next(iter(best.values()))
    for name, seconds in best.items():
        print(f"{name:40} {seconds:7.2f} s {people / seconds / 1e6:6.2f} million/s {least / seconds:5.2f} x")


def screened(frame: Any, rules: Rules, way: Way) -> Any:
    """The frame with its outcomes."""
    request = Request(rules.ruleset, INTERVENTION, on_invalid="unknown")
    return screen_spark_frame(frame, request, way)


def two_kept(frame: Any, rules: Rules) -> Any:
    """Only what is kept goes back to Spark."""

    def screen(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in rules.screen_batches(batches, INTERVENTION, on_invalid="unknown"):
            kept = batch.select(list(KEPT))
            yield kept.set_column(1, "outcome", kept["outcome"].cast(pa.string()))

    return frame.mapInArrow(screen, "id long, outcome string")


def make_people(rules: Rules, folder: Path, people: int) -> None:
    """Files of people: each boolean fact is true of few, each fact unknown of one in ten."""
    import numpy as np

    chance = np.random.default_rng(7)
    facts = program(rules.ruleset, INTERVENTION).facts
    for number in range(FILES):
        count = people // FILES
        columns = {"id": pa.array(np.arange(count) + number * count)}
        columns |= {fact.name: _answers(chance, fact, count) for fact in facts}
        pq.write_table(pa.table(columns), folder / f"{number}.parquet", compression="zstd", row_group_size=AT_ONCE)


def _answers(chance: Any, fact: Fact, count: int) -> pa.Array:
    missing = chance.random(count) < 0.1
    least, most = float(fact.minimum or 0), min(float(fact.maximum or 0), 100)
    match fact.type:
        case FactType.BOOLEAN:
            return pa.array(chance.random(count) < 0.04, mask=missing)
        case FactType.INTEGER:
            return pa.array(chance.integers(int(least), int(most) + 1, count), mask=missing)
        case FactType.DECIMAL:
            return pa.array(chance.uniform(least, most, count).round(1), mask=missing)
        case FactType.CHOICE:
            words = pa.array(chance.integers(0, len(fact.choices), count), mask=missing)
            return pa.DictionaryArray.from_arrays(words, list(fact.choices)).cast(pa.string())


if __name__ == "__main__":
    main()
