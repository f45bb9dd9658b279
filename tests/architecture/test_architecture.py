"""How the package is built: arrows run one way, few things are imported, files are small."""

from __future__ import annotations

import ast
import json
import re
import statistics
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import sciatica_rules
from tests.architecture.modules import ROOT, SOURCE, Module, arrows, circles, internal, read_modules

MODULES = read_modules()
ARROWS = arrows(MODULES)

FLOORS: tuple[tuple[str, frozenset[str]], ...] = (
    (
        "words",
        frozenset(
            {"condition", "frames", "frozen", "late", "location", "origin", "outcome", "truth", "units", "version"}
        ),
    ),
    ("shapes", frozenset({"errors", "invariant", "pack", "source", "vocabulary"})),
    ("documents", frozenset({"intervention", "parameter", "profile", "rule"})),
    ("collections", frozenset({"profile_model", "ruleset", "wording"})),
    ("meaning", frozenset({"atoms", "digest", "evidence", "patient_profile"})),
    ("reading", frozenset({"reading"})),
    ("answers", frozenset({"decide", "decision", "explain", "program"})),
    ("steps", frozenset({"examples", "generated", "hold", "provenance"})),
    ("accounts", frozenset({"account", "rows"})),
    ("reference", frozenset({"reference"})),
    ("screener", frozenset({"screener"})),
    ("engine", frozenset({"engine"})),
    ("verbs", frozenset({"population", "proof", "replay", "session"})),
    ("rules", frozenset({"rules"})),
    ("library", frozenset({"library", "schema"})),
    ("wings", frozenset({"testing"})),
    ("face", frozenset({"__init__"})),
    ("edge", frozenset({"cli"})),
    ("entrance", frozenset({"__main__"})),
)
"""From the ground up. A module or folder imports from the floors below its own, a folder also from itself. So no wing
imports another, and nothing but the command line imports a wing."""

THIRD_PARTY = {
    "cli": {"rich", "typer"},
    "decision": {"pydantic"},
    "patient_profile": {"pydantic"},
    "population": {"duckdb", "narwhals", "numpy", "pyarrow", "pyspark"},
    "population.report": {"jinja2"},
    "profile_model": {"pydantic"},
    "reading": {"yaml"},
    "testing": {"hypothesis"},
}
"""What may be imported from outside of the standard library, and where. Anywhere else: nothing."""

LAZY = {
    "errors": {"difflib"},
    "library": {"proof.overrides", "reading.load", "reading.shipped", "rules"},
    "population.frame": {"population.spark"},
    "population.lazy": {"duckdb"},
    "rules": {
        "population.batches",
        "population.frame",
        "population.request",
        "profile_model",
        "proof.check",
        "proof.diff",
    },
}
"""Imports inside functions, which keep something slow out until it is used. The command line may do so freely."""

