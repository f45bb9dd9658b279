"""The packages as a stranger gets them: built from the checkout, installed in empty environments, used elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

MADE = {"__pycache__", "generated"}
"""Folders that no package carries."""

pytestmark = pytest.mark.slow

SCREENS = """
import sciatica_rules
from sciatica_rules import load_rules, screen

decision = screen({"malignancy_status": "active"}, "exercise_therapy")
assert decision.outcome == "blocked" and decision.reasons, decision
assert load_rules().screen(sciatica_rules.PatientProfile(), "exercise_therapy").outcome == "consult_doctor"
print(sciatica_rules.__version__, sciatica_rules.__file__)
"""


class Environment:
    """A virtual environment of its own, outside of the checkout."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        venv.create(folder, with_pip=True, clear=True)
        self.bin = folder / ("Scripts" if os.name == "nt" else "bin")

    def run(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """Run one of its programs, from a folder where nothing lies."""
        somewhere = self.folder / "somewhere"
        somewhere.mkdir(exist_ok=True)
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        command = [str(self.bin / words[0]), *map(str, words[1:])]
        return subprocess.run(command, cwd=somewhere, env=clean, capture_output=True, text=True, check=False)

    def install(self, *words: str | Path) -> None:
        done = self.run("python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *words)
        assert done.returncode == 0, done.stderr

    def screens(self) -> str:
        """Where the package that screens a profile was imported from."""
        done = self.run("python", "-c", SCREENS)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution, and the wheel made from that."""
    folder = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (found,) = built.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """The wheel in an empty environment, without extras."""
    environment = Environment(tmp_path_factory.mktemp("plain") / "venv")
    environment.install(wheel)
    return environment


def files_below(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(".") or part in MADE for part in path.relative_to(folder).parts)
    }


def test_the_wheel_holds_the_package_and_every_rule_file_and_nothing_else(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    package = files_below(ROOT / "src")
    rules = {f"sciatica_rules/rules/{name}" for name in files_below(ROOT / "rules")}
    assert names == package | rules
    assert "sciatica_rules/py.typed" in names


def test_the_wheel_carries_its_licence_and_asks_for_two_packages_only(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (metadata,) = (archive.read(name).decode() for name in archive.namelist() if name.endswith("/METADATA"))
    assert any(name.endswith("/licenses/LICENSE") for name in archive.namelist())
    assert "License-Expression: Apache-2.0" in metadata
    asked = re.findall(r"^Requires-Dist: (\w+)[^;\n]*$", metadata, flags=re.MULTILINE)
    assert asked == ["pydantic", "pyyaml"]


def test_the_source_distribution_is_enough_to_test_and_change_the_library(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    folders = [folder for folder in ("src", "rules", "tests", "tools", "docs", "examples") if (ROOT / folder).is_dir()]
    wanted = {f"{folder}/{name}" for folder in folders for name in files_below(ROOT / folder)}
    wanted |= {"pyproject.toml", "Makefile", "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"}
    assert not wanted - names
    assert not [name for name in names if "/." in f"/{name}" and name not in {".gitignore", ".gitattributes"}]


def test_the_wheel_screens_from_any_folder(installed: Environment) -> None:
    assert str(installed.folder) in installed.screens()


def test_without_the_extra_the_command_says_what_to_install(installed: Environment) -> None:
    done = installed.run("sciatica-rules", "--help")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "pip install 'sciatica-rules[cli]'" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_with_the_extra_the_command_runs(wheel: Path, tmp_path: Path) -> None:
    environment = Environment(tmp_path / "venv")
    environment.install(f"{wheel}[cli]")
    done = environment.run("sciatica-rules", "--help")
    assert done.returncode == 0, done.stderr
    assert "screen" in done.stdout
    assert environment.run("sciatica-rules", "rules").returncode == 0


def test_an_editable_install_reads_the_rules_of_the_checkout_and_keeps_no_copy(tmp_path: Path) -> None:
    environment = Environment(tmp_path / "venv")
    environment.install("--editable", ROOT)
    assert str(ROOT / "src") in environment.screens()
    assert not list(environment.folder.rglob("sciatica_rules/rules"))
