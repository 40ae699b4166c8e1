"""From second-hand to first-hand: she says it, somebody sees it, two approve, she reads it; and back."""

from __future__ import annotations

import datetime

import msgspec
import pytest
import pytest_asyncio

from bot.contract_policies import ConversionPolicy
from bot.sandbox.phones import Phone
from storage import chats, conversions, households, inbox, leases, officer_tasks, proofs
from storage.codes import Invitation
from tests.settled import Settled, settled
from tests.talk import DAY, Talk

FIRST = datetime.date(2027, 3, 1)
NOT_USED = "general.not_used"


@pytest_asyncio.fixture
async def home(talk: Talk) -> Settled:
    return await settled(talk)


async def test_the_whole_way_from_her_word_to_the_first_hand_contract(talk: Talk, home: Settled) -> None:
    zahra = await home.adult("fa_AF")
    await talk.type(zahra, "/home")
    await talk.press(zahra, "home.registered:ask", "home.registered:yes")
    assert talk.saw(zahra, "home.road")[-1]["check_by"] == "2027-02-09"  # five working days
    assert talk.saw(home.elin, "unit.news")[-1]["what"] == "registered"
    assert talk.saw(home.stina, "conversion.news") == []

    number = home.contract
    await talk.press(home.elin, f"people.household:{home.household}")
    await talk.press(home.elin, f"conversion.show:{number}", f"conversion.record:{number}")
    await talk.press(home.elin, f"conversion.ground:{number}.registered")
    await talk.press(home.elin, f"conversion.day:{number}.registered.20270201")
    elin = home.person(home.elin)
    await talk.press(home.elin, f"conversion.saw:{number}.registered.20270201.{elin.id}")
    (proof,) = proofs.proofs(talk.database.reader, number)
    assert (proof.day, proof.seen_by) == (datetime.date(2027, 2, 1), elin.id)
    assert proof.person == home.person(zahra).id
    assert _to_call(talk) == []
    assert home.now().state == "convert"
    assert talk.saw(home.stina, "conversion.news") != []  # the office has its part of the list

    await talk.type(home.stina, "/conversions")
    await talk.press(home.stina, f"conversion.show:{number}", f"conversion.number:{number}")
    await talk.type(home.stina, "K-2027-118")
    await talk.press(home.stina, f"conversion.tick:{number}.company", f"conversion.tick:{number}.unit")
    await talk.press(home.stina, f"conversion.date:{number}", f"conversion.effective:{number}.20270301")
    await talk.press(home.stina, f"conversion.approve:{number}")
    found = home.conversion()
    assert found is not None and found.state == "open" and not found.missing
    await talk.press(home.elin, f"conversion.show:{number}", f"conversion.approve:{number}")
    found = home.conversion()
    assert found is not None and found.state == "approved"

    push = zahra.last
    assert "خبر خوش" in push.text
    assert not any(char.isdigit() for char in push.text)
    assert home.card(home.elin)["told"] == [{"n": 1, "state": "under_way"}]
    await talk.forge(home.elin, f"conversion.show:{number}")
    assert home.card(home.elin)["told"] == [{"n": 1, "state": "sent"}]
    await talk.press(zahra, f"home.news:{found.id}")
    assert "Exempelbostäder" in zahra.last.text
    assert "11 حوت 1405" not in zahra.last.text and "10 حوت 1405" in zahra.last.text  # both calendars
    assert "Från " in zahra.last.text and "besittningsskydd" in zahra.last.text  # the Swedish beside it
    await talk.forge(home.elin, f"conversion.show:{number}")
    assert home.card(home.elin)["told"] == [{"n": 1, "state": "opened"}]
    await talk.press(zahra, f"home.understood:{found.id}")
    await talk.forge(home.elin, f"conversion.show:{number}")
    assert home.card(home.elin)["told"] == [{"n": 1, "state": "understood"}]

    await home.until(FIRST)
    assert (home.now().state, home.now().kind, home.now().begins) == ("first", "first_hand", FIRST)
    kept = [(each.kind, each.ends) for each in leases.of(talk.database.reader, number)]
    assert kept == [("second_hand", datetime.date(2027, 2, 28)), ("first_hand", None)]


