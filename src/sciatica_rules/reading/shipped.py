"""Where the rules that come with the package stand."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[3] / "rules"


def shipped_rules() -> Traversable:
    """The folder inside the installed package; in a checkout, the one beside ``src``."""
    packaged = resources.files("sciatica_rules") / "rules"
    return _CHECKOUT if not packaged.is_dir() and _CHECKOUT.is_dir() else packaged
