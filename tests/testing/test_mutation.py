"""A case about a session is said to notice a mistake only where it comes out otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from sciatica_rules.proof.mutation.mutant import Kind, Mutant
from sciatica_rules.proof.mutation.mutants import mutants
from sciatica_rules.testing.folder import RuleFolder
from sciatica_rules.testing.mutation import CaseTrial, read_folder
from tests.reading.tiny import write
from tests.testing.packs import sound

SESSIONS = """\
- case: Fever stops a session
  profile: {base: typical, temperature: null}
  for: [therapy, curl]
  observe: [{fever: true}]
  expect: {outcome: blocked}
- case: Discomfort holds a session
  profile: {base: typical}
  for: [therapy, curl]
  observe: [{discomfort: true}]
  expect: {outcome: blocked, held_for: discomfort}
"""


@pytest.fixture
def folder(tmp_path: Path) -> RuleFolder:
    return RuleFolder(write(tmp_path / "rules", {**sound(), "cases/sessions.yaml": SESSIONS}))


def mistake(folder: RuleFolder, rule: str, kind: Kind) -> Mutant:
    ruleset = folder.rules.ruleset
    return next(each for each in mutants(ruleset, ruleset.rules[rule]) if each.kind is kind)


@pytest.mark.parametrize(
    ("rule", "kind", "line"),
    [
        ("high_fever", Kind.DROP_RULE, 1),
        ("stops", Kind.LOWER_HOLD, 6),
        ("many_seizures", Kind.DROP_RULE, None),
    ],
)
def test_the_first_session_that_comes_out_otherwise_notices(
    folder: RuleFolder, rule: str, kind: Kind, line: int | None
) -> None:
    trial = CaseTrial(read_folder(folder.folder / "cases"), folder.rules_for)
    mutant = mistake(folder, rule, kind)
    noticed = trial.broken_by(mutant, sessions=True)
    assert (noticed and noticed.line) == line
    assert trial.broken_by(mutant, sessions=False) is None
