"""What each kind of errand asks of Telegram: cards, pins, deletions, files, menus."""

from __future__ import annotations

import msgspec
import pytest

from bot.engine.calls import no_documents
from bot.engine.transport import ApiError, NoAnswer, Transport
from bot.sandbox.groups import Group
from bot.sandbox.methods import METHODS
from bot.sandbox.phones import Phone
from storage import cards, chats, files, outbox
from storage.outbox import (
    ANSWER,
    NOTIFICATION,
    Ask,
    Card,
    Delete,
    Document,
    Errand,
    Fetch,
    Learn,
    Menu,
    Pin,
)
from tests.engine.conftest import PNG, Caption, Commands, Post, send, texts, wanted


async def want(
    post: Post, phone: Phone, text: str, *more: Errand, key: str = "k", silent: bool = False
) -> None:
    async with post.database.transaction() as db:
        cards.want(db, phone.chat_id, key, wanted(text))
    await post.put(phone, Card(key, silent), *more)


def methods(post: Post) -> list[str]:
    return [request.method for request in post.telegram.requests]


async def keep(post: Post, kind: str, telegram_id: str, content: bytes | None) -> int:
    async with post.database.transaction() as db:
        file = files.add(db, kind, telegram_id, 0)
        if content is not None:
            files.put_content(db, file, content)
    return file


def kept(post: Post, file: int) -> files.File:
    found = files.get(post.database.reader, file)
    assert found is not None
    return found


# Cards.


async def test_a_card_is_sent_once_then_edited_without_a_sound(post: Post) -> None:
    anna = post.phone()
    for text in ("one", "two", "three"):
        await want(post, anna, text)
        await post.empty()
    assert texts(anna) == ["three"]
    assert methods(post) == ["sendMessage", "editMessageText", "editMessageText"]
    assert len(anna.sounds) == 1
    card = cards.get(post.database.reader, anna.chat_id, "k")
    assert card is not None and (card.message_id, card.shown) == (anna.last.message_id, wanted("three"))


async def test_an_edit_follows_the_send_that_is_under_way(post: Post) -> None:
    anna = post.phone()
    post.transport.slow[anna.chat_id] = 0.05
    await want(post, anna, "one")
    await post.until(lambda: post.transport.under_way[anna.chat_id])
    await want(post, anna, "two")
    await post.empty()
    assert methods(post) == ["sendMessage", "editMessageText"]
    assert texts(anna) == ["two"]


async def test_what_was_not_sent_yet_is_replaced(post: Post) -> None:
    anna = post.phone()
    post.transport.slow[anna.chat_id] = 0.05
    await post.put(anna, send("first"))
    for text in ("one", "two", "three"):
        await want(post, anna, text)
    await post.empty()
    assert texts(anna) == ["first", "three"]
    assert methods(post) == ["sendMessage", "sendMessage"]


async def test_a_card_can_come_without_a_sound(post: Post) -> None:
    anna = post.phone()
    await want(post, anna, "one", silent=True)
    await post.empty()
    assert anna.last.silent


async def test_a_message_that_shows_what_is_wanted_already_is_right(post: Post) -> None:
    anna = post.phone()
    await want(post, anna, "one")
    await post.empty()
    async with post.database.transaction() as db:
        cards.forget_shown(db, anna.chat_id)
    await post.put(anna, Card("k"))
    await post.empty()
    assert methods(post) == ["sendMessage", "editMessageText"]
    card = cards.get(post.database.reader, anna.chat_id, "k")
    assert card is not None and card.shown == card.wanted
    assert post.count("undelivered") == 0


async def test_a_card_whose_message_is_gone_is_sent_anew(post: Post) -> None:
    anna = post.phone()
    await want(post, anna, "one")
    await post.empty()
    post.telegram.world.delete(anna.chat, anna.last.message_id)
    await want(post, anna, "two", send("after"))
    await post.empty()
    assert sorted(texts(anna)) == ["after", "two"]
    await want(post, anna, "three")
    await post.empty()
    assert sorted(texts(anna)) == ["after", "three"]


async def test_a_card_that_was_moved_onto_a_picture_is_sent_anew(post: Post) -> None:
    anna = post.phone()
    file = await keep(post, "photo", "", PNG)
    await post.put(anna, send("picture", file=file))
    await post.empty()
    async with post.database.transaction() as db:
        cards.want(db, anna.chat_id, "k", wanted("words"))
        cards.move(db, anna.chat_id, "k", anna.last.message_id)
    await post.put(anna, Card("k"))
    await post.empty()
    assert texts(anna) == ["picture", "words"]


