"""Everything in a folder of rules that can be tested by itself: examples, cases, and what is proved about the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

from ..errors import FileProblem, RuleFileError
from ..examples import ExampleFailure, check_example
from ..library import load_rules
from ..location import Location
from ..reading.file_names import PACK
from ..reading.folder import CASES
from ..reading.load import load_ruleset
from ..reading.nodes import Mapping as MappingNode
from ..reading.nodes import Scalar, read_nodes
from ..reading.shipped import shipped_rules
from ..rule import Example, Rule
from ..rules import Rules
from .cases import Case, read_cases
from .run_case import run_case


@dataclass(frozen=True)
class Check:
    """One thing to test. ``run`` gives what is wrong."""

    name: str
    line: int
    """Counted from 1."""
    run: Callable[[], list[FileProblem]]


class RuleFolder:
    """A pack of your own, which is loaded beside the shipped rules, or a complete library with a base."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    @cached_property
    def rules(self) -> Rules:
        """Raises RuleFileError with paths that can be opened from here."""
        return self.load()

    def load(self, **options: Any) -> Rules:
        """The rules, with parameters and without packs. Raises RuleFileError and ParameterError."""
        try:
            if self.is_shipped:
                return load_rules(**options)
            if self.base is None:
                return load_rules(self.folder, **options)
            return Rules(load_ruleset([self.folder], base=self.base, **options))
        except RuleFileError as error:
            problems = [replace(problem, location=self.in_full(problem.location)) for problem in error.problems]
            raise RuleFileError(problems) from None

    @property
    def is_shipped(self) -> bool:
        shipped = shipped_rules()
        return isinstance(shipped, Path) and shipped.resolve() == self.folder

    @cached_property
    def base(self) -> str | None:
        """The base that stands in the folder, if one does."""
        for header in sorted([self.folder / PACK, *self.folder.glob(f"*/{PACK}")]):
            node = read_nodes(str(header), header.read_bytes())[0] if header.is_file() else None
            told = node.entries if isinstance(node, MappingNode) else {}
            kind, name = told.get("kind"), told.get("id")
            if isinstance(kind, Scalar) and kind.value == "base" and isinstance(name, Scalar):
                return str(name.value)
        return None

    def in_full(self, location: Location) -> Location:
        """A place in this folder with the path of its file; any other one as it is."""
        for prefix in (str(self.folder), self.folder.name):
            if location.path == prefix or location.path.startswith(f"{prefix}/"):
                rest = location.path.removeprefix(prefix).lstrip("/")
                return replace(location, path=str(self.folder / rest) if rest else str(self.folder))
        return location

    def checks(self, proofs: Sequence[str] = ()) -> dict[Path, list[Check]]:
        """What can be tested, by file. Raises RuleFileError.

        ``proofs`` names checks of ``Rules.check``; they are about all files and stand under the folder.
        """
        found: dict[Path, list[Check]] = {}
        for rule in self.own_rules():
            file = Path(self.in_full(rule.location or Location(str(self.folder))).path)
            found.setdefault(file, []).extend(self._examples(rule))
        for file in sorted((self.folder / CASES).glob("*.yaml")):
            found[file] = list(self._cases(file))
        if proofs:
            found[self.folder] = [Check(name, 1, partial(self._proof, name)) for name in proofs]
        return found

    def own_rules(self) -> Iterator[Rule]:
        """The rules that stand in this folder. Raises RuleFileError."""
        shipped = load_rules().rules if not self.is_shipped and self.base is None else {}
        return (rule for name, rule in self.rules.rules.items() if name not in shipped)

    # Examples

    def _examples(self, rule: Rule) -> Iterator[Check]:
        for number, example in enumerate(rule.examples, start=1):
            line = example.location.line if example.location else 1
            about = f" for {example.intervention}" if example.intervention else ""
            yield Check(f"example {number}: {example.expect}{about}", line, partial(self._run_example, rule, example))

    def _run_example(self, rule: Rule, example: Example) -> list[FileProblem]:
        failure = check_example(self.rules.ruleset, rule, example)
        return [] if failure is None else [self.problem(failure)]

    def problem(self, failure: ExampleFailure) -> FileProblem:
        """A failure with the line of the file that it stands on."""
        return self.shown(failure.location or Location(str(self.folder)), failure.message)

    def shown(self, location: Location, message: str, hint: str = "") -> FileProblem:
        """A problem with the line of the file that it stands on."""
        place = self.in_full(location)
        file = Path(place.path)
        lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
        line = lines[place.line - 1].rstrip() if place.line <= len(lines) else ""
        return FileProblem(place, message, hint, line, max(1, len(line) - place.column + 1))

    # Cases

    def _cases(self, file: Path) -> Iterator[Check]:
        cases, problems = read_cases(str(file), file.read_bytes())
        if problems:
            yield Check("is readable", problems[0].location.line, lambda: problems)
        for case in cases:
            for intervention in case.interventions:
                name = f"{case.sentence} [{intervention}]" if len(case.interventions) > 1 else case.sentence
                yield Check(name, case.spot.line + 1, partial(run_case, case, intervention, self.rules_for))

    def rules_for(self, case: Case) -> Rules:
        """The rules with the parameters of a case, and without the packs that it leaves out."""
        if not (case.parameters or case.without or case.allow_looser):
            return self.rules
        return self._overridden(tuple(case.parameters.items()), tuple(case.without), case.allow_looser)

    @cached_property
    def _overridden(self) -> Callable[[tuple[tuple[str, Any], ...], tuple[str, ...], bool], Rules]:
        return lru_cache(
            lambda parameters, without, allow_looser: self.load(
                parameters=dict(parameters), without=without, allow_looser=allow_looser
            )
        )

    # Proofs

    def _proof(self, name: str) -> list[FileProblem]:
        """What one check finds; what is only worth knowing is no failure."""
        return [self._finding(each) for each in self._findings if each.check == name and str(each.level) != "info"]

    @cached_property
    def _findings(self) -> Sequence[Any]:
        return self.rules.check()

    def _finding(self, finding: Any) -> FileProblem:
        hint = str(finding.counterexample or "")
        return self.shown(finding.location or Location(str(self.folder)), f"{finding.check}: {finding.message}", hint)