async def test_the_same_person_does_not_approve_twice_and_two_of_one_side_do_not_either(
    talk: Talk, home: Settled
) -> None:
    await home.open()
    await home.tick_all("20270301")
    other = await talk.staff("Sven")
    assert "conversion.not_now:voted" in [
        *await talk.forge(home.stina, f"conversion.approve:{home.contract}"),
        *await talk.forge(home.stina, f"conversion.approve:{home.contract}"),
    ]
    assert "conversion.not_now:other_side" in await talk.forge(other, f"conversion.approve:{home.contract}")
    found = home.conversion()
    assert found is not None and found.state == "open"


async def test_who_is_of_both_sides_approves_once(talk: Talk, home: Settled) -> None:
    await talk.type(home.elin, await talk.code(Invitation("staff", name="Elin")))
    await home.open()
    await home.tick_all("20270301")
    await talk.forge(home.elin, f"conversion.approve:{home.contract}")
    assert "conversion.not_now:voted" in await talk.forge(home.elin, f"conversion.approve:{home.contract}")
    await talk.forge(home.stina, f"conversion.approve:{home.contract}")
    found = home.conversion()
    assert found is not None and found.state == "approved"


async def test_nothing_is_approved_while_a_point_the_number_or_the_day_is_missing(
    talk: Talk, home: Settled
) -> None:
    await home.open()
    assert "conversion.not_now:missing" in await talk.forge(home.elin, f"conversion.approve:{home.contract}")
    await home.tick_all("20270301")
    await talk.forge(home.elin, f"conversion.approve:{home.contract}")
    # What is changed afterwards is approved anew.
    await talk.forge(home.stina, f"conversion.tick:{home.contract}.rent_paid")
    found = home.conversion()
    assert found is not None and found.missing == ["rent_paid"] and found.votes == {}
    assert "conversion.not_now:missing" in await talk.forge(home.stina, f"conversion.approve:{home.contract}")


@pytest.mark.parametrize("day", ["20270302", "20270201", "20270101", "x"])
async def test_first_hand_begins_on_a_first_of_a_month_to_come(talk: Talk, home: Settled, day: str) -> None:
    await home.open()
    heard = await talk.forge(home.stina, f"conversion.effective:{home.contract}.{day}")
    assert "conversion.not_now:effective" in heard
    found = home.conversion()
    assert found is not None and found.effective is None


async def test_a_day_that_has_gone_by_before_the_second_yes_is_chosen_anew(talk: Talk, home: Settled) -> None:
    await home.open()
    await home.tick_all("20270301")
    await talk.forge(home.elin, f"conversion.approve:{home.contract}")
    await home.until(datetime.date(2027, 3, 2))
    assert "conversion.not_now:effective" in await talk.forge(
        home.stina, f"conversion.approve:{home.contract}"
    )
    assert home.now().state == "convert"
    await talk.forge(home.stina, f"conversion.effective:{home.contract}.20270401")
    await home.approve()
    await home.until(datetime.date(2027, 4, 1))
    assert home.now().state == "first"


@pytest.mark.parametrize("number", ["19800101-1234", "800101 1234", "198001011234", "x" * 21, "K\n1", "abc"])
async def test_a_personal_number_is_never_kept_as_the_contracts(
    talk: Talk, home: Settled, number: str
) -> None:
    await home.open()
    await talk.press(home.stina, f"conversion.show:{home.contract}", f"conversion.number:{home.contract}")
    assert "conversion.not_now:number" in await talk.answers(home.stina, number)
    found = home.conversion()
    assert found is not None and found.number == ""