@pytest.mark.parametrize("change", ["moved", "dropped"])
async def test_a_card_that_went_elsewhere_while_it_was_sent_leaves_no_second_message(
    post: Post, change: str
) -> None:
    anna = post.phone()
    await post.put(anna, send("pressed"))
    await post.empty()
    pressed = anna.last.message_id
    post.transport.slow[anna.chat_id] = 0.05
    await want(post, anna, "one")
    await post.until(lambda: post.transport.under_way[anna.chat_id])
    async with post.database.transaction() as db:
        if change == "moved":
            cards.want(db, anna.chat_id, "k", wanted("two"))
            assert cards.move(db, anna.chat_id, "k", pressed) is None
        else:
            assert cards.drop(db, anna.chat_id, "k") is None
    await post.put(anna, Card("k"))
    await post.empty()
    assert texts(anna) == (["two"] if change == "moved" else ["pressed"])


async def test_a_card_in_a_new_language_is_edited(post: Post) -> None:
    anna = await post.known("sv")
    await want(post, anna, "one")
    await post.empty()
    async with post.database.transaction() as db:
        chats.set_locale(db, anna.chat_id, "ar")
        assert cards.forget_shown(db, anna.chat_id) == ["k"]
    await post.put(anna, Card("k"))
    await post.empty()
    assert texts(anna) == ["one ar"]


async def test_another_fault_of_an_edit_is_told(post: Post) -> None:
    anna = post.phone()
    await want(post, anna, "one")
    await post.empty()
    post.telegram.fail("editMessageText", status=400, description="Bad Request: BUTTON_DATA_INVALID")
    await want(post, anna, "two")
    await post.empty()
    assert post.count("undelivered") == 1


# What points at cards.


async def test_news_points_at_its_card(post: Post) -> None:
    anna = post.phone()
    await want(post, anna, "card", send("news", reply_to="k"))
    await post.empty()
    assert anna.last.reply_to == anna.messages[0].message_id


async def test_news_whose_card_is_not_there_comes_without_pointing(post: Post) -> None:
    anna = post.phone()
    await post.put(anna, send("no such card", reply_to="x"))
    async with post.database.transaction() as db:
        cards.want(db, anna.chat_id, "k", wanted("card"))
    await post.put(anna, send("not yet sent", reply_to="k"), priority=ANSWER)
    await post.put(anna, Card("k"))
    await post.empty()
    post.telegram.world.delete(anna.chat, anna.last.message_id)
    await post.put(anna, send("gone", reply_to="k"))
    await post.empty()
    assert [(m.text, m.reply_to) for m in anna.messages] == [
        ("no such card", None), ("not yet sent", None), ("gone", None),
    ]  # fmt: skip


async def test_a_card_is_pinned_silently(post: Post) -> None:
    anna = post.phone()
    await want(post, anna, "card", Pin("k"))
    await post.empty()
    assert [m.text for m in anna.pinned] == ["card"]
    assert post.telegram.sent("pinChatMessage")[0].params["disable_notification"] is True


async def test_pinning_and_deleting_what_is_gone_troubles_nobody(post: Post) -> None:
    anna = post.phone()
    await want(post, anna, "card")
    await post.empty()
    post.telegram.world.delete(anna.chat, anna.last.message_id)
    await post.put(
        anna, Pin("k"), Pin("never sent"), Delete(anna.last.message_id), Delete(99_999), send("on")
    )
    await post.empty()
    assert texts(anna) == ["on"]
    assert post.count("undelivered") == 0


async def test_a_message_is_deleted_when_telegram_can_again(post: Post) -> None:
    anna = post.phone()
    await post.put(anna, send("old"), send("new"))
    await post.empty()
    post.telegram.fail("deleteMessage", status=500)
    await post.put(anna, Delete(anna.messages[0].message_id))
    await post.empty()
    assert texts(anna) == ["new"]


# Files.


async def test_a_photo_is_uploaded_once_and_then_sent_by_its_id(post: Post) -> None:
    anna, berit = await post.known("ar"), post.phone()
    file = await keep(post, "photo", "", PNG)
    await post.put(anna, send("see", file=file))
    await post.empty()
    await post.put(berit, send("see", file=file))
    await post.empty()
    first, second = post.telegram.sent("sendPhoto")
    assert first.params["photo"].data == PNG
    assert second.params["photo"] == kept(post, file).telegram_id
    assert (anna.last.text, berit.last.text) == ("see ar", "see")
    assert anna.last.photo and berit.last.photo


