"""May this person do this exercise for sciatica, or have this sciatic-nerve block?

The answer is *allowed*, *consult_doctor* or *blocked*, with reasons, sources and what is still unknown. No clinician
has reviewed the rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .decision import Decision
from .errors import (
    MissingExtraError,
    MissingFactsWarning,
    ParameterError,
    PopulationError,
    ProfileError,
    RuleFileError,
    SciaticaRulesError,
    SessionError,
    UnknownInterventionError,
)
from .library import diff, load_rules, screen
from .outcome import Effect, Hold, NextStep, Outcome
from .rules import Rules
from .session import Session
from .version import __version__

if TYPE_CHECKING:
    from .patient_profile import PatientProfile

__all__ = [
    "Decision", "Effect", "Hold", "MissingExtraError", "MissingFactsWarning", "NextStep", "Outcome", "ParameterError",
    "PatientProfile", "PopulationError", "ProfileError", "RuleFileError", "Rules", "SciaticaRulesError", "Session",
    "SessionError", "UnknownInterventionError", "__version__", "diff", "load_rules", "screen",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """``PatientProfile`` is built on first use: it has a field for every fact."""
    if name == "PatientProfile":
        from .patient_profile import PatientProfile

        return PatientProfile
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