async def test_the_day_of_the_proof_can_be_written_and_is_not_to_come(talk: Talk, home: Settled) -> None:
    number = home.contract
    await talk.forge(home.elin, f"conversion.show:{number}")
    await talk.press(home.elin, f"conversion.record:{number}", f"conversion.ground:{number}.decision")
    assert "general.not_used:no_such_day" in await talk.answers(home.elin, "igår kanske")
    assert "conversion.not_now:day" in await talk.answers(home.elin, "2027-02-03")
    await talk.type(home.elin, "24/12")  # the last one, not the next
    assert home.card(home.elin)["asks"] == "saw.decision.20261224"
    await talk.press(home.elin, f"conversion.saw:{number}.decision.20261224.{home.person(home.elin).id}")
    assert home.now().state == "convert"


async def test_where_every_adult_must_be_registered_one_proof_is_not_enough(
    talk: Talk, home: Settled
) -> None:
    policy = ConversionPolicy(datetime.date(2026, 1, 1), whose="all")
    talk.start_again(msgspec.structs.replace(talk.company, conversion=[policy]))
    zahra, ali = await home.adult("fa_AF"), await home.adult("ar")
    await talk.forge(zahra, "home.registered:yes")
    for expected in ("second", "second"):  # whose it is is asked, and hers twice is still one
        await home.open()
        assert home.card(home.elin)["asks"].startswith("whose.registered.")
        await talk.forge(home.elin, f"{_saw(home)}.{home.person(zahra).id}")
        assert home.now().state == expected
    assert not talk.saw(zahra, "home.push")
    await home.open()
    assert [each["person"] for each in home.card(home.elin)["adults"]] == [home.person(ali).id]
    await talk.press(home.elin, f"{_saw(home)}.{home.person(ali).id}")
    assert home.now().state == "convert"


def _saw(home: Settled) -> str:
    return f"conversion.saw:{home.contract}.registered.{home.today:%Y%m%d}.{home.person(home.elin).id}"


async def test_a_contract_whose_officer_has_left_waits_for_the_one_who_takes_it_over(
    talk: Talk, home: Settled
) -> None:
    other, zahra = await talk.enrolled("sv", Invitation("officer", name="Eva")), await home.adult("sv")
    async with talk.database.transaction() as db:
        households.let_go(db, home.person(home.elin).id, talk.clock.now())
    await talk.forge(zahra, "home.registered:yes")
    assert talk.saw(other, "conversion.news") == []
    assert talk.saw(other, "unit.news")[-1]["what"] == "free"
    for phone in (other, home.elin):
        assert await talk.forge(phone, f"conversion.show:{home.contract}") == ["general.not_used:not_for_you"]
    await talk.type(other, "/conversions")
    assert talk.saw(other, "conversion.list")[-1]["rows"] == []
    await talk.forge(home.stina, f"conversion.show:{home.contract}")
    assert home.card(home.stina)["state"] == "second"  # the desk still sees it
    await talk.press(other, "people.free:1", f"people.take:{home.household}")
    tasks = talk.saw(other, "people.household")[-1]["tasks"]
    assert [each["kind"] for each in tasks] == ["registered"]
    await talk.forge(other, f"conversion.show:{home.contract}")
    assert "record" in home.card(other)["can"]


async def test_the_road_says_on_which_ground_she_becomes_first_hand(talk: Talk, home: Settled) -> None:
    zahra = await home.adult("sv")
    day, elin = f"{home.today:%Y%m%d}", home.person(home.elin).id
    await talk.forge(home.elin, f"conversion.saw:{home.contract}.decision.{day}.{elin}")
    await talk.type(zahra, "/home")
    road = {step["id"]: step["state"] for step in talk.saw(zahra, "home.road")[-1]["road"]}
    assert road["decided"] == "done" and "registered" not in road
    assert "annan grund än inskrivning" in zahra.last.text


async def test_a_word_that_came_too_early_is_put_right_kindly(talk: Talk, home: Settled) -> None:
    zahra = await home.adult("sv")
    await talk.forge(zahra, "home.registered:yes")
    await talk.forge(home.elin, f"conversion.not_yet:{home.contract}")
    assert talk.saw(zahra, "home.push")[-1] == {"message": "home.push", "good": False, "news": 0}
    await talk.press(zahra, "home.show:now")
    assert talk.saw(zahra, "home.road")[-1]["check_by"] == ""
    assert zahra.shown("home.registered:ask")
    assert _to_call(talk) == []