@pytest.mark.parametrize("kind", ["voice", "video"])
async def test_voices_and_videos_are_sent_as_what_they_are(post: Post, kind: str) -> None:
    anna = post.phone()
    file = await keep(post, kind, "", b"OggS sound")
    await post.put(anna, send("listen", file=file, buttons=("a.b:c",)))
    await post.empty()
    assert getattr(anna.last, kind) == kept(post, file).telegram_id
    assert anna.shown("a.b:c")


async def test_a_video_that_stays_at_telegram_is_sent_by_its_id(post: Post) -> None:
    anna = post.phone()
    anna.send_video(b"film")
    theirs = anna.messages[-1].video
    assert theirs is not None
    file = await keep(post, "video", theirs, None)
    await post.put(anna, send("see", file=file))
    await post.empty()
    assert anna.last.video == theirs


@pytest.mark.parametrize("what", ["never kept", "never fetched"])
async def test_a_message_whose_file_is_not_there_becomes_a_task(post: Post, what: str) -> None:
    anna = post.phone()
    file = 99 if what == "never kept" else await keep(post, "photo", "", None)
    await post.put(anna, send("see", file=file), send("on"))
    await post.empty()
    assert texts(anna) == ["on"]
    assert post.count("undelivered") == 1


async def test_a_file_is_fetched_prepared_and_kept_and_its_event_told(post: Post) -> None:
    anna = post.phone()
    anna.send_photo(PNG)
    file = await keep(post, "photo", str(anna.messages[-1].photo), None)
    post.telegram.fail("getFile", status=500)
    await post.put(anna, Fetch(file), Fetch(file), Fetch(99))
    await post.empty()
    assert kept(post, file) == files.File(file, "photo", "", b"ready:" + PNG)
    assert post.events() == [{"event": "file.kept", "id": file}]
    assert post.count("undelivered") == 0
    assert len(post.telegram.sent("getFile")) == 2


async def test_a_file_larger_than_a_bot_may_fetch_becomes_a_task(post: Post) -> None:
    anna = post.phone()
    anna.send_video(b"long film", size=21 * 1024 * 1024)
    file = await keep(post, "video", str(anna.messages[-1].video), None)
    await post.put(anna, Fetch(file), send("on"))
    await post.empty()
    assert texts(anna) == ["on"]
    assert post.count("undelivered") == 1


