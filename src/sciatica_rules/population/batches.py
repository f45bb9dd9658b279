"""Streams of record batches: one after the other, in little memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa

from .request import Request


def screen_batches(batches: Iterable[pa.RecordBatch], request: Request) -> Iterator[pa.RecordBatch]:
    """Each batch with what was found, as it comes. Raises PopulationError."""
    raise NotImplementedError
