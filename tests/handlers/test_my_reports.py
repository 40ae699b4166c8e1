"""A person's own view: the list, adding, taking back; and after the work a mark and a thank-you."""

from __future__ import annotations

from tests.talk import DAY, Talk, picture

NOT_USED = "general.not_used"


async def test_the_list_has_what_is_open_first(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    closed, opened = await talk.report(zahra), await talk.report(zahra, "kitchen.stove")
    await talk.press(karl, f"order.take:{closed}", f"order.done:{closed}")
    await talk.forge(zahra, f"fault.fixed:{closed}")
    await talk.type(zahra, "/myreports")
    rows = talk.saw(zahra, "reports.list")[-1]["rows"]
    assert [(row["number"], row["state"]) for row in rows] == [(opened, "received"), (closed, "closed")]
    await talk.press(zahra, f"fault.show:{opened}")
    assert talk.saw(zahra, "faults.card")[-1]["number"] == opened
    await talk.later(31 * DAY)
    await talk.type(zahra, "/myreports")
    assert [row["number"] for row in talk.saw(zahra, "reports.list")[-1]["rows"]] == [opened]


async def test_the_first_screen_of_a_report_leads_to_the_list(talk: Talk) -> None:
    zahra = await talk.tenant()
    await talk.type(zahra, "/report")
    assert not zahra.shown("fault.mine:open")
    await talk.type(zahra, "/cancel")
    number = await talk.report(zahra)
    await talk.type(zahra, "/report")
    await talk.press(zahra, "fault.mine:open")
    assert talk.saw(zahra, "reports.list")[-1]["rows"][0]["number"] == number


async def test_one_who_only_works_here_or_has_no_code_has_no_list(talk: Talk) -> None:
    karl = await talk.caretaker()
    assert await talk.answers(karl, "/myreports") == [f"{NOT_USED}:not_at_home"]
    stranger = talk.stranger()
    await talk.type(stranger, "/start")
    await talk.press(stranger, "language.set:sv")
    assert await talk.answers(stranger, "/myreports") == ["start.no_code"]


async def test_words_and_pictures_are_added_and_reach_who_holds_it(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}")
    await talk.press(zahra, f"fault.add:{number}")
    await talk.type(zahra, "از دیروز بدتر شده")
    assert talk.step(zahra) == ""
    card = talk.saw(karl, "order.card")[-1]
    assert card["words"] == "از دیروز بدتر شده"
    assert talk.saw(karl, "order.news")[-1] == {"message": "order.news", "number": number, "what": "added"}

    await talk.press(zahra, f"fault.add:{number}")
    zahra.send_photo(picture(), caption="ببینید")
    await talk.quiet()
    zahra.send_voice(b"OggS" + b"\0" * 100)
    await talk.quiet()
    assert talk.step(zahra) == "adding.what"
    assert len(talk.saw(karl, "order.file")) == 2
    assert talk.saw(karl, "order.card")[-1]["words"].endswith("ببینید")


async def test_nothing_is_added_to_what_is_done_or_belongs_to_somebody_else(talk: Talk) -> None:
    zahra, omar, karl = await talk.tenant(), await talk.tenant("ar"), await talk.caretaker()
    number = await talk.report(zahra)
    assert await talk.forge(omar, f"fault.add:{number}") == [f"{NOT_USED}:not_yours"]
    await talk.press(zahra, f"fault.add:{number}")
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    assert await talk.answers(zahra, "too late") == ["faults.card"]
    assert talk.step(zahra) == ""
    assert talk.count("fault_events", "act = 'added'") == 0


async def test_a_text_that_is_too_long_is_kindly_refused_and_the_step_stays(talk: Talk) -> None:
    zahra = await talk.tenant()
    number = await talk.report(zahra)
    await talk.press(zahra, f"fault.add:{number}")
    assert await talk.answers(zahra, "a" * 2000) == [f"{NOT_USED}:too_long"]
    assert talk.step(zahra) == "adding.what"


async def test_a_report_is_taken_back_after_one_question(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}")
    await talk.press(zahra, f"fault.withdraw:{number}")
    assert talk.fault(number).state == "taken"
    await talk.press(zahra, f"fault.withdraw:{number}.sure")
    assert talk.fault(number).state == "closed"
    assert talk.saw(karl, "order.news")[-1]["what"] == "withdrawn"
    await talk.forge(zahra, f"fault.withdraw:{number}.sure")
    assert talk.fault(number).state == "closed"


async def test_a_helper_asks_an_adult_to_take_it_back(talk: Talk) -> None:
    household = await talk.household()
    zahra = await talk.tenant(household=household)
    lina = await talk.helper("sv", household)
    number = await talk.report(zahra)
    assert await talk.forge(lina, f"fault.withdraw:{number}.sure") == [f"{NOT_USED}:helper"]
    assert talk.fault(number).state == "received"


async def test_what_was_not_fixed_twice_goes_to_the_desk_with_a_push(talk: Talk) -> None:
    zahra, karl, stina = await talk.tenant(), await talk.caretaker(), await talk.staff()
    number = await talk.report(zahra)
    for _ in range(2):
        await talk.forge(karl, f"order.take:{number}", f"order.done:{number}")
        await talk.forge(zahra, f"fault.reopen:{number}")
    assert talk.fault(number).state == "returned"
    assert talk.saw(stina, "order.card")[-1]["state"] == "returned"
    assert f"order.close:{number}" in stina.sounds[-1].data


async def test_a_mark_and_thanks_are_for_what_the_household_says_is_fixed_and_count_once(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    await talk.forge(zahra, f"fault.mark:{number}.good", f"fault.thanks:{number}")
    assert talk.count("fault_events", "act IN ('mark', 'thanks')") == 0

    await talk.forge(zahra, f"fault.fixed:{number}")
    await talk.press(zahra, f"fault.mark:{number}.good")
    await talk.forge(zahra, f"fault.mark:{number}.bad", f"fault.mark:{number}.nonsense")
    assert talk.saw(zahra, "faults.card")[-1]["marked"] == "good"
    await talk.press(zahra, f"fault.thanks:{number}")
    await talk.forge(zahra, f"fault.thanks:{number}")
    assert talk.saw(karl, "faults.thanks") == [{"message": "faults.thanks", "number": number}]
    assert talk.count("fault_events", "act = 'mark' AND note = 'good'") == 1


async def test_nobody_is_thanked_for_what_closed_by_itself_or_was_opened_again(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    await talk.later(8 * DAY)
    assert talk.fault(number).state == "closed"
    await talk.forge(zahra, f"fault.thanks:{number}")
    assert talk.saw(karl, "faults.thanks") == []


async def test_a_neighbour_and_a_helper_neither_mark_nor_thank(talk: Talk) -> None:
    household = await talk.household()
    zahra = await talk.tenant(household=household)
    lina, omar = await talk.helper("sv", household), await talk.tenant("ar")
    karl = await talk.caretaker()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    await talk.forge(zahra, f"fault.fixed:{number}")
    assert await talk.forge(omar, f"fault.mark:{number}.bad") == [f"{NOT_USED}:not_yours"]
    assert await talk.forge(lina, f"fault.mark:{number}.bad") == [f"{NOT_USED}:helper"]
    assert await talk.forge(lina, f"fault.thanks:{number}") == [f"{NOT_USED}:helper"]
    assert talk.count("fault_events", "act IN ('mark', 'thanks')") == 0
