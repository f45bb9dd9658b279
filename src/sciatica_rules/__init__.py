"""May this person do this exercise for sciatica, or have this sciatic-nerve block?

The answer is *allowed*, *consult_doctor* or *blocked*, with reasons, sources and what is still unknown. No clinician
has reviewed the rules.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

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
from .version import __version__

if TYPE_CHECKING:
    from .decision import Decision
    from .patient_profile import PatientProfile
    from .rules import Rules
    from .session import Session

__all__ = [
    "Decision", "Effect", "Hold", "MissingExtraError", "MissingFactsWarning", "NextStep", "Outcome", "ParameterError",
    "PatientProfile", "PopulationError", "ProfileError", "RuleFileError", "Rules", "SciaticaRulesError", "Session",
    "SessionError", "UnknownInterventionError", "__version__", "diff", "load_rules", "screen",
]  # fmt: skip

_LATE = {"Decision": "decision", "PatientProfile": "patient_profile", "Rules": "rules", "Session": "session"}

if not TYPE_CHECKING:  # a type checker that saw this would let every misspelt name pass

    def __getattr__(name: str) -> Any:
        """These classes are loaded on first use, so that importing the package stays cheap."""
        if name not in _LATE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f".{_LATE[name]}", __name__), name)
