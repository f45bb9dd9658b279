"""Several mistakes at once: each is told, and none that is only what another one leads to."""

from __future__ import annotations

from tests.reading.refusal import (
    BLOCK,
    CURL,
    FEVER,
    GENTLY,
    HELD,
    HISTORY,
    PACK,
    PARAMETERS,
    SESSION,
    SOURCES,
    STOPS,
    TOO_MANY,
    Refusal,
)
from tests.reading.tiny import LIBRARY, rule, unmarked

_MORE = "article/exercise/more.yaml"
_TEA = "id: ⟦tea\ntitle: Tea\ntags: [drink]\nsources: [guide]\n"
Edits = tuple[tuple[str, str], ...]


def _together(sentence: str, files: dict[str, str | Edits], *said: str) -> Refusal:
    """New files, and replacements in others; HERE marks where each message points, in the order of the files."""
    contents, places = {}, []
    for file, change in sorted(files.items()):
        text = change if isinstance(change, str) else LIBRARY[file]
        for old, new in () if isinstance(change, str) else change:
            if text.count(old) != 1:
                raise ValueError(f"{sentence}: {file} holds {old!r} {text.count(old)} times")
            text = text.replace(old, new)
        contents[file], marks = unmarked(text)
        places += [f"rules/{file}:{mark}" for mark in marks]
    if len(places) != len(said):
        raise ValueError(f"{sentence}: {len(places)} places for {len(said)} messages")
    return Refusal(sentence, contents, tuple(places), said)


def _when(sentence: str, condition: str, *said: str) -> Refusal:
    return _together(sentence, {_MORE: rule("more", condition)}, *said)


RULES = (
    _together("a misspelt key hides neither names nor words", {FEVER: (
        ("action: Rest.", "⟦acton: Rest."), ("    - fever\n", "    - ⟦fevre\n"), ("effect: blocked", "effect: ⟦block"),
        ("[article/EX-01, guide]", "[article/EX-01, ⟦guid]"))},
        "unknown fact 'fevre'", "found 'block'; did you mean 'blocked'?", "unknown key 'acton'", "unknown source 'guid'"),
    _together("a misspelt key that is needed is not missing as well", {FEVER: (("message: You", "⟦mesage: You"),)}, "unknown key 'mesage'"),
    _together("a type that stands twice says nothing about the other keys", {HISTORY: (("    type: decimal\n", "    type: boolean\n    ⟦type: decimal\n"),)},
        "duplicate key"),
    _together("a limit that stands twice says nothing about the values", {HISTORY: (("    min: 30\n", "    min: 40\n    ⟦min: 30\n"),)},
        "duplicate key"),
    _together("a parameter's value that stands twice is not measured", {PARAMETERS: (("  value: 38.0\n", "  value: 380\n  ⟦value: 38.0\n"),)},
        "duplicate key"),
    _together("a rule that would always keep a session stopped does keep it", {HELD: (("{all: [{held_for: discomfort}, {not: pain_subsided}]}", "⟦always"),)},
        "only the condition of a precaution can be always"),
    _together("a key unlike any other takes the place of none", {FEVER: (("message: You", "⟦zzz: You"), ("id: high", "⟦id: high"))},
        "a rule lacks message", "unknown key 'zzz'"),
    _together("a misspelt next step is not missing as well", {FEVER: (("next_step: doctor", "⟦nextstep: doctor"),)}, "unknown key"),
    _together("a misspelt action is not missing as well", {FEVER: (("action: Rest.", "⟦acton: Rest."),)}, "unknown key"),
    _together("a misspelt reviewer is not missing as well", {FEVER: (("status: draft", "status: reviewed\n⟦reviewd_by: Dr A"),)},
        "unknown key"),
    _together("a title of the wrong kind hides no promise and no missing step", {FEVER: (
        ("title: High fever", "title: ⟦38"), ("effect: blocked\nnext_step: doctor", "effect: ⟦blocked"),
        ("message: You have a fever.", "message: ⟦Below 38 it is safe."), ("status: draft", "status: ⟦reviewed"))},
        "expected text", "needs a next_step", "that something is safe", "says by whom"),
    _together("a condition that cannot be read is not always", {FEVER: (("    - fever\n", "    - ⟦[]\n"),)}, "a condition, found a list"),
    _together("a bad example hides no other one", {TOO_MANY: (("{given: {repetitions: 6}, for: curl, expect: applies}",
        "{given: {repetitions: ⟦60}, for: curl, expect: ⟦yes}\n  - {given: {⟦fevers: true}, expect: applies}"),)},
        "repetitions must be", "readers disagree", "unknown fact 'fevers'"),
    _together("a rule with a misspelt tag is not said to concern nothing", {GENTLY: (("[therapy]", "[⟦lyin]\nexcept_for: [curl]"),)},
        "no intervention has the tag 'lyin'"),
    _together("an example is not measured by a misspelt tag", {TOO_MANY: (("[therapy, curl]", "[nerve_block, ⟦curls]"),)},
        "no intervention has the tag 'curls'"),
)  # fmt: skip

