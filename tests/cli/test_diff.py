"""``diff``: what it prints in each format, when it fails, and how it reads git revisions."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from sciatica_rules.proof.cover import OutOfBudgetError, Pool
from tests.cli.harness import GOLDEN, LIBRARY, sciatica_rules, steady
from tests.cli.test_golden import compare

CHANGES = {
    "article/illness/active_cancer.yaml": ("effect: blocked", "effect: consult_doctor"),
    "article/illness/fever_now.yaml": ("except_for: [standing]\n", ""),
    "article/illness/heart.yaml": ("sources: [", "sources: [our_proposal, "),
    "article/session/discomfort_stops.yaml": ("hold: discomfort\n", ""),
    "parameters.yaml": ("  value: 10\n", "  value: 12\n"),
    "safety_gate/pack.yaml": ("covers: [", "covers: [new things, "),
    "interventions/exercises/bicycle.yaml": ("note: ", "note: Mind the knees. "),
    "vocabulary/illness.yaml": ("    question: ", "    question: Tell us. "),
}


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two folders of rules, ``old`` and ``new``, in the folder where commands run."""
    monkeypatch.chdir(tmp_path)
    for name in ("old", "new", "same"):
        shutil.copytree(LIBRARY, tmp_path / name)
    for path, (old, new) in CHANGES.items():
        change(tmp_path / "new" / path, old, new)
    (tmp_path / "new/article/course/too_many.yaml").unlink()
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def repository(folders: Path) -> Path:
    """A repository with two revisions of the folder ``rules``: ``first`` is ``old``, ``second`` is ``new``."""
    git(folders, "init", "--quiet")
    for name in ("old", "new"):
        shutil.rmtree(folders / "rules", ignore_errors=True)
        shutil.copytree(folders / name, folders / "rules")
        git(folders, "add", "rules")
        git(folders, "commit", "--quiet", "--message", name)
        git(folders, "tag", {"old": "first", "new": "second"}[name])
    return folders


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=A tester", "-c", "user.email=tester@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
@pytest.mark.parametrize(("name", "new"), [("changed", "new"), ("same", "same")])
def test_a_difference_is_told(form: str, name: str, new: str) -> None:
    done = sciatica_rules("diff", "old", new, "--format", form)
    assert (done.code, done.err) == (0, "")
    compare(GOLDEN / "diff" / f"{name}_{form}.txt", steady(done.out))


def test_nobody_else_stands_among_the_golden_files() -> None:
    expected = {f"{name}_{form}" for name in ("changed", "same") for form in ("text", "markdown", "json")}
    assert {path.stem for path in (GOLDEN / "diff").iterdir()} == expected


