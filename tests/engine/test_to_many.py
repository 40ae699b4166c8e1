"""A sending to many: each gets it once and in her language, whatever Telegram answers; edits, taking back."""

from __future__ import annotations

import pytest

from bot.sandbox.phones import Phone
from storage import files, sendings
from storage.outbox import NOTICE, Recall, Redraw
from storage.sendings import Delivery, Sending
from tests.engine.conftest import PNG, Post, texts, wanted


async def begin(post: Post, phones: list[Phone], message: str, under: str | None = None) -> int:
    """Queues a sending to these phones. Returns its id."""
    async with post.database.transaction() as db:
        sending = sendings.add(db, message, under)
        sendings.queue(db, sending, [(phone.chat_id, True) for phone in phones], NOTICE, post.now())
    post.courier.wake()
    return sending


def sent(post: Post, sending: int) -> Sending:
    found = sendings.get(post.database.reader, sending)
    assert found is not None
    return found


def delivery(post: Post, sending: int, phone: Phone) -> Delivery:
    found = sendings.delivery(post.database.reader, sending, phone.chat_id)
    assert found is not None
    return found


async def photo(post: Post, kind: str = "photo", content: bytes = PNG) -> int:
    async with post.database.transaction() as db:
        file = files.add(db, kind, "x", 1.0)
        files.put_content(db, file, content)
    return file


async def change(
    post: Post, sending: int, phones: list[Phone], message: str, under: str | None = None
) -> None:
    """Another message where the old one stands."""
    async with post.database.transaction() as db:
        sendings.change(db, sending, message, under)
    for phone in phones:
        await post.put(phone, Redraw(sending), priority=NOTICE)
    await post.empty()


def picture_of(post: Post, phone: Phone) -> bytes:
    """The picture of the last message."""
    assert phone.last.photo is not None
    data: bytes = post.telegram.world.files[phone.last.photo].data
    return data


async def test_everybody_gets_it_in_her_own_language_and_is_counted(post: Post) -> None:
    phones = [await post.known(locale) for locale in ("sv", "ar", "fa_AF", "en")]
    sending = await begin(post, phones, wanted("hej"))
    await post.empty()
    assert [texts(phone) for phone in phones] == [["hej sv"], ["hej ar"], ["hej fa_AF"], ["hej en"]]
    assert (sent(post, sending).sent, sent(post, sending).left) == (4, 0)


async def test_nobody_is_queued_twice_for_one_sending(post: Post) -> None:
    anna = await post.known()
    sending = await begin(post, [anna], wanted("hej"))
    async with post.database.transaction() as db:
        sendings.queue(db, sending, [(anna.chat_id, True)], NOTICE, post.now())
    await post.empty()
    assert texts(anna) == ["hej sv"]
    assert sent(post, sending).queued == 1


async def test_whoever_has_blocked_the_bot_is_counted_and_gets_nothing_late(post: Post) -> None:
    anna, bertil = await post.known(), await post.known()
    anna.block()
    sending = await begin(post, [anna, bertil], wanted("hej"), wanted("under"))
    await post.empty()
    assert (sent(post, sending).sent, sent(post, sending).blocked) == (1, 1)
    assert delivery(post, sending, anna).state == "blocked"
    anna.unblock()
    assert texts(anna) == []
    assert post.count("undelivered") == 0


async def test_one_that_cannot_be_reached_is_not_even_tried(post: Post) -> None:
    anna = await post.known()
    async with post.database.transaction() as db:
        sending = sendings.add(db, wanted("hej"))
        sendings.queue(db, sending, [(anna.chat_id, False)], NOTICE, post.now())
    assert post.count("outbox") == 0
    assert (sent(post, sending).blocked, sent(post, sending).left) == (1, 0)


