import struct
from typing import Any

import pytest

from bot.sandbox import media
from bot.sandbox.phones import Phone
from bot.sandbox.server import Telegram
from tests.sandbox.conftest import PNG, Caller

JPEG = b"\xff\xd8\xff\xe0\x00\x04xx\xff\xc0\x00\x0b\x08" + struct.pack(">HH", 300, 400) + b"\x01\x01\x11\x00"


@pytest.fixture
def phone(telegram: Telegram) -> Phone:
    phone = telegram.phone("ar", "Omar")
    phone.type("/start")
    return phone


async def fetched(bot: Caller, file_id: str) -> tuple[int, bytes]:
    path = (await bot.call("getFile", file_id=file_id))["file_path"]
    async with bot.http.get(f"{bot.telegram.url}/file/bot{bot.telegram.token}/{path}") as response:
        return response.status, await response.read()


def test_a_pictures_measures_are_read_from_its_first_bytes() -> None:
    assert media.measures(PNG) == (1000, 500)
    assert media.measures(JPEG) == (400, 300)
    assert media.measures(b"\xff\xd8\xff\xe0\x00\x04") is None
    assert media.measures(b"hello") is None


async def test_a_photo_comes_in_sizes_and_can_be_fetched(phone: Phone, bot: Caller) -> None:
    phone.send_photo(JPEG, "the radiator /report", "album")
    message = (await bot.call("getUpdates"))[-1]["message"]
    assert [(size["width"], size["height"]) for size in message["photo"]] == [
        (90, 67),
        (320, 240),
        (400, 300),
    ]
    assert (message["caption"], message["media_group_id"]) == ("the radiator /report", "album")
    assert message["caption_entities"] == [{"type": "bot_command", "offset": 13, "length": 7}]
    assert await fetched(bot, message["photo"][-1]["file_id"]) == (200, JPEG)


async def test_an_empty_photo_gets_ordinary_measures(phone: Phone, bot: Caller) -> None:
    phone.send_photo(b"")
    message = (await bot.call("getUpdates"))[-1]["message"]
    assert message["photo"][-1] | {"file_id": "", "file_unique_id": ""} == {
        "file_id": "", "file_unique_id": "", "file_size": 0, "width": 1280, "height": 960,
    }  # fmt: skip


async def test_each_kind_of_file_is_told_as_telegram_tells_it(phone: Phone, bot: Caller) -> None:
    phone.send_voice(b"OggS", duration=7)
    phone.send_video(b"mp4", "look", "album")
    phone.send_document(b"%PDF", "rent.pdf")
    phone.send_sticker()
    voice, video, document, sticker = [update["message"] for update in (await bot.call("getUpdates"))[1:]]
    assert (voice["voice"]["duration"], voice["voice"]["mime_type"]) == (7, "audio/ogg")
    assert (video["video"]["width"], video["caption"], video["media_group_id"]) == (640, "look", "album")
    assert (document["document"]["file_name"], document["document"]["file_size"]) == ("rent.pdf", 4)
    assert sticker["sticker"]["emoji"] == "👍"
    assert (await fetched(bot, document["document"]["file_id"])) == (200, b"%PDF")


async def test_a_file_over_20_mb_cannot_be_fetched(telegram: Telegram, phone: Phone, bot: Caller) -> None:
    phone.send_document(b"x", size=21 * 1024 * 1024)
    document = (await bot.call("getUpdates"))[-1]["message"]["document"]
    assert document["file_size"] == 21 * 1024 * 1024
    assert await bot.refused("getFile", file_id=document["file_id"]) == "Bad Request: file is too big"
    path = telegram.world.files[document["file_id"]].path
    for token, name, status in [(telegram.token, path, 404), (telegram.token, "x", 404), ("1:x", path, 401)]:
        async with bot.http.get(f"{telegram.url}/file/bot{token}/{name}") as response:
            assert response.status == status


async def test_an_unknown_file_is_refused(phone: Phone, bot: Caller) -> None:
    wrong = "Bad Request: wrong file_id or the file is temporarily unavailable"
    assert await bot.refused("getFile", file_id="x") == wrong
    assert await bot.refused("getFile") == "Bad Request: file_id not specified"
    refusal = await bot.refused("sendPhoto", chat_id=phone.chat_id, photo="x")
    assert refusal == "Bad Request: wrong file identifier/HTTP URL specified"
    assert 'parameter "photo" is required' in await bot.refused("sendPhoto", chat_id=phone.chat_id)


