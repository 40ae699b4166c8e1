"""What people send besides presses: pictures, voices, and what is kindly not used."""

import io

import pytest
from PIL import Image

from bot.handlers import drafts
from bot.sandbox.phones import Phone
from storage import conversations, files, inbox
from storage.codes import Invitation
from tests.talk import DAY, Talk, picture

NOT_USED = "general.not_used"
BIG = 21 * 1024 * 1024


async def test_a_photo_with_nothing_open_starts_a_report_with_it(talk: Talk) -> None:
    zahra = await talk.tenant()
    zahra.send_photo(picture(), caption="آب")
    assert await talk.heard(zahra) == ["fault.first"]
    assert talk.saw(zahra, "fault.first")[-1]["files"] == 1
    assert talk.draft(zahra)["words"] == "آب"
    await talk.press(zahra, "fault.item:kitchen.stove", "fault.more:skip", "fault.enter:no", "fault.send:yes")
    assert talk.count("fault_files") == 1


async def test_an_album_is_answered_once_and_all_of_it_is_kept(talk: Talk) -> None:
    zahra = await talk.tenant()
    for caption in (None, "Läcker", None):
        zahra.send_photo(picture(), caption, "album-1")
        await talk.quiet()
    assert len([m for m in zahra.messages if "fault.place:home" in m.data]) == 1
    assert len(zahra.sounds) == 2  # the welcome and the one answer
    assert len(talk.draft(zahra)["files"]) == 3
    assert talk.draft(zahra)["words"] == "Läcker"
    assert talk.saw(zahra, "fault.first")[-1]["files"] == 3


async def test_an_album_to_an_open_report_is_answered_once(talk: Talk) -> None:
    zahra = await talk.tenant()
    await talk.type(zahra, "/report")
    await talk.press(zahra, "fault.item:kitchen.stove")
    sounds = len(zahra.sounds)
    for _ in range(3):
        zahra.send_video(b"video", media_group_id="album-2")
    await talk.quiet()
    assert talk.step(zahra) == "fault.more"
    assert len(talk.draft(zahra)["files"]) == 3
    assert len(zahra.sounds) <= sounds + 1


