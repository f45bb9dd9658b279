"""No mistake in a shipped rule goes unnoticed: an example or a case fails, or it is proved to change nothing."""

from __future__ import annotations

from functools import cache

import pytest

from sciatica_rules import load_rules
from sciatica_rules.proof.mutation.mutants import mutants
from sciatica_rules.proof.mutation.paste import as_yaml
from sciatica_rules.proof.mutation.trial import Fate, Trial
from sciatica_rules.rule import Rule
from sciatica_rules.testing.folder import RuleFolder
from sciatica_rules.testing.mutation import CaseTrial, read_folder
from tests.architecture.modules import ROOT

RULES = load_rules().rules.values()


@cache
def trial() -> Trial:
    folder = RuleFolder(ROOT / "rules")
    return Trial(folder.rules.ruleset, CaseTrial(read_folder(ROOT / "tests" / "cases"), folder.rules_for))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_mistake_in_a_rule_is_noticed(rule: Rule) -> None:
    tried = [trial().of(mutant) for mutant in mutants(trial().ruleset, rule)]
    unnoticed = [each for each in tried if each.fate not in {Fate.KILLED, Fate.SAME}]
    said = [f"{each.mutant.change}\n{as_yaml(each.missing) if each.missing else each.fate}" for each in unnoticed]
    assert not said, "\n".join([f"{rule.id}: nothing notices", *said])
