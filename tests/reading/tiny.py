"""A small, complete library of rules, and small changes to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

HERE = "⟦"
"""Stands in a changed text where the report must point; it is taken out before the text is used."""

HISTORY = """\
group: history
title: Medical history
facts:
  fever:
    type: boolean
    typical: false
    question: Do you have a fever?
    worse_when: true
    mutable: true
    valid_for: 1
    answered_by: either
    defined_by: {temperature: {at_least: fever_c}}
  temperature:
    type: decimal
    unit: Cel
    min: 30
    max: 45
    typical: 36.6
    question: What is your temperature?
    worse_when: higher
    mutable: true
    answered_by: either
  seizures:
    type: integer
    unit: "{count}"
    min: 0
    max: 100
    typical: 0
    question: How many seizures did you have in a year?
    worse_when: higher
    mutable: true
    answered_by: patient
  cancer:
    type: choice
    choices:
      none: No cancer
      active: Cancer now
      past: Cancer in the past
    denied: none
    typical: none
    question: Do you have cancer?
    worse_when: depends
    mutable: true
    answered_by: either
  indication:
    type: choice
    choices: {none: None of these, inflammation: Inflammation}
    typical: none
    question: What is the block for?
    worse_when: depends
    mutable: true
    answered_by: clinician
"""

SESSION = """\
group: session
title: While you exercise
facts:
  repetitions:
    type: integer
    unit: "{count}"
    min: 0
    max: 50
    typical: 1
    question: How many repetitions do you plan?
    worse_when: higher
    mutable: true
    answered_by: either
    when_unknown: 1
  discomfort:
    type: boolean
    typical: false
    question: Do you feel any discomfort?
    worse_when: true
    mutable: true
    answered_by: patient
    when_unknown: false
    momentary: true
  pain_subsided:
    type: boolean
    typical: false
    question: Has the pain eased?
    worse_when: false
    mutable: true
    answered_by: patient
    when_unknown: false
  held_for:
    type: choice
    choices: {none: Not waiting, discomfort: Discomfort, exacerbation: A flare}
    typical: none
    question: Why is the session waiting?
    worse_when: depends
    mutable: true
    answered_by: either
    when_unknown: none
    note: Kept by the session.
  cleared:
    type: boolean
    question: Has a doctor cleared you?
    worse_when: false
    mutable: true
    answered_by: either
    when_unknown: false
    clearance: true
"""

PARAMETERS = """\
fever_c:
  title: Temperature counted as high
  unit: Cel
  value: 38.0
  min: 37.5
  max: 39.0
  stricter: lower
  sources: [guide]
  our_proposal: false
  why: The article says only high.
max_repetitions:
  title: Most repetitions
  unit: "{count}"
  value: 10
  min: 1
  max: 60
  stricter: lower
  sources: []
  our_proposal: true
  why: Our own figure.
"""

SOURCES = """\
article:
  title: The founding article
  organisation: Unknown
  year: "n.d."
  link: null
  strength: article
  seen: page_text
guide:
  title: A guideline
  organisation: Some college
  year: "2020"
  link: https://example.org/guide
  strength: guideline
  seen: abstract
"""

THERAPY = "id: therapy\ntitle: Exercise therapy\ntags: [programme]\nsources: [article/EX-01]\n"
BLOCK = (
    "id: numbing\ntitle: Nerve block\ntags: [nerve_block]\nsources: [article]\ntypical: {indication: inflammation}\n"
)
CURL = """\
id: curl
title: Knees to chest
tags: [therapy, exercise, lying]
sources: [article/EX-01]
parameters: {max_repetitions: 5}
complexity: simple
audience: general
repetitions: up to 5
hold_seconds: {at_least: 20, at_most: 30}
sides: both together
steps:
  - Lie on your back.
  - Draw your knees to your chest.
"""

PACK = """\
id: article
kind: base
title: What the article says
version: "0.1.0"
date: "2026-11-22"
status: draft
areas:
  exercise: Before you exercise
  block: Before a block
