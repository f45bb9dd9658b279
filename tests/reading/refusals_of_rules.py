"""Rules and their conditions: names that do not exist, comparisons without meaning, demands that do not fit."""

from __future__ import annotations

from tests.reading.refusal import (
    BLOCK,
    CURL,
    FEVER,
    GENTLY,
    HELD,
    HISTORY,
    PARAMETERS,
    STOPS,
    TOO_MANY,
    Refusal,
    edit,
    whole,
)
from tests.reading.tiny import LIBRARY, rule

_MORE = "article/exercise/more.yaml"


def _when(sentence: str, condition: str, *said: str) -> Refusal:
    """One more rule with this condition."""
    return whole(sentence, _MORE, rule("more", condition), *said)


CONDITIONS = (
    _when("an unknown fact is refused", "⟦fevre", "unknown fact 'fevre'; did you mean 'fever'?"),
    _when("an unknown fact in a comparison is refused", "{⟦temprature: {above: 38}}", "did you mean 'temperature'?"),
    _when("an unknown fact deep inside is refused", "{all: [fever, {not: {any: [⟦feverish, cleared]}}]}", "unknown fact"),
    _when("an unknown operator is refused", "{temperature: {⟦atleast: 38}}", "unknown operator 'atleast'; did you mean"),
    _when("an operator unlike any other is refused", "{temperature: {⟦exceeds: 38}}", "unknown operator 'exceeds'"),
    _when("an unknown parameter is refused", "{temperature: {above: ⟦fever_f}}", "unknown parameter 'fever_f'; did you"),
    _when("a threshold that is true is refused", "{temperature: {above: ⟦true}}", "a number or the name of a parameter"),
    _when("a threshold that is a list is refused", "{temperature: {above: ⟦[38]}}", "a number or the name of a parameter"),
    _when("a threshold that cannot be read is told once", "{temperature: {above: ⟦1e3}}", "neither a plainly written"),
    _when("a comparison of two operators is refused", "{temperature: ⟦{above: 38, below: 39}}", "one operator"),
    _when("a comparison without an operator is refused", "{temperature: ⟦{}}", "a comparison without operator"),
    _when("a comparison whose operator cannot be read is told once", "{temperature: {⟦on: 38}}", "a key that YAML"),
    _when("a condition of two keys is refused", "⟦{cancer: active, seizures: 3}", "a condition has one key"),
    _when("an empty condition is refused", "⟦{}", "an empty condition"),
    _when("a condition whose key cannot be read is told once", "{⟦on: active}", "a key that YAML readers disagree"),
    _when("a condition that is a list is refused", "⟦[fever]", "expected a condition, found a list"),
    _when("a condition that is a number is refused", "⟦38", "expected a condition, found a number"),
    _when("a comparison written as text is refused", "⟦seizures >= 6", "a condition, found 'seizures >= 6'"),
    _when("an equality written as text is refused", "⟦cancer == active", "a condition, found 'cancer == active'"),
    _when("a negation written as text is refused", "⟦not fever", "a condition, found 'not fever'"),
    _when("an inequality written as text is refused", "{not: ⟦cancer != past}", "a condition, found 'cancer != past'"),
    _when("a truth value written as text is refused", "⟦fever = false and cleared = True", "a condition, found 'fever = false"),
    _when("alternatives written as text are refused", "⟦fever or seizures > 2 or not cancer = yes", "a condition, found"),
    _when("a mixture written as text is refused", "⟦fever and cleared or cancer", "a condition, found 'fever and cleared"),
    _when("a sentence is refused", "⟦the patient has a fever", "a condition, found 'the patient has a fever'"),
    _when("a long expression is refused", "⟦" + "not " * 60 + "fever", "a condition, found 'not not not"),
    _when("an operator as a quoted sign is refused", '{seizures: {⟦">=": 6}}', "an operator is a word, not >="),
    _when("an operator as a sign is refused", "{seizures: {⟦<: 6}}", "an operator is a word, not <"),
    _when("an empty all is refused", "{all: ⟦[]}", "a list of conditions for all, found an empty list"),
    _when("any with a word is refused", "{any: ⟦fever}", "a list of conditions for any, found text"),
    _when("all alone is refused", "⟦all", "all needs conditions below it"),
    _when("always inside of all is refused", "{all: [fever, ⟦always]}", "always stands alone"),
    _when("always with a key is refused", "{⟦always: true}", "expected the name of a fact, found 'always'"),
    _when("not with an empty condition is refused", "{not: ⟦{}}", "an empty condition"),
    _when("a value that is a list is refused", "{cancer: ⟦[active]}", "expected a value, found a list"),
    _when("a fact with capitals is refused", "{⟦Cancer: active}", "expected the name of a fact, found 'Cancer'"),
    _when("an empty one_of is refused", "{cancer: {one_of: ⟦[]}}", "a list of values for one_of, found an empty list"),
    _when("a one_of that lists a value twice is refused", "{cancer: {one_of: ⟦[past, past]}}", "lists a value twice"),
    _when("a one_of that holds a mapping is refused", "{cancer: {one_of: [past, ⟦{}]}}", "a word or a whole number"),
)