@pytest.mark.parametrize("status", [429, 500, "timeout", "reset_before"])
async def test_what_telegram_does_not_take_at_once_is_tried_again_and_arrives_once(
    post: Post, status: int | str
) -> None:
    phones = [await post.known() for _ in range(3)]
    post.telegram.fail("sendMessage", status=status, times=2)
    sending = await begin(post, phones, wanted("hej"))
    await post.empty()
    assert [texts(phone) for phone in phones] == [["hej sv"]] * 3
    assert (sent(post, sending).sent, sent(post, sending).failed) == (3, 0)


@pytest.mark.parametrize("status", ["timeout_after", "reset_after"])
async def test_only_a_call_whose_answer_was_lost_can_come_twice_and_it_counts_once(
    post: Post, status: str
) -> None:
    anna, bertil = await post.known(), await post.known()
    post.telegram.fail("sendMessage", status=status, chat=anna.chat_id)
    sending = await begin(post, [anna, bertil], wanted("hej"))
    await post.empty()
    assert texts(anna) == ["hej sv"] * 2
    assert texts(bertil) == ["hej sv"]
    assert sent(post, sending).sent == 2


async def test_what_is_refused_for_good_is_counted_as_failed_and_no_task_of_its_own(post: Post) -> None:
    anna, bertil = await post.known(), await post.known()
    post.telegram.fail("sendMessage", status=400, chat=anna.chat_id)
    sending = await begin(post, [anna, bertil], wanted("hej"))
    await post.empty()
    assert (sent(post, sending).sent, sent(post, sending).failed) == (1, 1)
    assert delivery(post, sending, anna).state == "failed"
    assert post.count("undelivered") == 0
    assert post.events() == []


async def test_a_picture_that_telegram_refuses_does_not_keep_the_words_back(post: Post) -> None:
    phones = [await post.known() for _ in range(3)]
    post.telegram.fail("sendPhoto", status=400, times=9, description="Bad Request: IMAGE_PROCESS_FAILED")
    sending = await begin(post, phones, wanted("hej", file=await photo(post)))
    await post.empty()
    assert [texts(phone) for phone in phones] == [["hej sv"]] * 3
    assert (sent(post, sending).sent, sent(post, sending).plain) == (3, 3)


async def test_a_picture_is_sent_with_its_words(post: Post) -> None:
    anna = await post.known()
    sending = await begin(post, [anna], wanted("hej", file=await photo(post)))
    await post.empty()
    assert anna.last.photo is not None
    assert sent(post, sending).plain == 0


async def test_what_is_stopped_is_left_out_where_it_has_not_been_sent(post: Post) -> None:
    anna = await post.known()
    async with post.database.transaction() as db:
        sending = sendings.add(db, wanted("hej"))
        sendings.queue(db, sending, [(anna.chat_id, True)], NOTICE, post.now())
        sendings.stop(db, sending)
    post.courier.wake()
    await post.empty()
    assert texts(anna) == []
    assert (sent(post, sending).left_out, sent(post, sending).left) == (1, 0)


async def test_a_change_holds_for_what_is_not_sent_yet_and_edits_what_is(post: Post) -> None:
    anna, bertil = await post.known(), await post.known()
    post.transport.slow[bertil.chat_id] = 0.2  # under way while it is changed
    sending = await begin(post, [anna, bertil], wanted("old"))
    await post.until(lambda: sent(post, sending).sent == 1)
    async with post.database.transaction() as db:
        sendings.change(db, sending, wanted("new"), None)
    await post.put(anna, Redraw(sending), priority=NOTICE)
    await post.put(bertil, Redraw(sending), priority=NOTICE)
    await post.empty()
    assert texts(anna) == texts(bertil) == ["new sv"]
    assert delivery(post, sending, bertil).version == 2


async def test_an_edit_of_a_picture_edits_its_words(post: Post) -> None:
    anna, file = await post.known(), await photo(post)
    sending = await begin(post, [anna], wanted("old", file=file))
    await post.empty()
    async with post.database.transaction() as db:
        sendings.change(db, sending, wanted("new", file=file), None)
    await post.put(anna, Redraw(sending))
    await post.empty()
    assert texts(anna) == ["new sv"]
    assert anna.last.photo is not None


