"""What each format makes of the columns that are passed on."""

from __future__ import annotations

import datetime as dt
import json
import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sciatica_rules.errors import TableFileError
from sciatica_rules.population.files.out import whole
from sciatica_rules.population.files.table import ROWS
from sciatica_rules.population.files.write import written

DAY = dt.date(2026, 1, 31)


def put(path: Path, *batches: pa.RecordBatch) -> Path:
    """Write these batches."""
    with whole(path) as file, written(file, path) as write:
        for batch in batches:
            write(batch)
    return path


def batch(**columns: Any) -> pa.RecordBatch:
    return pa.record_batch(columns)


def test_json_has_words_for_days_and_exact_numbers_and_no_word_for_nan(tmp_path: Path) -> None:
    one = batch(
        at=pa.array([dt.datetime(2026, 1, 31, 8, 30, tzinfo=dt.UTC), None]),
        day=pa.array([DAY, None]),
        clock=pa.array([dt.time(8, 30), None]),
        exact=pa.array([Decimal("1.10"), None]),
        number=pa.array([math.nan, 1.5]),
        more=pa.array([{"x": ["\u00e9"]}, None]),
    )
    first, second = put(tmp_path / "a.ndjson", one).read_text(encoding="utf-8").splitlines()
    assert json.loads(first) == {
        "at": "2026-01-31T08:30:00+00:00",
        "day": "2026-01-31",
        "clock": "08:30:00",
        "exact": "1.10",
        "number": None,
        "more": {"x": ["\u00e9"]},
    }
    assert json.loads(second)["number"] == 1.5


@pytest.mark.parametrize("values", [[b"x"], [1.0, math.inf], [{"deep": b"x"}]], ids=["bytes", "infinity", "within"])
def test_what_json_has_no_words_for_is_refused(tmp_path: Path, values: list[Any]) -> None:
    with pytest.raises(TableFileError, match=r"a.ndjson: NDJSON has no words for what column 'odd' holds; choose"):
        put(tmp_path / "a.ndjson", batch(id=["a"] * len(values), odd=values))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("values", [[[1]], [{"x": 1}]], ids=["numbers in a list", "fields"])
def test_what_csv_has_no_words_for_is_refused(tmp_path: Path, values: list[Any]) -> None:
    with pytest.raises(TableFileError, match=r"a.csv: CSV has no words for what column 'odd' holds; choose"):
        put(tmp_path / "a.csv", batch(id=["a"], odd=values))
    assert list(tmp_path.iterdir()) == []


def test_csv_tells_an_empty_text_from_none_and_quotes_what_must_be(tmp_path: Path) -> None:
    text = put(tmp_path / "a.csv", batch(word=["", None, 'a "b", c\n'], words=[["x", "y"], [], None]))
    assert text.read_text(encoding="utf-8") == '"word","words"\n"","x y"\n,""\n"a ""b"", c\n",\n'


@pytest.mark.parametrize("nested", [{"home": [{"zip": "0815"}]}, {"home": [{"zip": 1.5}]}, {"home": [["a", "b"]]}])
def test_a_number_may_be_called_as_a_part_of_another_column_is(tmp_path: Path, nested: dict[str, list[Any]]) -> None:
    columns = {"home.zip": [1], "home.list.element": [2], **nested}
    path = put(tmp_path / "a.parquet", pa.record_batch({name: pa.array(values) for name, values in columns.items()}))
    assert pq.read_table(path).to_pydict() == columns


def test_some_batches_make_a_row_group(tmp_path: Path) -> None:
    big = batch(number=pa.array(range(ROWS)))
    for times, rows in ((9, [4 * ROWS, 4 * ROWS, ROWS]), (4, [4 * ROWS])):
        meta = pq.ParquetFile(put(tmp_path / "a.parquet", *[big] * times)).metadata
        assert [meta.row_group(number).num_rows for number in range(meta.num_row_groups)] == rows


@pytest.mark.parametrize("name", ["a.parquet", "a.csv", "a.ndjson", "a.csv.gz"])
def test_the_same_rows_give_the_same_bytes(tmp_path: Path, name: str) -> None:
    rows = batch(word=["a", None], number=[1, 2])
    (tmp_path / "b").mkdir()
    assert put(tmp_path / name, rows).read_bytes() == put(tmp_path / "b" / name, rows).read_bytes()


@pytest.mark.parametrize("name", ["a.parquet", "a.csv", "a.ndjson.gz"])
def test_nobody_at_all_makes_a_file_too(tmp_path: Path, name: str) -> None:
    assert put(tmp_path / name, batch(word=pa.array([], pa.string()))).exists()


@pytest.mark.parametrize("name", ["a.parquet", "a.csv", "a.ndjson.gz"])
def test_an_error_within_ends_the_writing_quietly(tmp_path: Path, name: str) -> None:
    def fail() -> None:
        path = tmp_path / name
        with whole(path) as file, written(file, path) as write:
            write(batch(word=["a"]))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_an_error_before_anything_was_written_is_that_error(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), whole(tmp_path / "a.csv") as file, written(file, tmp_path / "a.csv"):
        raise RuntimeError


def test_a_block_that_writes_nothing_makes_an_empty_file(tmp_path: Path) -> None:
    assert put(tmp_path / "a.csv").read_bytes() == b""
