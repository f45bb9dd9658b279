"""Facts whose parts do not go together, and derivations that cannot be."""

from __future__ import annotations

from tests.reading.refusal import BLOCK, HISTORY, SESSION, Refusal, edit, whole
from tests.reading.tiny import LIBRARY

_TEMPERATURE = "    type: decimal\n    unit: Cel\n"
_FEVER_TYPICAL = "    typical: false\n    question: Do you have a fever?"
_36 = "    typical: 36.6\n"
_PAST = "    denied: none\n    typical: none\n"

_OTHER_FACTS = "facts:\n" + LIBRARY[SESSION].partition("facts:\n")[2].partition("  discomfort:")[0].replace("repetitions", "sets")


def _fact(name: str) -> str:
    """A vocabulary with one more fact."""
    text = f"  {name}:\n    type: boolean\n    question: x\n    worse_when: true\n    mutable: true\n"
    return LIBRARY[SESSION] + f"  ⟦{text.strip()}\n    answered_by: either\n"


NAMES = (
    whole("a fact called observed is refused", SESSION, _fact("observed"), "a key of every profile"),
    whole("a fact called denies is refused", SESSION, _fact("denies"), "a key of every profile"),
    *(
        whole(f"a fact called {word} is refused", SESSION, _fact(word), "a word of the rule language")
        for word in ("all", "any", "not", "always", "at_least", "one_of")
    ),
    whole("a fact called class is refused", SESSION, _fact("class"), "cannot be a field of a typed profile"),
    whole("a fact called model_dump is refused", SESSION, _fact("model_dump"), "cannot be a field of a typed profile"),
    whole("a fact called copy is refused", SESSION, _fact("copy"), "cannot be a field of a typed profile"),
    whole("a fact in two groups is refused", SESSION, _fact("cancer"), "a second fact called 'cancer'"),
    Refusal(
        "a group in two files is refused",
        {"vocabulary/other.yaml": LIBRARY[SESSION].partition("facts:")[0] + _OTHER_FACTS},
        ("rules/vocabulary/other.yaml:1:8", "rules/vocabulary/session.yaml:1:8"),
        ("the group must be called 'other'", "a second group called 'session'"),
    ),
    whole(
        "a group without facts is refused",
        "vocabulary/other.yaml",
        "group: other\ntitle: Other\nfacts: ⟦{}\n",
        "a group without facts",
    ),
)

TYPES = (
    edit("an unknown type is refused", HISTORY, "type: decimal", "type: ⟦float", "expected one of boolean, integer"),
    edit("a boolean with choices is refused", HISTORY, _FEVER_TYPICAL, f"    ⟦choices: {{a: A, b: B}}\n{_FEVER_TYPICAL}",
         "a boolean fact has no choices"),
    edit("a boolean with a unit is refused", HISTORY, _FEVER_TYPICAL, f"    ⟦unit: d\n{_FEVER_TYPICAL}", "has no unit"),
    edit("a boolean with a range is refused", HISTORY, _FEVER_TYPICAL, f"    ⟦min: 0\n    ⟦max: 1\n{_FEVER_TYPICAL}",
         "has no min", "has no max"),
    edit("a boolean with a denied value is refused", HISTORY, _FEVER_TYPICAL, f"    ⟦denied: x\n{_FEVER_TYPICAL}",
         "a boolean fact has no denied"),
    edit("a choice without choices is refused", SESSION, "  held_for:\n    type: choice\n    choices: {none: Not waiting, "
         "discomfort: Discomfort, exacerbation: A flare}\n", "  ⟦held_for:\n    type: choice\n", "a choice needs choices"),
    edit("a choice of one value is refused", HISTORY, "{none: None of these, inflammation: Inflammation}", "⟦{none: None}",
         "a choice needs at least two values"),
    edit("a value without plain words is refused", HISTORY, "      past: Cancer in the past", "      past: ⟦[]", "plain words"),
    edit("a number without a unit is refused", HISTORY, f"  temperature:\n{_TEMPERATURE}", "  ⟦temperature:\n    type: decimal\n",
         "a fact of type decimal needs unit"),
    edit("a number without a range is refused", HISTORY, "  temperature:\n    type: decimal\n    unit: Cel\n    min: 30\n    max: 45\n",
         "  ⟦temperature:\n    type: decimal\n    unit: Cel\n", "a fact of type decimal needs min, max"),
    edit("a range upside down is refused", HISTORY, "    max: 45", "    max: ⟦30", "max must be above min (30)"),
    edit("a whole number with a decimal range is refused", SESSION, "    max: 50", "    max: ⟦50.5", "max of a whole number must"),
    edit("a momentary choice is refused", HISTORY, _PAST, f"{_PAST}    momentary: ⟦true\n", "only a boolean fact can be momentary"),
    edit("a clearance that is a choice is refused", HISTORY, _PAST, f"{_PAST}    clearance: ⟦true\n", "can be a clearance"),
    edit("a boolean that is worse when higher is refused", HISTORY, "worse_when: true", "worse_when: ⟦higher",
         "worse_when of a boolean fact is true or false or depends"),
    edit("a number that is worse when true is refused", HISTORY, "    question: What is your temperature?\n    worse_when: higher",
         "    question: What?\n    worse_when: ⟦true", "worse_when of a decimal fact is higher or lower or depends"),
    edit("a choice that is worse when higher is refused", HISTORY, "cancer?\n    worse_when: depends", "cancer?\n    worse_when: ⟦higher",
         "worse_when of a choice fact is depends"),
    edit("a side that is none is refused", HISTORY, "worse_when: true", "worse_when: ⟦up", "expected one of true, false, higher"),
)

