"""The main job: a report in any of the languages becomes a Swedish work order and comes back as done."""

from pathlib import Path

import pytest
from PIL import Image

from bot.messages.faults import MARKED, STATES
from bot.messages.menu import WORDS
from bot.settings import Company
from bot.speech import LOCALES, words
from storage import conversations, files
from storage.codes import Invitation
from tests.house import House, open_house
from tests.talk import picture

BOTH_WAYS = pytest.mark.parametrize("way", ["polling", "webhook"])
LANGUAGE_IN_SWEDISH = {"sv": "svenska", "ar": "arabiska", "fa_AF": "dari", "en": "engelska"}


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_report_becomes_a_swedish_order_and_comes_back_as_done(house: House, locale: str) -> None:
    _ = words(locale)
    zahra = await house.tenant(locale)
    karl = await house.caretaker("Karl")

    await house.type(zahra, _(WORDS["report"]))
    await house.press(zahra, "fault.item:heating.radiator_cold", "fault.own:still_broken")
    await house.press(zahra, "fault.more:skip", "fault.enter:yes", "fault.send:yes")
    number = int(house.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0])

    assert str(number) in zahra.last.text
    order = karl.last
    assert order.text.startswith(f"{number} · Brådskande")
    assert "Norra vägen 1, Testby" in order.text
    assert "HUVUDNYCKEL: JA" in order.text
    assert "Element kallt" in order.text
    assert LANGUAGE_IN_SWEDISH[locale] in order.text

    await house.press(karl, f"order.take:{number}", f"order.start:{number}")
    card = next(m for m in zahra.messages if str(number) in m.text and m.edited)
    assert _(STATES["started"]) in card.text
    assert not [m for m in zahra.sounds if f"fault.show:{number}" in m.data]
    await house.press(karl, f"order.done:{number}")

    assert f"fault.show:{number}" in zahra.sounds[-1].data
    await house.press(zahra, f"fault.show:{number}", f"fault.reopen:{number}")

    assert f"order.show:{number}" in karl.sounds[-1].data
    assert karl.shown(f"order.take:{number}")
    await house.press(karl, f"order.take:{number}", f"order.done:{number}")
    await house.press(zahra, f"fault.show:{number}", f"fault.fixed:{number}")
    assert _(MARKED[""]) in zahra.last.text
    assert house.database.reader.execute("SELECT state FROM faults").fetchall() == [("closed",)]
    assert house.database.reader.execute("SELECT count(*) FROM undelivered").fetchone() == (0,)


async def test_a_whole_household_reports_and_everybody_is_told_what_is_theirs(house: House) -> None:
    household = await house.household()
    zahra = await house.tenant("fa_AF", household=household)
    omar = await house.tenant("ar", household=household)
    lina = await house.helper("sv", household)
    karl, kim, stina = await house.caretaker("Karl"), await house.caretaker("Kim"), await house.staff()

    number = await house.report(lina)
    karl.press(f"order.take:{number}")
    kim.press(f"order.take:{number}")
    await house.quiet()
    winner, other = (karl, kim) if karl.shown(f"order.done:{number}") else (kim, karl)
    assert ("Karl" if winner is karl else "Kim") in other.last.text

    await house.press(winner, f"order.return:{number}", f"order.return_as:{number}.no_access")
    assert stina.shown(f"order.assign:{number}")
    await house.press(stina, f"order.assign:{number}")
    give = next(d for m in stina.messages for d in m.data if d.startswith(f"order.give:{number}."))
    await house.press(stina, give)
    holder = karl if karl.shown(f"order.done:{number}") else kim
    await house.press(holder, f"order.done:{number}", f"order.note:{number}")

    assert f"fault.show:{number}" in lina.sounds[-1].data
    assert not [m for phone in (zahra, omar) for m in phone.messages if "faults" in str(m.data)]


async def test_a_photo_reaches_the_caretaker_as_a_picture_and_nothing_more(house: House) -> None:
    zahra, karl = await house.tenant("ar"), await house.caretaker()
    exif = Image.Exif()
    exif[0x010F] = "Camera of Zahra"
    zahra.send_photo(picture(1600, exif))
    await house.quiet()
    await house.press(
        zahra, "fault.item:kitchen.stove", "fault.more:skip", "fault.enter:no", "fault.send:yes"
    )
    await karl.until(lambda phone: phone.last.photo, timeout=10)

    received = house.telegram.world.files[karl.last.photo].data
    kept = files.get(house.database.reader, 1)
    assert kept is not None
    assert kept.content == received
    assert b"Camera" not in received


@BOTH_WAYS
async def test_a_draft_outlives_a_restart_of_the_bot(tmp_path: Path, company: Company, way: str) -> None:
    webhook = way == "webhook"
    async with open_house(tmp_path, company, webhook=webhook) as first:
        zahra = await first.tenant("fa_AF")
        await first.type(zahra, "/report")
        await first.press(zahra, "fault.item:kitchen.stove", "fault.more:skip")
        before = conversations.get(first.database.reader, zahra.chat_id)
        world = first.telegram.world
    async with open_house(tmp_path, company, world, webhook=webhook) as second:
        assert conversations.get(second.database.reader, zahra.chat_id) == before
        await second.press(zahra, "fault.enter:no", "fault.send:yes")
        assert second.database.reader.execute("SELECT item FROM faults").fetchall() == [("kitchen.stove",)]


async def test_officer_and_admin_hear_nothing_of_reports(house: House) -> None:
    others = [
        await house.enrolled("sv", Invitation("officer", name="Elin")),
        await house.enrolled("sv", Invitation("admin", name="Anna")),
    ]
    before = [len(phone.messages) for phone in others]
    await house.report(await house.tenant())
    assert [len(phone.messages) for phone in others] == before