async def test_what_is_said_twice_is_one_task(talk: Talk, home: Settled) -> None:
    zahra = await home.adult("sv")
    await talk.forge(zahra, "home.registered:yes", "home.registered:yes", "home.registered:yes")
    assert talk.count("registrations") == 1
    assert [each["what"] for each in talk.saw(home.elin, "unit.news")] == ["registered"]
    assert _to_call(talk) == ["registered"]


@pytest.mark.parametrize("looked_at", [False, True])
async def test_on_the_day_that_she_was_told_the_officer_is_reminded_once_of_what_still_waits(
    talk: Talk, home: Settled, looked_at: bool
) -> None:
    zahra = await home.adult("sv")
    await talk.forge(zahra, "home.registered:yes")
    (said,) = proofs.waiting(talk.database.reader, home.contract)
    if looked_at:
        await talk.forge(home.elin, f"conversion.not_yet:{home.contract}")
    await home.until(said.check_by - datetime.timedelta(days=1), 15)
    assert talk.saw(home.elin, "conversion.news") == []
    await home.until(said.check_by, 6)  # before anybody works
    assert talk.saw(home.elin, "conversion.news") == []
    for hour in (9, 15):
        await home.until(said.check_by, hour)
        assert len(talk.saw(home.elin, "conversion.news")) == (0 if looked_at else 1)
    await home.until(said.check_by + datetime.timedelta(days=1), 9)
    assert len(talk.saw(home.elin, "conversion.news")) == (0 if looked_at else 1)


async def test_a_conversion_that_is_refused_leaves_everything_second_hand(talk: Talk, home: Settled) -> None:
    zahra = await home.adult("sv")
    await home.open()
    await talk.forge(home.stina, f"conversion.refuse_as:{home.contract}.rent_unpaid")
    found = home.conversion()
    assert found is not None and (found.state, found.why) == ("refused", "rent_unpaid")
    assert home.now().state == "second"
    assert talk.saw(zahra, "home.push")[-1]["good"] is False
    # And it can be opened anew, on a proof that is seen anew.
    assert proofs.proofs(talk.database.reader, home.contract) == []
    await talk.later(DAY)
    await home.open()
    assert home.now().state == "convert"


@pytest.mark.parametrize("has_begun", [False, True])
async def test_a_wrong_conversion_is_undone_by_two_and_the_household_hears_it(
    talk: Talk, home: Settled, has_begun: bool
) -> None:
    zahra = await home.adult("sv")
    await home.open()
    await home.tick_all("20270301")
    await home.approve()
    if has_begun:
        await home.until(datetime.date(2027, 3, 10))
    number = home.contract
    await talk.forge(home.elin, f"conversion.undo_as:{number}.wrong_home")
    assert home.now().kind == ("first_hand" if has_begun else "second_hand")
    assert "conversion.not_now:voted" in await talk.forge(home.elin, f"conversion.undo_as:{number}.wrong_day")
    await talk.forge(home.stina, f"conversion.undo_as:{number}.wrong_day")
    found = home.conversion()
    assert found is not None and (found.state, found.why) == ("undone", "wrong_home")
    assert (home.now().state, home.now().kind, home.now().ends) == ("second", "second_hand", None)
    assert talk.saw(zahra, "home.push")[-1] == {"message": "home.push", "good": False, "news": found.id}
    await talk.press(zahra, f"home.news:{found.id}")
    assert "misstag" in zahra.last.text
    acts = talk.database.reader.execute("SELECT act FROM conversion_events ORDER BY id").fetchall()
    assert ("approve",) in acts and ("undone",) in acts