OUTSIDE_WORLD = {
    "asyncio", "getpass", "http", "locale", "logging", "os", "pathlib", "platform", "random", "secrets", "shutil",
    "socket", "sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip
TOUCHES_THE_WORLD = {"__main__", "cli", "library", "population.files", "reading", "testing"}
"""Everything else knows no file, clock, chance, network or log."""

LONGEST = 300
FACE = 60


def room(name: str) -> str:
    """The top-level module or folder that a module belongs to."""
    return name.partition(".")[0]


def places(name: str) -> set[str]:
    """A module and all folders that it stands in, as the tables may name them."""
    parts = name.split(".")
    return {".".join(parts[:depth]) for depth in range(1, len(parts) + 1)}


def floor(name: str) -> int:
    return next((level for level, (_, rooms) in enumerate(FLOORS) if room(name) in rooms), -1)


def top(target: str) -> str:
    return target.partition(".")[0]


def written_files() -> list[Path]:
    folders = (ROOT / name for name in ("src", "tests", "tools", "benchmarks", "examples"))
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


each_module = pytest.mark.parametrize("module", MODULES.values(), ids=MODULES)


def test_there_are_no_circles_of_imports() -> None:
    assert circles(ARROWS) == []


def test_every_module_stands_on_a_floor() -> None:
    """Place a new module in FLOORS, as low as what it imports allows."""
    assert {room(name) for name in MODULES if floor(name) < 0} == set()


def test_every_exception_in_the_tables_is_for_something_that_exists() -> None:
    known = {place for name in MODULES for place in places(name)}
    assert (THIRD_PARTY.keys() | LAZY.keys() | TOUCHES_THE_WORLD) - known == set()


@each_module
def test_imports_point_down(module: Module) -> None:
    upward = {
        target
        for target in ARROWS[module.name]
        if room(target) != room(module.name) and floor(target) >= floor(module.name)
    }
    assert upward == set()


@each_module
def test_third_party_imports_stand_in_the_table(module: Module) -> None:
    allowed = {package for place in places(module.name) for package in THIRD_PARTY.get(place, ())}
    foreign = {top(found.target) for found in module.imports} - sys.stdlib_module_names - {"sciatica_rules"}
    assert foreign - allowed == set()


@each_module
def test_only_the_rim_touches_the_outside_world(module: Module) -> None:
    if TOUCHES_THE_WORLD.isdisjoint(places(module.name)):
        assert {top(found.target) for found in module.imports} & OUTSIDE_WORLD == set()


@each_module
def test_only_the_command_line_asks_what_time_it_is(module: Module) -> None:
    if room(module.name) != "cli":
        asked = {node.attr for node in ast.walk(module.tree) if isinstance(node, ast.Attribute)}
        assert asked & {"now", "today", "utcnow"} == set()


@each_module
def test_imports_inside_functions_stand_in_the_table(module: Module) -> None:
    if room(module.name) != "cli":
        late = {internal(found, MODULES) or found.target for found in module.imports if found.inside}
        assert late - LAZY.get(module.name, set()) == set()


@each_module
def test_every_module_says_what_it_is_for(module: Module) -> None:
    assert ast.get_docstring(module.tree)


@pytest.mark.parametrize("path", written_files(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_file_written_by_hand_is_long(path: Path) -> None:
    if not Module("", path).generated:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_most_modules_are_short() -> None:
    lengths = [len(module.text.splitlines()) for module in MODULES.values() if not module.generated]
    assert statistics.median(lengths) <= LONGEST / 2


def test_the_face_is_short_and_defines_nothing_but_what_is_late() -> None:
    face = MODULES["__init__"]
    defined = [node.name for node in ast.walk(face.tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    assert defined == ["__getattr__"]
    assert len(face.text.splitlines()) <= FACE


@pytest.mark.parametrize("name", sciatica_rules.__all__)
def test_the_face_gives_what_a_type_checker_sees(name: str) -> None:
    (origin,) = (found.target for found in MODULES["__init__"].imports if found.target.endswith(f".{name}"))
    seen = getattr(import_module(origin.rpartition(".")[0]), name)
    assert getattr(sciatica_rules, name) is seen


@pytest.mark.parametrize("path", written_files(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_is_kept_from_coverage_says_why(path: Path) -> None:
    bare = re.compile(r"# pragma: no (cover|branch)(?!: \S)")  # written `no cover: the reason`
    assert not [line for line in path.read_text(encoding="utf-8").splitlines() if bare.search(line)]


def test_types_are_marked_as_complete() -> None:
    assert (SOURCE / "py.typed").read_bytes() == b""


EXTRAS = {"click", "hypothesis", "jinja2", "matplotlib", "narwhals", "numpy", "pyarrow", "rich", "typer", "yaml"}
"""What importing the package must not bring in; YAML is needed only when rules are read."""


def loaded_by(statement: str) -> set[str]:
    script = f"import json, sys; {statement}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("names", ["load_rules, screen, Outcome, ProfileError", "Decision, Rules, Session"])
def test_importing_the_package_loads_no_extra_and_no_profile_model(names: str) -> None:
    loaded = loaded_by(f"from sciatica_rules import {names}")
    assert "sciatica_rules.library" in loaded
    assert {top(name) for name in loaded} & EXTRAS == set()
    assert loaded & {"sciatica_rules.cli", "sciatica_rules.patient_profile"} == set()


def test_importing_the_package_loads_next_to_nothing_of_it() -> None:
    loaded = loaded_by("from sciatica_rules import load_rules, screen, Outcome, ProfileError")
    ours = {name.partition(".")[2] for name in loaded if top(name) == "sciatica_rules"}
    assert ours == {"", "errors", "late", "library", "location", "outcome", "version"}
    assert "pydantic" not in loaded


def test_the_reader_of_imports_sees_every_kind_of_them(tmp_path: Path) -> None:
    """The tests above are worth what this reader is worth."""
    text = "from __future__ import annotations\nif TYPE_CHECKING:\n    import a.b\ndef f():\n    from c import d\n"
    path = tmp_path / "sample.py"
    path.write_text(text, encoding="utf-8")
    found = {(one.target, one.inside) for one in Module("sample", path).imports}
    assert found == {("__future__.annotations", False), ("a.b", False), ("c.d", True)}
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]