@pytest.mark.parametrize("name", ["changed", "same"])
def test_text_fits_into_80_columns(name: str) -> None:
    lines = (GOLDEN / "diff" / f"{name}_text.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if len(line) > 80 or line != line.rstrip()] == []


def test_programs_get_what_the_schema_says() -> None:
    schema = json.loads(sciatica_rules("schema", "difference").out)
    Draft202012Validator.check_schema(schema)
    data = json.loads(sciatica_rules("diff", "old", "new", "--format", "json").out)
    assert data["looser"]
    assert data["shifts"]
    assert data["edits"]
    Draft202012Validator(schema).validate(data)


@pytest.mark.parametrize(("old", "new", "code"), [("old", "new", 1), ("old", "same", 0)])
def test_a_gate_fails_where_anything_is_looser(old: str, new: str, code: int) -> None:
    assert sciatica_rules("diff", old, new, "--fail-if-looser").code == code
    assert sciatica_rules("diff", old, new).code == 0


def test_a_gate_lets_pass_what_is_stricter(folders: Path) -> None:
    change(folders / "same/parameters.yaml", "  value: 10\n", "  value: 9\n")
    done = sciatica_rules("diff", "old", "same", "--fail-if-looser")
    assert done.code == 0
    assert "Looser for nobody." in done.out


def test_a_gate_fails_on_what_no_proof_covers(folders: Path) -> None:
    change(folders / "same/vocabulary/illness.yaml", "    question: ", "    valid_for: 3\n    question: ")
    done = sciatica_rules("diff", "old", "same", "--fail-if-looser")
    assert done.code == 1
    assert "fact cancer: how long an answer stays good" in done.out


def test_a_gate_fails_on_a_hold_that_is_lost(folders: Path) -> None:
    change(folders / "same/article/session/discomfort_stops.yaml", "when: discomfort", "when: {not: {not: discomfort}}")
    assert sciatica_rules("diff", "old", "same", "--fail-if-looser").code == 0
    change(folders / "same/article/session/discomfort_stops.yaml", "hold: discomfort\n", "")
    done = sciatica_rules("diff", "old", "same", "--fail-if-looser")
    assert done.code == 1
    assert "blocked, next step wait, a session is held for discomfort" in done.out


def test_a_gate_fails_on_an_intervention_that_only_one_side_has(folders: Path) -> None:
    bend = folders / "same/interventions/exercises/side_bend.yaml"
    change(bend, "id: side_bend", "id: bend")
    bend.rename(bend.with_name("bend.yaml"))
    done = sciatica_rules("diff", "old", "same", "--fail-if-looser")
    assert done.code == 1
    assert "Looser for nobody in what both have, but some interventions only one side has." in done.out
    assert "  1 intervention: new, compared with nothing\n  1 intervention: gone, compared" in done.out
    assert "Not compared, since only one side has it\n  - bend\n  - side_bend\n" in done.out
    assert "- `bend`\n- `side_bend`\n" in sciatica_rules("diff", "old", "same", "--format", "markdown").out


def test_a_gate_fails_on_what_was_not_proved(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(*_: object) -> None:
        raise OutOfBudgetError

    monkeypatch.setattr(Pool, "escape", give_up)
    change(folders / "same/parameters.yaml", "  value: 38.0\n", "  value: 37.9\n")
    done = sciatica_rules("diff", "old", "same", "--fail-if-looser")
    assert done.code == 1
    assert "Not proved that nobody is told something looser." in done.out
    markdown = sciatica_rules("diff", "old", "same", "--format", "markdown").out
    assert "### Not proved within the budget" in markdown


def told(*words: str) -> list[str]:
    """What is told below the line that names the two sides."""
    done = sciatica_rules("diff", *words)
    assert (done.code, done.err) == (0, "")
    return done.out.splitlines()[1:]


@pytest.mark.usefixtures("repository")
def test_revisions_are_read_like_folders() -> None:
    expected = told("old", "new")
    assert told("first", "second") == expected
    assert told("first", "HEAD") == expected
    assert told("HEAD~1", "rules") == expected
    assert told("first", "new", "--folder", "rules") == expected
    assert told("second", "first") == told("new", "old")


def test_a_revision_is_read_from_below_the_repository(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = told("old", "new")
    monkeypatch.chdir(repository / "old")
    assert told("first", "../rules") == expected


def test_a_folder_wins_over_a_revision_of_the_same_name(repository: Path) -> None:
    git(repository, "branch", "new")
    assert told("old", "new") == told("first", "second")


def test_a_folder_that_is_gone_can_be_named(repository: Path) -> None:
    expected = told("old", "new")
    shutil.rmtree(repository / "rules")
    assert told("first", "second") == expected


def test_what_an_archive_would_leave_out_is_read(repository: Path) -> None:
    (repository / ".gitattributes").write_text("rules/safety_gate export-ignore\n", encoding="utf-8")
    git(repository, "add", ".gitattributes")
    git(repository, "commit", "--quiet", "--message", "hide")
    assert told("second", "HEAD")[1] == "The same for everybody."


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("third", "rules"), "third is neither a folder nor a git revision"),
        (("first", "nowhere"), "nowhere is neither a folder nor a git revision"),
        (("first", "rules", "--folder", "clinic"), "revision first has no folder clinic; name the folder of rules"),
        (("--end-of-options", "rules"), "No such option"),
        (("first", "rules", "--folder", "/"), "/ is not in a git repository"),
    ],
)
def test_a_revision_that_cannot_be_read_is_said_in_one_sentence(words: tuple[str, ...], said: str) -> None:
    done = sciatica_rules("diff", *words)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err


def test_without_a_repository_only_folders_can_be_compared() -> None:
    done = sciatica_rules("diff", "main", "new")
    assert done.code == 2
    assert "is not in a git repository; name the folder of rules with --folder" in done.err


def test_without_git_only_folders_can_be_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    done = sciatica_rules("diff", "main", "new")
    assert done.code == 2
    assert "git is not installed, so only folders can be compared" in done.err
    assert sciatica_rules("diff", "old", "new").code == 0


def test_a_link_in_a_revision_is_refused(repository: Path) -> None:
    (repository / "rules/article/illness/link.yaml").symlink_to("heart.yaml")
    git(repository, "add", "rules")
    git(repository, "commit", "--quiet", "--message", "link")
    done = sciatica_rules("diff", "first", "HEAD")
    assert done.code == 2
    assert "rules/article/illness/link.yaml is not a plain file in that revision" in done.err


def test_rules_that_cannot_be_read_are_named_with_their_revision(repository: Path) -> None:
    (repository / "rules/parameters.yaml").write_text("fever_c: 38\n", encoding="utf-8")
    git(repository, "add", "rules")
    git(repository, "commit", "--quiet", "--message", "broken")
    done = sciatica_rules("diff", "first", "HEAD")
    assert done.code == 2
    assert done.err.startswith("sciatica-rules: HEAD: ")
    assert "rules/parameters.yaml:1:" in done.err


def test_own_rules_are_compared_beside_the_shipped_ones(folders: Path) -> None:
    clinic = folders / "clinic"
    (clinic / "illness").mkdir(parents=True)
    shutil.copy(LIBRARY / "safety_gate/pack.yaml", clinic / "pack.yaml")
    change(clinic / "pack.yaml", "id: safety_gate", "id: clinic")
    done = sciatica_rules("diff", "clinic", "clinic")
    assert done.code == 2
    assert "clinic: " in done.err
