"""Tools that call functions for a user, such as FastAPI and typer, ask them for their types."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from copy import copy
from functools import cached_property
from inspect import isfunction, signature
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

import sciatica_rules
from sciatica_rules.late import Late

ROOT = Path(__file__).resolve().parents[2]
EXTRAS = ("duckdb", "hypothesis", "jinja2", "narwhals", "numpy", "pandas", "polars", "pyarrow", "rich", "typer")
"""Packages of which none is there where nothing but the library itself was installed."""


def public() -> dict[str, Any]:
    """Every class and function of the face, and every public method and property of its classes."""
    found = {name: getattr(sciatica_rules, name) for name in sciatica_rules.__all__ if name != "__version__"}
    classes = [each for each in found.values() if isinstance(each, type)]
    return found | {method.__qualname__: method for each in classes for method in methods(each)}


def methods(cls: type) -> Iterator[Callable[..., Any]]:
    """Those that we wrote, inherited ones and getters included."""
    for base in cls.__mro__:
        for name, member in vars(base).items():
            if isinstance(member, classmethod | staticmethod):
                member = member.__func__  # noqa: PLW2901
            elif isinstance(member, property):
                member = member.fget  # noqa: PLW2901
            elif isinstance(member, cached_property):
                member = member.func  # noqa: PLW2901
            ours = isfunction(member) and member.__module__.startswith("sciatica_rules")
            if ours and (name == "__init__" or not name.startswith("_")):
                yield member


def classes_behind(hint: Any) -> Iterator[type]:
    """Our own classes within one type."""
    if isinstance(hint, type) and hint.__module__.startswith("sciatica_rules"):
        yield hint
    for part in get_args(hint):
        yield from classes_behind(part)


PUBLIC = public()


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_callable_tells_its_types_to_tools_that_ask(name: str) -> None:
    hints = get_type_hints(PUBLIC[name], include_extras=True)
    if isfunction(PUBLIC[name]):
        assert hints.keys() == {*signature(PUBLIC[name]).parameters, "return"} - {"self", "cls"}


def test_every_class_behind_these_types_tells_its_own() -> None:
    pending = {
        each for made in PUBLIC.values() for hint in get_type_hints(made).values() for each in classes_behind(hint)
    }
    seen: set[type] = set()
    while pending - seen:
        seen.add(cls := (pending - seen).pop())
        pending.update(each for hint in get_type_hints(cls).values() for each in classes_behind(hint))
    assert {"Decision", "Difference", "Finding", "Invariant", "RuleSet"} <= {asked.__name__ for asked in seen}


def test_types_are_told_where_no_extra_is_installed() -> None:
    hide = f"import sys; sys.modules.update(dict.fromkeys({EXTRAS}))"
    ask = "from typing import get_type_hints; from tests.core.test_types import PUBLIC"
    script = f"{hide}; {ask}; print(sum(bool(get_type_hints(each)) for each in PUBLIC.values()))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert int(done.stdout) == sum(bool(get_type_hints(each)) for each in PUBLIC.values())


def test_what_stands_for_a_module_can_be_copied_and_loads_nothing_for_whoever_looks_it_over() -> None:
    late = Late("no_such_module")
    assert vars(copy(late)) == vars(late)
    assert not hasattr(late, "__wrapped__")