COMPARISONS = (
    _when("a boolean fact equal to true is refused", "{fever: ⟦true}", "a boolean fact is not compared"),
    _when("a boolean fact equal to a word is refused", "{fever: ⟦high}", "fever is boolean, so it is not compared"),
    _when("a boolean fact in order is refused", "{fever: {above: ⟦1}}", "fever is a boolean, so above has no meaning"),
    _when("a choice in order is refused", "{cancer: {at_least: ⟦1}}", "cancer is a choice, so at_least has no meaning"),
    _when("a choice alone is refused", "⟦cancer", "cancer is a choice, so it needs a comparison"),
    _when("a number alone is refused", "{not: ⟦temperature}", "temperature is a decimal number, so it needs"),
    _when("a whole number alone is refused", "⟦seizures", "seizures is a whole number, so it needs a comparison"),
    _when("a choice equal to no value of it is refused", "{cancer: ⟦acute}", "'acute' is no value of cancer"),
    _when("a choice among values it has not is refused", "{cancer: {one_of: [past, ⟦acute]}}", "'acute' is no value of"),
    _when("a choice equal to a number is refused", "{cancer: ⟦1}", "a number is no value of cancer"),
    _when("a decimal equal to a number is refused", "{temperature: ⟦38}", "temperature is a decimal number, which is never"),
    _when("a fact equal to a decimal number is refused", "{temperature: ⟦38.5}", "a decimal number is never equal"),
    _when("a whole number equal to a word is refused", "{seizures: ⟦many}", "seizures is a whole number, found text"),
    _when("a whole number out of range is refused", "{seizures: ⟦101}", "seizures is never 101; it goes from 0 to 100"),
    _when("a whole number below its range is refused", "{seizures: {one_of: [0, ⟦-1]}}", "seizures is never -1"),
    _when("a fractional threshold of a whole number is refused", "{seizures: {above: ⟦2.5}}", "the threshold is 2.5"),
    _when("at_least above the range is refused", "{seizures: {at_least: ⟦101}}", "no value of seizures is at least 101"),
    _when("above the top of the range is refused", "{seizures: {above: ⟦100}}", "no value of seizures is above 100"),
    _when("at_most below the range is refused", "{temperature: {at_most: ⟦29.9}}", "no value of temperature is at most 29.9"),
    _when("below the bottom of the range is refused", "{temperature: {below: ⟦30}}", "no value of temperature is below 30"),
    _when("a parameter of another unit is refused", "{seizures: {above: ⟦fever_c}}", "is measured in {count}, but fever_c in Cel"),
    edit("a derivation out of range is refused", HISTORY, "{at_least: fever_c}", "{at_least: ⟦46}", "no value of temperature is"),
)

