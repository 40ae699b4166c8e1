"""An emergency told in words: the card at once, whatever is open, and nothing of what was written is lost."""

from __future__ import annotations

import msgspec
import pytest

from bot import app
from bot.handlers import start
from bot.sandbox.phones import Phone
from bot.settings import Company
from bot.speech import LOCALES, words
from storage import outbox
from storage.codes import Invitation
from tests.asking import BEATEN, DANGERS, FIRE, GAS, STOVE, WHEN_DUE
from tests.handlers.test_fault_report import STEPS
from tests.talk import BOTH_WAYS, DAY, Talk, picture

CARD = "emergency.card"
VIOLENCE = "emergency.violence"


def priorities(talk: Talk, phone: Phone) -> set[int]:
    """The priorities in which what waits for this phone goes out."""
    return {row.priority for row in outbox.of_chat(talk.database.reader, phone.chat_id)}


async def turns_only(talk: Talk) -> None:
    await talk._take_in()
    while await talk.turns._batch(100):
        pass


# -- Danger ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", LOCALES)
async def test_danger_in_words_brings_the_card_at_once_and_is_kept_to_be_reported(
    talk: Talk, locale: str
) -> None:
    zahra, karl = await talk.tenant(locale), await talk.caretaker()
    zahra.type(FIRE)
    await turns_only(talk)
    assert priorities(talk, zahra) == {outbox.EMERGENCY}
    assert await talk.heard(zahra) == [CARD]
    assert talk.saw(zahra, CARD)[-1]["item"] == "electricity.sparks"
    assert talk.count("faults") == 0
    await talk.press(zahra, "emergency.called:yes", "fault.on:kept")
    assert talk.draft(zahra)["words"] == FIRE
    assert talk.step(zahra) == "fault.more"
    await talk.press(zahra, "fault.more:skip", "fault.enter:no", "fault.send:yes")
    assert (talk.fault(101).item, talk.fault(101).words) == ("electricity.sparks", FIRE)
    assert FIRE in karl.last.text


