"""``mutate``: would any example or case notice a mistake in a rule?"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from ...errors import RuleFileError, did_you_mean
from ...proof.cover import BUDGET
from ...proof.mutation.mutants import mutants
from ...proof.mutation.paste import as_yaml
from ...proof.mutation.trial import Fate, Trial, Tried
from ...reading.folder import CASES
from ...reading.shipped import shipped_rules
from ...rule import Rule
from ...testing.folder import RuleFolder
from ...testing.mutation import CaseTrial, read_folder
from ..exits import ALLOWED, DIFFERS, BadInput
from ..options import ListFormat, ListOutputFormat
from ..page import Page
from ..progress import watched
from ..show.mutate import show_tried

HELP = """Would an example or a case notice a mistake in a rule?

Makes one small mistake after the other in each rule (a part left out, a threshold moved, an
effect lowered, ...), runs the examples of the rule and the cases, and shows the example or
case that is missing wherever nothing notices. A mistake that is proved to change nothing for
anybody does not count. What is tried and what is proved stands in docs/mutate.md.

RULES is a folder of your own rules, tried together with the shipped ones; or a whole rule
set of its own, with a base. Without it, the shipped rules are tried.

\b
Examples:
  sciatica-rules mutate my-clinic
  sciatica-rules mutate --rule high_temperature

\b
Exit codes:
  0  every mistake is noticed
  1  some are not, or not proved to change nothing
  2  something given cannot be used, such as examples that fail as they are
"""


def mutate(
    rules: Annotated[Path | None, typer.Argument(metavar="[RULES]", help="A folder of rules.")] = None,
    cases: Annotated[
        Path | None, typer.Option("--cases", metavar="DIR", help="Where the cases stand. Usually RULES/cases.")
    ] = None,
    only: Annotated[list[str] | None, typer.Option("--rule", metavar="ID", help="Only this rule. Repeatable.")] = None,
    output: ListOutputFormat = ListFormat.TEXT,
    budget: Annotated[int, typer.Option(metavar="STEPS", min=1, help="Search steps per question.")] = BUDGET,
) -> int:
    """Try every mutant."""
    folder = RuleFolder(Path(str(shipped_rules())) if rules is None else rules)
    tried = _chosen(folder, only)
    trial = Trial(folder.rules.ruleset, _cases(folder, tried, cases), budget)
    listed = [mutant for rule in tried for mutant in mutants(folder.rules.ruleset, rule)]
    found = list(watched(trial.each(listed), len(listed), "Making mistakes"))
    if output is ListFormat.TEXT:
        show_tried(Page(sys.stdout), found, len(tried), budget)
    else:
        _write(found)
    return DIFFERS if _failed(found) else ALLOWED


def _chosen(folder: RuleFolder, only: Sequence[str] | None) -> list[Rule]:
    own = {rule.id: rule for rule in folder.own_rules()}
    for name in only or ():
        if name not in own:
            raise BadInput(f"--rule: the folder {folder.folder.name} has no rule {name!r}{did_you_mean(name, own)}")
    return [own[name] for name in dict.fromkeys(only or own)]


def _cases(folder: RuleFolder, tried: Sequence[Rule], given: Path | None) -> CaseTrial:
    """Cases to run; examples come out as they say before anything is changed. Raises RuleFileError and BadInput."""
    if given is not None and not given.is_dir():
        raise BadInput(f"--cases: there is no folder {str(given)!r}")
    names = {rule.id for rule in tried}
    failures = [folder.problem(each) for each in folder.rules.check_examples() if each.rule in names]
    if failures:
        raise RuleFileError(failures)
    return CaseTrial(read_folder(given or _usual_cases(folder)), folder.rules_for)


def _usual_cases(folder: RuleFolder) -> Path:
    """Beside the rules; those of the shipped rules stand among the tests of a checkout."""
    beside = folder.folder / CASES
    return folder.folder.parent / "tests" / CASES if folder.is_shipped and not beside.is_dir() else beside


def _failed(found: Sequence[Tried]) -> bool:
    return any(each.fate in {Fate.SURVIVED, Fate.NOT_PROVED} for each in found)


def _write(found: Sequence[Tried]) -> None:
    counts = Counter(each.fate for each in found)
    data = {
        "mutants": [_data(each) for each in found],
        "counts": {fate.value: counts[fate] for fate in Fate},
        "failed": _failed(found),
    }
    sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")


def _data(tried: Tried) -> dict[str, Any]:
    return {
        "rule": tried.mutant.original.id,
        "kind": tried.mutant.kind.value,
        "change": tried.mutant.change,
        "location": str(tried.mutant.location) if tried.mutant.location else None,
        "fate": tried.fate.value,
        "killed_by": str(tried.by) if tried.by else None,
        "missing": as_yaml(tried.missing) if tried.missing else None,
    }
