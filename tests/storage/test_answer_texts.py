"""Versions of an answer's text, the way back, and which languages have not followed."""

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


def old(db: sqlite3.Connection, topic: str = TOPIC) -> set[str]:
    return {locale for locale in LOCALES if answer_texts.is_old(db, topic, locale)}


def test_before_any_change_the_shipped_text_is_version_0(db: sqlite3.Connection) -> None:
    present = answer_texts.present(db, TOPIC, "sv")
    assert (present.version, present.text) == (0, None)
    assert answer_texts.versions(db, TOPIC, "sv") == []
    assert old(db) == set()
    assert answer_texts.touched(db) == []


def test_every_version_stays_and_any_can_be_the_present_one_again(
    db: sqlite3.Connection, stina: Person
) -> None:
    for at, text in enumerate(("Ett.", "Två.", "Ett.", None)):
        answer_texts.publish(db, TOPIC, "sv", text, stina, float(at))
    assert [(v.version, v.text) for v in answer_texts.versions(db, TOPIC, "sv")] == [
        (4, None),
        (3, "Ett."),
        (2, "Två."),
        (1, "Ett."),
    ]
    assert answer_texts.present(db, TOPIC, "sv").text is None
    second = answer_texts.get(db, TOPIC, "sv", 2)
    assert second is not None
    assert (second.person, second.at) == (stina.id, 1.0)
    assert answer_texts.get(db, TOPIC, "sv", 9) is None
    assert answer_texts.present(db, TOPIC, "ar").version == 0
    assert answer_texts.touched(db) == [TOPIC]


def test_a_change_makes_the_others_old_until_each_is_changed_or_confirmed(
    db: sqlite3.Connection, stina: Person
) -> None:
    answer_texts.publish(db, TOPIC, "sv", "Nytt.", stina, 1.0)
    assert old(db) == {"ar", "fa_AF", "en"}
    answer_texts.publish(db, TOPIC, "ar", "جديد.", stina, 2.0)  # it follows, and makes no other old
    assert old(db) == {"fa_AF", "en"}
    answer_texts.confirm(db, TOPIC, "en", stina, 3.0)
    assert old(db) == {"fa_AF"}
    answer_texts.confirm(db, TOPIC, "fa_AF", stina, 4.0)
    assert old(db) == set()
    answer_texts.publish(db, TOPIC, "en", "New.", stina, 5.0)
    assert old(db) == {"sv", "ar", "fa_AF"}
    assert old(db, "deposit") == set()


def test_a_second_change_of_the_same_language_asks_the_others_anew(
    db: sqlite3.Connection, stina: Person
) -> None:
    answer_texts.publish(db, TOPIC, "sv", "Nytt.", stina, 1.0)
    answer_texts.confirm(db, TOPIC, "en", stina, 2.0)
    answer_texts.publish(db, TOPIC, "sv", "Nyare.", stina, 3.0)
    assert old(db) == {"ar", "fa_AF", "en"}


def test_nothing_is_old_when_every_language_has_its_shipped_text(
    db: sqlite3.Connection, stina: Person
) -> None:
    answer_texts.publish(db, TOPIC, "sv", "Nytt.", stina, 1.0)
    answer_texts.publish(db, TOPIC, "sv", None, stina, 2.0)
    assert old(db) == set()


def test_only_the_desk_changes_and_confirms(db: sqlite3.Connection) -> None:
    for chat, work in enumerate(("", "caretaker", "officer", "admin"), 10):
        found = people.add(db, chat, 1.0)
        if work:
            people.give_work(db, found, work, frozenset({"norr"}))
        person = people.get(db, found)
        assert person is not None
        with pytest.raises(NotAllowed):
            answer_texts.publish(db, TOPIC, "sv", "Nytt.", person, 1.0)
        with pytest.raises(NotAllowed):
            answer_texts.confirm(db, TOPIC, "sv", person, 1.0)
    assert answer_texts.touched(db) == []
