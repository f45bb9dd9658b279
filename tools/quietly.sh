#!/bin/sh
# Run a command and show what it printed only if it fails.
output=$("$@" 2>&1 </dev/null)
status=$?
[ "$status" -eq 0 ] || printf '%s\n' "$output" >&2
exit "$status"
