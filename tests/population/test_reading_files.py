"""What the columns of a file are read as."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sciatica_rules.errors import TableFileError
from tests.population.made_files import FACTS, read, rows, written


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


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
