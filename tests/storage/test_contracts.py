"""A contract's life: its days, its acts and who may do them; and, in any order, never two leases on one home
the same day, and never a day without one while it becomes first-hand.
"""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from storage import contract_ends, contracts, homes, leases, people, vacancies, vacancy_acts
from storage.contracts import TRANSITIONS, NotAllowed, NotNow
from storage.database import known_migrations
from storage.leases import add_months, notice_ends
from storage.ledger import Policy
from storage.people import Person
from storage.vacancy_acts import Known
from storage.vacancy_leases import Tied

START = date(2026, 12, 1)


def a_person(db: sqlite3.Connection, *work: str, household: int | None = None) -> Person:
    chat = int(db.execute("SELECT count(*) FROM people").fetchone()[0]) + 500
    person = people.add(db, chat, 0)
    for each in work:
        people.give_work(db, person, each)
    if household is not None:
        people.join(db, person, household, True, 0)
    found = people.get(db, person)
    assert found is not None
    return found


def a_home(db: sqlite3.Connection) -> int:
    number = homes.count(db)
    if number == 0:
        homes.add_area(db, "norr", "Norr")
        homes.add_house(db, "norr", "Norra vägen 1")
    house = int(db.execute("SELECT id FROM houses").fetchone()[0])
    return homes.add_home(db, f"0{number}-07", house, str(1000 + number), 1, 3)


@pytest.fixture
def officer(db: sqlite3.Connection) -> Person:
    return a_person(db, "officer")


@pytest.fixture
def staff(db: sqlite3.Connection) -> Person:
    return a_person(db, "staff")


@pytest.fixture
def signed(db: sqlite3.Connection, officer: Person) -> int:
    household = people.add_household(db, None, 0)
    return contracts.sign_second_hand(db, household, a_home(db), START, 7, officer, 0)


def lived_in(db: sqlite3.Connection, contract: int, on: date = START) -> contracts.Contract:
    return contracts.move(db, contract, "access", None, 0, on)


def converting(db: sqlite3.Connection, contract: int, by: Person) -> contracts.Contract:
    lived_in(db, contract)
    return contracts.move(db, contract, "open", by, 0, date(2027, 1, 20))


@pytest.mark.parametrize(
    ("arrived", "months", "ends"),
    [
        (date(2026, 1, 3), 3, date(2026, 4, 30)),
        (date(2026, 1, 31), 3, date(2026, 4, 30)),
        (date(2026, 11, 1), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2027, 1, 15), 1, date(2027, 2, 28)),
    ],
)
def test_notice_counts_whole_months_from_the_end_of_the_month_it_arrived_in(
    arrived: date, months: int, ends: date
) -> None:
    assert notice_ends(arrived, months) == ends


def test_a_month_later_is_the_last_of_a_shorter_month() -> None:
    assert add_months(date(2026, 8, 31), 18) == date(2028, 2, 29)
    assert add_months(date(2026, 12, 1), 23) == date(2028, 11, 1)


def test_a_household_moves_in_when_its_day_has_come_and_not_before(
    db: sqlite3.Connection, signed: int
) -> None:
    with pytest.raises(NotNow):
        lived_in(db, signed, START - timedelta(days=1))
    contract = lived_in(db, signed)
    household = people.household(db, contract.household)
    assert contract.state == "second" and household and household.home == contract.home


def test_what_holds_on_a_day_is_found_by_household_and_by_home(db: sqlite3.Connection, signed: int) -> None:
    contract = contracts.get(db, signed, START)
    assert contract is not None and contract.vacancy == 7
    before = START - timedelta(days=1)
    assert contracts.of_household(db, contract.household, before) is None
    assert contracts.to_come(db, contract.household, before) is not None
    assert contracts.of_household(db, contract.household, START) == contract
    assert contracts.of_home(db, contract.home, START) == contract


def test_a_home_that_is_let_and_a_household_that_has_signed_sign_no_more(
    db: sqlite3.Connection, signed: int, officer: Person
) -> None:
    contract = contracts.get(db, signed, START)
    assert contract is not None
    with pytest.raises(NotNow):
        contracts.sign_second_hand(
            db, people.add_household(db, None, 0), contract.home, START, None, officer, 0
        )
    with pytest.raises(NotNow):
        contracts.sign_second_hand(db, contract.household, a_home(db), START, None, officer, 0)


