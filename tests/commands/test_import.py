"""`import`: what a file of the company's system brings, and what it would bring."""

import pytest

from storage import audit, homes, vacancies

HOMES = (
    "Objekt;Område;Adress;Lägenhetsnummer\n0312-01;Centrum;Storgatan 14, Exempelby;1001\n9;Ny;Nya 1;1001\n"
)
NOTICES = (
    "Kontrakt;Objekt;Inkom;Sista dag\nK-9001;0312-03;2026-11-20;2027-02-28\nK-9002;77;2026-11-20;2027-02-28\n"
)


@pytest.fixture
def file(tmp_path):
    def written(text: str):
        path = tmp_path / "in.csv"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return written


def test_import_takes_in_what_can_be_taken_names_the_rest_and_ends_with_1(command, db, file):
    code, out, _ = command("import", "terminations", file(NOTICES))

    assert code == 1
    assert "new 1, not taken 1" in out
    assert "rad 3: objektet 77 finns inte" in out
    assert [each.contract for each in vacancies.drafts(db)] == ["K-9001"]
    assert audit.of_record(db, "terminations", list(audit.lines(db))[-1].whose)[0].act == "imported"


def test_a_dry_run_says_the_same_and_changes_nothing(command, db, file):
    before = list(db.iterdump())

    code, out, _ = command("import", "terminations", file(NOTICES), "--dry-run")

    assert code == 1
    assert "new 1, not taken 1 (nothing was changed: --dry-run)" in out
    assert list(db.iterdump()) == before


def test_import_of_homes_stops_where_many_are_missing_unless_that_is_right(command, db, file):
    code, out, err = command("import", "homes", file(HOMES))

    assert (code, out) == (2, "")
    assert "59 of 60 homes that are known are not in the file; give --fewer if that is right" in err
    assert homes.by_object(db, "9") is None

    code, out, _ = command("import", "homes", file(HOMES), "--fewer")
    assert code == 0
    assert "new 1" in out
    assert "known, but not in the file (kept as they are): 0312-02" in out
    assert homes.count(db) == 61


@pytest.mark.parametrize(
    ("kind", "text", "why"),
    [
        ("people", "a\n", "there is no import 'people': homes, terminations"),
        ("homes", "Adress\nStorgatan\n", "no column Objekt"),
        ("terminations", "", "the file is empty"),
    ],
)
def test_what_cannot_be_imported_is_one_line(command, seeded, file, kind, text, why):
    code, _, err = command("import", kind, file(text))

    assert code == 2
    assert why in err
    assert err.count("\n") == 1


def test_a_file_that_is_not_there_is_one_line(command, seeded, tmp_path):
    code, _, err = command("import", "homes", str(tmp_path / "none.csv"))

    assert code == 2
    assert "none.csv" in err
