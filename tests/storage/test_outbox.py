"""Errands: in order, parked for who cannot be reached, given up as a task for a person."""

from __future__ import annotations

import sqlite3

import msgspec

from storage import cards, chats, outbox
from storage.outbox import ANSWER, NOTIFICATION, Card, Delete, Pin, Send

NOW = 1_000_000.0
ANNA, BERIT = 1, 2


def rows(db: sqlite3.Connection, priority: int = NOTIFICATION, after: int = 0) -> list[tuple[int, int]]:
    return [(row.id, row.chat) for row in outbox.page(db, priority, after, 100)]


def test_errands_come_by_priority_in_order_and_page_by_page(db: sqlite3.Connection) -> None:
    outbox.add(
        db, [(ANNA, NOTIFICATION, Pin("a")), (BERIT, NOTIFICATION, Pin("b")), (ANNA, ANSWER, Pin("c"))], NOW
    )
    assert rows(db) == [(1, ANNA), (2, BERIT)]
    assert rows(db, ANSWER) == [(3, ANNA)]
    assert rows(db, after=1) == [(2, BERIT)]
    assert len(outbox.page(db, NOTIFICATION, 0, 1)) == 1


def test_an_errand_is_read_as_it_was_written(db: sqlite3.Connection) -> None:
    said = Send(msgspec.Raw(b'{"type":"hello"}'), silent=True, reply_to="fault.1")
    outbox.add(db, [(ANNA, ANSWER, said), (ANNA, ANSWER, Delete(5))], NOW)
    first, second = (msgspec.json.decode(row.errand, type=outbox.Errand) for row in outbox.of_chat(db, ANNA))
    assert (bytes(first.message), first.silent, first.reply_to) == (b'{"type":"hello"}', True, "fault.1")
    assert second == Delete(5)


def test_an_errand_of_a_later_release_is_read_without_what_is_not_known(db: sqlite3.Connection) -> None:
    assert msgspec.json.decode(b'{"type":"card","key":"k","colour":"red"}', type=outbox.Errand) == Card("k")


def test_errands_of_who_cannot_be_reached_stay_parked_and_come_back_in_order(db: sqlite3.Connection) -> None:
    chats.set_locale(db, ANNA, "ar")
    chats.set_reachable(db, ANNA, False)
    outbox.add(
        db,
        [(ANNA, NOTIFICATION, Pin("a")), (BERIT, NOTIFICATION, Pin("x")), (ANNA, NOTIFICATION, Pin("b"))],
        NOW,
    )
    outbox.retry(db, 1, NOW + 50)
    assert rows(db) == [(2, BERIT)]
    chats.set_reachable(db, ANNA, True)
    outbox.unpark(db, ANNA)
    back = outbox.page(db, NOTIFICATION, 3, 100)
    assert [(row.chat, row.errand, row.due, row.tries, row.since) for row in back] == [
        (ANNA, '{"type":"pin","key":"a"}', 0, 0, NOW),
        (ANNA, '{"type":"pin","key":"b"}', 0, 0, NOW),
    ]
    assert not outbox.waits(db, 1) and outbox.waits(db, back[0].id)


def test_a_try_is_counted_and_dated(db: sqlite3.Connection) -> None:
    outbox.add(db, [(ANNA, ANSWER, Pin("a"))], NOW)
    outbox.retry(db, 1, NOW + 5)
    (row,) = outbox.of_chat(db, ANNA)
    assert (row.tries, row.due, row.since) == (1, NOW + 5, NOW)


def test_what_is_given_up_is_kept_with_the_reason(db: sqlite3.Connection) -> None:
    outbox.add(db, [(ANNA, ANSWER, Pin("a")), (ANNA, ANSWER, Pin("b"))], NOW)
    row, other = outbox.of_chat(db, ANNA)
    outbox.give_up(db, row, "chat not found", NOW)
    outbox.done(db, other.id)
    assert outbox.of_chat(db, ANNA) == []
    assert db.execute("SELECT chat, errand, why FROM undelivered").fetchall() == [
        (ANNA, '{"type":"pin","key":"a"}', "chat not found")
    ]


