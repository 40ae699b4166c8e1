"""People, their roles and households, and the homes they live in."""

from __future__ import annotations

import sqlite3

import pytest

from storage import conversations, facts, files, homes, people
from storage.conversations import Conversation
from storage.people import Household, Person

NOW = 1_000_000.0


@pytest.fixture
def home(db: sqlite3.Connection) -> int:
    homes.add_area(db, "norr", "Norr")
    return homes.add_home(db, "001-07", homes.add_house(db, "norr", "Norra vägen 1"), "1001", 1, 3)


def test_a_person_is_added_once_per_chat(db: sqlite3.Connection) -> None:
    anna = people.add(db, 50, NOW)
    assert people.add(db, 50, NOW + 1) == anna
    nobody = Person(anna, 50, None, None, None, None, frozenset(), frozenset())
    assert people.by_chat(db, 50) == people.get(db, anna) == nobody
    assert people.by_chat(db, 51) is None and people.get(db, 99) is None


def test_a_person_may_hold_several_roles_and_areas_each_once(db: sqlite3.Connection) -> None:
    karl = people.add(db, 50, NOW)
    people.set_name(db, karl, "Karl")
    for _ in range(2):
        people.give_work(db, karl, "caretaker", frozenset({"norr", "soder"}))
        people.give_work(db, karl, "staff")
    person = people.get(db, karl)
    assert person is not None
    assert person.work == {"caretaker", "staff"}
    assert person.areas == {"norr", "soder"}
    assert people.caretakers_of(db, "norr") == people.with_work(db, "staff") == [person]
    assert people.with_work(db, "caretaker") == people.named(db, ["Karl", "Nobody"]) == [person]
    assert people.caretakers_of(db, "vast") == people.with_work(db, "admin") == []


