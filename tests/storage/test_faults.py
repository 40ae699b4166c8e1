"""A report's life: who may do what in which state, and that nothing else is possible."""

from __future__ import annotations

import sqlite3
from typing import Any, get_args

import pytest

from storage import fault_lists, faults, files, homes, people
from storage.fault_items import ITEMS
from storage.faults import TRANSITIONS, Fault, NewFault, NotAllowed, NotNow, State
from storage.people import Person

NOW = 1_000_000.0
STATES: tuple[State, ...] = get_args(State)
DESK_ITEM = next(item.id for item in ITEMS.values() if item.kind == "desk")


class Cast:
    """One home in `norr` with a household, and everybody who has or has not to do with its report."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.chats = 0
        homes.add_area(db, "norr", "Norr")
        homes.add_area(db, "soder", "Söder")
        self.house = homes.add_house(db, "norr", "Norra vägen 1")
        self.home = homes.add_home(db, "1", self.house, "1001", 1, 3)
        self.household = people.add_household(db, self.home, NOW)
        elsewhere = people.add_household(db, None, NOW)
        self.people: dict[str, Person | None] = {
            "reporter": self.person(household=self.household, adult=True),
            "other adult": self.person(household=self.household, adult=True),
            "helper": self.person(household=self.household, adult=False),
            "neighbour": self.person(household=elsewhere, adult=True),
            "caretaker": self.person("caretaker", frozenset({"norr"})),
            "holder": self.person("caretaker", frozenset({"norr"})),
            "holder of another area": self.person("caretaker", frozenset({"soder"})),
            "caretaker of another area": self.person("caretaker", frozenset({"soder"})),
            "caretaker who lives there": self.person(
                "caretaker", frozenset({"norr"}), household=self.household, adult=True
            ),
            "staff": self.person("staff"),
            "staff who lives there": self.person("staff", household=self.household, adult=True),
            "officer": self.person("officer"),
            "admin": self.person("admin"),
            "newcomer": self.person(),
            "clock": None,
        }

    def person(
        self,
        work: str = "",
        areas: frozenset[str] = frozenset(),
        household: int = 0,
        adult: bool = True,
    ) -> Person:
        self.chats += 1
        found = people.add(self.db, self.chats, NOW)
        if work:
            people.give_work(self.db, found, work, frozenset(areas))
        if household:
            people.join(self.db, found, household, adult, NOW)
        person = people.get(self.db, found)
        assert person is not None
        return person

    def id_of(self, who: str) -> int:
        person = self.people[who]
        assert person is not None
        return person.id

    def report(self, item: str = "heating.radiator_cold", who: str = "reporter", **more: Any) -> Fault:
        new = NewFault(
            item, "E2", "home", self.house, self.home, self.household, self.id_of(who), "ar", **more
        )
        return faults.add(self.db, new, [], NOW)

    def in_state(self, state: State, holder: str | None = None, item: str = "heating.radiator_cold") -> Fault:
        fault = self.report(item)
        held = self.id_of(holder) if holder else None
        self.db.execute("UPDATE faults SET state = ?, holder = ? WHERE id = ?", (state, held, fault.id))
        found = faults.get(self.db, fault.id)
        assert found is not None
        return found


@pytest.fixture
def cast(db: sqlite3.Connection) -> Cast:
    return Cast(db)


# Who stands how to a report of the household that "holder" has taken.
STANDING = {
    "reporter": {"household"},
    "other adult": {"household"},
    "helper": set(),
    "neighbour": set(),
    "caretaker": {"caretaker"},
    "holder": {"caretaker", "holder"},
    "caretaker of another area": set(),
    "caretaker who lives there": {"household"},
    "staff": {"staff"},
    "staff who lives there": {"household"},
    "officer": set(),
    "admin": set(),
    "newcomer": set(),
    "clock": {"clock"},
}


@pytest.mark.parametrize("who", STANDING)
@pytest.mark.parametrize("act", TRANSITIONS)
def test_an_act_is_done_by_whom_and_in_the_state_that_the_table_says_and_not_otherwise(
    cast: Cast, act: str, who: str
) -> None:
    rule = TRANSITIONS[act]
    for state in STATES:
        fault = cast.in_state(state, "holder")
        person = cast.people[who]
        to = cast.id_of("caretaker") if act == "assign" else None
        if STANDING[who] & rule.by and state in rule.sources:
            moved = faults.move(cast.db, fault.id, act, person, NOW + 5, "why", to)
            assert (moved.state, moved.changed) == (rule.target, NOW + 5)
            assert moved == faults.get(cast.db, fault.id)
            last = faults.way(cast.db, fault.id)[-1]
            assert last == faults.Happened(act, person.id if person else None, "why", NOW + 5)
            continue
        with pytest.raises((NotAllowed, NotNow)) as caught:
            faults.move(cast.db, fault.id, act, person, NOW + 5, "why", to)
        assert faults.get(cast.db, fault.id) == fault
        assert [step.act for step in faults.way(cast.db, fault.id)] == ["report"]
        if not STANDING[who] & (rule.by | {"caretaker"}):
            assert caught.type is NotAllowed


@pytest.mark.parametrize("who", STANDING)
def test_everybody_stands_to_a_report_as_their_role_says(cast: Cast, who: str) -> None:
    person = cast.people[who]
    if person is not None:
        assert faults.standing(cast.db, cast.in_state("taken", "holder"), person) == STANDING[who]


def test_a_helper_speaks_for_her_own_report_only(cast: Cast) -> None:
    helper = cast.people["helper"]
    assert helper is not None
    assert faults.standing(cast.db, cast.report(who="helper"), helper) == {"household"}


def test_what_only_the_desk_reads_no_caretaker_stands_to(cast: Cast) -> None:
    fault = cast.in_state("taken", "holder", DESK_ITEM)
    for who in ("caretaker", "holder"):
        person = cast.people[who]
        assert person is not None and not faults.standing(cast.db, fault, person)
    with pytest.raises(NotAllowed):
        faults.move(cast.db, fault.id, "assign", cast.people["staff"], NOW, holder=cast.id_of("caretaker"))


@pytest.mark.parametrize("who", [None, "staff", "neighbour", "caretaker who lives there", "newcomer"])
def test_an_order_is_given_only_to_a_caretaker_who_may_hold_it(cast: Cast, who: str | None) -> None:
    fault = cast.report()
    with pytest.raises(NotAllowed):
        holder = cast.id_of(who) if who else None
        faults.move(cast.db, fault.id, "assign", cast.people["staff"], NOW, holder=holder)
    assert faults.get(cast.db, fault.id) == fault


def test_an_order_may_be_given_to_a_caretaker_of_another_area_who_then_holds_it(cast: Cast) -> None:
    fault = cast.report()
    other = cast.people["caretaker of another area"]
    assert other is not None
    faults.move(cast.db, fault.id, "assign", cast.people["staff"], NOW, holder=other.id)
    assert faults.move(cast.db, fault.id, "start", other, NOW).state == "started"


def test_who_takes_an_order_holds_it_until_it_goes_back(cast: Cast) -> None:
    fault, caretaker = cast.report(), cast.people["caretaker"]
    assert caretaker is not None
    assert faults.move(cast.db, fault.id, "take", caretaker, NOW).holder == caretaker.id
    assert faults.move(cast.db, fault.id, "done", caretaker, NOW).holder == caretaker.id
    assert faults.move(cast.db, fault.id, "reopen", cast.people["reporter"], NOW).holder is None
    faults.move(cast.db, fault.id, "take", caretaker, NOW)
    assert faults.move(cast.db, fault.id, "return", caretaker, NOW).holder is None


def test_every_state_can_be_reached_and_left() -> None:
    reached: set[str] = {"received"}
    while True:
        further = {rule.target for rule in TRANSITIONS.values() if rule.sources & reached} - reached
        if not further:
            break
        reached |= further
    assert reached == set(STATES)
    for state in STATES:
        assert [act for act, rule in TRANSITIONS.items() if state in rule.sources and rule.target != state]
    assert {*faults.OPEN, "closed"} == set(STATES)


def test_two_who_take_at_once_do_not_both_have_it_and_the_second_sees_who(cast: Cast) -> None:
    fault = cast.report()
    faults.move(cast.db, fault.id, "take", cast.people["holder"], NOW)
    with pytest.raises(NotNow) as caught:
        faults.move(cast.db, fault.id, "take", cast.people["caretaker"], NOW)
    assert caught.value.fault.holder == cast.id_of("holder")


def test_a_report_that_is_not_there_cannot_be_moved(cast: Cast) -> None:
    assert faults.get(cast.db, 99_999) is None
    with pytest.raises(LookupError):
        faults.move(cast.db, 99_999, "take", cast.people["caretaker"], NOW)


def test_a_report_keeps_what_was_said_and_its_files_in_order(cast: Cast) -> None:
    kept = [files.add(cast.db, "photo", str(i), NOW) for i in range(3)]
    new = NewFault(
        "heating.radiator_cold",
        "E2",
        "home",
        cast.house,
        cast.home,
        cast.household,
        cast.id_of("reporter"),
        "fa_AF",
        words="سرد است",
        master_key=True,
        pet=True,
        time="morning",
    )
    fault = faults.add(cast.db, new, kept[:2], NOW)
    assert fault.id > 100
    assert (fault.words, fault.master_key, fault.pet, fault.call_first) == ("سرد است", True, True, False)
    for file in (kept[2], kept[0]):
        faults.attach(cast.db, fault.id, file)
    assert faults.files_of(cast.db, fault.id) == kept
    assert faults.of_file(cast.db, kept[2]) == fault.id
    assert faults.of_file(cast.db, 999) is None
    faults.happened(cast.db, fault.id, "note", cast.id_of("holder"), "ny ventil", NOW + 1)
    assert [(step.act, step.note) for step in faults.way(cast.db, fault.id)] == [
        ("report", ""),
        ("note", "ny ventil"),
    ]


def test_lists_show_what_is_open_the_most_urgent_first(cast: Cast) -> None:
    normal, urgent, done, closed = (cast.report() for _ in range(4))
    cast.db.execute("UPDATE faults SET urgency = 'E1' WHERE id = ?", (urgent.id,))
    for fault, state in ((done, "done"), (closed, "closed")):
        cast.db.execute("UPDATE faults SET state = ? WHERE id = ?", (state, fault.id))
    assert [f.id for f in fault_lists.open_in(cast.db, frozenset({"norr", "soder"}))] == [
        urgent.id,
        normal.id,
    ]
    assert (
        fault_lists.open_in(cast.db, frozenset({"soder"})) == fault_lists.open_in(cast.db, frozenset()) == []
    )
    assert [f.id for f in fault_lists.open_of(cast.db, cast.household)] == [done.id, urgent.id, normal.id]
    assert fault_lists.open_of(cast.db, cast.household + 1) == []
    assert {f.id for f in fault_lists.reported_by(cast.db, cast.id_of("reporter"))} == {
        normal.id,
        urgent.id,
        done.id,
    }


def test_what_was_done_and_not_answered_falls_silent_after_a_time(cast: Cast) -> None:
    fault = cast.in_state("done", "holder")
    assert fault_lists.silent(cast.db, NOW) == []
    assert fault_lists.silent(cast.db, NOW + 1) == [fault.id]
    assert faults.move(cast.db, fault.id, "silence", None, NOW + 1).state == "closed"
    assert fault_lists.silent(cast.db, NOW + 2) == []


def test_a_changed_permission_is_acknowledged_before_the_work_starts(cast: Cast) -> None:
    fault = cast.in_state("taken", "holder")
    cast.db.execute("UPDATE faults SET key_changed = 1 WHERE id = ?", (fault.id,))
    with pytest.raises(faults.NotAcknowledged):
        faults.move(cast.db, fault.id, "start", cast.people["holder"], NOW)
    cast.db.execute("UPDATE faults SET key_changed = 0 WHERE id = ?", (fault.id,))
    assert faults.move(cast.db, fault.id, "start", cast.people["holder"], NOW).state == "started"


def test_what_was_not_fixed_twice_goes_to_the_desk(cast: Cast) -> None:
    fault, reporter = cast.report(), cast.people["reporter"]
    for expected in ("received", "returned"):
        cast.db.execute("UPDATE faults SET state = 'done' WHERE id = ?", (fault.id,))
        assert faults.move(cast.db, fault.id, "reopen", reporter, NOW).state == expected


def test_one_who_follows_may_say_that_it_is_not_fixed_and_no_more(cast: Cast) -> None:
    fault, neighbour = cast.in_state("done", "holder"), cast.people["neighbour"]
    assert neighbour is not None
    cast.db.execute("INSERT INTO fault_followers VALUES (?, ?, ?)", (fault.id, neighbour.id, NOW))
    assert faults.standing(cast.db, fault, neighbour) == {"follower"}
    with pytest.raises(NotAllowed):
        faults.move(cast.db, fault.id, "fixed", neighbour, NOW)
    assert faults.move(cast.db, fault.id, "reopen", neighbour, NOW).state == "received"


def test_one_on_duty_who_was_called_may_take_an_order_of_another_area(cast: Cast) -> None:
    fault, other = cast.report(), cast.people["caretaker of another area"]
    assert other is not None
    cast.db.execute("INSERT INTO fault_alerts VALUES (?, ?, 1, ?)", (fault.id, other.id, NOW))
    assert faults.move(cast.db, fault.id, "take", other, NOW).holder == other.id


def test_what_is_broken_stays_with_the_home_when_its_household_moves(cast: Cast) -> None:
    fault, reporter = cast.report(), cast.people["reporter"]
    new = cast.person(household=people.add_household(cast.db, cast.home, NOW), adult=True)
    assert reporter is not None
    people.move(cast.db, cast.household, None)
    assert not faults.standing(cast.db, fault, reporter)
    assert faults.standing(cast.db, fault, new) == {"household"}
    assert faults.get(cast.db, fault.id) == fault


def test_a_report_is_first_seen_once(cast: Cast) -> None:
    fault = cast.report()
    assert faults.see(cast.db, fault.id, NOW + 1)
    assert not faults.see(cast.db, fault.id, NOW + 2)
    found = faults.get(cast.db, fault.id)
    assert found is not None and found.seen == NOW + 1


def test_a_new_promise_begins_its_reminders_anew(cast: Cast) -> None:
    fault = cast.report()
    cast.db.execute("UPDATE faults SET reminded = 2 WHERE id = ?", (fault.id,))
    faults.promise(cast.db, fault.id, NOW + 5, NOW + 10)
    faults.plan(cast.db, fault.id, "2026-11-26")
    faults.reclass(cast.db, fault.id, "E1")
    faults.stop_clock(cast.db, fault.id, NOW + 1)
    found = faults.get(cast.db, fault.id)
    assert found is not None
    assert (found.half, found.due, found.reminded, found.planned) == (NOW + 5, NOW + 10, 0, "2026-11-26")
    assert (found.urgency, found.stopped) == ("E1", NOW + 1)