@pytest.mark.parametrize("role", ["elin", "stina"])
async def test_a_wish_to_undo_is_taken_back_or_not_agreed_to(talk: Talk, home: Settled, role: str) -> None:
    await home.open()
    await home.tick_all("20270301")
    await home.approve()
    number, phone = home.contract, getattr(home, role)
    assert "conversion.not_now:state" in await talk.forge(home.elin, f"conversion.keep:{number}")
    await talk.forge(home.elin, f"conversion.undo_as:{number}.wrong_home")
    heard = len(talk.saw(home.elin, "conversion.news"))
    await talk.forge(phone, f"conversion.show:{number}")
    await talk.press(phone, f"conversion.keep:{number}")
    found = home.conversion()
    assert found is not None
    assert (found.state, found.why, found.undo_votes) == ("approved", "", {})
    assert len(talk.saw(home.elin, "conversion.news")) == heard + (role == "stina")
    # It can be said anew, with another reason, by either.
    await talk.forge(home.stina, f"conversion.undo_as:{number}.wrong_day")
    await talk.forge(home.elin, f"conversion.undo_as:{number}.wrong_day")
    found = home.conversion()
    assert found is not None and (found.state, found.why) == ("undone", "wrong_day")


async def test_who_wants_a_call_is_a_task_until_the_officer_has_called(talk: Talk, home: Settled) -> None:
    zahra = await home.adult("ar")
    await home.open()
    await home.tick_all("20270301")
    await home.approve()
    found = home.conversion()
    assert found is not None
    await talk.press(zahra, f"home.news:{found.id}", f"home.call:{found.id}")
    assert "سنتصل بك" in zahra.last.text
    await talk.type(home.elin, "/conversions")
    assert [row["why"] for row in talk.saw(home.elin, "conversion.list")[-1]["rows"]] == ["call"]
    await talk.press(home.elin, f"conversion.show:{home.contract}", f"conversion.called:{home.contract}")
    assert home.card(home.elin)["told"] == [{"n": 1, "state": "called"}]
    assert _to_call(talk) == []
    await talk.forge(zahra, f"home.understood:{found.id}", f"home.call:{found.id}")
    (task,) = officer_tasks.of_household(talk.database.reader, home.household)
    assert task.kind == "conversion_call"
    await talk.forge(home.elin, f"people.done:{task.id}", f"conversion.show:{home.contract}")
    assert home.card(home.elin)["told"] == [{"n": 1, "state": "called"}]


async def test_the_news_is_for_adults_of_the_household_and_for_nobody_else(talk: Talk, home: Settled) -> None:
    helper, neighbour = await home.adult("sv", adult=False), await talk.tenant("sv")
    await home.open()
    await home.tick_all("20270301")
    await home.approve()
    found = home.conversion()
    assert found is not None
    assert not talk.saw(helper, "home.push")
    assert await talk.forge(helper, f"home.news:{found.id}") == ["home.for_adults"]
    for press in ("news", "understood", "call"):
        assert await talk.forge(neighbour, f"home.{press}:{found.id}") == ["general.not_used:old_button"]
    assert talk.count("conversion_readers") == 0


async def test_a_push_that_cannot_arrive_is_seen_by_the_officer(talk: Talk, home: Settled) -> None:
    zahra = await home.adult("sv")
    async with talk.database.transaction() as db:
        chats.set_reachable(db, zahra.chat_id, False)
    await home.open()
    await home.tick_all("20270301")
    await home.approve()
    await talk.forge(home.elin, f"conversion.show:{home.contract}")
    assert home.card(home.elin)["told"] == [{"n": 1, "state": "not_sent"}]
    assert _to_call(talk) == ["unreached"]
    assert [each["what"] for each in talk.saw(home.elin, "unit.news")] == ["unreached"]


def _to_call(talk: Talk) -> list[str]:
    rows = talk.database.reader.execute("SELECT kind FROM officer_tasks WHERE done IS NULL ORDER BY id")
    return [kind for (kind,) in rows]


async def test_while_another_adult_reads_it_nobody_is_called(talk: Talk, home: Settled) -> None:
    zahra = await home.adult("sv")
    await home.adult("ar")
    zahra.block()
    await home.open()
    await home.tick_all("20270301")
    await home.approve()
    await _unreachable(talk, zahra)
    assert _to_call(talk) == []


