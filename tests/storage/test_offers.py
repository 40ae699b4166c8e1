"""A flat for the unit, and the household it is offered to: lives, rights, and what cannot be."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import households, offers, officer_tasks, people, unit_offers
from storage.database import known_migrations
from storage.households import Case
from storage.offers import Offer, Refused
from storage.people import NotAllowed, Person
from storage.unit_offers import NotNow, UnitOffer
from tests.unit import owed_flat

DAY, LATER = "2027-02-05", "2027-02-12"
TODAY = "2027-02-02"
NOW = 1_801_562_400.0


class House:
    """A store with an officer and her household of two adults and a child."""

    def __init__(self) -> None:
        self.db = sqlite3.connect(":memory:", isolation_level=None)
        for _, script in known_migrations():
            self.db.executescript(script.read_text())
        self.db.execute("PRAGMA foreign_keys = ON")
        self.db.execute("INSERT INTO areas VALUES ('norr', 'Norr')")
        self.db.execute("INSERT INTO houses (area, address) VALUES ('norr', 'Norra vägen 1')")
        self.chats = 100
        self.elin = self.officer()
        self.case = self.waits()
        self.zahra, self.omid = self.lives(self.case), self.lives(self.case)
        self.child = self.lives(self.case, adult=False)

    def officer(self) -> Person:
        person = self._person()
        people.give_work(self.db, person, "officer")
        return self._known(person)

    def waits(self, by: Person | None = None) -> Case:
        return households.add(self.db, by or self.elin, "Ån", 4, False, "own", None, NOW)

    def lives(self, case: Case, adult: bool = True) -> Person:
        person = self._person()
        people.join(self.db, person, case.household, adult, NOW)
        return self._known(person)

    def _person(self) -> int:
        self.chats += 1
        return people.add(self.db, self.chats, NOW)

    def _known(self, person: int) -> Person:
        found = people.get(self.db, person)
        assert found is not None
        return found

    def flat(self) -> UnitOffer:
        vacancy, home = owed_flat(self.db, NOW)
        return unit_offers.add(self.db, vacancy, home, "2027-04-01", 7200, DAY, NOW + 1, None, NOW)

    def match(self, flat: UnitOffer, case: Case | None = None, by: Person | None = None) -> Offer:
        household = (case or self.case).household
        return offers.match(self.db, flat, household, by or self.elin, DAY, NOW + 1, None, NOW)

    def now(self, offer: Offer) -> Offer:
        found = offers.get(self.db, offer.id)
        assert found is not None
        return found

    def says(self, offer: Offer, person: Person, what: str, today: str = TODAY) -> Offer:
        return offers.answer(self.db, self.now(offer), person, what, today, NOW)

    def flat_state(self, flat: UnitOffer) -> str:
        found = unit_offers.get(self.db, flat.id)
        assert found is not None
        return found.state


@pytest.fixture
def house() -> House:
    return House()


def test_every_act_of_the_tables_leads_to_a_state_that_is_there() -> None:
    for table in (offers.TRANSITIONS, unit_offers.TRANSITIONS):
        for acts in table.values():
            assert set(acts.values()) <= set(table)
    assert offers.TRANSITIONS["ended"] == {}
    assert set(offers.TRANSITIONS["signed"]) == {"fall"}
    assert all(unit_offers.TRANSITIONS[state] == {} for state in ("declined", "expired", "void"))
    assert set(unit_offers.TRANSITIONS["let"]) == {"void"}


def test_a_vacancy_is_offered_to_the_unit_once_and_a_home_once_at_a_time(house: House) -> None:
    flat = house.flat()
    for vacancy, home in ((flat.vacancy, flat.home + 1), (flat.vacancy + 1, flat.home)):
        with pytest.raises(sqlite3.IntegrityError):
            unit_offers.add(house.db, vacancy, home, "2027-04-01", None, DAY, NOW, None, NOW)
    unit_offers.move(house.db, flat.id, "expire", None, "", NOW)
    again = unit_offers.add(house.db, flat.vacancy + 1, flat.home, "2027-09-01", None, DAY, NOW, None, NOW)
    assert again.live


def test_only_officers_move_a_flat_and_only_where_it_follows(house: House) -> None:
    flat = house.flat()
    with pytest.raises(NotAllowed):
        unit_offers.move(house.db, flat.id, "decline", house.zahra, "other", NOW)
    with pytest.raises(NotNow):
        unit_offers.move(house.db, flat.id, "let", house.elin, "", NOW)
    with pytest.raises(LookupError):
        unit_offers.move(house.db, 999, "decline", house.elin, "other", NOW)
    assert house.flat_state(flat) == "open"


def test_a_flat_is_offered_to_one_household_and_a_household_is_offered_one_flat(house: House) -> None:
    one, two = house.flat(), house.flat()
    house.match(one)
    for flat, case, why in ((one, house.waits(), "taken"), (two, house.case, "busy")):
        with pytest.raises(Refused) as caught:
            house.match(flat, case)
        assert caught.value.why == why
    # The store itself refuses it too.
    with pytest.raises(sqlite3.IntegrityError):
        house.db.execute(
            "INSERT INTO offers (unit_offer, household, state, answer_by, half, officer, at, changed)"
            " VALUES (?, ?, 'open', ?, 1, ?, 1, 1)",
            (two.id, house.case.household, DAY, house.elin.id),
        )


def test_only_its_officer_names_a_household_and_never_her_own(house: House) -> None:
    flat, other = house.flat(), house.officer()
    with pytest.raises(NotAllowed):
        house.match(flat, by=other)
    people.join(house.db, house.elin.id, house.case.household, True, NOW)
    with pytest.raises(NotAllowed):
        house.match(flat, by=people.get(house.db, house.elin.id))


def test_a_household_that_waits_no_longer_is_not_named(house: House) -> None:
    households.has_home(house.db, house.case.household, house.elin.id, NOW)
    with pytest.raises(Refused):
        house.match(house.flat())


@pytest.mark.parametrize(
    ("state", "today", "why"),
    [
        ("open", "2027-02-06", "late"),
        ("silent", TODAY, "late"),
        ("signed", TODAY, "over"),
        ("ended", TODAY, "over"),
    ],
)
def test_an_answer_that_comes_too_late_changes_nothing(
    house: House, state: str, today: str, why: str
) -> None:
    offer = house.match(house.flat())
    house.db.execute("UPDATE offers SET state = ?", (state,))
    with pytest.raises(Refused) as caught:
        house.says(offer, house.zahra, "yes", today)
    assert caught.value.why == why
    assert house.now(offer).state == state
    assert offers.answers(house.db, offer) == {}


def test_on_the_last_day_itself_an_answer_counts(house: House) -> None:
    offer = house.match(house.flat())
    assert house.says(offer, house.zahra, "yes", DAY).state == "accepted"


def test_helpers_and_strangers_do_not_answer(house: House) -> None:
    offer = house.match(house.flat())
    stranger = house.lives(house.waits())
    for person, why in ((house.child, "adult"), (stranger, "not_yours"), (house.elin, "not_yours")):
        with pytest.raises(Refused) as caught:
            house.says(offer, person, "yes")
        assert caught.value.why == why


def test_a_declined_flat_is_open_again_and_a_changed_mind_takes_it_back(house: House) -> None:
    flat = house.flat()
    offer = house.match(flat)
    house.says(offer, house.zahra, "no")
    assert house.flat_state(flat) == "open"
    house.says(offer, house.zahra, "yes")
    assert house.flat_state(flat) == "matched"


def test_the_next_household_ends_the_offer_of_the_one_that_declined(house: House) -> None:
    flat = house.flat()
    offer = house.match(flat)
    house.says(offer, house.zahra, "no")
    house.match(flat, house.waits())
    assert (house.now(offer).state, house.now(offer).ended) == ("ended", "passed_on")


def test_only_agreed_answers_are_confirmed(house: House) -> None:
    offer = house.match(house.flat())
    house.says(offer, house.zahra, "yes")
    house.says(offer, house.omid, "no")
    with pytest.raises(Refused) as caught:
        offers.confirm(house.db, house.now(offer), house.elin, NOW)
    assert caught.value.why == "differ"
    people.leave(house.db, house.omid.id)
    assert offers.confirm(house.db, house.now(offer), house.elin, NOW).state == "signed"


def test_a_yes_of_one_who_has_left_is_not_confirmed(house: House) -> None:
    offer = house.match(house.flat())
    house.says(offer, house.zahra, "yes")
    people.leave(house.db, house.zahra.id)
    with pytest.raises(Refused):
        offers.confirm(house.db, house.now(offer), house.elin, NOW)


def test_more_time_is_given_after_silence_only(house: House) -> None:
    offer = house.match(house.flat())
    with pytest.raises(Refused):
        offers.give_more_time(house.db, offer, house.elin, LATER, NOW, None, NOW)
    offers.miss(house.db, offer, NOW)
    given = offers.give_more_time(house.db, house.now(offer), house.elin, LATER, NOW, None, NOW)
    assert (given.state, given.answer_by, given.reminded) == ("open", LATER, 0)


def test_a_task_is_there_once_and_goes_with_the_household(house: House) -> None:
    offer = house.match(house.flat())
    assert officer_tasks.add(house.db, house.case.household, offer.id, "call", NOW)
    assert not officer_tasks.add(house.db, house.case.household, offer.id, "call", NOW)
    assert not officer_tasks.add(house.db, 999, None, "call", NOW)  # nobody's household
    officer_tasks.add(house.db, house.case.household, offer.id, "silent", NOW)
    officer_tasks.settle(house.db, offer.id, NOW)
    (task,) = officer_tasks.open_for(house.db, house.elin)
    assert task.kind == "call"  # a wish to be called stays
    other = house.officer()
    with pytest.raises(NotAllowed):
        officer_tasks.finish(house.db, task, other, NOW)
    households.let_go(house.db, house.elin.id, NOW)
    households.take(house.db, house.case.household, other, NOW)
    assert officer_tasks.open_for(house.db, house.elin) == []
    officer_tasks.finish(house.db, task, other, NOW)
    assert officer_tasks.open_for(house.db, other) == []


# -- Whatever happens --------------------------------------------------------------------------------

ACTS = (
    "zahra_yes", "zahra_no", "omid_yes", "omid_no", "phone_yes", "phone_no", "miss", "more", "confirm",
    "withdraw", "match", "match_other", "leave", "expire",
)  # fmt: skip


def _do(house: House, act: str, flats: list[UnitOffer], other: Case) -> None:
    """One act on what there is now; one that is refused is answered so, and changes nothing."""
    latest = offers.of_household(house.db, house.case.household)
    offer = latest[0] if latest else None
    who = {"zahra": house.zahra, "omid": people.get(house.db, house.omid.id)}
    match act.split("_"):
        case ["match"]:
            house.match(next(flat for flat in flats if house.flat_state(flat) == "open"))
        case ["match", "other"]:
            house.match(next(flat for flat in flats if house.flat_state(flat) == "open"), other)
        case ["leave"]:
            people.leave(house.db, house.omid.id)
        case ["expire"]:
            flat = flats[0]
            for each in offers.of_unit_offer(house.db, flat.id):
                if each.state not in ("signed", "ended"):
                    offers.end(house.db, each, "expired", None, NOW)
            unit_offers.move(house.db, flat.id, "expire", None, "", NOW)
        case _ if offer is None:
            return
        case ["phone", says]:
            offers.answer_for(house.db, offer, house.elin, says, NOW)
        case ["miss"]:
            offers.miss(house.db, offer, NOW)
        case ["more"]:
            offers.give_more_time(house.db, offer, house.elin, LATER, NOW, None, NOW)
        case ["confirm"]:
            offers.confirm(house.db, offer, house.elin, NOW)
            unit_offers.move(house.db, offer.unit_offer, "let", house.elin, "", NOW)
            households.has_home(house.db, offer.household, house.elin.id, NOW)
        case ["withdraw"]:
            offers.withdraw(house.db, offer, house.elin, NOW)
        case [name, says]:
            person = who[name]
            assert person is not None
            house.says(offer, person, says)


def _holds(house: House) -> None:
    """What is true after every act."""

    def ask(sql: str) -> list[tuple[Any, ...]]:
        return house.db.execute(sql).fetchall()

    live = "state IN ('open', 'silent', 'accepted')"
    assert ask(f"SELECT household FROM offers WHERE {live} GROUP BY household HAVING count(*) > 1") == []
    assert ask(f"SELECT unit_offer FROM offers WHERE {live} GROUP BY unit_offer HAVING count(*) > 1") == []
    # A flat is asked about exactly while somebody is asked; one that is over asks nobody.
    for flat, state in ask("SELECT id, state FROM unit_offers"):
        asked = ask(f"SELECT count(*) FROM offers WHERE unit_offer = {flat} AND {live}")[0][0]
        assert (state == "matched") == (asked == 1), (flat, state, asked)
        if state in ("expired", "void", "declined"):
            left = f"SELECT 1 FROM offers WHERE unit_offer = {flat} AND state NOT IN ('ended', 'signed')"
            assert ask(left) == []
    assert len(ask("SELECT 1 FROM offers WHERE state = 'signed' AND household = "
                   f"{house.case.household}")) <= 1  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(ACTS), max_size=14))
def test_whatever_is_done_in_whatever_order_nothing_is_offered_twice(acts: list[str]) -> None:
    house = House()
    flats, other = [house.flat(), house.flat()], house.waits()
    for act in acts:
        house.db.execute("SAVEPOINT act")
        try:
            _do(house, act, flats, other)
        except (Refused, NotNow, NotAllowed, StopIteration):
            house.db.execute("ROLLBACK TO act")
        house.db.execute("RELEASE act")
        _holds(house)
    house.db.close()
