"""The group of an area: who may choose it, what stands in it, whose press counts, and where it goes."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from bot.handlers.fault_cards import without_numbers
from bot.sandbox.groups import Group
from bot.sandbox.phones import Phone
from storage import chats, people, teams
from storage.codes import Invitation
from tests.talk import DAY, Talk, picture

NOT_USED = "general.not_used"


async def writes(talk: Talk, group: Group, phone: Phone, text: str) -> list[str]:
    """A member writes in the group. Returns what was said there after it: kinds, and why if it says."""
    said = len(talk.said)
    group.type(phone, text)
    await talk.quiet()
    return heard_in(talk, group, said)


async def presses(talk: Talk, group: Group, phone: Phone, *data: str, forge: bool = False) -> dict[str, Any]:
    """A member presses in the group, once each is shown. Returns what the last was answered with."""
    for each in data:
        group.press(phone, each, forge=forge)
        await talk.quiet()
    return talk.courier.toasts[-1]


def heard_in(talk: Talk, group: Group, since: int = 0) -> list[str]:
    said = [message for chat, message in talk.said[since:] if chat == group.chat_id]
    return [f"{m['message']}:{m['why']}" if "why" in m else m["message"] for m in said]


def orders_in(talk: Talk, group: Group) -> list[int]:
    """The numbers of the orders whose cards are kept true in the group."""
    rows = talk.database.reader.execute(
        "SELECT key FROM cards WHERE chat = ? AND key LIKE 'order.%' AND message_id IS NOT NULL",
        (group.chat_id,),
    )
    return sorted(int(key.removeprefix("order.")) for (key,) in rows)


async def bound(talk: Talk, karl: Phone) -> Group:
    """The group of the area norr, chosen by its caretaker."""
    group = talk.telegram.group()
    assert (await writes(talk, group, karl, "/team"))[0] == "team.bound"
    return group


def area_of(talk: Talk, group: Group) -> str | None:
    team = teams.get(talk.database.reader, group.chat_id)
    return team.area if team else None


# Choosing the area.


async def test_a_caretaker_of_one_area_binds_the_group_at_once_and_it_reads_swedish(talk: Talk) -> None:
    karl = await talk.caretaker()
    async with talk.database.transaction() as db:
        chats.set_locale(db, karl.chat_id, "ar")
    group = await bound(talk, karl)
    assert area_of(talk, group) == "norr"
    assert group.last is not None and group.last.text.startswith("Gruppen gäller nu")
    assert chats.get(talk.database.reader, group.chat_id).locale == "sv"


@pytest.mark.parametrize("role", ["staff", "admin"])
async def test_the_desk_chooses_among_all_areas(talk: Talk, role: str) -> None:
    stina = await talk.enrolled("sv", Invitation(role, name="Stina"))
    group = talk.telegram.group()
    assert await writes(talk, group, stina, "/team@hela_vagen_bot") == ["team.choose"]
    assert group.shown("team.area:norr") and group.shown("team.area:soder")
    assert not group.shown("team.leave:yes")
    assert area_of(talk, group) is None
    await presses(talk, group, stina, "team.area:soder")
    assert area_of(talk, group) == "soder"
    # The question has become the answer.
    assert [m.text for m in group.messages if m.sender == "bot"] == [group.last.text if group.last else ""]
    assert not group.shown("team.area:norr")


async def test_a_caretaker_of_several_areas_chooses_among_his_own(talk: Talk) -> None:
    karl = await talk.caretaker(areas=("norr", "soder"))
    group = talk.telegram.group()
    assert await writes(talk, group, karl, "/team") == ["team.choose"]
    await presses(talk, group, karl, "team.area:norr")
    assert area_of(talk, group) == "norr"


async def test_another_command_of_another_bot_is_nothing(talk: Talk) -> None:
    karl = await talk.caretaker()
    group = await bound(talk, karl)
    for text in ("/team@some_other_bot", "/teams", "team", "/report", "/emergency", "hej", "214 klar"):
        assert await writes(talk, group, karl, text) == [], text


@pytest.mark.parametrize("who", ["nobody", "tenant", "officer"])
async def test_who_does_not_look_after_areas_binds_nothing(talk: Talk, who: str) -> None:
    phone = {
        "nobody": talk.stranger,
        "tenant": talk.tenant,
        "officer": lambda: talk.enrolled("sv", Invitation("officer")),
    }[who]()
    phone = phone if isinstance(phone, Phone) else await phone
    group = talk.telegram.group()
    assert await writes(talk, group, phone, "/team") == [f"{NOT_USED}:not_for_you"]
    talk.telegram.world.post(group.chat, "bot", {"text": "x"})
    said = len(talk.said)
    for data in ("team.area:norr", "team.area:nowhere", "team.area:", "team.leave:yes"):
        toast = await presses(talk, group, phone, data, forge=True)
        assert toast["why"] in ("not_for_you", "old_button"), data
    assert talk.said[said:] == []
    assert talk.count("teams") == 0


async def test_a_caretaker_of_another_area_neither_takes_nor_ends_a_group(talk: Talk) -> None:
    karl, sara = await talk.caretaker(), await talk.caretaker("Sara", areas=("soder",))
    group = await bound(talk, karl)
    assert await writes(talk, group, sara, "/team") == [f"{NOT_USED}:not_for_you"]
    for data in ("team.area:soder", "team.area:norr", "team.leave:yes"):
        assert (await presses(talk, group, sara, data, forge=True))["why"] == "not_for_you"
    assert area_of(talk, group) == "norr"


async def test_in_a_private_chat_it_is_said_where_to_write_it(talk: Talk) -> None:
    karl, zahra = await talk.caretaker(), await talk.tenant()
    assert await talk.answers(karl, "/team") == [f"{NOT_USED}:team"]
    assert "/team" in karl.last.text
    assert await talk.answers(zahra, "/team") == [f"{NOT_USED}:not_for_you"]
    for data in ("team.area:norr", "team.leave:yes"):
        assert await talk.forge(karl, data) == [f"{NOT_USED}:old_button"]
    assert talk.count("teams") == 0


# What the bot may do in the group.


async def test_where_the_bot_cannot_read_it_says_what_to_do_and_then_it_works(talk: Talk) -> None:
    karl = await talk.caretaker()
    group = talk.telegram.group()
    talk.telegram.world.privacy = True
    assert await writes(talk, group, karl, "/team") == ["team.cannot_read"]
    assert group.last is not None
    assert "administratör" in group.last.text and "@BotFather" in group.last.text
    assert area_of(talk, group) is None
    group.lead()
    assert await writes(talk, group, karl, "/team") == ["team.bound"]
    # The advice has made way for the answer.
    assert len([m for m in group.messages if m.sender == "bot"]) == 1


async def test_with_group_privacy_off_it_works_without_being_an_administrator(talk: Talk) -> None:
    karl = await talk.caretaker()
    group = talk.telegram.group()
    talk.telegram.world.privacy = True
    await writes(talk, group, karl, "/team")
    talk.telegram.world.privacy = False
    assert await writes(talk, group, karl, "/team") == ["team.bound"]


async def test_where_the_bot_may_not_write_its_advice_comes_to_who_asked(talk: Talk) -> None:
    karl = await talk.caretaker()
    group = talk.telegram.group()
    group.chat.muted = True
    assert await writes(talk, group, karl, "/team") == []
    assert talk.saw(karl, "team.cannot_write")
    assert area_of(talk, group) is None
    assert talk.count("undelivered") == 0


async def test_who_lost_the_area_while_telegram_was_asked_binds_nothing(talk: Talk) -> None:
    karl = await talk.caretaker()
    group = talk.telegram.group()
    group.type(karl, "/team")
    await talk._take_in()
    await talk.turns._batch(100)
    async with talk.database.transaction() as db:
        db.execute("DELETE FROM roles")
    await talk.quiet()
    assert heard_in(talk, group) == []
    assert area_of(talk, group) is None


async def test_of_two_who_choose_at_once_nobody_takes_the_others_area(talk: Talk) -> None:
    karl, sara = await talk.caretaker(), await talk.caretaker("Sara", areas=("soder",))
    group = talk.telegram.group()
    group.type(karl, "/team")
    group.type(sara, "/team")
    await talk.quiet()
    assert area_of(talk, group) == "norr"


# What stands in the group.


async def test_a_new_order_stands_in_the_group_in_swedish_without_a_sound_and_is_kept_true(
    talk: Talk,
) -> None:
    karl, zahra = await talk.caretaker(), await talk.tenant("fa_AF")
    far = await talk.tenant("ar", area="soder")
    group = await bound(talk, karl)
    number = await talk.report(zahra)
    await talk.report(far)
    assert group.last is not None
    card = group.last
    assert card.text.startswith(f"{number} · Brådskande")
    assert card.silent
    assert orders_in(talk, group) == [number]
    await talk.press(karl, f"order.take:{number}", f"order.start:{number}")
    assert len([m for m in group.messages if f"{number} · " in m.text]) == 1
    now = next(m for m in group.messages if m.message_id == card.message_id)
    assert "Karl" in now.text and now.data == [
        f"order.done:{number}", f"order.parts:{number}", f"order.return:{number}",
    ]  # fmt: skip
    await talk.press(karl, f"order.done:{number}")
    await talk.forge(zahra, f"fault.fixed:{number}")
    assert orders_in(talk, group) == []  # a finished card is kept no longer
    assert "Avslutad" in next(m for m in group.messages if m.message_id == card.message_id).text


async def test_what_is_open_when_the_group_is_bound_stands_there_too(talk: Talk) -> None:
    karl, stina, zahra = await talk.caretaker(), await talk.staff(), await talk.tenant()
    numbers = [await talk.report(zahra) for _ in range(5)]
    await talk.press(karl, f"order.take:{numbers[1]}", f"order.take:{numbers[2]}", f"order.done:{numbers[2]}")
    await talk.press(karl, f"order.return:{numbers[3]}", f"order.return_as:{numbers[3]}.other")
    group = talk.telegram.group()
    await writes(talk, group, stina, "/team")
    await presses(talk, group, stina, "team.area:norr")
    assert orders_in(talk, group) == [numbers[0], numbers[1], numbers[4]]
    assert not [m for m in group.messages if m.sender == "bot" and not m.silent and "· " in m.text]


async def test_an_order_that_is_open_again_comes_back_to_the_group(talk: Talk) -> None:
    karl, zahra = await talk.caretaker(), await talk.tenant()
    group = await bound(talk, karl)
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    await talk.forge(zahra, f"fault.fixed:{number}", f"fault.reopen:{number}")
    assert orders_in(talk, group) == [number]
    assert group.shown(f"order.take:{number}")


async def test_no_number_of_a_tenant_is_ever_seen_in_a_group(talk: Talk) -> None:
    karl, zahra = await talk.caretaker(), await talk.tenant("sv")
    group = await bound(talk, karl)
    await talk.type(zahra, "/report")
    await talk.press(zahra, "fault.item:kitchen.stove")
    await talk.type(zahra, "Ring 070-174 06 05 eller ۰۷۰۱۷۴۰۶۰۶, plattan 2 är trasig")
    await talk.press(zahra, "fault.more:skip", "fault.enter:no", "fault.set:call")
    await talk.type(zahra, "070-174 06 05")
    await talk.press(zahra, "fault.send:yes")
    number = max(orders_in(talk, group))
    await presses(talk, group, karl, f"order.take:{number}", f"order.start:{number}")
    await talk.type(karl, "hej")
    shown = "\n".join(message.text for message in group.messages)
    assert "plattan 2 är trasig" in shown and "Ring först: ja" in shown
    for digits in ("174", "06 05", "+46", "۱۷۴"):
        assert digits not in shown, shown
    # The one who holds it has it in his own chat.
    assert any("0701740605" in message.text for message in karl.messages), str(karl)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ring 070-174 06 05 nu", "ring … nu"),
        ("+46 (70) 174.06.05", "…"),
        ("٠٧٠١٧٤٠٦٠٥", "…"),
        ("lägenhet 1203, plan 2, 14:30", "lägenhet 1203, plan 2, 14:30"),
        ("", ""),
    ],
)
def test_what_may_be_a_phone_number_is_left_out_and_other_numbers_stay(text: str, left: str) -> None:
    assert without_numbers(text) == left


async def test_pictures_of_an_order_come_under_its_card_in_the_group(talk: Talk) -> None:
    karl, zahra = await talk.caretaker(), await talk.tenant()
    group = await bound(talk, karl)
    zahra.send_photo(picture())
    await talk.quiet()
    await talk.press(zahra, "fault.item:kitchen.stove", "fault.more:skip", "fault.enter:no", "fault.send:yes")
    shown = [message for message in group.messages if message.photo]
    assert len(shown) == 1
    assert shown[0].silent
    assert f"{orders_in(talk, group)[0]} · " in next(
        m.text for m in group.messages if m.message_id == shown[0].reply_to
    )


async def test_what_only_the_desk_reads_and_what_a_colleague_reports_stand_in_no_group(talk: Talk) -> None:
    karl, stina = await talk.caretaker(), await talk.staff()
    household = await talk.household()
    neighbour, zahra = await talk.tenant(household=household), await talk.tenant()
    group = await bound(talk, karl)
    async with talk.database.transaction() as db:
        people.join(db, talk.person(stina).id, household, True, 1.0)
    number = await talk.report(neighbour)
    await talk.type(zahra, "/report")
    await talk.forge(zahra, "fault.place:shared", "fault.category:noise", "fault.item:noise.now")
    await talk.press(zahra, "fault.more:skip", "fault.send:yes")
    noise = int(talk.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0])
    assert noise > number
    assert orders_in(talk, group) == []
    for data in (f"order.show:{number}", f"order.take:{number}", f"order.show:{noise}"):
        assert (await presses(talk, group, stina, data, forge=True))["why"] == "old_button"
    assert orders_in(talk, group) == []


# Presses in the group.


async def test_a_press_counts_by_who_presses_and_the_card_in_the_group_is_the_one_that_changes(
    talk: Talk,
) -> None:
    karl, kim = await talk.caretaker("Karl"), await talk.caretaker("Kim")
    group = await bound(talk, karl)
    number = await talk.report(await talk.tenant())
    before = len(karl.messages)
    assert await presses(talk, group, karl, f"order.take:{number}") == {}
    assert talk.fault(number).holder == talk.person(karl).id
    toast = await presses(talk, group, kim, f"order.start:{number}")
    assert (toast["message"], toast["holder"]) == ("order.not_now", "Karl")
    assert talk.fault(number).state == "taken"
    await presses(talk, group, karl, f"order.start:{number}")
    assert talk.fault(number).state == "started"
    # His own card has changed where it stood, and nothing came beside it.
    assert len(karl.messages) == before
    assert karl.shown(f"order.done:{number}")
    assert orders_in(talk, group) == [number]


async def test_an_order_goes_back_from_the_group_with_its_reason(talk: Talk) -> None:
    karl, stina = await talk.caretaker(), await talk.staff()
    group = await bound(talk, karl)
    number = await talk.report(await talk.tenant())
    await presses(talk, group, karl, f"order.take:{number}", f"order.return:{number}")
    assert group.shown(f"order.return_as:{number}.no_access")
    await presses(talk, group, karl, f"order.show:{number}")
    assert group.shown(f"order.start:{number}")
    await presses(talk, group, karl, f"order.return:{number}", f"order.return_as:{number}.no_access")
    assert talk.fault(number).state == "returned"
    assert talk.saw(stina, "order.card")[-1]["reason"] == "no_access"
    assert "Åter hos kontoret" in next(m.text for m in group.messages if m.text.startswith(f"{number} · "))


async def test_the_word_after_the_work_is_asked_for_in_his_own_chat(talk: Talk) -> None:
    karl, zahra = await talk.caretaker(), await talk.tenant()
    group = await bound(talk, karl)
    number = await talk.report(zahra)
    await talk.type(karl, "/orders")
    toast = await presses(talk, group, karl, f"order.take:{number}", f"order.done:{number}")
    assert toast["why"] == "in_private"
    assert not group.shown(f"order.note:{number}")
    assert talk.step(karl) == "order.note"
    assert karl.last.data == [f"order.note:{number}"] and karl.last.silent
    assert len([m for m in karl.messages if m.text.startswith(f"{number} · ")]) == 1
    # Words in the group are not taken for it.
    await writes(talk, group, karl, "Bytte packning.")
    assert talk.saw(karl, "order.card")[-1]["notes"] == []
    await talk.type(karl, "Bytte packning, ring 070-174 06 05.")
    assert talk.saw(karl, "order.card")[-1]["notes"] == ["Bytte packning, ring 070-174 06 05."]
    card = next(m for m in group.messages if m.text.startswith(f"{number} · "))
    assert "Bytte packning, ring …" in card.text
    assert talk.step(karl) == ""


async def test_what_is_open_in_his_own_chat_stays_open(talk: Talk) -> None:
    household = await talk.household("soder")
    karl = await talk.caretaker()
    async with talk.database.transaction() as db:
        people.join(db, talk.person(karl).id, household, True, 1.0)
    group = await bound(talk, karl)
    number = await talk.report(await talk.tenant())
    await talk.type(karl, "/report")
    await talk.press(karl, "fault.item:kitchen.stove")
    await presses(talk, group, karl, f"order.take:{number}", f"order.done:{number}")
    assert talk.fault(number).state == "done"
    assert talk.step(karl) == "fault.more"


async def test_a_changed_answer_about_the_master_key_stands_in_the_group_until_its_holder_has_read_it(
    talk: Talk,
) -> None:
    karl, kim, zahra = await talk.caretaker("Karl"), await talk.caretaker("Kim"), await talk.tenant("sv")
    group = await bound(talk, karl)
    number = await talk.report(zahra)
    await presses(talk, group, karl, f"order.take:{number}")
    for answer, read_in_group in (("no", True), ("yes", False)):
        await talk.forge(zahra, f"fault.key:{number}.{answer}")
        card = next(m for m in group.messages if m.text.startswith(f"{number} · "))
        assert "HYRESGÄSTEN HAR ÄNDRAT SITT SVAR" in card.text
        assert card.data == [f"order.acknowledge:{number}.{answer}"]
        await presses(talk, group, karl, f"order.start:{number}", forge=True)
        assert talk.fault(number).state == "taken"
        toast = await presses(talk, group, kim, f"order.acknowledge:{number}.{answer}")
        assert toast["why"] == "not_yours"
        if read_in_group:
            await presses(talk, group, karl, f"order.acknowledge:{number}.{answer}")
        else:
            await talk.forge(karl, f"order.show:{number}", f"order.acknowledge:{number}.{answer}")
        # Read in one chat, it is read in the other too.
        assert group.shown(f"order.start:{number}") and karl.shown(f"order.start:{number}")
        assert not group.shown(f"order.acknowledge:{number}.{answer}")
        assert not karl.shown(f"order.acknowledge:{number}.{answer}")
    await presses(talk, group, karl, f"order.start:{number}")
    assert talk.fault(number).state == "started"


async def test_two_take_at_once_in_the_group_and_one_has_it(talk: Talk) -> None:
    karl, kim = await talk.caretaker("Karl"), await talk.caretaker("Kim")
    group = await bound(talk, karl)
    number = await talk.report(await talk.tenant())
    group.press(karl, f"order.take:{number}")
    group.press(kim, f"order.take:{number}")
    await talk.quiet()
    assert talk.fault(number).holder == talk.person(karl).id
    assert [toast.get("message") for toast in talk.courier.toasts[-2:]] == [None, "order.not_now"]
    assert heard_in(talk, group).count("order.not_now") == 0


async def test_who_is_nobody_here_or_a_tenant_gets_a_toast_in_her_language(talk: Talk) -> None:
    karl, zahra, nobody = await talk.caretaker(), await talk.tenant("fa_AF"), talk.stranger()
    group = await bound(talk, karl)
    number = await talk.report(zahra)
    before, said = talk.facts(), len(talk.said)
    for phone in (zahra, nobody):
        for act in ("take", "show", "return"):
            toast = await presses(talk, group, phone, f"order.{act}:{number}", forge=True)
            assert toast["why"] == "not_for_you"
    assert talk.facts() == before
    assert talk.said[said:] == []


@pytest.mark.parametrize(
    "data", ["order.take:{number}", "order.take:", "order.take:²", "order.take:99999999999999999999"]
)
async def test_in_a_group_that_is_for_no_area_a_press_changes_nothing(talk: Talk, data: str) -> None:
    karl = await talk.caretaker()
    number = await talk.report(await talk.tenant())
    group = talk.telegram.group()
    talk.telegram.world.post(group.chat, "bot", {"text": "x"})
    before, said = talk.facts(), len(talk.said)
    toast = await presses(talk, group, karl, data.format(number=number), forge=True)
    assert toast["why"] == "no_team"
    assert talk.facts() == before and talk.said[said:] == []
    group = await bound(talk, karl)
    if "{" not in data:
        assert (await presses(talk, group, karl, data, forge=True))["why"] == "old_button"


async def test_other_presses_in_a_group_count_for_nothing(talk: Talk) -> None:
    karl = await talk.caretaker()
    group = await bound(talk, karl)
    before, said = talk.facts(), len(talk.said)
    for data in ("language.set:ar", "fault.place:home", "emergency.show:now", "order.dance:101", "order"):
        assert await presses(talk, group, karl, data, forge=True) == {}
    assert talk.facts() == before and talk.said[said:] == []


# Words in a group.


async def test_a_group_without_an_area_hears_the_hint_once_a_day_and_one_with_an_area_never(
    talk: Talk,
) -> None:
    karl = await talk.caretaker()
    group = talk.telegram.group()
    assert await writes(talk, group, karl, "hej") == [f"{NOT_USED}:group"]
    assert await writes(talk, group, karl, "hej") == []
    assert await writes(talk, group, karl, "/team") == ["team.bound"]
    await talk.later(2 * DAY)
    assert await writes(talk, group, karl, "hej") == []


# Another area, or none.


async def test_another_area_brings_its_own_orders_and_the_others_say_that_they_went(talk: Talk) -> None:
    karl, stina = await talk.caretaker(), await talk.staff()
    group = await bound(talk, karl)
    north = await talk.report(await talk.tenant())
    south = await talk.report(await talk.tenant(area="soder"))
    assert await writes(talk, group, stina, "/team") == ["team.choose"]
    assert not group.shown("team.area:norr")
    await presses(talk, group, stina, "team.area:soder")
    assert orders_in(talk, group) == [south]
    gone = next(m for m in group.messages if m.text.startswith(f"Arbetsorder \u2068{north}"))
    assert gone.data == []
    await presses(talk, group, karl, f"order.take:{north}", forge=True)
    assert talk.fault(north).state == "received"


async def test_a_group_is_let_go_by_those_who_may_choose_it(talk: Talk) -> None:
    karl = await talk.caretaker()
    group = await bound(talk, karl)
    number = await talk.report(await talk.tenant())
    assert await writes(talk, group, karl, "/team") == ["team.choose"]
    await presses(talk, group, karl, "team.leave:yes")
    assert area_of(talk, group) is None
    assert not group.shown(f"order.take:{number}") and not group.shown("team.leave:yes")
    assert (await presses(talk, group, karl, "team.leave:yes", forge=True))["why"] == "old_button"
    second = await talk.report(await talk.tenant())
    assert orders_in(talk, group) == []
    assert karl.shown(f"order.take:{second}")


# The group moves or goes.


async def _with_orders(talk: Talk, karl: Phone) -> tuple[Group, list[int]]:
    group = await bound(talk, karl)
    zahra = await talk.tenant()
    numbers = [await talk.report(zahra) for _ in range(3)]
    await presses(talk, group, karl, f"order.take:{numbers[0]}", f"order.done:{numbers[0]}")
    return group, numbers


def _kept(talk: Talk, group: Group) -> int:
    return talk.count("cards", f"chat = {group.chat_id}")


async def test_a_group_that_becomes_a_supergroup_keeps_its_area_and_its_cards_come_anew(talk: Talk) -> None:
    karl = await talk.caretaker()
    group, numbers = await _with_orders(talk, karl)
    new = group.migrate()
    await talk.quiet()
    assert (area_of(talk, group), area_of(talk, new)) == (None, "norr")
    assert orders_in(talk, new) == numbers
    assert _kept(talk, group) == 0
    assert all(m.silent and m.text[:3] in map(str, numbers) for m in new.messages)
    await presses(talk, new, karl, f"order.take:{numbers[1]}")
    assert talk.fault(numbers[1]).state == "taken"
    fourth = await talk.report(await talk.tenant())
    assert fourth in orders_in(talk, new)
    assert talk.count("undelivered") == 0


async def test_it_is_also_learned_from_telegrams_refusal(talk: Talk) -> None:
    karl = await talk.caretaker()
    group, numbers = await _with_orders(talk, karl)
    new = group.migrate()
    talk.telegram.world.updates.clear()  # what Telegram says of it never came
    await talk.press(karl, f"order.take:{numbers[1]}")
    assert (area_of(talk, group), area_of(talk, new)) == (None, "norr")
    assert orders_in(talk, new) == numbers
    assert _kept(talk, group) == 0
    assert "Karl" in next(m.text for m in new.messages if m.text.startswith(f"{numbers[1]} · "))
    assert talk.count("undelivered") == 0


async def test_a_group_that_is_for_no_area_moves_without_a_word(talk: Talk) -> None:
    await talk.caretaker()
    group = talk.telegram.group()
    new = group.migrate()
    await talk.quiet()
    assert new.messages == []
    assert talk.count("teams") == 0


async def test_a_bot_that_is_put_out_is_missed_by_the_desk_and_the_group_has_no_area(talk: Talk) -> None:
    karl, stina = await talk.caretaker(), await talk.staff()
    group, numbers = await _with_orders(talk, karl)
    group.put_out()
    await talk.quiet()
    assert area_of(talk, group) is None
    assert talk.saw(stina, "team.lost") == [{"message": "team.lost", "area": "Norr"}]
    assert talk.saw(karl, "team.lost") == []
    assert _kept(talk, group) == 0
    said = len(talk.said)
    await talk.press(karl, f"order.take:{numbers[1]}")
    assert heard_in(talk, group, said) == []
    group.let_in()
    await talk.quiet()
    assert area_of(talk, group) is None
    assert await writes(talk, group, karl, "/team") == ["team.bound", "order.card", "order.card"]
    assert orders_in(talk, group) == numbers[1:]


async def test_it_is_also_learned_when_nothing_reaches_the_group(talk: Talk) -> None:
    karl, stina = await talk.caretaker(), await talk.staff()
    group, _ = await _with_orders(talk, karl)
    async with talk.database.transaction() as db:
        event = f'{{"event":"chat.unreachable","id":{group.chat_id}}}'
        db.execute("INSERT INTO inbox (key, raw, at) VALUES ('u', ?, 1)", (event,))
    await talk.quiet()
    assert area_of(talk, group) is None
    assert len(talk.saw(stina, "team.lost")) == 1


async def test_a_person_who_blocks_the_bot_is_no_lost_group(talk: Talk) -> None:
    karl, stina = await talk.caretaker(), await talk.staff()
    group = await bound(talk, karl)
    karl.block()
    await talk.quiet()
    assert area_of(talk, group) == "norr"
    assert talk.saw(stina, "team.lost") == []


async def test_where_there_are_no_fault_reports_there_is_no_team(talk: Talk) -> None:
    karl = await talk.caretaker()
    talk.start_again(_closed(talk))
    group = talk.telegram.group()
    assert await writes(talk, group, karl, "/team") == [f"{NOT_USED}:group"]
    assert await talk.answers(karl, "/team") == [f"{NOT_USED}:command"]
    assert talk.count("teams") == 0


def _closed(talk: Talk) -> Any:
    return replace(talk.company, rooms=replace(talk.company.rooms, faults=False))


async def test_done_in_the_group_leaves_the_card_of_another_done_order_there_as_it_is(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    group = await bound(talk, karl)
    first, second = await talk.report(zahra), await talk.report(zahra)
    await talk.type(karl, f"{first} klar")
    said = len(talk.said)
    await presses(talk, group, karl, f"order.take:{second}", f"order.done:{second}")
    for chat, message in talk.said[said:]:
        if chat == group.chat_id and message["message"] == "order.card":
            assert (message["number"], message["view"]) != (first, "mine")
    shown = talk.saw(karl, "order.card")
    assert [card["asks"] for card in shown if card["number"] == first][-1] == ""
