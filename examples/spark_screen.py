"""Screens a folder of Parquet files with Spark, into a folder of Parquet files.

    python examples/spark_screen.py PEOPLE OUT --for exercise_therapy
    spark-submit --master spark://... examples/spark_screen.py s3a://PEOPLE s3a://OUT --for exercise_therapy

Every column that is called as a fact is read as one; all columns are kept, or those named with --id. OUT must not be
there yet.
"""

from __future__ import annotations

import argparse
import os
import sys

from pyspark.sql import SparkSession

from sciatica_rules import load_rules
from sciatica_rules.population.request import Request
from sciatica_rules.population.spark import SETTINGS, screen_spark_frame


def main() -> None:
    """Read, screen, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("people")
    parser.add_argument("out")
    parser.add_argument(
        "--for", dest="intervention", required=True, help="what they want to do, such as prone_press_up"
    )
    parser.add_argument("--output", choices=["outcome", "verdicts", "reasons"], default="outcome")
    parser.add_argument("--on-invalid", choices=["refuse", "unknown"], default="refuse")
    parser.add_argument("--id", action="append", metavar="COLUMN", help="write only these columns and the result")
    parser.add_argument("--master", help="default: the one of spark-submit, or local[2]")
    parser.add_argument(
        "--way", choices=["auto", "columns", "batches"], default="auto", help="columns need nothing there"
    )
    given = parser.parse_args()

    request = Request(load_rules().ruleset, given.intervention, output=given.output, on_invalid=given.on_invalid)
    spark = session(given.master)
    screened = screen_spark_frame(spark.read.parquet(given.people), request, given.way)
    if given.id:
        screened = screened.select(*given.id, *request.made)
    screened.write.parquet(given.out)
    spark.stop()


def session(master: str | None) -> SparkSession:
    """Spark with the settings that make screening fast."""
    if master is None and "SPARK_ENV_LOADED" not in os.environ:  # not started by spark-submit
        master = "local[2]"
    builder = SparkSession.builder.appName("sciatica-rules")
    if master is not None:
        builder = builder.master(master)
        if master.startswith("local"):
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # batches run in Pythons that Spark starts
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


if __name__ == "__main__":
    main()
