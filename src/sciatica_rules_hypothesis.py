"""Called by hypothesis when it is imported, so that ``st.from_type(PatientProfile)`` works without registration.

Nothing of the library is imported here before somebody asks for that very type.
"""

from __future__ import annotations

import sys
from typing import Any

MODULE = "sciatica_rules.patient_profile"


def register() -> None:
    """The entry point of the group ``hypothesis``."""
    from hypothesis.strategies._internal import types

    # A place for types of modules that may never be imported; older versions of hypothesis do not have it.
    waiting = getattr(types, "_global_extra_lookup", None)
    if waiting is None:
        register_now()
    else:
        waiting[MODULE] = resolve


def register_now() -> None:
    """Register the type, which imports it."""
    from hypothesis import strategies as st

    from sciatica_rules.patient_profile import PatientProfile

    st.register_type_strategy(PatientProfile, resolve)


def resolve(wanted: type) -> Any:
    """The strategy for ``PatientProfile``; None for any other type."""
    if wanted is not getattr(sys.modules.get(MODULE), "PatientProfile", None):
        return None
    from sciatica_rules.testing.from_type import patient_profiles

    return patient_profiles()
