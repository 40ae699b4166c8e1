"""Ways to ask that the office has added."""

import sqlite3

import pytest

from storage import people, phrasings
from storage.people import Person
from storage.phrasings import NOT_OURS, Phrasing


def person(db: sqlite3.Connection, chat: int, work: str) -> Person:
    found = people.add(db, chat, 1.0)
    people.give_work(db, found, work, frozenset({"norr"}))
    got = people.get(db, found)
    assert got is not None
    return got


def test_words_are_learnt_once_for_the_topic_that_was_chosen_last(db: sqlite3.Connection) -> None:
    stina = person(db, 1, "staff")
    phrasings.add(db, "sv", ["hyra nar", "nar hyra"], "rent.when_due", stina, 1.0)
    phrasings.add(db, "sv", ["hyra nar"], "rent.how_to_pay", stina, 2.0)
    phrasings.add(db, "ar", ["مرحبا"], NOT_OURS, stina, 3.0)
    assert phrasings.everything(db) == [
        Phrasing("ar", "مرحبا", NOT_OURS),
        Phrasing("sv", "hyra nar", "rent.how_to_pay"),
        Phrasing("sv", "nar hyra", "rent.when_due"),
    ]
    assert phrasings.by_topic(db) == {
        "ar": {NOT_OURS: ["مرحبا"]},
        "sv": {"rent.how_to_pay": ["hyra nar"], "rent.when_due": ["nar hyra"]},
    }
    assert phrasings.of_topic(db, "rent.when_due") == [Phrasing("sv", "nar hyra", "rent.when_due")]
    phrasings.take_out(db, "sv", "nar hyra", stina)
    assert phrasings.of_topic(db, "rent.when_due") == []


@pytest.mark.parametrize("work", ["caretaker", "officer", "admin"])
def test_only_the_desk_adds_and_takes_out(db: sqlite3.Connection, work: str) -> None:
    other = person(db, 1, work)
    with pytest.raises(phrasings.NotAllowed):
        phrasings.add(db, "sv", ["x"], "deposit", other, 1.0)
    with pytest.raises(phrasings.NotAllowed):
        phrasings.take_out(db, "sv", "x", other)
