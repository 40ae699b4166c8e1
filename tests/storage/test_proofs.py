"""What opens a conversion: who may note what, and what is never kept."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest

from storage import contracts, conversions, households, people, proofs
from storage.people import Person
from tests.storage.test_contracts import START, a_home, a_person, lived_in

TODAY = date(2027, 1, 20)


@pytest.fixture
def officer(db: sqlite3.Connection) -> Person:
    return a_person(db, "officer")


@pytest.fixture
def contract(db: sqlite3.Connection, officer: Person) -> int:
    household = households.add(db, officer, "Ån", 4, False, "own", None, 0).household
    signed = contracts.sign_second_hand(db, household, a_home(db), START, None, officer, 0)
    lived_in(db, signed)
    return signed


def _household(db: sqlite3.Connection, contract: int) -> int:
    found = contracts.get(db, contract, TODAY)
    assert found is not None
    return found.household


def test_only_an_adult_who_rents_second_hand_says_that_she_is_registered(
    db: sqlite3.Connection, contract: int
) -> None:
    household = _household(db, contract)
    adult = a_person(db, household=household)
    helper = people.add(db, 900, 0)
    people.join(db, helper, household, False, 0)
    known = people.get(db, helper)
    assert known is not None
    with pytest.raises(proofs.NotAllowed):
        proofs.say_registered(db, known, TODAY, 0, TODAY)
    with pytest.raises(proofs.NotAllowed):
        proofs.say_registered(db, a_person(db), TODAY, 0, TODAY)
    with pytest.raises(proofs.NotNow):
        proofs.say_registered(db, a_person(db, household=people.add_household(db, None, 0)), TODAY, 0, TODAY)
    proofs.say_registered(db, adult, TODAY, 0, TODAY)
    with pytest.raises(proofs.NotNow):
        proofs.say_registered(db, adult, TODAY, 0, TODAY)


@pytest.mark.parametrize("work", ["staff", "admin", "caretaker", "own"])
def test_a_proof_is_noted_by_the_unit_and_never_for_ones_own_household(
    db: sqlite3.Connection, contract: int, officer: Person, work: str
) -> None:
    own = work == "own"
    by = a_person(db, "officer" if own else work, household=_household(db, contract) if own else None)
    with pytest.raises(proofs.NotAllowed):
        proofs.record(db, contract, "registered", TODAY, officer, by, 1, TODAY)
    with pytest.raises(proofs.NotAllowed):  # nor was it seen by one who is not of the unit
        proofs.record(db, contract, "registered", TODAY, by, officer, 1, TODAY)
    assert proofs.proofs(db, contract) == []


def test_a_day_to_come_is_no_proof(db: sqlite3.Connection, contract: int, officer: Person) -> None:
    with pytest.raises(proofs.NotNow, match="day"):
        proofs.record(db, contract, "registered", date(2027, 1, 21), officer, officer, 1, TODAY)


def _enough(db: sqlite3.Connection, contract: int, whose: str) -> bool:
    found = contracts.get(db, contract, TODAY)
    assert found is not None
    return proofs.is_enough(db, found, "one" if whose == "one" else "all")


@pytest.mark.parametrize(("whose", "needs"), [("one", 1), ("all", 2)])
def test_the_policy_says_whose_registration_opens_it(
    db: sqlite3.Connection, contract: int, officer: Person, whose: str, needs: int
) -> None:
    household = _household(db, contract)
    adults = [a_person(db, household=household) for _ in range(2)]
    assert not _enough(db, contract, whose)
    for n, adult in enumerate(adults, 1):
        for _ in range(2):  # the same adult twice counts once
            proofs.record(db, contract, "registered", TODAY, officer, officer, n, TODAY, adult.id)
            assert _enough(db, contract, whose) == (n >= needs)


def test_a_proof_of_nobody_known_does_not_stand_for_every_adult(
    db: sqlite3.Connection, contract: int, officer: Person
) -> None:
    first = a_person(db, household=_household(db, contract))
    proofs.record(db, contract, "registered", TODAY, officer, officer, 1, TODAY)
    assert _enough(db, contract, "all")  # there is one adult here
    second = a_person(db, household=_household(db, contract))
    proofs.record(db, contract, "registered", TODAY, officer, officer, 2, TODAY)
    assert not _enough(db, contract, "all")
    for adult in (first, second):
        proofs.say_registered(db, adult, TODAY, 3, TODAY)
    proofs.record(db, contract, "registered", TODAY, officer, officer, 3, TODAY, first.id)
    assert [each.person for each in proofs.waiting(db, contract)] == [second.id]
    people.leave(db, second.id)  # who has left is not waited for
    assert _enough(db, contract, "all")


def test_the_registration_is_that_of_an_adult_of_the_household(
    db: sqlite3.Connection, contract: int, officer: Person
) -> None:
    stranger = a_person(db, household=people.add_household(db, None, 0))
    with pytest.raises(proofs.NotAllowed):
        proofs.record(db, contract, "registered", TODAY, officer, officer, 1, TODAY, stranger.id)


def test_an_officer_acts_for_a_household_only_once_she_looks_after_it(
    db: sqlite3.Connection, contract: int, officer: Person
) -> None:
    household, other, desk = _household(db, contract), a_person(db, "officer"), a_person(db, "staff")
    households.let_go(db, officer.id, 0)
    assert proofs.sides(db, household, other) == proofs.sides(db, household, officer) == frozenset()
    assert proofs.sides(db, household, desk) == {"staff"}
    with pytest.raises(proofs.NotAllowed):
        proofs.record(db, contract, "registered", TODAY, other, other, 1, TODAY)
    households.take(db, household, other, 0)
    assert proofs.sides(db, household, other) == {"officer"}
    assert proofs.sides(db, people.add_household(db, None, 0), other) == frozenset()  # the unit knows it not


def test_a_written_decision_is_for_the_whole_household(
    db: sqlite3.Connection, contract: int, officer: Person
) -> None:
    for _ in range(2):
        a_person(db, household=_household(db, contract))
    proofs.record(db, contract, "decision", TODAY, officer, officer, 1, TODAY)
    found = contracts.get(db, contract, TODAY)
    assert found is not None and proofs.is_enough(db, found, "all")


def test_what_has_happened_to_a_conversion_stays(
    db: sqlite3.Connection, contract: int, officer: Person
) -> None:
    proofs.record(db, contract, "registered", TODAY, officer, officer, 1, TODAY)
    opened = conversions.open_for(db, contract, ["identity"], officer, 2, TODAY)
    assert opened.ticked == ("registration",)
    with pytest.raises(conversions.NotNow):
        conversions.open_for(db, contract, ["identity"], officer, 3, TODAY)
    for change in ("DELETE FROM conversion_events", "UPDATE conversion_events SET act = 'x'"):
        with pytest.raises(sqlite3.IntegrityError, match="has happened"):
            db.execute(change)


def test_no_column_could_hold_a_document_or_a_number_of_a_person(db: sqlite3.Connection) -> None:
    for table, columns in {
        "registrations": {"id", "contract", "person", "check_by", "settled", "settler", "at"},
        "proofs": {"id", "contract", "person", "ground", "day", "seen_by", "noted_by", "at"},
        "track_a": {"id", "household", "word", "person", "at"},
        "track_c": {"id", "person", "act", "day", "noted_by", "at", "takes_back"},
    }.items():
        assert {row[1] for row in db.execute(f"PRAGMA table_info({table})")} == columns
