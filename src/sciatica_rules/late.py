"""Modules that stand in annotations and are loaded when somebody asks for the types, not before.

``typing.get_type_hints`` looks a name up where the function was written. What is imported for type checkers only is not
there, and what is imported for everybody costs everybody. A ``Late`` module is there and costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Late:
    """Stands for a module of this package, or with its full name for any other."""

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        # Whoever copies or inspects what it meets asks for such names, also of one that is not yet filled.
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(import_module(self._module, __package__), name)
