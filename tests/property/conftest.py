"""How hard the property tests search: a little in every run, much with ``HYPOTHESIS_PROFILE=deep``."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

UNHURRIED = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
settings.register_profile("usual", max_examples=100, deadline=None, suppress_health_check=UNHURRIED)
settings.register_profile(
    "deep", settings.get_profile("usual"), max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", "5000"))
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))