VALUES = (
    edit("a typical value out of range is refused", HISTORY, _36, "    typical: ⟦46\n", "typical must be a number from 30 to 45"),
    edit("a typical value of another type is refused", HISTORY, _FEVER_TYPICAL, _FEVER_TYPICAL.replace("false", "⟦never"),
         "typical must be true or false"),
    edit("a typical value that is null is refused", HISTORY, _36, "    typical: ⟦null\n", "typical: null says nothing"),
    edit("a typical value that is a list is refused", HISTORY, _36, "    typical: ⟦[37]\n", "expected a value of the fact"),
    edit("a typical choice that is none is refused", HISTORY, _PAST, "    denied: none\n    typical: ⟦never\n", "typical must be one of"),
    edit("a denied value that is no choice is refused", HISTORY, _PAST, "    denied: ⟦never\n    typical: none\n", "denied must be one"),
    edit("an assumption out of range is refused", SESSION, "    when_unknown: 1\n", "    when_unknown: ⟦51\n", "when_unknown must be"),
    edit("an assumption of another type is refused", SESSION, "    when_unknown: 1\n", "    when_unknown: ⟦1.0\n", "a whole number"),
)

HELD = "    type: choice\n    choices: {none: Not waiting, discomfort: Discomfort, exacerbation: A flare}\n"

SESSIONS = (
    edit("another reason to be held is refused", SESSION, HELD, HELD.replace("{none", "⟦{none").replace("A flare}", "A flare, tired: Tired}"),
         "sessions write held_for, so it must be a choice of none, discomfort, exacerbation"),
)

DERIVATIONS = (
    edit("an assumption beside a derivation is refused", HISTORY, "    defined_by:", "    ⟦when_unknown: false\n    defined_by:",
         "a fact with defined_by has no when_unknown"),
    edit("a derivation that reads an assumption is refused", HISTORY, "{temperature: {at_least: fever_c}}", "⟦discomfort",
         "discomfort has when_unknown, so no derivation may read it"),
    edit("a derivation of a number is refused", HISTORY, _36, f"{_36}    ⟦implied_by: {{cancer: active}}\n",
         "only a boolean fact can have implied_by"),
    edit("a derivation that always holds is refused", HISTORY, "{temperature: {at_least: fever_c}}", "⟦always",
         "a derivation cannot be always"),
    edit("a derivation from itself is refused", HISTORY, "  fever:\n    type: boolean\n    typical: false",
         "  ⟦fever:\n    type: boolean\n    typical: false\n    implied_by: fever", "a circle of derivations: fever -> fever"),
    whole("a circle of derivations is refused", HISTORY, LIBRARY[HISTORY].replace("  fever:", "  ⟦fever:").replace(
          "{temperature: {at_least: fever_c}}", "ill") + "  ill:\n    type: boolean\n    question: x\n    worse_when: true\n"
          "    mutable: true\n    answered_by: either\n    implied_by: fever\n", "a circle of derivations: fever -> ill -> fever"),
    whole("a chain of more than fifty derivations is refused", SESSION, LIBRARY[SESSION] + "".join(
          f"  {'⟦' if number == 1 else ''}f{number:02}:\n    type: boolean\n    question: x\n    worse_when: true\n    mutable: true\n"
          f"    answered_by: either\n    implied_by: {f'f{number - 1:02}' if number else 'fever'}\n" for number in range(52, -1, -1)),
          "derivations lead through more than 50 facts"),
    edit("typical values that contradict each other are refused", HISTORY, "    typical: false\n    question: Do you have a fever?",
              "    typical: ⟦true\n    question: Do you have a fever?", "the typical value of fever contradicts"),
    edit("typical answers of an intervention that contradict others are refused", BLOCK, "{indication: inflammation}",
         "⟦{indication: inflammation, temperature: 40}", "with these typical answers fever is contradictory"),
)

REFUSALS = (*NAMES, *TYPES, *VALUES, *SESSIONS, *DERIVATIONS)
