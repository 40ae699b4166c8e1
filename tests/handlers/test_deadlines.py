"""What is promised, who is reminded, and who is called when it cannot wait: by day and by night."""

from __future__ import annotations

import datetime

import pytest

from bot.sandbox.phones import Phone
from bot.settings import Company
from bot.speech import STOCKHOLM
from storage import faults
from tests.talk import DAY, MORNING, Talk

HOUR = 3600.0
NIGHT = datetime.datetime(2027, 2, 2, 22, 0, tzinfo=STOCKHOLM).timestamp()
URGENT = "heating.no_heat"


def news(talk: Talk, phone: Phone) -> list[str]:
    """What pushes about orders this phone got."""
    return [each["what"] for each in talk.saw(phone, "order.news")]


def sounds(phone: Phone) -> int:
    """How many messages have made this phone sound."""
    return len(phone.sounds)


async def cold_flat(talk: Talk, phone: Phone) -> int:
    """A report of no heat in winter: E1."""
    await talk.type(phone, "/report")
    await talk.press(phone, "fault.place:home", "fault.category:heating", f"fault.item:{URGENT}")
    if phone.shown("fault.own:still_broken"):
        await talk.press(phone, "fault.own:still_broken")
    await talk.press(phone, "fault.more:skip", "fault.enter:yes", "fault.send:yes")
    return int(talk.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0])


async def test_a_report_is_promised_for_a_working_day_and_both_cards_say_so(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    fault = talk.fault(await talk.report(zahra))
    due = datetime.datetime(2027, 2, 3, 16, 0, tzinfo=STOCKHOLM).timestamp()  # E2: the next working day
    assert (fault.due, fault.reminded) == (due, 0)
    assert fault.half is not None and MORNING < fault.half < due
    assert talk.saw(zahra, "faults.card")[-1]["due"] == due
    assert talk.saw(karl, "order.card")[-1]["due"] == due


async def test_at_work_nobody_is_said_to_be_away(talk: Talk) -> None:
    zahra = await talk.tenant()
    talk.clock.at = MORNING + 7e-7  # a moment is rounded to microseconds
    await talk.report(zahra)
    assert talk.saw(zahra, "faults.card")[-1]["unread_until"] == 0


async def test_the_holder_is_reminded_at_half_and_when_it_is_due_and_then_the_desk(talk: Talk) -> None:
    zahra, karl, stina = await talk.tenant(), await talk.caretaker(), await talk.staff()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}")
    fault = talk.fault(number)
    assert fault.half is not None and fault.due is not None
    await talk.later(fault.half - talk.clock.now() + 1)
    assert news(talk, karl) == ["half"]
    await talk.later(fault.due - talk.clock.now() + 1)
    assert (news(talk, karl), news(talk, stina)) == (["half", "due"], [])
    await talk.later(2 * HOUR)
    assert (news(talk, karl), news(talk, stina)) == (["half", "due"], ["overdue"])
    assert talk.saw(stina, "order.card")[-1]["late"] is True
    await talk.later(3 * DAY)
    assert (news(talk, karl), news(talk, stina)) == (["half", "due"], ["overdue"])


async def test_of_an_order_that_nobody_took_the_caretakers_of_its_area_are_reminded(talk: Talk) -> None:
    zahra, karl, sara = await talk.tenant(), await talk.caretaker(), await talk.caretaker("Sara", ("soder",))
    fault = talk.fault(await talk.report(zahra))
    assert fault.half is not None
    await talk.later(fault.half - talk.clock.now() + 1)
    assert (news(talk, karl), news(talk, sara)) == (["half"], [])


async def test_work_that_is_done_reminds_nobody(talk: Talk) -> None:
    zahra, karl, stina = await talk.tenant(), await talk.caretaker(), await talk.staff()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    await talk.later(5 * DAY)
    assert news(talk, karl) == news(talk, stina) == []