async def test_what_was_told_is_still_there_after_other_questions(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    for said in (FIRE, WHEN_DUE, STOVE, "Hej!"):
        await talk.type(zahra, said)
    assert talk.saw(zahra, CARD)[-1]["item"] == "electricity.sparks"
    await talk.press(zahra, "emergency.cannot:call", "fault.on:kept")
    assert (talk.draft(zahra)["item"], talk.draft(zahra)["words"]) == ("electricity.sparks", FIRE)


async def test_a_danger_without_a_fault_of_its_own_begins_with_what_is_broken(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    await talk.type(zahra, GAS)
    assert talk.saw(zahra, CARD)[-1]["item"] == ""
    await talk.press(zahra, "emergency.called:yes", "fault.on:kept")
    assert (talk.step(zahra), talk.draft(zahra)["words"]) == ("fault.first", GAS)


async def test_the_keyboard_word_goes_on_with_it_too(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    await talk.type(zahra, FIRE)
    await talk.type(zahra, words("sv")("Report a fault"))
    assert (talk.step(zahra), talk.draft(zahra)["words"]) == ("fault.more", FIRE)


async def test_who_cannot_call_is_told_of_with_the_fault(talk: Talk) -> None:
    zahra, stina = await talk.tenant("ar"), await talk.staff()
    await talk.type(zahra, FIRE)
    await talk.press(zahra, "emergency.cannot:call")
    assert talk.saw(stina, "emergency.needs_help")[-1]["item"] == "electricity.sparks"
    assert zahra.shown("fault.on:kept")


async def test_it_is_forgotten_after_a_day_and_the_button_begins_anew(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    await talk.type(zahra, FIRE)
    await talk.press(zahra, "emergency.called:yes")
    await talk.later(DAY + 60)
    await talk.press(zahra, "fault.on:kept")
    assert (talk.step(zahra), talk.draft(zahra)["words"]) == ("fault.first", "")


@pytest.mark.parametrize("step", sorted(STEPS))
async def test_in_the_midst_of_a_report_the_card_comes_first_and_the_words_are_kept(
    talk: Talk, step: str
) -> None:
    zahra = await talk.tenant("sv")
    await talk.type(zahra, "/report")
    await talk.forge(zahra, *STEPS[step])
    before = talk.draft(zahra)
    at = talk.step(zahra)
    heard = await talk.answers(zahra, FIRE)
    assert heard[0] == CARD
    assert talk.step(zahra) == (at if at.endswith(BEGUN) else "fault.first")
    assert talk.draft(zahra)["words"] == FIRE
    assert talk.draft(zahra)["item"] == (before["item"] if at.endswith(BEGUN) else "electricity.sparks")
    assert talk.saw(zahra, CARD)[-1]["item"] == "electricity.sparks"
    await talk.forge(zahra, "fault.on:kept")
    assert talk.step(zahra) == (at if at.endswith(BEGUN) else "fault.more")


BEGUN = ("own", "answer", "known", "more", "enter", "summary", "phone")


async def test_under_a_picture_it_is_found_and_the_picture_is_kept(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    zahra.send_photo(picture(), caption=FIRE)
    assert await talk.heard(zahra) == [CARD]
    await talk.press(zahra, "emergency.called:yes", "fault.on:kept")
    assert (len(talk.draft(zahra)["files"]), talk.draft(zahra)["words"]) == (1, FIRE)

    await talk.press(zahra, "fault.go:cancel")
    await talk.type(zahra, "/report")
    zahra.send_photo(picture(), caption=FIRE)
    assert (await talk.heard(zahra))[0] == CARD
    assert (len(talk.draft(zahra)["files"]), talk.draft(zahra)["words"]) == (1, FIRE)


async def test_under_a_document_and_in_a_changed_message_it_is_found(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    zahra.send_document(b"%PDF", caption=FIRE)
    assert await talk.heard(zahra) == [CARD]
    sent = zahra.type("hej")
    await talk.quiet()
    mine = next(m for m in reversed(zahra.messages) if m.sender == "me")
    zahra.edit(mine.message_id, GAS)
    assert await talk.heard(zahra) == [CARD]
    assert sent


@BOTH_WAYS
async def test_a_stranger_and_one_without_a_language_get_the_card_too(talk: Talk) -> None:
    stranger = talk.stranger("fa")
    assert await talk.answers(stranger, FIRE) == [CARD, "start.language"]
    assert talk.saw(stranger, CARD)[-1]["language"] == "fa_AF"
    await talk.press(stranger, "language.set:sv")
    assert await talk.answers(stranger, FIRE) == [CARD]
    await talk.type(stranger, "/start ABCDEFGHJK")
    assert talk.step(stranger) == f"{start.NAME}.privacy"
    assert await talk.answers(stranger, FIRE) == [CARD]
    assert talk.step(stranger) == f"{start.NAME}.privacy"


async def test_where_no_fault_can_be_reported_the_card_is_all(talk: Talk) -> None:
    waiting = await talk.enrolled("ar", Invitation("household", household=await talk.household(home=False)))
    assert await talk.answers(waiting, FIRE) == [CARD]
    assert talk.standing(waiting) is None


async def test_a_word_to_an_order_is_a_word_to_the_order_also_when_it_tells_of_danger(talk: Talk) -> None:
    zahra, karl = await talk.tenant("sv"), await talk.caretaker()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    heard = await talk.answers(karl, FIRE)
    assert heard[0] == CARD
    assert talk.count("fault_events", f"fault = {number} AND note = '{FIRE}'") == 1


async def test_a_report_that_is_added_to_gets_the_words_and_she_the_card(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    number = await talk.report(zahra)
    await talk.forge(zahra, f"fault.add:{number}")
    assert (await talk.answers(zahra, FIRE))[0] == CARD
    assert talk.count("fault_events", f"fault = {number} AND act = 'added'") == 1


# -- Violence --------------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", LOCALES)
async def test_violence_has_a_card_of_its_own_and_nothing_of_it_is_kept_or_told(
    talk: Talk, locale: str
) -> None:
    household = await talk.household()
    zahra, omar = await talk.tenant(locale, household=household), await talk.tenant(household=household)
    others = [omar, await talk.staff(), await talk.caretaker()]
    seen = [len(phone.messages) for phone in others]
    before = talk.facts()
    zahra.type(BEATEN)
    await turns_only(talk)
    assert priorities(talk, zahra) == {outbox.EMERGENCY}
    assert await talk.heard(zahra) == [VIOLENCE]
    assert "112" in zahra.last.text
    assert "020-50 50 50" in zahra.last.text
    assert talk.facts() == before
    assert [len(phone.messages) for phone in others] == seen
    kept = "\n".join(talk.database.writer.iterdump())
    assert BEATEN not in kept


async def test_hide_takes_the_card_and_her_words_away_and_leaves_something_neutral(talk: Talk) -> None:
    zahra = await talk.tenant("fa_AF")
    await talk.type(zahra, BEATEN)
    hide = next(each for each in zahra.last.data if each.startswith("emergency.hide:"))
    assert await talk.forge(zahra, hide) == ["emergency.hidden", "menu.keyboard"]
    shown = "\n".join(m.text for m in zahra.messages)
    assert BEATEN not in shown
    assert "Kvinnofridslinjen" not in shown
    assert len([m for m in zahra.messages if m.text == zahra.last.text]) == 1


async def test_a_card_that_is_too_old_to_delete_is_hidden_all_the_same(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    await talk.type(zahra, BEATEN)
    hide = next(each for each in zahra.last.data if each.startswith("emergency.hide:"))
    await talk.later(3 * DAY)
    await talk.press(zahra, hide)
    assert "Kvinnofridslinjen" not in "\n".join(m.text for m in zahra.messages)


async def test_in_the_midst_of_a_report_the_draft_stays_as_it_is(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    await talk.type(zahra, "/report")
    await talk.press(zahra, "fault.item:kitchen.stove")
    before = talk.standing(zahra)
    assert await talk.answers(zahra, BEATEN) == [VIOLENCE]
    assert talk.standing(zahra) == before


@pytest.mark.parametrize("opened", [False, True])
async def test_of_an_album_with_it_nothing_is_kept(talk: Talk, opened: bool) -> None:
    zahra = await talk.tenant("sv")
    if opened:
        await talk.type(zahra, "/report")
    for caption in (BEATEN, None, None):
        zahra.send_photo(picture(), caption, "album-9")
        await talk.quiet()
    assert talk.count("files") == 0
    assert [m for m in talk.saw(zahra, "fault.first") if m["files"]] == []
    zahra.send_photo(picture(), None, "album-10")
    await talk.quiet()
    assert talk.count("files") == 1


async def test_one_who_has_chosen_no_language_gets_it_in_that_of_her_phone(talk: Talk) -> None:
    stranger = talk.stranger("ar")
    assert await talk.answers(stranger, BEATEN) == [VIOLENCE]
    assert talk.saw(stranger, VIOLENCE)[-1]["language"] == "ar"


async def test_the_answer_about_violence_is_that_card_too(talk: Talk) -> None:
    zahra = await talk.tenant("en")
    await talk.type(zahra, "/ask")
    await talk.press(zahra, "answer.group:safety", "answer.topic:violence.help", "emergency.hide:0")
    assert "Kvinnofridslinjen" not in "\n".join(m.text for m in zahra.messages)


@pytest.mark.parametrize("value", ["", "x", "-1", "²", "9" * 40, "1.1"])
async def test_a_forged_hide_is_harmless(talk: Talk, value: str) -> None:
    zahra = await talk.tenant("sv")
    assert "menu.keyboard" in await talk.forge(zahra, f"emergency.hide:{value}")


# -- When the store cannot be written ----------------------------------------------------------------


def _update(content: dict[str, object]) -> bytes:
    who = {"id": 7, "language_code": "ar", "type": "private"}
    return msgspec.json.encode({"message": {"message_id": 31, "chat": who, "from": who, **content}})


def test_danger_in_words_is_answered_from_memory(company: Company) -> None:
    for content in ({"text": FIRE}, {"caption": FIRE}):
        [(method, fields)] = app.emergency_from_memory(_update(content), company, DANGERS.get)
        assert (method, fields["chat_id"]) == ("sendMessage", 7)
        assert "+46 980 319 200" in fields["text"]
    assert app.emergency_from_memory(_update({"text": WHEN_DUE}), company, DANGERS.get) == []


def test_violence_is_answered_and_hidden_from_memory(company: Company) -> None:
    [(_, fields)] = app.emergency_from_memory(_update({"text": BEATEN}), company, DANGERS.get)
    [[button]] = fields["reply_markup"]["inline_keyboard"]
    assert button["callback_data"] == "emergency.hide:31"
    press = {"data": "emergency.hide:31", "from": {"id": 7}, "message": {"message_id": 32}}
    calls = app.emergency_from_memory(msgspec.json.encode({"callback_query": press}), company, DANGERS.get)
    assert calls == [("deleteMessage", {"chat_id": 7, "message_id": i}) for i in (32, 31)]
