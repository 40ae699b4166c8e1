"""Coming in: language, privacy, code; and what is kept on the way."""

import msgspec
import pytest

from bot.speech import LOCALES
from storage import people
from storage.codes import Invitation
from tests.talk import BOTH_WAYS, DAY, Talk

NOT_USED = "general.not_used"


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_code_in_a_link_leads_through_language_and_notice_to_a_welcome(
    talk: Talk, locale: str
) -> None:
    household = await talk.household()
    code = await talk.code(Invitation("household", household=household))
    phone = talk.stranger("xx")

    assert await talk.answers(phone, f"/start {code}") == ["start.language"]
    assert phone.last.data == [f"language.set:{each}" for each in LOCALES]
    await talk.press(phone, f"language.set:{locale}")
    assert phone.last.data == ["privacy.ok:yes", "privacy.ok:no"]
    await talk.press(phone, "privacy.ok:yes")

    assert talk.person(phone).household == household
    assert [m["message"] for m in talk.saw(phone, "start.welcome")] == ["start.welcome"]
    assert len(phone.pinned) == 1
    assert phone.pinned[0].silent
    assert "report" in phone.commands
    assert talk.step(phone) == ""
    assert not phone.shown("privacy.ok:yes")


@BOTH_WAYS
async def test_nothing_but_the_language_is_kept_before_the_notice_is_agreed_to(talk: Talk) -> None:
    code = await talk.code(Invitation("household", household=await talk.household()))
    before = talk.facts()
    phone = talk.stranger("fa")

    await talk.type(phone, f"/start {code}")
    await talk.press(phone, "language.set:fa_AF")

    after = talk.facts()
    assert {table for table in after if after[table] != before[table]} == {"chats", "conversations"}
    assert after["chats"] == [(phone.chat_id, "fa_AF", 1)]

    await talk.press(phone, "privacy.ok:no")
    after = talk.facts()
    assert {table for table in after if after[table] != before[table]} == {"chats"}
    assert talk.saw(phone, "start.rather_call")

    # The code was not used up: she may change her mind.
    await talk.type(phone, code)
    await talk.press(phone, "privacy.ok:yes")
    assert talk.person(phone).household


@BOTH_WAYS
@pytest.mark.parametrize("form", ["{0} {1}", "{0}-{1}", "lower", "  {0}{1}  "])
async def test_a_code_may_be_typed_as_it_stands_on_paper(talk: Talk, form: str) -> None:
    code = await talk.code(Invitation("household", household=await talk.household()))
    written = code.lower() if form == "lower" else form.format(code[:5], code[5:])
    phone = talk.stranger()
    await talk.type(phone, "/start")
    await talk.press(phone, "language.set:sv")
    assert talk.saw(phone, "start.no_code")
    assert talk.saw(phone, "emergency.card")

    await talk.type(phone, written)
    await talk.press(phone, "privacy.ok:yes")

    assert talk.person(phone).adult


@BOTH_WAYS
async def test_a_code_typed_before_a_language_is_chosen_is_not_asked_for_again(talk: Talk) -> None:
    code = await talk.code(Invitation("household", household=await talk.household()))
    phone = talk.stranger("ar")
    await talk.type(phone, "/start")
    await talk.type(phone, code.lower())

    await talk.press(phone, "language.set:ar", "privacy.ok:yes")

    assert talk.person(phone).household


async def test_a_code_with_spaces_after_start_counts(talk: Talk) -> None:
    phone = talk.stranger()
    code = await talk.code(Invitation("staff", name="Stina"))
    await talk.type(phone, f"/start {code[:4]} {code[4:]}")
    await talk.press(phone, "language.set:sv", "privacy.ok:yes")
    assert talk.person(phone).work == {"staff"}


