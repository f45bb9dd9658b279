"""The words with which a frame is screened. They need none of the packages that read frames."""

from __future__ import annotations

from typing import Literal

Output = Literal["outcome", "verdicts", "reasons"]
OnInvalid = Literal["refuse", "unknown"]