@pytest.mark.parametrize("work", ["caretaker", "admin", "household", "own"])
def test_nobody_signs_who_may_not(db: sqlite3.Connection, work: str) -> None:
    household = people.add_household(db, None, 0)
    if work == "own":
        by = a_person(db, "officer", "staff", household=household)
    elif work == "household":
        by = a_person(db, household=household)
    else:
        by = a_person(db, work)
    with pytest.raises(NotAllowed):
        contracts.sign_second_hand(db, household, a_home(db), START, None, by, 0)


def test_first_hand_follows_second_hand_without_a_day_between(
    db: sqlite3.Connection, signed: int, staff: Person, officer: Person
) -> None:
    converting(db, signed, officer)
    approved, effective = date(2027, 1, 25), date(2027, 2, 1)
    contract = contracts.convert(db, signed, effective, "K-17", staff, 0, approved)
    assert (contract.kind, contract.ends, contract.state) == ("second_hand", date(2027, 1, 31), "convert")
    with pytest.raises(NotNow):
        contracts.move(db, signed, "become", None, 0, date(2027, 1, 31))
    with pytest.raises(NotNow):
        contracts.move(db, signed, "refuse", staff, 0, approved)
    became = contracts.move(db, signed, "become", None, 0, effective)
    assert (became.kind, became.state, became.number, became.ends) == ("first_hand", "first", "K-17", None)


@pytest.mark.parametrize("effective", [date(2027, 2, 2), date(2027, 1, 1), date(2026, 12, 1)])
def test_first_hand_begins_on_a_first_of_a_month_that_is_to_come(
    db: sqlite3.Connection, signed: int, staff: Person, officer: Person, effective: date
) -> None:
    converting(db, signed, officer)
    with pytest.raises(NotNow):
        contracts.convert(db, signed, effective, "K-17", staff, 0, date(2027, 1, 25))
    assert len(leases.of(db, signed)) == 1


@pytest.mark.parametrize(
    ("undone", "papers"),
    [
        (date(2027, 1, 28), [("second_hand", START, None), ("void", date(2027, 2, 1), None)]),
        (
            date(2027, 2, 10),
            [
                ("second_hand", START, date(2027, 1, 31)),
                ("first_hand", date(2027, 2, 1), date(2027, 2, 9)),
                ("second_hand", date(2027, 2, 10), None),
            ],
        ),
    ],
)
def test_a_wrong_conversion_is_undone_and_not_erased(
    db: sqlite3.Connection,
    signed: int,
    staff: Person,
    officer: Person,
    undone: date,
    papers: list[tuple[str, date, date | None]],
) -> None:
    converting(db, signed, officer)
    contracts.convert(db, signed, date(2027, 2, 1), "K-17", staff, 0, date(2027, 1, 25))
    if undone >= date(2027, 2, 1):
        contracts.move(db, signed, "become", None, 0, date(2027, 2, 1))
    back = contracts.undo(db, signed, "wrong_day", officer, 0, undone)
    assert (back.state, back.kind) == ("second", "second_hand")
    kept = [("void" if each.void else each.kind, each.begins, each.ends) for each in leases.of(db, signed)]
    assert kept == papers
    acts = [each.act for each in contracts.story(db, signed)]
    assert acts[-1] == "undo" and "convert" in acts


def test_a_lease_ends_with_its_notice_and_goes_on_when_that_is_withdrawn(
    db: sqlite3.Connection, signed: int, staff: Person
) -> None:
    lived_in(db, signed)
    day, ends = date(2027, 1, 3), date(2027, 4, 30)
    noticed = contract_ends.give_notice(db, signed, ends, staff, 0, day)
    assert (noticed.state, noticed.ends) == ("notice", ends)
    again = contract_ends.withdraw_notice(db, signed, staff, 0, day)
    assert (again.state, again.ends) == ("second", None)
    contract_ends.give_notice(db, signed, ends, staff, 0, day)
    with pytest.raises(NotNow):
        contracts.move(db, signed, "end", None, 0, ends)
    ended = contracts.move(db, signed, "end", None, 0, ends + timedelta(days=1))
    household = people.household(db, ended.household)
    assert ended.state == "ended" and household and household.home is None
    with pytest.raises(NotNow):
        contract_ends.withdraw_notice(db, signed, staff, 0, ends + timedelta(days=2))


def test_a_notice_is_not_withdrawn_once_the_home_is_let_again(
    db: sqlite3.Connection, signed: int, staff: Person, officer: Person
) -> None:
    home = lived_in(db, signed).home
    contract_ends.give_notice(db, signed, date(2027, 4, 30), staff, 0, date(2027, 1, 3))
    contracts.sign_second_hand(
        db, people.add_household(db, None, 0), home, date(2027, 5, 1), None, officer, 0
    )
    with pytest.raises(NotNow):
        contract_ends.withdraw_notice(db, signed, staff, 0, date(2027, 2, 1))