@pytest.mark.parametrize("known", [True, False], ids=["known before", "found out by the push"])
@pytest.mark.parametrize("what", ["approved", "refused", "undone", "not_yet"])
async def test_of_each_push_that_nobody_reads_the_officer_is_told_once(
    talk: Talk, home: Settled, what: str, known: bool
) -> None:
    zahra = await home.adult("sv")
    contract = home.contract
    if what == "not_yet":
        await talk.forge(zahra, "home.registered:yes")
    else:
        await home.open()
        await home.tick_all("20270301")
    if what == "undone":
        await home.approve()
        await talk.forge(zahra, f"home.news:{home.conversion().id}")  # type: ignore[union-attr]
        await talk.forge(home.stina, f"conversion.undo_as:{contract}.wrong_day")
    zahra.block()
    if known:
        async with talk.database.transaction() as db:
            chats.set_reachable(db, zahra.chat_id, False)
    match what:
        case "approved":
            await home.approve()
        case "refused":
            await talk.forge(home.elin, f"conversion.refuse_as:{contract}.size")
        case "undone":
            await talk.forge(home.elin, f"conversion.undo_as:{contract}.wrong_day")
        case "not_yet":
            await talk.forge(home.elin, f"conversion.not_yet:{contract}")
    await _unreachable(talk, zahra)
    assert _to_call(talk) == ["unreached"]
    told = [each["what"] for each in talk.saw(home.elin, "unit.news")]
    assert [each for each in told if each != "registered"] == ["unreached"]
    # Once she has called, the same matter is no task again.
    task = talk.database.reader.execute("SELECT id FROM officer_tasks WHERE done IS NULL").fetchone()[0]
    await talk.forge(home.elin, f"people.done:{task}")
    await _unreachable(talk, zahra)
    assert _to_call(talk) == []


async def _unreachable(talk: Talk, phone: Phone) -> None:
    """What the courier says of a chat that it could not reach."""
    async with talk.database.transaction() as db:
        chats.set_reachable(db, phone.chat_id, False)
        event = f'{{"event":"chat.unreachable","id":{phone.chat_id}}}'
        inbox.add_event(db, "chat.unreachable", event, talk.clock.now())
    await talk.quiet()


async def test_the_only_adult_who_blocks_the_bot_before_reading_is_a_task_at_once(
    talk: Talk, home: Settled
) -> None:
    zahra = await home.adult("sv")
    await home.open()
    await home.tick_all("20270301")
    await home.approve()
    for _ in range(2):
        await _unreachable(talk, zahra)
    assert _to_call(talk) == ["unreached"]
    assert [each["what"] for each in talk.saw(home.elin, "unit.news")] == ["unreached"]
    found = home.conversion()
    assert found is not None
    await talk.forge(zahra, f"home.news:{found.id}")


async def test_another_officer_sees_nothing_of_a_household_that_is_not_hers(
    talk: Talk, home: Settled
) -> None:
    other = await talk.enrolled("sv", Invitation("officer", name="Olle"))
    assert await talk.forge(other, f"conversion.show:{home.contract}") == ["general.not_used:not_for_you"]
    await talk.type(other, "/conversions")
    shown = talk.saw(other, "conversion.list")[-1]
    assert (shown["rows"], shown["others"]) == ([], [])


async def test_a_contract_on_notice_is_found_again_and_the_notice_taken_back(
    talk: Talk, home: Settled
) -> None:
    await talk.forge(home.stina, f"contract.notice_as:{home.contract}.{home.today:%Y%m%d}.usual")
    await talk.type(home.stina, "/conversions")
    assert "uppsagt" in home.stina.last.text
    await talk.press(home.stina, f"conversion.show:{home.contract}", f"contract.withdraw:{home.contract}")
    assert home.now().state == "second"


