"""`import terminations`: the same notice is registered once, however often the file is read."""

from __future__ import annotations

import datetime
import sqlite3

import pytest

from bot.imports import terminations
from storage import contracts, homes, ledger, people, vacancies, vacancy_acts
from storage.ledger import Policy

NOW = 1_795_418_040.0
FILE = """Kontrakt;Objekt;Uppsägning inkom;Sista dag;Orsak;Återtagen
K-1;1002-11;2026-11-20;2027-02-28;;
K-2;1002-3;2026-11-20;2027-02-28;Internflytt;
K-3;1002-4;2026-11-20 09:10:00;2027-02-28;Lägenhetsbyte;
"""


@pytest.fixture
def stocked(db: sqlite3.Connection) -> sqlite3.Connection:
    homes.add_area(db, "norr", "Norr")
    house = homes.add_house(db, "norr", "Norra vägen 1")
    for n in (3, 4, 11):
        homes.add_home(db, f"1002-{n}", house, f"{1000 + n}", 1, 2)
    return db


def take(db: sqlite3.Connection, text: str) -> terminations.Report:
    return terminations.take_in(db, text.encode(), NOW)


def registered(db: sqlite3.Connection) -> list[tuple[str, str, str, str]]:
    return [(each.contract, each.notice, each.excluded, each.state) for each in vacancies.drafts(db)]


def test_notices_are_registered_in_order_and_wait_to_be_confirmed(stocked: sqlite3.Connection) -> None:
    assert take(stocked, FILE).counts == {"added": 3}
    assert registered(stocked) == [
        ("K-3", "2026-11-20T09:10", "exchange", "draft"),
        ("K-2", "2026-11-20", "", "draft"),
        ("K-1", "2026-11-20", "", "draft"),
    ]


def test_the_same_file_read_twice_gives_no_new_number(stocked: sqlite3.Connection) -> None:
    take(stocked, FILE)
    batch = [each.id for each in vacancies.drafts(stocked)]
    vacancy_acts.confirm(stocked, batch, Policy("2026-01-01", 1, 5), None, NOW)
    before = list(ledger.lines(stocked))
    report = take(stocked, FILE)
    assert report.counts == {"same": 3}
    assert list(ledger.lines(stocked)) == before
    assert vacancies.drafts(stocked) == []


def test_one_that_the_file_says_is_withdrawn_is_withdrawn_once(stocked: sqlite3.Connection) -> None:
    take(stocked, FILE)
    again = FILE.replace("2027-02-28;;", "2027-02-28;;2026-11-22", 1)
    assert take(stocked, again.replace(";2026-11-22", ";ja")).counts == {"same": 3, "withdrawn": 1}
    found = vacancies.get(stocked, 1)
    assert found is not None and (found.state, found.reason) == ("void", "stays")
    assert take(stocked, again).counts == {"same": 3}


def test_another_last_day_is_taken_over(stocked: sqlite3.Connection) -> None:
    take(stocked, FILE)
    moved = FILE.replace("2027-02-28", "2027-01-31", 1)
    assert take(stocked, moved).counts == {"changed": 1, "same": 2}
    assert take(stocked, moved).counts == {"same": 3}
    found = vacancies.get(stocked, 1)
    assert found is not None and found.last_day == datetime.date(2027, 1, 31)


def test_a_notice_that_a_clerk_registered_by_hand_is_known_again(stocked: sqlite3.Connection) -> None:
    number = people.add(stocked, 1, NOW)
    people.give_work(stocked, number, "staff")
    home, karin = homes.by_object(stocked, "1002-11"), people.get(stocked, number)
    assert home is not None and karin is not None
    last = datetime.date(2027, 2, 28)
    vacancy_acts.register(stocked, home, "k-1", "2026-11-20T12:00", last, "", karin, NOW)
    assert take(stocked, FILE).counts == {"same": 1, "added": 2}


