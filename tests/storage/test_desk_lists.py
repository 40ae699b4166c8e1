"""What needs a person at the desk: which report is in which group, for whom, in what order."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from storage import chats, desk_lists, faults, inbox, outbox, people
from storage.faults import Fault
from tests.storage.test_faults import NOW, Cast

TODAY = "2026-11-24"
HOUR = 3600.0


@pytest.fixture
def cast(db: sqlite3.Connection) -> Cast:
    return Cast(db)


def made(cast: Cast, **columns: Any) -> Fault:
    """A report in which these columns are set."""
    fault = cast.report()
    for name, value in columns.items():
        cast.db.execute(f"UPDATE faults SET {name} = ? WHERE id = ?", (value, fault.id))
    return fault


def in_group(cast: Cast, group: str, who: str = "staff") -> list[int]:
    reader = cast.people[who]
    assert reader is not None
    listed = [f.id for f in desk_lists.page(cast.db, group, reader, NOW, TODAY, 0, 50)]
    assert desk_lists.count(cast.db, group, reader, NOW, TODAY) == len(listed)
    return listed


def test_nobody_took_it_is_what_is_urgent_or_past_half_its_time(cast: Cast) -> None:
    urgent = made(cast, urgency="E2")
    most = made(cast, urgency="E1")
    half_gone = made(cast, urgency="E3", half=NOW - 1, due=NOW + HOUR)
    made(cast, urgency="E3", half=NOW + 1, due=NOW + HOUR)
    made(cast, urgency="E4")
    made(cast, urgency="E1", state="taken")
    assert in_group(cast, "nobody") == [most.id, urgent.id, half_gone.id]


@pytest.mark.parametrize("state", ["received", "taken", "started", "waiting", "outside", "returned"])
def test_overdue_is_what_is_past_its_promise_and_not_done(cast: Cast, state: str) -> None:
    late = made(cast, state=state, due=NOW - 1)
    assert in_group(cast, "overdue") == [late.id]


def test_what_stands_still_is_planned_or_done_is_not_overdue(cast: Cast) -> None:
    made(cast, due=NOW - 1, stopped=NOW - 5)
    made(cast, due=NOW - 1, planned=TODAY)
    made(cast, due=NOW - 1, state="done")
    made(cast, due=NOW - 1, state="closed")
    made(cast, due=NOW + 1)
    made(cast)
    past = made(cast, due=NOW - 1, planned="2026-11-23")
    assert in_group(cast, "overdue") == [past.id]


def test_what_came_back_and_what_was_not_fixed(cast: Cast) -> None:
    back = made(cast, state="returned")
    again = made(cast)
    faults.happened(cast.db, again.id, "reopen", None, "", NOW)
    twice = made(cast, state="returned")
    faults.happened(cast.db, twice.id, "reopen", None, "", NOW)
    taken = made(cast, state="taken")
    faults.happened(cast.db, taken.id, "reopen", None, "", NOW)
    assert in_group(cast, "returned") == [back.id, twice.id]
    assert in_group(cast, "reopened") == [again.id, twice.id]


def test_what_is_most_urgent_and_unseen(cast: Cast) -> None:
    first = made(cast, urgency="E1")
    worst = made(cast, urgency="E0")
    made(cast, urgency="E1", seen=NOW)
    made(cast, urgency="E1", state="closed")
    made(cast, urgency="E2")
    assert in_group(cast, "unseen") == [worst.id, first.id]


def _asked(cast: Cast, fault: Fault, answer_by: float | None, answered: float | None = None) -> None:
    cast.db.execute(
        "INSERT INTO fault_questions (fault, kind, asked, answer_by, answered) VALUES (?, 'x', ?, ?, ?)",
        (fault.id, NOW - 5, answer_by, answered),
    )


def test_a_question_is_unanswered_once_its_day_has_passed_or_the_report_came_back_for_it(cast: Cast) -> None:
    passed = made(cast)
    _asked(cast, passed, NOW - 1)
    for answer_by, answered in ((NOW + 1, None), (NOW - 1, NOW - 2), (None, None)):
        _asked(cast, made(cast), answer_by, answered)
    _asked(cast, made(cast, state="closed"), NOW - 1)
    back = made(cast, state="returned", changed=NOW + 1)
    faults.happened(cast.db, back.id, "return", None, "", NOW)
    faults.happened(cast.db, back.id, "unanswered", None, "", NOW)
    other = made(cast, state="returned")
    faults.happened(cast.db, other.id, "unanswered", None, "", NOW)
    faults.happened(cast.db, other.id, "return", None, "", NOW)
    assert in_group(cast, "unanswered") == [passed.id, back.id]


def test_people_who_get_no_messages_and_those_who_have_no_phone_here(cast: Cast) -> None:
    cut_off, over = made(cast), made(cast, state="closed")
    reporter = cast.people["reporter"]
    assert reporter is not None and over.id
    chats.set_locale(cast.db, reporter.chat, "sv")
    assert in_group(cast, "unreached") == []
    chats.set_reachable(cast.db, reporter.chat, False)
    assert in_group(cast, "unreached") == [cut_off.id]
    by_phone = made(cast, state="done", reporter=None)
    made(cast, state="taken", reporter=None)
    assert in_group(cast, "to_call") == [by_phone.id]


@pytest.mark.parametrize("group", desk_lists.GROUPS)
def test_nobody_of_the_desk_is_shown_the_case_of_her_own_household(cast: Cast, group: str) -> None:
    made(cast, urgency="E1", due=NOW - 1)
    made(cast, urgency="E1", state="returned", due=NOW - 1)
    shared = made(cast, urgency="E1", home=None, place="shared", due=NOW - 1)
    assert in_group(cast, group, "staff who lives there") == []
    # It is the home that counts, whoever has reported it: she has moved into another one.
    who = cast.people["staff who lives there"]
    assert who is not None
    if group in ("unseen", "nobody", "overdue"):
        people.move(cast.db, cast.household, None)
        assert shared.id not in in_group(cast, group, "staff who lives there")
        assert len(in_group(cast, group, "staff who lives there")) >= 1


def test_a_list_is_paged_without_a_gap_or_a_repeat(cast: Cast) -> None:
    made_of_them = [made(cast, urgency=f"E{1 + i % 2}").id for i in range(11)]
    reader = cast.people["staff"]
    assert reader is not None
    pages = [
        [f.id for f in desk_lists.page(cast.db, "nobody", reader, NOW, TODAY, first, 4)]
        for first in (0, 4, 8)
    ]
    listed = [number for page in pages for number in page]
    assert sorted(listed) == made_of_them
    assert listed == in_group(cast, "nobody")


def test_what_was_given_up_is_settled_by_the_desk_as_far_as_it_was_shown(cast: Cast) -> None:
    for chat in (1, 2, 3):
        outbox.add(cast.db, [(chat, 1, outbox.Delete(1))], NOW)
    for row in outbox.page(cast.db, 1, 0, 10):
        outbox.give_up(cast.db, row, f"refused {row.chat}", NOW + row.chat)
    shown = desk_lists.undelivered(cast.db, 2)
    assert [(each.chat, each.why, each.at) for each in shown] == [
        (3, "refused 3", NOW + 3),
        (2, "refused 2", NOW + 2),
    ]
    assert desk_lists.count_undelivered(cast.db) == 3
    caretaker, staff = cast.people["caretaker"], cast.people["staff"]
    assert caretaker is not None and staff is not None
    with pytest.raises(people.NotAllowed):
        desk_lists.settle(cast.db, shown[0].id, caretaker)
    desk_lists.settle(cast.db, shown[1].id, staff)
    assert [each.chat for each in desk_lists.undelivered(cast.db, 9)] == [3]


def test_of_what_was_set_aside_only_the_kind_of_error_and_the_time_are_told(cast: Cast) -> None:
    inbox.keep(cast.db, [(7, '{"text": "hemligt"}')], NOW)
    inbox.set_aside(cast.db, inbox.waiting(cast.db, 1)[0], "ValueError\n  File x.py, line 3", NOW + 2)
    assert desk_lists.set_aside(cast.db, 5) == [desk_lists.SetAside("ValueError", NOW + 2)]
    assert desk_lists.count_set_aside(cast.db) == 1
