"""Nothing the founding article says is lost, everything is cited, and what people read is worded with care."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from sciatica_rules import Outcome, load_rules
from sciatica_rules.condition import leaves, parameters_read
from sciatica_rules.parameter import Parameter
from sciatica_rules.rule import Rule
from sciatica_rules.source import Citation

RULES = load_rules()
RULESET = RULES.ruleset
HERE = Path(__file__).parent
ARTICLE = HERE.parents[1] / "rules" / "article"
NO_RULE: dict[str, Any] = yaml.safe_load((ARTICLE / "no-rule.yaml").read_text("utf-8"))
KNOWN_IDS = (HERE / "statement_ids.txt").read_text("utf-8").split()
EXERCISE_ID = re.compile(r"(?:LIE1|LIE2|SIT1|SIT2|STD1|PRG|SEV|STR|YOG|WRM)-\d\d")
EXERCISES = {name: one for name, one in RULES.interventions.items() if "exercise" in one.tags}
EACH_RULE = pytest.mark.parametrize("rule", RULES.rules.values(), ids=lambda rule: rule.id)
EACH_PARAMETER = pytest.mark.parametrize("parameter", RULES.parameters.values(), ids=lambda parameter: parameter.name)


def _citations() -> list[Citation]:
    cited = [citation for rule in RULES.rules.values() for citation in rule.sources]
    cited += [rule.departs_from_evidence.source for rule in RULES.rules.values() if rule.departs_from_evidence]
    cited += [citation for intervention in RULES.interventions.values() for citation in intervention.sources]
    return cited + [citation for parameter in RULES.parameters.values() for citation in parameter.sources]


CITED = {citation.statement for citation in _citations() if citation.statement}


# --- statements, exercises and sources ---------------------------------------------------------------------------


def test_every_statement_and_exercise_of_the_article_is_listed() -> None:
    assert len(KNOWN_IDS) == 131 + 31
    assert sorted(RULESET.statements) == sorted(KNOWN_IDS)


def test_every_statement_is_cited_or_carries_no_rule_for_a_reason() -> None:
    assert [name for name in KNOWN_IDS if name not in CITED and name not in NO_RULE] == []


def test_no_statement_is_both_cited_and_said_to_carry_no_rule() -> None:
    assert [name for name in KNOWN_IDS if name in CITED and name in NO_RULE] == []


def test_what_carries_no_rule_is_a_statement_and_has_a_reason() -> None:
    for name, reason in NO_RULE.items():
        assert name in KNOWN_IDS
        assert isinstance(reason, str)
        assert len(reason.split()) >= 3


def test_every_exercise_of_the_article_is_one_intervention() -> None:
    own = [[str(one.statement) for one in exercise.sources if EXERCISE_ID.fullmatch(str(one.statement))]
           for exercise in EXERCISES.values()]  # fmt: skip
    assert all(len(ids) == 1 for ids in own)
    assert sorted(ids[0] for ids in own) == sorted(name for name in KNOWN_IDS if EXERCISE_ID.fullmatch(name))


def test_every_source_is_cited_by_something() -> None:
    assert sorted(set(RULES.sources) - {citation.key for citation in _citations()}) == []


def test_every_fact_is_read_by_a_rule() -> None:
    read = {leaf.fact for rule in RULES.rules.values() for leaf in leaves(rule.when)}
    assert sorted(set(RULES.facts) - RULESET.vocabulary.closure(read)) == []


# --- parameters --------------------------------------------------------------------------------------------------


@EACH_PARAMETER
def test_a_parameter_says_what_it_is_and_why(parameter: Parameter) -> None:
    assert parameter.unit
    assert parameter.minimum < parameter.maximum
    assert parameter.minimum <= parameter.value <= parameter.maximum
    assert bool(parameter.sources) is not parameter.our_proposal
    for text in (parameter.title, parameter.why):
        assert len(text.split()) >= 3
    if parameter.our_proposal:
        assert "our proposal" in parameter.why


@EACH_PARAMETER
def test_a_parameter_is_read_by_a_rule_or_a_derivation(parameter: Parameter) -> None:
    conditions = [rule.when for rule in RULES.rules.values()]
    conditions += [condition for fact in RULES.facts.values() for condition in fact.derivations]
    assert any(parameter.name in parameters_read(condition) for condition in conditions)


@EACH_PARAMETER
@pytest.mark.parametrize("end", ["minimum", "maximum"])
def test_a_parameter_can_be_set_to_either_end_of_its_range(parameter: Parameter, end: str) -> None:
    value = getattr(parameter, end)
    rules = load_rules(parameters={parameter.name: value}, allow_looser=True)
    assert rules.ruleset.values[parameter.name] == value


# --- departures from guidance --------------------------------------------------------------------------------------

DEPARTURES = {
    "EX-C-01": "stricter",
    "EX-C-03": "stricter",
    "EX-C-04": "stricter",
    "EX-C-06a": "stricter",
    "EX-C-06b": "stricter",
    "EX-P-01": "stricter",
    "EX-S-01": "stricter",
    "EX-S-03": "stricter",
    "EX-S-04": "stricter",
    "EX-M-01": "stricter",
    "EX-R-01": "stricter",
    "SP-01": "stricter",
    "TX-02": "stricter",
    "BL-C-01b": "stricter",
    "BL-C-01c": "stricter",
    "BL-C-04a": "stricter",
    "BL-E-01": "stricter",
    "BL-E-02": "stricter",
    "BL-D-05": "laxer",
}
"""Statements that the evidence which was read calls stricter or laxer than current guidance."""


@pytest.mark.parametrize(("statement", "direction"), DEPARTURES.items())
def test_a_statement_that_departs_from_guidance_has_a_rule_that_says_so(statement: str, direction: str) -> None:
    rules = [rule for rule in RULES.rules.values() if statement in {one.statement for one in rule.sources}]
    assert direction in {rule.departs_from_evidence.direction for rule in rules if rule.departs_from_evidence}


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES.rules.values() if rule.departs_from_evidence], ids=lambda rule: rule.id
)
def test_a_departure_names_a_document_of_its_own_and_says_it_in_one_sentence(rule: Rule) -> None:
    departure = rule.departs_from_evidence
    assert departure is not None
    assert departure.direction in {"stricter", "laxer"}
    assert departure.source.key not in {"article", "our_proposal"}
    assert _sentences(departure.note) == 1


# --- words -------------------------------------------------------------------------------------------------------

SUSPICIONS = {fact for fact in RULES.facts if fact.startswith("suspected_")}
SIGN_AREAS = {"emergency", "urgent"}
DISEASES = (
    r"spondylitis|inflammation of the spine|myeloma|bone marrow|ankylosing|thrombosis|blood clot|clot in|blood flow"
    r"|blood supply|pressure on the (?:spinal )?nerves|nerve is being damaged|infection in or near the spine"
    r"|broken bone|problem with the heart|main artery|aneurysm|cauda equina"
)
HEDGES = re.compile(r"\b(can|may|might|could|whether|possible|risk)\b", re.IGNORECASE)
ESTABLISHED = (
    rf"(?<!whether )\byou (?:have|had|suffer from|are suffering from|show|developed)\b[^,;]*\b(?:{DISEASES})",
    rf"\b(?:your|this) (?:{DISEASES})",
    rf"\b(?:this|that|it|which) (?:is|was|means|shows|proves|indicates)\b[^,;]*\b(?:{DISEASES})",
    rf"\b(?:because of|caused by|due to|diagnosed with|suffering from)\b[^,;]*\b(?:{DISEASES})",
    rf"\b(?:{DISEASES}) (?:is|was|has been) (?:present|found|confirmed|likely|certain)",
)
"""Ways of saying that a disease is there, unless a word between them says that it only may be."""


@EACH_RULE
def test_a_message_is_one_plain_sentence(rule: Rule) -> None:
    assert _sentences(rule.message) == 1
    assert 4 <= len(rule.message.split()) <= 35
    assert rule.title
    assert not rule.title.endswith(".")


def test_the_message_about_severe_pain_names_the_exercises_that_are_left() -> None:
    left = [one.title.lower() for one in EXERCISES.values() if "for_severe_pain" in one.tags]
    assert len(left) == 2
    assert [title for title in left if title not in RULES.rules["severe_pain_now"].message] == []


@EACH_RULE
def test_nothing_that_a_patient_reads_in_a_rule_says_safe(rule: Rule) -> None:
    for text in (rule.title, rule.message, rule.action):
        assert not re.search(r"\b(?:un)?safe", text, re.IGNORECASE)
        assert not re.search(r"\bno (?:risk|danger)\b|\bharmless\b|\bguarantee", text, re.IGNORECASE)


@pytest.mark.parametrize("intervention", RULES.interventions.values(), ids=lambda intervention: intervention.id)
def test_nothing_that_a_patient_reads_of_an_intervention_says_safe(intervention: Any) -> None:
    for text in (intervention.title, intervention.note, *intervention.steps):
        assert not re.search(r"\b(?:un)?safe", text, re.IGNORECASE)


@EACH_RULE
def test_no_message_states_a_suspected_diagnosis_as_established(rule: Rule) -> None:
    assert _established(rule.message) == []


@pytest.mark.parametrize(
    "rule",
    [
        rule
        for rule in RULES.rules.values()
        if rule.area in SIGN_AREAS or SUSPICIONS & {leaf.fact for leaf in leaves(rule.when)}
    ],
    ids=lambda rule: rule.id,
)
def test_a_message_about_a_sign_or_a_suspicion_names_a_disease_only_as_a_possibility(rule: Rule) -> None:
    if re.search(DISEASES, rule.message, re.IGNORECASE):
        assert HEDGES.search(rule.message)


@pytest.mark.parametrize(
    "said",
    [
        "You have a blood clot in your leg.",
        "This is cauda equina syndrome, pressure on the nerves of the spine.",
        "Your myeloma has to be treated first.",
        "Your pain is due to spondylitis.",
        "It means that the nerve is being damaged.",
    ],
)
def test_a_diagnosis_stated_as_established_would_be_noticed(said: str) -> None:
    assert _established(said) != []


@EACH_RULE
def test_a_rule_is_a_draft_with_a_date_of_review(rule: Rule) -> None:
    assert rule.status == "draft"
    assert rule.reviewed_by == ""
    assert date.fromisoformat(rule.review_by) > date(2026, 11, 22)


@EACH_RULE
def test_a_rule_that_objects_says_what_to_do_next(rule: Rule) -> None:
    if rule.effect.demand is not Outcome.ALLOWED:
        assert rule.action.endswith(".")


@EACH_RULE
def test_a_rule_of_the_base_rests_on_the_article(rule: Rule) -> None:
    statements = [citation.statement for citation in rule.sources if citation.key == "article"]
    assert bool(statements) is (rule.pack == "article")


def _established(text: str) -> list[str]:
    said = [found.group() for pattern in ESTABLISHED for found in re.finditer(pattern, text, re.IGNORECASE)]
    return [words for words in said if not HEDGES.search(words)]


def _sentences(text: str) -> int:
    assert text.endswith((".", "?", "!"))
    return len(re.findall(r"[.?!](?:\s|$)", text))
