"""Which files are refused, and in which words."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
from pathlib import Path
from unittest import mock

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sciatica_rules.errors import TableFileError
from sciatica_rules.population.files.cells import read_cells
from sciatica_rules.population.files.find import find_inputs
from sciatica_rules.population.files.run import READERS
from sciatica_rules.population.files.table import Wanted
from sciatica_rules.population.files.text import Quotes
from tests.population.made_files import FACTS, read, rows, write_rows, written

GOLDEN = Path(__file__).parent / "golden" / "refused_files.txt"


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


REFUSED: dict[str, tuple[str, dict[str, str | bytes]]] = {
    "empty_folder": ("in", {"in/_SUCCESS": ""}),
    "nothing_there": ("a.csv", {}),
    "nothing_like_it": ("*.csv", {"a.parquet": ""}),
    "other_ending": ("a.xlsx", {"a.xlsx": ""}),
    "no_ending": ("a", {"a": ""}),
    "two_formats": ("in", {"in/b.csv": "id\n1\n", "in/a.ndjson": "{}"}),
    "something_else_in_the_folder": ("in", {"in/a.csv": "id\n1\n", "in/README.txt": ""}),
    "columns_in_folder_names": ("in", {"in/year=2026/a.csv": "id\n1\n"}),
    "csv_empty": ("a.csv", {"a.csv": ""}),
    "csv_cells_missing": ("a.csv", {"a.csv": "id,pain\n1,2\n3\n"}),
    "csv_cells_too_many": ("a.csv", {"a.csv": "id,pain\n1,2,3\n"}),
    "csv_column_twice": ("a.csv", {"a.csv": "id,pain,pain\n1,2,3\n"}),
    "csv_no_utf8": ("a.csv", {"a.csv": b"id\n\xff\n"}),
    "csv_no_utf8_header": ("a.csv", {"a.csv": b"\xff\n1\n"}),
    "csv_open_quotation": ("a.csv", {"a.csv": 'id,pain\n1,2\n"3,4\n5,6\n'}),
    "csv_open_quotation_end": ("a.csv", {"a.csv": 'id\n1\n"2\n3\n'}),
    "csv_open_quotation_header": ("a.csv", {"a.csv": '"id,pain\n1,2\n'}),
    "csv_row_later": ("a.csv", {"a.csv": "id,pain\n1,2\n3,x\n"}),
    "csv_other_header": ("in", {"in/a.csv": "id,pain\n1,2\n", "in/b.csv": "id\n1\n"}),
    "csv_more_header": ("in", {"in/a.csv": "id\n1\n", "in/b.csv": "pain,id\n1,2\n"}),
    "csv_semicolons": ("a.csv", {"a.csv": "id;pain\n1;2\n"}),
    "csv_tabs": ("a.csv", {"a.csv": "id\tpain\n1\t2\n"}),
    "csv_no_gzip": ("a.csv.gz", {"plain": "id\n1\n"}),
    "csv_cut_gzip": ("a.csv.gz", {"cut": "id\n" + "1\n" * 999}),
    "csv_spelled_otherwise": ("a.csv", {"a.csv": "id,Pain \n1,2\n"}),
    "csv_observed": ("a.csv", {"a.csv": "id,pain,observed\n1,2,2020-01-01\n"}),
    "ndjson_spelled_otherwise": ("a.ndjson", {"a.ndjson": '{"pain": 1}\n{"PAIN": 9}\n'}),
    "ndjson_empty": ("a.ndjson", {"a.ndjson": "\n\n"}),
    "ndjson_no_facts": ("a.ndjson", {"a.ndjson": '{"id": 1}\n'}),
    "ndjson_no_json": ("a.ndjson", {"a.ndjson": '{"pain": 1}\n{"pain": \n'}),
    "ndjson_no_object": ("a.ndjson", {"a.ndjson": "[1]\n"}),
    "ndjson_infinity": ("a.ndjson", {"a.ndjson": '{"id": Infinity}\n'}),
    "ndjson_deep": ("a.ndjson", {"a.ndjson": "[" * 200_000}),
    "ndjson_key_twice": ("a.ndjson", {"a.ndjson": '{"pregnant": true, "pregnant": false}\n'}),
    "ndjson_no_utf8": ("a.ndjson", {"a.ndjson": b'{"id": "\xff"}\n'}),
    "ndjson_kinds": ("a.ndjson", {"a.ndjson": '{"pain": 1, "id": 1}\n{"id": "x"}\n'}),
    "ndjson_huge": ("a.ndjson", {"a.ndjson": f'{{"pain": {"9" * 30}}}\n'}),
    "ndjson_half_a_character": ("a.ndjson", {"a.ndjson": '{"pain": 1, "id": "\\u00e9"}\n{"id": "\\ud800"}\n'}),
    "ndjson_denies": ("a.ndjson", {"a.ndjson": '{"denies": ["history"]}\n'}),
    "parquet_none": ("a.parquet", {"a.parquet": "PAR1 this is none"}),
    "parquet_empty": ("a.parquet", {"a.parquet": ""}),
}


def refusal(name: str, folder: Path) -> str:
    """What is said of these files."""
    given, files = REFUSED[name]
    (folder / "in").mkdir(parents=True)
    with contextlib.chdir(folder):
        for path, content in files.items():
            if path == "plain":
                Path(given).write_text(str(content), encoding="utf-8")
            elif path == "cut":
                Path(given).write_bytes(gzip.compress(str(content).encode())[:-9])
            else:
                written(path, content)
        with pytest.raises(TableFileError) as refused:
            rows(read(given))
    assert refused.value.__cause__ is None
    return str(refused.value)


def test_what_cannot_be_read_is_refused_in_these_words(tmp_path: Path) -> None:
    """UPDATE_GOLDEN=1 writes the file anew."""
    text = "".join(f"{name}\n    {refusal(name, tmp_path / name)}\n" for name in REFUSED)
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_a_row_that_is_longer_than_what_is_read_together_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sciatica_rules.population.files.comma._BLOCK", 64)
    with pytest.raises(TableFileError, match=r"^a.csv: a row is longer than 0 MiB, or is no CSV$"):
        rows(read(written("a.csv", f"id,pain\n{'x' * 200_000},1\n2,2\n")))


def test_quotation_marks_are_counted_as_they_are_read() -> None:
    quotes = Quotes(io.BytesIO(b'"a"",'))
    assert quotes.readable()
    assert quotes.read(2) == b'"a'
    assert quotes.open
    assert quotes.read(1) == b'"'
    assert not quotes.open


def test_a_word_that_no_row_uses_says_nothing() -> None:
    words = pa.DictionaryArray.from_arrays(pa.array([0, None, 0], pa.int32()), pa.array(["true", "yes"]))
    assert read_cells(words, FACTS["pregnant"]).to_pylist() == [True, None, True]


def test_a_file_that_may_not_be_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    path = written("a.csv", "id\n1\n")
    monkeypatch.setattr(Path, "open", mock.Mock(side_effect=PermissionError))
    with pytest.raises(TableFileError, match=r"^a.csv: may not be read$"):
        read(path)


def test_a_disk_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    path = written("a.csv", "id\n1\n")
    monkeypatch.setattr(Path, "open", mock.Mock(side_effect=OSError(5, "Input/output error")))
    with pytest.raises(TableFileError, match=r"^a.csv: cannot be read$"):
        read(path)


def test_a_folder_called_like_a_file_is_read_as_a_folder() -> None:
    written("a.parquet/b.csv", "id\n1\n")
    assert rows(read("a.parquet")) == [{"id": "1"}]


def test_a_parquet_file_that_is_not_there_is_told() -> None:
    with pytest.raises(TableFileError, match=r"^a.parquet: there is no such file$"):
        read("a.parquet")


PARQUET_REFUSED: dict[str, tuple[dict[str, pa.Array], dict[str, pa.Array], str]] = {
    "less": (
        {"id": pa.array(["a"]), "pain": pa.array([1])},
        {"id": pa.array(["b"])},
        "in/b.parquet: has no column 'pain', which a.parquet has",
    ),
    "more": (
        {"id": pa.array(["a"])},
        {"id": pa.array(["b"]), "pain": pa.array([1])},
        "in/b.parquet: has the column 'pain', which a.parquet lacks",
    ),
    "other": (
        {"pain": pa.array([1], pa.int64())},
        {"pain": pa.array([1], pa.int8())},
        "in/b.parquet: the column 'pain' is int8, but in a.parquet it is int64",
    ),
}


@pytest.mark.parametrize("name", PARQUET_REFUSED)
def test_parquet_files_must_be_alike(name: str) -> None:
    first, second, message = PARQUET_REFUSED[name]
    Path("in").mkdir()
    pq.write_table(pa.table(first), "in/a.parquet")
    pq.write_table(pa.table(second), "in/b.parquet")
    with pytest.raises(TableFileError) as refused:
        read("in")
    assert str(refused.value) == message


def test_a_parquet_file_that_is_damaged_within_is_refused() -> None:
    pq.write_table(pa.table({"pain": list(range(10)) * 1000}), "a.parquet", compression="zstd", use_dictionary=False)
    data = bytearray(Path("a.parquet").read_bytes())
    data[60:200] = bytes(140)
    Path("a.parquet").write_bytes(data)
    with pytest.raises(TableFileError, match=r"^a.parquet: is damaged$"):
        rows(read("a.parquet"))


def test_a_column_to_keep_must_be_there() -> None:
    with pytest.raises(TableFileError, match=r"^a.csv: has no column 'patients'; did you mean 'patient'\?$"):
        read(written("a.csv", "patient,pain\n1,2\n"), only=("patients",))


@pytest.mark.parametrize("name", ["a.csv", "a.parquet", "a.ndjson"])
def test_a_column_spelled_otherwise_is_refused_also_where_others_are_kept(name: str) -> None:
    """Whoever keeps the number alone would never see that the answers did not count."""
    write_rows(Path(name), [{"id": "1", "pain": 1, "Pregnant": "true"}], FACTS)
    message = f"{name}: only its spelling tells the column 'Pregnant' from 'pregnant'; rename it, or say --column"
    with pytest.raises(TableFileError, match=message):
        rows(read(name, only=("id",)))


def test_a_column_spelled_otherwise_is_refused_in_every_file() -> None:
    written("in/a.csv", "id,pain\n1,2\n")
    written("in/b.csv", "id,pain,Pregnant\n1,2,true\n")
    with pytest.raises(TableFileError, match=r"in/b.csv: only its spelling tells the column 'Pregnant'"):
        rows(read("in", only=("id",)))


def test_other_alphabets_have_letters_too() -> None:
    inputs = find_inputs(written("a.ndjson", '{"年齢": 9, "性別": 1, "!": 1, "?": 1}\n'))
    wanted = Wanted({"年齢": FACTS["pain"], "?": FACTS["pregnant"]}, (), frozenset({"年齢", "?"}))
    assert READERS[inputs.kind](inputs.paths, wanted).schema.names == ["年齢", "?"]


def test_a_key_spelled_otherwise_that_comes_late_is_refused() -> None:
    path = written("a.ndjson", '{"id": 1, "pain": 2}\n' * 20_000 + '{"id": 1, "Pain": 9}\n')
    with pytest.raises(TableFileError, match=r"a.ndjson: only its spelling tells the column 'Pain' from 'pain'"):
        rows(read(path, only=("id",)))


def test_a_key_that_somebody_names_must_be_in_the_first_rows() -> None:
    inputs = find_inputs(written("a.ndjson", '{"id": 1, "pain": 2, "Schmerz": 9}\n'))
    wanted = Wanted({"schmerz": FACTS["pain"]}, None, frozenset({"schmerz", "id"}), frozenset({"schmerz"}))
    with pytest.raises(TableFileError, match=r"has the key 'schmerz'; did you mean 'Schmerz'\?$"):
        READERS[inputs.kind](inputs.paths, wanted)


def test_a_key_that_comes_late_is_refused_unless_columns_are_chosen() -> None:
    path = written("a.ndjson", '{"id": 1, "pain": 2}\n' * 20_000 + '{"id": 1, "pain": 3, "note": "x"}\n')
    with pytest.raises(TableFileError, match=r"^a.ndjson: row 20001 has the key 'note', which the first rows lack;"):
        rows(read(path))
    assert rows(read(path, only=("id",)))[-1]["pain"] == 3


def test_a_value_of_another_kind_that_comes_late_is_refused() -> None:
    path = written("a.ndjson", '{"id": 1, "pain": 2}\n' * 20_000 + '{"id": "x"}\n')
    with pytest.raises(TableFileError, match=r"^a.ndjson: 'id', row 20001: is no int64, as it is in the first rows$"):
        rows(read(path))


def test_a_key_within_a_value_that_comes_late_is_refused_and_not_left_out() -> None:
    first = '{"id": {"at": [{"ward": 1}]}, "pain": 2}\n' * 20_000
    path = written("a.ndjson", first + '{"id": {"at": [{"ward": 1, "bed": null}]}}\n{"id": null}\n')
    assert len(rows(read(path))) == 20_002
    path = written("a.ndjson", first + '{"id": {"at": [{"ward": 1, "bed": 2}]}}\n')
    with pytest.raises(TableFileError, match=r"^a.ndjson: 'id', row 20001: is no struct<"):
        rows(read(path))
