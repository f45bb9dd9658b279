"""Keys that are missing, unknown or of the wrong kind, in each kind of document."""

from __future__ import annotations

from tests.reading.refusal import (
    BLOCK,
    CURL,
    FEVER,
    GENTLY,
    HISTORY,
    PACK,
    PARAMETERS,
    SOURCES,
    STATEMENTS,
    STOPS,
    edit,
    whole,
)
from tests.reading.tiny import LIBRARY

_SOURCE = '⟦a-book: {title: A, organisation: B, year: "1", link: null, strength: c, seen: d}\n'
_STATEMENT = '⟦ex_02: {lines: "1", says: A, kind: b}\n'

KEYS = (
    edit("an unknown key is refused", FEVER, "title: High", "⟦titel: x\ntitle: High", "unknown key 'titel' in a rule; did"),
    edit("an unknown key far from any known one is refused", FEVER, "title: High", "⟦zzz: x\ntitle: High", "unknown key"),
    edit("a missing key is refused", FEVER, "id: high_fever\ntitle: High fever\n", "⟦id: high_fever\n", "lacks title"),
    edit("a missing id is refused", FEVER, "id: high_fever\n", "⟦", "a rule lacks id"),
    whole("a file that is a list is refused", FEVER, "⟦- id: high_fever\n", "expected a rule with the keys id, title"),
    whole("a file that is a word is refused", FEVER, "⟦high_fever\n", "expected a rule with the keys id, title"),
    edit("an unknown key of a fact is refused", HISTORY, "    valid_for: 1", "    ⟦valid_to: 1", "unknown key 'valid_to'"),
    edit("an unknown key of a pack is refused", PACK, "covers: [f", "⟦cover: x\ncovers: [f", "unknown key 'cover'"),
    edit("an unknown key of a parameter is refused", PARAMETERS, "  why: The", "  ⟦because: x\n  why: The", "unknown key"),
    edit("an unknown key of a source is refused", SOURCES, "  seen: page", "  ⟦year_of: x\n  seen: page", "unknown key"),
    edit("an unknown key of an intervention is refused", BLOCK, "tags: [", "⟦steps: [x]\ntags: [", "unknown key 'steps'"),
    edit("an unknown key of an exercise is refused", CURL, "sides: both", "⟦side: x\nsides: both", "unknown key 'side'"),
    edit("an unknown key of an example is refused", GENTLY, "{given: {}, ", "{given: {}, ⟦if: x, ", "unknown key 'if'"),
    whole(
        "an exercise without steps is refused",
        CURL,
        "⟦" + LIBRARY[CURL].partition("steps:")[0],
        "an exercise lacks steps",
    ),
    edit("a statement without a kind is refused", STATEMENTS, 'EX-01: {lines: "1", says: A claim, kind: claim}',
              'EX-01: ⟦{lines: "1", says: A claim}', "a statement lacks kind"),
)

