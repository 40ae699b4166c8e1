"""The master key: whose answer it is, until when, and who reads a changed one before he starts."""

from __future__ import annotations

import sqlite3

import pytest

from storage import fault_consent, faults
from storage.faults import Fault, NotAllowed, NotNow
from tests.storage.test_faults import DESK_ITEM, NOW, Cast


@pytest.fixture
def cast(db: sqlite3.Connection) -> Cast:
    return Cast(db)


def change(cast: Cast, fault: Fault, who: str, yes: bool = True, at: float = NOW + 1) -> Fault:
    person = cast.people[who]
    assert person is not None
    return fault_consent.change(cast.db, fault.id, person, yes, at)


def acknowledge(cast: Cast, fault: Fault, who: str, read: bool) -> Fault:
    person = cast.people[who]
    assert person is not None
    return fault_consent.acknowledge(cast.db, fault.id, person, read, NOW + 2)


@pytest.mark.parametrize("state", ["received", "taken", "started", "waiting", "outside", "returned"])
def test_an_adult_of_the_household_changes_the_answer_while_somebody_may_come(cast: Cast, state: str) -> None:
    held = "holder" if state in ("taken", "started", "waiting") else None
    fault = cast.in_state(state, held)  # type: ignore[arg-type]
    for who, yes in (("reporter", True), ("other adult", False)):
        changed = change(cast, fault, who, yes)
        assert (changed.master_key, changed.key_changed) == (yes, held is not None)
        assert (faults.way(cast.db, fault.id)[-1].act, faults.way(cast.db, fault.id)[-1].note) == (
            "key",
            "yes" if yes else "no",
        )


def test_the_same_answer_once_more_changes_nothing(cast: Cast) -> None:
    fault = cast.in_state("taken", "holder")
    assert change(cast, fault, "reporter", yes=False) == fault
    assert [step.act for step in faults.way(cast.db, fault.id)] == ["report"]


@pytest.mark.parametrize(
    "who",
    ["helper", "neighbour", "caretaker", "holder", "staff", "officer", "admin", "newcomer"],
)
def test_nobody_else_gives_an_answer_for_the_household(cast: Cast, who: str) -> None:
    fault = cast.in_state("taken", "holder")
    with pytest.raises(NotAllowed):
        change(cast, fault, who)
    assert faults.get(cast.db, fault.id) == fault


def test_a_helper_answers_for_her_own_report(cast: Cast) -> None:
    assert change(cast, cast.report(who="helper"), "helper").master_key


def test_the_desk_changes_it_only_for_a_household_that_is_not_here(cast: Cast) -> None:
    fault = cast.in_state("taken", "holder")
    cast.db.execute("UPDATE faults SET reporter = NULL WHERE id = ?", (fault.id,))
    changed = change(cast, fault, "staff")
    assert (changed.master_key, changed.key_changed) == (True, True)
    with pytest.raises(NotAllowed):
        change(cast, fault, "holder", yes=False)


@pytest.mark.parametrize("state", ["done", "closed"])
def test_when_the_work_is_done_there_is_no_answer_to_change(cast: Cast, state: str) -> None:
    fault = cast.in_state(state, "holder")  # type: ignore[arg-type]
    with pytest.raises(NotNow):
        change(cast, fault, "reporter")


def test_a_shared_place_and_what_the_office_reads_have_no_key(cast: Cast) -> None:
    shared, desk = cast.report(), cast.report(DESK_ITEM)
    cast.db.execute("UPDATE faults SET place = 'shared', home = NULL WHERE id = ?", (shared.id,))
    for fault in (shared, desk):
        with pytest.raises(NotNow):
            change(cast, fault, "reporter")


def test_who_holds_it_starts_when_he_has_read_the_answer_as_it_is_now(cast: Cast) -> None:
    fault, holder = cast.in_state("taken", "holder"), cast.people["holder"]
    change(cast, fault, "reporter")
    with pytest.raises(faults.NotAcknowledged):
        faults.move(cast.db, fault.id, "start", holder, NOW + 1)
    # He has read "no", an answer that has changed again since.
    assert acknowledge(cast, fault, "holder", read=False).key_changed
    for who in ("caretaker", "staff", "reporter"):
        with pytest.raises(NotAllowed):
            acknowledge(cast, fault, who, read=True)
    assert not acknowledge(cast, fault, "holder", read=True).key_changed
    assert faults.way(cast.db, fault.id)[-1].act == "acknowledge"
    assert faults.move(cast.db, fault.id, "start", holder, NOW + 3).state == "started"
    events = len(faults.way(cast.db, fault.id))
    acknowledge(cast, fault, "holder", read=True)
    assert len(faults.way(cast.db, fault.id)) == events


def test_who_gets_it_after_the_change_has_nothing_to_acknowledge(cast: Cast) -> None:
    fault = cast.in_state("taken", "holder")
    change(cast, fault, "reporter")
    given = faults.move(
        cast.db, fault.id, "assign", cast.people["staff"], NOW + 2, holder=cast.id_of("caretaker")
    )
    assert not given.key_changed
    change(cast, fault, "reporter", yes=False)
    again = faults.move(
        cast.db, fault.id, "assign", cast.people["staff"], NOW + 3, holder=cast.id_of("caretaker")
    )
    assert again.key_changed  # he had it already
    assert not faults.move(cast.db, fault.id, "release", cast.people["staff"], NOW + 4).key_changed


def test_the_answer_has_the_time_at_which_it_was_given(cast: Cast) -> None:
    fault = cast.report()
    assert fault_consent.answered_at(fault, faults.way(cast.db, fault.id)) == fault.at
    change(cast, fault, "reporter", at=NOW + 77)
    assert fault_consent.answered_at(fault, faults.way(cast.db, fault.id)) == NOW + 77


def test_a_report_that_is_not_there_has_no_answer(cast: Cast) -> None:
    person = cast.people["reporter"]
    assert person is not None
    with pytest.raises(LookupError):
        fault_consent.change(cast.db, 99_999, person, True, NOW)