@BOTH_WAYS
async def test_wrong_old_and_used_codes_are_told_apart(talk: Talk) -> None:
    household = await talk.household()
    old = await talk.code(Invitation("household", household=household), days=1)
    used = await talk.code(Invitation("household", household=household))
    await talk.later(2 * DAY)
    first = talk.stranger()
    await talk.type(first, f"/start {used}")
    await talk.press(first, "language.set:sv", "privacy.ok:yes")
    phone = talk.stranger()
    await talk.type(phone, "/start ABCDEFGHJK")
    await talk.press(phone, "language.set:en")

    phone.press("privacy.ok:yes")
    assert await talk.heard(phone) == ["start.code_refused:unknown"]
    # She has agreed: the notice does not come again.
    assert await talk.answers(phone, old) == ["start.code_refused:expired"]
    assert await talk.answers(phone, used) == ["start.code_refused:used"]
    answered = "questions.unsure" if talk.company.rooms.questions else "start.no_code"
    assert await talk.answers(phone, "hello") == [answered]
    assert await talk.answers(phone, "/start") == ["start.no_code"]
    assert people.by_chat(talk.database.reader, phone.chat_id) is None


@BOTH_WAYS
async def test_too_many_wrong_codes_are_a_wait_and_an_hour_later_the_right_one_works(talk: Talk) -> None:
    phone = talk.stranger()
    await talk.type(phone, "/start ABCDEFGHJK")
    await talk.press(phone, "language.set:sv", "privacy.ok:yes")
    for _ in range(4):
        await talk.type(phone, "ABCDEFGHJK")
    code = await talk.code(Invitation("household", household=await talk.household()))

    assert await talk.answers(phone, code) == ["start.code_refused:wait"]
    assert 1 <= talk.saw(phone, "start.code_refused")[-1]["minutes"] <= 60

    await talk.later(3601)
    assert "start.welcome" in await talk.answers(phone, code)


async def test_a_second_code_adds_a_role_and_leaves_what_is_open(talk: Talk) -> None:
    anna = await talk.tenant("sv")
    await talk.type(anna, "/report")
    await talk.press(anna, "fault.item:kitchen.stove")
    code = await talk.code(Invitation("caretaker", areas=("soder",), name="Anna"))

    await talk.type(anna, f"/start {code}")

    person = talk.person(anna)
    assert (person.work, person.areas, person.adult) == ({"caretaker"}, {"soder"}, True)
    assert {"report", "orders"} <= anna.commands.keys()
    assert len(anna.keyboard) == 2
    assert talk.step(anna) == "fault.more"
    assert anna.shown("fault.more:skip")
    assert len(anna.pinned) == 1


@BOTH_WAYS
async def test_one_who_works_here_and_then_moves_in_gets_the_address_on_the_pinned_card(talk: Talk) -> None:
    karl = await talk.caretaker()
    code = await talk.code(Invitation("household", household=await talk.household()))
    assert "Norra vägen 1" not in karl.pinned[0].text

    await talk.type(karl, code)

    assert "Norra vägen 1" in karl.pinned[0].text
    assert len(karl.pinned) == 1


async def test_a_household_without_a_home_moves_and_its_phones_follow(talk: Talk) -> None:
    household = await talk.household(home=False)
    code = Invitation("household", household=household)
    zahra, omar = await talk.enrolled("fa_AF", code), await talk.enrolled("ar", code)
    assert await talk.answers(zahra, "/report") == [f"{NOT_USED}:no_home"]
    photo = await talk.household()
    home = people.household(talk.database.reader, photo)
    assert home is not None

    async with talk.database.transaction() as db:
        people.move(db, household, home.home)

    assert await talk.answers(zahra, "/report") == ["fault.first"]
    assert await talk.answers(omar, "/report") == ["fault.first"]


async def test_the_language_changes_at_any_time_and_what_is_open_follows(talk: Talk) -> None:
    zahra = await talk.tenant("fa_AF")
    await talk.type(zahra, "/report")
    await talk.press(zahra, "fault.place:home")
    draft = talk.draft(zahra)

    await talk.type(zahra, "زبان")
    await talk.press(zahra, "language.set:sv")

    assert talk.step(zahra) == "fault.categories"
    assert talk.draft(zahra) == draft
    assert any("Kök" in button.text for m in zahra.messages for row in m.buttons for button in row)
    assert zahra.commands["report"] == "Anmäl fel"
    assert "Nödläge" in zahra.pinned[0].text
    assert await talk.forge(zahra, "language.set:xx") == [f"{NOT_USED}:old_button"]


