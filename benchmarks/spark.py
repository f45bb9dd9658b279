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
from collections.abc import Callable
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


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=3)
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
    """Reading alone, and both ways; expressions also without the setting that makes them fast."""
    limit = "spark.sql.codegen.hugeMethodLimit"
    ways: dict[str, tuple[str, Callable[[Any], Any]]] = {
        "reading alone": (SETTINGS[limit], lambda frame: frame),
        "columns": (SETTINGS[limit], lambda frame: screened(frame, rules, "columns")),
        "columns, without the setting": ("65535", lambda frame: screened(frame, rules, "columns")),
        "batches": (SETTINGS[limit], lambda frame: screened(frame, rules, "batches")),
    }
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(rounds):
        for name, (setting, screen) in ways.items():
            spark.conf.set(limit, setting)
            started = time.perf_counter()
            screen(spark.read.parquet(folder)).write.format("noop").mode("overwrite").save()
            best[name] = min(best[name], time.perf_counter() - started)
    for name, seconds in best.items():
        share = best["reading alone"] / seconds
        print(f"{name:30} {seconds:7.2f} s {people / seconds / 1e6:6.2f} million/s {share:5.2f} x reading alone")


def screened(frame: Any, rules: Rules, way: Way) -> Any:
    """The frame with its outcomes."""
    request = Request(rules.ruleset, INTERVENTION, on_invalid="unknown")
    return screen_spark_frame(frame, request, way)


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
