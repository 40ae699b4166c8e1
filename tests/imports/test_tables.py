"""Tables as they come out of Swedish systems and Excel."""

from __future__ import annotations

import datetime
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from bot.imports.tables import Fault, Row, TableError, decimal, identity, moment, read, whole

COLUMNS = {"object": ("Objekt", "Objektnr"), "size": ("Yta",), "day": ("Inkom",), "flag": ("Hiss",)}
NEEDED = ("object",)


def rows(content: bytes) -> list[dict[str, str]]:
    return [row.cells for row in read(content, COLUMNS, NEEDED)]


@pytest.mark.parametrize(
    "content",
    [
        "Objekt;Yta\r\n0312-07;71,5\r\n".encode("utf-8-sig"),
        "\ufeffOBJEKTNR;yta\n0312-07;71,5\n".encode(),
        b"Objekt\tYta\n0312-07\t71,5\n",
        b'"Objekt","Yta"\n"0312-07","71,5"\n',
        "Objekt nr;Yta;Övrigt\n0312-07;71,5;å\n".encode("cp1252"),
    ],
)
def test_a_table_is_read_however_it_was_written(content: bytes) -> None:
    assert rows(content) == [{"object": "0312-07", "size": "71,5"}]


def test_an_excel_sheet_is_read_with_its_numbers_and_dates() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Objekt", "Yta", "Inkom", "Hiss"],
        ["0312-07", 71.5, datetime.datetime(2026, 11, 23), True],
        [31208, 70.0, datetime.datetime(2026, 11, 23, 9, 10), None],
        [None, None, None, None],
        ["Summa", 141.5, None, None],
    ):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    assert rows(out.getvalue()) == [
        {"object": "0312-07", "size": "71.5", "day": "2026-11-23", "flag": "ja"},
        {"object": "31208", "size": "70", "day": "2026-11-23 09:10", "flag": ""},
    ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "the file is empty"),
        (b"Yta\n71\n", "no column Objekt; there are: Yta"),
        (b"Objekt;Objektnr\n1;2\n", "two columns mean the same: object"),
        (b"PK\x03\x04 is no book", "no xlsx that can be read"),
        (b"Objekt\n\x81\x8d\n", "neither UTF-8 nor Windows-1252"),
    ],
)
def test_what_is_no_such_table_is_said_so(content: bytes, why: str) -> None:
    with pytest.raises(TableError, match=why):
        read(content, COLUMNS, NEEDED)


def test_empty_rows_and_sums_are_left_out_and_rows_keep_their_place() -> None:
    found = read(b"Objekt;Yta\n;\n1;NULL\n\nTotalt:;71\n", COLUMNS, NEEDED)
    assert found == [Row(3, {"object": "1", "size": ""})]


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2026-11-23", "2026-11-23"),
        ("20261123", "2026-11-23"),
        ("261123", "2026-11-23"),
        ("2026-11-23 00:00:00", "2026-11-23"),
        ("2026-11-23 09:10:05", "2026-11-23T09:10"),
        ("2026-11-23T09:10", "2026-11-23T09:10"),
        ("", ""),
    ],
)
def test_a_day_is_read_as_it_is_written(written: str, iso: str) -> None:
    assert moment(Row(2, {"day": written}), "day", "Dagen") == iso


@pytest.mark.parametrize("written", ["2026-02-30", "23 nov", "1,23E+11", "2026-11-23 25:00", "12345"])
def test_what_is_no_day_is_not_taken(written: str) -> None:
    with pytest.raises(Fault, match="inget datum"):
        moment(Row(2, {"day": written}), "day", "Dagen")


def test_numbers_are_read_with_a_comma_or_a_point() -> None:
    row = Row(2, {"a": "71,5", "b": "7 450", "c": "", "d": "2,5", "e": "två"})
    assert (decimal(row, "a", "Ytan"), decimal(row, "b", "Hyran"), whole(row, "c", "Rum")) == (
        71.5,
        7450.0,
        None,
    )
    for column in ("d", "e"):
        with pytest.raises(Fault):
            whole(row, column, "Rum")


@pytest.mark.parametrize("written", ["1,23E+11", "1.23E+11", ""])
def test_a_number_that_excel_ruined_names_nothing(written: str) -> None:
    with pytest.raises(Fault):
        identity(Row(2, {"object": written}), "object", "Objektsnumret")


@given(st.binary(max_size=300))
def test_whatever_the_file_is_it_is_rows_or_a_reason(content: bytes) -> None:
    try:
        found = read(content, COLUMNS, NEEDED)
    except TableError:
        return
    assert all(set(row.cells) <= set(COLUMNS) for row in found)
