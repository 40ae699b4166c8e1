"""A flat is offered to a household, and the household answers: all ways through it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import pytest_asyncio

from bot import hours
from bot.sandbox.phones import Phone
from bot.speech import STOCKHOLM, words
from storage import (
    contracts,
    households,
    inbox,
    offers,
    people,
    unit_offers,
    vacancies,
    vacancy_acts,
)
from storage.codes import Invitation
from tests.talk import DAY, Talk
from tests.unit import Unit, unit_of

HOUR = 3600.0


@pytest_asyncio.fixture
async def unit(talk: Talk) -> Unit:
    return await unit_of(talk)


def _pushes(talk: Talk, phone: Phone) -> list[str]:
    return [each["what"] for each in talk.saw(phone, "offer.news")]


def _card(talk: Talk, phone: Phone) -> dict[str, Any]:
    return talk.saw(phone, "offer.card")[-1]


async def _says(talk: Talk, phone: Phone, number: int, answer: str) -> list[str]:
    """Accepts or declines, and is sure."""
    return await talk.forge(phone, f"offer.{answer}:{number}", f"offer.sure:{number}")


async def _asked(unit: Unit, locale: str = "fa_AF") -> tuple[Phone, int]:
    """A household of one adult that has an offer open."""
    household = await unit.household()
    zahra = await unit.adult(household, locale)
    flat = await unit.flat()
    return zahra, await unit.offered(flat, household)


# -- The whole way -----------------------------------------------------------------------------------


async def test_a_flat_that_is_owed_goes_to_a_household_that_says_yes_and_has_a_contract(
    talk: Talk, unit: Unit
) -> None:
    household = await unit.household()
    zahra = await unit.adult(household)
    flat = await unit.flat()
    assert unit.told() == ["flat"]
    await talk.press(unit.elin, f"unit.flat:{flat.id}", f"unit.match:{flat.id}.{household}")
    assert offers.live_of(talk.database.reader, household) is None  # it was only asked: sure?
    await talk.press(unit.elin, f"unit.match:{flat.id}.{household}.sure")
    assert _pushes(talk, zahra) == ["new"]
    number = int(zahra.last.data[0].partition(":")[2])

    await talk.press(zahra, f"offer.show:{number}")
    text = zahra.last.text
    assert "Norra vägen 1, Testby" in text
    assert "7200" in text and "62" in text
    assert "دلو" in text and "2027" in text  # the day in both calendars
    assert any(button.url for row in zahra.last.buttons for button in row)
    await talk.press(zahra, f"offer.accept:{number}")
    assert unit.offer(number).state == "open"
    await talk.press(zahra, f"offer.sure:{number}")
    assert unit.offer(number).state == "accepted"
    assert unit.told() == ["flat", "accepted"]

    await talk.press(unit.elin, f"people.household:{household}", f"unit.offer:{number}")
    await talk.press(unit.elin, f"unit.confirm:{number}", f"unit.confirm:{number}.sure")
    assert (unit.offer(number).state, unit.state(flat), unit.in_ledger(flat)) == ("signed", "let", "let")
    assert _pushes(talk, zahra) == ["new", "news"]
    signed = contracts.to_come(talk.database.reader, household, datetime.date(2027, 2, 2))
    assert signed is not None
    assert (signed.home, signed.begins, signed.kind) == (flat.home, datetime.date(2027, 4, 1), "second_hand")
    case = households.get(talk.database.reader, household)
    assert case is not None
    assert not case.waits
    assert unit.tasks() == []


async def test_a_push_tells_no_address_no_rent_and_no_name(talk: Talk, unit: Unit) -> None:
    household = await unit.household("Blå dörren")
    phones = {locale: await unit.adult(household, locale) for locale in ("sv", "ar", "fa_AF", "en")}
    child = await talk.helper("sv", household)
    await unit.offered(await unit.flat(), household)
    for phone in [*phones.values(), child]:
        pushed = phone.sounds[-1].text
        for secret in ("Norra", "7200", "Blå", "1001"):
            assert secret not in pushed
        assert "2027" in pushed


async def test_helpers_and_minors_see_only_that_an_adult_must_answer_by_that_day(
    talk: Talk, unit: Unit
) -> None:
    household = await unit.household()
    await unit.adult(household)
    child = await talk.helper("fa_AF", household)
    number = await unit.offered(await unit.flat(), household)
    assert await talk.forge(child, f"offer.show:{number}") == ["offer.for_helper"]
    assert "7200" not in child.last.text and "Norra" not in child.last.text
    assert "2027" in child.last.text
    for data in ("accept", "decline", "call"):
        assert "offer.refused" in await talk.forge(child, f"offer.{data}:{number}")
    await talk.forge(child, f"offer.sure:{number}", f"offer.why:{number}.rent")
    assert unit.offer(number).state == "open"
    assert talk.count("offer_answers") == 0


# -- Answers -----------------------------------------------------------------------------------------


async def test_an_answer_can_be_changed_until_the_unit_has_confirmed_it(talk: Talk, unit: Unit) -> None:
    zahra, number = await _asked(unit)
    await _says(talk, zahra, number, "decline")
    assert unit.offer(number).state == "declined"
    await _says(talk, zahra, number, "accept")
    assert unit.offer(number).state == "accepted"
    assert unit.tasks() == ["accepted"]
    await talk.forge(unit.elin, f"unit.confirm:{number}.sure")
    assert "offer.refused" in await talk.forge(zahra, f"offer.decline:{number}")
    assert unit.offer(number).state == "signed"


async def test_a_no_may_have_a_reason_and_needs_none(talk: Talk, unit: Unit) -> None:
    zahra, number = await _asked(unit)
    await _says(talk, zahra, number, "decline")
    assert _card(talk, zahra)["asks"] == "why"
    await talk.press(zahra, f"offer.why:{number}.stairs")
    await talk.forge(unit.elin, f"unit.offer:{number}")
    assert talk.saw(unit.elin, "unit.offer")[-1]["why"] == "stairs"
    await talk.forge(zahra, f"offer.why:{number}.skip", f"offer.why:{number}.because", f"offer.why:{number}")
    assert offers.why(talk.database.reader, unit.offer(number)) == "stairs"


async def test_where_two_adults_answer_differently_nothing_switches_and_a_person_calls(
    talk: Talk, unit: Unit
) -> None:
    household = await unit.household()
    zahra, omid = await unit.adult(household), await unit.adult(household, "sv")
    number = await unit.offered(await unit.flat(), household)
    await _says(talk, zahra, number, "accept")
    await talk.press(omid, f"offer.show:{number}")
    assert _pushes(talk, omid) == ["new", "news"]
    await _says(talk, omid, number, "decline")
    assert unit.offer(number).state == "accepted"
    assert unit.tasks() == ["differ"]
    assert _card(talk, omid)["differ"]
    # It cannot be confirmed, whatever a button says.
    await talk.forge(unit.elin, f"unit.confirm:{number}.sure")
    assert talk.saw(unit.elin, "unit.offer")[-1]["why_not"] == "differ"
    assert unit.offer(number).state == "accepted"
    await _says(talk, omid, number, "accept")
    assert unit.tasks() == ["accepted"]
    await talk.forge(unit.elin, f"unit.confirm:{number}.sure")
    assert unit.offer(number).state == "signed"


async def test_what_they_tell_the_officer_settles_what_the_adults_differ_about(
    talk: Talk, unit: Unit
) -> None:
    household = await unit.household()
    zahra, omid = await unit.adult(household), await unit.adult(household)
    number = await unit.offered(await unit.flat(), household)
    await _says(talk, zahra, number, "decline")
    await _says(talk, omid, number, "accept")
    assert (unit.offer(number).state, unit.tasks()) == ("declined", ["differ"])
    await talk.forge(unit.elin, f"unit.said:{number}.yes", f"unit.confirm:{number}.sure")
    assert unit.offer(number).state == "signed"


async def test_the_others_see_the_answer_on_the_offer_that_they_have_open(talk: Talk, unit: Unit) -> None:
    household = await unit.household()
    zahra, omid = await unit.adult(household), await unit.adult(household, "sv")
    number = await unit.offered(await unit.flat(), household)
    await talk.press(omid, f"offer.show:{number}")
    await _says(talk, zahra, number, "accept")
    assert words("sv")("Your household has said yes. Now the unit confirms it.") in "".join(
        message.text for message in omid.messages
    )


async def test_who_does_not_understand_is_called(talk: Talk, unit: Unit) -> None:
    zahra, number = await _asked(unit)
    await talk.press(zahra, f"offer.show:{number}", f"offer.call:{number}")
    assert _card(talk, zahra)["called"]
    assert not zahra.shown(f"offer.call:{number}")
    assert unit.tasks() == ["call"]
    await talk.forge(zahra, f"offer.call:{number}")
    assert unit.tasks() == ["call"]
    # An answer does not settle that she wants to be called.
    await _says(talk, zahra, number, "accept")
    assert unit.tasks() == ["call", "accepted"]


async def test_an_old_button_asks_nothing_and_answers_nothing(talk: Talk, unit: Unit) -> None:
    zahra, number = await _asked(unit)
    await talk.forge(zahra, f"offer.sure:{number}")
    assert unit.offer(number).state == "open"
    await talk.forge(zahra, f"offer.accept:{number}", f"offer.show:{number}", f"offer.sure:{number}")
    assert unit.offer(number).state == "open"  # she went back: what was asked is asked no more
    await _says(talk, zahra, number, "accept")
    await talk.forge(zahra, f"offer.sure:{number}")
    assert talk.count("offer_answers") == 1


@pytest.mark.parametrize("value", ["", "x", "0", "999", "²", "12.sure", "9" * 30, "-1"])
async def test_a_forged_number_is_answered_kindly(talk: Talk, unit: Unit, value: str) -> None:
    zahra, _number = await _asked(unit)
    for step in ("show", "accept", "decline", "sure", "call", "why"):
        assert await talk.forge(zahra, f"offer.{step}:{value}") == ["offer.refused"]


# -- Time --------------------------------------------------------------------------------------------


def _day(talk: Talk) -> datetime.date:
    return datetime.datetime.fromtimestamp(talk.clock.now(), STOCKHOLM).date()


async def test_the_adults_are_reminded_at_half_time_and_a_working_day_before(talk: Talk, unit: Unit) -> None:
    household = await unit.household()
    zahra = await unit.adult(household)
    child = await talk.helper("sv", household)
    number = await unit.offered(await unit.flat(), household)
    assert unit.offer(number).answer_by == "2027-02-05"  # from Tuesday, three working days
    for _ in range(8):
        await talk.later(6 * HOUR)
    assert _day(talk) == datetime.date(2027, 2, 4)
    assert _pushes(talk, zahra) == ["new", "half", "last"]
    assert _pushes(talk, child) == ["new"]
    assert unit.offer(number).state == "open"


async def test_who_has_answered_is_not_reminded(talk: Talk, unit: Unit) -> None:
    zahra, number = await _asked(unit)
    await _says(talk, zahra, number, "decline")
    for _ in range(8):
        await talk.later(6 * HOUR)
    assert _pushes(talk, zahra) == ["new"]


async def test_silence_is_a_task_for_a_person_and_no_penalty(talk: Talk, unit: Unit) -> None:
    zahra, number = await _asked(unit, "sv")
    await talk.press(zahra, f"offer.show:{number}")
    await talk.later(3.7 * DAY)
    assert _day(talk) == datetime.date(2027, 2, 6)
    assert unit.offer(number).state == "silent"
    assert unit.tasks() == ["silent"]
    assert "ringer" in zahra.last.text
    # An answer after the deadline does not count, and she is told what happens instead.
    await talk.forge(zahra, f"offer.accept:{number}")
    assert talk.saw(zahra, "offer.refused")[-1]["reason"] == "late"
    assert unit.offer(number).state == "silent"
    # The officer has called.
    await talk.forge(unit.elin, f"unit.more:{number}")
    assert unit.offer(number).answer_by == "2027-02-11"
    assert _pushes(talk, zahra)[-1] == "more"
    await _says(talk, zahra, number, "accept")
    assert unit.offer(number).state == "accepted"


async def test_an_answer_after_the_deadline_does_not_count_before_the_clock_has_seen_it(
    talk: Talk, unit: Unit
) -> None:
    zahra, number = await _asked(unit)
    await talk.forge(zahra, f"offer.accept:{number}")
    talk.clock.at += 4 * DAY
    await talk.forge(zahra, f"offer.sure:{number}")
    assert talk.saw(zahra, "offer.refused")[-1]["reason"] == "late"
    assert unit.offer(number).state == "open"


async def test_the_officer_enters_what_they_said_on_the_phone(talk: Talk, unit: Unit) -> None:
    zahra, number = await _asked(unit)
    await talk.later(3.7 * DAY)
    await talk.forge(unit.elin, f"unit.said:{number}.yes")
    assert (unit.offer(number).state, unit.offer(number).by_phone) == ("accepted", "yes")
    # She says it herself after all, and otherwise.
    await _says(talk, zahra, number, "decline")
    assert (unit.offer(number).state, unit.offer(number).by_phone) == ("declined", "")


@pytest.mark.parametrize("day", ["2026-12-21", "2026-12-22", "2026-12-23", "2026-12-24", "2027-06-22"])
def test_no_answer_is_awaited_on_a_day_off(company: Any, day: str) -> None:
    moment = datetime.datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=STOCKHOLM)
    for days in range(1, 12):
        until, half, last = hours.days_to_answer(company, moment, days)
        assert hours.is_working_day(until)
        assert moment < half
        assert last is None or moment < last
        assert last is None or hours.is_working_day(last.date())
    # From Monday the 21st, three working days end on the Monday after Christmas: the 24th is a day off.
    if day == "2026-12-21":
        assert hours.days_to_answer(company, moment, 3)[0] == datetime.date(2026, 12, 28)


async def test_a_deadline_that_would_be_christmas_eve_is_the_next_working_day(talk: Talk, unit: Unit) -> None:
    talk.clock.at = datetime.datetime(2027, 12, 21, 10, tzinfo=STOCKHOLM).timestamp()
    talk.telegram.forward(talk.clock.at - talk.telegram.world.now())
    household = await unit.household()
    zahra = await unit.adult(household)
    number = await unit.offered(await unit.flat(datetime.date(2028, 1, 31)), household)
    assert unit.offer(number).answer_by == "2027-12-27"
    await talk.later(4.5 * DAY)
    assert unit.offer(number).state == "open"
    await _says(talk, zahra, number, "accept")
    assert unit.offer(number).state == "accepted"


# -- Another household, or back ----------------------------------------------------------------------


async def test_after_a_no_another_household_is_named_within_the_time(talk: Talk, unit: Unit) -> None:
    first, second = await unit.household("Ett"), await unit.household("Två")
    zahra, omid = await unit.adult(first), await unit.adult(second, "ar")
    flat = await unit.flat()
    number = await unit.offered(flat, first)
    await _says(talk, zahra, number, "decline")
    assert unit.state(flat) == "open"
    await talk.later(4 * DAY)
    assert (unit.state(flat), unit.in_ledger(flat)) == ("open", "unit")  # the unit has it longer now
    other = await unit.offered(flat, second)
    assert (unit.offer(number).state, unit.offer(number).ended) == ("ended", "passed_on")
    await talk.forge(zahra, f"offer.accept:{number}")
    assert talk.saw(zahra, "offer.refused")[-1]["reason"] == "over"
    await _says(talk, omid, other, "accept")
    await talk.forge(unit.elin, f"unit.confirm:{other}.sure")
    assert unit.in_ledger(flat) == "let"


async def test_a_flat_for_which_nobody_is_named_goes_back_to_the_queue(talk: Talk, unit: Unit) -> None:
    flat = await unit.flat()
    assert flat.match_by == "2027-02-05"
    for _ in range(16):
        await talk.later(6 * HOUR)
    assert unit.told() == ["flat", "flat_half", "flat_last", "flat_over"]
    assert (unit.state(flat), unit.in_ledger(flat)) == ("expired", "expired")
    await talk.later(30 * DAY)
    assert unit.told().count("flat") == 1


async def test_a_flat_that_was_declined_goes_back_when_the_time_is_over(talk: Talk, unit: Unit) -> None:
    zahra, number = await _asked(unit)
    await _says(talk, zahra, number, "decline")
    for _ in range(16):
        await talk.later(DAY)
    assert (unit.offer(number).state, unit.offer(number).ended) == ("ended", "expired")
    assert talk.count("unit_offers", "state = 'expired'") == 1
    assert unit.tasks() == []


async def test_a_flat_on_which_nobody_answered_goes_back_some_days_after_the_call(
    talk: Talk, unit: Unit
) -> None:
    zahra, number = await _asked(unit)
    for _ in range(20):
        await talk.later(DAY)
    assert (unit.offer(number).state, unit.offer(number).ended) == ("ended", "expired")
    case = households.get(talk.database.reader, unit.offer(number).household)
    assert case is not None
    assert case.waits  # nothing is lost
    assert _pushes(talk, zahra)[-1] == "news"


async def test_the_unit_gives_a_flat_back_and_says_why(talk: Talk, unit: Unit) -> None:
    flat = await unit.flat()
    await talk.press(unit.elin, f"unit.flat:{flat.id}", f"unit.decline:{flat.id}")
    await talk.press(unit.elin, f"unit.decline_as:{flat.id}.too_small")
    assert (unit.state(flat), unit.in_ledger(flat)) == ("declined", "declined")
    await talk.forge(unit.elin, f"unit.decline_as:{flat.id}.too_small", f"unit.decline:{flat.id}")
    assert talk.count("ledger", "act = 'declined'") == 1


async def test_an_offer_that_is_taken_back_leaves_the_flat_for_another(talk: Talk, unit: Unit) -> None:
    zahra, number = await _asked(unit)
    await talk.forge(unit.elin, f"unit.withdraw:{number}")
    assert unit.offer(number).state == "open"
    await talk.forge(unit.elin, f"unit.withdraw:{number}.sure")
    assert (unit.offer(number).state, unit.offer(number).ended) == ("ended", "withdrawn")
    assert talk.count("unit_offers", "state = 'open'") == 1
    assert _pushes(talk, zahra) == ["new", "news"]


async def test_a_flat_that_is_not_free_after_all_ends_the_offer_and_a_person_calls(
    talk: Talk, unit: Unit
) -> None:
    household = await unit.household()
    zahra = await unit.adult(household)
    flat = await unit.flat()
    number = await unit.offered(flat, household)
    await _says(talk, zahra, number, "accept")
    await unit.withdraw(flat)
    assert (unit.offer(number).state, unit.offer(number).ended, unit.state(flat)) == ("ended", "void", "void")
    assert unit.tasks() == ["void"]
    assert unit.told()[-1] == "flat_void"
    await talk.forge(unit.elin, f"unit.confirm:{number}.sure")
    assert talk.count("contracts") == 0


async def _against_the_rule(talk: Talk, unit: Unit, flat: int, asks: Phone, agrees: Phone) -> None:
    """Two of the desk send a flat elsewhere than it goes now, and the clock sees it."""
    await talk.forge(asks, f"vacancy.override:{flat}")
    await talk.type(asks, "Trappan byggs om")
    found = vacancies.get(talk.database.reader, flat)
    assert found is not None
    await talk.forge(agrees, f"vacancy.agree:{flat}.{found.asked}")
    await talk.later(1)


async def test_a_flat_that_was_sent_to_the_queue_and_back_is_offered_to_the_unit_anew(
    talk: Talk, unit: Unit
) -> None:
    stina, peter = await talk.staff(), await talk.staff("Peter")
    household = await unit.household()
    zahra = await unit.adult(household)
    flat = await unit.flat()
    number = await unit.offered(flat, household)
    await _against_the_rule(talk, unit, flat.vacancy, stina, peter)
    assert (unit.in_ledger(flat), unit.state(flat)) == ("queue", "void")
    assert (unit.offer(number).state, unit.offer(number).ended) == ("ended", "void")
    await _against_the_rule(talk, unit, flat.vacancy, stina, peter)
    (anew,) = unit_offers.live(talk.database.reader)
    assert (anew.vacancy, anew.id != flat.id, unit.state(flat)) == (flat.vacancy, True, "void")
    assert unit.told().count("flat") == 2
    await talk.later(1)
    assert talk.count("unit_offers") == 2
    other = await unit.offered(anew, household)
    await _says(talk, zahra, other, "accept")
    await talk.forge(unit.elin, f"unit.confirm:{other}.sure")
    assert (unit.offer(other).state, unit.state(anew), unit.in_ledger(flat)) == ("signed", "let", "let")


async def test_a_flat_that_becomes_free_on_another_day_says_so_and_is_signed_for_that_day(
    talk: Talk, unit: Unit
) -> None:
    household = await unit.household()
    zahra = await unit.adult(household, "sv")
    flat = await unit.flat()
    number = await unit.offered(flat, household)
    await talk.press(zahra, f"offer.show:{number}")
    assert "1 april 2027" in zahra.last.text
    async with talk.database.transaction() as db:
        day = datetime.date(2027, 4, 30)
        vacancy_acts.set_last_day(db, flat.vacancy, day, None, talk.clock.now())
    await talk.later(1)
    assert _pushes(talk, zahra) == ["new", "news"]
    assert any("1 maj 2027" in message.text for message in zahra.messages)
    await talk.later(1)
    assert _pushes(talk, zahra) == ["new", "news"]
    await _says(talk, zahra, number, "accept")
    await talk.forge(unit.elin, f"unit.confirm:{number}.sure")
    signed = contracts.to_come(talk.database.reader, household, datetime.date(2027, 2, 2))
    assert signed is not None
    assert signed.begins == datetime.date(2027, 5, 1)


# -- What must not be --------------------------------------------------------------------------------


async def test_a_home_is_offered_once(talk: Talk, unit: Unit) -> None:
    first, second = await unit.household("Ett"), await unit.household("Två")
    flat = await unit.flat()
    number = await unit.offered(flat, first)
    await talk.forge(unit.elin, f"unit.match:{flat.id}.{second}.sure")
    assert offers.live_of(talk.database.reader, second) is None
    await talk.forge(unit.elin, f"unit.match:{flat.id}.{first}.sure")
    assert talk.saw(unit.elin, "people.refused")[-1]["reason"] == "has_offer"
    assert talk.count("offers") == 1
    assert unit.offer(number).state == "open"


async def test_every_household_that_waits_can_be_named_and_those_that_can_get_there_come_first(
    talk: Talk, unit: Unit
) -> None:
    far = [await unit.household(f"Hiss {n}", low=True) for n in range(2)]
    near = [await unit.household(f"Hus {n}") for n in range(12)]
    flat = await unit.flat(lift=False)
    await talk.forge(unit.elin, f"unit.flat:{flat.id}")
    await talk.press(unit.elin, f"unit.flat:{flat.id}.2")
    first, second = talk.saw(unit.elin, "unit.flat")[-2:]
    assert [each["household"] for each in first["candidates"]] == near
    assert [each["household"] for each in second["candidates"]] == far
    assert (first["more"], second["more"]) == (2, 0)
    await talk.press(unit.elin, f"unit.match:{flat.id}.{far[1]}", f"unit.match:{flat.id}.{far[1]}.sure")
    assert offers.live_of(talk.database.reader, far[1]) is not None


async def test_a_household_is_offered_one_home_at_a_time(talk: Talk, unit: Unit) -> None:
    household = await unit.household()
    one, other = await unit.flat(), await unit.flat()
    number = await unit.offered(one, household)
    await talk.forge(unit.elin, f"unit.match:{other.id}.{household}.sure")
    refused = talk.saw(unit.elin, "people.refused")[-1]
    assert (refused["reason"], refused["offer"]) == ("has_offer", number)
    await talk.forge(unit.elin, f"unit.flat:{other.id}")
    assert talk.saw(unit.elin, "unit.flat")[-1]["candidates"] == []


async def test_a_no_is_not_taken_back_once_the_household_has_another_offer(talk: Talk, unit: Unit) -> None:
    household = await unit.household()
    zahra = await unit.adult(household)
    one, other = await unit.flat(), await unit.flat()
    number = await unit.offered(one, household)
    await _says(talk, zahra, number, "decline")
    await unit.offered(other, household)
    await talk.forge(zahra, f"offer.accept:{number}")
    assert talk.saw(zahra, "offer.refused")[-1]["reason"] == "over"


async def test_a_phone_that_has_left_the_household_neither_sees_nor_answers(talk: Talk, unit: Unit) -> None:
    household = await unit.household()
    zahra, omid = await unit.adult(household), await unit.adult(household, "sv")
    number = await unit.offered(await unit.flat(), household)
    await talk.press(omid, f"offer.show:{number}")
    await talk.forge(omid, f"offer.accept:{number}")
    person = talk.person(omid).id
    await talk.forge(unit.elin, f"people.separate:{household}.{person}.sure")
    for step in ("sure", "show", "accept", "decline", "call"):
        assert await talk.forge(omid, f"offer.{step}:{number}") == ["offer.refused"]
    assert not any("Norra" in message.text for message in omid.messages)
    assert talk.count("offer_answers") == 0
    assert await talk.forge(zahra, f"offer.show:{number}") == ["offer.card"]


async def test_where_the_one_who_said_yes_has_left_the_others_are_asked_again(talk: Talk, unit: Unit) -> None:
    household = await unit.household()
    zahra, omid = await unit.adult(household), await unit.adult(household, "sv")
    number = await unit.offered(await unit.flat(), household)
    await _says(talk, omid, number, "accept")
    await talk.forge(unit.elin, f"people.separate:{household}.{talk.person(omid).id}.sure")
    assert "left" in unit.tasks()
    await talk.forge(unit.elin, f"unit.confirm:{number}.sure")
    assert unit.offer(number).state == "accepted"
    await _says(talk, zahra, number, "accept")
    await talk.forge(unit.elin, f"unit.confirm:{number}.sure")
    assert unit.offer(number).state == "signed"


@pytest.mark.parametrize(("leaver", "stays"), [("accept", "decline"), ("decline", "accept")])
async def test_where_those_who_stay_have_said_otherwise_a_person_calls_and_nothing_is_signed(
    talk: Talk, unit: Unit, leaver: str, stays: str
) -> None:
    household = await unit.household()
    zahra, omid = await unit.adult(household), await unit.adult(household, "sv")
    number = await unit.offered(await unit.flat(), household)
    await _says(talk, omid, number, leaver)
    await _says(talk, zahra, number, stays)
    await talk.forge(unit.elin, f"people.separate:{household}.{talk.person(omid).id}.sure")
    assert unit.tasks() == ["left"]
    await talk.forge(unit.elin, f"unit.offer:{number}")
    assert "confirm" not in talk.saw(unit.elin, "unit.offer")[-1]["can"]
    await talk.forge(unit.elin, f"unit.confirm:{number}", f"unit.confirm:{number}.sure")
    assert unit.offer(number).state == ("accepted" if leaver == "accept" else "declined")
    # What they tell her counts.
    await talk.forge(unit.elin, f"unit.said:{number}.yes", f"unit.confirm:{number}.sure")
    assert (unit.offer(number).state, unit.tasks()) == ("signed", [])


async def test_where_the_one_who_said_no_has_left_the_others_are_asked(talk: Talk, unit: Unit) -> None:
    household = await unit.household()
    zahra, omid = await unit.adult(household), await unit.adult(household, "sv")
    number = await unit.offered(await unit.flat(), household)
    await _says(talk, omid, number, "decline")
    await talk.forge(unit.elin, f"people.separate:{household}.{talk.person(omid).id}.sure")
    assert unit.tasks() == ["left"]
    await _says(talk, zahra, number, "accept")
    assert (unit.offer(number).state, unit.tasks()) == ("accepted", ["accepted"])


async def test_an_answer_that_those_who_stay_have_given_too_stands(talk: Talk, unit: Unit) -> None:
    household = await unit.household()
    zahra, omid = await unit.adult(household), await unit.adult(household, "sv")
    number = await unit.offered(await unit.flat(), household)
    await _says(talk, omid, number, "accept")
    await _says(talk, zahra, number, "accept")
    await talk.forge(unit.elin, f"people.separate:{household}.{talk.person(omid).id}.sure")
    assert unit.tasks() == ["accepted"]
    await talk.forge(unit.elin, f"unit.confirm:{number}.sure")
    assert unit.offer(number).state == "signed"


async def _leaves_by_code(talk: Talk, unit: Unit, phone: Phone) -> None:
    """She enters the code of another household."""
    other = await unit.household("Annan")
    await talk.type(phone, f"/start {await talk.code(Invitation('household', household=other))}")
    assert talk.person(phone).household == other


async def test_who_leaves_by_another_households_code_leaves_her_answer_to_be_asked_again(
    talk: Talk, unit: Unit
) -> None:
    household = await unit.household()
    zahra, omid = await unit.adult(household), await unit.adult(household, "sv")
    number = await unit.offered(await unit.flat(), household)
    await _says(talk, omid, number, "accept")
    await talk.press(zahra, f"offer.show:{number}")
    await _leaves_by_code(talk, unit, omid)
    assert unit.tasks() == ["left"]
    assert unit.told()[-1] == "left"
    assert await talk.forge(omid, f"offer.show:{number}") == ["offer.refused"]


@pytest.mark.parametrize("way", ["code", "separate"])
async def test_where_the_only_adult_has_left_an_open_offer_a_person_calls(
    talk: Talk, unit: Unit, way: str
) -> None:
    zahra, number = await _asked(unit)
    household = unit.offer(number).household
    if way == "code":
        await _leaves_by_code(talk, unit, zahra)
    else:
        await talk.forge(unit.elin, f"people.separate:{household}.{talk.person(zahra).id}.sure")
    assert (unit.offer(number).state, unit.tasks()) == ("open", ["unreached"])
    await unit.adult(household)
    assert unit.tasks() == []


async def test_where_the_only_adult_has_blocked_the_bot_the_officer_hears_at_once(
    talk: Talk, unit: Unit
) -> None:
    household = await unit.household()
    zahra = await unit.adult(household)
    flat = await unit.flat()
    async with talk.database.transaction() as db:
        db.execute("UPDATE chats SET reachable = 0 WHERE id = ?", (zahra.chat_id,))
    number = await unit.offered(flat, household)
    assert unit.tasks() == ["unreached"]
    assert unit.told()[-1] == "unreached"
    # They told her on the phone.
    await talk.forge(unit.elin, f"unit.said:{number}.yes")
    assert unit.tasks() == ["accepted"]


async def test_a_household_without_a_phone_is_called_at_once(talk: Talk, unit: Unit) -> None:
    household = await unit.household()
    await unit.offered(await unit.flat(), household)
    assert unit.tasks() == ["unreached"]


async def test_who_blocks_the_bot_later_is_called(talk: Talk, unit: Unit) -> None:
    zahra, _number = await _asked(unit)
    async with talk.database.transaction() as db:
        db.execute("UPDATE chats SET reachable = 0 WHERE id = ?", (zahra.chat_id,))
        inbox.add_event(db, "x", f'{{"event": "chat.unreachable", "id": {zahra.chat_id}}}', 1.0)
    await talk.quiet()
    assert unit.tasks() == ["unreached"]


async def test_an_officer_does_not_act_on_her_own_household(talk: Talk, unit: Unit) -> None:
    household = await unit.household()
    flat = await unit.flat()
    number = await unit.offered(flat, household)
    async with talk.database.transaction() as db:
        people.join(db, talk.person(unit.elin).id, household, True, 1.0)
    for data in (f"unit.said:{number}.yes", f"unit.confirm:{number}.sure", f"unit.withdraw:{number}.sure"):
        assert await talk.forge(unit.elin, data) == ["people.refused"]
    assert unit.offer(number).state == "open"


async def test_only_the_officer_of_the_household_acts_on_its_offer(talk: Talk, unit: Unit) -> None:
    _zahra, number = await _asked(unit)
    other = await talk.enrolled("sv", Invitation("officer", name="Olle"))
    for step in ("offer", "said", "confirm", "more", "withdraw"):
        assert await talk.forge(other, f"unit.{step}:{number}.yes") == ["people.refused"]
    flat = unit.offer(number).unit_offer
    await talk.forge(other, f"unit.flat:{flat}")
    shown = talk.saw(other, "unit.flat")[-1]
    assert (shown["named"], shown["offer"]) == ("", 0)
    await talk.forge(other, f"unit.match:{flat}.{unit.offer(number).household}.sure")
    assert talk.saw(other, "people.refused")[-1]["reason"] == "not_yours"


async def test_without_an_officer_the_desk_hears_that_a_flat_is_offered(talk: Talk) -> None:
    stina = await talk.staff()
    unit = Unit(talk, stina)
    await unit.flat()
    assert [each["what"] for each in talk.saw(stina, "unit.no_officer")] == ["flat"]
