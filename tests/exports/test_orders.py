"""The work orders as CSV and xlsx: what Swedish Excel opens without losing a letter, a zero or its calm."""

from __future__ import annotations

import csv
import datetime
import io
import sqlite3
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.exports import documents
from bot.exports.orders import COLUMNS, SHEET
from bot.exports.sheets import harmless
from tests.exports.conftest import AT, DARI, FORMULA, SWEDISH, Register

HEADINGS = [
    "Nr", "Skapad", "Objekt", "Adress", "Lägenhet", "Utrymme", "Kategori", "Fel", "Klass", "Huvudnyckel",
    "Husdjur", "Nås", "Svensk text", "Hyresgästens ord", "Status", "Lovad till", "Planerad", "Utförd",
    "Avslutad", "Firma", "Firmans nr", "Hör ihop med",
]  # fmt: skip


def _csv(db: sqlite3.Connection, **how: Any) -> list[dict[str, str]]:
    raw = documents.orders(db, "Exempelbostäder", "csv", **how)
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))


def _xlsx(db: sqlite3.Connection) -> list[list[Any]]:
    book = load_workbook(io.BytesIO(documents.orders(db, "Exempelbostäder", "xlsx")))
    return [list(row) for row in book[SHEET].iter_rows()]


def test_the_bytes_of_the_csv_are_what_swedish_excel_expects(register: Register) -> None:
    numbers = register.filled()
    raw = documents.orders(register.db, "Exempelbostäder", "csv")
    assert raw.startswith(b'\xef\xbb\xbf"Nr";"Skapad";"Objekt"')
    assert raw.endswith(b"\r\n")
    assert raw.count(b"\r\n") == raw.count(b"\n") == 1 + len(numbers)
    first = raw.split(b"\r\n")[1]
    assert first.startswith(b'%d;2026-11-23 08:14;"0312-07";' % numbers[0])
    assert b'"0904"' in first
    assert "Älgstigen".encode() in first
    assert "ع ۱۲".encode() in first  # ع stays ع


def test_every_column_says_in_swedish_what_is_true(register: Register) -> None:
    numbers = register.filled()
    rows = _csv(register.db)
    assert list(rows[0]) == HEADINGS == [column.heading for column in COLUMNS]
    assert [row["Nr"] for row in rows] == [str(number) for number in numbers]
    first, second, third, fourth = rows
    assert first == {
        "Nr": str(numbers[0]), "Skapad": "2026-11-23 08:14", "Objekt": "0312-07",
        "Adress": "Älgstigen 3, Exempelby", "Lägenhet": "0904", "Utrymme": "Lägenhet", "Kategori": "Värme",
        "Fel": "Element kallt", "Klass": "E2", "Huvudnyckel": "ja", "Husdjur": "ja",
        "Nås": "Förmiddag, ring först", "Svensk text": "Värme: Element kallt", "Hyresgästens ord": DARI,
        "Status": "Avslutad", "Lovad till": "2026-11-24 10:14", "Planerad": "", "Utförd": "2026-11-23 09:14",
        "Avslutad": "2026-11-23 10:14", "Firma": "", "Firmans nr": "", "Hör ihop med": "",
    }  # fmt: skip
    assert (second["Planerad"], second["Firma"], second["Firmans nr"]) == (
        "2026-11-27", "'+Rör & VVS AB", "0017",
    )  # fmt: skip
    assert (second["Status"], second["Hör ihop med"]) == ("Hos firma utifrån", str(numbers[0]))
    assert second["Hyresgästens ord"] == SWEDISH
    assert (third["Utrymme"], third["Objekt"], third["Lägenhet"]) == ("Hiss", "", "")
    assert (third["Huvudnyckel"], third["Husdjur"], third["Nås"]) == ("", "", "")
    assert (fourth["Status"], fourth["Hör ihop med"]) == ("Avslutad", str(numbers[1]))


def test_a_case_that_only_the_desk_reads_is_in_no_export(register: Register) -> None:
    register.filled()
    for form in documents.FORMATS:
        assert b"1203" not in documents.orders(register.db, "Exempelbostäder", form)
    assert all("noise" not in str(row) and "Störning" not in str(row) for row in _csv(register.db))


