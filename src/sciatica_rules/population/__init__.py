"""Many people at once: frames and streams of record batches, a column for each fact and a row for each person."""

from __future__ import annotations

from importlib.util import find_spec

from ..errors import MissingExtraError

if not all(map(find_spec, ("narwhals", "numpy", "pyarrow"))):
    raise MissingExtraError("screening a population", "population")