async def test_what_was_not_fixed_is_promised_anew(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await talk.report(zahra)
    first = talk.fault(number).due
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    await talk.later(2 * DAY)
    await talk.press(zahra, f"fault.reopen:{number}")
    again = talk.fault(number)
    assert first is not None and again.due is not None and again.due > first
    assert again.reminded == 0


async def test_she_is_told_when_somebody_has_looked_at_it(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await talk.report(zahra)
    assert talk.saw(zahra, "faults.card")[-1]["seen"] is False
    await talk.forge(karl, f"order.show:{number}")
    assert talk.saw(zahra, "faults.card")[-1]["seen"] is True
    assert talk.fault(number).seen == talk.clock.now()


async def test_by_night_what_can_wait_reaches_staff_without_a_sound(talk: Talk) -> None:
    talk.clock.at = NIGHT
    zahra, karl, stina = await talk.tenant(), await talk.caretaker(), await talk.staff()
    before = sounds(karl), sounds(stina)
    await talk.report(zahra)
    assert (sounds(karl), sounds(stina)) == before
    assert talk.saw(karl, "order.card")
    begins = datetime.datetime(2027, 2, 3, 7, 0, tzinfo=STOCKHOLM).timestamp()
    assert talk.saw(zahra, "faults.card")[-1]["unread_until"] == begins


async def test_by_night_only_who_is_on_duty_is_called_and_three_times_at_most(talk: Talk) -> None:
    talk.clock.at = NIGHT  # a Tuesday: the sample profile has Maria Berg on duty
    zahra, maria = await talk.tenant(), await talk.caretaker("Maria Berg", ("soder",))
    karl, stina = await talk.caretaker(), await talk.staff()
    quiet = sounds(karl), sounds(stina)
    before = sounds(maria)
    number = await cold_flat(talk, zahra)
    assert sounds(maria) == before + 1
    card = talk.saw(zahra, "faults.card")[-1]
    assert card["called"] is True and card["urgent"] is True
    for expected in (1, 2, 2, 2):
        await talk.later(11 * 60)
        assert news(talk, maria) == ["unseen"] * expected
    assert (sounds(karl), sounds(stina)) == quiet
    await talk.press(maria, f"order.take:{number}")
    assert talk.fault(number).holder == talk.person(maria).id


async def test_who_was_called_is_not_called_again_once_somebody_has_looked(talk: Talk) -> None:
    talk.clock.at = NIGHT
    zahra, maria = await talk.tenant(), await talk.caretaker("Maria Berg", ("norr",))
    number = await cold_flat(talk, zahra)
    await talk.forge(maria, f"order.show:{number}")
    await talk.later(HOUR)
    assert news(talk, maria) == []


async def test_with_nobody_on_duty_she_is_told_at_once_and_those_at_work_are_called_in_the_morning(
    talk: Talk,
) -> None:
    talk.clock.at = NIGHT
    zahra, karl, stina = await talk.tenant(), await talk.caretaker(), await talk.staff()
    await cold_flat(talk, zahra)
    card = talk.saw(zahra, "faults.card")[-1]
    assert card["called"] is False and card["unread_until"] > NIGHT
    assert any("+46 980 319 200" in message.text for message in zahra.messages)
    await talk.later(HOUR)
    assert news(talk, karl) == news(talk, stina) == []
    await talk.later(8.5 * HOUR)  # 07:30
    assert news(talk, karl)[0] == news(talk, stina)[0] == "unseen"


async def test_forty_cold_flats_of_one_house_call_everybody_once(talk: Talk) -> None:
    karl, stina = await talk.caretaker(), await talk.staff()
    before = sounds(karl), sounds(stina)
    for minute in range(40):
        talk.clock.at = MORNING + minute * 60
        await cold_flat(talk, await talk.tenant("sv"))
    assert talk.count("faults") == 40
    assert (sounds(karl), sounds(stina)) == (before[0] + 1, before[1] + 1)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2027-03-25T10:00", "2027-03-30T16:00"),  # Thursday before Good Friday; Easter Monday is free
        ("2027-06-24T10:00", "2027-06-28T16:00"),  # Thursday before midsummer eve
        ("2026-12-30T10:00", "2027-01-04T16:00"),  # over new year and a weekend
    ],
)
async def test_a_promise_does_not_count_holidays_and_their_eves(talk: Talk, received: str, due: str) -> None:
    talk.clock.at = datetime.datetime.fromisoformat(received).replace(tzinfo=STOCKHOLM).timestamp()
    number = await talk.report(await talk.tenant())
    expected = datetime.datetime.fromisoformat(due).replace(tzinfo=STOCKHOLM).timestamp()
    assert talk.fault(number).due == expected


async def test_a_clock_that_stood_still_goes_on_with_what_was_left(talk: Talk, company: Company) -> None:
    number = await talk.report(await talk.tenant())
    due = talk.fault(number).due
    async with talk.database.transaction() as db:
        faults.stop_clock(db, number, talk.clock.now())
    await talk.later(10 * DAY)
    assert talk.fault(number).reminded == 0
    assert talk.fault(number).due == due
