"""What has arrived is kept once, until its turn is done."""

from __future__ import annotations

import sqlite3

from storage import inbox

NOW = 1_000_000.0


def ids(db: sqlite3.Connection) -> list[int | None]:
    return [row.update_id for row in inbox.waiting(db, 100)]


def test_an_update_is_kept_once_however_often_it_comes(db: sqlite3.Connection) -> None:
    inbox.keep(db, [(7, '{"a": 1}'), (7, '{"a": 2}')], NOW)
    inbox.keep(db, [(7, '{"a": 3}'), (8, "{}")], NOW)
    assert [(row.update_id, row.raw) for row in inbox.waiting(db, 100)] == [(7, '{"a": 1}'), (8, "{}")]


def test_updates_wait_in_order_of_arrival_not_of_their_ids(db: sqlite3.Connection) -> None:
    inbox.keep(db, [(900, "{}"), (901, "{}")], NOW)
    inbox.keep(db, [(5, "{}")], NOW)
    assert ids(db) == [900, 901, 5]
    assert [row.update_id for row in inbox.waiting(db, 2)] == [900, 901]


def test_after_its_turn_nothing_is_left_of_an_update_but_its_id(db: sqlite3.Connection) -> None:
    inbox.keep(db, [(7, '{"text": "secret"}')], NOW)
    inbox.done(db, inbox.waiting(db, 1)[0], NOW)
    assert "secret" not in "\n".join(db.iterdump())
    inbox.keep(db, [(7, "{}")], NOW + 1)
    assert ids(db) == []


def test_ids_are_kept_for_two_days_against_repeats(db: sqlite3.Connection) -> None:
    inbox.keep(db, [(7, "{}")], NOW)
    inbox.done(db, inbox.waiting(db, 1)[0], NOW)
    inbox.sweep(db, NOW + 47 * 3600)
    inbox.keep(db, [(7, "{}")], NOW)
    assert ids(db) == []
    inbox.sweep(db, NOW + 49 * 3600)
    inbox.keep(db, [(7, "{}")], NOW)
    assert ids(db) == [7]


def test_an_event_waits_once_and_may_come_again_when_it_is_done(db: sqlite3.Connection) -> None:
    for _ in range(2):
        inbox.add_event(db, "due.1", '{"event": "due", "id": 1}', NOW)
    inbox.add_event(db, "due.2", "{}", NOW)
    first, second = inbox.waiting(db, 100)
    assert (first.key, first.update_id, second.key) == ("due.1", None, "due.2")
    inbox.done(db, first, NOW)
    inbox.add_event(db, "due.1", "{}", NOW)
    assert [row.key for row in inbox.waiting(db, 100)] == ["due.2", "due.1"]


def test_what_was_set_aside_is_neither_waiting_nor_found_again(db: sqlite3.Connection) -> None:
    inbox.keep(db, [(7, "{}")], NOW)
    inbox.add_event(db, "due.1", "{}", NOW)
    for row in inbox.waiting(db, 100):
        inbox.count_try(db, row)
        inbox.set_aside(db, row, "ValueError", NOW)
    inbox.keep(db, [(7, "{}")], NOW)
    inbox.add_event(db, "due.1", "{}", NOW)
    assert inbox.waiting(db, 100) == []
    kept = db.execute("SELECT update_id, key, raw, error FROM set_aside ORDER BY id").fetchall()
    assert kept == [(7, None, "{}", "ValueError"), (None, "due.1", "{}", "ValueError")]


def test_tries_are_counted(db: sqlite3.Connection) -> None:
    inbox.keep(db, [(7, "{}")], NOW)
    inbox.count_try(db, inbox.waiting(db, 1)[0])
    assert inbox.waiting(db, 1)[0].tries == 1


def test_what_was_set_aside_goes_after_two_weeks(db: sqlite3.Connection) -> None:
    inbox.add_event(db, "due.1", "{}", NOW)
    inbox.set_aside(db, inbox.waiting(db, 1)[0], "ValueError", NOW)
    day = 24 * 3600
    inbox.sweep(db, NOW + 13.9 * day)
    assert db.execute("SELECT count(*) FROM set_aside").fetchone() == (1,)
    inbox.sweep(db, NOW + 14.1 * day)
    assert db.execute("SELECT count(*) FROM set_aside").fetchone() == (0,)
