"""Orders worked on by typing: everything in one turn, in any order, late and twice."""

from __future__ import annotations

import pytest

from bot.sandbox.phones import Phone
from bot.speech import words
from storage import chats, faults
from storage.codes import Invitation
from tests.talk import BOTH_WAYS, DAY, Talk, picture

NOT_USED = "general.not_used"
HOUR = 3600.0


def way(talk: Talk, number: int) -> list[str]:
    """What has happened to a report, without what its reporter did and notes."""
    steps = faults.way(talk.database.reader, number)
    return [step.act for step in steps if step.act not in ("report", "note")]


def notes(talk: Talk, number: int) -> list[str]:
    return [step.note for step in faults.way(talk.database.reader, number) if step.act == "note"]


def pushes(talk: Talk, phone: Phone) -> int:
    return len(talk.saw(phone, "faults.news"))


async def living_caretaker(talk: Talk) -> Phone:
    karl = await talk.caretaker()
    await talk.type(karl, await talk.code(Invitation("household", household=await talk.household())))
    return karl


# -- Acts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "steps"),
    [
        ((), ["take", "start", "done"]),
        (("ta",), ["take", "start", "done"]),
        (("start",), ["take", "start", "done"]),
        (("vänta",), ["take", "parts", "start", "done"]),
    ],
)
async def test_done_from_any_open_state_is_all_that_leads_there_and_one_push(
    talk: Talk, before: tuple[str, ...], steps: list[str]
) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await talk.report(zahra)
    for act in before:
        await talk.type(karl, f"{number} {act}")
    pushed = pushes(talk, zahra)
    heard = await talk.answers(karl, f"{number} klar bytte packning")
    assert (talk.fault(number).state, talk.fault(number).holder) == ("done", talk.person(karl).id)
    assert way(talk, number) == steps
    assert notes(talk, number) == ["bytte packning"]
    assert pushes(talk, zahra) == pushed + 1
    assert talk.saw(zahra, "faults.card")[-1]["state"] == "done"
    assert set(heard) == {"order.card"}
    assert karl.last.text.count("bytte packning") == 1


@pytest.mark.parametrize(
    ("locale", "text", "state"),
    [
        ("sv", "{n} TA", "taken"),
        ("sv", "{n} borja", "started"),
        ("en", "{n} waiting for parts", "waiting"),
        ("ar", "{n} تم", "done"),
        ("fa_AF", "{n} شروع", "started"),
    ],
)
async def test_a_caretaker_types_in_any_of_the_languages_and_digits(
    talk: Talk, locale: str, text: str, state: str
) -> None:
    karl = await talk.enrolled(locale, Invitation("caretaker", areas=("norr",), name="Karl"))
    number = await talk.report(await talk.tenant())
    written = str(number).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    await talk.type(karl, text.format(n=written))
    assert talk.fault(number).state == state


async def test_the_number_alone_shows_the_order_where_he_is_and_to_the_desk_too(talk: Talk) -> None:
    karl, stina = await talk.caretaker(), await talk.staff()
    number = await talk.report(await talk.tenant())
    for phone in (karl, stina):
        assert await talk.answers(phone, f"#{number}") == ["order.card"]
        assert f"{number} ·" in phone.last.text
    assert talk.fault(number).state == "received"