def test_work_that_was_opened_again_is_not_performed(register: Register) -> None:
    number = register.report()
    register.done(number, AT + 60)
    assert _csv(register.db)[0]["Utförd"] == "2026-11-23 08:15"
    register.db.execute("UPDATE faults SET state = 'received', holder = NULL")
    register.db.execute(
        "INSERT INTO fault_events (fault, act, at) VALUES (?, 'reopen', ?)", (number, AT + 90)
    )
    assert _csv(register.db)[0]["Utförd"] == ""
    register.done(number, AT + 120)
    assert _csv(register.db)[0]["Utförd"] == "2026-11-23 08:16"


def test_only_what_is_open_can_be_asked_for(register: Register) -> None:
    numbers = register.filled()
    assert [row["Nr"] for row in _csv(register.db, only_open=True)] == [str(n) for n in numbers[1:3]]


def test_the_xlsx_comes_back_as_it_went(register: Register) -> None:
    numbers = register.filled()
    heading, *rows = _xlsx(register.db)
    assert [cell.value for cell in heading] == HEADINGS
    assert all(cell.font.bold for cell in heading)
    first = dict(zip(HEADINGS, rows[0], strict=True))
    assert first["Nr"].value == numbers[0]
    for name, value in {"Objekt": "0312-07", "Lägenhet": "0904", "Hyresgästens ord": DARI}.items():
        assert (first[name].value, first[name].data_type, first[name].number_format) == (value, "s", "@")
    assert first["Skapad"].value == datetime.datetime(2026, 11, 23, 8, 14, 30)
    assert first["Skapad"].number_format == "yyyy-mm-dd hh:mm"
    second = dict(zip(HEADINGS, rows[1], strict=True))
    assert second["Planerad"].value == datetime.datetime(2026, 11, 27)
    assert second["Planerad"].number_format == "yyyy-mm-dd"
    assert (second["Firmans nr"].value, second["Utförd"].value) == ("0017", None)
    book = load_workbook(io.BytesIO(documents.orders(register.db, "X", "xlsx")))
    assert book[SHEET].freeze_panes == "A2"
    assert book[SHEET].auto_filter.ref == f"A1:V{1 + len(numbers)}"


def test_no_cell_is_a_formula(register: Register) -> None:
    number = register.report(words=FORMULA)
    register.db.execute("UPDATE faults SET firm = '-1+1', firm_reference = '@SUM(A1)'")
    row = _csv(register.db)[0]
    assert [row[name] for name in ("Hyresgästens ord", "Firma", "Firmans nr")] == [
        f"'{FORMULA}", "'-1+1", "'@SUM(A1)",
    ]  # fmt: skip
    _, cells = _xlsx(register.db)
    assert all(cell.data_type != "f" for cell in cells)
    assert cells[HEADINGS.index("Hyresgästens ord")].value == f"'{FORMULA}"
    assert cells[0].value == number


@pytest.mark.parametrize("form", documents.FORMATS)
def test_nothing_to_export_is_an_empty_file_that_opens(register: Register, form: str) -> None:
    raw = documents.orders(register.db, "Exempelbostäder", form)
    if form == "csv":
        assert raw.decode("utf-8-sig").splitlines() == [";".join(f'"{name}"' for name in HEADINGS)]
    elif form == "xlsx":
        (heading,) = _xlsx(register.db)
        assert [cell.value for cell in heading] == HEADINGS
    else:
        assert "Inga arbetsordrar." in raw.decode()


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\n@", "\u00a0="])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(begins: str) -> None:
    assert harmless(f"{begins}1+1").startswith("'")


@pytest.mark.parametrize("text", ["", "a=b", "0012", "ع", "'", "1-2", "Hej\nhej", "å"])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_what_a_cell_cannot_hold_is_left_out(register: Register) -> None:
    assert harmless("a\x00b\x0bc\x1fd\uffffe") == "abcde"
    assert harmless("rad 1\r\nrad 2\rrad 3") == "rad 1\nrad 2\nrad 3"
    assert len(harmless("=" * 40_000)) == 32_767
    register.report(words="\x07pling\x00 🚿 \U0001f468\u200d🔧")
    _, cells = _xlsx(register.db)
    assert cells[HEADINGS.index("Hyresgästens ord")].value == "pling 🚿 \U0001f468\u200d🔧"


def test_words_on_several_lines_stay_in_their_row(register: Register) -> None:
    register.report(words='rad 1\r\nrad 2; "citat"')
    assert _csv(register.db)[0]["Hyresgästens ord"] == 'rad 1\nrad 2; "citat"'
