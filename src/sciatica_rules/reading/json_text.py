"""JSON as strictly as our YAML: no key twice, exact numbers, nothing that is not JSON, nothing endless."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

from ..errors import ProfileProblem
from ..location import Location
from .text import MAX_BYTES

WHOLE = "profile"
"""What a problem is about that is about no single fact."""

_MOST_DIGITS = 40
"""More than any fact can hold, and few enough that reading them costs nothing."""


_HUGE_EXPONENT = re.compile(r"[eE][-+]?[0-9]{4}")
_TOO_LARGE = "a number that is too long or too large"


class _Refusal(Exception):
    """Something that the JSON of Python takes and this format does not."""


def read_json(text: str, path: str, line: int = 1) -> tuple[Any, list[ProfileProblem]]:
    """The data, and what is wrong with its form. ``line`` is where the text starts in its file."""
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        return None, [ProfileProblem(WHOLE, f"larger than {MAX_BYTES // 1024} KiB", location=Location(path, line))]
    twice: list[str] = []
    problem: ProfileProblem | None = None
    data: Any = None

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                twice.append(key)
            found[key] = value
        return found

    # What json raises holds the text, which is a patient's; so nothing of it may be the context of our error.
    try:
        data = json.loads(
            text, object_pairs_hook=unique, parse_float=_exact, parse_int=_whole, parse_constant=_nan_alone
        )
    except json.JSONDecodeError as error:
        said = "there is text after its end" if error.msg == "Extra data" else "this is not well-formed JSON"
        column = error.colno
        problem = ProfileProblem(WHOLE, said, location=Location(path, line + error.lineno - 1, column))
    except RecursionError:
        problem = ProfileProblem(WHOLE, "nested too deeply", location=Location(path, line))
    except _Refusal as refusal:
        problem = ProfileProblem(WHOLE, str(refusal), location=Location(path, line))
    if problem is not None:
        return None, [problem]
    return data, [ProfileProblem(key, "is given twice", location=Location(path, line)) for key in dict.fromkeys(twice)]


def _exact(written: str) -> Decimal:
    # Python's own limit for an exponent lies far beyond what three digits can say.
    if len(written) > _MOST_DIGITS or _HUGE_EXPONENT.search(written):
        raise _Refusal(_TOO_LARGE)
    return Decimal(written)


def _whole(written: str) -> int:
    if len(written) > _MOST_DIGITS:
        raise _Refusal(_TOO_LARGE)
    return int(written)


def _nan_alone(written: str) -> float:
    """Dataframes write NaN for what is not known."""
    if written != "NaN":
        raise _Refusal("an infinite number")
    return float("nan")