CONDITIONS = (
    _when("each part of a condition is looked at", "{all: [⟦fevre, {temperature: {⟦atleast: 38}}, {cancer: ⟦acute}, ⟦on]}",
          "unknown fact", "unknown operator", "no value of cancer", "readers disagree"),
    _when("an unknown fact is told beside its unknown operator", "{⟦temprature: {⟦atleast: 38}}", "unknown fact", "unknown operator"),
    _when("each part of a list is looked at", "⟦[⟦fevre, fever]", "expected a condition, found a list", "unknown fact"),
    _when("each part of a condition of two keys is looked at", "⟦{cancer: ⟦acute, ⟦seizure: 3}", "one key", "no value", "unknown fact"),
    _when("what stands below a word of the language is looked at", "{not: {any: ⟦{⟦fevre: true}}}",
          "a list of conditions for any", "unknown fact"),
    _when("the other values of one_of are looked at", "{cancer: {one_of: [⟦true, ⟦acute, ⟦{}, ⟦chronic]}}",
          "not compared", "'acute' is no value", "a word or a whole number", "'chronic' is no value"),
    _when("a value that is listed twice is looked at once", "{cancer: {one_of: ⟦[⟦acute, acute]}}", "a value twice", "'acute' is no"),
    _when("no fact is looked for in an expression", "{any: [⟦fevre > 3, {⟦above: 3}]}", "a condition, found", "name of a fact"),
)  # fmt: skip

FACTS = (
    _together("a misspelt key of a fact hides nothing that is measured by it", {
        HISTORY: (("    valid_for: 1", "    ⟦valid_to: 1"), ("    typical: 36.6", "    typical: ⟦46"),
                  ("    denied: none\n    typical: none\n", "    denied: none\n    typical: ⟦never\n    ⟦notes: x\n")),
        _MORE: rule("more", "{any: [{fever: {above: ⟦1}}, {seizures: ⟦101}]}")},
        "has no meaning", "seizures is never 101", "unknown key 'valid_to'", "typical must be a number", "typical must be one of",
        "unknown key 'notes'"),
    _together("a range that is misspelt is not missing as well", {HISTORY: (("    min: 30\n", "    ⟦mn: 30\n"),)}, "unknown key 'mn'"),
    _together("choices that are misspelt are not missing as well", {HISTORY: (("    choices: {none: None of these",
        "    ⟦choises: {none: None of these"),)}, "unknown key 'choises'"),
    _together("a range that cannot be read measures nothing", {HISTORY: (("    min: 30\n", "    min: ⟦thirty\n"),),
        _MORE: rule("more", "{temperature: {below: 20}}")}, "a number, found text"),
    _together("a choice with a key that cannot be read measures nothing", {HISTORY: (("      past: Cancer", "      ⟦no: Cancer"),),
        _MORE: rule("more", "{cancer: past}")}, "a key that YAML readers disagree about"),
    _together("a fact with misspelt keys is no other fact", {HISTORY: (("worse_when: true", "worse_when: ⟦up"),
        ("{temperature: {at_least: fever_c}}", "{temperature: {at_least: ⟦46}}"))}, "expected one of true", "no value of temperature"),
    _together("a derivation is followed although a part of it cannot be read", {HISTORY: (("  fever:", "  ⟦fever:"),
        ("{temperature: {at_least: fever_c}}", "{any: [fever, ⟦7]}"))}, "a circle of derivations", "found a number"),
    _together("a type that is none has no derivation to refuse", {HISTORY: (("  fever:\n    type: boolean", "  fever:\n    type: ⟦bool"),)},
        "expected one of boolean"),
    _together("the reasons to be held are not judged by a misspelt key", {SESSION: (("    choices: {none: Not waiting",
        "    ⟦choises: {none: Not waiting"),)}, "unknown key 'choises'"),
    _together("a unit of the wrong kind is compared with none", {HISTORY: (("    unit: Cel\n", "    unit: ⟦1\n"),)}, "found a number"),
)  # fmt: skip