REACH = (
    Refusal(
        "a parameter that no value can reach is refused",
        {PARAMETERS: LIBRARY[PARAMETERS].replace("value: 10", "value: 50")},
        (f"rules/{TOO_MANY}:4:29",),
        ("no value of repetitions is above 50 (max_repetitions)",),
    ),
    Refusal(
        "a parameter of an intervention that no value can reach is refused",
        {CURL: LIBRARY[CURL].replace("max_repetitions: 5", "max_repetitions: 55")},
        (f"rules/{TOO_MANY}:4:29",),
        ("no value of repetitions is above 55 (max_repetitions of curl)",),
    ),
    Refusal(
        "a parameter that is no whole number is refused for one",
        {PARAMETERS: LIBRARY[PARAMETERS].replace("value: 10", "value: 10.5")},
        (f"rules/{TOO_MANY}:4:29",),
        ("repetitions is a whole number, but the threshold is 10.5 (max_repetitions)",),
    ),
    Refusal(
        "a resume rule that does not block is none",
        {HELD: LIBRARY[HELD].replace("effect: blocked", "effect: consult_doctor")},
        (f"rules/{STOPS}:7:7",),
        ("nothing keeps a session of therapy and 1 more stopped",),
    ),
    Refusal(
        "an intervention with a precaution alone is refused",
        {
            "interventions/other/tea.yaml": "id: tea\ntitle: Tea\ntags: [warm]\nsources: [guide]\n",
            GENTLY: LIBRARY[GENTLY].replace("[therapy]", "[therapy, warm]"),
        },
        ("rules/interventions/other/tea.yaml:1:5",),
        ("no rule can object to this intervention",),
    ),
)

DEMANDS = (
    edit("always in a rule that objects is refused", STOPS, "when: discomfort", "when: ⟦always", "only the condition of a precaution"),
    edit("a precaution with a next step is refused", GENTLY, "effect: precaution", "effect: precaution\n⟦next_step: wait",
         "a precaution has no next_step"),
    edit("an objection without a next step is refused", FEVER, "effect: blocked\nnext_step: doctor", "effect: ⟦blocked",
         "needs a next_step"),
    edit("an objection without an action is refused", FEVER, "effect: blocked\nnext_step: doctor\nmessage: You have a fever.\n"
         "action: Rest.\n", "effect: ⟦blocked\nnext_step: doctor\nmessage: You have a fever.\n", "needs an action"),
    edit("a hold that does not block is refused", STOPS, "effect: blocked\nnext_step: wait\nhold: d",
         "effect: consult_doctor\nnext_step: wait\n⟦hold: d", "only a rule with the effect blocked can hold"),
    edit("a hold without a resume rule is refused", STOPS, "hold: discomfort", "hold: ⟦exacerbation",
         "nothing keeps a session of therapy and 1 more stopped after this rule"),
    edit("a hold for more than its resume rule is refused", STOPS, "[therapy]\nwhen: discomfort\neffect: blocked\nnext_step: wait\nhold: d",
         "[therapy, nerve_block]\nwhen: discomfort\neffect: blocked\nnext_step: wait\nhold: ⟦d",
         "nothing keeps a session of numbing stopped after this rule"),
    edit("a message that promises safety is refused", FEVER, "message: You have a fever.", "message: ⟦Below 38 it is Safe.",
         "never tells a patient that something is safe, found 'Safe'"),
    edit("a title that promises safety is refused", FEVER, "title: High fever", "title: ⟦Safer without fever", "found 'Safer'"),
    edit("an action that promises safety is refused", FEVER, "action: Rest.", "action: ⟦Rest until you can safely go on.", "found 'safely'"),
    edit("a review by nobody is refused", FEVER, "status: draft", "status: ⟦reviewed", "a reviewed rule says by whom"),
    edit("a draft with a reviewer is refused", FEVER, "status: draft", "status: ⟦draft\nreviewed_by: Dr A", "with reviewed_by is no draft"),
)