KINDS = (
    edit("a number where text is expected is refused", FEVER, "title: High fever", "title: ⟦38", "expected text, found a number"),
    edit("true where text is expected is refused", FEVER, "title: High fever", "title: ⟦true", "expected text, found true"),
    edit("null where text is expected is refused", FEVER, "title: High fever", "title: ⟦null", "expected text, found null"),
    edit("a list where text is expected is refused", FEVER, "title: High fever", "title: ⟦[x]", "expected text, found a list"),
    edit("empty text is refused", FEVER, "title: High fever", 'title: ⟦" "', "found nothing between the quotes"),
    edit("text of several lines is refused", FEVER, "title: High fever", "title: ⟦|-\n  High\n  fever", "line breaks inside"),
    edit("text with blanks around it is refused", FEVER, "title: High fever", 'title: ⟦"High fever "', "blanks at the start"),
    edit("a word where a list is expected is refused", FEVER, "[therapy]", "⟦therapy", "expected a list of tags, found text"),
    edit("an empty list of tags is refused", FEVER, "[therapy]", "⟦[]", "expected a list of tags, found an empty list"),
    edit("a tag that is listed twice is refused", FEVER, "[therapy]", "[therapy, ⟦therapy]", "'therapy' is listed twice"),
    edit("a tag that is no id is refused", FEVER, "[therapy]", "[⟦Therapy]", "expected an id, found 'Therapy'"),
    edit("a tag that is a number is refused", FEVER, "[therapy]", "[⟦7]", "expected an id, found a number"),
    edit("a long word is cut short in the report", FEVER, "[therapy]", f"[⟦{'A' * 50}]", f"'{'A' * 40}...'"),
    edit("a rule without sources is refused", FEVER, "[article/EX-01, guide]", "⟦[]", "a list of sources, found an empty list"),
    edit("a source that is no citation is refused", FEVER, "[article/EX-01, guide]", "[⟦Article 1]", "not a source"),
    edit("a number where a word is expected is refused", FEVER, "effect: blocked", "effect: ⟦3", "found a number"),
    edit("an unknown effect is refused", FEVER, "effect: blocked", "effect: ⟦block", "found 'block'; did you mean 'blocked'?"),
    edit("an unknown next step is refused", FEVER, "next_step: doctor", "next_step: ⟦docter", "did you mean 'doctor'"),
    edit("the next step answer is refused in a rule", FEVER, "next_step: doctor", "next_step: ⟦answer", "expected one of fix"),
    edit("the next step none is refused in a rule", FEVER, "next_step: doctor", "next_step: ⟦none", "expected one of fix"),
    edit("an unknown hold is refused", STOPS, "hold: discomfort", "hold: ⟦none", "expected one of discomfort, exacerbation"),
    edit("an unknown status is refused", FEVER, "status: draft", "status: ⟦final", "expected one of draft, reviewed"),
    edit("an unknown direction is refused", FEVER, "direction: stricter", "direction: ⟦softer", "expected one of stricter, lax"),
    edit("a departure that is a word is refused", FEVER, "  direction: stricter\n  source: guide\n  note: The guide leaves it open.",
         "  ⟦stricter", "expected departs_from_evidence with the keys"),
    edit("a departure without a source is refused", FEVER, "  direction: stricter\n  source: guide\n", "  ⟦direction: stricter\n",
         "departs_from_evidence lacks source"),
    edit("topics of an unknown tag are refused", PACK, "not_covered: [children]\n",
         "not_covered: [children]\nnot_covered_for:\n  ⟦excercise: [oxygen]\n", "has the tag 'excercise'; did you mean 'exercise'?"),
    edit("topics of a tag without a list are refused", PACK, "not_covered: [children]\n",
         "not_covered: [children]\nnot_covered_for: {exercise: ⟦oxygen, nerve_block: [⟦12]}\n", "a list of topics, found text",
         "expected text, found a number"),
    edit("a date without quotes is refused", PACK, '"2026-11-22"', "⟦2026-11-22", "neither a plainly written number"),
    edit("a date that is not in the calendar is refused", PACK, '"2026-11-22"', '⟦"2026-11-31"', "expected a date such as"),
    edit("a date of another form is refused", PACK, '"2026-11-22"', '⟦"22.11.2026"', "expected a date such as"),
    edit("a review date that is a word is refused", FEVER, '"2027-05-22"', "⟦soon", "expected a date such as"),
    edit("a year without quotes is refused", SOURCES, '"2020"', "⟦2020", "expected text, found a number"),
    edit("a link that is none is refused", SOURCES, "https://example.org/guide", "⟦example.org", "a link starts with https"),
    edit("a kind of pack that is none is refused", PACK, "kind: base", "kind: ⟦bundle", "expected one of base, pack"),
    edit("areas that are a list are refused", PACK, "  exercise: Before you exercise\n  block: Before a block\n",
         "  ⟦[exercise, block]\n", "expected folders of rules with a heading each, found a list"),
    edit("no examples are refused", GENTLY, "examples:\n  - {given: {}, expect: applies}", "examples: ⟦[]", "at least one example"),
    edit("an unknown verdict is refused", GENTLY, "expect: applies", "expect: ⟦true", "found 'true'"),
    edit("an example that is a word is refused", GENTLY, "{given: {}, expect: applies}", "⟦applies", "an example with the keys"),
    edit("null in an example is refused", FEVER, "{temperature: 38.0}", "{temperature: ⟦null}", "null says nothing here"),
    edit("a list in an example is refused", FEVER, "{temperature: 38.0}", "{temperature: ⟦[38.0]}", "expected a plain value"),
    edit("the facts of an example as a word are refused", FEVER, "{temperature: 38.0}", "⟦fever", "facts with their values, found"),
    edit("an intervention in an example that is no id is refused", GENTLY, "{given: {}, ", "{given: {}, for: ⟦Curl, ", "'Curl'"),
)