covers: [fever, cancer]
not_covered: [children]
"""
GATE = (
    PACK.replace("article", "gate")
    .replace("kind: base", "kind: pack")
    .replace("exercise: Before you", "signs: Before you")
)

_END = 'status: draft\nreview_by: "2027-05-22"\nexamples:\n'

HIGH_FEVER = f"""\
id: high_fever
title: High fever
applies_to: [therapy]
when:
  all:
    - fever
    - {{not: cleared}}
effect: blocked
next_step: doctor
message: You have a fever.
action: Rest.
sources: [article/EX-01, guide]
departs_from_evidence:
  direction: stricter
  source: guide
  note: The guide leaves it open.
{_END}  - {{given: {{temperature: 38.0}}, expect: applies}}
  - {{given: {{fever: false}}, expect: does_not_apply}}
  - {{given: {{}}, expect: undetermined}}
"""

_BODY = "effect: blocked\nnext_step: wait\nmessage: Stop.\naction: Rest.\nsources: [article/EX-01]\n"


def rule(name: str, when: str, applies_to: str = "therapy", example: str = "{given: {}, expect: undetermined}") -> str:
    """The text of one more rule."""
    return f"id: {name}\ntitle: A rule\napplies_to: [{applies_to}]\nwhen: {when}\n{_BODY}{_END}  - {example}\n"


STOPS = rule("stops", "discomfort").replace("next_step: wait", "next_step: wait\nhold: discomfort")
HELD = rule("held", "{all: [{held_for: discomfort}, {not: pain_subsided}]}")
GENTLY = (
    "id: gently\ntitle: Gently\napplies_to: [therapy]\nwhen: always\neffect: precaution\n"
    f"message: Move gently.\nsources: [article/EX-01]\n{_END}  - {{given: {{}}, expect: applies}}\n"
)
TOO_MANY = rule(
    "too_many",
    "{repetitions: {above: max_repetitions}}",
    "therapy, curl",
    "{given: {repetitions: 6}, for: curl, expect: applies}",
)
NO_INDICATION = rule("no_indication", "{indication: none}", "nerve_block")
SEIZURES = rule("many_seizures", "{seizures: {above: 3}}", "therapy, nerve_block")

STATEMENTS = """\
EX-01: {lines: "1", says: A claim, kind: claim}
EX-02a: {lines: "2", says: B, kind: claim}
"""

LIBRARY: Mapping[str, str] = {
    "vocabulary/history.yaml": HISTORY,
    "vocabulary/session.yaml": SESSION,
    "parameters.yaml": PARAMETERS,
    "sources.yaml": SOURCES,
    "interventions/programme/therapy.yaml": THERAPY,
    "interventions/blocks/numbing.yaml": BLOCK,
    "interventions/exercises/curl.yaml": CURL,
    "article/pack.yaml": PACK,
    "article/statements.yaml": STATEMENTS,
    "article/no-rule.yaml": "EX-02a: Only a claim.\n",
    "article/exercise/high_fever.yaml": HIGH_FEVER,
    "article/exercise/stops.yaml": STOPS,
    "article/exercise/held.yaml": HELD,
    "article/exercise/gently.yaml": GENTLY,
    "article/exercise/too_many.yaml": TOO_MANY,
    "article/block/no_indication.yaml": NO_INDICATION,
    "gate/pack.yaml": GATE,
    "gate/signs/many_seizures.yaml": SEIZURES,
}

CLINIC: Mapping[str, str] = {
    "pack.yaml": GATE.replace("gate", "clinic"),
    "signs/active_cancer.yaml": rule("active_cancer", "{cancer: active}").replace("article/EX-01", "guide"),
}
"""A pack of a user's own."""


def write(folder: Path, files: Mapping[str, str | bytes | None]) -> Path:
    """Write files; None leaves one out."""
    for name, content in files.items():
        path = folder / name
        if content is None:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def unmarked(text: str) -> tuple[str, list[str]]:
    """The text without marks, and where they stood."""
    places: list[str] = []
    lines: Sequence[str] = text.split("\n")
    for number, line in enumerate(lines, start=1):
        columns = [column for column, character in enumerate(line) if character == HERE]
        places += [f"{number}:{column + 1 - before}" for before, column in enumerate(columns)]
    return text.replace(HERE, ""), places