def test_parked_errands_are_found_by_their_age(db: sqlite3.Connection) -> None:
    chats.set_locale(db, ANNA, "ar")
    outbox.add(db, [(ANNA, ANSWER, Pin("old")), (BERIT, ANSWER, Pin("old"))], NOW)
    outbox.add(db, [(ANNA, ANSWER, Pin("new"))], NOW + 100)
    assert outbox.parked_before(db, NOW + 50) == []
    chats.set_reachable(db, ANNA, False)
    assert [row.id for row in outbox.parked_before(db, NOW + 50)] == [1]


def test_nothing_is_kept_of_a_chat_before_its_language_is_chosen(db: sqlite3.Connection) -> None:
    assert chats.set_reachable(db, ANNA, False) is False
    assert chats.get(db, ANNA) == chats.Chat(ANNA)
    chats.set_locale(db, ANNA, "ar")
    chats.set_locale(db, ANNA, "sv")
    assert chats.set_reachable(db, ANNA, False) is True
    assert chats.get(db, ANNA) == chats.Chat(ANNA, "sv", reachable=False)


def test_a_card_shows_what_was_wanted_last(db: sqlite3.Connection) -> None:
    cards.want(db, ANNA, "k", "one")
    cards.want(db, ANNA, "k", "two")
    assert cards.get(db, ANNA, "k") == cards.CardRow(ANNA, "k", None, "two", None)
    assert cards.was_sent(db, ANNA, "k", 10, "one")
    cards.was_edited(db, ANNA, "k", 10, "two")
    assert cards.of_chat(db, ANNA) == [cards.CardRow(ANNA, "k", 10, "two", "two")]
    assert cards.forget_shown(db, ANNA) == ["k"]
    assert cards.of_chat(db, ANNA)[0].shown is None


def test_a_card_that_moved_or_went_while_it_was_sent_is_not_noted(db: sqlite3.Connection) -> None:
    cards.want(db, ANNA, "k", "one")
    assert cards.move(db, ANNA, "k", 5) is None
    assert not cards.was_sent(db, ANNA, "k", 10, "one")
    cards.was_edited(db, ANNA, "k", 4, "one")
    assert cards.get(db, ANNA, "k") == cards.CardRow(ANNA, "k", 5, "one", None)
    assert cards.move(db, ANNA, "k", None) == 5
    assert cards.drop(db, ANNA, "k") is None
    assert not cards.was_sent(db, ANNA, "k", 11, "one")
    assert cards.move(db, ANNA, "k", 5) is None


def test_a_message_shows_one_card(db: sqlite3.Connection) -> None:
    for key, message in (("first", 5), ("second", 6)):
        cards.want(db, ANNA, key, "x")
        cards.was_sent(db, ANNA, key, message, "x")
    cards.want(db, BERIT, "first", "x")
    cards.was_sent(db, BERIT, "first", 5, "x")
    assert cards.move(db, ANNA, "second", 5) == 6
    assert [card.key for card in cards.of_chat(db, ANNA)] == ["second"]
    assert cards.chats_with(db, "first") == [BERIT]


def test_a_card_whose_message_is_gone_is_to_be_sent_anew(db: sqlite3.Connection) -> None:
    cards.want(db, ANNA, "k", "one")
    cards.was_sent(db, ANNA, "k", 10, "one")
    cards.was_lost(db, ANNA, "k", 9)
    assert cards.of_chat(db, ANNA)[0].message_id == 10
    cards.was_lost(db, ANNA, "k", 10)
    assert cards.get(db, ANNA, "k") == cards.CardRow(ANNA, "k", None, "one", None)
    assert cards.was_sent(db, ANNA, "k", 12, "one")
    assert cards.drop(db, ANNA, "k") == 12
