"""Populations in files: Parquet, CSV and NDJSON, read piece by piece and written in one step."""
