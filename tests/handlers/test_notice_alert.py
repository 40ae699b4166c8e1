"""The last screen of an emergency: it goes with one press, and what any notice can have is there too."""

from __future__ import annotations

import datetime

import msgspec
import pytest

from bot.sandbox.phones import Phone
from bot.speech import STOCKHOLM
from storage import homes, notices, stock
from tests.handlers.test_notices import HOUR, NORR, emergency, four, notice, said
from tests.talk import Talk, picture

ALERT = "notice_desk.alert"


async def last_screen(talk: Talk) -> Phone:
    """One of the desk who has an emergency in a house before her."""
    staff = await talk.staff()
    await talk.type(staff, "/notice")
    await talk.press(staff, "notice.new:emergency", "notice.new:emergency.water", f"notice.audience:{NORR}")
    assert talk.step(staff) == "notice.alert"
    return staff


async def send(talk: Talk, staff: Phone) -> notices.Notice:
    """Presses the first of the buttons that send it."""
    await talk.press(staff, next(data for data in staff.messages[-1].data if data.startswith("notice.end:1")))
    await talk.later(1)
    return notice(talk)


def at(hour: int, minute: int = 0, day: int = 2) -> float:
    return datetime.datetime(2027, 2, day, hour, minute, tzinfo=STOCKHOLM).timestamp()


async def test_it_shows_all_that_it_can_have_and_still_goes_in_four_presses(talk: Talk) -> None:
    await four(talk)
    staff = await last_screen(talk)
    for data in ("preview:now", "audience:narrow", "set:asks", "voice:choose", "end:choose"):
        assert staff.shown(f"notice.{data}")
    assert await emergency(talk, staff) <= 4
    assert notice(talk).state in ("sending", "sent")


async def test_it_is_narrowed_to_a_stair(talk: Talk) -> None:
    phones = await four(talk)
    async with talk.database.transaction() as db:
        for home, stair in zip(stock.homes_of(db, 1), "AABB", strict=True):
            stock.put(db, msgspec.structs.replace(stock.facts_of(home), stair=stair))
    staff = await last_screen(talk)
    await talk.press(staff, "notice.audience:narrow", "notice.audience:stair.1.b")
    assert talk.step(staff) == "notice.alert"
    await send(talk, staff)
    got = {locale for locale, phone in phones.items() if talk.saw(phone, "notices.notice")}
    assert got == {"fa_AF", "en"}


@pytest.mark.parametrize("written", ["1002", "۱۰۰۲", "Norra vägen 1 1002"])
async def test_it_is_narrowed_to_a_home_by_its_flat(talk: Talk, written: str) -> None:
    phones = await four(talk)
    staff = await last_screen(talk)
    await talk.press(staff, "notice.audience:narrow")
    await talk.type(staff, written)
    await send(talk, staff)
    home = next(each for each in homes.find(talk.database.reader, "norra vägen 1 1002"))
    assert notice(talk).audience.place == f"home.{home.id}"
    assert [phone for phone in phones.values() if talk.saw(phone, "notices.notice")] == [phones["ar"]]


async def test_a_flat_that_is_not_in_the_house_is_asked_for_again(talk: Talk) -> None:
    await four(talk)
    staff = await last_screen(talk)
    await talk.press(staff, "notice.audience:narrow")
    await talk.type(staff, "1999")
    assert talk.step(staff) == "notice.audience.narrow"
    assert talk.saw(staff, "notice_desk.to_whom")[-1]["wrong"] == "no_place"


async def test_it_is_shown_in_all_four_languages_and_then_sent(talk: Talk) -> None:
    await talk.tenant("sv")
    staff = await last_screen(talk)
    await talk.press(staff, "notice.preview:now")
    assert [each["locale"] for each in talk.saw(staff, "notices.notice")] == ["sv", "ar", "fa_AF", "en"]
    assert (await send(talk, staff)).kind == "emergency"


async def test_whether_it_is_understood_need_not_be_asked(talk: Talk) -> None:
    tenant = await talk.tenant("sv")
    staff = await last_screen(talk)
    assert talk.saw(staff, ALERT)[-1]["asks"]
    await talk.press(staff, "notice.set:asks")
    assert not (await send(talk, staff)).asks
    assert "notice.understood:1" not in tenant.messages[-1].data


async def test_it_carries_a_voice(talk: Talk) -> None:
    tenant = await talk.tenant("ar")
    staff = await last_screen(talk)
    await talk.press(staff, "notice.voice:choose", "notice.voice:ar")
    staff.send_voice(b"OggS made up")
    await talk.quiet()
    assert talk.step(staff) == "notice.alert"
    await send(talk, staff)
    assert tenant.messages[-1].voice is not None


@pytest.mark.parametrize(("written", "ends"), [
    ("18:30", at(18, 30)),
    ("9", at(9, day=3)),  # it is eleven: the next time that it is nine
    ("4/2 14:00", at(14, day=4)),
])  # fmt: skip
async def test_its_end_can_be_written(talk: Talk, written: str, ends: float) -> None:
    await talk.tenant("sv")
    staff = await last_screen(talk)
    await talk.press(staff, "notice.end:choose")
    await talk.type(staff, written)
    assert talk.saw(staff, ALERT)[-1]["ends"] == [ends]
    assert (await send(talk, staff)).ends == ends


@pytest.mark.parametrize(("written", "wrong"), [
    ("snart", "no_time"), ("8-12", "no_time"), ("1/2/2027 14:00", "past"), ("20/2 14:00", "past"),
])  # fmt: skip
async def test_an_end_that_cannot_be_is_asked_for_again(talk: Talk, written: str, wrong: str) -> None:
    await talk.tenant("sv")
    staff = await last_screen(talk)
    await talk.press(staff, "notice.end:choose")
    await talk.type(staff, written)
    assert talk.saw(staff, "notice_desk.when")[-1]["wrong"] == wrong
    assert talk.step(staff) == "notice.ends"
    await talk.press(staff, "notice.go:back")
    assert talk.step(staff) == "notice.alert"


async def test_the_end_of_an_emergency_that_was_sent_is_corrected(talk: Talk) -> None:
    tenant = await talk.tenant("sv")
    staff = await last_screen(talk)
    await send(talk, staff)
    await talk.press(staff, "notice.correct:1", "notice.end:choose")
    await talk.type(staff, "21:15")
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)
    assert notice(talk).ends == at(21, 15)
    assert any("21:15" in message.text for message in tenant.messages)


async def test_what_is_too_long_under_a_picture_says_how_long(talk: Talk) -> None:
    await talk.tenant("sv")
    staff = await last_screen(talk)
    await talk.type(staff, "Hämta vatten i tanken på gården. " * 25)
    staff.send_photo(picture())
    await talk.quiet()
    # It would not fit on the last screen either: she is asked to write it shorter.
    shown = talk.saw(staff, "notice_desk.write")[-1]
    assert shown["wrong"] == "too_long"
    assert "1024" in said(staff)
    await talk.forge(staff, f"notice.end:{int(talk.clock.now() + 2 * HOUR) // 3600 * 3600}")
    assert talk.count("notices") == 0
