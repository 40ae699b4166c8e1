"""Versions of an answer, the way back, and which languages have not followed."""

import sqlite3

import pytest

from storage import answer_texts, people
from storage.answer_texts import NotAllowed
from storage.people import Person

TOPIC = "rent.when_due"
LOCALES = ("sv", "ar", "fa_AF", "en")


@pytest.fixture
def stina(db: sqlite3.Connection) -> Person:
    found = people.add(db, 1, 1.0)
    people.give_work(db, found, "staff")
    person = people.get(db, found)
    assert person is not None
    return person


def old(db: sqlite3.Connection, topic: str = TOPIC, version: int | None = None) -> set[str]:
    at = answer_texts.latest(db, topic) if version is None else version
    return {locale for locale in LOCALES if answer_texts.is_old(db, topic, locale, at)}


def text(db: sqlite3.Connection, locale: str, version: int | None = None) -> str | None:
    found = answer_texts.in_force(
        db, TOPIC, locale, answer_texts.latest(db, TOPIC) if version is None else version
    )
    return found.text if found else None


def test_before_any_change_everything_is_as_it_was_shipped(db: sqlite3.Connection) -> None:
    assert answer_texts.latest(db, TOPIC) == 0
    assert answer_texts.in_force(db, TOPIC, "sv", 0) is None
    assert answer_texts.versions(db, TOPIC, "sv") == []
    assert old(db) == set()
    assert answer_texts.touched(db) == []


def test_a_version_says_for_ever_what_stood_in_each_language(db: sqlite3.Connection, stina: Person) -> None:
    answer_texts.write(db, TOPIC, "sv", "Ett.", stina, 1.0)
    answer_texts.write(db, TOPIC, "en", "One.", stina, 2.0)
    answer_texts.write(db, TOPIC, "sv", "Två.", stina, 3.0)
    answer_texts.restore(db, TOPIC, "sv", 0, stina, 4.0)
    answer_texts.restore(db, TOPIC, "sv", 1, stina, 5.0)
    assert [text(db, "sv", v) for v in range(6)] == [None, "Ett.", "Ett.", "Två.", None, "Ett."]
    assert [text(db, "en", v) for v in range(6)] == [None, None, "One.", "One.", "One.", "One."]
    assert text(db, "ar") is None
    assert [(v.version, v.text) for v in answer_texts.versions(db, TOPIC, "sv")] == [
        (5, "Ett."),
        (4, None),
        (3, "Två."),
        (1, "Ett."),
    ]
    third = answer_texts.in_force(db, TOPIC, "sv", 3)
    assert third is not None
    assert (third.person, third.at, third.act) == (stina.id, 3.0, "write")
    assert answer_texts.touched(db) == [TOPIC]


def test_a_change_makes_the_others_old_until_each_is_changed_or_confirmed(
    db: sqlite3.Connection, stina: Person
) -> None:
    answer_texts.write(db, TOPIC, "sv", "Nytt.", stina, 1.0)
    assert old(db) == {"ar", "fa_AF", "en"}
    answer_texts.write(db, TOPIC, "ar", "جديد.", stina, 2.0)  # it follows, and makes no other old
    assert old(db) == {"fa_AF", "en"}
    answer_texts.confirm(db, TOPIC, "en", stina, 3.0)
    assert old(db) == {"fa_AF"}
    answer_texts.confirm(db, TOPIC, "fa_AF", stina, 4.0)
    assert old(db) == set()
    assert text(db, "fa_AF") is None
    assert answer_texts.versions(db, TOPIC, "fa_AF") == []
    answer_texts.write(db, TOPIC, "en", "New.", stina, 5.0)
    assert old(db) == {"sv", "ar", "fa_AF"}
    assert old(db, "deposit") == set()
    assert [old(db, version=v) for v in range(3)] == [set(), {"ar", "fa_AF", "en"}, {"fa_AF", "en"}]


def test_a_second_change_of_the_same_language_asks_the_others_anew(
    db: sqlite3.Connection, stina: Person
) -> None:
    answer_texts.write(db, TOPIC, "sv", "Nytt.", stina, 1.0)
    answer_texts.confirm(db, TOPIC, "en", stina, 2.0)
    answer_texts.write(db, TOPIC, "sv", "Nyare.", stina, 3.0)
    assert old(db) == {"ar", "fa_AF", "en"}


def test_nothing_is_old_when_every_language_has_its_shipped_text(
    db: sqlite3.Connection, stina: Person
) -> None:
    answer_texts.write(db, TOPIC, "sv", "Nytt.", stina, 1.0)
    answer_texts.restore(db, TOPIC, "sv", 0, stina, 2.0)
    assert old(db) == set()


def test_to_confirm_what_is_not_old_changes_nothing_that_is_read(
    db: sqlite3.Connection, stina: Person
) -> None:
    answer_texts.confirm(db, TOPIC, "sv", stina, 1.0)
    assert (text(db, "sv"), old(db)) == (None, set())


def test_only_the_desk_changes_and_confirms(db: sqlite3.Connection) -> None:
    for chat, work in enumerate(("", "caretaker", "officer", "admin"), 10):
        found = people.add(db, chat, 1.0)
        if work:
            people.give_work(db, found, work, frozenset({"norr"}))
        person = people.get(db, found)
        assert person is not None
        for act in (
            lambda: answer_texts.write(db, TOPIC, "sv", "Nytt.", person, 1.0),  # noqa: B023
            lambda: answer_texts.restore(db, TOPIC, "sv", 0, person, 1.0),  # noqa: B023
            lambda: answer_texts.confirm(db, TOPIC, "sv", person, 1.0),  # noqa: B023
        ):
            with pytest.raises(NotAllowed):
                act()
    assert answer_texts.touched(db) == []


def test_whoever_shows_answers_reads_what_stands_at_a_version(db: sqlite3.Connection, stina: Person) -> None:
    changed = answer_texts.Changed(db)
    assert (changed.latest(TOPIC), changed.text(TOPIC, 0, "sv"), changed.is_old(TOPIC, 0, "sv")) == (
        0,
        None,
        False,
    )
    answer_texts.write(db, TOPIC, "sv", "Ett.", stina, 1.0)
    answer_texts.write(db, TOPIC, "sv", "Två.", stina, 2.0)
    assert changed.latest(TOPIC) == 2
    assert [changed.text(TOPIC, v, "sv") for v in range(3)] == [None, "Ett.", "Två."]
    assert [changed.is_old(TOPIC, v, "ar") for v in range(3)] == [False, True, True]
    assert changed.text(TOPIC, 1, "sv") == "Ett."  # a second time, from memory
    assert changed.text(TOPIC, 3, "sv") == "Två."  # asked for before it is there
    answer_texts.write(db, TOPIC, "sv", "Tre.", stina, 3.0)
    assert changed.text(TOPIC, 3, "sv") == "Tre."
