"""A folder of rules as tests for pytest: one for each example, each case and each thing that is proved.

    pytest --sciatica-rules my-clinic

The library is imported when there is such a folder and not before, so that this plugin, which pytest loads wherever the
library is installed, costs nothing and takes nothing away from anybody's coverage.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from sciatica_rules.errors import FileProblem
    from sciatica_rules.testing.folder import Check, RuleFolder

OPTION, INI = "--sciatica-rules", "sciatica_rules"
FOLDERS = pytest.StashKey[dict[Path, Any]]()
"""The folders of rules; what each holds, once it was looked into."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option and the setting."""
    group = parser.getgroup("sciatica-rules")
    told = "test this folder of rules, and nothing else unless it is named; repeatable"
    group.addoption(OPTION, action="append", default=[], metavar="DIR", dest=INI, help=told)
    parser.addini(INI, "folders of rules, tested wherever pytest comes across them", type="paths", default=[])


def pytest_configure(config: pytest.Config) -> None:
    """Note the folders, and go to those that the command line names."""
    asked = [config.invocation_params.dir / name for name in config.getoption(INI)]
    set_up = [Path(name) for name in config.getini(INI)]
    for where, folders in ((OPTION, asked), (f"the setting {INI}", set_up)):
        for folder in folders:
            if not folder.is_dir():
                raise pytest.UsageError(f"{where}: there is no folder {str(folder)!r}")
    config.stash[FOLDERS] = {folder.resolve(): None for folder in (*asked, *set_up)}
    by_name = config.args_source is pytest.Config.ArgsSource.ARGS
    if asked and not by_name:
        config.args = []
    named = [(config.invocation_params.dir / arg.partition("::")[0]).resolve() for arg in config.args]
    for folder in asked or ([] if by_name else set_up):
        one = folder.resolve()
        if not any(path.is_relative_to(one) or one.is_relative_to(path) for path in named):
            config.args.append(str(folder))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A folder of rules is looked into whatever it is called."""
    folders = config.stash.get(FOLDERS, {})
    return False if folders and collection_path.resolve() in folders else None


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A folder of rules, instead of what pytest takes a folder for."""
    folders = parent.config.stash.get(FOLDERS, {})
    if not folders or path.resolve() not in folders:
        return None
    from sciatica_rules.testing.folder import RuleFolder

    found = folders[path.resolve()]
    if found is None:
        found = folders[path.resolve()] = RuleFolder(path)
    folder: Rules = Rules.from_parent(parent, path=path)
    folder.rules = found
    return folder


class Rules(pytest.Directory):
    """A folder of rules."""

    rules: RuleFolder

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """Raises RuleFileError for rules that cannot be loaded."""
        from sciatica_rules.proof.check import CHECKS

        checks = self.rules.checks([check.name for check in CHECKS])
        yield from Part.below(self, self.rules.folder, checks)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], _style: Any = None) -> Any:
        """Everything that is wrong with the files, and no traceback through the library."""
        from sciatica_rules import RuleFileError

        if not isinstance(excinfo.value, RuleFileError):
            return super().repr_failure(excinfo)
        problems = _from_here(self.config, excinfo.value.problems)
        return str(RuleFileError(problems))


class Part(pytest.Directory):
    """A folder within a folder of rules."""

    checks: dict[Path, list[Check]]

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """What can be tested in it."""
        yield from self.below(self, self.path.resolve(), self.checks)

    @classmethod
    def below(
        cls, parent: pytest.Directory, folder: Path, checks: dict[Path, list[Check]]
    ) -> Iterator[pytest.Item | pytest.Collector]:
        """The next level: folders, files, and checks of the folder itself."""
        for check in checks.get(folder, ()):
            yield Checked.of(parent, check)
        names = {file.relative_to(folder).parts[0] for file in checks if file != folder and file.is_relative_to(folder)}
        for name in sorted(names):
            path = parent.path / name
            if path.is_dir():
                part: Part = cls.from_parent(parent, path=path)
                part.checks = checks
                yield part
            else:
                file: File = File.from_parent(parent, path=path)
                file.checks = checks[folder / name]
                yield file


class File(pytest.File):
    """One rule, or one file of cases."""

    checks: list[Check]

    def collect(self) -> Iterator[pytest.Item]:
        """Its examples or cases."""
        for check in self.checks:
            yield Checked.of(self, check)


class Checked(pytest.Item):
    """One example, one case, or one thing that is proved."""

    check: Check

    @classmethod
    def of(cls, parent: pytest.Collector, check: Check) -> Checked:
        """A test of it."""
        item: Checked = cls.from_parent(parent, name=check.name)
        item.check = check
        return item

    def runtest(self) -> None:
        """Fails with the line of the file, not with a traceback."""
        problems = _from_here(self.config, self.check.run())
        if problems:
            pytest.fail("\n".join(map(str, problems)), pytrace=False)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where it stands."""
        return self.path, self.check.line - 1, self.name


def _from_here(config: pytest.Config, problems: Any) -> list[FileProblem]:
    """The problems with paths as an editor or a terminal opens them."""
    here = config.invocation_params.dir.resolve()
    return [_relative(problem, here) for problem in problems]


def _relative(problem: FileProblem, here: Path) -> FileProblem:
    path = Path(problem.location.path)
    if not path.is_absolute():
        return problem
    return replace(problem, location=replace(problem.location, path=os.path.relpath(path, here)))