TOLD_ONCE = (
    edit("a boolean that cannot be read is told once", PARAMETERS, "our_proposal: false", "our_proposal: ⟦no", "readers disagree"),
    edit("a number that cannot be read is told once", PARAMETERS, "value: 38.0", "value: ⟦3_8", "a plainly written number"),
    edit("a whole number that cannot be read is told once", CURL, "at_least: 20", "at_least: ⟦0x20", "a plainly written number"),
    edit("a source that cannot be read is told once", FEVER, "[article/EX-01, guide]", "[⟦2026-11-22]", "a plainly written number"),
    edit("a list that cannot be read is told once", FEVER, "[therapy]", "⟦yes", "readers disagree"),
    edit("a mapping that cannot be read is told once", CURL, "{max_repetitions: 5}", "⟦no", "readers disagree"),
    edit("a choice that cannot be read is told once", FEVER, "effect: blocked", "effect: ⟦off", "readers disagree"),
    edit("an id that cannot be read is told once", FEVER, "id: high_fever", "id: ⟦on", "readers disagree"),
)

NUMBERS = (
    edit("a parameter in quotes is refused", PARAMETERS, "value: 38.0", 'value: ⟦"38.0"', "expected a number, found text"),
    edit("a parameter that is true is refused", PARAMETERS, "value: 38.0", "value: ⟦true", "expected a number, found true"),
    edit("a parameter below its range is refused", PARAMETERS, "value: 38.0", "value: ⟦37.4", "outside of min..max (37.5 to 39.0)"),
    edit("a parameter above its range is refused", PARAMETERS, "value: 38.0", "value: ⟦39.1", "outside of min..max (37.5 to 39.0)"),
    edit("a parameter without a range is refused", PARAMETERS, "max: 39.0", "max: ⟦37.5", "max must be above min (37.5)"),
    edit("a parameter without source or proposal is refused", PARAMETERS, "sources: [guide]", "sources: ⟦[]", "needs a source"),
    edit("our_proposal that is a word is refused", PARAMETERS, "our_proposal: false", 'our_proposal: ⟦"false"', "true or false"),
    edit("a stricter side that is none is refused", PARAMETERS, "  stricter: lower\n  sources: [guide]",
         "  stricter: ⟦down\n  sources: [guide]", "expected one of lower, higher, depends"),
    edit("a decimal number of seconds is refused", CURL, "at_least: 20", "at_least: ⟦20.5", "a whole number, found a decimal"),
    edit("a hold that ends before it starts is refused", CURL, "{at_least: 20", "⟦{at_least: 40", "hold_seconds needs"),
    edit("a hold that is a number is refused", CURL, "{at_least: 20, at_most: 30}", "⟦20", "expected hold_seconds with the keys"),
    edit("a parameter of an exercise that is text is refused", CURL, "{max_repetitions: 5}", "{max_repetitions: ⟦few}", "a number"),
    edit("a complexity that is none is refused", CURL, "complexity: simple", "complexity: ⟦easy", "expected one of simple"),
    edit("an audience that is none is refused", CURL, "audience: general", "audience: ⟦all", "expected one of general"),
    edit("sides that are none are refused", CURL, "sides: both together", "sides: ⟦both", "expected one of both together"),
    edit("an answer that ages before it is given is refused", HISTORY, "valid_for: 1", "valid_for: ⟦0", "valid_for must be above 0"),
    edit("an answer that stays good for ever is refused", HISTORY, "valid_for: 1", "valid_for: ⟦36501", "at most 36500 days"),
    edit("an answer valid for a word is refused", HISTORY, "valid_for: 1", "valid_for: ⟦a day", "expected a number, found text"),
)

IDS = (
    edit("an id other than the name of the file is refused", FEVER, "id: high_fever", "id: ⟦fever", "the id must be 'high_fever'"),
    edit("an id with capitals is refused", FEVER, "id: high_fever", "id: ⟦High_fever", "expected an id, found 'High_fever'"),
    edit("an intervention named unlike its file is refused", BLOCK, "id: numbing", "id: ⟦block", "the id must be 'numbing'"),
    edit("a pack named unlike its folder is refused", PACK, "id: article", "id: ⟦articles", "the id must be 'article', as its folder"),
    edit("a group named unlike its file is refused", HISTORY, "group: history", "group: ⟦past", "the group must be called 'history'"),
    edit("a fact with a dash in its name is refused", HISTORY, "  cancer:\n", "  ⟦can-cer:\n", "not an id: 'can-cer'"),
    edit("a choice with a capital letter is refused", HISTORY, "past: Cancer in", "⟦Past: Cancer in", "not an id: 'Past'"),
    whole("a source with a dash in its key is refused", SOURCES, LIBRARY[SOURCES] + _SOURCE, "not an id: 'a-book'"),
    whole("a statement id in small letters is refused", STATEMENTS, LIBRARY[STATEMENTS] + _STATEMENT, "not an id: 'ex_02'"),
)

REFUSALS = (*KEYS, *KINDS, *TOLD_ONCE, *NUMBERS, *IDS)
