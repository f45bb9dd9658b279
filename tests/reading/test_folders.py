"""Folders as they are found: missing, linked, hidden, a user's own; and reports over several files."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from sciatica_rules.errors import RuleFileError
from sciatica_rules.reading.load import load_ruleset
from tests.reading.refusal import FEVER, GENTLY
from tests.reading.tiny import CLINIC, LIBRARY, PACK, rule, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "rules", LIBRARY)


def report(*folders: Path) -> list[str]:
    """The problems, each in one line."""
    with pytest.raises(RuleFileError) as caught:
        load_ruleset(folders)
    return [f"{problem.location}: {problem.message}" for problem in caught.value.problems]


class TestTheFolder:
    def test_a_missing_one_is_refused(self, tmp_path: Path) -> None:
        assert report(tmp_path / "rulez") == ["rulez:1:1: there is no such folder"]

    def test_a_file_is_refused(self, tmp_path: Path) -> None:
        write(tmp_path, {"rules": "x"})
        assert report(tmp_path / "rules") == ["rules:1:1: this is a file, not a folder"]

    def test_an_empty_one_is_refused(self, tmp_path: Path) -> None:
        write(tmp_path, {"rules/.hidden": "x"})
        assert report(tmp_path / "rules") == ["rules:1:1: the folder is empty"]

    def test_a_missing_one_of_a_user_is_refused(self, folder: Path, tmp_path: Path) -> None:
        assert report(folder, tmp_path / "mine") == ["mine:1:1: there is no such folder"]

    def test_two_of_one_name_are_told_apart(self, folder: Path, tmp_path: Path) -> None:
        other = tmp_path / "other" / "rules"
        assert report(folder, other) == [f"{other}:1:1: there is no such folder"]

    def test_one_that_cannot_be_listed_is_refused(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        listed = Path.iterdir

        def locked(self: Path) -> object:
            if self.name == "block":
                raise PermissionError(13, "Permission denied")
            return listed(self)

        monkeypatch.setattr(Path, "iterdir", locked)
        assert report(folder)[0] == "rules/article/block:1:1: the folder cannot be read (Permission denied)"

    def test_a_file_that_cannot_be_opened_is_refused(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        opened = Path.open

        def locked(self: Path, mode: str = "r") -> object:
            if self.name == "held.yaml":
                raise OSError
            return opened(self, mode)

        monkeypatch.setattr(Path, "open", locked)
        assert "rules/article/exercise/held.yaml:1:1: the file cannot be read (unknown reason)" in report(folder)


class TestWhatIsNotAFile:
    def test_hidden_files_are_left_alone(self, folder: Path) -> None:
        write(folder, {".git/config": "x", "article/.DS_Store": "x", "vocabulary/.swp": "x"})
        assert load_ruleset([folder]).rules

    def test_a_link_inside_of_the_folder_is_followed(self, folder: Path) -> None:
        (folder / "stored").mkdir()
        (folder / FEVER).rename(folder / ".kept.yaml")
        (folder / "stored").rmdir()
        (folder / FEVER).symlink_to(folder / ".kept.yaml")
        assert "high_fever" in load_ruleset([folder]).rules

    def test_a_link_that_leads_out_is_refused(self, folder: Path, tmp_path: Path) -> None:
        outside = write(tmp_path, {"outside.yaml": rule("linked", "fever")})
        (folder / "article/exercise/linked.yaml").symlink_to(outside / "outside.yaml")
        (folder / "away").symlink_to(tmp_path)
        assert report(folder) == [
            "rules/article/exercise/linked.yaml:1:1: a link that leads out of the folder of rules",
            "rules/away:1:1: a link that leads out of the folder of rules",
        ]

    def test_a_link_to_nothing_is_refused(self, folder: Path) -> None:
        (folder / "gone.yaml").symlink_to(folder / "nowhere.yaml")
        assert report(folder) == ["rules/gone.yaml:1:1: neither a file nor a folder"]

    def test_a_link_to_itself_is_refused(self, folder: Path) -> None:
        (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
        assert len(report(folder)) == 1

    def test_a_pipe_is_refused(self, folder: Path) -> None:
        os.mkfifo(folder / "pipe.yaml")
        assert report(folder) == ["rules/pipe.yaml:1:1: neither a file nor a folder"]


class TestAFolderOfAUser:
    @pytest.fixture
    def own(self, tmp_path: Path) -> Path:
        return write(tmp_path / "clinic", CLINIC)

    @pytest.mark.parametrize(
        ("file", "said"),
        [
            ("vocabulary/history.yaml", "group 'history' is already defined"),
            ("parameters.yaml", "parameter 'fever_c' is already defined"),
            ("sources.yaml", "source 'guide' is already defined"),
            ("interventions/exercises/curl.yaml", "intervention 'curl' is already defined"),
        ],
    )
    def test_it_never_redefines(self, file: str, said: str, folder: Path, own: Path) -> None:
        write(own, {file: LIBRARY[file]})
        assert any(said in line for line in report(folder, own))

    def test_it_never_redefines_a_fact_in_another_group(self, folder: Path, own: Path) -> None:
        write(
            own, {"vocabulary/more.yaml": LIBRARY["vocabulary/session.yaml"].replace("group: session", "group: more")}
        )
        assert "clinic/vocabulary/more.yaml:4:3: fact 'repetitions' is already defined" in report(folder, own)

    def test_it_never_redefines_a_rule(self, folder: Path, own: Path) -> None:
        write(own, {"signs/high_fever.yaml": LIBRARY[FEVER]})
        assert report(folder, own) == ["clinic/signs/high_fever.yaml:1:5: rule 'high_fever' is already defined"]

    def test_it_never_redefines_a_pack(self, folder: Path, own: Path) -> None:
        write(own, {"pack.yaml": LIBRARY["gate/pack.yaml"]})
        assert report(folder, own) == ["clinic/pack.yaml:1:5: pack 'gate' is already defined"]

    def test_it_adds_no_base(self, folder: Path, own: Path) -> None:
        write(own, {"pack.yaml": CLINIC["pack.yaml"].replace("kind: pack", "kind: base")})
        assert report(folder, own) == ["clinic/pack.yaml:2:7: a folder of your own adds packs, not a base"]

    def test_its_pack_takes_no_name_of_a_folder_of_the_library(self, folder: Path, own: Path) -> None:
        write(own, {"pack.yaml": CLINIC["pack.yaml"].replace("id: clinic", "id: vocabulary")})
        assert report(folder, own) == ["clinic/pack.yaml:1:5: no pack may be called 'vocabulary'"]

    def test_its_pack_needs_an_id(self, folder: Path, own: Path) -> None:
        write(own, {"pack.yaml": CLINIC["pack.yaml"].replace("id: clinic\n", "")})
        assert report(folder, own) == ["clinic/pack.yaml:1:1: a pack lacks id"]

    def test_its_stray_files_are_refused(self, folder: Path, own: Path) -> None:
        write(own, {"pack.yml": "x", "readme.md": "x"})
        assert report(folder, own) == [
            "clinic/pack.yml:1:1: the suffix must be .yaml",
            "clinic/readme.md:1:1: this file does not belong here",
        ]


class TestReports:
    def test_every_problem_of_every_file_is_told_at_once(self, folder: Path) -> None:
        write(folder, {"article/exercise/one.yaml": rule("one", "fevre"), GENTLY: "id: [\n", "notes.txt": ""})
        write(folder, {"article/block/two.yaml": rule("three", "{cancer: 1}").replace("effect: blocked", "effect: no")})
        assert report(folder) == [
            "rules/article/block/two.yaml:1:5: the id must be 'two', as its file is named",
            "rules/article/block/two.yaml:4:16: a number is no value of cancer; it must be one of none, active, past",
            "rules/article/block/two.yaml:5:9: a word that YAML readers disagree about",
            "rules/article/exercise/gently.yaml:2:1: a value is expected here",
            "rules/article/exercise/one.yaml:4:7: unknown fact 'fevre'; did you mean 'fever'?",
            "rules/notes.txt:1:1: this file does not belong here",
        ]

    @pytest.mark.parametrize(
        "file",
        [
            *("vocabulary/history.yaml", "parameters.yaml", "sources.yaml", "article/statements.yaml"),
            *("interventions/exercises/curl.yaml", "interventions/programme/therapy.yaml"),
            *("article/pack.yaml", "gate/pack.yaml"),
        ],
    )
    def test_what_a_broken_file_may_hold_is_not_called_unknown(self, file: str, folder: Path) -> None:
        write(folder, {file: LIBRARY[file] + "]\n"})
        assert [line.partition(":")[0] for line in report(folder)] == [f"rules/{file}"]

    def test_a_rule_that_cannot_be_read_leaves_no_intervention_unguarded(self, folder: Path) -> None:
        write(folder, {"article/block/no_indication.yaml": "]", "gate/signs/many_seizures.yaml": "]"})
        assert len(report(folder)) == 2

    def test_a_report_can_be_sent_to_another_process(self, folder: Path) -> None:
        write(folder, {GENTLY: "id: [\n", "notes.txt": ""})
        with pytest.raises(RuleFileError) as caught:
            load_ruleset([folder])
        again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own bytes
        assert again.problems == caught.value.problems
        assert str(again) == str(caught.value)

    def test_a_file_full_of_tabs_is_refused_quickly(self, folder: Path) -> None:
        write(folder, {GENTLY: "\t" * 200_000})
        assert len(report(folder)) == 100

    def test_many_unknown_names_are_refused_quickly(self, folder: Path) -> None:
        names = ", ".join(f"fevre_{number}" for number in range(2_000))
        write(folder, {"article/exercise/more.yaml": rule("more", f"{{any: [{names}]}}")})
        assert len(report(folder)) == 2_000

    def test_a_long_line_is_not_shown(self, folder: Path) -> None:
        write(folder, {GENTLY: f"id: gently\nodd: {'x' * 400}\n"})
        with pytest.raises(RuleFileError) as caught:
            load_ruleset([folder])
        assert "xxx" not in str(caught.value)

    def test_a_base_that_cannot_be_read_is_still_the_base(self, folder: Path) -> None:
        write(folder, {"article/pack.yaml": PACK.replace("kind: base", "kind: basis")})
        assert report(folder) == [
            "rules/article/pack.yaml:2:7: expected one of base, pack, found 'basis'; did you mean 'base'?"
        ]
