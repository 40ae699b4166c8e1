"""A flat that was let through the unit, and whose notice is withdrawn or dated otherwise before the keys."""

from __future__ import annotations

import datetime
import sqlite3

import pytest
import pytest_asyncio

from bot.messages.offers import ENDED
from bot.sandbox.phones import Phone
from bot.speech import LOCALES, words
from storage import contract_ends, contracts, households, ledger_check, people, unit_offers, vacancies
from storage.people import Person
from storage.unit_offers import UnitOffer
from tests.talk import DAY, Talk
from tests.unit import Unit, unit_of

FREE = datetime.date(2027, 4, 1)


@pytest_asyncio.fixture
async def unit(talk: Talk) -> Unit:
    return await unit_of(talk)


async def _let(unit: Unit, household: int) -> tuple[UnitOffer, int]:
    """A flat that the household has signed for. Returns it and the offer's number."""
    flat = await unit.flat()
    number = await unit.offered(flat, household)
    await unit.talk.forge(unit.elin, f"unit.said:{number}.yes", f"unit.confirm:{number}.sure")
    assert unit.state(flat) == "let"
    return flat, number


def _contract(talk: Talk, flat: UnitOffer) -> contracts.Contract:
    row = talk.database.reader.execute(
        "SELECT id FROM contracts WHERE vacancy = ?", (flat.vacancy,)
    ).fetchone()
    found = contracts.get(talk.database.reader, row[0], datetime.date(2027, 2, 3))
    assert found is not None
    return found


async def _desk(talk: Talk, stina: Phone, flat: UnitOffer, data: str) -> list[str]:
    return await talk.forge(stina, data.replace("{}", str(flat.vacancy)))


async def test_what_was_signed_is_cancelled_when_the_notice_is_withdrawn(talk: Talk, unit: Unit) -> None:
    stina = await talk.staff()
    household = await unit.household()
    waited = households.get(talk.database.reader, household)
    zahra, child = await unit.adult(household), await talk.helper("sv", household)
    flat, number = await _let(unit, household)
    pushed = len(talk.saw(zahra, "offer.news")), len(talk.saw(child, "offer.news"))
    await _desk(talk, stina, flat, "vacancy.withdraw_as:{}.stays")
    await talk.later(1)
    assert _contract(talk, flat).state == "cancelled"
    assert (unit.in_ledger(flat), unit.state(flat)) == ("void", "void")
    assert (unit.offer(number).state, unit.offer(number).ended) == ("ended", "not_coming")
    case = households.get(talk.database.reader, household)
    assert case is not None and waited is not None
    assert case.waits and case.at == waited.at
    assert unit.tasks() == ["void"] and "void" in unit.told()
    assert (len(talk.saw(zahra, "offer.news")), len(talk.saw(child, "offer.news"))) == (
        pushed[0] + 1,
        pushed[1],
    )
    await talk.later(90 * DAY)
    lives = people.household(talk.database.reader, household)
    assert lives is not None and lives.home is None
    assert _contract(talk, flat).state == "cancelled"
    assert list(ledger_check.problems(talk.database.reader)) == []
    # She is a candidate for the next flat, and can be offered it.
    assert await unit.offered(await unit.flat(datetime.date(2027, 8, 31)), household) > number


@pytest.mark.parametrize("locale", LOCALES)
async def test_the_push_points_and_the_card_tells_in_her_language(
    talk: Talk, unit: Unit, locale: str
) -> None:
    stina = await talk.staff()
    household = await unit.household()
    zahra = await unit.adult(household, locale)
    flat, number = await _let(unit, household)
    await _desk(talk, stina, flat, "vacancy.withdraw_as:{}.stays")
    await talk.later(1)
    assert "5001" not in zahra.sounds[-1].text and "Norra" not in zahra.sounds[-1].text
    await talk.press(zahra, f"offer.show:{number}")
    assert words(locale)(ENDED["not_coming"]) in zahra.last.text
    assert await talk.forge(zahra, f"offer.accept:{number}") == ["offer.refused"]


async def test_once_its_lease_has_begun_a_notice_is_neither_withdrawn_nor_dated(
    talk: Talk, unit: Unit
) -> None:
    stina = await talk.staff()
    household = await unit.household()
    flat, _ = await _let(unit, household)
    await talk.later(70 * DAY)
    assert _contract(talk, flat).state == "second"
    await _desk(talk, stina, flat, "vacancy.card:{}")
    assert not {"withdraw", "last"} & set(talk.saw(stina, "vacancy.card")[-1]["can"])
    heard = await _desk(talk, stina, flat, "vacancy.withdraw_as:{}.stays")
    assert "vacancy.not_possible:begun" in heard
    await _desk(talk, stina, flat, "vacancy.last:{}")
    assert "vacancy.not_possible:begun" in await talk.answers(stina, "2027-05-31")
    assert (unit.in_ledger(flat), _contract(talk, flat).state) == ("let", "second")


