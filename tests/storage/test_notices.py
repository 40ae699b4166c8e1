"""Notices in the store: their life, queueing in chunks, answers, meetings that are forgotten."""

from __future__ import annotations

import itertools
import sqlite3

import pytest

from storage import (
    chats,
    homes,
    meetings,
    notice_answers,
    notice_corrections,
    notice_runs,
    notices,
    people,
    sendings,
)
from storage.audiences import Audience
from storage.database import known_migrations
from storage.notices import CORRECTABLE, TRANSITIONS, New, Notice, NotNow
from storage.people import NotAllowed, Person

NOW = 1_795_000_000.0
STATES = sorted({state for state, _ in TRANSITIONS} | set(TRANSITIONS.values()))
ACTS = sorted({act for _, act in TRANSITIONS})


def worker(db: sqlite3.Connection, chat: int, work: str = "staff") -> Person:
    person = people.add(db, chat, NOW)
    people.give_work(db, person, work)
    found = people.get(db, person)
    assert found is not None
    return found


def house_of(db: sqlite3.Connection, count: int) -> list[int]:
    """A house with so many homes and somebody in each. Returns their chats."""
    homes.add_area(db, "norr", "Norr")
    house = homes.add_house(db, "norr", "Norra vägen 1")
    for number in range(count):
        home = homes.add_home(db, str(number), house, str(1000 + number), 1, 3)
        person = people.add(db, 1000 + number, NOW)
        people.join(db, person, people.add_household(db, home, NOW), True, NOW)
        chats.set_locale(db, 1000 + number, "sv")
    return [1000 + number for number in range(count)]


def record(db: sqlite3.Connection, state: str = "due", kind: str = "planned") -> Notice:
    """A notice to all, by a writer of its own."""
    return notices.add(db, New(kind, "water_off", Audience("all"), "{}", NOW), state, worker(db, 1), NOW)


def begun(db: sqlite3.Connection, kind: str = "planned") -> tuple[Notice, int]:
    """One that is being sent, and the run that queues it."""
    notice = record(db, "sending", kind)
    sending = sendings.add(db, "{}")
    notices.has_sending(db, notice.id, sending, NOW)
    found = notices.get(db, notice.id)
    assert found is not None
    return found, notice_runs.start(db, notice.id, "send", sending)


def queued(db: sqlite3.Connection) -> list[int]:
    return [chat for (chat,) in db.execute("SELECT chat FROM outbox ORDER BY id")]


@pytest.mark.parametrize(("state", "act"), list(itertools.product(STATES, ACTS)))
def test_only_what_the_table_allows_takes_a_notice_on(db: sqlite3.Connection, state: str, act: str) -> None:
    notice = record(db, state)
    by = None if act in notices.BY_ITSELF else worker(db, 2)
    if (state, act) in TRANSITIONS:
        assert notices.move(db, notice.id, act, by).state == TRANSITIONS[state, act]
    else:
        with pytest.raises(NotNow):
            notices.move(db, notice.id, act, by)


def test_only_the_desk_writes_and_moves_notices(db: sqlite3.Connection) -> None:
    notice = record(db)
    for number, work in enumerate(("caretaker", "officer", "admin"), 10):
        other = worker(db, number, work)
        with pytest.raises(NotAllowed):
            notices.move(db, notice.id, "drop", other)
        with pytest.raises(NotAllowed):
            notices.add(db, New("planned", "", Audience("all"), "{}", NOW), "due", other, NOW)
        with pytest.raises(NotAllowed):
            notice_corrections.rewrite(
                db, notice.id, New("planned", "", Audience("all"), "{}", NOW), other, NOW
            )


def test_nobody_confirms_her_own_notice(db: sqlite3.Connection) -> None:
    notice = record(db, "waits_second")
    writer = people.get(db, notice.writer)
    with pytest.raises(NotAllowed):
        notices.move(db, notice.id, "confirm", writer)
    assert notices.move(db, notice.id, "confirm", worker(db, 2)).state == "due"


