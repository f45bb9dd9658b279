#!/bin/sh
# Print every Python from 3.11 on that can make a virtual environment, one for each minor version, oldest first:
# "3.11 /path/to/python3.11". Looks on PATH and among the versions that pyenv has installed.
set -eu

asks='import sys, venv, ensurepip
if sys.version_info >= (3, 11): print("%d.%d" % sys.version_info[:2], sys.executable)'

candidates() {
    for minor in 11 12 13 14 15 16 17 18 19; do
        echo "python3.$minor"
        for found in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3."$minor".*/bin/python3; do
            [ -x "$found" ] && echo "$found"
        done
    done
    echo python3
    echo python
}

candidates | while read -r candidate; do
    "$candidate" -c "$asks" 2>/dev/null </dev/null || true  # not there, too old, a pyenv shim for another version
done | sort -t . -k 2,2n -s | awk '!seen[$1]++'