@pytest.mark.parametrize(
    ("last_day", "begins"),
    [("2027-05-31", datetime.date(2027, 6, 1)), ("2027-01-31", datetime.date(2027, 2, 2))],
)
async def test_another_last_day_moves_the_lease_and_the_keys_and_is_told(
    talk: Talk, unit: Unit, last_day: str, begins: datetime.date
) -> None:
    stina = await talk.staff()
    household = await unit.household()
    zahra = await unit.adult(household, "sv")
    flat, number = await _let(unit, household)
    assert _contract(talk, flat).begins == FREE
    pushed = len(talk.saw(zahra, "offer.news"))
    await _desk(talk, stina, flat, "vacancy.last:{}")
    await talk.type(stina, last_day)
    await talk.later(1)
    assert _contract(talk, flat).begins == begins  # never in the past
    found = unit_offers.get(talk.database.reader, flat.id)
    vacancy = vacancies.get(talk.database.reader, flat.vacancy)
    assert found is not None and vacancy is not None
    assert found.free_from == vacancy.free_from.isoformat()
    assert len(talk.saw(zahra, "offer.news")) == pushed + 1
    await talk.press(zahra, f"offer.show:{number}")
    assert talk.saw(zahra, "offer.card")[-1]["flat"]["free_from"] == vacancy.free_from.isoformat()


async def test_the_officer_cannot_take_back_what_was_confirmed(talk: Talk, unit: Unit) -> None:
    flat, number = await _let(unit, await unit.household())
    await talk.forge(unit.elin, f"unit.withdraw:{number}.sure")
    assert (unit.offer(number).state, unit.state(flat)) == ("signed", "let")


# -- The contract's end --------------------------------------------------------------------------------


def _at_the_desk_too(db: sqlite3.Connection, unit: Unit) -> Person:
    """The officer, who may now note a notice to quit."""
    elin = people.by_chat(db, unit.elin.chat_id)
    assert elin is not None
    people.give_work(db, elin.id, "staff")
    found = people.get(db, elin.id)
    assert found is not None
    return found


async def _ended(talk: Talk, unit: Unit) -> int:
    """A household whose contract has ended, and which has no other."""
    household = await unit.household()
    flat, _ = await _let(unit, household)
    await talk.later(70 * DAY)
    async with talk.database.transaction() as db:
        by = _at_the_desk_too(db, unit)
        day = datetime.date(2027, 4, 13)
        contract_ends.give_notice(db, _contract(talk, flat).id, datetime.date(2027, 5, 31), by, 0, day)
    await talk.later(60 * DAY)
    assert _contract(talk, flat).state == "ended"
    return household


async def test_a_household_whose_contract_has_ended_is_asked_after_and_waits_again_by_one_press(
    talk: Talk, unit: Unit
) -> None:
    household = await _ended(talk, unit)
    case = households.get(talk.database.reader, household)
    assert case is not None and (case.lives, case.waits) == ("elsewhere", False)
    assert unit.tasks() == ["ended", "unreached"]  # it has no phone that reads of the notice
    await talk.forge(unit.elin, f"people.household:{household}")
    await talk.press(unit.elin, f"people.wait:{household}")
    again = households.get(talk.database.reader, household)
    assert again is not None and again.waits and again.at == case.at
    assert "ended" not in unit.tasks()
    assert await unit.offered(await unit.flat(datetime.date(2027, 9, 30)), household)


async def test_who_keeps_a_home_does_not_wait_for_another(talk: Talk, unit: Unit) -> None:
    household = await unit.household()
    await _let(unit, household)
    await talk.forge(unit.elin, f"people.wait:{household}")
    case = households.get(talk.database.reader, household)
    assert case is not None and not case.waits
    await talk.later(70 * DAY)
    await talk.forge(unit.elin, f"people.wait:{household}")
    case = households.get(talk.database.reader, household)
    assert case is not None and (case.lives, case.waits) == ("home", False)


async def test_with_a_new_contract_nobody_is_asked_where_they_live(talk: Talk, unit: Unit) -> None:
    household = await unit.household()
    await _let(unit, household)
    await talk.later(70 * DAY)
    lives = people.household(talk.database.reader, household)
    assert lives is not None and lives.home is not None
    other = await unit.flat(datetime.date(2027, 5, 31))
    async with talk.database.transaction() as db:
        by = _at_the_desk_too(db, unit)
        old = contracts.of_home(db, lives.home, datetime.date(2027, 4, 13))
        assert old is not None
        contract_ends.give_notice(db, old.id, datetime.date(2027, 6, 30), by, 0, datetime.date(2027, 4, 13))
        contracts.sign_second_hand(db, household, other.home, datetime.date(2027, 6, 1), None, by, 0)
    await talk.later(90 * DAY)
    case = households.get(talk.database.reader, household)
    assert case is not None and (case.lives, case.waits) == ("home", False)
    now = people.household(talk.database.reader, household)
    assert now is not None and now.home == other.home
    assert "ended" not in unit.tasks()
