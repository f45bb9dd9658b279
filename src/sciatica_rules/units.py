"""Units as people say them. In data they stay codes of UCUM, which programs can convert."""

from __future__ import annotations

_WORDS = {
    "Cel": ("\N{DEGREE SIGN}C", "\N{DEGREE SIGN}C"),
    "min": ("minute", "minutes"),
    "h": ("hour", "hours"),
    "d": ("day", "days"),
    "wk": ("week", "weeks"),
    "mo": ("month", "months"),
    "a": ("year", "years"),
    "/d": ("a day", "a day"),
    "/wk": ("a week", "a week"),
}
"""For one and for any other number."""


def with_unit(number: str, unit: str) -> str:
    """A number as it was written, with its unit: ``38 °C``, ``1 day``, ``0 to 10``.

    What UCUM puts in braces says what is counted, which the question says as well. A code without words stays as it is.
    """
    if unit.startswith("{"):
        return number
    one, other = _WORDS.get(unit, (unit, unit))
    return f"{number} {one if number == '1' else other}".rstrip()


def from_to(low: object, high: object, unit: str) -> str:
    """A range: ``34 to 43 °C``."""
    return with_unit(f"{low} to {high}", unit)
