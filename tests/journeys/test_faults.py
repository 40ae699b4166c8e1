"""What a tenant, a caretaker and the desk go through with faults, over HTTP from press to phone."""

from __future__ import annotations

import datetime

from bot.sandbox.phones import Phone
from bot.speech import STOCKHOLM
from storage import people
from tests.house import House

COLD = "heating.no_heat"
DARK = "stairs_entry.light"


async def chooses(house: House, phone: Phone, place: str, item: str) -> None:
    """Reports until it is known what is broken."""
    await house.type(phone, "/report")
    await house.press(phone, f"fault.place:{place}")
    category, page = f"fault.category:{item.partition('.')[0]}", 2
    while not phone.shown(category):
        await house.press(phone, f"fault.page:{page}")
        page += 1
    await house.press(phone, category, f"fault.item:{item}")


async def sends(house: House, phone: Phone) -> int:
    """Goes on from there to the number."""
    for data in ("fault.own:still_broken", "fault.more:skip", "fault.enter:yes", "fault.send:yes"):
        if phone.shown(data):
            await house.press(phone, data)
    return int(house.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0])


def state(house: House, number: int) -> str:
    return str(
        house.database.reader.execute("SELECT state FROM faults WHERE id = ?", (number,)).fetchone()[0]
    )


async def test_a_dark_stairwell_is_reported_by_one_and_told_to_all_who_said_me_too(house: House) -> None:
    zahra, omar, karl = await house.tenant("fa_AF"), await house.tenant("ar"), await house.caretaker()
    await chooses(house, zahra, "shared", DARK)
    number = await sends(house, zahra)
    await chooses(house, omar, "shared", DARK)
    await house.press(omar, f"fault.me_too:{number}")
    await house.press(karl, f"order.take:{number}", f"order.done:{number}")
    for phone in (zahra, omar):
        assert f"fault.show:{number}" in phone.sounds[-1].data
    assert house.database.reader.execute("SELECT count(*) FROM faults").fetchone() == (1,)


async def test_cold_flats_of_a_house_become_one_order_and_done_tells_everybody(house: House) -> None:
    zahra, omar, lina = [await house.tenant(locale) for locale in ("fa_AF", "ar", "en")]
    karl, stina = await house.caretaker(), await house.staff()
    await chooses(house, zahra, "home", COLD)
    first = await sends(house, zahra)
    await chooses(house, omar, "home", COLD)
    second = await sends(house, omar)
    await house.press(stina, f"order.known:{second}")
    assert state(house, second) == "closed"
    await chooses(house, lina, "home", COLD)
    await house.press(lina, f"fault.me_too:{first}")
    await house.press(karl, f"order.take:{first}", f"order.start:{first}", f"order.done:{first}")
    for phone in (zahra, omar, lina):
        assert f"fault.show:{first}" in phone.sounds[-1].data
    flat = "1001"
    assert not any(flat in message.text for message in lina.messages if str(first) in message.text)


async def test_what_cannot_wait_at_night_calls_who_is_on_duty_and_says_so(house: House) -> None:
    zahra = await house.tenant("fa_AF")
    maria, karl = await house.caretaker("Maria Berg", ("soder",)), await house.caretaker()
    now = datetime.datetime.fromtimestamp(house.clock.now(), STOCKHOLM)
    # To the night of a day from Monday to Thursday, when the sample profile has Maria on duty.
    nights = [now.replace(hour=23, minute=0) + datetime.timedelta(days=days) for days in range(7)]
    night = next(each for each in nights if each.weekday() < 4)
    await house.later((night - now).total_seconds())
    quiet = len(karl.sounds)
    await chooses(house, zahra, "home", COLD)
    number = await sends(house, zahra)
    assert f"order.take:{number}" in maria.sounds[-1].data
    assert len(karl.sounds) == quiet
    await house.later(11 * 60)
    assert f"order.show:{number}" in maria.sounds[-1].data
    await house.press(maria, f"order.take:{number}")
    assert state(house, number) == "taken"


async def test_a_neighbours_noise_is_a_case_for_the_desk_that_no_caretaker_ever_sees(house: House) -> None:
    zahra, karl, stina = await house.tenant("ar"), await house.caretaker(), await house.staff()
    before = len(karl.messages)
    await chooses(house, zahra, "home", "noise.now")
    assert "+46 980 319 220" in zahra.last.text
    number = await sends(house, zahra)
    assert len(karl.messages) == before
    assert any(f"order.close:{number}" in message.data for message in stina.messages)
    await house.type(karl, "/orders")
    assert str(number) not in karl.last.text
    await house.press(stina, f"order.close:{number}", f"order.close_as:{number}.other")
    assert state(house, number) == "closed"


async def test_after_the_work_she_marks_it_and_thanks_who_did_it_in_his_language(house: House) -> None:
    zahra, karl = await house.tenant("fa_AF"), await house.caretaker()
    number = await house.report(zahra)
    await house.press(karl, f"order.take:{number}", f"order.done:{number}")
    await house.press(zahra, f"fault.show:{number}", f"fault.fixed:{number}")
    await house.press(zahra, f"fault.mark:{number}.good", f"fault.thanks:{number}")
    assert f"Hyresgästen i arbetsorder \u2068{number}\u2069 säger: tack!" in karl.last.text


async def test_an_open_report_stays_with_the_home_when_its_household_moves_out(house: House) -> None:
    household = await house.household()
    zahra, karl = await house.tenant("fa_AF", household=household), await house.caretaker()
    number = await house.report(zahra)
    home = house.database.reader.execute("SELECT home FROM households WHERE id = ?", (household,)).fetchone()[
        0
    ]
    async with house.database.transaction() as db:
        people.move(db, household, None)
        newcomers = people.add_household(db, home, house.clock.now())
    omar = await house.tenant("ar", household=newcomers)
    await house.type(omar, "/report")
    await house.press(omar, "fault.item:heating.radiator_cold", f"fault.show:{number}")
    assert str(number) in omar.last.text or any(str(number) in m.text for m in omar.messages)
    await house.press(karl, f"order.take:{number}", f"order.done:{number}")
    assert state(house, number) == "done"
