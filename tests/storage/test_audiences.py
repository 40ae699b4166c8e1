"""To whom a notice goes: contract kinds and stairs as the store has them, and the homes that get paper."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta

import pytest

from storage import audiences, chats, contract_ends, contracts, homes, people, stock
from storage.audiences import Audience
from storage.people import Person

TODAY = date(2026, 12, 1)
NOW = 1_795_000_000.0


class Street:
    """A house with homes by the names that the test gives them."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        homes.add_area(db, "norr", "Norr")
        self.house = homes.add_house(db, "norr", "Norra vägen 1")
        self.officer, self.staff = self.worker(1, "officer"), self.worker(2, "staff")
        self.names: dict[int, str] = {}

    def worker(self, chat: int, work: str) -> Person:
        person = people.add(self.db, chat, NOW)
        people.give_work(self.db, person, work)
        found = people.get(self.db, person)
        assert found is not None
        return found

    def home(self, name: str, **facts: object) -> int:
        flat = str(1001 + len(self.names))
        stock.put(self.db, stock.Facts(object=name, house=self.house, flat=flat, **facts))  # type: ignore[arg-type]
        home = homes.by_object(self.db, name)
        assert home is not None
        self.names[home.id] = name
        return home.id

    def household(self, name: str, **facts: object) -> int:
        return people.add_household(self.db, self.home(name, **facts), NOW)

    def tenant(self, household: int, locale: str = "sv", adult: bool = True, reachable: bool = True) -> int:
        """A phone of the household's. Returns its chat."""
        chat = 1000 + int(self.db.execute("SELECT count(*) FROM people").fetchone()[0])
        people.join(self.db, people.add(self.db, chat, NOW), household, adult, NOW)
        chats.set_locale(self.db, chat, locale)
        chats.set_reachable(self.db, chat, reachable)
        return chat

    def second_hand(self, household: int) -> int:
        """A second-hand contract that is lived in. Returns it."""
        home = people.household(self.db, household)
        assert home is not None and home.home is not None
        contract = contracts.sign_second_hand(self.db, household, home.home, TODAY, None, self.officer, NOW)
        contracts.move(self.db, contract, "access", None, NOW, TODAY)
        return contract

    def reached(self, **audience: str) -> set[int]:
        found = audiences.next_ones(self.db, Audience(**audience), False, 0, 100)
        return {each.chat for each in found}

    def paper(self, **audience: str) -> list[str]:
        """The homes that get paper."""
        return [self.names[door.home] for door in audiences.doors_without(self.db, Audience(**audience))]


@pytest.fixture
def street(db: sqlite3.Connection) -> Street:
    return Street(db)


def test_the_contract_kind_is_that_of_the_lease_and_of_how_the_home_is_let(street: Street) -> None:
    ordinary, second = street.household("ordinary"), street.household("second")
    block, asylum = street.household("block", letting="municipality"), street.household("a", letting="agency")
    phones = {each: street.tenant(each) for each in (ordinary, second, block, asylum)}
    street.second_hand(second)
    assert street.reached(place="all", contract="first") == {phones[ordinary]}
    assert street.reached(place="all", contract="second") == {phones[second]}
    assert street.reached(place="all", contract="block") == {phones[block]}


def test_who_rents_second_hand_in_the_block_is_in_both(street: Street) -> None:
    household = street.household("block", letting="municipality")
    phone = street.tenant(household)
    street.second_hand(household)
    assert street.reached(place="all", contract="second") == {phone}
    assert street.reached(place="all", contract="block") == {phone}
    assert street.reached(place="all", contract="first") == set()


def test_the_kind_follows_the_contract_until_its_notice_is_over(
    street: Street, db: sqlite3.Connection
) -> None:
    household = street.household("a")
    phone = street.tenant(household)
    contract = street.second_hand(household)
    contracts.move(db, contract, "open", street.officer, NOW, TODAY)
    contracts.convert(db, contract, date(2027, 2, 1), "H-1", street.officer, NOW, TODAY)
    assert street.reached(place="all", contract="second") == {phone}  # approved, and not its day yet

    contracts.move(db, contract, "become", None, NOW, date(2027, 2, 1))
    assert street.reached(place="all", contract="first") == {phone}
    contract_ends.give_notice(db, contract, date(2027, 6, 30), street.staff, NOW, date(2027, 3, 1))
    assert street.reached(place="all", contract="first") == {phone}
    contracts.move(db, contract, "end", None, NOW, date(2027, 6, 30) + timedelta(days=1))
    assert street.reached(place="all", contract="first") == set()


def test_stairs_are_those_that_the_companys_system_names(street: Street, db: sqlite3.Connection) -> None:
    in_a, in_b = street.household("1", stair="A"), street.household("2", stair="B")
    street.tenant(in_a)
    phone = street.tenant(in_b)
    assert audiences.stairs(db, street.house) == ["A", "B"]
    assert street.reached(place=f"stair.{street.house}.B") == {phone}


# -- Paper ---------------------------------------------------------------------------------------------


def test_paper_is_for_homes_that_somebody_lives_in(street: Street) -> None:
    street.home("let, nobody has come in yet")
    street.household("a household without a phone")
    street.home("empty", letting="empty")
    street.home("to come", ready="2027-Q3")
    street.tenant(street.household("reached"))
    street.tenant(street.household("blocked"), reachable=False)
    assert street.paper(place="all") == [
        "let, nobody has come in yet", "a household without a phone", "blocked",
    ]  # fmt: skip


def test_paper_is_for_the_homes_of_the_contract_that_is_meant(street: Street) -> None:
    street.home("ordinary")
    street.home("block", letting="municipality")
    street.home("asylum", letting="agency")
    street.second_hand(street.household("second"))
    assert street.paper(place="all", contract="first") == ["ordinary"]
    assert street.paper(place="all", contract="second") == ["second"]
    assert street.paper(place="all", contract="block") == ["block"]


def test_paper_for_adults_is_where_no_adult_is_reached_and_for_helpers_where_a_helper_is_known(
    street: Street,
) -> None:
    street.household("nobody")
    street.tenant(street.household("an adult"))
    street.tenant(street.household("a helper"), adult=False)
    street.tenant(street.household("a helper who blocked"), adult=False, reachable=False)
    assert street.paper(place="all", role="adult") == ["nobody", "a helper", "a helper who blocked"]
    assert street.paper(place="all", role="helper") == ["a helper who blocked"]


def test_paper_in_a_language_is_for_those_who_are_known_to_read_it(street: Street) -> None:
    street.household("nobody knows")
    street.tenant(street.household("Arabic"), "ar")
    blocked = street.household("Arabic, blocked")
    street.tenant(blocked, "ar", reachable=False)
    street.tenant(blocked, "sv")
    street.tenant(street.household("Swedish, blocked"), "sv", reachable=False)
    assert street.paper(place="all", language="ar") == ["Arabic, blocked"]


def test_there_is_no_paper_for_those_who_work_here(street: Street) -> None:
    street.household("nobody")
    assert street.paper(place="all", role="caretaker") == []


@pytest.mark.parametrize("narrowed", [{}, {"contract": "first"}, {"language": "ar"}, {"role": "adult"}])
def test_as_many_homes_are_counted_as_get_paper(
    street: Street, db: sqlite3.Connection, narrowed: dict[str, str]
) -> None:
    street.household("nobody")
    street.household("block", letting="municipality")
    street.home("empty", letting="empty")
    street.tenant(street.household("Arabic"), "ar", reachable=False)
    counted = audiences.count(db, Audience("all", **narrowed), False)
    assert counted.homes_without == len(street.paper(place="all", **narrowed))
