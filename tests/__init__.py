"""The tests. See README.md for the map."""