async def test_a_video_starts_a_report_and_is_passed_on(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    zahra.send_video(b"video")
    await talk.quiet()
    await talk.press(zahra, "fault.item:kitchen.stove", "fault.more:skip", "fault.enter:no", "fault.send:yes")
    assert karl.last.video
    assert talk.database.reader.execute("SELECT kind, content FROM files").fetchall() == [("video", None)]


async def test_a_photo_reaches_the_caretaker_under_the_card_without_place_or_camera(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    exif = Image.Exif()
    exif[0x010F] = "Camera of Zahra"
    exif.get_ifd(0x8825)[1] = "N"
    sent = picture(2000, exif)
    assert b"Camera of Zahra" in sent
    zahra.send_photo(sent)
    await talk.quiet()
    await talk.press(zahra, "fault.item:kitchen.stove", "fault.more:skip", "fault.enter:no", "fault.send:yes")

    kept = files.get(talk.database.reader, 1)
    assert kept is not None and kept.content is not None
    assert b"Camera" not in kept.content
    with Image.open(io.BytesIO(kept.content)) as opened:
        assert max(opened.size) <= 1280
        assert not opened.getexif()
    card = next(m for m in karl.messages if any(d.startswith("order.take") for d in m.data))
    assert karl.last.photo
    assert karl.last.reply_to == card.message_id
    assert karl.last.silent


async def test_a_photo_that_is_fetched_after_sending_still_follows(talk: Talk) -> None:
    zahra, karl, stina = await talk.tenant(), await talk.caretaker(), await talk.staff()
    await talk.type(zahra, "/report")
    await talk.press(zahra, "fault.item:kitchen.stove", "fault.more:skip", "fault.enter:no")
    zahra.send_photo(picture())
    await talk._take_in()
    while await talk.turns._batch(100):
        pass
    zahra.press("fault.send:yes")
    await talk.quiet()
    assert [m for m in karl.messages if m.photo]
    assert not [m for m in stina.messages if m.photo]  # the desk has no card of it


async def test_a_voice_note_with_nothing_open_waits_to_be_told_what_it_is(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    zahra.send_voice(b"OggS one")
    assert await talk.heard(zahra) == ["general.voice_offered"]
    zahra.send_voice(b"OggS two")
    await talk.quiet()
    assert talk.count("files") == 2
    await talk.press(zahra, "voice.use:fault")
    assert talk.saw(zahra, "fault.first")[-1]["files"] == 2
    await talk.press(zahra, "fault.item:kitchen.stove", "fault.more:skip", "fault.enter:no", "fault.send:yes")
    assert len([m for m in karl.messages if m.voice]) == 2


async def test_a_voice_note_can_be_dropped_and_is_then_gone(talk: Talk) -> None:
    zahra = await talk.tenant()
    zahra.send_voice(b"OggS")
    await talk.quiet()
    await talk.press(zahra, "voice.use:drop")
    assert (talk.count("files"), talk.step(zahra)) == (0, "")
    assert await talk.forge(zahra, "voice.use:fault") == [f"{NOT_USED}:old_button"]


@pytest.mark.parametrize("way", ["/report", "/cancel"])
async def test_a_waiting_voice_note_does_not_outlive_its_conversation(talk: Talk, way: str) -> None:
    zahra = await talk.tenant()
    zahra.send_voice(b"OggS")
    await talk.quiet()
    await talk.type(zahra, way)
    assert talk.count("files") == 0


async def test_a_photo_after_a_voice_note_brings_it_along(talk: Talk) -> None:
    zahra = await talk.tenant()
    zahra.send_voice(b"OggS")
    await talk.quiet()
    zahra.send_photo(picture())
    await talk.quiet()
    assert talk.saw(zahra, "fault.first")[-1]["files"] == 2
    assert talk.count("files") == 2


async def test_a_voice_note_while_a_report_is_open_is_part_of_it(talk: Talk) -> None:
    zahra = await talk.tenant()
    await talk.type(zahra, "/report")
    await talk.press(zahra, "fault.item:kitchen.stove")
    zahra.send_voice(b"OggS")
    zahra.send_photo(picture(), caption="ord")
    await talk.quiet()
    assert talk.step(zahra) == "fault.more"
    assert talk.saw(zahra, "fault.more")[-1]["files"] == 2
    assert talk.draft(zahra)["words"] == "ord"


async def test_drafts_are_erased_after_a_day_with_their_files(talk: Talk) -> None:
    zahra, omar = await talk.tenant(), await talk.tenant("ar")
    zahra.send_photo(picture())
    omar.send_voice(b"OggS")
    await talk.quiet()
    await talk.later(DAY - 60)
    assert talk.count("files") == 2
    await talk.type(omar, "/language")
    await talk.later(120)
    assert talk.count("files") == 0
    assert (talk.step(zahra), talk.step(omar)) == ("", "")
    zahra.press("fault.item:kitchen.stove")
    assert await talk.heard(zahra) == [f"{NOT_USED}:old_button"]


async def test_without_a_home_a_picture_or_voice_is_not_kept(talk: Talk) -> None:
    waiting = await talk.enrolled("ar", Invitation("household", household=await talk.household(home=False)))
    stranger = talk.stranger()
    await talk.type(stranger, "/start")
    await talk.press(stranger, "language.set:sv")
    for phone, answer in ((waiting, f"{NOT_USED}:no_home"), (stranger, "start.no_code")):
        for send in (lambda p=phone: p.send_photo(picture()), lambda p=phone: p.send_voice(b"OggS")):
            send()
            assert await talk.heard(phone) == [answer]
    assert talk.count("files") == 0


async def test_who_sent_a_picture_that_is_none_is_asked_to_send_it_again(talk: Talk) -> None:
    stina = await talk.staff()
    zahra = await talk.tenant()
    zahra.send_photo(picture())
    for kept in talk.telegram.world.files.values():
        kept.data = b"no picture"
    await talk.quiet()
    assert talk.saw(zahra, NOT_USED)[-1]["why"] == "empty"
    assert not talk.saw(stina, "general.failed_for_staff")


def _edited(phone: Phone) -> int:
    mine = next(m for m in phone.messages if m.sender == "me")
    return phone.edit(mine.message_id, "/erase")


SENDS = {
    "an unknown command": (lambda p: p.type("/dance"), "command"),
    "a long text": (lambda p: p.type("x" * 4096), "too_long"),
    "no words": (lambda p: p.type("🏠 …"), "text"),
    "a sticker": (lambda p: p.send_sticker(), "sticker"),
    "a location": (lambda p: p.send_location(), "location"),
    "a document": (lambda p: p.send_document(b"%PDF"), "document"),
    "a big document": (lambda p: p.send_document(b"%PDF", size=BIG), "document"),
    "somebody's number": (lambda p: p.send_contact("+46701112233", "Somebody"), "contact"),
    "her own number": (lambda p: p.share_contact(), "own_number"),
    "a 21 MB photo": (lambda p: p.send_photo(picture(), size=BIG), "too_big"),
    "a 21 MB video": (lambda p: p.send_video(b"video", size=BIG), "too_big"),
    "a 21 MB voice note": (lambda p: p.send_voice(b"OggS", size=BIG), "too_big"),
    "an edited message": (_edited, "edited"),
    "an old button": (lambda p: p.press("rent.pay:1", forge=True), "old_button"),
    "no such report": (lambda p: p.press("fault.show:1", forge=True), "no_report"),
    "a wrong code": (lambda p: p.type("ABCDEFGHJK"), "unknown"),
}  # fmt: skip


@pytest.mark.parametrize("locale", ["sv", "ar", "fa_AF", "en"])
async def test_what_cannot_be_used_gets_its_own_kind_answer_and_changes_nothing(
    talk: Talk, locale: str
) -> None:
    zahra = await talk.tenant(locale)
    before = talk.facts()
    texts = set()
    for what, (send, why) in SENDS.items():
        send(zahra)
        heard = await talk.heard(zahra)
        assert [h.partition(":")[2] for h in heard] == [why], what
        texts.add(zahra.last.text)
    assert len(texts) == len({why for _, why in SENDS.values()})
    after = talk.facts()
    assert after.pop("wrong_codes") != before.pop("wrong_codes")
    assert after == before


async def test_an_empty_photo_is_asked_for_again(talk: Talk) -> None:
    zahra = await talk.tenant()
    zahra.send_photo(picture(), size=0)
    sizes = talk.telegram.world.updates[-1]["message"]["photo"]
    for size in sizes:
        size["file_size"] = 0
    assert await talk.heard(zahra) == [f"{NOT_USED}:empty"]
    zahra.send_photo(picture())
    talk.telegram.world.updates[-1]["message"]["photo"] = []
    assert await talk.heard(zahra) == [f"{NOT_USED}:other"]
    assert talk.count("files") == 0


async def test_sizes_that_telegram_does_not_say_are_taken_on_trust(talk: Talk) -> None:
    zahra = await talk.tenant()
    zahra.send_photo(picture())
    for size in talk.telegram.world.updates[-1]["message"]["photo"]:
        del size["file_size"]
    await talk.quiet()
    zahra.send_video(b"video")
    del talk.telegram.world.updates[-1]["message"]["video"]["file_size"]
    await talk.quiet()
    assert len(talk.draft(zahra)["files"]) == 2


async def test_a_place_that_moves_is_not_answered_at_every_step(talk: Talk) -> None:
    zahra = await talk.tenant()
    zahra.send_location()
    await talk.quiet()
    mine = next(p.body for p in reversed(zahra.chat.posts.values()) if "location" in p.body)
    talk.telegram.world.queue("edited_message", {**mine, "edit_date": 1})
    assert await talk.heard(zahra) == []


async def test_a_group_is_told_once_a_day_in_the_language_of_who_wrote(talk: Talk) -> None:
    zahra = await talk.tenant("ar")
    group = talk.telegram.group()
    for text in ("hej", "/emergency", "/erase"):
        group.type(zahra, text)
        await talk.quiet()
    bots = [m for m in group.messages if m.sender == "bot"]
    assert len(bots) == 1
    assert any("؀" <= sign <= "ۿ" for sign in bots[0].text)
    await talk.later(DAY + 1)
    group.type(zahra, "hej")
    await talk.quiet()
    assert len([m for m in group.messages if m.sender == "bot"]) == 2
    assert talk.count("faults") == 0


async def test_a_group_of_an_unknown_language_is_told_in_swedish(talk: Talk) -> None:
    group = talk.telegram.group()
    group.type(talk.stranger("xx"), "hej")
    await talk.quiet()
    assert group.last is not None
    assert "privat" in group.last.text
    assert talk.count("chats") == 0


async def test_what_cannot_be_delivered_to_the_desk_is_not_told_to_the_desk(talk: Talk) -> None:
    stina = await talk.staff()
    gone = talk.stranger()
    async with talk.database.transaction() as db:
        for chat in (stina.chat_id, gone.chat_id):
            event = f'{{"event":"errand.undelivered","id":1,"chat":{chat}}}'
            inbox.add_event(db, f"u{chat}", event, talk.clock.now())
    await talk.quiet()
    assert len(talk.saw(stina, "general.failed_for_staff")) == 1


async def test_an_event_that_fails_is_told_to_the_desk_alone(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    stina = await talk.staff()
    talk.fails = True
    monkeypatch.setattr(conversations, "get", lambda *_: 1 / 0)
    async with talk.database.transaction() as db:
        inbox.add_event(db, "d", '{"event":"draft.old","id":1}', talk.clock.now())
    await talk.quiet()
    assert talk.saw(stina, "general.failed_for_staff")[-1]["what"] == "update"
    assert [m for _, m in talk.said if m["message"] == "general.failed"] == []


async def test_a_press_in_a_group_counts_for_nothing(talk: Talk) -> None:
    zahra = await talk.tenant("ar")
    group = talk.telegram.group()
    group.type(zahra, "hej")
    await talk.quiet()
    said = len(talk.said)
    post = next(p for p in reversed(group._chat.posts.values()) if p.sender == "bot")
    query = {
        "id": "1",
        "from": zahra.chat.user(),
        "message": post.body,
        "chat_instance": "1",
        "data": "language.set:sv",
    }
    talk.telegram.world.queue("callback_query", query)
    await talk.quiet()
    assert len(talk.said) == said
    assert talk.count("chats", f"id = {group.chat_id} AND locale = 'ar'") == 1


async def test_a_channel_is_told_once_and_service_messages_need_no_answer(talk: Talk) -> None:
    talk.telegram.channel_post("News")
    await talk.quiet()
    assert [m["message"] for _, m in talk.said] == [NOT_USED]
    zahra = await talk.tenant()
    group = talk.telegram.group()
    said = len(talk.said)
    group.migrate()
    zahra.block()
    await talk.quiet()
    zahra.unblock()
    await talk.quiet()
    assert [m for chat, m in talk.said[said:] if chat == group.chat_id] == []
    assert talk.count("set_aside") == 0


async def test_old_keyboard_words_in_any_language_still_work(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    for word in ("Report a fault", "Anmäl fel", "  report A FAULT "):
        assert await talk.answers(zahra, word) == ["fault.first"]
    assert await talk.answers(zahra, "Emergency") == ["emergency.card"]
    assert await talk.answers(zahra, "Orders") == [f"{NOT_USED}:not_for_you"]


async def test_a_stranger_is_told_how_to_get_a_code_and_may_still_call_for_help(talk: Talk) -> None:
    stranger = talk.stranger()
    await talk.type(stranger, "/start")
    await talk.press(stranger, "language.set:sv")
    for text in ("ABCD2345", "/report", "Anmäl fel"):
        assert await talk.answers(stranger, text) == ["start.no_code"]
    assert talk.company.desk.address in stranger.last.text
    assert await talk.answers(stranger, "Nödläge") == ["emergency.card"]
    assert stranger.keyboard == [["Fråga", "Språk"], ["Nödläge"]]
    assert await talk.forge(stranger, "fault.send:yes") == [f"{NOT_USED}:old_button"]


async def test_a_failure_of_ours_is_told_kindly_and_the_desk_hears_of_it(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    zahra, stina = await talk.tenant("ar"), await talk.staff()
    talk.fails = True
    monkeypatch.setattr(drafts, "home_for", lambda *_: 1 / 0)
    zahra.type("/report")
    assert await talk.heard(zahra) == ["general.failed"]
    assert talk.saw(stina, "general.failed_for_staff")[-1]["what"] == "update"
    assert talk.count("set_aside") == 1


@pytest.mark.parametrize("locale", ["sv", "ar", "fa_AF", "en"])
async def test_a_press_on_somebody_elses_report_and_on_an_old_card_are_told_apart(
    talk: Talk, locale: str
) -> None:
    number = await talk.report(await talk.tenant())
    neighbour = await talk.tenant(locale)
    before = talk.facts()
    for data, why in {
        f"fault.fixed:{number}": "not_yours",
        f"fault.show:{number}": "not_yours",
        f"order.take:{number}": "not_for_you",
        "fault.show:9999": "no_report",
        "fault.send:yes": "old_button",
        "privacy.ok:yes": "old_button",
    }.items():
        assert await talk.forge(neighbour, data) == [f"{NOT_USED}:{why}"]
    assert talk.facts() == before


async def test_an_expired_code_is_answered_in_the_persons_language_and_changes_nothing(talk: Talk) -> None:
    zahra = await talk.tenant("fa_AF")
    code = await talk.code(Invitation("staff", name="Stina"), days=1)
    await talk.later(2 * DAY)
    before = talk.facts()
    assert await talk.answers(zahra, code) == ["start.code_refused:expired"]
    assert any("؀" <= sign <= "ۿ" for sign in zahra.last.text)
    after = talk.facts()
    assert after.pop("wrong_codes") != before.pop("wrong_codes")
    assert after == before


async def test_a_report_takes_ten_pictures_and_says_when_it_is_enough(talk: Talk) -> None:
    zahra = await talk.tenant("en")
    await talk.type(zahra, "/report")
    for _ in range(11):
        zahra.send_photo(picture())
        await talk.quiet()

    assert talk.count("files") == 10
    assert talk.saw(zahra, "general.not_used")[-1]["why"] == "enough"


async def test_a_code_written_into_an_open_report_is_taken_and_is_no_word_of_it(talk: Talk) -> None:
    zahra = await talk.tenant("en")
    await talk.type(zahra, "/report")
    code = await talk.code(Invitation("caretaker", areas=("norr",), name="Zahra"))
    await talk.type(zahra, code)

    assert "caretaker" in talk.person(zahra).work
    assert talk.draft(zahra)["words"] == ""
