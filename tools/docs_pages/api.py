"""The API reference, from the docstrings of what users can name."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from enum import Enum
from types import FunctionType
from typing import Any

import sciatica_rules
from sciatica_rules import (
    condition,
    decision,
    errors,
    intervention,
    outcome,
    parameter,
    replay,
    rule,
    source,
    vocabulary,
)

from .markdown import heading, page, table

HERE = "api.md"
LINE = 76
INNER = {"start"}
"""Public in Python, but nothing that a user should call."""
SHAPES = (
    vocabulary.Fact,
    vocabulary.FactType,
    vocabulary.Worse,
    vocabulary.AnsweredBy,
    intervention.Intervention,
    intervention.Dose,
    rule.Rule,
    rule.Example,
    rule.Departure,
    parameter.Parameter,
    parameter.Stricter,
    source.Source,
    source.Citation,
    condition.Operator,
    replay.Replay,
)
CHAPTERS: tuple[tuple[str, str, tuple[Any, ...]], ...] = (
    ("Verbs", "The two functions that most programs call.", (sciatica_rules.load_rules, sciatica_rules.screen)),
    ("A loaded rule set", "What `load_rules` gives.", (sciatica_rules.Rules,)),
    ("A session", "What `rules.session` gives.", (sciatica_rules.Session,)),
    (
        "Words of an answer",
        "Each is a string with a rank. Compare members with members.",
        (outcome.Outcome, outcome.NextStep, outcome.Effect, outcome.Hold),
    ),
    ("A decision", "Its fields stand in [a decision as JSON](decision.md).", (decision.Decision,)),
    (
        "Errors",
        "Each is data with good text. None holds a patient's value.",
        (
            errors.SciaticaRulesError,
            errors.ProfileError,
            errors.ProfileProblem,
            errors.UnknownInterventionError,
            errors.RuleFileError,
            errors.FileProblem,
            errors.ParameterError,
            errors.SessionError,
            errors.PopulationError,
            errors.ColumnProblem,
            errors.MissingFactsWarning,
            errors.MissingExtraError,
        ),
    ),
    ("What rules are made of", "Read-only data, to be found in `rules.facts`, `rules.rules` and so on.", SHAPES),
)


def pages() -> Iterator[tuple[str, str]]:
    parts = [
        "# API reference",
        "Everything here can be imported from `sciatica_rules`, save the shapes of the last chapter and the three"
        " *problem* classes, which you meet as attributes. All of it is immutable and safe to share between"
        " threads. Nothing reads a clock, the network or the environment.",
    ]
    for title, lead, things in CHAPTERS:
        parts += [f"## {title}", lead]
        for thing in things:
            parts += _function(thing) if isinstance(thing, FunctionType) else _class(thing)
    parts += ["### PatientProfile { #patientprofile }", _patient_profile()]
    yield HERE, page(*parts)


def _patient_profile() -> str:
    return (
        "The typed, frozen profile of the shipped vocabulary: one optional field for each fact (see"
        " [all facts](facts/index.md)), and `observed` and `denies`. Raises `ProfileError` naming each fact that"
        " cannot be used and what is allowed. Its `repr` names the answered facts, never their values. A rule set"
        " with facts of its own has its own model: `rules.profile_model`."
    )


def _function(function: FunctionType, owner: str = "") -> Iterator[str]:
    name = function.__name__
    anchor = f"{owner}-{name}".strip("-").lower()
    yield heading(f"`{name}`", anchor, level=4 if owner else 3)
    yield _code(f"{name}{_signature(function)}")
    yield _prose(function.__doc__)


def _class(cls: type) -> Iterator[str]:
    name = cls.__name__
    yield heading(f"`{name}`", name.lower(), level=3)
    if issubclass(cls, BaseException):
        yield _code(f"class {name}({', '.join(base.__name__ for base in cls.__bases__)})")
    yield _prose(cls.__doc__)
    if issubclass(cls, Enum):
        yield "In this order: " + ", ".join(f"`{member.value}`" for member in cls) + "."
    elif fields := _fields(cls):
        yield table(["Attribute", "Type", "Meaning"], fields)
    for attribute, member in vars(cls).items():
        if attribute.startswith("_") or attribute in INNER or cls is decision.Decision:
            continue
        function = member.__func__ if isinstance(member, classmethod | staticmethod) else member
        if isinstance(function, FunctionType) and function.__doc__:
            yield from _function(function, owner=name)
        elif (getter := getattr(member, "fget", None) or getattr(member, "func", None)) and getter.__doc__:
            yield heading(f"`{attribute}`", f"{name}-{attribute}".lower(), level=4)
            yield f"*{_returns(getter)}*" if _returns(getter) else ""
            yield _prose(getter.__doc__)


def _fields(cls: type) -> list[list[str]]:
    """The annotated attributes of a dataclass, with the string under each as its meaning."""
    if not hasattr(cls, "__dataclass_fields__"):
        return []
    body = ast.parse(textwrap.dedent(inspect.getsource(cls))).body[0]
    if not isinstance(body, ast.ClassDef):
        raise TypeError(cls)
    rows: list[list[str]] = []
    for statement, following in zip(body.body, [*body.body[1:], None], strict=True):
        if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
            continue
        name = statement.target.id
        if name.startswith("_") or name in ("ruleset", "location"):
            continue
        said = ""
        if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
            said = str(following.value.value)
        rows.append([f"`{name}`", f"`{ast.unparse(statement.annotation)}`", _prose(said)])
    return rows


def _signature(function: FunctionType) -> str:
    """The parameters as they are written, on one line or, where that is too long, on a line each."""
    signature = inspect.signature(function)
    written: list[str] = []
    kinds = {"positional": False, "named": False}
    for name, item in signature.parameters.items():
        if name in {"self", "cls"}:
            continue
        kinds["positional"] |= item.kind is item.POSITIONAL_ONLY
        if kinds["positional"] and item.kind is not item.POSITIONAL_ONLY:
            written.append("/")
            kinds["positional"] = False
        if item.kind is item.KEYWORD_ONLY and not kinds["named"]:
            if not any(before.startswith("*") for before in written):
                written.append("*")
            kinds["named"] = True
        star = "*" * (item.kind is item.VAR_POSITIONAL) + "**" * (item.kind is item.VAR_KEYWORD)
        default = "" if item.default is item.empty else f" = {item.default!r}"
        written.append(f"{star}{name}: {_shown(item.annotation)}{default}")
    returns = f" -> {_shown(signature.return_annotation)}"
    line = f"({', '.join(written)}){returns}"
    if len(function.__name__) + len(line) <= LINE:
        return line
    return "(\n" + "".join(f"    {one},\n" for one in written) + f"){returns}"


def _returns(getter: FunctionType) -> str:
    return _shown(getter.__annotations__.get("return", ""))


def _shown(annotation: object) -> str:
    """A type as a reader knows it, without the module that some of ours stand in."""
    return re.sub(r"\b[a-z_]+\.(?=[A-Z])", "", str(annotation))


def _code(text: str) -> str:
    return f"```python\n{text}\n```"


def _prose(text: str | None) -> str:
    """A docstring as Markdown: double backticks become single ones."""
    return re.sub(r"``([^`]+)``", r"`\1`", inspect.cleandoc(text or ""))
