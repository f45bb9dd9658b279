"""The signs that are asked about first, listed by hand: one that vanishes from the rules is noticed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sciatica_rules import NextStep


@dataclass(frozen=True)
class Sign:
    """One sign, as the answers that show it over an otherwise benign profile."""

    rule: str
    answers: dict[str, Any]
    next_step: NextStep
    without: dict[str, Any] = field(default_factory=dict)
    """Benign answers that would contradict it; taken out."""
    blocks_only: bool = False

    @property
    def name(self) -> str:
        return "+".join(f"{fact}={value}" for fact, value in self.answers.items())


def _emergency(fact: str) -> Sign:
    return Sign(fact, {fact: True}, NextStep.EMERGENCY, {"any_emergency_sign": None})


def _serious(fact: str) -> Sign:
    return Sign(fact, {fact: True}, NextStep.URGENT, {"any_serious_sign": None})


def _with_cancer(status: str) -> Sign:
    answers = {"unexplained_weight_loss": True, "malignancy_status": status}
    return Sign("cancer_with_weight_loss", answers, NextStep.URGENT, {"any_serious_sign": None})


def _with_fever(risk: str) -> Sign:
    without = {"fever": None} if risk == "infection_risk" else {"fever": None, "infection_risk": None}
    return Sign("fever_with_infection_risk", {"body_temperature_c": 39, risk: True}, NextStep.URGENT, without)


def _before_a_block(fact: str) -> Sign:
    return Sign(fact, {fact: True}, NextStep.URGENT, {"any_block_sign": None}, blocks_only=True)


EMERGENCY_SIGNS = (
    "saddle_numbness",
    "bladder_dysfunction",
    "bowel_dysfunction",
    "sexual_dysfunction",
    "new_leg_weakness",
    "foot_drop",
    "bilateral_leg_symptoms",
    "limb_cold_or_pulseless",
    "pulsatile_abdominal_mass",
    "chest_pain",
    "collapse",
)
INFECTION_RISKS = ("iv_drug_use", "immunosuppressed", "recent_infection", "recent_spinal_procedure")

SIGNS = (
    *map(_emergency, EMERGENCY_SIGNS),
    *map(_serious, ("major_trauma_recent", "unilateral_leg_swelling")),
    *map(_with_cancer, ("active", "remission", "suspected")),
    *map(_with_fever, INFECTION_RISKS),
    Sign("under_adult_age", {"age_years": 17}, NextStep.URGENT),
    *map(_before_a_block, ("takes_anticoagulant", "takes_antiplatelet", "infection_at_injection_site")),
)