CATALOGUES = (
    _together("a parameter is judged although its title is wrong", {PARAMETERS: (
        ("title: Temperature counted as high", "title: ⟦38"), ("value: 38.0", "value: ⟦39.5"), ("sources: [guide]", "sources: ⟦[]"))},
        "expected text", "outside of min..max", "needs a source"),
    _together("a parameter with a wrong range measures nothing", {PARAMETERS: (("  min: 1\n  max: 60", "  min: 61\n  max: ⟦60"),)},
        "max must be above min (61)"),
    _together("a link is judged although its title is wrong", {SOURCES: (("title: A guideline", "title: ⟦7"),
        ("link: https://example.org/guide", "link: ⟦example.org"))}, "expected text", "a link starts with"),
    _together("an intervention is judged although its steps are wrong", {CURL: (
        ("{max_repetitions: 5}", "{max_repetitions: ⟦61}"), ("{at_least: 20", "⟦{at_least: 40"), ("  - Lie on your back.", "  - ⟦7"))},
        "from 1 to 60", "hold_seconds needs", "expected text"),
    _together("an own value that cannot be read is not replaced by the usual one",
        {CURL: (("{max_repetitions: 5}", "{max_repetitions: ⟦few}"),), PARAMETERS: (("value: 10", "value: 55"),),
         TOO_MANY: (("[therapy, curl]", "[curl]"),)}, "expected a number"),
    _together("an area is looked for although a title is wrong", {PACK: (("title: What the article says", "title: ⟦7"),
        ("areas:\n  exercise: Before you exercise\n", "⟦areas:\n"))}, "expected text", "the folder 'exercise' is not among"),
)  # fmt: skip

WHOLE = (
    _together("a fact whose name cannot be read is not unknown as well", {HISTORY: (("  cancer:\n", '  ⟦"cancer":\n'),),
        _MORE: rule("more", "{cancer: past}")}, "without quotes"),
    _together("a parameter whose name cannot be read is not unknown as well", {PARAMETERS: (("fever_c:\n", '⟦"fever_c":\n'),)},
        "without quotes"),
    _together("a misspelt tag of an intervention makes no tag unknown", {CURL: (("[therapy, exercise, lying]", "[therapy, exercise, ⟦Lying]"),),
        GENTLY: (("[therapy]", "[lying]"),)}, "an id, found 'Lying'"),
    _together("a wrong title hides no intervention without a rule", {GENTLY: (("title: Gently", "title: ⟦7"),),
        "interventions/other/tea.yaml": _TEA}, "expected text", "no rule can object"),
    _together("a misspelt tag may be the rule that an intervention lacks", {TOO_MANY: (("[therapy, curl]", "[therapy, curl, ⟦drinks]"),),
        "interventions/other/tea.yaml": _TEA.replace("⟦", "")}, "no intervention has the tag 'drinks'"),
    _together("a wrong title hides no hold that could be forgotten", {GENTLY: (("title: Gently", "title: ⟦7"),),
        STOPS: (("hold: discomfort", "hold: ⟦exacerbation"),)}, "expected text", "nothing keeps a session"),
    _together("a resume rule that cannot be read may be the one", {HELD: (("held_for: discomfort", "⟦held_fr: discomfort"),)}, "unknown fact"),
    _together("a hold is not judged by reasons that are wrong", {SESSION: (("    choices: {none: Not waiting", "    choices: ⟦{no_one: Not waiting"),
        ("    typical: none\n    question: Why", "    question: Why"), ("    when_unknown: none\n    note", "    note"))},
        "sessions write held_for"),
    _together("wrong rules hide no contradiction of typical answers", {GENTLY: (("title: Gently", "title: ⟦7"),),
        BLOCK: (("{indication: inflammation}", "⟦{indication: inflammation, temperature: 40}"),)}, "expected text", "fever is contradictory"),
    _together("typical answers of an intervention with a problem are not put together", {
        BLOCK: (("title: Nerve block", "title: ⟦7"), ("{indication: inflammation}", "{indication: inflammation, temperature: 40}"))},
        "expected text"),
    _together("an invariant that misspells when does not lack it", {
        "invariants.yaml": "promise: {sentence: S., for: [⟦therapie], ⟦wen: fever, demands: blocked, pack: ⟦gates}\n"},
        "no intervention has the tag 'therapie'", "unknown key 'wen'", "no pack is called 'gates'"),
    _together("each part of the condition of an invariant is looked at", {
        "invariants.yaml": "promise: {sentence: ⟦7, for: [therapy], when: {all: [⟦fevre, ⟦{}]}, demands: blocked}\n"},
        "expected text", "unknown fact 'fevre'", "an empty condition"),
)  # fmt: skip

REFUSALS = (*RULES, *CONDITIONS, *FACTS, *CATALOGUES, *WHOLE)
