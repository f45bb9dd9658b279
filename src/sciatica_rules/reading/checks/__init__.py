"""Checks across files, one module for each thing they are about."""