async def test_a_flat_given_notice_on_by_its_contract_waits_at_the_desk_until_it_is_registered(
    talk: Talk, home: Settled
) -> None:
    await talk.type(home.stina, "/vacancy")
    assert talk.saw(home.stina, "vacancy.overview")[-1]["missing"] == []
    await talk.forge(home.stina, f"conversion.show:{home.contract}")
    await talk.forge(home.stina, f"contract.notice_as:{home.contract}.20270129.usual")
    assert home.card(home.stina)["can"][-1] == "register"
    await talk.type(home.stina, "/vacancy")
    await talk.press(home.stina, f"vacancy.of:{home.contract}")
    await talk.type(home.stina, "K-77")
    await talk.press(home.stina, "vacancy.save:yes")  # a flat of the municipality: what counts is not asked
    entry = talk.saw(home.stina, "vacancy.card")[-1]
    assert (entry["notice"], entry["last_day"]) == ("2027-01-29", "2027-04-30")
    assert (entry["contract"], entry["excluded"]) == ("K-77", "block_return")
    assert home.now().ends == datetime.date(2027, 4, 30)
    await talk.type(home.stina, "/vacancy")
    assert talk.saw(home.stina, "vacancy.overview")[-1]["missing"] == []
    assert await talk.forge(home.stina, f"vacancy.of:{home.contract}") == []  # the list stands there already


async def test_a_notice_that_was_taken_back_and_came_again_is_registered_again(
    talk: Talk, home: Settled
) -> None:
    given = f"contract.notice_as:{home.contract}.{home.today:%Y%m%d}.usual"
    await talk.forge(home.stina, given, f"vacancy.of:{home.contract}")
    await talk.type(home.stina, "K-77")
    await talk.forge(home.stina, "vacancy.save:yes", f"contract.withdraw:{home.contract}")
    await talk.type(home.stina, "/vacancy")
    assert talk.saw(home.stina, "vacancy.overview")[-1]["missing"] == []
    await talk.forge(home.stina, given)
    await talk.type(home.stina, "/vacancy")
    assert home.stina.shown(f"vacancy.of:{home.contract}")


async def test_every_contract_is_on_a_page_of_the_list(talk: Talk, home: Settled) -> None:
    here = [home.contract]
    for _ in range(11):
        await home.sign()
        here.append(home.contract)
    await talk.later(60)
    await talk.type(home.stina, "/conversions")
    await talk.press(home.stina, "conversion.list:2")
    first, second = talk.saw(home.stina, "conversion.list")[-2:]
    assert [len(page["others"]) for page in (first, second)] == [10, 2]
    assert sorted(row["contract"] for page in (first, second) for row in page["others"]) == here
    assert not home.stina.shown("conversion.list:3")
    await talk.press(home.stina, "conversion.list:1")
    await talk.forge(home.stina, "conversion.list:99", "conversion.list:x")
    assert [page["page"] for page in talk.saw(home.stina, "conversion.list")[-2:]] == [2, 1]


async def test_every_reading_of_a_contract_is_noted(talk: Talk, home: Settled) -> None:
    await talk.forge(home.elin, f"conversion.show:{home.contract}")
    rows = talk.database.reader.execute("SELECT person, act, what FROM audit").fetchall()
    assert (home.person(home.elin).id, "read", "contract") in rows


async def test_forged_numbers_are_answered_kindly_and_change_nothing(talk: Talk, home: Settled) -> None:
    before = talk.facts()
    for value in ("", "x", "999", "0", f"{home.contract}.zz.zz", "9" * 30, f"{home.contract}."):
        for name in (
            "ground",
            "day",
            "saw",
            "tick",
            "effective",
            "refuse_as",
            "undo_as",
            "approve",
            "called",
        ):
            await talk.forge(home.elin, f"conversion.{name}:{value}")
        await talk.forge(home.stina, f"contract.notice_as:{value}")
    assert talk.facts() == before
    assert talk.count("set_aside") == 0


def test_every_point_is_somebodys() -> None:
    assert set(conversions.POINTS.values()) == {"unit", "company", "household"}