async def test_what_was_sent_without_its_picture_is_edited_all_the_same(post: Post) -> None:
    anna, file = await post.known(), await photo(post)
    post.telegram.fail("sendPhoto", status=400)
    sending = await begin(post, [anna], wanted("old", file=file))
    await post.empty()
    async with post.database.transaction() as db:
        sendings.change(db, sending, wanted("new", file=file), None)
    await post.put(anna, Redraw(sending))
    await post.empty()
    assert texts(anna) == ["new sv"]


async def test_taking_back_deletes_the_message_and_the_one_below_it(post: Post) -> None:
    anna = await post.known()
    sending = await begin(post, [anna], wanted("hej"), wanted("below"))
    await post.empty()
    assert texts(anna) == ["hej sv", "below sv"]
    await post.put(anna, Recall(sending))
    await post.empty()
    assert texts(anna) == []
    assert delivery(post, sending, anna).state == "taken_back"


async def test_what_is_too_old_to_be_deleted_is_edited(post: Post) -> None:
    anna = await post.known()
    sending = await begin(post, [anna], wanted("hej"))
    await post.empty()
    post.telegram.forward(49 * 3600)
    async with post.database.transaction() as db:
        sendings.change(db, sending, wanted("gone"), None)
    await post.put(anna, Recall(sending))
    await post.empty()
    assert texts(anna) == ["gone sv"]


async def test_a_message_of_hers_that_she_has_deleted_is_not_sent_again_by_an_edit(post: Post) -> None:
    anna = await post.known()
    sending = await begin(post, [anna], wanted("old"))
    await post.empty()
    post.telegram.world.delete(anna.chat, anna.last.message_id)
    async with post.database.transaction() as db:
        sendings.change(db, sending, wanted("new"), None)
    await post.put(anna, Redraw(sending))
    await post.empty()
    assert texts(anna) == []


async def test_a_message_below_points_at_the_one_above(post: Post) -> None:
    anna = await post.known()
    above = await begin(post, [anna], wanted("hej"))
    await post.empty()
    async with post.database.transaction() as db:
        sending = sendings.add(db, wanted("corrected"), reply_to=above)
        sendings.queue(db, sending, [(anna.chat_id, True)], NOTICE, post.now())
    post.courier.wake()
    await post.empty()
    assert anna.last.reply_to == delivery(post, above, anna).message_id


OTHER = PNG.replace((100).to_bytes(4, "big"), (101).to_bytes(4, "big"))


async def test_a_correction_swaps_the_picture_where_it_stands(post: Post) -> None:
    anna, bertil = await post.known(), await post.known()
    sending = await begin(post, [anna, bertil], wanted("old", file=await photo(post)))
    await post.empty()
    before = anna.last.message_id
    new = await photo(post, content=OTHER)
    await change(post, sending, [anna, bertil], wanted("new", file=new))
    for phone in (anna, bertil):
        assert texts(phone) == ["new sv"]
        assert picture_of(post, phone) == OTHER
    assert anna.last.message_id == before
    assert delivery(post, sending, anna).file == new


async def test_a_picture_that_comes_with_a_correction_is_put_above_the_words(post: Post) -> None:
    anna = await post.known()
    sending = await begin(post, [anna], wanted("old"))
    await post.empty()
    await change(post, sending, [anna], wanted("new", file=await photo(post)))
    assert texts(anna) == ["new sv"]
    assert picture_of(post, anna) == PNG


