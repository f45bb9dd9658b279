"""Which files stand for a population, and which place a result may take."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from sciatica_rules.errors import TableFileError
from sciatica_rules.population.files.find import find_inputs, refuse_output
from tests.population.made_files import read, rows, written


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_nothing_in_a_folder_is_left_out_because_it_is_a_link_or_no_file(tmp_path: Path) -> None:
    written("in/a.csv", "id\n1\n")
    written("elsewhere/b.csv", "id\n2\n")
    for target, said in (("elsewhere", "is no ordinary file"), ("nowhere.csv", "there is no such file")):
        link = Path("in/linked.csv")
        link.symlink_to(tmp_path / target)
        with pytest.raises(TableFileError, match=rf"^in/linked.csv: {said}$"):
            rows(read("in"))
        link.unlink()
    Path("in/_hidden").symlink_to(tmp_path / "elsewhere")
    Path("in/again.csv").symlink_to(tmp_path / "elsewhere" / "b.csv")
    assert len(rows(read("in"))) == 2
    os.mkfifo("in/pipe.csv")
    with pytest.raises(TableFileError, match=r"^in/pipe.csv: is no ordinary file$"):
        read("in/pipe.csv")


def test_a_folder_that_may_not_be_read_is_not_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    written("in/a.csv", "id\n1\n")
    written("in/secret/b.csv", "id\n2\n")
    scandir = os.scandir

    def refused(path: str) -> Any:
        if Path(path).name == "secret":
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    with pytest.raises(TableFileError, match=r"^in/secret: may not be read$"):
        read("in")


def test_what_is_no_ordinary_file_is_never_replaced() -> None:
    inputs = find_inputs(written("in.csv", "id\n1\n"))
    written("there.csv", "keep")
    os.mkfifo("pipe.csv")
    for name, target in {"link.csv": "there.csv", "broken.csv": "nowhere.csv"}.items():
        Path(name).symlink_to(target)
    for name in ("pipe.csv", "link.csv", "broken.csv"):
        with pytest.raises(TableFileError, match=rf"^{name}: is a link or no ordinary file; name a file$"):
            refuse_output(Path(name), inputs, force=True)
    refuse_output(Path("there.csv"), inputs, force=True)