def test_what_happens_by_itself_is_for_no_person(db: sqlite3.Connection) -> None:
    notice = record(db)
    with pytest.raises(NotAllowed):
        notices.move(db, notice.id, "begin", worker(db, 2))


@pytest.mark.parametrize("state", STATES)
def test_a_correction_is_a_new_version_and_the_old_one_stays(db: sqlite3.Connection, state: str) -> None:
    notice = record(db, state)
    new = New("planned", "water_off", Audience("all"), '{"new":1}', NOW)
    if state not in CORRECTABLE:
        with pytest.raises(NotNow):
            notice_corrections.rewrite(db, notice.id, new, worker(db, 2), NOW)
        return
    assert notice_corrections.rewrite(db, notice.id, new, worker(db, 2), NOW).version == 2
    assert notices.content(db, notice.id, 1) == "{}"
    assert notices.content(db, notice.id, 2) == '{"new":1}'


@pytest.mark.parametrize("size", [1, 3, 7, 10, 11, 100])
def test_everybody_is_queued_once_in_chunks_of_any_size(db: sqlite3.Connection, size: int) -> None:
    everybody = house_of(db, 10)
    _, run_id = begun(db)
    more = True
    while more:
        run = notice_runs.get(db, run_id)
        assert run is not None
        more = notice_runs.chunk(db, run, NOW, size)
    assert queued(db) == everybody
    assert notice_runs.get(db, run_id) is None


def test_a_chunk_whose_turn_was_rolled_back_is_queued_by_the_next(db: sqlite3.Connection) -> None:
    everybody = house_of(db, 10)
    _, run_id = begun(db)
    for kept in itertools.cycle((False, True)):
        run = notice_runs.get(db, run_id)
        if run is None:
            break
        db.execute("BEGIN")
        notice_runs.chunk(db, run, NOW, 3)
        db.execute("COMMIT" if kept else "ROLLBACK")
    assert queued(db) == everybody


def test_the_address_counts_at_the_moment_of_queueing(db: sqlite3.Connection) -> None:
    house_of(db, 4)
    other = homes.add_house(db, "norr", "Södra gatan 2")
    away = homes.add_home(db, "x", other, "1101", 1, 1)
    notice, run_id = begun(db)
    db.execute("UPDATE notices SET audience = ? WHERE id = ?", ('{"place":"house.1"}', notice.id))
    run = notice_runs.get(db, run_id)
    assert run is not None
    notice_runs.chunk(db, run, NOW, 2)
    households = [i for (i,) in db.execute("SELECT id FROM households ORDER BY id")]
    people.move(db, households[0], away)  # she has got it already
    people.move(db, households[3], away)  # she has not
    run = notice_runs.get(db, run_id)
    assert run is not None
    notice_runs.chunk(db, run, NOW, 100)
    assert queued(db) == [1000, 1001, 1002]


def test_an_emergency_goes_before_other_notices(db: sqlite3.Connection) -> None:
    house_of(db, 1)
    for kind in ("planned", "emergency"):
        _, run_id = begun(db, kind)
        run = notice_runs.get(db, run_id)
        assert run is not None
        notice_runs.chunk(db, run, NOW)
    assert [p for (p,) in db.execute("SELECT priority FROM outbox ORDER BY id")] == [3, 2]


def test_an_answer_of_one_who_did_not_get_it_is_not_kept(db: sqlite3.Connection) -> None:
    house_of(db, 2)
    notice, run_id = begun(db)
    run = notice_runs.get(db, run_id)
    assert run is not None
    notice_runs.chunk(db, run, NOW)
    db.execute("DELETE FROM deliveries WHERE chat = 1001")
    first, second = people.by_chat(db, 1000), people.by_chat(db, 1001)
    assert first is not None
    assert second is not None
    assert notice_answers.put(db, notice, first, "understood", NOW)
    assert not notice_answers.put(db, notice, first, "understood", NOW)
    with pytest.raises(NotAllowed):
        notice_answers.put(db, notice, second, "understood", NOW)