def test_what_the_desk_found_to_be_a_mistake_comes_back_only_as_the_file_corrects_it(
    stocked: sqlite3.Connection,
) -> None:
    take(stocked, FILE)
    vacancy_acts.withdraw(stocked, 1, "mistake", None, NOW)
    assert take(stocked, FILE).counts == {"same": 3}
    assert len(registered(stocked)) == 2
    corrected = FILE.replace("K-1;1002-11", "K-1;1002-4", 1).replace("K-3;1002-4", "K-3;1002-11", 1)
    vacancy_acts.withdraw(stocked, 3, "mistake", None, NOW)
    assert take(stocked, corrected).counts == {"added": 2, "same": 1}
    assert take(stocked, corrected).counts == {"same": 3}
    found = [(each.contract, each.home) for each in vacancies.drafts(stocked)]
    by_object = {n: homes.by_object(stocked, f"1002-{n}") for n in (3, 4, 11)}
    ids = {n: home.id for n, home in by_object.items() if home is not None}
    assert sorted(found) == [("K-1", ids[4]), ("K-2", ids[3]), ("K-3", ids[11])]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (";1002-3;2026-11-20;2027-02-28;;", "Kontraktsnumret saknas"),
        ("801224-1234;1002-3;2026-11-20;2027-02-28;;", "ser ut som ett personnummer"),
        ("K-9;1002-99;2026-11-20;2027-02-28;;", "objektet 1002-99 finns inte"),
        ("K-9;1002-3;;2027-02-28;;", "saknas"),
        ("K-9;1002-3;i går;2027-02-28;;", "inget datum"),
        ("K-9;1002-3;2026-11-20;2026-11-19;;", "är före uppsägningen"),
        ("K-9;1002-3;2026-11-20;2027-02-28;Annat;", "orsaken Annat är okänd"),
        ("K-9;1002-3;2026-11-21;2027-02-28;;", "redan uppsagd: kontrakt K-2"),
        ("K-1;1002-3;2026-11-20;2027-02-28;;", "gäller en annan lägenhet"),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_with_its_reason(
    stocked: sqlite3.Connection, row: str, why: str
) -> None:
    report = take(stocked, f"{FILE}{row}\n")
    assert report.counts == {"added": 3, "rejected": 1}
    assert [(place, why in said) for place, said in report.rejected] == [(5, True)]


@pytest.fixture
def lived_in(stocked: sqlite3.Connection) -> int:
    """A second-hand contract on 1002-3, lived on since the first of June."""
    home, start = homes.by_object(stocked, "1002-3"), datetime.date(2026, 6, 1)
    officer = people.add(stocked, 700, 0)
    people.give_work(stocked, officer, "officer")
    by = people.get(stocked, officer)
    assert home is not None and by is not None
    household = people.add_household(stocked, None, 0)
    made = contracts.sign_second_hand(stocked, household, home.id, start, None, by, 0)
    contracts.move(stocked, made, "access", None, 0, start)
    return made


def _state(db: sqlite3.Connection, contract: int) -> tuple[str, datetime.date | None]:
    found = contracts.get(db, contract, datetime.date(2026, 11, 23))
    assert found is not None
    return found.state, found.ends


def test_a_notice_of_the_file_is_one_on_the_contract_and_so_is_its_withdrawal(
    stocked: sqlite3.Connection, lived_in: int
) -> None:
    take(stocked, FILE)
    assert _state(stocked, lived_in) == ("notice", datetime.date(2027, 2, 28))
    assert ("K-2", "2026-11-20", "block_return", "draft") in registered(stocked)
    moved = FILE.replace("1002-3;2026-11-20;2027-02-28", "1002-3;2026-11-20;2027-03-31")
    assert take(stocked, moved).counts == {"same": 2, "changed": 1}
    assert _state(stocked, lived_in) == ("notice", datetime.date(2027, 3, 31))
    taken_back = moved.replace("Internflytt;", "Internflytt;ja")
    assert take(stocked, taken_back).counts == {"same": 3, "withdrawn": 1}
    assert _state(stocked, lived_in) == ("second", None)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("K-9;1002-3;2026-08-03;2026-11-20;;ja", "kontraktets sista dag har redan varit"),
        ("K-9;1002-3;2026-06-03;2026-05-31;;", "sista dagen 2026-05-31 är före uppsägningen 2026-06-03"),
    ],
)
def test_a_row_that_its_contract_does_not_let_be_is_not_taken_at_all(
    stocked: sqlite3.Connection, lived_in: int, row: str, why: str
) -> None:
    report = take(stocked, FILE.splitlines()[0] + f"\n{row}\n")
    assert (report.counts, report.rejected) == ({"rejected": 1}, [(2, why)])
    assert registered(stocked) == []
    assert _state(stocked, lived_in) == ("second", None)


def test_a_row_on_a_contract_that_becomes_first_hand_is_rejected(
    stocked: sqlite3.Connection, lived_in: int
) -> None:
    stocked.execute("UPDATE contracts SET state = 'convert' WHERE id = ?", (lived_in,))
    report = take(stocked, FILE)
    assert report.counts == {"added": 2, "rejected": 1}
    assert report.rejected[0][1].startswith("kontraktet på lägenheten håller på att ändras")
