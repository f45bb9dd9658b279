"""What the columns of a file are read as, and what is refused, in which words."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
from pathlib import Path
from typing import Any
from unittest import mock

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sciatica_rules.errors import TableFileError
from sciatica_rules.population.files.cells import read_cells
from sciatica_rules.population.files.find import find_inputs
from sciatica_rules.population.files.run import READERS
from sciatica_rules.population.files.table import Table, Wanted
from sciatica_rules.population.files.text import Quotes
from sciatica_rules.vocabulary import FactType
from tests.building import fact
from tests.population.made_files import write

GOLDEN = Path(__file__).parent / "golden" / "refused_files.txt"

FACTS = {
    each.name: each
    for each in (
        fact("pregnant"),
        fact("pain", type=FactType.INTEGER, minimum=0, maximum=10),
        fact("temperature", type=FactType.DECIMAL, minimum=30, maximum=45),
        fact("cancer", type=FactType.CHOICE, choices={"none": "None", "active": "Active"}),
    )
}


def read(given: str, only: tuple[str, ...] | None = None) -> Table:
    inputs = find_inputs(given)
    return READERS[inputs.kind](inputs.paths, Wanted(FACTS, only, frozenset(FACTS)))


def rows(table: Table) -> list[dict[str, Any]]:
    return [row for piece in table.pieces() for row in piece.batch.to_pylist()]


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(name: str, content: str | bytes) -> str:
    return str(write(Path(name), content))


@pytest.mark.parametrize("word", ["true", "True", "TRUE"])
def test_the_usual_spellings_of_true_are_read(word: str) -> None:
    assert rows(read(written("a.csv", f"pregnant\n{word}\n"))) == [{"pregnant": True}]


@pytest.mark.parametrize("word", ["false", "False", "FALSE"])
def test_the_usual_spellings_of_false_are_read(word: str) -> None:
    assert rows(read(written("a.csv", f"pregnant\n{word}\n"))) == [{"pregnant": False}]


@pytest.mark.parametrize("word", ["", "null", "NULL", "NA", "NaN", "nan", '""'])
@pytest.mark.parametrize("name", FACTS)
def test_an_empty_cell_is_unknown(word: str, name: str) -> None:
    assert rows(read(written("a.csv", f"id,{name}\n1,{word}\n"))) == [{"id": "1", name: None}]


@pytest.mark.parametrize("word", ["yes", "no", "0", "1", "t", "f", "tRUE", "true ", "x"])
def test_other_words_are_no_yes_and_no_no(word: str) -> None:
    with pytest.raises(TableFileError, match=r"column 'pregnant', row 1: must be true, false or empty$"):
        rows(read(written("a.csv", f"pregnant\n{word}\n")))


@pytest.mark.parametrize("word", ["3.0", "3e0", "three", "1_000", "0x3", " 3", "9" * 30, "٣"])
def test_a_whole_number_is_written_as_one(word: str) -> None:
    with pytest.raises(TableFileError, match=r"column 'pain', row 1: must be a whole number such as 3 \(not 3.0\)"):
        rows(read(written("a.csv", f"pain\n{word}\n")))


@pytest.mark.parametrize("word", ["inf", "37,6", "37.", ".5", "1e999", "NAN", "-nan"])
def test_a_decimal_number_is_written_as_one(word: str) -> None:
    with pytest.raises(TableFileError, match=r"column 'temperature', row 1: must be a number such as 37.6 or empty"):
        rows(read(written("a.csv", f'temperature\n"{word}"\n')))


def test_numbers_and_words_are_what_they_say() -> None:
    text = "pain,temperature,cancer\n3,37.6,none\n-1,38,other\n+0,3.76e1,active\n"
    assert rows(read(written("a.csv", text))) == [
        {"pain": 3, "temperature": 37.6, "cancer": "none"},
        {"pain": -1, "temperature": 38.0, "cancer": "other"},
        {"pain": 0, "temperature": 37.6, "cancer": "active"},
    ]


def test_what_is_no_fact_stays_as_it_is_written() -> None:
    text = 'id,note\n007,yes\n1e3,"a, ""b""\nc"\nnull,NA\n,""\n'
    assert rows(read(written("a.csv", text))) == [
        {"id": "007", "note": "yes"},
        {"id": "1e3", "note": 'a, "b"\nc'},
        {"id": "null", "note": "NA"},
        {"id": None, "note": ""},
    ]


def test_a_mark_at_the_beginning_and_windows_line_ends_are_no_part_of_a_cell() -> None:
    assert rows(read(written("a.csv", b"\xef\xbb\xbfpregnant,id\r\ntrue,7\r\n"))) == [{"pregnant": True, "id": "7"}]


def test_a_person_of_whom_nothing_is_known_is_a_row_even_in_a_single_column() -> None:
    assert rows(read(written("a.csv", "pregnant\ntrue\n\nfalse\n"))) == [
        {"pregnant": True},
        {"pregnant": None},
        {"pregnant": False},
    ]


def test_a_key_that_is_absent_is_unknown_and_every_fact_has_its_column() -> None:
    text = '{"id": "007", "pain": 3}\n\n{"id": null, "temperature": NaN, "cancer": "none"}\n'
    assert rows(read(written("a.ndjson", text))) == [
        {"id": "007", "pain": 3, "pregnant": None, "temperature": None, "cancer": None},
        {"id": None, "pain": None, "pregnant": None, "temperature": None, "cancer": "none"},
    ]


def test_a_whole_number_is_a_decimal_one_too() -> None:
    (row,) = rows(read(written("a.ndjson", '{"temperature": 38}\n')))
    assert row["temperature"] == 38


def test_text_that_looks_like_a_day_stays_text() -> None:
    (row,) = rows(read(written("a.ndjson", '{"pain": 1, "id": "2026-01-31", "more": {"x": [1]}}\n')))
    assert (row["id"], row["more"]) == ("2026-01-31", {"x": [1]})


@pytest.mark.parametrize("value", ["1", '"true"', "[true]", "{}"])
def test_json_is_as_strict_as_a_profile(value: str) -> None:
    with pytest.raises(TableFileError, match=r"a.ndjson: 'pregnant', row 2: must be true, false or null$"):
        rows(read(written("a.ndjson", f'{{"pregnant": true}}\n{{"pregnant": {value}}}\n')))


@pytest.mark.parametrize(
    ("name", "value"), [("pain", "3.0"), ("pain", "true"), ("temperature", "false"), ("cancer", "1")]
)
def test_no_value_is_taken_for_one_of_another_type(name: str, value: str) -> None:
    with pytest.raises(TableFileError, match=rf"'{name}', row 1: must be"):
        rows(read(written("a.ndjson", f'{{"{name}": {value}}}\n')))


def test_words_of_a_parquet_file_are_read_as_the_dictionary_they_are() -> None:
    columns = {"cancer": ["none", "active", None], "id": ["a", "b", "c"]}
    pq.write_table(pa.table(columns, pa.schema([("cancer", pa.large_string()), ("id", pa.string())])), "a.parquet")
    table = read("a.parquet")
    assert pa.types.is_dictionary(table.schema.field("cancer").type)
    assert table.written.field("cancer").type == pa.large_string()
    assert table.schema.field("id").type == pa.string()
    assert rows(table) == [{"cancer": "none", "id": "a"}, {"cancer": "active", "id": "b"}, {"cancer": None, "id": "c"}]


def test_only_what_is_wanted_is_read() -> None:
    columns = {"pain": [1], "other": ["x"], "id": ["a"]}
    pq.write_table(pa.table(columns), "a.parquet")
    assert read("a.parquet", only=("id",)).schema.names == ["pain", "id"]
    assert read(written("a.csv", "pain,other,id\n1,x,a\n"), only=("id",)).schema.names == ["pain", "id"]
    assert rows(read(written("a.ndjson", '{"pain": 1, "other": 2, "id": "a"}'), only=("id",)))[0]["id"] == "a"


def test_files_are_read_in_the_order_of_their_names() -> None:
    for name in ("b", "a", "sub/c", "_metadata", ".hidden"):
        written(f"in/{name}.csv", f"id\n{name}\n")
    written("in/_SUCCESS", "")
    for given in ("in", "in/"):
        assert [row["id"] for row in rows(read(given))] == ["a", "b", "sub/c"]
    assert [row["id"] for row in rows(read("in/[ab].csv"))] == ["a", "b"]
    assert [row["id"] for row in rows(read("in/**/?.csv"))] == ["a", "b", "sub/c"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file() -> None:
    written("a.csv", "id\n1\n")
    assert rows(read(written("[a].csv", "id\n2\n"))) == [{"id": "2"}]


def test_each_piece_says_where_it_comes_from() -> None:
    written("in/a.csv", "id\n1\n2\n")
    written("in/b.csv", "id\n3\n")
    table = read("in")
    assert [(piece.path.name, piece.first, piece.done) for piece in table.pieces()] == [
        ("a.csv", 1, 7),
        ("b.csv", 1, 12),
    ]
    assert table.total == 12


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
    "csv_no_gzip": ("a.csv.gz", {"plain": "id\n1\n"}),
    "csv_cut_gzip": ("a.csv.gz", {"cut": "id\n" + "1\n" * 999}),
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


def test_a_key_that_comes_late_is_refused_unless_columns_are_chosen() -> None:
    path = written("a.ndjson", '{"id": 1, "pain": 2}\n' * 20_000 + '{"id": 1, "pain": 3, "note": "x"}\n')
    with pytest.raises(TableFileError, match=r"^a.ndjson: row 20001 has the key 'note', which the first rows lack;"):
        rows(read(path))
    assert rows(read(path, only=("id",)))[-1]["pain"] == 3


def test_a_value_of_another_kind_that_comes_late_is_refused() -> None:
    path = written("a.ndjson", '{"id": 1, "pain": 2}\n' * 20_000 + '{"id": "x"}\n')
    with pytest.raises(TableFileError, match=r"^a.ndjson: 'id', row 20001: is no int64, as it is in the first rows$"):
        rows(read(path))
