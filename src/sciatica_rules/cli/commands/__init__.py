"""One command, or a small group of like ones, in each file: options in, exit code out."""
