"""Who is away and who stands in: only caretakers, nobody for oneself, and no circle without end."""

import sqlite3

import pytest

from storage import absences, daily_lists, people
from storage.people import Person


def caretaker(db: sqlite3.Connection, chat: int, *areas: str) -> Person:
    person = people.add(db, chat, 1.0)
    people.give_work(db, person, "caretaker", frozenset(areas))
    found = people.get(db, person)
    assert found is not None
    return found


def looking(db: sqlite3.Connection, area: str) -> set[int]:
    return {person.id for person in absences.looking_after(db, area)}


def test_who_stands_in_looks_after_the_areas_of_the_other(db: sqlite3.Connection) -> None:
    karl, sara = caretaker(db, 1, "norr", "vast"), caretaker(db, 2, "soder")
    absences.begin(db, karl, "2026-11-30", sara, 5.0)
    assert absences.of(db, karl.id) == absences.Absence(karl.id, "2026-11-30", sara.id, 5.0)
    assert absences.areas_covered(db, sara.id) == {"norr", "vast"}
    assert (looking(db, "norr"), looking(db, "soder")) == ({karl.id, sara.id}, {sara.id})
    absences.end(db, karl.id)
    assert absences.areas_covered(db, sara.id) == frozenset()
    assert looking(db, "norr") == {karl.id}


def test_a_second_word_replaces_the_first(db: sqlite3.Connection) -> None:
    karl, sara = caretaker(db, 1, "norr"), caretaker(db, 2, "soder")
    absences.begin(db, karl, "2026-11-30", sara, 5.0)
    absences.begin(db, karl, "2026-12-07", None, 6.0)
    assert absences.of(db, karl.id) == absences.Absence(karl.id, "2026-12-07", None, 6.0)
    assert absences.areas_covered(db, sara.id) == frozenset()


def test_who_stands_in_for_one_who_stands_in_looks_after_all(db: sqlite3.Connection) -> None:
    karl, sara, kim = caretaker(db, 1, "norr"), caretaker(db, 2, "soder"), caretaker(db, 3, "vast")
    absences.begin(db, karl, "2026-11-30", sara, 5.0)
    absences.begin(db, sara, "2026-11-27", kim, 6.0)
    assert absences.areas_covered(db, kim.id) == {"norr", "soder"}
    assert looking(db, "norr") == {karl.id, sara.id, kim.id}
    # A circle cannot be made by going away; one that is in the table ends all the same.
    db.execute("UPDATE absences SET substitute = ? WHERE person = ?", (karl.id, sara.id))
    assert looking(db, "norr") == {karl.id, sara.id}
    assert absences.areas_covered(db, sara.id) == {"norr", "soder"}


def test_nobody_goes_away_or_stands_in_who_may_not(db: sqlite3.Connection) -> None:
    karl, sara = caretaker(db, 1, "norr"), caretaker(db, 2, "soder")
    stina = people.add(db, 3, 1.0)
    people.give_work(db, stina, "staff")
    desk = people.get(db, stina)
    assert desk is not None
    absences.begin(db, sara, "2026-11-30", None, 5.0)
    for person, substitute in ((desk, None), (karl, karl), (karl, desk), (karl, sara)):
        with pytest.raises(absences.NotAllowed):
            absences.begin(db, person, "2026-11-30", substitute, 5.0)
    assert absences.of(db, karl.id) is None


def test_who_has_left_stands_in_for_nobody(db: sqlite3.Connection) -> None:
    karl, sara = caretaker(db, 1, "norr"), caretaker(db, 2, "soder")
    absences.begin(db, karl, "2026-11-30", sara, 5.0)
    db.execute("DELETE FROM roles WHERE person = ?", (sara.id,))
    assert looking(db, "norr") == {karl.id}


def test_it_is_over_on_the_day_of_being_back(db: sqlite3.Connection) -> None:
    karl = caretaker(db, 1, "norr")
    absences.begin(db, karl, "2026-11-30", None, 5.0)
    assert absences.over(db, "2026-11-29") == []
    assert absences.over(db, "2026-11-30") == absences.over(db, "2026-12-04") == [karl.id]


def test_the_mornings_list_is_missing_once_a_day_for_who_is_there(db: sqlite3.Connection) -> None:
    karl, sara, late = caretaker(db, 1, "norr", "vast"), caretaker(db, 2, "soder"), people.add(db, 3, 100.0)
    people.give_work(db, late, "caretaker", frozenset({"norr"}))
    absences.begin(db, sara, "2026-11-30", None, 5.0)
    assert daily_lists.missing(db, "2026-11-24", 50.0) == [karl.id]
    daily_lists.came(db, karl.id, "2026-11-24")
    assert daily_lists.missing(db, "2026-11-24", 50.0) == []
    assert daily_lists.missing(db, "2026-11-25", 150.0) == [karl.id, late]
