"""`import homes`: new, changed and missing homes, and what is not taken."""

from __future__ import annotations

import sqlite3

import pytest

from bot.imports import homes as imported
from bot.imports.homes import TooFew
from storage import homes, stock

FULL = """Objekt;Område;Adress;Lägenhetsnummer;Våning;Rum;Yta;Hiss;Specialbostad;Uthyrning;Klar;Hyra
0312-01;Sjösidan;Storgatan 14;1001;0;2;58,5;ja;nej;;;6350,50
0312-02;Sjösidan;Storgatan 14;902;-1;1;38;nej;ja;Migrationsverket;;
0999-01;Nya Torget;Torget 1;1101;1;3;;;;Kommunen;2027 kv 3;
"""


def take(db: sqlite3.Connection, text: str, fewer: bool = False) -> imported.Report:
    return imported.take_in(db, text.encode(), fewer)


def test_every_home_comes_with_all_that_is_known(db: sqlite3.Connection) -> None:
    report = take(db, FULL)
    assert report.counts == {"added": 3}
    first, second, third = (homes.by_object(db, each) for each in ("0312-01", "0312-02", "0999-01"))
    assert first is not None and second is not None and third is not None
    assert (first.size, first.lift, first.special, first.letting, first.rent) == (
        58.5,
        True,
        False,
        "ordinary",
        6350,
    )
    assert (second.flat, second.floor, second.lift, second.special, second.letting) == (
        "0902", -1, False, True, "agency",
    )  # fmt: skip
    assert (third.ready, third.letting, third.size, third.lift) == ("2027-Q3", "municipality", None, None)
    assert homes.areas(db) == {"nya_torget": "Nya Torget", "sjosidan": "Sjösidan"}
    assert stock.counts(db) == stock.Counts({"ordinary": 1, "agency": 1}, {"municipality": 1})
    assert stock.counts(db, asylum=False).standing == {"ordinary": 1}


@pytest.mark.parametrize("column", ["Trappa", "Uppgång", "Trapphus", "Port"])
def test_the_stair_comes_with_the_home(db: sqlite3.Connection, column: str) -> None:
    text = f"Objekt;Område;Adress;Lägenhetsnummer;{column}\n1-01;Norr;Storgatan 14;1001; b \n"
    assert take(db, text).counts == {"added": 1}
    assert take(db, text).counts == {"same": 1}
    home = homes.by_object(db, "1-01")
    assert home is not None and home.stair == "B"
    take(db, "Objekt;Område;Adress;Lägenhetsnummer\n1-01;Norr;Storgatan 14;1001\n")
    assert homes.by_object(db, "1-01") == home


@pytest.mark.parametrize("stair", ["Västra porten mot gården", "A.B", "²"])
def test_a_stair_that_is_no_short_name_is_refused(db: sqlite3.Connection, stair: str) -> None:
    text = f"Objekt;Område;Adress;Lägenhetsnummer;Trappa\n1-01;Norr;Storgatan 14;1001;{stair}\n"
    assert [row for row, _ in take(db, text).rejected] == [2]


def test_the_same_file_again_changes_nothing(db: sqlite3.Connection) -> None:
    take(db, FULL)
    before = list(db.iterdump())
    report = take(db, FULL)
    assert report.counts == {"same": 3}
    assert (report.missing, report.rejected) == ([], [])
    assert list(db.iterdump()) == before


def test_a_column_that_is_not_there_leaves_what_is_known(db: sqlite3.Connection) -> None:
    take(db, FULL)
    home = homes.by_object(db, "0312-02")
    assert home is not None
    homes.set_pet(db, home.id, True)
    report = take(
        db,
        "Objekt;Område;Adress;Lägenhetsnummer;Hyra\n0312-01;sjosidan;Storgatan 14;1001;6500\n"
        "0312-02;Sjösidan;Storgatan 14;0902;\n0999-01;Nya Torget;Torget 1;1101;\n",
    )
    assert report.counts == {"changed": 1, "same": 2}
    assert homes.by_object(db, "0312-02") == homes.get(db, home.id)
    kept = homes.get(db, home.id)
    assert kept is not None and (kept.letting, kept.pet) == ("agency", True)


def test_a_home_that_is_not_in_the_file_stays_and_is_named(db: sqlite3.Connection) -> None:
    rows = "".join(f"{n:04};Norr;Vägen 1;{1000 + n};;;;;;;;\n" for n in range(10))
    take(db, FULL.partition("\n")[0] + "\n" + rows)
    fewer = FULL.partition("\n")[0] + "\n" + rows.split("\n", 3)[3]
    report = take(db, fewer)
    assert report.missing == ["0000", "0001", "0002"]
    assert homes.count(db) == 10
    with pytest.raises(TooFew):
        take(db, FULL.partition("\n")[0] + "\n" + rows.split("\n", 4)[4])
    assert len(take(db, FULL.partition("\n")[0] + "\n" + rows.split("\n", 4)[4], fewer=True).missing) == 4


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (";Norr;Vägen 1;1001;;;;;;;;", "Objektsnumret saknas"),
        ("1,2E+5;Norr;Vägen 1;1001;;;;;;;;", "förstört av Excel"),
        ("1;Norr;Vägen 1;10011;;;;;;;;", "fyra siffror"),
        ("1;Norr;;1001;;;;;;;;", "adress eller område"),
        ("1;Norr;Vägen 1;1001;en;;;;;;;", "Våningen en är inget tal"),
        ("1;Norr;Vägen 1;1001;;;;;;Kungen;;", "uthyrningen Kungen är okänd"),
        ("1;Norr;Vägen 1;1001;;;;;;;snart;", "kvartalet snart"),
        ("1;!!;Vägen 1;1001;;;;;;;;", "området !!"),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_with_its_reason(
    db: sqlite3.Connection,
    row: str,
    why: str,
) -> None:
    report = take(db, f"{FULL}{row}\n")
    assert report.counts["added"] == 3
    assert [(place, why in said) for place, said in report.rejected] == [(5, True)]


def test_a_home_that_stands_twice_in_the_file_is_taken_once(db: sqlite3.Connection) -> None:
    report = take(db, FULL + "0312-01;Norr;Vägen 1;1001;;;;;;;;\n")
    assert report.rejected == [(5, "objektet 0312-01 står två gånger i filen")]
