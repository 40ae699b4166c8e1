"""What was written or said in a language comes first to those who speak it; what cannot wait, to all."""

from __future__ import annotations

import pytest

from bot.sandbox.phones import Phone
from storage import spoken
from tests.talk import DAY, Talk

HOUR = 3600.0


async def speaks(talk: Talk, phone: Phone, locale: str) -> None:
    async with talk.database.transaction() as db:
        spoken.switch(db, talk.person(phone), locale)


async def reports(
    talk: Talk, phone: Phone, item: str = "kitchen.stove", words: str = "", voice: bool = False
) -> int:
    """Reports a fault with words or a voice message. Returns its number."""
    await talk.type(phone, "/report")
    await talk.press(phone, f"fault.item:{item}")
    if words:
        await talk.type(phone, words)
    if voice:
        phone.send_voice(b"OggS")
        await talk.quiet()
    await talk.press(phone, "fault.more:skip", "fault.enter:no", "fault.send:yes")
    return talk.count("faults") + 100


@pytest.mark.parametrize("sent", [{"words": "الموقد لا يعمل"}, {"voice": True}])
async def test_the_caretaker_who_speaks_it_is_called_first_and_after_an_hour_all(
    talk: Talk, sent: dict[str, object]
) -> None:
    omar, karl, hassan = await talk.tenant("ar"), await talk.caretaker(), await talk.caretaker("Hassan")
    await speaks(talk, hassan, "ar")
    before = len(karl.sounds), len(hassan.sounds)
    number = await reports(talk, omar, **sent)  # type: ignore[arg-type]
    assert (len(karl.sounds), len(hassan.sounds)) == (before[0], before[1] + 1)
    assert len(talk.saw(karl, "order.card")) == 1
    await talk.later(HOUR + 60)
    assert talk.saw(karl, "order.news")[-1] == {"message": "order.news", "number": number, "what": "untaken"}
    assert len(karl.sounds) == before[0] + 1
    await talk.later(HOUR)
    assert len(talk.saw(karl, "order.news")) == 1


async def test_nobody_is_called_again_for_what_was_taken(talk: Talk) -> None:
    omar, karl, hassan = await talk.tenant("ar"), await talk.caretaker(), await talk.caretaker("Hassan")
    await speaks(talk, hassan, "ar")
    number = await reports(talk, omar, words="الموقد لا يعمل")
    await talk.press(hassan, f"order.take:{number}")
    await talk.later(HOUR + 60)
    assert talk.saw(karl, "order.news") == []
    assert talk.count("first_offers") == 0


async def test_without_words_in_a_swedish_report_or_with_nobody_who_speaks_it_all_are_called_at_once(
    talk: Talk,
) -> None:
    omar, erik = await talk.tenant("ar"), await talk.tenant("sv")
    karl, hassan = await talk.caretaker(), await talk.caretaker("Hassan")
    await speaks(talk, hassan, "fa_AF")
    await speaks(talk, hassan, "sv")
    before = len(karl.sounds), len(hassan.sounds)
    await reports(talk, omar, words="الموقد لا يعمل")
    await reports(talk, erik, words="Spisen är trasig")
    await speaks(talk, hassan, "ar")
    await reports(talk, omar, item="kitchen.tap_drips")
    assert (len(karl.sounds), len(hassan.sounds)) == (before[0] + 3, before[1] + 3)
    assert talk.count("first_offers") == 0


async def test_at_the_desk_it_is_the_same_for_what_only_the_desk_reads(talk: Talk) -> None:
    omar, stina, karin = await talk.tenant("ar"), await talk.staff(), await talk.staff("Karin")
    await speaks(talk, karin, "ar")
    before = len(stina.sounds), len(karin.sounds)
    await talk.type(omar, "/report")
    await talk.press(omar, "fault.place:home")
    page = 2
    while not omar.shown("fault.category:noise"):
        await talk.press(omar, f"fault.page:{page}")
        page += 1
    await talk.press(omar, "fault.category:noise", "fault.item:noise.repeated")
    await talk.type(omar, "الجار يصرخ كل ليلة")
    for data in ("fault.more:skip", "fault.send:yes"):
        await talk.press(omar, data)
    assert (len(stina.sounds), len(karin.sounds)) == (before[0], before[1] + 1)
    await talk.later(HOUR + 60)
    assert len(stina.sounds) == before[0] + 1


async def test_what_cannot_wait_waits_for_nobody(talk: Talk) -> None:
    omar, karl, hassan = await talk.tenant("ar"), await talk.caretaker(), await talk.caretaker("Hassan")
    await speaks(talk, hassan, "ar")
    before = len(karl.sounds)
    await talk.type(omar, "/report")
    await talk.press(omar, "fault.place:home", "fault.category:heating", "fault.item:heating.no_heat")
    if omar.shown("fault.own:still_broken"):
        await talk.press(omar, "fault.own:still_broken")
    await talk.type(omar, "البيت بارد جدا")
    await talk.press(omar, "fault.more:skip", "fault.enter:no", "fault.send:yes")
    assert talk.fault(101).urgency in ("E0", "E1")
    assert len(karl.sounds) == before + 1


async def test_at_night_nobody_hears_of_it_so_nobody_is_first(talk: Talk) -> None:
    omar, _, hassan = await talk.tenant("ar"), await talk.caretaker(), await talk.caretaker("Hassan")
    await speaks(talk, hassan, "ar")
    await talk.later(DAY / 2)
    await reports(talk, omar, words="الموقد لا يعمل")
    assert talk.count("first_offers") == 0
