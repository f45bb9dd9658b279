"""Frames of every kind: which engine screens one, and how the same kind comes back."""

from __future__ import annotations

from typing import TypeVar

from .request import Request

Frame = TypeVar("Frame")


def screen_frame(frame: Frame, request: Request) -> Frame:
    """The frame with what was found beside its columns. Raises PopulationError."""
    raise NotImplementedError
