"""What is missing, as YAML that can be pasted: an example below ``examples:``, or a case into a file of cases."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import assert_never

from ...condition import Value
from ...rule import Example
from .missing_case import MissingCase

_WIDEST = 110


def as_yaml(missing: Example | MissingCase) -> str:
    """One item of a list."""
    return _example(missing) if isinstance(missing, Example) else _case(missing)


def _example(example: Example) -> str:
    rest = {"for": example.intervention} if example.intervention else {}
    fields = {"given": _flow(example.given), **rest, "expect": str(example.expect)}
    line = f"  - {_flow_of(fields)}"
    if len(line) <= _WIDEST:
        return line
    given = "\n".join(f"      {name}: {_said(value)}" for name, value in example.given.items())
    return "\n".join([f"  - given:\n{given}", *(f"    {key}: {fields[key]}" for key in [*rest, "expect"])])


def _case(case: MissingCase) -> str:
    profile = {"base": "typical", **case.unusual}
    line = f"  profile: {_flow(profile)}"
    if len(line) > _WIDEST:
        line = "\n".join(["  profile:", *(f"    {name}: {_said(value)}" for name, value in profile.items())])
    session = ["  observe: []"] if case.told == "held_for" else []
    listed: dict[str, str] = {} if case.told in case.words else {case.told: _selected(case)}
    expect = f"  expect: {_flow_of({**case.words, **listed})}"
    return "\n".join([f"- case: {_sentence(case)}", line, f"  for: {case.intervention}", *session, expect])


def _selected(case: MissingCase) -> str:
    return _flow_of({"includes" if case.listed else "excludes": f"[{case.rule}]"})


def _sentence(case: MissingCase) -> str:
    """To be put into better words by whoever pastes it."""
    match case.told:
        case "outcome":
            return f"The rule {case.rule} makes {case.intervention} {case.words['outcome']}"
        case "next_step":
            return f"The next step after {case.rule} is {case.words['next_step']} for {case.intervention}"
        case "held_for":
            return f"The rule {case.rule} holds a session of {case.intervention} for {case.words['held_for']}"
        case "reasons" | "undetermined" | "precautions":
            concerns = "concerns" if case.listed else "does not concern"
            return f"The rule {case.rule} {concerns} {case.intervention}"
        case _:
            assert_never(case.told)


def _flow(values: Mapping[str, Value | None]) -> str:
    return _flow_of({name: _said(value) for name, value in values.items()})


def _flow_of(fields: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {said}" for name, said in fields.items()) + "}"


def _said(value: Value | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value).lower() if isinstance(value, bool) else str(value)