async def test_what_is_shown_by_typing_has_been_looked_at(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await talk.report(zahra)
    await talk.type(karl, str(number))
    assert talk.saw(zahra, "faults.card")[-1]["seen"] is True


@pytest.mark.parametrize(
    ("text", "reason", "note"),
    [
        ("åter fel adress", "wrong_address", []),
        ("ater kom inte in, porten låst", "no_access", ["kom inte in, porten låst"]),
        ("back not my area", "not_mine", ["not my area"]),
        ("åter kräver elektriker", "needs_firm", ["kräver elektriker"]),
        ("åter hunden biter", "other", ["hunden biter"]),
        ("åter fel adress eller ingen hemma", "other", ["fel adress eller ingen hemma"]),
        ("åter", "other", []),
    ],
)
@pytest.mark.parametrize("taken", [True, False])
async def test_back_to_the_office_with_the_reason_in_his_words(
    talk: Talk, text: str, reason: str, note: list[str], taken: bool
) -> None:
    karl, stina = await talk.caretaker(), await talk.staff()
    number = await talk.report(await talk.tenant())
    if taken:
        await talk.type(karl, f"{number} ta")
    await talk.type(karl, f"{number} {text}")
    assert talk.fault(number).state == "returned"
    assert notes(talk, number) == note
    assert talk.saw(stina, "order.card")[-1]["reason"] == reason
    assert not stina.last.silent


async def test_done_without_words_asks_for_one_on_that_card_only(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    first, second = await talk.report(zahra), await talk.report(zahra)
    karl.type(f"{first} klar")
    karl.type(f"{second} klar")
    await talk.quiet()
    asks = {card["number"]: card["asks"] for card in talk.saw(karl, "order.card")}
    assert asks == {first: "", second: "note"}
    await talk.type(karl, "bytte packning")
    assert (notes(talk, first), notes(talk, second)) == ([], ["bytte packning"])
    await talk.type(karl, "hej")
    assert notes(talk, second) == ["bytte packning"]


async def test_the_card_of_what_is_closed_does_not_come_again(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    first, second = await talk.report(zahra), await talk.report(zahra)
    await talk.type(karl, f"{first} klar")
    await talk.press(zahra, f"fault.fixed:{first}")
    said = len(talk.said)
    await talk.type(karl, f"{second} klar")
    cards = [m for chat, m in talk.said[said:] if chat == karl.chat_id and m["message"] == "order.card"]
    assert {card["number"] for card in cards} == {second}


async def test_several_typed_at_once_come_in_their_order(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    first, second = await talk.report(zahra), await talk.report(zahra)
    for text in (f"{first} ta", f"{second} klar ny säkring", f"{first} start", f"{first} klar", "mina"):
        karl.type(text)
    await talk.quiet()
    assert way(talk, first) == ["take", "start", "done"]
    assert way(talk, second) == ["take", "start", "done"]
    assert notes(talk, second) == ["ny säkring"]
    assert talk.saw(karl, "today.list")[-1]["orders"] == []


# -- Late, repeated, not his -------------------------------------------------------------------------


async def test_what_is_repeated_changes_nothing_and_shows_what_is_true(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await talk.report(zahra)
    await talk.type(karl, f"{number} klar bytte packning")
    events, pushed = talk.count("fault_events"), pushes(talk, zahra)
    for text in ("klar bytte packning", "klar", "start", "ta", "vänta"):
        assert "order.card" in await talk.answers(karl, f"{number} {text}")
    assert (talk.count("fault_events"), pushes(talk, zahra)) == (events, pushed)
    assert talk.saw(karl, "order.not_now")[-1]["state"] == "done"


async def test_words_that_come_late_are_kept_although_the_tenant_has_closed_it(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}", f"order.note:{number}")
    await talk.press(zahra, f"fault.fixed:{number}")
    await talk.type(karl, f"{number} klar bytte packning")
    assert (talk.fault(number).state, notes(talk, number)) == ("closed", ["bytte packning"])


async def test_what_another_has_is_left_with_him_and_it_is_said_who(talk: Talk) -> None:
    karl, kim = await talk.caretaker("Karl"), await talk.caretaker("Kim")
    number = await talk.report(await talk.tenant())
    await talk.type(karl, f"{number} ta")
    for act in ("ta", "start", "klar bytte packning", "åter"):
        assert await talk.answers(kim, f"{number} {act}") == ["order.card", "order.not_now"]
        assert talk.saw(kim, "order.not_now")[-1]["holder"] == "Karl"
    assert (way(talk, number), notes(talk, number)) == (["take"], [])


async def test_what_is_back_at_the_office_is_not_done_by_typing(talk: Talk) -> None:
    karl = await talk.caretaker()
    number = await talk.report(await talk.tenant())
    await talk.type(karl, f"{number} åter fel adress")
    await talk.type(karl, f"{number} klar")
    assert talk.saw(karl, "order.not_now")[-1]["state"] == "returned"
    assert way(talk, number) == ["decline"]


async def test_a_number_that_is_not_his_gets_a_kind_answer(talk: Talk) -> None:
    sara = await talk.caretaker("Sara", ("soder",))
    number = await talk.report(await talk.tenant())
    before = talk.facts()
    for text in (str(number), f"{number} klar", "999 klar", "999999999999"):
        assert await talk.answers(sara, text) == ["order.not_theirs"]
    assert str(number) not in [str(each) for each in talk.saw(sara, "order.card")]
    assert talk.facts() == before


async def test_a_tenant_who_types_a_number_does_nothing_to_it(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    number = await talk.report(zahra)
    assert await talk.answers(zahra, f"{number} klar") == ["questions.unsure"]
    assert talk.fault(number).state == "received"


async def test_a_number_of_his_with_words_that_are_no_act_says_how_to_type(talk: Talk) -> None:
    karl = await talk.caretaker()
    number = await talk.report(await talk.tenant())
    assert await talk.answers(karl, f"{number} kalr") == ["order.how_to_type"]
    assert talk.fault(number).state == "received"
    # What is shown is understood when it is copied.
    shown = [line for line in karl.last.text.split("\n") if line.startswith(f"{number} ")]
    assert await talk.answers(karl, shown[-1]) == ["order.card"]
    assert talk.fault(number).state == "returned"


async def test_after_done_the_number_before_a_note_does_not_keep_it_out(talk: Talk) -> None:
    karl = await talk.caretaker()
    number = await talk.report(await talk.tenant())
    await talk.type(karl, f"{number} klar")
    await talk.type(karl, f"{number} bytte packning")
    assert notes(talk, number) == [f"{number} bytte packning"]


async def test_an_edited_message_never_acts(talk: Talk) -> None:
    karl = await talk.caretaker()
    number = await talk.report(await talk.tenant())
    await talk.type(karl, "hej")
    mine = next(m for m in reversed(karl.messages) if m.sender == "me")
    karl.edit(mine.message_id, f"{number} klar")
    assert await talk.heard(karl) == [f"{NOT_USED}:edited"]
    assert talk.fault(number).state == "received"


async def test_words_that_are_too_long_do_not_keep_the_work_from_being_done(talk: Talk) -> None:
    karl = await talk.caretaker()
    number = await talk.report(await talk.tenant())
    heard = await talk.answers(karl, f"{number} klar " + "x" * 1001)
    assert f"{NOT_USED}:too_long" in heard
    assert (talk.fault(number).state, notes(talk, number)) == ("done", [])


async def test_a_code_of_ten_digits_is_tried_as_a_code(talk: Talk) -> None:
    karl = await talk.caretaker()
    assert await talk.answers(karl, "2345678923") == ["start.code_refused:unknown"]


# -- The master key ----------------------------------------------------------------------------------


async def test_begun_is_refused_until_the_changed_key_is_read(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await talk.report(zahra)
    await talk.type(karl, f"{number} ta")
    await talk.press(zahra, f"fault.key:{number}.no")
    heard = await talk.answers(karl, f"{number} start")
    assert heard == ["order.card", "order.read_key_first"]
    assert talk.fault(number).state == "taken"
    assert karl.shown(f"order.acknowledge:{number}.no")


@pytest.mark.parametrize("locale", ["sv", "en", "ar", "fa_AF"])
async def test_the_changed_key_can_be_read_by_typing_what_it_is(talk: Talk, locale: str) -> None:
    zahra = await talk.tenant()
    karl = await talk.enrolled(locale, Invitation("caretaker", areas=("norr",), name="Karl"))
    number = await talk.report(zahra)
    await talk.type(karl, f"{number} ta")
    await talk.press(zahra, f"fault.key:{number}.no")
    assert await talk.answers(karl, f"{number} start") == ["order.card", "order.read_key_first"]
    said = karl.last.text.split("\n")[-1]
    for wrong in (f"{number} läst", f"{number} läst ja"):
        assert await talk.answers(karl, wrong) == ["order.card"]
        assert talk.fault(number).key_changed is True
    await talk.type(karl, said)
    assert talk.fault(number).key_changed is False
    await talk.type(karl, f"{number} start")
    assert talk.fault(number).state == "started"


async def test_nobody_but_the_holder_reads_the_changed_key(talk: Talk) -> None:
    zahra, karl, kim = await talk.tenant(), await talk.caretaker("Karl"), await talk.caretaker("Kim")
    number = await talk.report(zahra)
    await talk.type(karl, f"{number} ta")
    await talk.press(zahra, f"fault.key:{number}.no")
    assert "order.not_now" in await talk.answers(kim, f"{number} läst nej")
    assert talk.fault(number).key_changed is True


async def test_done_is_taken_although_the_changed_key_was_not_read_and_the_desk_is_told(talk: Talk) -> None:
    zahra, karl, stina = await talk.tenant(), await talk.caretaker(), await talk.staff()
    number = await talk.report(zahra)
    await talk.type(karl, f"{number} ta")
    await talk.press(zahra, f"fault.key:{number}.no")
    await talk.type(karl, f"{number} klar bytte packning")
    assert way(talk, number) == ["take", "key", "done"]
    assert [news["what"] for news in talk.saw(stina, "order.news")] == ["key_unread"]
    assert not stina.last.silent
    assert pushes(talk, zahra) == 1


async def test_the_desk_is_told_of_an_unread_key_when_done_is_pressed_too(talk: Talk) -> None:
    zahra, karl, stina = await talk.tenant(), await talk.caretaker(), await talk.staff()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}")
    await talk.press(zahra, f"fault.key:{number}.no")
    await talk.forge(karl, f"order.done:{number}")
    assert [news["what"] for news in talk.saw(stina, "order.news")] == ["key_unread"]


# -- A caretaker who is a tenant too -----------------------------------------------------------------


async def test_words_of_his_own_open_report_are_not_lost(talk: Talk) -> None:
    karl = await living_caretaker(talk)
    number = await talk.report(await talk.tenant())
    await talk.type(karl, "/report")
    await talk.press(karl, "fault.item:kitchen.stove")
    for text in ("idag", "999 klar", f"{number} kalr", "3 plattor", "mina"):
        await talk.type(karl, text)
    assert talk.draft(karl)["words"].split("\n") == [
        "idag",
        "999 klar",
        f"{number} kalr",
        "3 plattor",
        "mina",
    ]
    assert talk.fault(number).state == "received"


async def test_words_to_add_to_his_own_report_are_not_lost(talk: Talk) -> None:
    karl = await living_caretaker(talk)
    own = await talk.report(karl)
    await talk.forge(karl, f"fault.add:{own}")
    assert talk.step(karl) == "adding.what"
    await talk.type(karl, "idag")
    assert [step.note for step in faults.way(talk.database.reader, own) if step.act == "added"] == ["idag"]


async def test_an_answer_to_a_question_to_his_home_is_not_taken_for_a_list(talk: Talk) -> None:
    karl = await living_caretaker(talk)
    kim = await talk.caretaker("Kim")
    own, other = await talk.report(karl), await talk.report(await talk.tenant())
    await talk.type(kim, f"{own} ta")
    await talk.forge(kim, f"order.ask_as:{own}.where")
    await talk.type(karl, f"{other} ta")
    assert talk.fault(other).holder == talk.person(karl).id
    await talk.type(karl, "idag")
    assert talk.count("fault_questions", "answer LIKE '%idag%'") == 1
    await talk.type(karl, "idag")
    assert talk.saw(karl, "today.list")


async def test_an_order_of_his_is_done_while_his_own_report_stays_open(talk: Talk) -> None:
    karl = await living_caretaker(talk)
    number = await talk.report(await talk.tenant())
    await talk.type(karl, "/report")
    await talk.press(karl, "fault.item:kitchen.stove")
    await talk.type(karl, f"{number} klar")
    assert talk.fault(number).state == "done"
    assert talk.step(karl) == "fault.more"
    await talk.type(karl, "spisen blinkar")
    assert talk.draft(karl)["words"] == "spisen blinkar"
    assert notes(talk, number) == []


async def test_his_own_report_is_no_order_of_his(talk: Talk) -> None:
    karl = await living_caretaker(talk)
    number = await talk.report(karl)
    assert await talk.answers(karl, f"{number} klar") == ["order.not_theirs"]
    assert talk.fault(number).state == "received"


# -- Pictures and voices -----------------------------------------------------------------------------


async def test_a_photo_and_a_voice_note_are_filed_by_the_number_in_their_caption(talk: Talk) -> None:
    karl = await talk.caretaker()
    number = await talk.report(await talk.tenant())
    karl.send_photo(picture(), caption=str(number))
    assert "order.card" in await talk.heard(karl)
    karl.send_voice(b"OggS", caption=f"{number} klar bytte packning")
    await talk.quiet()
    assert talk.count("fault_files", f"fault = {number}") == 2
    assert (talk.fault(number).state, notes(talk, number)) == ("done", ["bytte packning"])


async def test_words_under_a_picture_need_no_act(talk: Talk) -> None:
    karl = await talk.caretaker()
    number = await talk.report(await talk.tenant())
    karl.send_photo(picture(), caption=f"{number} trasig ventil")
    await talk.quiet()
    assert (notes(talk, number), talk.fault(number).state) == (["trasig ventil"], "received")


async def test_an_album_is_filed_whole_and_answered_once(talk: Talk) -> None:
    karl = await talk.caretaker()
    number = await talk.report(await talk.tenant())
    karl.type(f"{number} ta")
    await talk.quiet()
    before = len([m for m in karl.messages if m.sender == "bot" and not m.photo])
    for caption in (f"{number} klar", None, None):
        karl.send_photo(picture(), caption, "album-1")
    await talk.quiet()
    assert talk.count("fault_files", f"fault = {number}") == 3
    assert talk.fault(number).state == "done"
    # The card moved below once; under it lie the pictures.
    assert len([m for m in karl.messages if m.sender == "bot" and not m.photo]) == before
    karl.send_photo(picture(), None, "album-2")
    await talk.quiet()
    assert talk.step(karl) == "order.note"  # the question after "done" takes the next picture


async def test_an_album_whose_caption_comes_late_is_filed_whole(talk: Talk) -> None:
    karl = await talk.caretaker()
    number = await talk.report(await talk.tenant())
    for caption in (None, str(number), None):
        karl.send_photo(picture(), caption, "album-1")
        await talk.quiet()
    assert talk.count("fault_files", f"fault = {number}") == 3
    assert talk.step(karl) == ""


async def test_an_album_under_a_number_that_is_not_his_is_not_kept(talk: Talk) -> None:
    karl = await talk.caretaker()
    heard = []
    for caption in ("999", None, None):
        karl.send_photo(picture(), caption, "album-1")
        heard += await talk.heard(karl)
    assert heard == ["order.not_theirs"]
    assert talk.count("files") == 0


async def test_a_picture_without_a_number_waits_for_it(talk: Talk) -> None:
    karl = await talk.caretaker()
    zahra = await talk.tenant()
    first, second = await talk.report(zahra), await talk.report(zahra)
    await talk.type(karl, f"{first} ta")
    karl.send_photo(picture(), caption="trasig ventil")
    assert await talk.heard(karl) == ["order.which"]
    karl.send_voice(b"OggS")
    await talk.quiet()
    assert talk.saw(karl, "order.which")[-1] == {
        "message": "order.which", "files": 2, "orders": [[first, "Norra vägen 1, Testby"]],
    }  # fmt: skip
    await talk.type(karl, f"{second} ta")  # does not say what the pictures are for
    assert talk.count("fault_files") == 0
    await talk.type(karl, str(second))
    assert talk.count("fault_files", f"fault = {second}") == 2
    assert notes(talk, second) == ["trasig ventil"]
    assert talk.step(karl) == ""


async def test_a_waiting_picture_is_filed_by_a_press_or_deleted(talk: Talk) -> None:
    karl = await talk.caretaker()
    number = await talk.report(await talk.tenant())
    await talk.type(karl, f"{number} ta")
    karl.send_photo(picture())
    await talk.quiet()
    assert await talk.forge(karl, "order.file:999") == ["order.not_theirs"]
    await talk.press(karl, f"order.file:{number}")
    assert talk.count("fault_files", f"fault = {number}") == 1
    karl.send_photo(picture())
    await talk.quiet()
    await talk.press(karl, "order.file:drop")
    assert (talk.count("files"), talk.step(karl)) == (1, "")
    assert await talk.forge(karl, f"order.file:{number}") == [f"{NOT_USED}:old_button"]


async def test_a_waiting_picture_goes_after_a_day(talk: Talk) -> None:
    karl = await talk.caretaker()
    karl.send_photo(picture())
    await talk.quiet()
    await talk.later(DAY + 60)
    assert (talk.count("files"), talk.step(karl)) == (0, "")


async def test_a_caption_is_kept_with_a_picture_after_done(talk: Talk) -> None:
    karl = await talk.caretaker()
    number = await talk.report(await talk.tenant())
    await talk.type(karl, f"{number} klar")
    karl.send_photo(picture(), caption="ny ventil")
    await talk.quiet()
    assert (talk.count("fault_files"), notes(talk, number)) == (1, ["ny ventil"])


async def test_a_picture_for_his_own_report_is_not_taken_for_work(talk: Talk) -> None:
    karl = await living_caretaker(talk)
    number = await talk.report(await talk.tenant())
    await talk.type(karl, "/report")
    await talk.press(karl, "fault.item:kitchen.stove")
    karl.send_photo(picture(), caption="3 plattor")
    karl.send_photo(picture(), caption="999")
    karl.send_photo(picture(), caption=str(number))
    await talk.quiet()
    assert len(talk.draft(karl)["files"]) == 2
    assert talk.draft(karl)["words"] == "3 plattor\n999"
    assert talk.count("fault_files", f"fault = {number}") == 1


# -- The record --------------------------------------------------------------------------------------


async def test_a_note_is_kept_as_written_and_another_language_is_named(talk: Talk) -> None:
    hassan, stina = await talk.caretaker("Hassan"), await talk.staff()
    number = await talk.report(await talk.tenant())
    await talk.type(stina, str(number))
    for locale, text in (("ar", "تم تغيير القطعة"), ("ar", "bytte packning"), ("en", "new gasket")):
        async with talk.database.transaction() as db:
            chats.set_locale(db, hassan.chat_id, locale)
        await talk.type(hassan, f"{number} klar {text}")
    card = talk.saw(stina, "order.card")[-1]
    assert card["notes"] == ["تم تغيير القطعة", "bytte packning", "new gasket"]
    assert card["note_languages"] == ["ar", "", "en"]
    assert (
        words("sv")("Note in {language}: {note}", language="arabiska", note="تم تغيير القطعة")
        in stina.last.text
    )


@BOTH_WAYS
async def test_typed_words_of_a_closed_room_are_only_words(talk: Talk) -> None:
    karl = await talk.caretaker()
    heard = await talk.answers(karl, "999 klar")
    expected = "order.not_theirs" if talk.company.rooms.faults else f"{NOT_USED}:text"
    assert heard == [expected]
