"""Each intervention: can anybody be allowed it, and is the benign person allowed it?"""

from __future__ import annotations

from collections.abc import Iterator

from ...intervention import Intervention
from ...outcome import Outcome
from ..finding import Finding, Level
from ..prover import Prover


def never_allowed(prover: Prover, intervention: Intervention) -> Iterator[Finding]:
    """An intervention that nobody can be allowed, whatever is answered."""
    if not prover.is_ever_allowed(prover.world.group[intervention.id]):
        message = f"nobody can ever be allowed {intervention.id}"
        yield Finding("never_allowed", Level.ERROR, intervention.id, message, intervention.location)


def typical_not_allowed(prover: Prover, intervention: Intervention) -> Iterator[Finding]:
    """An intervention that its own typical profile is not allowed, although somebody is."""
    group = prover.world.group[intervention.id]
    point = prover.world.typical(intervention.id)
    if prover.outcome(point, group) > Outcome.ALLOWED and prover.is_ever_allowed(group):
        message = f"the typical profile is not allowed {intervention.id}"
        example = prover.counterexample(point, group) if group.intervention == intervention.id else None
        yield Finding("typical_not_allowed", Level.ERROR, intervention.id, message, intervention.location, example)