@pytest.mark.parametrize("length", [3, 3000])
async def test_where_the_picture_is_taken_away_it_is_sent_anew_and_the_old_one_deleted(
    post: Post, length: int
) -> None:
    anna, below = await post.known(), await photo(post, "voice", b"OggS")
    under = wanted("below", file=below)
    sending = await begin(post, [anna], wanted("old", file=await photo(post)), under)
    await post.empty()
    await change(post, sending, [anna], wanted("n" * length), under)
    assert texts(anna) == ["n" * length + " sv", "below sv"]
    assert anna.messages[0].photo is None
    there = delivery(post, sending, anna)
    assert (there.file, there.version) == (None, 2)
    assert there.message_id in [message.message_id for message in anna.messages]
    assert sent(post, sending).sent == 1


async def test_a_picture_too_old_to_be_deleted_gets_the_new_words_too(post: Post) -> None:
    anna = await post.known()
    sending = await begin(post, [anna], wanted("old", file=await photo(post)))
    await post.empty()
    post.telegram.forward(49 * 3600)
    await change(post, sending, [anna], wanted("n" * 2000))
    assert texts(anna) == ["n" * 1023 + "…", "n" * 2000 + " sv"]


@pytest.mark.parametrize("had", [True, False])
async def test_a_new_picture_that_telegram_refuses_does_not_keep_the_new_words_back(
    post: Post, had: bool
) -> None:
    anna, bertil = await post.known(), await post.known()
    old = await photo(post) if had else None
    sending = await begin(post, [anna, bertil], wanted("old", file=old))
    await post.empty()
    post.telegram.fail(
        "editMessageMedia", status=400, times=9, description="Bad Request: IMAGE_PROCESS_FAILED"
    )
    await change(post, sending, [anna, bertil], wanted("new", file=await photo(post, content=OTHER)))
    for phone in (anna, bertil):
        assert texts(phone) == ["new sv"]
        assert phone.last.photo is None
        assert delivery(post, sending, phone).file is None


async def test_what_was_sent_anew_is_not_sent_a_third_time_by_the_next_correction(post: Post) -> None:
    anna = await post.known()
    sending = await begin(post, [anna], wanted("old", file=await photo(post)))
    await post.empty()
    await change(post, sending, [anna], wanted("new"))
    stands = anna.last.message_id
    await change(post, sending, [anna], wanted("newest"))
    assert (texts(anna), anna.last.message_id) == (["newest sv"], stands)


async def test_a_voice_is_added_replaced_and_taken_away_by_a_correction(post: Post) -> None:
    anna = await post.known()
    sending = await begin(post, [anna], wanted("one"))
    await post.empty()
    heard = []
    for content in (b"OggS first", b"OggS second"):
        voice = await photo(post, "voice", content)
        await change(post, sending, [anna], wanted("more"), wanted("read", file=voice))
        assert texts(anna) == ["more sv", "read sv"]
        assert anna.last.voice is not None
        heard.append(post.telegram.world.files[anna.last.voice].data)
        kept = anna.last.message_id
        await change(post, sending, [anna], wanted("more of it"), wanted("read", file=voice))
        assert anna.last.message_id == kept  # the same voice stays where it is
    assert heard == [b"OggS first", b"OggS second"]
    await change(post, sending, [anna], wanted("words alone"))
    assert texts(anna) == ["words alone sv"]
    assert delivery(post, sending, anna).under_id is None


async def test_a_voice_comes_under_what_was_still_on_its_way_when_it_was_added(post: Post) -> None:
    anna = await post.known()
    async with post.database.transaction() as db:
        sending = sendings.add(db, wanted("one"))
        sendings.queue(db, sending, [(anna.chat_id, True)], NOTICE, post.now())
    await change(
        post, sending, [anna], wanted("two"), wanted("read", file=await photo(post, "voice", b"OggS"))
    )
    assert texts(anna) == ["two sv", "read sv"]


async def test_a_picture_that_she_has_deleted_is_not_sent_anew_without_it(post: Post) -> None:
    anna = await post.known()
    sending = await begin(post, [anna], wanted("old", file=await photo(post)))
    await post.empty()
    post.telegram.world.delete(anna.chat, anna.last.message_id)
    await change(post, sending, [anna], wanted("new"))
    assert texts(anna) == []
