"""What ``st.from_type(PatientProfile)`` draws from: the people of the shipped rules."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from ..library import load_rules
from ..patient_profile import PatientProfile
from .people import profiles, profiles_near_rules, profiles_with_unknowns


@cache
def patient_profiles() -> st.SearchStrategy[PatientProfile]:
    """Typed profiles without contradictions: near rules, with unknowns, and typical save for a little."""
    rules = load_rules()
    drawn = st.one_of(profiles_near_rules(rules), profiles_with_unknowns(rules), profiles(rules))
    return drawn.map(lambda profile: PatientProfile(**profile))
