"""One-time codes: readable on paper, of no use to who steals the table, tried only a few times."""

from __future__ import annotations

import sqlite3

import pytest

from storage import codes, people
from storage.codes import ALPHABET, DAY, LENGTH, Invitation, Refusal

NOW = 1_000_000.0
HOUR = 3600.0
ANNA, BERIT = 1, 2
STAFF = Invitation("staff", name="Stina")


def wrong(db: sqlite3.Connection, chat: int, now: float) -> str:
    refusal = codes.redeem(db, "AAAAAAAAAA", chat, now)
    assert isinstance(refusal, Refusal)
    return refusal.why


def test_a_code_has_ten_signs_that_cannot_be_mistaken(db: sqlite3.Connection) -> None:
    made = [codes.make(db, STAFF, NOW, 1) for _ in range(50)]
    assert len(set(made)) == 50
    assert {len(code) for code in made} == {LENGTH}
    assert set("".join(made)) <= set(ALPHABET)
    assert not set(ALPHABET) & set("0O1I")
    assert len(set(ALPHABET)) == 32


def test_the_code_itself_is_nowhere_in_the_store(db: sqlite3.Connection) -> None:
    code = codes.make(db, STAFF, NOW, 1)
    assert code not in "\n".join(db.iterdump())


def test_the_same_code_is_another_hash_in_another_store(db: sqlite3.Connection) -> None:
    code = codes.make(db, STAFF, NOW, 1)
    db.execute("UPDATE facts SET value = ? WHERE name = 'codes.pepper'", ("00" * 32,))
    assert codes.redeem(db, code, ANNA, NOW) == Refusal("unknown")


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}\n"])
def test_a_code_is_taken_as_people_type_it(db: sqlite3.Connection, typed: str) -> None:
    for change in (str.lower, lambda c: f"{c[:5]} {c[5:]}", lambda c: f"{c[:4]}-{c[4:]}"):
        code = codes.make(db, STAFF, NOW, 1)
        assert codes.redeem(db, typed.format(change(code)), ANNA, NOW) == STAFF


def test_what_a_code_gives_is_what_was_written_on_it(db: sqlite3.Connection) -> None:
    household = people.add_household(db, None, NOW)
    for invitation in (
        Invitation("household", household=household, adult=False),
        Invitation("caretaker", areas=("norr", "soder"), name="Karl"),
        Invitation("officer"),
    ):
        assert codes.redeem(db, codes.make(db, invitation, NOW, 1), ANNA, NOW) == invitation


def test_a_code_works_once(db: sqlite3.Connection) -> None:
    code = codes.make(db, STAFF, NOW, 1)
    assert codes.redeem(db, code, ANNA, NOW) == STAFF
    assert codes.redeem(db, code, BERIT, NOW) == Refusal("used")


def test_a_code_expires(db: sqlite3.Connection) -> None:
    code = codes.make(db, STAFF, NOW, days=2)
    assert codes.redeem(db, code, ANNA, NOW + 2 * DAY + 1) == Refusal("expired")
    assert codes.redeem(db, code, ANNA, NOW + 2 * DAY) == STAFF


def test_after_five_wrong_tries_even_a_right_code_waits_for_an_hour(db: sqlite3.Connection) -> None:
    code = codes.make(db, STAFF, NOW, 30)
    assert [wrong(db, ANNA, NOW + i) for i in range(5)] == ["unknown"] * 5
    assert codes.redeem(db, code, ANNA, NOW + 10) == Refusal("wait", NOW + HOUR)
    assert wrong(db, BERIT, NOW + 10) == "unknown"
    assert codes.redeem(db, code, ANNA, NOW + HOUR) == STAFF


def test_a_try_while_waiting_does_not_make_the_wait_longer(db: sqlite3.Connection) -> None:
    for i in range(5):
        wrong(db, ANNA, NOW + i)
    assert codes.redeem(db, "AAAAAAAAAA", ANNA, NOW + 1000) == Refusal("wait", NOW + HOUR)
    assert wrong(db, ANNA, NOW + HOUR) == "unknown"
    assert codes.redeem(db, "AAAAAAAAAA", ANNA, NOW + HOUR) == Refusal("wait", NOW + 1 + HOUR)


def test_used_and_expired_codes_count_as_wrong_tries(db: sqlite3.Connection) -> None:
    code = codes.make(db, STAFF, NOW, 1)
    codes.redeem(db, code, BERIT, NOW)
    for _ in range(5):
        codes.redeem(db, code, ANNA, NOW)
    assert wrong(db, ANNA, NOW) == "wait"


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("ABCDE-FGHJK", True),
        ("abcdefghjk", True),
        ("ABCDEFGHJ", False),
        ("ABCDEFGHJKL", False),
        ("hjälp mig!!", False),
        ("ÅÄÖÅÄÖÅÄÖÅ", False),
        ("", False),
    ],
)
def test_only_what_could_be_a_code_is_counted_as_one(text: str, is_one: bool) -> None:
    assert codes.looks_like_code(text) is is_one


def test_what_a_code_is_for_can_be_asked_without_taking_it(db: sqlite3.Connection) -> None:
    code = codes.make(db, STAFF, NOW, 1)
    assert codes.role_of(db, code.lower()) == "staff"
    assert codes.role_of(db, "AAAAAAAAAA") is None
    assert codes.redeem(db, code, ANNA, NOW) == STAFF