def test_the_database_itself_refuses_two_leases_and_changes_to_what_has_happened(
    db: sqlite3.Connection, signed: int
) -> None:
    contract = contracts.get(db, signed, START)
    assert contract is not None
    with pytest.raises(sqlite3.IntegrityError, match="two leases"):
        leases.add(db, signed, contract.home, "first_hand", date(2027, 3, 1), None)
    for change in ("DELETE FROM contract_events", "UPDATE contract_events SET act = 'x'"):
        with pytest.raises(sqlite3.IntegrityError, match="has happened"):
            db.execute(change)


def test_every_state_has_a_way_out_but_the_last() -> None:
    ways = {source for rule_ in TRANSITIONS.values() for source in rule_.sources}
    assert ways == {"signed2", "second", "convert", "first", "notice"}
    assert {each.target for each in TRANSITIONS.values()} - ways == {"ended", "cancelled", None}


class Life(RuleBasedStateMachine):
    """Two homes and three households whom an officer and the desk let to and convert, and homes given notice
    on, let on and withdrawn, as the days go by.
    """

    def __init__(self) -> None:
        super().__init__()
        self.db = sqlite3.connect(":memory:", isolation_level=None)
        self.db.execute("PRAGMA foreign_keys = ON")
        for _, script in known_migrations():
            self.db.executescript(script.read_text())
        self.officer, self.staff = a_person(self.db, "officer"), a_person(self.db, "staff")
        self.homes = [a_home(self.db), a_home(self.db)]
        self.households = [people.add_household(self.db, None, 0) for _ in range(3)]
        self.day = START
        self.contracts: list[int] = []
        self.notices: list[int] = []
        # Contract -> the day from which its household lives there, as long as no notice was given.
        self.since: dict[int, date] = {}

    def teardown(self) -> None:
        self.db.close()

    def one(self, which: int) -> int:
        return self.contracts[which % len(self.contracts)] if self.contracts else 0

    def an_earlier(self, which: int) -> int:
        return self.notices[which % len(self.notices)] if self.notices else 0

    @property
    def now(self) -> float:
        return datetime.combine(self.day, time(12), UTC).timestamp()

    @contextlib.contextmanager
    def may_refuse(self) -> Iterator[None]:
        """What is refused changes nothing."""
        before = self.db.total_changes
        try:
            yield
        except (NotNow, LookupError, ValueError, vacancies.NotNow, Known, Tied):
            assert self.db.total_changes == before

    @rule(home=st.integers(0, 1), household=st.integers(0, 2), days=st.integers(0, 60))
    def sign(self, home: int, household: int, days: int) -> None:
        self._sign(household, home, self.day + timedelta(days=days), None)

    def _sign(self, household: int, home: int, start: date, vacancy: int | None) -> bool:
        with self.may_refuse():
            given = (self.db, self.households[household], self.homes[home], start, vacancy)
            made = contracts.sign_second_hand(*given, self.officer, self.now)
            self.contracts.append(made)
            self.since[made] = start
            return True
        return False

    @rule(home=st.integers(0, 1), months=st.sampled_from([1, 3]), ago=st.sampled_from([0, 0, 40]))
    def given_notice_on(self, home: int, months: int, ago: int) -> None:
        arrived = self.day - timedelta(days=ago)
        known = homes.get(self.db, self.homes[home])
        assert known is not None
        with self.may_refuse():
            made = vacancy_acts.register(
                self.db, known, f"K{home}{arrived}", arrived.isoformat(), notice_ends(arrived, months), "",
                self.staff, self.now,
            )  # fmt: skip
            self.notices.append(made.id)
            vacancy_acts.confirm(self.db, [made.id], Policy("2026-01-01", 1, 1), self.staff, self.now)
        self.what_notice_does()

    @rule(which=st.integers(0, 9), household=st.integers(0, 2))
    def let_through_the_unit(self, which: int, household: int) -> None:
        vacancy = vacancies.get(self.db, self.an_earlier(which))
        if vacancy is None or vacancy.state != "unit":
            return
        home = self.homes.index(vacancy.home)
        if self._sign(household, home, max(vacancy.free_from, self.day), vacancy.id):
            vacancies.unit_answered(self.db, vacancy.id, "let", "", self.officer, self.now)

    @rule(which=st.integers(0, 9))
    def notice_is_withdrawn(self, which: int) -> None:
        with self.may_refuse():
            vacancy_acts.withdraw(self.db, self.an_earlier(which), "stays", self.staff, self.now)
        self.what_notice_does()

    @rule(which=st.integers(0, 9), days=st.integers(-60, 90))
    def notice_has_another_last_day(self, which: int, days: int) -> None:
        with self.may_refuse():
            last = self.day + timedelta(days=days)
            vacancy_acts.set_last_day(self.db, self.an_earlier(which), last, self.staff, self.now)
        self.what_notice_does()

    def what_notice_does(self) -> None:
        """Contracts on notice or cancelled end; one that has not begun may begin on another day."""
        for contract in list(self.since):
            found = contracts.get(self.db, contract, self.day)
            assert found is not None
            if found.state in ("notice", "cancelled"):
                del self.since[contract]
            elif found.state == "signed2":
                assert found.begins >= self.since[contract] or found.begins >= self.day
                self.since[contract] = found.begins

    @rule(days=st.sampled_from([0, 1, 7, 31, 100]))
    def days_go_by(self, days: int) -> None:
        self.day += timedelta(days=days)
        for contract in self.contracts:
            for act in ("access", "become", "end"):
                with self.may_refuse():
                    contracts.move(self.db, contract, act, None, 0, self.day)

    @rule(which=st.integers(0, 9), act=st.sampled_from(["open", "refuse"]))
    def conversion(self, which: int, act: str) -> None:
        with self.may_refuse():
            contracts.move(self.db, self.one(which), act, self.officer, 0, self.day)

    @rule(which=st.integers(0, 9), months=st.integers(0, 3), day=st.sampled_from([1, 1, 1, 2]))
    def convert(self, which: int, months: int, day: int) -> None:
        effective = add_months(self.day.replace(day=1), months).replace(day=day)
        with self.may_refuse():
            contracts.convert(self.db, self.one(which), effective, "K", self.staff, 0, self.day)

    @rule(which=st.integers(0, 9))
    def undo(self, which: int) -> None:
        with self.may_refuse():
            contracts.undo(self.db, self.one(which), "wrong_day", self.officer, 0, self.day)

    @rule(which=st.integers(0, 9), months=st.sampled_from([1, 3]))
    def notice(self, which: int, months: int) -> None:
        ends = notice_ends(self.day, months)
        with self.may_refuse():
            contract_ends.give_notice(self.db, self.one(which), ends, self.staff, 0, self.day)
            self.since.pop(self.one(which), None)

    @rule(which=st.integers(0, 9))
    def withdraw(self, which: int) -> None:
        with self.may_refuse():
            contract_ends.withdraw_notice(self.db, self.one(which), self.staff, 0, self.day)

    @invariant()
    def never_two_leases_on_one_home_the_same_day(self) -> None:
        for home in self.homes:
            papers = [
                (begins, ends or leases.EVER)
                for begins, ends in self.db.execute(
                    "SELECT begins, ends FROM leases WHERE home = ? AND NOT void ORDER BY begins", (home,)
                )
            ]
            for (_, ends), (begins, _) in itertools.pairwise(papers):
                assert ends < begins

    @invariant()
    def a_cancelled_contract_has_no_lease_that_holds(self) -> None:
        holds = "SELECT 1 FROM leases JOIN contracts ON contracts.id = contract WHERE NOT void AND state = ?"
        assert self.db.execute(holds, ("cancelled",)).fetchall() == []

    @invariant()
    def never_a_day_without_one_while_it_becomes_first_hand(self) -> None:
        for contract, since in self.since.items():
            for day in _days(since, max(self.day, since) + timedelta(days=130)):
                found = contracts.get(self.db, contract, day)
                assert found is not None and found.holds(day), (contract, day)

    @invariant()
    def the_state_says_what_the_lease_is(self) -> None:
        for each in self.contracts:
            found = contracts.get(self.db, each, self.day)
            assert found is not None
            if found.state in ("second", "signed2", "cancelled"):
                assert found.kind == "second_hand"
            elif found.state == "first":
                assert found.kind == "first_hand"


def _days(first: date, last: date) -> Iterator[date]:
    """Days around every change that a lease can have: firsts, lasts, and each tenth day."""
    day = first
    while day <= last:
        if day.day in (1, 2, 10, 20) or (day + timedelta(days=1)).day == 1:
            yield day
        day += timedelta(days=1)


Life.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestLife = Life.TestCase