@BOTH_WAYS
async def test_start_alone_shows_where_one_stands(talk: Talk) -> None:
    zahra = await talk.tenant("fa_AF")
    assert await talk.answers(zahra, "/start") == ["start.welcome"]
    karl = await talk.caretaker()
    assert await talk.answers(karl, "/start") == ["start.welcome"]
    code = await talk.code(Invitation("household", household=await talk.household()))
    phone = talk.stranger()
    await talk.type(phone, f"/start {code}")
    await talk.press(phone, "language.set:sv")
    await talk.type(phone, "/start")
    await talk.type(phone, "hej")
    await talk.press(phone, "privacy.ok:yes")
    assert talk.person(phone).household


@BOTH_WAYS
async def test_a_notice_of_long_ago_is_not_agreed_to(talk: Talk) -> None:
    zahra = await talk.tenant()
    assert await talk.forge(zahra, "privacy.ok:yes") == [f"{NOT_USED}:old_button"]
    code = await talk.code(Invitation("household", household=await talk.household()))
    phone = talk.stranger()
    await talk.type(phone, f"/start {code}")
    await talk.press(phone, "language.set:sv")
    await talk.later(DAY + 1)
    assert talk.step(phone) == ""
    phone.press("privacy.ok:yes")
    assert await talk.heard(phone) == [f"{NOT_USED}:old_button"]


async def test_without_a_language_everything_but_emergency_asks_for_it(talk: Talk) -> None:
    phone = talk.stranger("ar")
    for text in ("/help", "/menu", "/cancel", "/report", "/orders", "hej", "/what", "Anmäl fel", "a" * 4096):
        await talk.answers(phone, text)
        assert phone.last.data == [f"language.set:{each}" for each in LOCALES], text
    phone.send_sticker()
    phone.send_voice(b"OggS")
    phone.share_contact()
    await talk.quiet()
    assert phone.last.data == [f"language.set:{each}" for each in LOCALES]
    assert "emergency.card" in await talk.answers(phone, "/emergency")
    assert talk.count("chats") == 0
    assert talk.count("files") == 0


@BOTH_WAYS
async def test_each_phone_of_a_household_has_its_own_code_and_language(talk: Talk) -> None:
    household = await talk.household()
    zahra = await talk.tenant("fa_AF", household=household)
    omar = await talk.tenant("ar", household=household)
    lina = await talk.helper("sv", household)
    found = people.of_household(talk.database.reader, household)
    assert [(p.chat, p.adult) for p in found] == [
        (zahra.chat_id, True),
        (omar.chat_id, True),
        (lina.chat_id, False),
    ]


@pytest.mark.parametrize("role", ["officer", "admin"])
async def test_officer_and_admin_come_in_and_see_only_what_is_theirs(talk: Talk, role: str) -> None:
    phone = await talk.enrolled("sv", Invitation(role, name="Elin"))  # type: ignore[arg-type]
    assert talk.person(phone).work == {role}
    assert (
        phone.keyboard
        == {"officer": [["Hushåll", "Språk"], ["Nödläge"]], "admin": [["Språk", "Nödläge"]]}[role]
    )
    assert not {"report", "orders"} & phone.commands.keys()
    assert await talk.answers(phone, "/orders") == [f"{NOT_USED}:not_for_you"]
    assert await talk.answers(phone, "/report") == [f"{NOT_USED}:no_home"]


@BOTH_WAYS
async def test_the_promise_about_contract_and_queue_is_said_only_where_the_company_makes_it(
    talk: Talk,
) -> None:
    promise = "never affects your contract"
    code = await talk.code(Invitation("household", household=await talk.household()))
    phone = talk.stranger()
    await talk.type(phone, f"/start {code}")
    await talk.press(phone, "language.set:en")
    assert promise not in phone.last.text
    privacy = msgspec.structs.replace(talk.company.privacy, never_affects_you=True)
    talk.start_again(msgspec.structs.replace(talk.company, privacy=privacy))
    other = talk.stranger()
    await talk.type(other, f"/start {code}")
    await talk.press(other, "language.set:en")
    assert promise in other.last.text


async def test_an_adult_who_enters_a_helpers_code_of_her_own_household_stays_an_adult(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    household = talk.person(zahra).household
    code = await talk.code(Invitation("household", household=household, adult=False))
    await talk.type(zahra, f"/start {code}")
    assert (talk.person(zahra).household, talk.person(zahra).adult) == (household, True)
    assert talk.saw(zahra, "start.welcome")[-1]["role"] == "adult"
