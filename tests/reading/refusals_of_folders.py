"""Files and folders that have no place, or are not named as what they hold."""

from __future__ import annotations

from tests.reading.refusal import FEVER, PACK, edit, folder
from tests.reading.tiny import LIBRARY, rule

_FEVER = LIBRARY[FEVER]

REFUSALS = (
    folder("a file that is no rule is refused", {"notes.txt": "x"}, "notes.txt", "this file does not belong here"),
    folder("a file in a pack that is no rule is refused", {"article/readme.md": ""}, "article/readme.md", "does not belong"),
    folder("a misspelt file is refused", {"parameter.yaml": "{}"}, "parameter.yaml", "did you mean 'parameters.yaml'?"),
    folder("a pack's file in the library is refused", {"statements.yaml": "{}"}, "statements.yaml", "does not belong here"),
    folder("a library's file in a pack is refused", {"gate/sources.yaml": "{}"}, "gate/sources.yaml", "does not belong here"),
    folder("the suffix yml is refused, and nothing else", {"vocabulary/session.yaml": None,
           "vocabulary/session.yml": LIBRARY["vocabulary/session.yaml"]}, "vocabulary/session.yml", "the suffix must be .yaml"),
    folder("a suffix in capitals is refused", {"article/block/x.YAML": rule("x", "fever")}, "article/block/x.YAML", "the suffix must"),
    folder("a pack.yml is refused, and nothing else", {"gate/pack.yaml": None, "gate/pack.yml": LIBRARY["gate/pack.yaml"]},
           "gate/pack.yml", "the suffix must be .yaml"),
    folder("a parameters.yml is refused, and nothing else", {"parameters.yaml": None, "parameters.yml": LIBRARY["parameters.yaml"]},
           "parameters.yml", "the suffix must be .yaml"),
    folder("a rule beside its areas is refused", {"gate/high_fever.yaml": _FEVER}, "gate/high_fever.yaml", "does not belong here"),
    folder("the only rule of a pack beside its area is refused, and nothing else", {"gate/signs/many_seizures.yaml": None,
           "gate/many_seizures.yaml": LIBRARY["gate/signs/many_seizures.yaml"]}, "gate/many_seizures.yaml", "does not belong here"),
    folder("a rule beside the packs is refused", {"high_fever.yaml": _FEVER}, "high_fever.yaml", "does not belong here"),
    folder("a file whose name could be no id is refused", {"article/block/1.yaml": "x"}, "article/block/1.yaml", "must be an id"),
    folder("a file of another suffix is refused", {"article/block/x.json": "{}"}, "article/block/x.json", "does not belong"),
    folder("a file without a suffix is refused", {"article/block/rule": "x"}, "article/block/rule", "does not belong here"),
    folder("a file whose name is no id is refused", {"article/block/My-rule.yaml": "x"}, "article/block/My-rule.yaml", "must be an id"),
    folder("a file with two dots is refused", {"article/block/a.b.yaml": "x"}, "article/block/a.b.yaml", "must be an id"),
    folder("a folder of rules in an area is refused", {"article/block/deep/x.yaml": "x"}, "article/block/deep", "no folder belongs"),
    folder("a folder in the vocabulary is refused", {"vocabulary/deep/x.yaml": "x"}, "vocabulary/deep", "no folder belongs here"),
    folder("a pack whose name is no id is refused", {"my-pack/pack.yaml": "x"}, "my-pack", "the name of a folder must be an id"),
    folder("a folder of rules without pack.yaml is refused", {"other/.keep": ""}, "other", "needs a pack.yaml"),
    folder("an intervention outside of its folders is refused", {"interventions/x.yaml": "x"}, "interventions/x.yaml", "belongs here"),
    folder("an unknown folder of interventions is refused", {"interventions/block/x.yaml": "x"}, "interventions/block",
           "did you mean 'blocks'?"),
    edit("an area that is not declared is refused", PACK, "areas:\n  exercise: Before you exercise\n", "⟦areas:\n",
         "the folder 'exercise' is not among the areas"),
    folder("a pack without any rule is refused", {"gate/signs/many_seizures.yaml": None}, "gate", "a pack without a rule"),
)