NAMES = (
    edit("an unknown tag is refused", FEVER, "[therapy]", "[therapy, ⟦excercise]", "has the tag 'excercise'; did you mean 'exercise'?"),
    edit("an unknown tag among the exceptions is refused", FEVER, "[therapy]", "[therapy]\nexcept_for: [⟦yoga]", "the tag 'yoga'"),
    edit("a rule that concerns no intervention is refused", GENTLY, "[therapy]", "⟦[lying]\nexcept_for: [curl]", "no intervention"),
    edit("an unknown source is refused", FEVER, "[article/EX-01, guide]", "[article/EX-01, ⟦guid]", "unknown source 'guid'; did you"),
    edit("a source unlike any other is refused", FEVER, "[article/EX-01, guide]", "[⟦handbook_of_fevers]", "unknown source 'handbook_of"),
    edit("a single source without a list is refused", FEVER, "[article/EX-01, guide]", "⟦guide", "a list of sources, found text"),
    edit("an unknown statement is refused", FEVER, "[article/EX-01, guide]", "[⟦article/EX-09]", "unknown statement 'EX-09'"),
    edit("a statement of another source is refused", FEVER, "[article/EX-01, guide]", "[⟦guide/EX-01]", "is not one of guide"),
    edit("an unknown source of a departure is refused", FEVER, "  source: guide", "  source: ⟦guides", "unknown source 'guides'"),
    edit("an unknown source of a parameter is refused", PARAMETERS, "[guide]", "[⟦book]", "unknown source 'book'"),
    edit("an unknown source of an intervention is refused", BLOCK, "[article]", "[⟦articles]", "unknown source 'articles'"),
    edit("an unknown statement without a rule is refused", "article/no-rule.yaml", "EX-02a:", "⟦EX-02:", "unknown statement 'EX-02'"),
    edit("a statement without a rule and without a reason is refused", "article/no-rule.yaml", "Only a claim.", "⟦null", "the reason"),
    edit("an unknown typical fact is refused", BLOCK, "{indication:", "{⟦indicated:", "unknown fact 'indicated'"),
    edit("a typical fact out of range is refused", BLOCK, "inflammation}", "⟦infection}", "indication must be one of none"),
    edit("a parameter that only an intervention has is refused", CURL, "{max_repetitions: 5}", "{⟦most: 5}", "unknown parameter 'most'"),
    edit("an intervention's parameter out of range is refused", CURL, "{max_repetitions: 5}", "{max_repetitions: ⟦61}", "from 1 to 60"),
    whole("an intervention that no rule can stop is refused", "interventions/other/tea.yaml",
          "id: ⟦tea\ntitle: Tea\ntags: [drink]\nsources: [guide]\n", "no rule can object to this intervention"),
    whole("two rules with one id are refused", "gate/signs/high_fever.yaml", LIBRARY[FEVER].replace("id: h", "id: ⟦h"),
               "a second rule called 'high_fever'"),
    whole("two interventions with one id are refused", "interventions/other/curl.yaml", LIBRARY[BLOCK].replace("id: numbing", "id: ⟦curl"),
          "a second intervention called 'curl'"),
    whole("a statement in two packs is refused", "gate/statements.yaml", '⟦EX-01: {lines: "1", says: A, kind: b}\n',
          "a second statement called 'EX-01'"),
)

EXAMPLES = (
    edit("an unknown fact in an example is refused", FEVER, "{fever: false}", "{⟦fevers: false}", "unknown fact 'fevers'"),
    edit("a value of another type in an example is refused", FEVER, "{fever: false}", "{fever: ⟦none}", "fever must be true or false"),
    edit("a value out of range in an example is refused", FEVER, "{temperature: 38.0}", "{temperature: ⟦50}", "from 30 to 45"),
    edit("an example for an unknown intervention is refused", TOO_MANY, "for: curl", "for: ⟦curls", "unknown intervention 'curls'"),
    edit("an example for an intervention of another rule is refused", TOO_MANY, "for: curl", "for: ⟦numbing", "does not concern numbing"),
    edit("an example that leaves its intervention open is refused", TOO_MANY, "{given: {repetitions: 6}, for: curl", "⟦{given: {repetitions: 6}",
         "max_repetitions differs between interventions"),
)

REFUSALS = (*CONDITIONS, *COMPARISONS, *REACH, *DEMANDS, *NAMES, *EXAMPLES)
