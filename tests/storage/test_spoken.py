"""Languages of those who work here, and what is offered to them first."""

import sqlite3

import pytest

from storage import people, spoken
from storage.people import Person


def person(db: sqlite3.Connection, chat: int, work: str) -> Person:
    found = people.add(db, chat, 1.0)
    if work:
        people.give_work(db, found, work, frozenset({"norr"}))
    got = people.get(db, found)
    assert got is not None
    return got


def test_a_language_is_marked_and_unmarked_by_the_same_press(db: sqlite3.Connection) -> None:
    karl, stina = person(db, 1, "caretaker"), person(db, 2, "staff")
    spoken.switch(db, karl, "ar")
    spoken.switch(db, stina, "ar")
    spoken.switch(db, stina, "fa_AF")
    assert spoken.of(db, stina.id) == {"ar", "fa_AF"}
    assert spoken.speakers(db, "ar") == {karl.id, stina.id}
    spoken.switch(db, stina, "ar")
    assert spoken.speakers(db, "ar") == {karl.id}


@pytest.mark.parametrize("work", ["", "officer", "admin"])
def test_others_mark_nothing(db: sqlite3.Connection, work: str) -> None:
    with pytest.raises(spoken.NotAllowed):
        spoken.switch(db, person(db, 1, work), "ar")
    assert spoken.speakers(db, "ar") == frozenset()


def test_an_offer_is_over_at_its_time_and_ends_once(db: sqlite3.Connection) -> None:
    spoken.offer_first(db, "thread", 7, 100.0)
    spoken.offer_first(db, "fault", 7, 50.0)
    assert spoken.offers_over(db, "thread", 99.0) == []
    assert spoken.offers_over(db, "thread", 100.0) == [7]
    assert spoken.end_offer(db, "thread", 7)
    assert not spoken.end_offer(db, "thread", 7)
    assert spoken.offers_over(db, "fault", 100.0) == [7]