async def test_a_file_id_can_be_sent_again_as_what_it_is(phone: Phone, bot: Caller) -> None:
    phone.send_photo(JPEG)
    phone.send_photo(JPEG)
    photo = (await bot.call("getUpdates"))[-1]["message"]["photo"][0]["file_id"]
    sent = await bot.call("sendPhoto", chat_id=phone.chat_id, photo=photo, caption=" mine ")
    assert len(sent["photo"]) == 3
    assert (phone.last.text, phone.last.photo) == ("mine", sent["photo"][-1]["file_id"])
    refusal = await bot.refused("sendVoice", chat_id=phone.chat_id, voice=photo)
    assert refusal == "Bad Request: can't use file of type Photo as VoiceNote"
    phone.send_voice(b"OggS")
    voice = (await bot.call("getUpdates"))[-1]["message"]["voice"]["file_id"]
    await bot.call("sendVoice", chat_id=phone.chat_id, voice=voice)
    assert phone.last.voice == voice


@pytest.mark.parametrize(
    ("photo", "error"),
    [
        (b"", "Bad Request: file must be non-empty"),
        (b"no picture", "Bad Request: IMAGE_PROCESS_FAILED"),
        (JPEG * 100, "Request Entity Too Large"),
    ],
)
async def test_a_photo_of_the_bot_must_be_a_picture_of_bearable_size(
    phone: Phone, bot: Caller, monkeypatch: pytest.MonkeyPatch, photo: bytes, error: str
) -> None:
    monkeypatch.setattr(media, "LARGEST_PHOTO_UP", 10 * len(JPEG))
    answer = await bot.form("sendPhoto", chat_id=str(phone.chat_id), photo=("x.jpg", "image/jpeg", photo))
    assert answer["description"] == error


async def test_files_go_up_plainly_or_attached(phone: Phone, bot: Caller) -> None:
    to = str(phone.chat_id)
    answer = await bot.form(
        "sendDocument", chat_id=to, document=("a.txt", "text/plain", b"hello"), caption="x"
    )
    assert answer["result"]["document"]["file_name"] == "a.txt"
    answer = await bot.form(
        "sendVideo", chat_id=to, video="attach://v", v=("v.mp4", "video/mp4", b"v"), width="9"
    )
    assert answer["result"]["video"]["width"] == 9
    unused = await bot.form("sendDocument", chat_id=to, document="x", other=("a", "text/plain", b"a"))
    assert 'file "other" is not used' in unused["description"]
    wrong = await bot.refused("sendDocument", chat_id=phone.chat_id, document=5)
    assert 'field "document" must be of type InputFile or String' in wrong


async def test_a_photo_is_exchanged_and_its_caption_edited(phone: Phone, bot: Caller) -> None:
    to: dict[str, Any] = {"chat_id": str(phone.chat_id)}
    sent = (await bot.form("sendPhoto", **to, photo=("a.jpg", "image/jpeg", JPEG), caption="one"))["result"]
    where = {**to, "message_id": str(sent["message_id"])}
    await bot.call("editMessageCaption", **where, caption="*two*", parse_mode="MarkdownV2")
    assert (phone.text, phone.last.entities[0]["type"]) == ("two", "bold")
    assert "not modified" in await bot.refused(
        "editMessageCaption", **where, caption="*two*", parse_mode="MarkdownV2"
    )
    media_now = '{"type": "photo", "media": "attach://new", "caption": "three"}'
    answer = await bot.form("editMessageMedia", **where, media=media_now, new=("b.png", "image/png", PNG))
    assert answer["result"]["photo"][-1]["width"] == 1000
    assert phone.text == "three"
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]}
    await bot.call("editMessageReplyMarkup", **where, reply_markup=markup)
    assert (phone.text, phone.last.data) == ("three", ["x"])
    await bot.call("editMessageCaption", **where)
    assert (phone.text, phone.last.photo) == ("", answer["result"]["photo"][-1]["file_id"])
