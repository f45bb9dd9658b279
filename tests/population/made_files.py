"""Small populations in files of every format."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from sciatica_rules.population.files.cells import type_of
from sciatica_rules.population.files.find import find_inputs
from sciatica_rules.population.files.run import READERS
from sciatica_rules.population.files.table import Table, Wanted
from sciatica_rules.vocabulary import Fact, FactType
from tests.building import fact

Rows = Sequence[Mapping[str, Any]]

ENDINGS = ("parquet", "csv", "csv.gz", "ndjson", "ndjson.gz", "jsonl")


def write(path: Path, content: str | bytes) -> Path:
    """A file with this content, compressed if its name says so."""
    data = content.encode() if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def write_rows(path: Path, rows: Rows, facts: Mapping[str, Fact]) -> Path:
    """The rows in the format that the name stands for. What is no fact is text."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    if path.suffix == ".parquet":
        schema = pa.schema([(name, type_of(facts[name]) if name in facts else pa.string()) for name in names])
        pq.write_table(pa.Table.from_pylist(list(rows), schema), path, row_group_size=7)
        return path
    if ".csv" in path.name:
        lines = [",".join(names), *(",".join(_cell(row.get(name)) for name in names) for row in rows)]
        return write(path, "".join(f"{line}\n" for line in lines))
    return write(path, "".join(json.dumps(row) + "\n" for row in rows))


def read_rows(path: Path) -> list[dict[str, Any]]:
    """What a file holds, by the plainest reader there is; from CSV everything is text."""
    if path.suffix == ".parquet":
        return pq.read_table(path).to_pylist()  # type: ignore[no-any-return]
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    if ".csv" in path.name:
        import csv

        return list(csv.DictReader(data.decode().splitlines()))
    return [json.loads(line) for line in data.decode().splitlines()]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


# What reading makes of them

FACTS = {
    each.name: each
    for each in (
        fact("pregnant"),
        fact("pain", type=FactType.INTEGER, minimum=0, maximum=10),
        fact("temperature", type=FactType.DECIMAL, minimum=30, maximum=45),
        fact("cancer", type=FactType.CHOICE, choices={"none": "None", "active": "Active"}),
    )
}


def read(given: str, only: tuple[str, ...] | None = None) -> Table:
    inputs = find_inputs(given)
    return READERS[inputs.kind](inputs.paths, Wanted(FACTS, only, frozenset(FACTS)))


def rows(table: Table) -> list[dict[str, Any]]:
    return [row for piece in table.pieces() for row in piece.batch.to_pylist()]


def written(name: str, content: str | bytes) -> str:
    return str(write(Path(name), content))
