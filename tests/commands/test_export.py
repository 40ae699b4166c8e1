"""`export`: the work orders as a file that only its owner reads."""

import stat

import pytest
from openpyxl import load_workbook

from storage import audit


@pytest.mark.parametrize("form", ["csv", "xlsx", "html", "CSV"])
def test_the_ending_says_what_is_written(command, db, tmp_path, form):
    file = tmp_path / f"orders.{form}"

    code, out, _ = command("export", "orders", str(file))

    assert code == 0
    assert str(file) in out
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    begins = {"csv": b"\xef\xbb\xbf", "xlsx": b"PK", "html": b"<!doctype"}
    assert file.read_bytes().startswith(begins[form.lower()])


def test_the_orders_of_the_database_are_in_it(command, db, tmp_path):
    db.execute(
        "INSERT INTO faults (state, item, urgency, place, house, home, household, locale, words, at, changed)"
        " SELECT 'closed', 'kitchen.stove', 'E2', 'home', homes.house, homes.id, households.id, 'ar', 'ع å',"
        " 1, 1 FROM homes JOIN households ON households.home = homes.id WHERE object = '0312-07'"
    )
    command("export", "orders", str(tmp_path / "all.xlsx"))
    command("export", "orders", str(tmp_path / "open.csv"), "--open")

    rows = list(load_workbook(tmp_path / "all.xlsx").active.iter_rows(values_only=True))
    assert (rows[1][2], rows[1][13]) == ("0312-07", "ع å")
    assert len((tmp_path / "open.csv").read_bytes().splitlines()) == 1


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_ledger_is_a_table_with_a_row_for_each_notice(command, db, tmp_path, form):
    file = tmp_path / f"uppsagda.{form}"

    assert command("export", "allocation", str(file))[0] == 0

    if form == "csv":
        lines = file.read_text(encoding="utf-8-sig").splitlines()
        assert len(lines) == 15
        assert '6;6;"0507-06";' in lines[6] and '"ersätter en annan";5;' in lines[6]
        assert '"nej";"Lägenhetsbyte"' in lines[7]
        assert '"Enheten tackade nej";"För stor"' in lines[11]
    else:
        rows = list(load_workbook(file).active.iter_rows(values_only=True))
        assert [row[0] for row in rows[1:]] == [1, 2, 3, 4, 5, 6, None, *range(7, 14)]
        assert rows[1][2] == "0312-12"


def test_that_something_left_the_house_stands_in_the_audit(command, db, tmp_path):
    command("export", "allocation", str(tmp_path / "x.csv"))
    command("export", "orders", str(tmp_path / "x.html"))

    noted = [(each.person, each.act, each.what, each.whose) for each in list(audit.lines(db))[-2:]]
    assert noted == [(None, "exported", "allocation", "csv"), (None, "exported", "orders", "html")]
    assert audit.broken(db) is None


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("orders", "x.pdf"), ".csv, .xlsx, .html"),
        (("orders", "x"), ".csv, .xlsx, .html"),
        (("rents", "x.csv"), "there is no export 'rents': orders, allocation"),
        (("allocation", "x.html"), ".csv, .xlsx"),
        (("orders", "nowhere/x.csv"), "nowhere/x.csv: No such file or directory"),
    ],
)
def test_what_cannot_be_exported_is_one_line(command, db, tmp_path, monkeypatch, arguments, error):
    monkeypatch.chdir(tmp_path)

    code, _, err = command("export", *arguments)

    assert (code, err.count("\n")) == (2, 1)
    assert error in err
    assert [file.name for file in tmp_path.iterdir() if file.suffix in (".pdf", ".csv")] == []


def test_a_database_that_is_not_there_is_not_made(command, database, tmp_path):
    code, _, err = command("export", "orders", str(tmp_path / "x.csv"))

    assert code == 2
    assert "does not exist" in err
    assert not database.exists()


def test_a_database_of_another_release_is_left_as_it_is(command, db, tmp_path):
    db.execute("PRAGMA user_version = 1")

    code, _, err = command("export", "orders", str(tmp_path / "x.csv"))

    assert code == 2
    assert "has schema 1" in err
