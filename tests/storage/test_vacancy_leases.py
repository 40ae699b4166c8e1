"""A notice to quit and the contracts on its home: what each makes of the other."""

from __future__ import annotations

import datetime
import sqlite3

import pytest

from storage import contract_ends, contracts, homes, people, vacancies, vacancy_acts
from storage.contracts import Contract
from storage.homes import Home
from storage.ledger import Policy
from storage.people import Person
from storage.vacancies import NotAllowed, Vacancy
from storage.vacancy_leases import Tied
from tests.storage.test_contracts import START, a_home, a_person

EVERY = Policy("2026-01-01", 1, 1)
TODAY = datetime.date(2027, 3, 10)
NOW = datetime.datetime(2027, 3, 10, 12, tzinfo=datetime.UTC).timestamp()
LAST = datetime.date(2027, 6, 30)


class Stock:
    """A home on which a household has rented second-hand since START, an officer and the desk."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.officer, self.staff = a_person(db, "officer"), a_person(db, "staff")
        self.home = a_home(db)
        self.household = people.add_household(db, None, 0)
        self.contract = contracts.sign_second_hand(
            db, self.household, self.home, START, None, self.officer, 0
        )
        contracts.move(db, self.contract, "access", None, 0, START)

    def first_hand(self) -> None:
        db, day = self.db, datetime.date(2027, 1, 20)
        contracts.move(db, self.contract, "open", self.officer, 0, day)
        contracts.convert(db, self.contract, datetime.date(2027, 2, 1), "K-1", self.staff, 0, day)
        contracts.move(db, self.contract, "become", None, 0, datetime.date(2027, 2, 1))

    def known(self) -> Home:
        found = homes.get(self.db, self.home)
        assert found is not None
        return found

    def now(self, contract: int = 0) -> Contract:
        found = contracts.get(self.db, contract or self.contract, TODAY)
        assert found is not None
        return found

    def notice(self, excluded: str = "", by: Person | None = None) -> Vacancy:
        who = by or self.staff
        return vacancy_acts.register(
            self.db, self.known(), "K-1", TODAY.isoformat(), LAST, excluded, who, NOW
        )

    def confirmed(self, vacancy: Vacancy) -> Vacancy:
        vacancy_acts.confirm(self.db, [vacancy.id], EVERY, self.staff, NOW)
        found = vacancies.get(self.db, vacancy.id)
        assert found is not None
        return found


@pytest.fixture
def stock(db: sqlite3.Connection) -> Stock:
    return Stock(db)


def test_a_flat_that_comes_back_from_second_hand_does_not_count_whatever_the_stock_says(stock: Stock) -> None:
    made = stock.notice()
    assert (stock.known().letting, made.excluded) == ("ordinary", "block_return")
    with pytest.raises(NotAllowed):
        vacancy_acts.exclude(stock.db, made.id, "", stock.staff, NOW)
    assert stock.confirmed(made).state == "excluded"


@pytest.mark.parametrize("letting", ["ordinary", "municipality"])
def test_a_home_that_became_first_hand_counts_whatever_the_stock_says(stock: Stock, letting: str) -> None:
    stock.first_hand()
    stock.db.execute("UPDATE homes SET letting = ?", (letting,))
    assert stock.confirmed(stock.notice()).state == "unit"


def test_a_notice_puts_the_contract_on_notice_and_the_home_is_let_from_the_day_after(stock: Stock) -> None:
    stock.first_hand()
    flat = stock.confirmed(stock.notice())
    assert (stock.now().state, stock.now().ends) == ("notice", LAST)
    family = people.add_household(stock.db, None, 0)
    signed = contracts.sign_second_hand(
        stock.db, family, stock.home, flat.free_from, flat.id, stock.officer, NOW
    )
    vacancies.unit_answered(stock.db, flat.id, "let", "", stock.officer, NOW)
    assert stock.now(signed).begins == datetime.date(2027, 7, 1)
    for last_day in (datetime.date(2027, 8, 31), datetime.date(2027, 4, 30)):
        vacancy_acts.set_last_day(stock.db, flat.id, last_day, stock.staff, NOW)
        assert stock.now().ends == last_day
        assert stock.now(signed).begins == last_day + datetime.timedelta(days=1)
    vacancy_acts.withdraw(stock.db, flat.id, "stays", stock.staff, NOW)
    assert (stock.now().state, stock.now().ends) == ("first", None)
    assert stock.now(signed).state == "cancelled"
    assert contracts.to_come(stock.db, family, TODAY) is None


def test_a_notice_that_is_on_the_contract_already_ends_it_when_the_desk_says(stock: Stock) -> None:
    stock.first_hand()
    contract_ends.give_notice(stock.db, stock.contract, datetime.date(2027, 5, 31), stock.staff, NOW, TODAY)
    stock.notice()
    assert (stock.now().state, stock.now().ends) == ("notice", LAST)


@pytest.mark.parametrize("reason", ["takeover", "premises", "conversion"])
def test_where_the_household_goes_on_living_there_its_contract_goes_on(stock: Stock, reason: str) -> None:
    stock.first_hand()
    made = stock.notice(reason)
    assert (made.excluded, stock.now().state) == (reason, "first")
    vacancy_acts.exclude(stock.db, made.id, "", stock.staff, NOW)
    assert stock.now().state == "notice"
    vacancy_acts.exclude(stock.db, made.id, reason, stock.staff, NOW)
    assert (stock.now().state, stock.now().ends) == ("first", None)


def test_the_municipalitys_lease_that_ends_by_a_conversion_brings_no_flat_back(stock: Stock) -> None:
    made = stock.notice("conversion")
    assert (made.excluded, stock.now().state) == ("conversion", "second")


def test_a_contract_that_becomes_first_hand_is_settled_first(stock: Stock) -> None:
    contracts.move(stock.db, stock.contract, "open", stock.officer, NOW, TODAY)
    with pytest.raises(Tied, match="changing"):
        stock.notice()
    assert vacancies.drafts(stock.db) == []


def test_a_notice_is_not_withdrawn_once_the_last_day_is_past(stock: Stock) -> None:
    stock.first_hand()
    flat = stock.notice()
    later = datetime.datetime(2027, 7, 2, 12, tzinfo=datetime.UTC).timestamp()
    with pytest.raises(Tied, match="over"):
        vacancy_acts.withdraw(stock.db, flat.id, "stays", stock.staff, later)


def test_nobody_acts_on_the_contract_of_their_own_household(stock: Stock) -> None:
    stock.first_hand()
    people.move(stock.db, stock.household, None)  # it lives elsewhere already
    own = a_person(stock.db, "staff", household=stock.household)
    with pytest.raises(NotAllowed):
        stock.notice(by=own)
    flat = stock.notice()
    for act in (
        lambda: vacancy_acts.withdraw(stock.db, flat.id, "stays", own, NOW),
        lambda: vacancy_acts.set_last_day(stock.db, flat.id, datetime.date(2027, 7, 31), own, NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert stock.now().ends == LAST
