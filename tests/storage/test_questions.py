"""What is kept of questions: counts, words without their writer, recordings of texts."""

from __future__ import annotations

import sqlite3

from storage import answer_marks, files, recordings, unanswered
from storage.answer_marks import Marks

NOW = 1_000_000.0


def test_marks_are_counted_by_answer_and_language_the_least_helpful_first(db: sqlite3.Connection) -> None:
    for topic, locale, helped in (
        *[("rent.when_due", "ar", True)] * 2,
        ("rent.when_due", "ar", False),
        ("rent.when_due", "sv", False),
        ("swap", "sv", True),
    ):
        answer_marks.count(db, topic, locale, helped)
    assert answer_marks.all_(db) == [
        Marks("rent.when_due", "sv", 0, 1),
        Marks("rent.when_due", "ar", 2, 1),
        Marks("swap", "sv", 1, 0),
    ]


def test_the_same_words_are_counted_in_each_language_the_commonest_first(db: sqlite3.Connection) -> None:
    unanswered.note(db, "kan jag ha katt", "sv", ["stairwell_children_pets"], NOW)
    unanswered.note(db, "var finns bussen", "sv", [], NOW)
    unanswered.note(db, "var finns bussen", "en", [], NOW)
    unanswered.note(db, "var finns bussen", "sv", ["parking_heater"], NOW + 1)
    found = unanswered.all_(db)
    assert [(each.words, each.locale, each.times) for each in found] == [
        ("var finns bussen", "sv", 2),
        ("kan jag ha katt", "sv", 1),
        ("var finns bussen", "en", 1),
    ]
    assert (found[0].topics, found[0].last) == (["parking_heater"], NOW + 1)
    unanswered.settle(db, "var finns bussen", "sv")
    assert len(unanswered.all_(db)) == 2


def test_numbers_and_long_texts_are_not_kept(db: sqlite3.Connection) -> None:
    unanswered.note(db, "ring 070 174 06 05 nu", "sv", [], NOW)
    unanswered.note(db, "850312 1234", "sv", [], NOW)
    unanswered.note(db, "", "sv", [], NOW)
    unanswered.note(db, "a " * 500, "sv", [], NOW)
    unanswered.note(db, "vi är 5 i 2 rum", "sv", [], NOW)
    words = [each.words for each in unanswered.all_(db)]
    assert sorted(words, key=len)[:2] == ["ring nu", "vi är 5 i 2 rum"]
    assert len(words) == 3
    assert max(map(len, words)) <= unanswered.LONGEST


def test_no_more_is_kept_than_is_needed_to_see_what_is_asked(db: sqlite3.Connection) -> None:
    for number in range(unanswered.MOST + 5):
        words = "".join("abcdefghij"[int(digit)] for digit in str(number))
        unanswered.note(db, f"fråga {words}", "sv", [], NOW + number)
    found = unanswered.all_(db)
    assert len(found) == unanswered.MOST
    assert min(each.last for each in found) == NOW + 5


def _voice(db: sqlite3.Connection) -> int:
    file = files.add(db, "voice", "tg", NOW)
    files.put_content(db, file, b"OggS made up")
    return file


def test_a_recording_is_of_one_text_in_one_language(db: sqlite3.Connection) -> None:
    mark = recordings.mark_of("Hyran betalas i förskott.")
    file = _voice(db)
    recordings.put(db, "rent.when_due", "sv", mark, file, NOW)
    assert recordings.of(db, "rent.when_due", "sv", mark) == file
    assert recordings.of(db, "rent.when_due", "ar", mark) is None
    assert recordings.of(db, "rent.when_due", "sv", recordings.mark_of("Another text")) is None
    assert recordings.stale(db, "rent.when_due", "sv", recordings.mark_of("Another text"))
    assert not recordings.stale(db, "rent.when_due", "sv", mark)
    assert not recordings.stale(db, "swap", "sv", mark)


def test_a_new_recording_replaces_the_old_one_with_its_file(db: sqlite3.Connection) -> None:
    first, second = _voice(db), _voice(db)
    recordings.put(db, "swap", "ar", "a", first, NOW)
    recordings.put(db, "swap", "ar", "b", second, NOW + 1)
    assert (files.get(db, first), recordings.of(db, "swap", "ar", "b")) == (None, second)
    recordings.put(db, "swap", "ar", "c", second, NOW + 2)
    assert files.get(db, second) is not None
    recordings.remove(db, "swap", "ar")
    assert files.get(db, second) is None
    assert recordings.of(db, "swap", "ar", "c") is None
    recordings.remove(db, "swap", "ar")