def test_a_role_that_does_not_exist_cannot_be_given(db: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        db.execute("INSERT INTO roles VALUES (?, 'king', '')", (people.add(db, 50, NOW),))


def test_a_phone_number_is_kept_on_a_wish_and_erased(db: sqlite3.Connection) -> None:
    anna = people.add(db, 50, NOW)
    for phone in ("+46701234567", None):
        people.set_phone(db, anna, phone)
        assert people.get(db, anna).phone == phone  # type: ignore[union-attr]


def test_phones_follow_their_household_when_it_moves(db: sqlite3.Connection, home: int) -> None:
    waiting = people.add_household(db, None, NOW)
    anna, child = people.add(db, 50, NOW), people.add(db, 51, NOW)
    people.join(db, anna, waiting, adult=True, now=NOW)
    people.join(db, child, waiting, adult=False, now=NOW)
    assert people.household(db, waiting) == Household(waiting, None)

    people.move(db, waiting, home)

    assert people.household(db, waiting) == Household(waiting, home)
    assert people.household_of_home(db, home) == waiting
    assert [(p.id, p.household, p.adult) for p in people.of_household(db, waiting)] == [
        (anna, waiting, True),
        (child, waiting, False),
    ]
    people.move(db, waiting, None)
    assert people.household_of_home(db, home) is None
    assert len(people.of_household(db, waiting)) == 2


def test_a_phone_belongs_to_one_household_and_may_leave_it(db: sqlite3.Connection) -> None:
    first, second = people.add_household(db, None, NOW), people.add_household(db, None, NOW)
    anna, berit = people.add(db, 50, NOW), people.add(db, 51, NOW)
    for person in (anna, berit):
        people.join(db, person, first, adult=True, now=NOW)
    people.join(db, anna, second, adult=False, now=NOW)
    assert [p.id for p in people.of_household(db, first)] == [berit]
    people.leave(db, anna)
    assert people.get(db, anna).household is None  # type: ignore[union-attr]
    assert [p.id for p in people.of_household(db, first)] == [berit]
    assert people.household(db, 99) is None


def test_the_household_of_a_home_is_the_latest_to_move_in(db: sqlite3.Connection, home: int) -> None:
    people.add_household(db, home, NOW)
    assert people.household_of_home(db, home) != people.add_household(db, home, NOW)
    assert people.household_of_home(db, home) == 2


def test_a_household_with_a_contract_goes_before_one_that_is_younger(
    db: sqlite3.Connection, home: int
) -> None:
    living = people.add_household(db, home, NOW)
    younger = people.add_household(db, home, NOW)
    assert people.household_of_home(db, home) == younger
    db.execute(
        "INSERT INTO contracts (household, home, state, at, changed) VALUES (?, ?, 'second', 0, 0)",
        (living, home),
    )
    assert people.household_of_home(db, home) == living
    db.execute("UPDATE contracts SET state = 'ended'")
    assert people.household_of_home(db, home) == younger


def test_homes_are_found_by_number_with_leading_zeros(db: sqlite3.Connection, home: int) -> None:
    found = homes.by_object(db, "001-07")
    assert found is not None and found == homes.get(db, home)
    assert (found.flat, found.floor, found.rooms, found.pet) == ("1001", 1, 3, None)
    assert homes.by_object(db, "1-07") is None and homes.get(db, 99) is None
    assert homes.house(db, found.house) == homes.House(found.house, "norr", "Norra vägen 1")
    assert (homes.count(db), homes.areas(db)) == (1, {"norr": "Norr"})
    with pytest.raises(LookupError):
        homes.house(db, 99)
    with pytest.raises(sqlite3.IntegrityError):
        homes.add_home(db, "001-07", found.house, "1002", None, None)


def test_a_pet_is_remembered_per_home(db: sqlite3.Connection, home: int) -> None:
    for pet in (True, False):
        homes.set_pet(db, home, pet)
        assert homes.get(db, home).pet is pet  # type: ignore[union-attr]


def test_a_chat_stands_in_one_conversation(db: sqlite3.Connection) -> None:
    assert conversations.get(db, 50) is None
    conversations.put(db, Conversation(50, "start", "language", "{}", NOW))
    report = Conversation(50, "report", "place", '{"a":1}', NOW + 5)
    conversations.put(db, report)
    assert conversations.get(db, 50) == report
    assert conversations.older_than(db, NOW + 6) == [report]
    assert conversations.older_than(db, NOW + 5) == []
    conversations.end(db, 50)
    assert conversations.get(db, 50) is None


def test_of_a_fetched_file_our_copy_is_kept_and_the_senders_id_forgotten(db: sqlite3.Connection) -> None:
    file = files.add(db, "photo", "AgAC", NOW)
    assert files.get(db, file) == files.File(file, "photo", "AgAC", None)
    files.put_content(db, file, b"bytes")
    assert files.get(db, file) == files.File(file, "photo", "", b"bytes")
    files.was_sent_as(db, file, "ours")
    assert files.get(db, file) == files.File(file, "photo", "ours", b"bytes")
    files.erase(db, [file])
    assert files.get(db, file) is None


def test_a_fact_is_what_was_said_last(db: sqlite3.Connection) -> None:
    assert facts.get(db, "a") is None
    facts.put(db, "a", "1")
    facts.put(db, "a", "2")
    assert facts.get(db, "a") == "2"


@pytest.mark.parametrize("by", ["staff", "admin"])
def test_all_that_one_who_has_left_may_do_ends_at_once(db: sqlite3.Connection, by: str) -> None:
    homes.add_area(db, "norr", "Norr")
    leaver, colleague, boss = (people.add(db, chat, 1.0) for chat in (1, 2, 3))
    people.give_work(db, leaver, "caretaker", frozenset({"norr"}))
    people.give_work(db, leaver, "staff")
    people.set_name(db, leaver, "Karl")
    people.give_work(db, colleague, "caretaker", frozenset({"norr"}))
    people.give_work(db, boss, by)
    db.execute("INSERT INTO absences VALUES (?, '2026-12-01', ?, 1.0)", (leaver, colleague))
    db.execute("INSERT INTO absences VALUES (?, '2026-12-01', ?, 1.0)", (colleague, leaver))
    db.execute("INSERT INTO daily_lists VALUES (?, '2026-11-24')", (leaver,))

    people.end_work(db, _known(db, leaver), _known(db, boss))

    assert (_known(db, leaver).work, _known(db, leaver).areas) == (frozenset(), frozenset())
    assert _known(db, leaver).called == "Karl"
    assert _known(db, colleague).work == {"caretaker"}
    assert db.execute("SELECT person, substitute FROM absences").fetchall() == [(colleague, None)]
    assert db.execute("SELECT count(*) FROM daily_lists").fetchone() == (0,)


@pytest.mark.parametrize(
    ("leaver", "by", "may"),
    [
        ("caretaker", "staff", True),
        ("caretaker", "admin", True),
        ("caretaker", "caretaker", False),
        ("caretaker", "officer", False),
        ("admin", "staff", False),
        ("admin", "admin", True),
    ],
)
def test_the_desk_ends_the_work_of_others_and_only_an_admin_that_of_an_admin(
    db: sqlite3.Connection, leaver: str, by: str, may: bool
) -> None:
    homes.add_area(db, "norr", "Norr")
    first, second = people.add(db, 1, 1.0), people.add(db, 2, 1.0)
    people.give_work(db, first, leaver, frozenset({"norr"}))
    people.give_work(db, second, by, frozenset({"norr"}))
    if may:
        people.end_work(db, _known(db, first), _known(db, second))
    else:
        with pytest.raises(people.NotAllowed):
            people.end_work(db, _known(db, first), _known(db, second))
    assert bool(_known(db, first).work) is not may
    with pytest.raises(people.NotAllowed):
        people.end_work(db, _known(db, second), _known(db, second))
    assert _known(db, second).work == {by}


def test_one_without_a_name_is_called_by_a_number(db: sqlite3.Connection) -> None:
    assert _known(db, people.add(db, 1, 1.0)).called == "#1"


def _known(db: sqlite3.Connection, person: int) -> people.Person:
    found = people.get(db, person)
    assert found is not None
    return found


@pytest.fixture
def street(db: sqlite3.Connection) -> None:
    """Two houses whose addresses begin alike, and a third."""
    homes.add_area(db, "norr", "Norr")
    for address, number in (("Storgatan 14, Exempelby", "0312"), ("Storgatan 1 B, Exempelby", "0401")):
        house = homes.add_house(db, "norr", address)
        for flat in ("0904", "1001"):
            homes.add_home(db, f"{number}-{flat[2:]}", house, flat, 1, 2)
    homes.add_home(db, "0500-01", homes.add_house(db, "norr", "Älgstigen 3, Exempelby"), "1001", 1, 2)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("0312-04", ["0312-04"]),
        (" 0312-04 ", ["0312-04"]),
        ("Storgatan 14 0904", ["0312-04"]),
        ("storgatan 14, 0904", ["0312-04"]),
        ("STORG 14 Exempelby 1001", ["0312-01"]),
        ("Storgatan 1 B 0904", ["0401-04"]),
        ("Storgatan 14", ["0312-04", "0312-01"]),
        ("älgstigen", ["0500-01"]),
        ("Storgatan 1001", ["0401-01", "0312-01"]),
        ("Storgatan 14 9999", []),
        ("Storgatan 15", []),
        ("312-04", []),
        ("1001", []),
        ("st", []),
        ("Storgatan 14 0904 Anna", []),
        ("", []),
        ("% _", []),
    ],
)
def test_a_home_is_found_by_its_number_or_its_address_with_zeros_and_all(
    db: sqlite3.Connection, street: None, written: str, found: list[str]
) -> None:
    assert [home.object for home in homes.find(db, written)] == found
