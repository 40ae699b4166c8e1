"""A thread's life: who may do what in which state, whose it is, and what is found of it."""

from __future__ import annotations

import sqlite3
from typing import get_args

import pytest

from storage import cards, files, people, threads
from storage.people import Person
from storage.threads import TRANSITIONS, NotAllowed, NotNow, State, Thread

NOW = 1_000_000.0
STATES: tuple[State, ...] = get_args(State)
STRANGER = 999


class Cast:
    """A household with one who asks, and everybody who may or may not answer."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.household = people.add_household(db, None, NOW)
        elsewhere = people.add_household(db, None, NOW)
        self.people = {
            "asker": self.person(1, household=self.household),
            "partner": self.person(2, household=self.household),
            "neighbour": self.person(3, household=elsewhere),
            "caretaker": self.person(4, "caretaker"),
            "staff": self.person(5, "staff"),
            "owner": self.person(6, "staff"),
            "staff who lives there": self.person(7, "staff", self.household),
            "officer": self.person(8, "officer"),
            "admin": self.person(9, "admin"),
        }

    def person(self, chat: int, work: str = "", household: int = 0) -> Person:
        found = people.add(self.db, chat, NOW)
        if work:
            people.give_work(self.db, found, work, frozenset({"norr"}))
        if household:
            people.join(self.db, found, household, True, NOW)
        person = people.get(self.db, found)
        assert person is not None
        return person

    def chat(self, who: str) -> int | None:
        return (
            {"clock": None, "no code": STRANGER}.get(who) if who not in self.people else self.people[who].chat
        )

    def thread(self, state: State = "open", owned: bool | None = None, chat: int = 1) -> Thread:
        thread = threads.add(self.db, chat, "ar", "rent.when_due", ["deposit", "swap"], NOW + 100, NOW)
        owner = self.people["owner"].id if (state != "open" if owned is None else owned) else None
        self.db.execute("UPDATE threads SET state = ?, owner = ? WHERE id = ?", (state, owner, thread.id))
        found = threads.get(self.db, thread.id)
        assert found is not None
        return found


@pytest.fixture
def cast(db: sqlite3.Connection) -> Cast:
    return Cast(db)


def test_it_is_kept_as_it_was_asked(cast: Cast) -> None:
    thread = cast.thread()
    assert (thread.locale, thread.topic, thread.near) == ("ar", "rent.when_due", ("deposit", "swap"))
    assert (thread.state, thread.owner, thread.due, thread.reminded) == ("open", None, NOW + 100, False)
    bare = threads.add(cast.db, 1, "ar", "", [], NOW, NOW)
    assert (bare.topic, bare.near) == ("", ())


@pytest.mark.parametrize("act", TRANSITIONS)
def test_only_those_whom_the_table_names_may_do_it_and_only_in_its_states(cast: Cast, act: str) -> None:
    kinds = {"asker": {"asker"}, "staff": {"staff"}, "owner": {"staff", "owner"}, "clock": {"clock"}}
    for who in [*cast.people, "clock", "no code"]:
        for state in STATES:
            thread = cast.thread(state, owned=False if act == "take" else None)
            mine = kinds.get(who, set())
            if act == "take":
                mine = mine - {"owner"}
            elif state == "open":
                mine = mine - {"owner"}  # nobody has it
            allowed = bool(mine & TRANSITIONS[act].by) and state in TRANSITIONS[act].to
            gets = cast.people["staff"].id if act == "hand_over" else None
            try:
                after = threads.move(cast.db, thread.id, act, cast.chat(who), NOW + 5, gets)
            except (NotAllowed, NotNow):
                assert not allowed, (act, who, state)
                assert threads.get(cast.db, thread.id) == thread
            else:
                assert allowed, (act, who, state)
                assert after == threads.get(cast.db, thread.id)
                assert after.changed == NOW + 5


def test_every_state_but_closed_has_a_way_out() -> None:
    for state in STATES:
        assert any(state in rule.to for rule in TRANSITIONS.values()) == (state != "closed")


def test_who_takes_it_has_it_and_nobody_else_can_take_or_answer_it(cast: Cast) -> None:
    thread = cast.thread()
    taken = threads.move(cast.db, thread.id, "take", cast.chat("staff"), NOW)
    assert (taken.state, taken.owner) == ("claimed", cast.people["staff"].id)
    for act in ("take", "answer", "close", "give_back"):
        with pytest.raises(NotNow):
            threads.move(cast.db, thread.id, act, cast.chat("owner"), NOW)


def test_it_is_handed_only_to_one_who_may_have_it(cast: Cast) -> None:
    thread = cast.thread("claimed")
    for who in ("asker", "partner", "caretaker", "staff who lives there", "officer", "admin"):
        with pytest.raises(NotAllowed):
            threads.move(cast.db, thread.id, "hand_over", cast.chat("owner"), NOW, owner=cast.people[who].id)
    for nobody in (None, 12345):
        with pytest.raises(NotAllowed):
            threads.move(cast.db, thread.id, "hand_over", cast.chat("owner"), NOW, owner=nobody)
    # A colleague may take over what its owner does not get round to.
    mine = cast.people["staff"].id
    assert threads.move(cast.db, thread.id, "hand_over", cast.chat("staff"), NOW, owner=mine).owner == mine


def test_what_is_given_back_waits_for_anybody(cast: Cast) -> None:
    claimed = threads.move(cast.db, cast.thread("claimed").id, "give_back", cast.chat("owner"), NOW)
    assert (claimed.state, claimed.owner) == ("open", None)
    answered = threads.move(cast.db, cast.thread("answered").id, "give_back", None, NOW)
    assert (answered.state, answered.owner) == ("answered", None)
    again = threads.write(cast.db, answered.id, 1, "words", "و متى؟", "ar", NOW)
    assert (again.state, again.owner) == ("open", None)


def test_a_question_of_one_who_works_here_is_no_work_of_hers(cast: Cast) -> None:
    thread = cast.thread(chat=5)
    assert threads.standing(cast.db, thread, 5) == {"asker"}
    with pytest.raises(NotAllowed):
        threads.move(cast.db, thread.id, "take", 5, NOW)
    with pytest.raises(NotAllowed):
        threads.move(cast.db, thread.id, "hand_over", 6, NOW, owner=cast.people["staff"].id)


def test_one_without_a_code_can_ask_and_be_answered(cast: Cast) -> None:
    thread = cast.thread(chat=STRANGER)
    threads.write(cast.db, thread.id, STRANGER, "words", "hej", "sv", NOW)
    for who in ("staff", "staff who lives there"):
        assert threads.standing(cast.db, thread, cast.people[who].chat) == {"staff"}


def test_words_and_answers_are_kept_in_order_with_who_said_them(cast: Cast) -> None:
    thread = cast.thread()
    file = files.add(cast.db, "voice", "abc", NOW)
    threads.write(cast.db, thread.id, 1, "words", "متى الإيجار؟", "ar", NOW)
    threads.write(cast.db, thread.id, 1, "file", "voice", "ar", NOW + 1, file=file)
    threads.move(cast.db, thread.id, "take", cast.chat("staff"), NOW)
    after = threads.write(cast.db, thread.id, 5, "answer", "rent.when_due", "sv", NOW + 2)
    assert after.state == "answered"
    staff = cast.people["staff"].id
    assert [(s.person, s.kind, s.content, s.file, s.at) for s in threads.said_in(cast.db, thread.id)] == [
        (None, "words", "متى الإيجار؟", None, NOW),
        (None, "file", "voice", file, NOW + 1),
        (staff, "answer", "rent.when_due", None, NOW + 2),
    ]


def test_nobody_else_writes_into_it_and_a_closed_one_is_closed(cast: Cast) -> None:
    thread = cast.thread("claimed")
    for who in ("partner", "neighbour", "caretaker", "staff who lives there"):
        with pytest.raises(NotAllowed):
            threads.write(cast.db, thread.id, cast.people[who].chat, "words", "x", "sv", NOW)
    with pytest.raises(NotNow):  # a colleague has it
        threads.write(cast.db, thread.id, cast.people["staff"].chat, "words", "x", "sv", NOW)
    threads.move(cast.db, thread.id, "close", 1, NOW)
    for chat in (1, cast.people["owner"].chat):
        with pytest.raises(NotNow):
            threads.write(cast.db, thread.id, chat, "words", "x", "sv", NOW)
    with pytest.raises(LookupError):
        threads.write(cast.db, 404, 1, "words", "x", "sv", NOW)
    assert threads.said_in(cast.db, thread.id) == []


def test_what_she_adds_moves_the_promise_only_when_she_had_an_answer(cast: Cast) -> None:
    waits = cast.thread("claimed")
    assert threads.write(cast.db, waits.id, 1, "words", "x", "ar", NOW, due=NOW + 900).due == NOW + 100
    answered = cast.thread("answered")
    threads.remind(cast.db, answered.id)
    after = threads.write(cast.db, answered.id, 1, "words", "x", "ar", NOW, due=NOW + 900)
    assert (after.state, after.due, after.reminded) == ("claimed", NOW + 900, False)
    assert after == threads.get(cast.db, answered.id)


def test_a_word_before_the_answer_leaves_it_to_be_answered(cast: Cast) -> None:
    owner = cast.people["owner"].chat
    claimed = cast.thread("claimed")
    after = threads.write(
        cast.db, claimed.id, owner, "phrase", "we_look", "sv", NOW, due=NOW + 900, holds=True
    )
    assert (after.state, after.due) == ("claimed", NOW + 100)
    answered = cast.thread("answered")
    after = threads.write(
        cast.db, answered.id, owner, "phrase", "we_look", "sv", NOW, due=NOW + 900, holds=True
    )
    assert (after.state, after.due) == ("claimed", NOW + 900)
    assert [said.person for said in threads.said_in(cast.db, answered.id)] == [cast.people["owner"].id]


def test_what_waits_is_listed_with_what_nobody_has_first(cast: Cast) -> None:
    held, late, free = cast.thread("claimed"), cast.thread("open"), cast.thread("open")
    cast.db.execute("UPDATE threads SET due = ? WHERE id = ?", (NOW + 200, late.id))
    cast.thread("answered")
    cast.thread("closed")
    assert [t.id for t in threads.waiting(cast.db, cast.people["staff"])] == [free.id, late.id, held.id]
    assert threads.waiting(cast.db, cast.people["staff who lives there"]) == []
    assert threads.waiting(cast.db, cast.people["caretaker"]) == []
    assert [t.id for t in threads.held_by(cast.db, cast.people["owner"].id)] == [held.id, held.id + 3]
    assert [t.id for t in threads.of_chat(cast.db, 1)] == [held.id + 3, free.id, late.id, held.id]


def test_what_is_overdue_is_reminded_of_once(cast: Cast) -> None:
    first, second = cast.thread("claimed"), cast.thread("open")
    cast.thread("answered")
    cast.db.execute("UPDATE threads SET due = ? WHERE id = ?", (NOW - 5, second.id))
    assert threads.overdue(cast.db, NOW - 10) == []
    assert [t.id for t in threads.overdue(cast.db, NOW + 100)] == [second.id, first.id]
    assert threads.overdue(cast.db, NOW + 100, cast.people["staff who lives there"]) == []
    assert threads.to_remind(cast.db, NOW + 100) == [second.id, first.id]
    threads.remind(cast.db, second.id)
    assert threads.to_remind(cast.db, NOW + 100) == [first.id]


def test_what_is_silent_after_an_answer_is_found(cast: Cast) -> None:
    answered = cast.thread("answered")
    cast.thread("claimed")
    assert threads.silent(cast.db, NOW) == []
    assert threads.silent(cast.db, NOW + 1) == [answered.id]
    assert threads.move(cast.db, answered.id, "silence", None, NOW + 1).state == "closed"


def test_they_are_counted_by_state_in_a_period(cast: Cast) -> None:
    for state in ("open", "answered", "answered", "closed"):
        cast.thread(state)
    assert threads.count(cast.db, NOW, NOW + 1) == {"open": 1, "answered": 2, "closed": 1}
    assert threads.count(cast.db, NOW + 1, NOW + 9) == {}


def test_all_that_a_chat_has_asked_can_be_erased_with_its_files_and_cards(cast: Cast) -> None:
    mine, others = cast.thread("answered"), cast.thread(chat=3)
    mine_file, others_file = files.add(cast.db, "voice", "a", NOW), files.add(cast.db, "photo", "b", NOW)
    threads.write(cast.db, mine.id, 1, "file", "voice", "ar", NOW, file=mine_file)
    threads.write(cast.db, others.id, 3, "file", "photo", "ar", NOW, file=others_file)
    for chat, thread in ((1, mine), (6, mine), (6, others)):
        cards.want(cast.db, chat, threads.card_key(thread.id), '{"words": "secret"}')
    assert threads.erase_of(cast.db, 1) == [mine.id]
    assert (threads.get(cast.db, mine.id), files.get(cast.db, mine_file)) == (None, None)
    assert cards.chats_with(cast.db, threads.card_key(mine.id)) == []
    assert threads.get(cast.db, others.id) is not None
    assert files.get(cast.db, others_file) is not None
    assert cards.chats_with(cast.db, threads.card_key(others.id)) == [6]
    assert threads.erase_of(cast.db, 1) == []