def poll(db: sqlite3.Connection, count: int) -> tuple[Notice, list[Person]]:
    """A poll that has reached so many people."""
    chats_ = house_of(db, count)
    notice, run_id = begun(db, "poll")
    run = notice_runs.get(db, run_id)
    assert run is not None
    notice_runs.chunk(db, run, NOW)
    return notice, [person for chat in chats_ if (person := people.by_chat(db, chat)) is not None]


def test_votes_of_fewer_than_five_are_no_number(db: sqlite3.Connection) -> None:
    notice, voters = poll(db, 15)
    for place, voter in enumerate(voters):
        notice_answers.put(db, notice, voter, "1" if place < 7 else "2" if place < 12 else "3", NOW)
    assert notice_answers.shown_counts(db, notice.id, 4) == [7, 5, None, None]


def test_one_vote_more_changes_nothing_that_is_shown_until_there_are_five(db: sqlite3.Connection) -> None:
    notice, voters = poll(db, 14)
    looks = []
    for voter in voters:
        notice_answers.put(db, notice, voter, "1", NOW)
        looks.append(notice_answers.shown_counts(db, notice.id, 2)[0])
    assert looks == [None] * 4 + [5] * 5 + [10] * 5


def test_one_who_changes_her_vote_is_not_seen_by_who_looks_twice(db: sqlite3.Connection) -> None:
    notice, voters = poll(db, 15)
    for place, voter in enumerate(voters):
        notice_answers.put(db, notice, voter, "1" if place < 8 else "2", NOW)
    before = notice_answers.shown_counts(db, notice.id, 2)
    assert before == [8, 7]
    for _ in range(6):  # one alone, however often, is not five
        for choice in ("2", "1", "2"):
            notice_answers.put(db, notice, voters[0], choice, NOW)
        assert notice_answers.shown_counts(db, notice.id, 2) == before
    for voter in voters[1:5]:
        notice_answers.put(db, notice, voter, "2", NOW)
    assert notice_answers.shown_counts(db, notice.id, 2) == [None, 12]


def test_nobody_signs_up_for_more_people_than_fit_or_than_can_be(db: sqlite3.Connection) -> None:
    house_of(db, 2)
    notice = record(db, "sent", "meeting")
    meetings.add(db, notice.id, NOW + 1, 3)
    ids = [i for (i,) in db.execute("SELECT id FROM people WHERE chat >= 1000 ORDER BY id")]
    meetings.sign_up(db, meetings.Guest(notice.id, ids[0], 1, 1), NOW)
    with pytest.raises(meetings.Full):
        meetings.sign_up(db, meetings.Guest(notice.id, ids[1], 2), NOW)
    meetings.sign_up(db, meetings.Guest(notice.id, ids[1]), NOW)
    with pytest.raises(NotAllowed):
        meetings.sign_up(db, meetings.Guest(notice.id, ids[1], 0), NOW)
    with pytest.raises(NotAllowed):
        meetings.sign_up(db, meetings.Guest(notice.id, ids[1]), NOW + 2)


def test_whom_the_house_has_reminded_already_is_not_reminded_again_after_an_upgrade() -> None:
    db = sqlite3.connect(":memory:", isolation_level=None)
    for number, script in known_migrations():
        if number == 18:
            db.executemany(
                "INSERT INTO meetings (notice, starts, reminded) VALUES (?, ?, ?)", [(1, NOW, 1), (2, NOW, 0)]
            )
            db.executemany("INSERT INTO meeting_guests (meeting, person, at) VALUES (?, 1, 1)", [(1,), (2,)])
        db.executescript(script.read_text())
    assert meetings.to_remind(db, NOW + 1, NOW, NOW - 1) == [2]
    db.close()