async def test_a_file_that_is_cut_off_on_its_way_is_fetched_again(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = post.phone()
    anna.send_voice(b"OggS")
    file = await keep(post, "voice", str(anna.messages[-1].voice), None)
    download = Transport.download
    cut: list[bool] = []

    async def cut_once(self: Transport, path: str) -> bytes:
        if not cut:
            cut.append(True)
            raise NoAnswer("ClientPayloadError")
        return await download(self, path)

    monkeypatch.setattr(Transport, "download", cut_once)
    await post.put(anna, Fetch(file))
    await post.empty()
    assert cut and kept(post, file).content == b"ready:OggS"


# Documents.


async def test_a_document_is_made_when_it_is_sent_and_kept_nowhere(post: Post) -> None:
    anna = await post.known("ar")
    under = msgspec.Raw(msgspec.json.encode(Caption("here")))
    await post.put(anna, Document("orders.csv", under))
    await post.empty()
    assert anna.last.document is not None
    sent = post.telegram.world.files[anna.last.document]
    assert (sent.data, sent.about["file_name"]) == (f"orders.csv for {anna.chat_id}".encode(), "orders.csv")
    assert anna.last.text == "here ar"
    assert post.count("files") == 0


async def test_a_document_that_cannot_be_made_becomes_a_task(post: Post) -> None:
    anna = await post.known("ar")
    under = msgspec.Raw(msgspec.json.encode(Caption("here")))
    await post.put(anna, Document("none.csv", under), send("on"))
    await post.empty()
    assert texts(anna) == ["on ar"]
    assert post.count("undelivered") == 1


async def test_a_house_without_documents_makes_none() -> None:
    with pytest.raises(ApiError):
        await no_documents(1, "orders.csv")


# Menus.


async def test_a_menu_is_set_in_the_persons_language_whatever_her_phones(post: Post) -> None:
    anna = await post.known("ar")
    await post.put(anna, Menu(msgspec.Raw(msgspec.json.encode(Commands("report")))))
    await post.empty()
    assert anna.commands == {"report": "ar"}
    assert "language_code" not in post.telegram.sent("setMyCommands")[0].params


# What the bot may do in a chat.


def group_of(post: Post, kind: str = "group") -> Group:
    return post.telegram.group("Team", kind)


async def asked(post: Post, group: Group) -> dict[str, object]:
    """What comes of asking about a group."""
    errand = Ask(msgspec.Raw(b'{"area":"norr"}'))
    async with post.database.transaction() as db:
        outbox.add(db, [(group.chat_id, NOTIFICATION, errand)], post.now())
    post.courier.wake()
    await post.empty()
    event = post.events()[-1]
    assert (event["event"], event["chat"]) == ("chat.asked", group.chat_id)
    assert event["data"].pop("note") == {"area": "norr"}
    found: dict[str, object] = event["data"]
    return found


@pytest.mark.parametrize(
    ("privacy", "leads", "muted", "reads", "writes"),
    [
        (False, False, False, True, True),
        (True, False, False, False, True),
        (True, True, False, True, True),
        (False, False, True, True, False),
        (True, True, True, True, True),
    ],
)
@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_it_is_found_out_whether_the_bot_reads_and_writes_in_a_group(
    post: Post, kind: str, privacy: bool, leads: bool, muted: bool, reads: bool, writes: bool
) -> None:
    group = group_of(post, kind)
    post.telegram.world.privacy, group.chat.leads, group.chat.muted = privacy, leads, muted
    assert await asked(post, group) == {"reads": reads, "writes": writes}


@pytest.mark.parametrize(
    ("member", "told"),
    [
        ({"status": "restricted", "can_send_messages": False}, {"reads": True, "writes": False}),
        ({"status": "restricted", "can_send_messages": True}, {"reads": True, "writes": True}),
        ({"status": "left"}, {"reads": False, "writes": False}),
        ({"status": "of_a_later_api"}, {"reads": False, "writes": False}),
    ],
)
async def test_every_standing_of_the_bot_is_understood(
    post: Post, monkeypatch: pytest.MonkeyPatch, member: dict[str, object], told: dict[str, bool]
) -> None:
    monkeypatch.setitem(METHODS, "getChatMember", lambda world, params: member)
    assert await asked(post, group_of(post)) == told


async def test_group_privacy_is_asked_anew_each_time(post: Post) -> None:
    group = group_of(post)
    post.telegram.world.privacy = True
    assert not (await asked(post, group))["reads"]
    post.telegram.world.privacy = False
    assert (await asked(post, group))["reads"]


async def test_a_question_that_telegram_does_not_answer_is_asked_again(post: Post) -> None:
    for method in ("getMe", "getChatMember", "getChat"):
        post.telegram.fail(method, status=500)
    assert await asked(post, group_of(post)) == {"reads": True, "writes": True}


# A group that has become a supergroup.


async def test_what_was_to_be_said_in_a_group_that_moved_is_said_where_it_is_now(post: Post) -> None:
    group = group_of(post)
    moved = group.migrate()
    async with post.database.transaction() as db:
        cards.want(db, group.chat_id, "k", wanted("card"))
        errands = [Card("k"), Pin("k"), Delete(1), send("words"), Ask(msgspec.Raw(b"{}"))]
        outbox.add(db, [(group.chat_id, NOTIFICATION, each) for each in errands], post.now())
    post.courier.wake()
    await post.empty()
    assert [message.text for message in moved.messages] == ["words"]
    assert post.count("undelivered") == 0
    events = post.events()
    assert {"event": "chat.moved", "id": group.chat_id, "chat": moved.chat_id} in events
    assert [each["chat"] for each in events if each["event"] == "chat.asked"] == [moved.chat_id]
    assert [each["event"] for each in events].count("chat.moved") == 1


async def test_a_card_that_stood_in_a_group_that_moved_is_left_for_a_turn(post: Post) -> None:
    group = group_of(post)
    async with post.database.transaction() as db:
        cards.want(db, group.chat_id, "k", wanted("one"))
        outbox.add(db, [(group.chat_id, NOTIFICATION, Card("k"))], post.now())
    post.courier.wake()
    await post.empty()
    moved = group.migrate()
    async with post.database.transaction() as db:
        cards.want(db, group.chat_id, "k", wanted("two"))
        outbox.add(db, [(group.chat_id, NOTIFICATION, Card("k"))], post.now())
    post.courier.wake()
    await post.empty()
    assert moved.messages == []
    assert post.events() == [{"event": "chat.moved", "id": group.chat_id, "chat": moved.chat_id}]


async def test_what_is_to_be_learnt_is_learnt_and_then_told(post: Post) -> None:
    learnt = []

    async def learn() -> None:
        learnt.append(1)
        if len(learnt) == 1:
            raise ApiError(500, "the worker ended")

    post.courier._calls._learn = learn
    async with post.database.transaction() as db:
        outbox.add(db, [(0, ANSWER, Learn())], post.now())
    post.courier.wake()
    await post.empty()
    assert learnt == [1, 1]
    assert post.events() == [{"event": "answers.learnt", "id": 0}]
    assert methods(post) == []
